package gap

import (
	"slices"

	"frontdesk/bot"
)

// The rules of package answer by which a turn is no question of its own, as the traces name them.
var (
	smallRules    = []string{"no-words", "small-talk"}
	personRules   = []string{"offer-accepted", "person"}
	failedRules   = []string{"did-not-help", "twice-failed"}
	choiceRule    = "chosen"
	patienceRule  = "anger"
	helplessRules = []string{"search-down", "bot-failed"}
)

// reacts is the bot's message.
func (r *Reader) reacts(e bot.Event) {
	rule := ""
	if e.Trace != nil {
		rule = e.Trace.Rule
	}
	w := r.words
	switch {
	case slices.Contains(smallRules, rule), rule == "" && e.Body.Decision == bot.SmallTalk:
	case r.now >= 0 && (w.choice != "" || rule == choiceRule):
		q := &r.questions[r.now]
		q.picked = q.picked || e.Body.Decision == bot.Answer
		r.about(e, r.now)
	case slices.Contains(personRules, rule), rule == patienceRule && r.now >= 0:
		r.wantsPerson(e)
	case r.now >= 0 && slices.Contains(failedRules, rule):
		q := &r.questions[r.now]
		q.denied = true
		q.refused = q.refused || e.Body.Decision == bot.Handoff
		r.about(e, r.now)
	default:
		r.asks(e, rule)
	}
	r.words = words{}
}

// wantsPerson is a hand-off that the customer wanted, whatever was asked before.
func (r *Reader) wantsPerson(e bot.Event) {
	r.passOn()
	if r.now >= 0 {
		r.questions[r.now].Reason = e.Body.Reason
	}
}

// asks begins the question that the bot reacts to.
func (r *Reader) asks(e bot.Event, rule string) {
	r.passOn()
	text := r.words.all
	if r.owner == bot.OwnerQueue { // as bot.ReadQuestion has it: what people tell who will come need not be one question
		text = r.words.last
	}
	if r.now = r.open(text); r.now < 0 {
		return
	}
	q := &r.questions[r.now]
	q.decision = e.Body.Decision
	q.excused = slices.Contains(helplessRules, rule) || e.Body.Reason == bot.ReasonNeverSay || e.Body.Reason == bot.ReasonSearchDown || e.Body.Reason == bot.ReasonBotFailed
	if e.Body.Decision == bot.Handoff {
		q.refused = e.Body.Reason == bot.ReasonLowConfidence || e.Body.Reason == bot.ReasonTwiceFailed
	}
	r.about(e, r.now)
	if e.Trace != nil && e.Trace.Query != "" && e.Trace.Query != text {
		q.Meant = e.Trace.Query
	}
}

// maxCited is how many citations are enough to know what a question was answered from.
const maxCited = 20

// about notes what the bot said about a question.
func (r *Reader) about(e bot.Event, i int) {
	r.said[e.Seq] = i
	q := &r.questions[i]
	if e.Body.Decision == bot.Handoff {
		q.Reason = e.Body.Reason
	}
	if e.Trace != nil && len(e.Trace.Candidates) > 0 && q.Tried == nil {
		q.Tried = e.Trace.Candidates
	}
	if len(q.Cited) < maxCited {
		q.Cited = append(q.Cited, e.Body.Citations...)
	}
}
