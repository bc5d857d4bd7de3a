package answer

import (
	"context"
	"strings"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// unsureFrom is the confidence below which the bot does not even ask back. It is low: a customer who is asked
// which of three articles is meant loses less than one who waits for a person, and the person is offered too.
const unsureFrom = 0.1

// turn is one message on its way through the rules. What a rule finds out stays for the next ones.
type turn struct {
	*Answerer
	ctx      context.Context
	request  bot.Question
	question string // the text without its greeting
	mood     mood
	trace    bot.Trace

	searched   bool
	state      knowledge.IndexState
	failure    error // why nothing could be searched or read
	hits       []knowledge.Hit
	confidence float64         // of the first hit
	threshold  float64         // from which it is answered
	asked      knowledge.Query // what was searched last
}

// rule decides a turn, or leaves it to the next.
type rule struct {
	name   string
	decide func(t *turn) (bot.Decision, bool)
}

// rules are tried in order; the package comment says when each applies.
var rules = []rule{
	{"no-words", noWords},
	{"offer-accepted", offerAccepted},
	{"person", askedForPerson},
	{"anger", outOfPatience},
	{"small-talk", talkedSmall},
	{"chosen", chosen},
	{"twice-failed", twiceFailed},
	{"did-not-help", didNotHelp},
	{"search-down", searchDown},
	{"near-miss", nearMiss},
	{"confident", confident},
	{"search-down", unsureWhileDown},
	{"not-understood", notUnderstood},
	{"unsure", unsure},
	{"twice-unsure", twiceUnsure},
}

func noWords(t *turn) (bot.Decision, bool) {
	return smallTalkReply(textNoWords), t.request.Choice == "" && plain(t.request.Text) == ""
}

func offerAccepted(t *turn) (bot.Decision, bool) {
	e, ok := last(t.request.Earlier)
	return handoff(bot.ReasonAsked, textAsked), ok && t.request.Choice == "" && e.Offer && plainYes(t.request.Text)
}

func askedForPerson(t *turn) (bot.Decision, bool) {
	return handoff(bot.ReasonAsked, textAsked), t.request.Choice == "" && smallTalk(t.request.Text) != areYouABot && wantsPerson(t.question)
}

func outOfPatience(t *turn) (bot.Decision, bool) {
	return handoff(bot.ReasonAnger, textAnger), t.request.Choice == "" && t.mood == angry
}

func talkedSmall(t *turn) (bot.Decision, bool) {
	kind := smallTalk(t.request.Text)
	if t.request.Choice != "" || kind == noTalk {
		return bot.Decision{}, false
	}
	// "No" after an answer is a verdict on it, not small talk.
	if e, ok := last(t.request.Earlier); ok && e.Kind == bot.Answer && plainNo(t.request.Text) {
		return bot.Decision{}, false
	}
	return smallTalkReply(replyTo(kind)), true
}

func chosen(t *turn) (bot.Decision, bool) {
	if t.request.Choice == "" {
		return bot.Decision{}, false
	}
	question := lastQuestion(t.request.Earlier)
	if question == "" {
		question = t.request.Text
	}
	t.look(question, nil)
	hit := knowledge.Hit{Article: t.request.Choice}
	for _, h := range t.hits {
		if h.Article == t.request.Choice {
			hit = h
		}
	}
	hit.Features.Nearest = 1 // the article was asked for, and not what happens to match the old words best
	d, ok, err := t.answerFrom(hit)
	if err != nil {
		t.log.Error("the chosen article cannot be read", "article", t.request.Choice, "error", err)
		return handoff(bot.ReasonSearchDown, textSearchDown), true
	}
	if ok {
		t.confidence, t.trace.Confidence = 1, 1 // the customer said so
	}
	return d, ok
}

func twiceFailed(t *turn) (bot.Decision, bool) {
	return handoff(bot.ReasonTwiceFailed, textTwiceFailed), failures(t.request.Earlier, t.request.Text) >= 2
}

// didNotHelp answers a complaint about the last answer, or the same question asked again, with what
// else there is.
func didNotHelp(t *turn) (bot.Decision, bool) {
	e, ok := last(t.request.Earlier)
	if !ok || e.Kind != bot.Answer || !failed(bot.Exchange{Question: e.Question, Kind: e.Kind}, t.request.Text) {
		return bot.Decision{}, false
	}
	t.look(lastQuestion(t.request.Earlier), nil)
	d := bot.Decision{Kind: bot.Clarification, Text: textDidNotHelp0, Offer: true, Reason: bot.ReasonLowConfidence}
	quoted := shown(t.request.Earlier)
	for _, h := range t.hits {
		if !quoted[h.Article] && h.Score >= t.hits[0].Score/3 && len(d.Choices) < 3 {
			d.Choices = append(d.Choices, bot.Choice{Article: h.Article, Title: h.Title})
		}
	}
	if len(d.Choices) > 0 {
		d.Text = textDidNotHelp
	}
	return d, true
}

// searchDown is the first rule that searches.
func searchDown(t *turn) (bot.Decision, bool) {
	t.lookWithContext()
	return handoff(bot.ReasonSearchDown, textSearchDown), t.failure != nil
}

func nearMiss(t *turn) (bot.Decision, bool) {
	if e, ok := last(t.request.Earlier); ok && e.Kind == bot.Clarification {
		return bot.Decision{}, false
	}
	n := t.alike()
	if n < 2 {
		return bot.Decision{}, false
	}
	return bot.Decision{Kind: bot.Clarification, Text: textNearMiss, Choices: choices(t.hits[:n])}, true
}

func confident(t *turn) (bot.Decision, bool) {
	for len(t.hits) > 0 && t.confidence >= t.threshold {
		d, ok, err := t.answerFrom(t.hits[0])
		if err != nil {
			t.log.Error("the article cannot be read", "article", t.hits[0].Article, "error", err)
			return handoff(bot.ReasonSearchDown, textSearchDown), true
		}
		if ok {
			return d, true
		}
		t.lookAgain(t.hits[0].Article) // withdrawn a moment ago
	}
	return bot.Decision{}, false
}

func unsureWhileDown(t *turn) (bot.Decision, bool) {
	return handoff(bot.ReasonSearchDown, textSearchDown), t.state != knowledge.IndexReady
}

// notUnderstood asks once for other words when not one word means anything to the corpus: more often that is
// a slip or another language than a question for a person.
func notUnderstood(t *turn) (bot.Decision, bool) {
	e, ok := last(t.request.Earlier)
	if len(t.hits) > 0 || t.request.Choice != "" || ok && e.Kind == bot.Clarification {
		return bot.Decision{}, false
	}
	return bot.Decision{Kind: bot.Clarification, Text: textUnsurePlain, Offer: true, Reason: bot.ReasonLowConfidence}, true
}

func unsure(t *turn) (bot.Decision, bool) {
	e, ok := last(t.request.Earlier)
	if t.confidence < unsureFrom || len(t.hits) == 0 || ok && e.Kind == bot.Clarification {
		return bot.Decision{}, false
	}
	n := 1
	for n < len(t.hits) && n < 3 && t.hits[n].Score >= t.hits[0].Score/2 {
		n++
	}
	return bot.Decision{
		Kind: bot.Clarification, Text: textUnsure, Choices: choices(t.hits[:n]), Offer: true, Reason: bot.ReasonLowConfidence,
	}, true
}

func twiceUnsure(t *turn) (bot.Decision, bool) {
	return handoff(bot.ReasonTwiceFailed, textTwiceFailed), failures(t.request.Earlier, t.request.Text) >= 1
}

func choices(hits []knowledge.Hit) []bot.Choice {
	out := make([]bot.Choice, len(hits))
	for i, h := range hits {
		out[i] = bot.Choice{Article: h.Article, Title: h.Title}
	}
	return out
}

// alike returns how many of the first hits are about equally likely and would together be a confident
// answer; 1 or less if the first stands alone, or if there are too many to choose from.
func (t *turn) alike() int {
	n := 1
	for n < len(t.hits) && n < 4 && t.hits[n].Score >= t.hits[0].Score/2 && !strings.EqualFold(t.hits[n].Title, t.hits[0].Title) {
		n++
	}
	if n < 2 || n > 3 {
		return 0
	}
	// The probability that any of them is right is shared out as their scores are.
	together := 0.0
	for _, h := range t.hits[:n] {
		together += t.confidence * h.Score / t.hits[0].Score
	}
	if together < t.threshold {
		return 0
	}
	tied := t.hits[1].Score > 0.9*t.hits[0].Score
	if t.confidence >= t.threshold && !tied {
		return 1
	}
	return n
}
