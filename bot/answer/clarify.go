package answer

import (
	"slices"
	"strings"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// mostChoices is how many articles a customer is asked to choose from.
const mostChoices = 3

func nearMiss(t *turn) (bot.Decision, bool) {
	if e, ok := last(t.request.Earlier); ok && e.Kind == bot.Clarification || t.askedBack() {
		return bot.Decision{}, false
	}
	n := t.alike()
	if n < 2 {
		return bot.Decision{}, false
	}
	return bot.Decision{Kind: bot.Clarification, Text: whichOf(titlesOf(t.hits[:n])), Choices: choices(t.hits[:n])}, true
}

// alike returns how many of the first hits are about equally likely and would together be a confident
// answer, the first alone half of one; 1 or less if the first stands alone, if there are too many to choose from, or if their titles would
// leave the customer at a loss.
func (t *turn) alike() int {
	n := 1
	for n < len(t.hits) && n <= mostChoices && t.hits[n].Score >= t.hits[0].Score/2 {
		n++
	}
	if n < 2 || n > mostChoices || !distinct(titlesOf(t.hits[:n])) {
		return 0
	}
	if t.together(n) < t.threshold || t.confidence < t.threshold/2 {
		return 0
	}
	if t.confidence >= t.threshold && !t.tied() {
		return 1
	}
	return n
}

// together is the probability that any of the first n hits is right. What is known of the first is taken to be
// shared out as the scores are.
func (t *turn) together(n int) float64 {
	sum := 0.0
	for _, h := range t.hits[:n] {
		sum += h.Score
	}
	return min(1, t.confidence*sum/max(t.hits[0].Score, 1e-9))
}

// tied reports whether the second hit is nearly as likely as the first, however sure one may be that the first
// answers: as good as equally, or somewhat less where the question has none of the words that tell the two
// apart, as "zip repair" has neither "tents" nor "jackets".
func (t *turn) tied() bool {
	first, second := t.hits[0], t.hits[1]
	if second.Score > 0.9*first.Score {
		return true
	}
	named := difference([]string{first.Title, second.Title})
	return second.Score > 0.7*first.Score && named != nil && !mentions(t.asked.Text, contentWords(strings.Join(named, " ")))
}

// distinct reports whether every title has words that no other has in this order.
func distinct(titles []string) bool {
	seen := make(map[string]bool)
	for _, title := range titles {
		p := plain(title)
		if p == "" || seen[p] {
			return false
		}
		seen[p] = true
	}
	return true
}

// whichOf asks which of the articles is meant, naming the words by which their titles differ if there are
// such.
func whichOf(titles []string) string {
	named := difference(titles)
	if named == nil {
		return textNearMiss
	}
	for i, n := range named {
		named[i] = "“" + n + "”"
	}
	last := len(named) - 1
	return textWhich + strings.Join(named[:last], ", ") + textOr + named[last] + "?"
}

func titlesOf(hits []knowledge.Hit) []string {
	out := make([]string, len(hits))
	for i, h := range hits {
		out[i] = h.Title
	}
	return out
}

func choices(hits []knowledge.Hit) []bot.Choice {
	out := make([]bot.Choice, len(hits))
	for i, h := range hits {
		out[i] = bot.Choice{Article: h.Article, Title: h.Title}
	}
	return out
}

// askedBack reports whether this very question was met with a choice of articles before.
func (t *turn) askedBack() bool {
	now := meant(t.request.Earlier, t.question)
	for i, e := range t.request.Earlier {
		if e.Kind == bot.Clarification && e.Reason != bot.ReasonLowConfidence && sameWords(meant(t.request.Earlier[:i], e.Question), now) {
			return true
		}
	}
	return false
}

// remembered answers a question that the customer was asked back about once more as they then chose, unless
// that did not help, or was said in the message before.
func remembered(t *turn) (bot.Decision, bool) {
	earlier := t.request.Earlier
	if e, ok := last(earlier); !ok || t.request.Choice != "" || e.Kind == bot.Answer && sameWords(meant(earlier[:len(earlier)-1], e.Question), meant(earlier, t.question)) {
		return bot.Decision{}, false
	}
	article := t.chosenBefore()
	if article == "" {
		return bot.Decision{}, false
	}
	return t.answerChosen(article, t.question)
}

// chosenBefore is the article that the customer chose when this question was asked back about, "" if none.
func (t *turn) chosenBefore() string {
	earlier := t.request.Earlier
	now := meant(earlier, t.question)
	for i := len(earlier) - 2; i >= 0; i-- {
		if earlier[i].Kind != bot.Clarification || !sameWords(meant(earlier[:i], earlier[i].Question), now) {
			continue
		}
		choice := earlier[i+1]
		next := t.request.Text
		if i+2 < len(earlier) {
			next = earlier[i+2].Question
		}
		if article := picked(earlier[i], choice); article != "" && (choice.Helpful == nil || *choice.Helpful) && !deniesHelp(next) && !plainNo(next) {
			return article
		}
	}
	return ""
}

// picked is the article of a clarification that the customer settled on in the exchange after it: by a button,
// or in words that led to one of the choices.
func picked(clarification, after bot.Exchange) string {
	switch {
	case after.Kind != bot.Answer:
		return ""
	case after.Choice != "":
		return after.Choice
	case len(after.Articles) > 0 && slices.Contains(clarification.Articles, after.Articles[0]):
		return after.Articles[0]
	}
	return ""
}
