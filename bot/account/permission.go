package account

import "slices"

// Permission is something that a role may allow.
type Permission string

// Everything that is not open to everybody.
const (
	SignedIn          Permission = "signed-in"          // any member of the staff
	ReadRevisions     Permission = "read-revisions"     // any revision that was ever published
	ReadConversations Permission = "read-conversations" // threads, notes and traces
	TakeConversations Permission = "take-conversations" // accept, reply, hand back, resolve
	EditArticles      Permission = "edit-articles"      // drafts, and every revision of an article
	PublishArticles   Permission = "publish-articles"   // publish and withdraw
	OverruleExam      Permission = "overrule-exam"      // publish or withdraw although the exam gets worse, with a reason
	ReadInsight       Permission = "read-insight"       // figures about conversations
	ManageStaff       Permission = "manage-staff"       // create, disable, change roles, issue links

	SuperviseConversations Permission = "supervise-conversations" // see those of all teams, assign them, take them over
	ManageDesk             Permission = "manage-desk"             // teams, opening hours, standards, job aids
)

// permissions is the one table of who may do what. Editors do not read conversations: nothing in their
// work needs what customers wrote.
var permissions = map[Role][]Permission{
	Agent:  {SignedIn, ReadRevisions, ReadConversations, TakeConversations},
	Editor: {SignedIn, ReadRevisions, EditArticles, PublishArticles},
	Manager: {SignedIn, ReadRevisions, ReadConversations, TakeConversations, SuperviseConversations, EditArticles, PublishArticles,
		OverruleExam, ReadInsight, ManageDesk},
	Admin: {SignedIn, ReadRevisions, ReadConversations, TakeConversations, SuperviseConversations, EditArticles, PublishArticles,
		OverruleExam, ReadInsight, ManageDesk, ManageStaff},
}

// Allowed reports whether one of the roles allows what is asked for.
func Allowed(roles []Role, p Permission) bool {
	for _, r := range roles {
		if slices.Contains(permissions[r], p) {
			return true
		}
	}
	return false
}
