package bot

import (
	"reflect"
	"time"
)

// EventKind names what happened in a conversation.
type EventKind string

// Everything that can stand in a conversation's log.
const (
	EventMessage  EventKind = "message"  // text by customer, bot or agent
	EventNote     EventKind = "note"     // text for staff only; customers see its number and nothing else
	EventOwner    EventKind = "owner"    // the owner changed: Body.Owner, Body.Reason, Body.Agent
	EventResolved EventKind = "resolved" // Body.Cause (staff only)
	EventReopened EventKind = "reopened" //
	EventFeedback EventKind = "feedback" // "did this help?": Body.Ref, Body.Helpful
	EventRating   EventKind = "rating"   // Body.Score 1..5, Body.Text is the comment
	EventContact  EventKind = "contact"  // the customer left Body.Email and perhaps Body.Name
	EventLooked   EventKind = "looked"   // a member of the staff looks at a waiting conversation: Body.Agent
	EventWait     EventKind = "wait"     // it takes longer than was said: Body.Wait, Body.Place
	EventExpired  EventKind = "expired"  // nobody took it in time; the customer is asked for an address
	EventPromise  EventKind = "promise"  // something was promised, kept, late or taken back: Body.Promise
	EventMerged   EventKind = "merged"   // the customer's other conversation was put together with this one: Body.Other

	// For staff only, as notes are.
	EventTags     EventKind = "tags"     // Body.Tags are the tags now
	EventPriority EventKind = "priority" // Body.Priority
	EventSnooze   EventKind = "snooze"   // put aside until Body.Until, or taken up again if that is zero
	EventStep     EventKind = "step"     // a step of a playbook was done, or not after all: Body.Playbook
	EventReminder EventKind = "reminder" // a promise is due soon: Body.Promise
	EventBlocked  EventKind = "blocked"  // the visitor was blocked or, if Body.Undone, not any more; Body.Text says why
	EventNeverSay EventKind = "neversay" // a never-say rule fired: Body.Rule; Body.Text is what was said in spite of it, or not said
	EventFollowUp EventKind = "followup" // the team has looked at a low rating: Body.Text says what came of it
)

// ForStaff reports whether customers see of such an event its number and nothing else.
func (k EventKind) ForStaff() bool {
	switch k {
	case EventNote, EventTags, EventPriority, EventSnooze, EventStep, EventReminder, EventBlocked, EventNeverSay, EventFollowUp:
		return true
	}
	return false
}

// AuthorKind says who caused an event.
type AuthorKind string

// The authors of events.
const (
	ByCustomer AuthorKind = "customer"
	ByBot      AuthorKind = "bot"
	ByAgent    AuthorKind = "agent"
	BySystem   AuthorKind = "system"
)

// Author is who caused an event.
type Author struct {
	Kind AuthorKind `json:"kind"`
	ID   string     `json:"id,omitempty"`   // staff id of an agent or visitor id of a customer; never shown to customers
	Name string     `json:"name,omitempty"` // name to show
}

// Event is one numbered entry of a conversation's log.
type Event struct {
	Conversation string
	Seq          int64
	Kind         EventKind
	Author       Author
	At           time.Time
	Epoch        int64  // the epoch in which it was written
	ClientID     string // the sender's id for it, "" if the server made it
	Body         Body
	Trace        *Trace // why the bot said this; staff only; nil unless the bot spoke
}

// Body is the content of an event; which fields are set depends on the kind.
type Body struct {
	Text      string        `json:"text,omitempty"`
	Choice    string        `json:"choice,omitempty"`    // article picked from a clarification, in a customer's message
	Decision  DecisionKind  `json:"decision,omitempty"`  // what the bot's turn ended in
	Citations []Citation    `json:"citations,omitempty"` //
	Choices   []Choice      `json:"choices,omitempty"`   // of a clarification
	Related   []Choice      `json:"related,omitempty"`   // further articles
	Offer     bool          `json:"offer,omitempty"`     // the bot offers a person; show a button
	Owner     OwnerKind     `json:"owner,omitempty"`     // new owner
	Agent     string        `json:"agent,omitempty"`     // name of the agent who is the new owner
	Reason    HandoffReason `json:"reason,omitempty"`    //
	Place     int           `json:"place,omitempty"`     // queue place at the hand-off, 1-based
	Staffed   bool          `json:"staffed,omitempty"`   // whether an agent was online at the hand-off
	Summary   string        `json:"summary,omitempty"`   // staff only: what the customer wants
	Cause     string        `json:"cause,omitempty"`     //
	Ref       int64         `json:"ref,omitempty"`       // sequence number of the event this is about
	Helpful   *bool         `json:"helpful,omitempty"`   //
	Score     int           `json:"score,omitempty"`     // 1..5
	Email     string        `json:"email,omitempty"`     //
	Name      string        `json:"name,omitempty"`      //

	Team     string    `json:"team,omitempty"`     // title of the team that is asked, with a hand-off
	To       string    `json:"to,omitempty"`       // staff id of the new owner
	From     string    `json:"from,omitempty"`     // name of the agent who owned it before
	Wait     int64     `json:"wait,omitempty"`     // s; half of the last customers waited at most so long
	Samples  int       `json:"samples,omitempty"`  // how many customers that is
	Standard int64     `json:"standard,omitempty"` // s of opening hours within which an answer was said to come
	Opens    int64     `json:"opens,omitempty"`    // ms since 1970; when somebody is back, if nobody is here at the moment
	Promise  *Promise  `json:"promise,omitempty"`  //
	Tags     Tags      `json:"tags,omitempty"`     //
	Priority Priority  `json:"priority,omitempty"` //
	Until    int64     `json:"until,omitempty"`    // ms since 1970, -1 until the customer writes
	Other    string    `json:"other,omitempty"`    // id of the other conversation of a merge
	Into     bool      `json:"into,omitempty"`     // this conversation goes on in the other one
	Playbook *Playbook `json:"playbook,omitempty"` //
	Rule     string    `json:"rule,omitempty"`     // id of a never-say rule
	Mentions []string  `json:"mentions,omitempty"` // staff ids
	Served   string    `json:"served,omitempty"`   // staff id of the agent whom a rating is about
	Undone   bool      `json:"undone,omitempty"`   //
	Drafted  bool      `json:"drafted,omitempty"`  // a model has worded the text, and every sentence of it passed the gate
	Original string    `json:"original,omitempty"` // staff only: what the agent wrote, where Text is a translation of it
}

// JustText reports whether nothing but the text is set, as in nearly everything that people say.
func (b *Body) JustText() bool {
	return b.Choice == "" && b.Decision == "" && b.Citations == nil && b.Choices == nil && b.Related == nil && !b.Offer &&
		b.Owner == "" && b.Agent == "" && b.Reason == "" && b.Place == 0 && !b.Staffed && b.Summary == "" && b.Cause == "" &&
		b.Ref == 0 && b.Helpful == nil && b.Score == 0 && b.Email == "" && b.Name == "" &&
		b.Team == "" && b.To == "" && b.From == "" && b.Wait == 0 && b.Samples == 0 && b.Standard == 0 && b.Opens == 0 &&
		b.Promise == nil && b.Tags == "" && b.Priority == "" && b.Until == 0 && b.Other == "" && !b.Into && b.Playbook == nil &&
		b.Rule == "" && b.Mentions == nil && b.Served == "" && !b.Undone && !b.Drafted && b.Original == ""
}

// Breach is the event that a never-say rule fired: with text, an agent has said it in spite of the warning, or the
// bot was kept from saying it.
func Breach(by Author, rule, text string, now time.Time) Event {
	return Event{Kind: EventNeverSay, Author: by, At: now, Body: Body{Rule: rule, Text: text}}
}

// Playbook is a step of a job aid that was ticked off, or not after all.
type Playbook struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Step  int    `json:"step"` // from 0
	Words string `json:"words"`
	Done  bool   `json:"done"`
}

// act is the body without what the server adds to it, by which a further try is compared with the first.
func (b Body) act() Body {
	return Body{
		Text: b.Text, Choice: b.Choice, Cause: b.Cause, Ref: b.Ref, Helpful: b.Helpful, Score: b.Score, Email: b.Email, Name: b.Name,
		To: b.To, Tags: b.Tags, Priority: b.Priority, Until: b.Until, Other: b.Other, Playbook: b.Playbook, Undone: b.Undone,
	}
}

// SameAct reports whether two bodies are the same act of a sender, whatever the server added to them.
func (b Body) SameAct(other Body) bool { return reflect.DeepEqual(b.act(), other.act()) }

// DecisionKind is what a turn can end in.
type DecisionKind string

// The ends of a turn.
const (
	Answer        DecisionKind = "answer"
	Clarification DecisionKind = "clarification"
	Handoff       DecisionKind = "handoff"
	SmallTalk     DecisionKind = "smalltalk"
)

// Citation ties a part of a message to the words of a published revision: message.Text[At:At+End-Start] equals
// revision.Text[Start:End], unless a model has worded the message; see Len.
type Citation struct {
	N        int    `json:"n"`        // number shown to the customer, from 1
	Article  string `json:"article"`  //
	Revision int    `json:"revision"` //
	Title    string `json:"title"`    //
	Start    int    `json:"start"`    // bytes into Revision.Text
	End      int    `json:"end"`      //
	At       int    `json:"at"`       // bytes into the message's text

	// Len is how many bytes of the message's text rest on the cited words without being them, in a message that a model
	// has worded; 0 where the text is verbatim.
	Len int `json:"len,omitempty"`
}

// Ends returns where in the message's text the part ends that rests on the citation, in bytes.
func (c Citation) Ends() int {
	if c.Len > 0 {
		return c.At + c.Len
	}
	return c.At + c.End - c.Start
}

// Choice is an article offered by its title.
type Choice struct {
	Article string `json:"article"`
	Title   string `json:"title"`
}

// Decision is the result of a bot's turn, before it is committed.
type Decision struct {
	Kind      DecisionKind
	Text      string
	Citations []Citation
	Choices   []Choice
	Related   []Choice
	Offer     bool          // the text offers a person without handing off yet
	Reason    HandoffReason // set when Kind is Handoff, and when Offer is set
	NeverSay  string        // id of the never-say rule that forbids what the bot was about to say
	Unsaid    string        // what that was, for staff
	Drafted   bool          // a model has worded the text
	Trace     Trace
}

// Trace explains a decision: what was searched, what came back, what the confidence was made of and
// which rule fired.
type Trace struct {
	Query      string             `json:"query"`
	Terms      []string           `json:"terms,omitempty"`
	Candidates []Candidate        `json:"candidates,omitempty"`
	Features   map[string]float64 `json:"features,omitempty"`  // of the best candidate
	Parts      map[string]float64 `json:"parts,omitempty"`     // what each of them added to the log-odds of the confidence
	Model      string             `json:"model,omitempty"`     // what the confidence was learnt from
	Confidence float64            `json:"confidence"`          // 0..1
	Threshold  float64            `json:"threshold"`           //
	Rule       string             `json:"rule"`                // name of the rule that decided
	Index      string             `json:"index"`               // state of the index
	Fuzzy      bool               `json:"fuzzy,omitempty"`     //
	Micros     int64              `json:"micros"`              // time taken, µs
	Rewritten  string             `json:"rewritten,omitempty"` // the follow-up as a question that stands alone, which a model wrote and was searched
	Draft      *Drafting          `json:"draft,omitempty"`     // what a model had to do with it; nil if none was asked
}

// Candidate is one article that was considered.
type Candidate struct {
	Article  string  `json:"article"`
	Revision int     `json:"revision"`
	Title    string  `json:"title"`
	Score    float64 `json:"score"`
	Start    int     `json:"start"` // passage, bytes into Revision.Text
	End      int     `json:"end"`
}
