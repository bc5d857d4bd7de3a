package bot

import (
	"errors"
	"time"
)

// Rule is one of the rules of this package with its arguments filled in.
type Rule func(Conversation) (Change, error)

// Outcome tells what became of an act once it was committed.
type Outcome struct {
	Conversation Conversation // as it is now
	Events       []Event      // appended by this act, with their numbers; none if nothing changed
	Seq          int64        // number of the act's first event, also if an earlier try stored it
	Turn         Turn         // what became of the bot's turn
	Moved        bool         // the owner or the status changed
}

// News is what is announced after a commit. It is a hint: whoever misses it reads the log.
type News struct {
	Conversation string
	Events       []Event
	Moved        bool
}

// Line is a conversation with its newest message, for lists. In the lists of staff, the bot's own messages do
// not count.
type Line struct {
	Conversation
	Snippet   string
	SnippetBy AuthorKind
}

// View names a list of conversations.
type View int

// The lists that exist.
const (
	ViewWaiting  View = iota // the queue, next first
	ViewQueue                // the queue of one team, what is urgent first, then next first
	ViewMine                 // owned by one agent, newest first
	ViewOwned                // owned by agents, newest first
	ViewBot                  // open and with the bot, newest first
	ViewFollowUp             // with a low rating that nobody has looked at, oldest first
	ViewClosed               // resolved, newest first
	ViewVisitor              // a visitor's own, newest first
)

// Waiting is a conversation in the queue.
type Waiting struct {
	ID   string
	Team string
}

// PendingTurn is a reaction that the bot owes.
type PendingTurn struct {
	Conversation string
	Attempts     int // tries that failed so far
}

// Visitor is a browser that has talked to us, or a user of the host page in all of their browsers.
type Visitor struct {
	ID      string
	Site    string
	Blocked bool
	Subject string   // the user's id on the host's side; "" for a visitor nobody vouched for
	Vouched *Vouched // what the host said about the user last; nil exactly if Subject is ""
}

// Vouched is what a host page has said about its user in a signed token.
type Vouched struct {
	Subject    string // the user's id on the host's side
	Name       string // may be empty, and so may the e-mail address and the locale
	Email      string
	Locale     string
	Attributes map[string]string // what else the host wants agents to know; nil if nothing
	At         time.Time         // when the token was taken
	JTI        string            // the token's own id; empty once stored
	Expires    time.Time         // from when on the token is refused; zero once stored
}

// Login is a user of a host page coming in with a vouching token that was found good.
type Login struct {
	Site  string
	Said  Vouched
	Held  string // hash of the token that the browser has shown, "" if none
	ID    string // new and random, for a visitor to be made if needed
	Token string // hash of a new token, which the browser gets if needed
}

// ErrReplayed is returned for a vouching token that another browser has used before.
var ErrReplayed = errors.New("the token has been used in another browser")
