// Package bot holds the conversation and the rules about who may act in it. It has types and pure
// rules only, no I/O. The way of a question leads through the packages below it:
//
//   - chat appends messages, runs turns and announces news
//   - answer turns a question into a decision: answer, clarification, hand-off or small talk
//   - rehearse asks the same of a corpus as it would be
//   - desk is the agents' side: queue, claims, presence, routing, what is due; aid holds their job aids
//   - notice is what customers are told, and mail how they are told outside the chat
//   - gap groups questions without a good answer; insight counts what can be learnt from use
//   - account knows the staff
//   - bus carries announcements; store keeps everything in SQL
package bot

import (
	"errors"
	"time"
)

// Limits of what one message may hold, in bytes.
const (
	MaxMessage  = 4 << 10
	MaxComment  = 2 << 10
	MaxClientID = 64
	MaxCause    = 200
	MaxTags     = 20
	MaxTag      = 40
)

// OwnerKind says who is responsible for the next word of a conversation.
type OwnerKind string

// The owners a conversation can have.
const (
	OwnerBot   OwnerKind = "bot"
	OwnerQueue OwnerKind = "queue"
	OwnerAgent OwnerKind = "agent"
)

// Owner is the one party responsible for a conversation.
type Owner struct {
	Kind  OwnerKind
	Agent string // staff id, only when Kind is OwnerAgent
}

// Status says whether a conversation is going on.
type Status string

// The states of a conversation.
const (
	Open     Status = "open"
	Resolved Status = "resolved"
)

// Conversation is one customer's thread. Its events are numbered 1..Head without gaps.
type Conversation struct {
	ID      string
	Visitor string
	Site    string
	Status  Status
	Owner   Owner
	Epoch   int64 // rises by one at every change of owner
	Head    int64 // sequence number of the newest event, 0 if none
	Name    string
	Email   string
	Locale  string
	Created time.Time
	Updated time.Time
	Origin  Origin

	// The current or latest hand-off; Queued is zero if there was none.
	Queued time.Time     // since when the conversation waits or waited: its place in the queue
	Reason HandoffReason //
	Last   string        // staff id of the agent who served last
	Owned  time.Time     // since when its owner, queue or agent, has it; zero for the bot
	Looked bool          // a member of the staff has looked at it since it was handed off

	// How it is sorted.
	Team     string   // id of the team that is asked, "" before the first hand-off
	Priority Priority //
	Tags     Tags     //

	// What is still to come. Zero times mean that nothing is.
	Clocks   Clocks
	Tell     time.Time // when the customer is to be told that the wait takes longer than was said
	Snoozed  time.Time // until when the agent has put it aside; UntilAnswer is until the customer writes
	MailDue  time.Time // when what the agents wrote goes out by mail, unless the customer has seen it by then
	FollowUp time.Time // since when the team owes a look at a low rating
	Promises int       // open promises to the customer
	Spoken   int64     // number of the newest thing said to the customer that goes out by mail if they do not see it, 0 if none
	Merged   string    // the conversation that goes on in its place, "" if it goes on itself
	Alarm    time.Time // the earliest of the times above that something has to be done; see Rings
}

// Origin is where the customer writes from, as their browser says; nobody has verified it.
type Origin struct {
	Page     string // address of the page
	Referrer string // address of the page before, "" if unknown
	Zone     string // IANA name of the time zone, "" if unknown
}

// Priority says how urgent a conversation is. Each may have service standards of its own.
type Priority string

// The priorities, from what can wait to what cannot.
const (
	Low    Priority = "low"
	Normal Priority = "" // what a conversation has until somebody says otherwise
	High   Priority = "high"
	Urgent Priority = "urgent"
)

// Valid reports whether there is such a priority.
func (p Priority) Valid() bool { return p == Low || p == Normal || p == High || p == Urgent }

// UntilAnswer is the time until which a conversation is snoozed that waits for the customer.
var UntilAnswer = time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC)

// HandoffReason says why the bot brought a person in.
type HandoffReason string

// The reasons for a hand-off.
const (
	ReasonAsked         HandoffReason = "asked"          // the customer asked for a person
	ReasonLowConfidence HandoffReason = "low-confidence" // the corpus has no answer the bot would stand by
	ReasonTwiceFailed   HandoffReason = "twice-failed"   // two answers in a row did not help
	ReasonAnger         HandoffReason = "anger"          // the customer is upset
	ReasonSearchDown    HandoffReason = "search-down"    // the knowledge base cannot be searched
	ReasonBotFailed     HandoffReason = "bot-failed"     // the turn failed repeatedly
	ReasonReopened      HandoffReason = "reopened"       // the customer wrote again after it was resolved
	ReasonReleased      HandoffReason = "released"       // the agent gave the conversation back to the queue
	ReasonTransferred   HandoffReason = "transferred"    // an agent passed it on to a team or a colleague
	ReasonAssigned      HandoffReason = "assigned"       // it was given to the agent, by the routing or by a supervisor
	ReasonTakenOver     HandoffReason = "taken-over"     // a supervisor took it from the agent
	ReasonAgentGone     HandoffReason = "agent-gone"     // the agent's connection was lost for too long
	ReasonAgentSilent   HandoffReason = "agent-silent"   // the agent did not answer within the standard
	ReasonNeverSay      HandoffReason = "never-say"      // a rule forbids what the bot would have said
	ReasonUndone        HandoffReason = "undone"         // a bulk action was undone
)

// Errors that callers act upon. The edge turns each into a code and a plain sentence.
var (
	ErrNotFound    = errors.New("no such conversation")
	ErrStaleEpoch  = errors.New("the conversation has another owner by now")
	ErrNotOwner    = errors.New("only the owner may do this")
	ErrResolved    = errors.New("the conversation is resolved")
	ErrIDReused    = errors.New("this id was used for another message")
	ErrInvalid     = errors.New("invalid request")
	ErrUnpublished = errors.New("a cited revision is not published any more")
	ErrForbidden   = errors.New("the role or the team does not allow this")
	ErrPromiseOpen = errors.New("a promise to the customer is still open")
	ErrNewer       = errors.New("something newer has been written meanwhile")
	ErrNobody      = errors.New("there is no such colleague or team")
	ErrConflict    = errors.New("somebody else has changed it meanwhile")
)

// MergedError sends on who writes in a conversation that goes on elsewhere.
type MergedError struct {
	Into string // the conversation that goes on
}

func (e *MergedError) Error() string { return "the conversation goes on in " + e.Into }

// TakenError tells the loser of a race who won it.
type TakenError struct {
	Agent string // staff id of the owner
	Name  string // name to show, may be empty
}

func (e *TakenError) Error() string { return "the conversation is already taken by " + e.Agent }

// Is makes errors.Is(err, ErrNotOwner) hold for a lost race.
func (e *TakenError) Is(target error) bool { return target == ErrNotOwner }
