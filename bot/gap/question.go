package gap

import (
	"time"

	"frontdesk/bot"
)

// Outcome is what became of a question.
type Outcome string

// The outcomes, from the one that says most about the articles to those that say nothing about them. Of several, the
// first counts.
const (
	Unanswered Outcome = "unanswered" // the bot handed off for low confidence, or understood nothing
	NoChoice   Outcome = "no-choice"  // the bot asked back, and nothing of what it offered was chosen
	Unhelpful  Outcome = "unhelpful"  // the customer said that the answer did not help
	RatedLow   Outcome = "rated-low"  // the customer was served by the bot alone and rated that with 2 or less
	ByHand     Outcome = "by-hand"    // an agent answered
	Fine       Outcome = "fine"       // nothing of this
	Pending    Outcome = "pending"    // the bot has asked back, and the customer may still choose
)

// Gap reports whether a question with this outcome is missing a good answer.
func (o Outcome) Gap() bool { return o != Fine && o != Pending }

// Question is something that a customer wanted to know, with what became of it.
type Question struct {
	Conversation string
	Seq          int64 // number of the message with which it began
	At           time.Time
	Site         string
	Visitor      string
	Locale       string            // the customer's, or ""
	Text         string            // the customer's words; several messages are joined by line feeds
	Meant        string            // what the bot searched for, if that is something else: it carries on the question before
	Outcome      Outcome           //
	Reason       bot.HandoffReason // why it was handed off, "" if it was not
	Tried        []bot.Candidate   // the articles the bot thought of, best first; nil if it was not asked
	Cited        []bot.Citation    // what the bot answered from
	Answers      []Reply           // what agents wrote then, oldest first, at most MaxReplies
	Cost         Cost
}

// Asked is what has to be answered: the words in which the bot understood the question, or those of the customer.
func (q Question) Asked() string {
	if q.Meant != "" {
		return q.Meant
	}
	return q.Text
}

// MaxReplies is how many messages of agents are kept of a question.
const MaxReplies = 20

// Reply is a message of an agent, as it was written: whoever shows it outside of the conversation takes personal data
// out first.
type Reply struct {
	At    time.Time
	Agent string // staff id
	Text  string
}

// Cost is the agents' work for a question.
type Cost struct {
	Time     time.Duration // from taking the conversation to its end; of a pause, MaxPause counts
	Messages int           // agents' messages to the customer
}

// MaxPause is how much of a pause in a conversation counts as an agent's time: nobody looks at a silent
// conversation for longer.
const MaxPause = 15 * time.Minute
