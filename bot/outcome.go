package bot

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
	ViewWaiting View = iota // the queue, next first
	ViewMine                // owned by one agent, newest first
	ViewBot                 // open and with the bot, newest first
	ViewClosed              // resolved, newest first
	ViewVisitor             // a visitor's own, newest first
)

// PendingTurn is a reaction that the bot owes.
type PendingTurn struct {
	Conversation string
	Attempts     int // tries that failed so far
}

// Visitor is a browser that has talked to us.
type Visitor struct {
	ID      string
	Site    string
	Blocked bool
}
