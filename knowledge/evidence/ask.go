package evidence

import "strings"

// Ask is what sort of answer a question asks for.
type Ask uint8

// The sorts of answers.
const (
	AskNothing Ask = iota // no question word: a statement or a few key words
	AskThing              // "what" or "which": a thing of any sort
	AskWho                // a person or another bearer of a name
	AskWhen               // a date or a time
	AskNumber             // a number or an amount
	AskWhere              // a place
	AskSpan               // how long: a number with a unit of time
	AskWhy                // a reason
	AskHow                // a way of doing it
	AskYes                // yes or no
	AskMeaning            // a definition: nothing but "what is" and a term
	asks
)

var askNames = [asks]string{
	"nothing in particular", "a thing", "a name", "a time", "a number", "a place", "how long it takes", "a reason", "a way to do it",
	"yes or no", "what something is",
}

// String names the sort of answer in words that fit into "the question asks for …".
func (a Ask) String() string {
	if a < asks {
		return askNames[a]
	}
	return askNames[AskNothing]
}

// factual reports whether a fact of the passage is asked for, as opposed to advice or a verdict.
func (a Ask) factual() bool {
	switch a {
	case AskThing, AskWho, AskWhen, AskNumber, AskWhere, AskSpan, AskMeaning:
		return true
	}
	return false
}

// shaped reports whether the answer can be told by the shape of its words.
func (a Ask) shaped() bool { return a.factual() && a != AskThing || a == AskWhy || a == AskHow }

// asking finds out what a question asks for, and its focus: the words [from, to) after "what", "which" or
// "how many" that say what kind of thing the answer is.
func asking(q reading) (ask Ask, from, to int) {
	at := questionWord(q)
	if len(q.tokens) > 0 && q.tokens[0].bears(auxiliary) {
		return AskYes, 0, 0
	}
	if at < 0 {
		return AskNothing, 0, 0
	}
	switch q.low[at] {
	case "who", "whom":
		return AskWho, 0, 0
	case "when":
		return AskWhen, 0, 0
	case "where":
		return AskWhere, 0, 0
	case "why":
		return AskWhy, 0, 0
	case "how":
		return askingHow(q, at)
	case "whose":
		from, to = focus(q, at+1)
		return AskWho, from, to
	}
	from, to = focus(q, at+1)
	return askingWhat(q, from, to, at), from, to
}

// questionWord is the place of the word that asks, −1 if there is none. "When" and "where" begin a clause
// unless an auxiliary follows, and then a later "what", "which" or "who" asks.
func questionWord(q reading) int {
	at := -1
	for i, w := range q.low {
		switch w {
		case "what", "which", "who":
			if at < 0 || (q.low[at] == "when" || q.low[at] == "where") && !q.tokens[at+1].bears(auxiliary) {
				at = i
			}
		case "whom", "whose", "when", "where", "why", "how":
			if at < 0 {
				at = i
			}
		}
	}
	return at
}

func askingHow(q reading, at int) (ask Ask, from, to int) {
	if at+1 == len(q.low) {
		return AskHow, 0, 0
	}
	switch q.low[at+1] {
	case "many", "much":
		from, to = focus(q, at+2)
		return AskNumber, from, to
	case "long":
		return AskSpan, 0, 0
	case "far", "tall", "big", "large", "old", "deep", "wide", "high", "heavy", "fast", "often", "small", "late", "early", "soon":
		return AskNumber, at + 1, at + 2
	}
	return AskHow, 0, 0
}

// focus is the run of words up to the next preposition or what looks like a verb.
func focus(q reading, from int) (int, int) {
	to := from
	for to < len(q.tokens) && to < from+5 && !q.tokens[to].bears(auxiliary|preposition|grammatical) {
		if w := q.low[to]; to > from && (len(w) > 4 && strings.HasSuffix(w, "ed") || inflectedVerb(w)) {
			break
		}
		to++
	}
	return from, to
}

// inflectedVerb reports whether a word is an irregular form that begins like its base: "saw", "built".
func inflectedVerb(w string) bool {
	base := words().lemma(w)
	return base != w && base[0] == w[0] && base != "person" && !strings.HasSuffix(w, "en")
}

func askingWhat(q reading, from, to, at int) Ask {
	for i := to - 1; i >= from; i-- {
		if a := askedBy(q, i); a != AskThing {
			return a
		}
	}
	// "what is the population of", "what was the name of the person who"
	for i := to; i < len(q.tokens) && i < to+5 && !q.tokens[i].bears(preposition); i++ {
		if a := askedBy(q, i); a != AskThing {
			return a
		}
	}
	matter := 0
	for i := at + 1; i < len(q.tokens); i++ {
		if !q.tokens[i].plain() {
			matter++
		}
	}
	if from == to && matter <= 2 && at == 0 && len(q.low) > 1 && (q.low[1] == "is" || q.low[1] == "are" || q.low[1] == "does") {
		return AskMeaning
	}
	return AskThing
}

// askedBy tells from a noun what sort of thing is asked for.
func askedBy(q reading, i int) Ask {
	switch t := &q.tokens[i]; {
	case t.bears(timeNoun):
		return AskWhen
	case t.bears(placeNoun):
		return AskWhere
	case t.bears(personNoun) || q.low[i] == "name":
		return AskWho
	case t.bears(amountNoun):
		return AskNumber
	}
	switch q.low[i] {
	case "reason", "cause", "purpose":
		return AskWhy
	}
	return AskThing
}
