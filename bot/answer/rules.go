package answer

import (
	"context"
	"maps"
	"slices"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// unsureFrom is the probability, that one of the articles offered is right, below which the bot does not even
// ask back. It is low: a customer who is asked which of three articles is meant loses less than one who waits for
// a person, and the person is offered too.
const unsureFrom = 0.25

// elseFrom is the confidence from which, besides articles that did not help, the next ones are offered.
const elseFrom = 0.05

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
	language   string          // base language of the question, "" if it cannot be told for sure
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
	{"chosen", chosen},
	{"small-talk", talkedSmall},
	{"twice-failed", twiceFailed},
	{"remembered", remembered},
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
	return handoff(bot.ReasonAsked, textAsked), ok && t.request.Choice == "" && e.Offer && plainYes(t.request.Text) && !(onlyChoice(e) != "" && plainThat(t.request.Text))
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
	article := t.request.Choice
	if article == "" {
		article = t.named()
	}
	if article == "" {
		return bot.Decision{}, false
	}
	question := lastQuestion(t.request.Earlier)
	if question == "" {
		question = t.request.Text
	}
	return t.answerChosen(article, question)
}

// answerChosen answers a question from the article that the customer chose for it.
func (t *turn) answerChosen(article, question string) (bot.Decision, bool) {
	t.look(question, nil)
	hit := knowledge.Hit{Article: article}
	for _, h := range t.hits {
		if h.Article == article {
			hit = h
		}
	}
	// The article was asked for, and not what happens to match the old words best.
	hit.Phrasing, hit.Features.Nearest = hit.Title, 1
	d, ok, err := t.answerFrom(hit)
	if err != nil {
		t.log.Error("the chosen article cannot be read", "article", article, "error", err)
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
	quoted := slices.Sorted(maps.Keys(shown(t.request.Earlier)))
	t.lookFor(knowledge.Query{Text: lastQuestion(t.request.Earlier), Locale: t.request.Locale, Limit: considered, Without: quoted})
	d := bot.Decision{Kind: bot.Clarification, Text: textDidNotHelp0, Offer: true, Reason: bot.ReasonLowConfidence}
	if t.confidence >= elseFrom {
		d.Text, d.Choices = textDidNotHelp, choices(t.likely())
	}
	if len(d.Choices) == 1 {
		d.Text = textDidNotHelp1
	}
	return d, true
}

// likely are the first hits that are worth to be chosen from: the best, and up to two with a fourth of its
// share. A single word may mean many articles, so a tenth is enough then.
func (t *turn) likely() []knowledge.Hit {
	least := 0.25
	if len(contentWords(t.asked.Text)) <= 1 {
		least = 0.1
	}
	n := min(1, len(t.hits))
	for n < len(t.hits) && n < mostChoices && t.hits[n].Score >= least*t.hits[0].Score {
		n++
	}
	return t.hits[:n]
}

// searchDown is the first rule that searches.
func searchDown(t *turn) (bot.Decision, bool) {
	t.lookWithContext()
	return handoff(bot.ReasonSearchDown, textSearchDown), t.failure != nil
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
	known := len(t.hits) > 0 && t.hits[0].Features.Unknown < 1 // something is always nearest by spelling and meaning
	if known || t.request.Choice != "" || ok && e.Kind == bot.Clarification {
		return bot.Decision{}, false
	}
	return bot.Decision{Kind: bot.Clarification, Text: textUnsurePlain, Offer: true, Reason: bot.ReasonLowConfidence}, true
}

func unsure(t *turn) (bot.Decision, bool) {
	e, ok := last(t.request.Earlier)
	offered := t.likely()
	if len(offered) == 0 || t.together(len(offered)) < unsureFrom || ok && e.Kind == bot.Clarification || t.askedBack() {
		return bot.Decision{}, false
	}
	d := bot.Decision{Kind: bot.Clarification, Text: textUnsure, Choices: choices(offered), Offer: true, Reason: bot.ReasonLowConfidence}
	if len(d.Choices) == 1 {
		d.Text = textUnsureOne
	}
	return d, true
}

func twiceUnsure(t *turn) (bot.Decision, bool) {
	return handoff(bot.ReasonTwiceFailed, textTwiceFailed), t.askedBack() || failures(t.request.Earlier, t.request.Text) >= 1
}
