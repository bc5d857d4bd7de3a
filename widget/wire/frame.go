// Package wire is the one list of what may cross the socket: frames, error codes and close codes,
// versioned. Frames are JSON objects in text messages, at most MaxFrame bytes.
//
// # A customer's session
//
//	→ {"v":1,"type":"hello","site":"shop","token":"…"}             token absent on the first visit
//	← {"v":2,"type":"welcome","token":"…","conversations":[…],"heartbeat":25000}
//	→ {"v":1,"type":"send","id":"m1","conversation":"…","text":"where is my parcel"}
//	← {"v":1,"type":"ack","id":"m1","conversation":"…","seq":1}    only after commit and sync
//	← {"v":1,"type":"events","conversation":"…","events":[…]}      numbered without gaps, in order
//	← {"v":1,"type":"draft","conversation":"…","draft":{…}}        where a model words answers: what is about to be said
//	← {"v":1,"type":"state","conversation":"…","state":{…}}
//	→ {"v":1,"type":"resume","conversation":"…","after":7}         after a reconnect
//	→ {"v":1,"type":"ping"}   ← {"v":1,"type":"pong","heads":{"…":9}}
//
// The client chooses the id of a message and, for its first message, of the conversation: 128 random
// bits. Sending again with the same id is safe and returns the first result.
package wire

// Version of the protocol. The server accepts Version and Version-1, so that a rolling deploy strands no open tab.
//
// A client begins in the oldest version that it knows. The welcome carries the newest that the server speaks, and the
// client goes on in the newest that both know. So a page that was loaded from a new server can be served by an old one.
// Every other frame from the server is in the version of the client's last one.
//
//   - Version 2 closes the sockets of a customer who was erased with CloseErased, version 1 with CloseTokenStale.
const (
	Version    = 2
	MinVersion = 1
)

// MaxFrame is the largest frame accepted, in bytes.
const MaxFrame = 16 << 10

// Heartbeat: the client pings every HeartbeatMillis and expects a pong within PongMillis.
const (
	HeartbeatMillis = 25000
	PongMillis      = 8000
)

// Types of frames that a client sends.
const (
	TypeHello    = "hello"    // first frame: V, Site, Token, Locale, Page
	TypePing     = "ping"     //
	TypeResume   = "resume"   // Conversation, After: send what I miss and keep me informed
	TypeLeave    = "leave"    // Conversation: stop informing me
	TypeSend     = "send"     // ID, Conversation, Text, Choice; staff: Epoch, Original
	TypeTyping   = "typing"   // Conversation; ephemeral
	TypeStop     = "stop"     // customer: Conversation: say what is written, without wording it further; ephemeral
	TypePerson   = "person"   // customer: ID, Conversation: I want a person
	TypeFeedback = "feedback" // customer: ID, Conversation, Seq, Helpful
	TypeRate     = "rate"     // customer: ID, Conversation, Score, Text
	TypeContact  = "contact"  // customer: ID, Conversation, Email, Name
	TypeAccept   = "accept"   // staff: ID, Conversation
	TypeNote     = "note"     // staff: ID, Conversation, Text
	TypeHandBack = "handback" // staff: ID, Conversation, Epoch
	TypeRelease  = "release"  // staff: ID, Conversation, Epoch: back to the queue
	TypeResolve  = "resolve"  // staff: ID, Conversation, Epoch, Cause
	TypeSeen     = "seen"     // Conversation, Seq: read up to here

	TypeTakeOver = "takeover" // supervisor: ID, Conversation
	TypeAssign   = "assign"   // supervisor: ID, Conversation, To (staff id)
	TypeTransfer = "transfer" // staff: ID, Conversation, Epoch, To (staff id) or Team, Text (a note, may be empty)
	TypeSnooze   = "snooze"   // staff: ID, Conversation, Epoch, Until (ms; -1 until the customer writes; 0 takes it up again)
	TypeTag      = "tag"      // staff: ID, Conversation, Tags (all of them)
	TypePriority = "priority" // staff: ID, Conversation, Priority
	TypePromise  = "promise"  // staff: ID, Conversation, Epoch, Text, Until (ms, when it is due)
	TypeKept     = "kept"     // staff: ID, Conversation, Promise (its id)
	TypeTakeBack = "takeback" // staff: ID, Conversation, Promise, Text (why; the customer reads it)
	TypeMerge    = "merge"    // staff: ID, Conversation, Into (the conversation that goes on)
	TypeBlock    = "block"    // staff: ID, Conversation, Text (why)
	TypeUnblock  = "unblock"  // staff: ID, Conversation, Text (why)
	TypeStep     = "step"     // staff: ID, Conversation, Playbook, Step, Done
	TypeFollowUp = "followup" // staff: ID, Conversation, Text (what came of it)
	TypeStatus   = "status"   // staff: Status (online or away): what the agent says about themselves
)

// Types of frames that the server sends.
const (
	TypeWelcome = "welcome" // answers hello
	TypePong    = "pong"    // Heads: head sequence of every followed conversation
	TypeAck     = "ack"     // ID, Conversation, Seq
	TypeError   = "error"   // ID, Code, Message, RetryAfter
	TypeEvents  = "events"  // Conversation, Events, More
	TypeState   = "state"   // Conversation, State
	TypeDraft   = "draft"   // customer: Conversation, Draft; ephemeral, an older client ignores it
	TypeDesk    = "desk"    // staff: Desk, all of it
	TypeRows    = "rows"    // staff: Desk with what changed since the last desk or rows frame; see Desk
	TypeBye     = "bye"     // the server is about to close: Code, RetryAfter
)

// In is a frame from a client. Unknown fields are ignored, so that a newer client can talk to an older
// server; an unknown Type is answered with CodeUnknownType.
type In struct {
	V            int    `json:"v"`
	Type         string `json:"type"`
	ID           string `json:"id,omitempty"`
	Site         string `json:"site,omitempty"`
	Token        string `json:"token,omitempty"`
	Locale       string `json:"locale,omitempty"`
	Page         string `json:"page,omitempty"`
	Conversation string `json:"conversation,omitempty"`
	After        int64  `json:"after,omitempty"`
	Text         string `json:"text,omitempty"`
	Choice       string `json:"choice,omitempty"`
	Epoch        int64  `json:"epoch,omitempty"`
	Seq          int64  `json:"seq,omitempty"`
	Helpful      *bool  `json:"helpful,omitempty"`
	Score        int    `json:"score,omitempty"`
	Email        string `json:"email,omitempty"`
	Name         string `json:"name,omitempty"`
	Cause        string `json:"cause,omitempty"`

	Identity string   `json:"identity,omitempty"` // hello: token by which the host page vouches for its user
	Referrer string   `json:"referrer,omitempty"` // hello
	Zone     string   `json:"zone,omitempty"`     // hello: IANA time zone
	Active   bool     `json:"active,omitempty"`   // staff's ping: somebody moved or typed since the last one
	Writing  string   `json:"writing,omitempty"`  // staff's typing: reply or note
	Confirm  []string `json:"confirm,omitempty"`  // staff's send: warnings that were read: newer, never_say
	To       string   `json:"to,omitempty"`
	Team     string   `json:"team,omitempty"`
	Until    int64    `json:"until,omitempty"`
	Tags     []string `json:"tags,omitempty"`
	Priority string   `json:"priority,omitempty"` // low, normal, high, urgent
	Promise  string   `json:"promise,omitempty"`
	Into     string   `json:"into,omitempty"`
	Playbook string   `json:"playbook,omitempty"`
	Step     int      `json:"step,omitempty"`
	Done     bool     `json:"done,omitempty"`
	Status   string   `json:"status,omitempty"`
	Original string   `json:"original,omitempty"` // staff's send: what the agent wrote, where Text is a translation of it
}

// Out is a frame from the server.
type Out struct {
	V             int              `json:"v"`
	Type          string           `json:"type"`
	ID            string           `json:"id,omitempty"`
	Token         string           `json:"token,omitempty"`
	Heartbeat     int              `json:"heartbeat,omitempty"` // ms between pings
	Conversation  string           `json:"conversation,omitempty"`
	Conversations []Summary        `json:"conversations,omitempty"`
	Staff         *Staff           `json:"staff,omitempty"`
	Seq           int64            `json:"seq,omitempty"`
	Heads         map[string]int64 `json:"heads,omitempty"`
	Events        []Event          `json:"events,omitempty"`
	More          bool             `json:"more,omitempty"` // further events follow in the next frame
	Anew          bool             `json:"anew,omitempty"` // the log does not have what the client holds: drop that, these events are from the beginning
	State         *State           `json:"state,omitempty"`
	Draft         *Draft           `json:"draft,omitempty"`
	Desk          *Desk            `json:"desk,omitempty"`
	Code          string           `json:"code,omitempty"`
	Message       string           `json:"message,omitempty"`
	RetryAfter    int              `json:"retry_after,omitempty"` // ms
	Warning       *Warning         `json:"warning,omitempty"`     // with the code never_say
	Into          string           `json:"into,omitempty"`        // with the code merged: the conversation that goes on
	Preview       bool             `json:"preview,omitempty"`     // welcome of a customer: agents see what is being typed; say so, and send Text with typing
	Generation    string           `json:"generation,omitempty"`  // welcome: which life of the desk this is; if it is not the one of the last welcome, the desk was restored from a backup: drop what you hold, as for Anew
}

// Warning is a never-say rule that an agent's text breaks. It is sent anyway with Confirm.
type Warning struct {
	Rule        string `json:"rule"`
	Found       string `json:"found"` // the words
	Reason      string `json:"reason"`
	Alternative string `json:"alternative,omitempty"`
}

// Event is one entry of a conversation's log as the reader may see it. Kind is one of message, owner, resolved,
// reopened, feedback, rating, contact, looked, wait, expired, promise, merged; for staff also note, tags,
// priority, snooze, step, reminder, blocked, neversay, followup; or hidden: an entry that this reader may not
// see, sent so that numbers have no gaps. What customers see of events without words of their own has a Line.
type Event struct {
	Seq       int64      `json:"seq"`
	Kind      string     `json:"kind"`
	From      string     `json:"from,omitempty"` // customer, bot, agent, system
	Name      string     `json:"name,omitempty"` // name of the agent
	At        int64      `json:"at"`             // ms since 1970
	ID        string     `json:"id,omitempty"`   // the sender's id, to match the outbox
	Text      string     `json:"text,omitempty"`
	Decision  string     `json:"decision,omitempty"` // answer, clarification, handoff, smalltalk
	Citations []Citation `json:"citations,omitempty"`
	Choices   []Choice   `json:"choices,omitempty"`
	Related   []Choice   `json:"related,omitempty"`
	Offer     bool       `json:"offer,omitempty"`   // show "talk to a person" under the message
	Owner     string     `json:"owner,omitempty"`   // bot, queue, agent
	Agent     string     `json:"agent,omitempty"`   // name of the new owner
	Reason    string     `json:"reason,omitempty"`  // of a hand-off
	Place     int        `json:"place,omitempty"`   // queue place at the hand-off
	Staffed   bool       `json:"staffed,omitempty"` // an agent was online at the hand-off
	Ref       int64      `json:"ref,omitempty"`
	Helpful   *bool      `json:"helpful,omitempty"`
	Score     int        `json:"score,omitempty"`
	Email     string     `json:"email,omitempty"`

	Line    string   `json:"line,omitempty"`    // the event in a sentence for the customer, in their language
	Promise *Promise `json:"promise,omitempty"` //
	Into    string   `json:"into,omitempty"`    // of a merge: the conversation that goes on, if it is not this one
	Drafted bool     `json:"drafted,omitempty"` // a language model has worded the text from what is cited

	// Staff only.
	Summary  string   `json:"summary,omitempty"`
	Cause    string   `json:"cause,omitempty"`
	Trace    *Trace   `json:"trace,omitempty"`
	Team     string   `json:"team,omitempty"`
	Before   string   `json:"before,omitempty"` // name of the agent who owned it before
	Wait     int64    `json:"wait,omitempty"`   // s that were said
	Samples  int      `json:"samples,omitempty"`
	Tags     []string `json:"tags,omitempty"`
	Priority string   `json:"priority,omitempty"`
	Until    int64    `json:"until,omitempty"` // ms; -1 until the customer writes
	Other    string   `json:"other,omitempty"`
	Playbook string   `json:"playbook,omitempty"` // title
	Step     string   `json:"step,omitempty"`     // its words
	StepID   string   `json:"step_id,omitempty"`  // playbook's id and the step's number, as "id/3"
	Done     bool     `json:"done,omitempty"`
	Rule     string   `json:"rule,omitempty"`
	Mentions []string `json:"mentions,omitempty"` // names
	Served   string   `json:"served,omitempty"`   // name of the agent whom a rating is about
	Undone   bool     `json:"undone,omitempty"`
	Original string   `json:"original,omitempty"` // what the agent wrote, where Text is a translation of it
}

// Draft is what the bot is about to say, as far as it is known: the beginning of the message that will come, whole
// sentences, each time all of it. It is in no log. Without text it takes back what was shown; a message or a change of
// owner ends it too.
type Draft struct {
	After     int64      `json:"after"` // number of the newest event that it reacts to
	Text      string     `json:"text"`
	Citations []Citation `json:"citations,omitempty"`
}

// Promise is what the customer was told to expect by a time.
type Promise struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Due   int64  `json:"due"`   // ms since 1970
	State string `json:"state"` // open, late, kept, dropped
	Late  bool   `json:"late,omitempty"`
	Why   string `json:"why,omitempty"`   // of a dropped one
	Agent string `json:"agent,omitempty"` // name; staff only
}

// Citation ties a part of the message, in bytes of UTF-8, to the words Start to End of an article. The part begins at
// At. It has Len bytes in a message that a model has worded; without a Len it is those words, End-Start bytes.
type Citation struct {
	N        int    `json:"n"`
	Article  string `json:"article"`
	Revision int    `json:"revision"`
	Title    string `json:"title"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	At       int    `json:"at"`
	Len      int    `json:"len,omitempty"`
}

// Choice is an article offered by its title.
type Choice struct {
	Article string `json:"article"`
	Title   string `json:"title"`
}

// State is what is true of a conversation now and is not in its log.
type State struct {
	Status  string `json:"status"` // open, resolved
	Owner   string `json:"owner"`  // bot, queue, agent
	Agent   string `json:"agent,omitempty"`
	Mine    bool   `json:"mine,omitempty"` // staff: you are the owner
	Epoch   int64  `json:"epoch"`
	Head    int64  `json:"head"`
	Place   int    `json:"place,omitempty"`   // queue place, 1 is next
	Waiting int    `json:"waiting,omitempty"` // conversations in the queue
	Since   int64  `json:"since,omitempty"`   // queued since, ms since 1970
	Staffed bool   `json:"staffed"`           // an agent of the team is here, within its hours
	Line    string `json:"line,omitempty"`    // customers: what is true now, in a sentence in their language: place, expected wait, opening hours, standard
	Ask     bool   `json:"ask,omitempty"`     // customers: nobody is here; ask for an address if there is none
	Merged  string `json:"merged,omitempty"`  // the conversation that goes on in place of this one
	Read    int64  `json:"read,omitempty"`    // number of the newest event that the other side has seen
	Typing  string `json:"typing,omitempty"`  // bot, agent or customer is writing; ephemeral
	Email   string `json:"email,omitempty"`   // address left by the customer
	Page    string `json:"page,omitempty"`    // staff only
	Locale  string `json:"locale,omitempty"`  // staff only
	Name    string `json:"name,omitempty"`    // staff only: the customer's name

	// Staff only.
	Referrer string `json:"referrer,omitempty"`
	Zone     string `json:"zone,omitempty"`
	Team     string `json:"team,omitempty"` // id
	Priority string `json:"priority,omitempty"`
	Tags     string `json:"tags,omitempty"`     // separated by blanks
	Due      int64  `json:"due,omitempty"`      // ms: the standard's clock that runs out next
	Standard string `json:"standard,omitempty"` // which: first, next, resolve
	Warn     int64  `json:"warn,omitempty"`     // ms: from when on it is shown as nearly missed
	Snoozed  int64  `json:"snoozed,omitempty"`  // ms; -1 until the customer writes
	Blocked  bool   `json:"blocked,omitempty"`
	Verified bool   `json:"verified,omitempty"` // the host page vouches for the customer
	FollowUp int64  `json:"follow_up,omitempty"`
	Looking  string `json:"looking,omitempty"` // colleagues here: "Ben", "Cleo (replying)", separated by ", "
	Preview  string `json:"preview,omitempty"` // what the customer is typing, where the site allows it; ephemeral
	Promises int    `json:"promises,omitempty"`
}

// Summary is one line of a visitor's list of conversations.
type Summary struct {
	ID      string `json:"id"`
	Status  string `json:"status"`
	Owner   string `json:"owner"`
	Head    int64  `json:"head"`
	Updated int64  `json:"updated"` // ms since 1970
	Snippet string `json:"snippet"`
}

// Staff is who is signed in.
type Staff struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	Roles []string `json:"roles"`
}

// Desk is the agents' overview. In a "desk" frame every list is complete. In a "rows" frame Rows has the rows that
// are new or have changed and Gone the ids of those that left the overview; lists are left out, and the place of a
// row follows from its View and the order that the view has: waiting by Since then ID, follow-ups by FollowUp, the
// others by Updated, newest first. People and Promises are there if they changed, an empty list if none are left;
// Agents and Status are always there. A desk too large for one frame goes on in rows frames.
type Desk struct {
	Rows     []Row    `json:"rows,omitempty"`
	Gone     []string `json:"gone,omitempty"`
	Agents   int      `json:"agents"`            // agents online
	People   []Person `json:"people,omitzero"`   // colleagues, all of them
	Promises []Owed   `json:"promises,omitzero"` // promises that are owed in conversations of mine, or made by me; all of them
	Status   string   `json:"status,omitempty"`  // my own: online or away
}

// Views of a row.
const (
	ViewWaiting  = "waiting"  // the queue, next first
	ViewMine     = "mine"     // taken by me
	ViewTeam     = "team"     // taken by colleagues
	ViewBot      = "bot"      // with the bot, at most 50
	ViewSnoozed  = "snoozed"  // mine, put aside
	ViewFollowUp = "followup" // low ratings that nobody has looked at yet
	ViewClosed   = "closed"   // resolved, at most 50
)

// Row is one conversation in the overview.
type Row struct {
	ID       string `json:"id"`
	View     string `json:"view"`
	Name     string `json:"name"` // the customer's name, or "Visitor 4F2A"
	Snippet  string `json:"snippet"`
	From     string `json:"from"` // who wrote the snippet
	Reason   string `json:"reason,omitempty"`
	Since    int64  `json:"since,omitempty"` // queued since, ms since 1970
	Updated  int64  `json:"updated"`         // ms since 1970
	Head     int64  `json:"head"`
	Epoch    int64  `json:"epoch"`
	Owner    string `json:"owner"`
	Agent    string `json:"agent,omitempty"` // name of the owner
	Email    string `json:"email,omitempty"`
	Site     string `json:"site,omitempty"`
	Team     string `json:"team,omitempty"` // id
	Priority string `json:"priority,omitempty"`
	Tags     string `json:"tags,omitempty"`     // separated by blanks
	Due      int64  `json:"due,omitempty"`      // ms: the standard's clock that runs out next
	Standard string `json:"standard,omitempty"` // which: first, next, resolve
	Warn     int64  `json:"warn,omitempty"`     // ms: from when on it is shown as nearly missed
	Asked    int64  `json:"asked,omitempty"`    // ms: since when the customer waits for a word
	Snoozed  int64  `json:"snoozed,omitempty"`  // ms; -1 until the customer writes
	FollowUp int64  `json:"follow_up,omitempty"`
	Looking  string `json:"looking,omitempty"`  // colleagues who have it open
	Mentions int    `json:"mentions,omitempty"` // unseen notes that mention me
	Promises int    `json:"promises,omitempty"` // open ones
}

// Person is a colleague.
type Person struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Status string `json:"status"` // online, away, offline
	Load   int    `json:"load"`   // conversations that need them at the moment
}

// Owed is a promise to a customer that is still open.
type Owed struct {
	Conversation string `json:"conversation"`
	Name         string `json:"name"` // of the customer
	Promise
	Remind int64 `json:"remind"` // ms: from when on to remind of it
}

// Trace is why the bot said something; staff only. A trace that was written before there were parts has
// neither Parts nor Model, and the scores of its candidates are no shares.
type Trace struct {
	Query      string             `json:"query"`
	Terms      []string           `json:"terms,omitempty"`
	Fuzzy      bool               `json:"fuzzy,omitempty"` // words that look alike were searched too
	Candidates []Candidate        `json:"candidates,omitempty"`
	Features   map[string]float64 `json:"features,omitempty"` // what is known of the best candidate, by name
	Parts      map[string]float64 `json:"parts,omitempty"`    // what each of them adds to the log-odds of Confidence, by the same names
	Model      string             `json:"model,omitempty"`    // what Confidence was fitted to, in plain words
	Confidence float64            `json:"confidence"`         // 0..1
	Threshold  float64            `json:"threshold"`          // from which the bot answers; more than 1 if it never does
	Rule       string             `json:"rule"`
	Index      string             `json:"index"`
	Micros     int64              `json:"micros"`
	Rewritten  string             `json:"rewritten,omitempty"` // the question as a model made it stand alone, which was searched too
	Draft      *Drafting          `json:"draft,omitempty"`     // what a model had to do with it, if one was asked
}

// Candidate is one article that was considered.
type Candidate struct {
	Article  string  `json:"article"`
	Revision int     `json:"revision"`
	Title    string  `json:"title"`
	Score    float64 `json:"score"` // with a Model: the ranking's share for the article, 0..1
}
