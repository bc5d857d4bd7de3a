package gap

import (
	"cmp"
	"time"

	"frontdesk/bot"
)

// Reader reads the questions out of the log of one conversation. Feed it all events from the first on. It keeps the
// questions and not the log.
type Reader struct {
	conversation bot.Conversation
	questions    []asked
	said         map[int64]int // number of a message of the bot → question it was a reaction to

	words   words         // of the customer, to which nobody has reacted
	now     int           // question that the bot deals with, -1 if none
	handled int           // question that agents deal with, -1 if none
	owner   bot.OwnerKind //
	last    time.Time     // of the event before
	early   time.Duration // an agent's time before it is known for which question
}

// asked is a question while it is read.
type asked struct {
	Question
	decision bot.DecisionKind // "" if the bot was not asked
	excused  bool             // articles had no part in it: the search was down, or a rule forbids the answer
	refused  bool             // handed off for want of an answer
	picked   bool             // of a clarification, one of the choices was taken
	passed   bool             // something came after the clarification
	denied   bool             // the customer wrote that the answer did not help
	voted    *bool            // "did this help?"
	rated    bool             // with LowRating or less
}

// words are what the customer wrote last.
type words struct {
	seq    int64
	at     time.Time
	all    string // joined by line feeds
	last   string // the newest message alone
	choice string // article picked with it
}

// MaxQuestions is how many questions are read from one conversation; further ones do not count.
const MaxQuestions = 200

// NewReader returns a reader for the log of the conversation.
func NewReader(c bot.Conversation) *Reader {
	return &Reader{conversation: c, said: make(map[int64]int), now: -1, handled: -1, owner: bot.OwnerBot}
}

// Read takes the next event.
func (r *Reader) Read(e bot.Event) {
	r.bill(e.At)
	switch {
	case e.Kind == bot.EventMessage && e.Author.Kind == bot.ByCustomer:
		r.writes(e)
	case e.Kind == bot.EventMessage && e.Author.Kind == bot.ByBot:
		r.reacts(e)
	case e.Kind == bot.EventMessage && e.Author.Kind == bot.ByAgent:
		r.replies(e)
	case e.Kind == bot.EventOwner:
		r.owned(e)
	case e.Kind == bot.EventResolved, e.Kind == bot.EventExpired:
		r.ends()
		r.owner = bot.OwnerBot
	case e.Kind == bot.EventFeedback:
		if i, ok := r.said[e.Body.Ref]; ok {
			r.questions[i].voted = e.Body.Helpful
		}
	case e.Kind == bot.EventRating && e.Body.Served == "" && len(r.questions) > 0:
		r.questions[len(r.questions)-1].rated = e.Body.Score <= bot.LowRating
	}
}

// bill counts the time up to an event for the agent who has the conversation.
func (r *Reader) bill(at time.Time) {
	if r.owner == bot.OwnerAgent {
		spent := min(max(at.Sub(r.last), 0), MaxPause)
		if r.handled >= 0 {
			r.questions[r.handled].Cost.Time += spent
		} else {
			r.early += spent
		}
	}
	r.last = at
}

// writes is the customer's message. What they write to an agent who is at it already is no question of its own.
func (r *Reader) writes(e bot.Event) {
	if r.owner == bot.OwnerAgent && r.handled >= 0 {
		return
	}
	switch {
	case r.words.all == "":
		r.words = words{seq: e.Seq, at: e.At, all: e.Body.Text}
	case len(r.words.all) < bot.MaxMessage:
		r.words.all += "\n" + e.Body.Text
	}
	r.words.last, r.words.choice = e.Body.Text, e.Body.Choice
}

// owned is a change of the owner.
func (r *Reader) owned(e bot.Event) {
	switch {
	case e.Body.Owner == bot.OwnerBot:
		r.ends()
	case e.Body.Reason == bot.ReasonReopened:
		r.passOn()
		r.now, r.handled = -1, -1
	case e.Body.Owner == bot.OwnerQueue && r.owner == bot.OwnerBot:
		r.passOn()
		r.handled = r.now
		if r.words.all != "" { // the bot did not come to it
			r.handled = -1
		}
	case e.Body.Owner == bot.OwnerAgent && r.owner == bot.OwnerBot: // taken without having been handed off
		r.passOn()
		if r.handled = r.now; r.words.all != "" {
			r.handled = -1
		}
	}
	r.owner = e.Body.Owner
}

// ends closes what is under way: nothing that comes later belongs to it but a verdict.
func (r *Reader) ends() {
	r.passOn()
	r.now, r.handled, r.words, r.early = -1, -1, words{}, 0
}

// passOn notes that the customer has gone past a clarification.
func (r *Reader) passOn() {
	if r.now >= 0 {
		r.questions[r.now].passed = true
	}
}

// replies is an agent's message to the customer.
func (r *Reader) replies(e bot.Event) {
	if r.handled < 0 && r.words.all != "" && telling(r.words.all, r.conversation.Locale) {
		r.handled = r.open(r.words.all)
	}
	r.words = words{}
	if r.handled < 0 {
		return
	}
	q := &r.questions[r.handled]
	q.Cost.Time += r.early
	r.early = 0
	q.Cost.Messages++
	if len(q.Answers) < MaxReplies {
		q.Answers = append(q.Answers, Reply{At: e.At, Agent: e.Author.ID, Text: e.Body.Text})
	}
}

// open begins a question with the words the customer wrote last; -1 if there are too many.
func (r *Reader) open(text string) int {
	if len(r.questions) >= MaxQuestions || text == "" {
		return -1
	}
	c := r.conversation
	r.questions = append(r.questions, asked{Question: Question{
		Conversation: c.ID, Seq: r.words.seq, At: r.words.at, Site: c.Site, Visitor: c.Visitor, Locale: c.Locale, Text: text,
	}})
	return len(r.questions) - 1
}

// choiceTime is how long a customer may think about a clarification before it counts as left.
const choiceTime = 30 * time.Minute

// Questions returns what was read so far, oldest first, with its outcome at a time.
func (r *Reader) Questions(now time.Time) []Question {
	out := make([]Question, len(r.questions))
	for i, q := range r.questions {
		out[i] = q.Question
		out[i].Outcome = q.outcome(now)
	}
	return out
}

func (q *asked) outcome(now time.Time) Outcome {
	unhelpful := q.denied
	if q.voted != nil { // what was clicked is surer than what was written
		unhelpful = !*q.voted
	}
	asksBack := q.decision == bot.Clarification && !q.picked
	switch {
	case q.excused:
		return Fine
	case q.refused:
		return Unanswered
	case asksBack && q.passed:
		return NoChoice
	case unhelpful:
		return Unhelpful
	case asksBack && now.Sub(q.At) < choiceTime:
		return Pending
	case asksBack:
		return NoChoice
	case q.rated:
		return RatedLow
	case len(q.Answers) > 0:
		return ByHand
	}
	return cmp.Or(q.Outcome, Fine)
}
