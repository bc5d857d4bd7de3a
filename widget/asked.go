package widget

import "frontdesk/bot"

// maxAsked is how many runs of a customer's messages are tried for a question.
const maxAsked = 3

// asked finds in the log of a conversation on a site what the customer has said since a person last answered: runs of messages, each with what was
// said before it, the newest first. An agent may want a suggestion where the bot has reacted already, and the newest
// words may be nothing but the wish for a person; so the run before counts, too.
//
// Who owned the conversation meanwhile makes no difference here. Verdicts on earlier answers are left out: they would
// have the bot hand off instead of looking anything up.
func asked(log []bot.Event, c bot.Conversation) (out []bot.Question) {
	var said []bot.Event
	runs := false // the newest message is the customer's
	end := func() {
		if q, ok := bot.ReadQuestion(said, c.Locale); ok && runs {
			q.Site = c.Site
			out = append([]bot.Question{neutral(q)}, out[:min(len(out), maxAsked-1)]...)
		}
		runs = false
	}
	for _, e := range log {
		if e.Kind != bot.EventMessage {
			continue
		}
		if e.Author.Kind == bot.ByCustomer {
			runs = true
			said = append(said, e)
			continue
		}
		end()
		if e.Author.Kind == bot.ByAgent {
			out = nil // that was the answer
			e.Author, e.Body = bot.Author{Kind: bot.ByBot}, bot.Body{Decision: bot.Handoff}
		}
		said = append(said, e)
	}
	end()
	return out
}

// neutral is the question with nothing in its past that would keep it from being looked up.
func neutral(q bot.Question) bot.Question {
	for i := range q.Earlier {
		e := &q.Earlier[i]
		if e.Kind != bot.Clarification { // whose choices the customer may name
			e.Kind = bot.Handoff
		}
		e.Offer, e.Reason, e.Helpful = false, "", nil
	}
	return q
}

// lastRound is the part of a log since the conversation was last taken up: from its beginning, or from the customer's
// first message after it was resolved. A resolved conversation is still in its last round.
func lastRound(log []bot.Event) []bot.Event {
	start, resolved := 0, false
	for i, e := range log {
		switch {
		case e.Kind == bot.EventResolved:
			resolved = true
		case resolved && e.Kind == bot.EventMessage && e.Author.Kind == bot.ByCustomer:
			start, resolved = i, false
		}
	}
	return log[start:]
}
