package widget

import (
	"context"
	"net/http"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/aid"
	"frontdesk/bot/desk"
	"frontdesk/bot/store"
)

// Agents is what agents may do at the desk besides the socket; *desk.Desk is one.
type Agents interface {
	// Readable returns a conversation that a member of the staff may read, or bot.ErrNotFound.
	Readable(ctx context.Context, agent string, supervisor bool, conversation string) (bot.Conversation, error)
	Bulk(ctx context.Context, a desk.Act, b desk.Bulk) (desk.BulkResult, error)
	UndoBulk(ctx context.Context, a desk.Act, undo string) (desk.BulkResult, error)
}

// Book has the rules of the house and the job aids; *desk.Book is one. What it returns is not changed.
type Book interface {
	Plan() *bot.Plan
	Causes() aid.Causes
	Canned() []aid.Canned
	Playbooks() []aid.Playbook
	NeverSay() *aid.Rules
}

// Settings keeps the documents that the book is made of; *desk.Book is one.
type Settings interface {
	// Get returns a document, the default at revision 0 if nobody has written it, or bot.ErrNotFound.
	Get(ctx context.Context, name string) (bot.Setting, error)
	// Put returns the new revision. Errors: bot.ErrInvalid with a sentence, bot.ErrConflict.
	Put(ctx context.Context, in bot.Setting) (int64, error)
}

// Answerer decides what the bot would say; *answer.Answerer is one.
type Answerer interface {
	Turn(ctx context.Context, q bot.Question) bot.Decision
}

// History reads conversations; *store.Store is one.
type History interface {
	Events(ctx context.Context, conversation string, after int64, limit int) ([]bot.Event, error)
	Promises(ctx context.Context, conversation string) ([]bot.Promise, error)
	Find(ctx context.Context, f store.Find) (store.Found, error)
	Past(ctx context.Context, visitor, but string, limit int, sees func(bot.Conversation) bool) ([]store.Past, error)
	Ratings(ctx context.Context, visitor string) (n int, mean float64, err error)
	CausesOf(ctx context.Context, article string, limit int) ([]string, error)
}

// Visitors knows the customers' browsers; *store.Store does.
type Visitors interface {
	VisitorOf(ctx context.Context, id string) (v bot.Visitor, ok bool, err error)
	AddToken(ctx context.Context, visitor, tokenHash string, now, expires time.Time) error
}

// Links opens the signed links of e-mails; *mail.Links does. Errors: mail.ErrLinkExpired, mail.ErrLinkInvalid.
type Links interface {
	Open(token string) (conversation, visitor string, err error)
}

// supervises reports whether a member of the staff sees the conversations of all teams.
func (e *edge) supervises(who account.Staff) bool {
	return e.permit(who.Roles, account.SuperviseConversations)
}

// readable returns the conversation that an address names, if this member of the staff may read it.
func (e *edge) readable(r *http.Request, who account.Staff) (bot.Conversation, error) {
	id := r.URL.Query().Get("conversation")
	if !bot.ValidID(id, 1) {
		return bot.Conversation{}, badQuery("The address does not name a conversation.")
	}
	return e.Agents.Readable(r.Context(), who.ID, e.supervises(who), id)
}

// sees returns the rule by which lists are cut down to what a member of the staff may read; nil leaves them whole. It
// is the desk's: what is for a team of theirs, or was given to them.
func (e *edge) sees(who account.Staff) func(bot.Conversation) bool {
	if e.supervises(who) {
		return nil
	}
	plan := e.Book.Plan()
	return func(c bot.Conversation) bool { return c.Owner.Agent == who.ID || plan.Sees(who.ID, c.Team) }
}

// mayTake reports whether somebody can be given conversations.
func (e *edge) mayTake(s account.Staff) bool {
	return !s.Disabled && e.permit(s.Roles, account.TakeConversations)
}

// logTail is how much of a conversation is read to understand what it is about.
const logTail = 400

// tail reads the newest events of a conversation.
func (e *edge) tail(ctx context.Context, c bot.Conversation) ([]bot.Event, error) {
	return e.History.Events(ctx, c.ID, max(0, c.Head-logTail), logTail)
}

// zone is the time zone of that name; of the house if there is none.
func (e *edge) zone(name string) *time.Location {
	for _, n := range []string{name, e.Book.Plan().Teams[0].Hours.Zone} {
		if z, err := time.LoadLocation(n); n != "" && n != "Local" && len(n) < 64 && err == nil {
			return z
		}
	}
	return time.UTC
}

// filled makes an absent list an empty one.
func filled[T any](in []T) []T {
	if in == nil {
		return []T{}
	}
	return in
}
