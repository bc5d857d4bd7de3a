// Package bot holds the conversation and the rules about who may act in it. It has types and pure
// rules only, no I/O. The way of a question leads through the packages below it:
//
//   - chat appends messages, runs turns and announces news
//   - answer turns a question into a decision: answer, clarification, hand-off or small talk
//   - desk is the agents' side: queue, claims, presence
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
	Page    string // address of the page the customer was on
	Created time.Time
	Updated time.Time

	// The current or latest hand-off; Queued is zero if there was none.
	Queued time.Time     // since when the conversation waits or waited: its place in the queue
	Reason HandoffReason //
	Last   string        // staff id of the agent who served last
}

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
)

// TakenError tells the loser of a race who won it.
type TakenError struct {
	Agent string // staff id of the owner
	Name  string // name to show, may be empty
}

func (e *TakenError) Error() string { return "the conversation is already taken by " + e.Agent }

// Is makes errors.Is(err, ErrNotOwner) hold for a lost race.
func (e *TakenError) Is(target error) bool { return target == ErrNotOwner }
