package evidence

import (
	"strings"
	"unicode"
)

// Sizes in bytes and terms beyond which nothing is read.
const (
	maxQuestion = 1 << 10
	maxTitle    = 256
	maxPassage  = 4 << 10
	maxTerms    = 40 // distinct terms of a question
)

// Question is a question prepared for looking into passages. It is read-only and safe for concurrent use.
type Question struct {
	reading
	ask     Ask
	terms   []term
	forms   forms
	total   float64 // sum of the weights of the terms
	negated bool    // it asks for a fact that is not so
	foreign bool    // it does not look like English
	dense   bool    // its script writes no blanks between words
	focus   int     // term that says what is counted or what kind of thing is asked for, −1 if none
	year    bool    // it asks for a year
	percent bool    // it asks for a percentage
}

// Read prepares a question. rare tells how rare a word (in lower case, without accents) is in the corpus:
// 0 for a word of every article, 1 for one that no article knows, by its idf in between. A nil rare takes
// all words for equally rare.
func Read(question string, rare func(word string) float64) *Question {
	q := &Question{reading: read(cut(question, maxQuestion), nil), focus: -1}
	q.foreign, q.dense = q.otherLanguage(), dense(q.text)
	var from, to int
	if !q.foreign {
		q.ask, from, to = asking(q.reading)
	}
	var s stemmer
	shouted := shouts(q.tokens) || q.foreign
	previous := -2
	for i := range q.tokens {
		t := &q.tokens[i]
		q.negated = q.negated || q.ask.factual() && t.bears(negation)
		_, spelt := numerals[q.low[i]]
		if t.plain() && !t.bears(superlative|turning) && !(spelt && q.low[i] != "one") || q.onlyAsks(i) || len(q.terms) == maxTerms {
			continue
		}
		q.add(i, i >= from && i < to, shouted, previous == i-1, &s)
		previous = i
	}
	q.note(from, to)
	q.weigh(rare)
	for i := range q.terms {
		q.spread(i, &s)
	}
	return q
}

// Asks tells what sort of answer the question asks for.
func (q *Question) Asks() Ask { return q.ask }

// onlyAsks reports whether a word only belongs to the way of asking: "how many", "what kind of".
func (q *Question) onlyAsks(i int) bool {
	if i == 0 {
		return false
	}
	before := q.low[i-1]
	switch q.low[i] {
	case "many", "much", "long", "often":
		return before == "how"
	case "kind", "kinds", "type", "types", "sort", "sorts", "name":
		return before == "what" || before == "which" || i+1 < len(q.low) && q.low[i+1] == "of"
	}
	return false
}

// otherLanguage reports whether a question has grammar of other languages and more of it than of English.
func (q *Question) otherLanguage() bool {
	here, there, letters := 0, 0, 0
	for i := range q.tokens {
		switch t := &q.tokens[i]; {
		case t.bears(homely):
			here++
		case t.bears(foreign):
			there++
		}
		if w := q.low[i]; w[0] >= 'a' && w[0] <= 'z' || isDigit(w[0]) {
			letters++
		}
	}
	return there > here || 2*letters < len(q.tokens)
}

// dense reports whether a text has letters of a script that writes no blanks between words.
func dense(text string) bool {
	for _, r := range text {
		if r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
			return true
		}
	}
	return false
}

// shouts reports whether capitals are no sign of names in a text.
func shouts(tokens []token) bool {
	capitals := 0
	for i := range tokens {
		if tokens[i].is(capital) {
			capitals++
		}
	}
	return capitals > 3 && capitals*10 > len(tokens)*7
}

// note keeps what the focus says.
func (q *Question) note(from, to int) {
	for i, t := range q.terms {
		if t.at >= from && t.at < to {
			q.focus = i
		}
	}
	for _, w := range q.low[from:to] {
		q.year = q.year || w == "year" || w == "years"
		q.percent = q.percent || strings.HasPrefix(w, "percent")
	}
}

func (q *Question) weigh(rare func(string) float64) {
	for i := range q.terms {
		t := &q.terms[i]
		t.rare = 1
		if rare != nil {
			t.rare = clamp(rare(t.lower))
		}
		t.weight = classWeight[t.class] * (0.1 + 0.9*t.rare)
		q.total += t.weight
	}
}

// cut shortens a text to at most so many bytes, at the border of a character.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && text[most]&0xC0 == 0x80 {
		most--
	}
	return text[:most]
}

func clamp(x float64) float64 {
	if !(x > 0) { // also catches NaN
		return 0
	}
	return min(x, 1)
}
