package evidence

import "strings"

// class is what part a term plays in its question.
type class uint8

const (
	matter class = iota // an ordinary content word
	faint               // an everyday word
	focal               // says what kind of thing the answer is
	name                // capitalised inside the sentence
	number              // a number or a year
	degree              // a word of degree or order: "first", "largest", "before"
)

// classWeight is what a term of each class counts, before its rarity.
var classWeight = [...]float64{matter: 1, faint: 0.4, focal: 0.45, name: 1.2, number: 1, degree: 0.6}

// term is one distinct content word of a question.
type term struct {
	text   string // as written
	lower  string
	stem   string
	class  class
	rare   float64 // 0..1
	weight float64
	at     int  // place among the question's words
	linked bool // stands directly behind the term before it
	verb   bool // likely a verb
	sour   bool // says what is not, fails or is missing
}

// add makes a term of the i-th word of the question, unless there is one.
func (q *Question) add(i int, inFocus, shouted, linked bool, s *stemmer) {
	t, w := &q.tokens[i], q.low[i]
	for _, have := range q.terms {
		if have.lower == w {
			return
		}
	}
	n := term{text: q.text[t.start:t.end], lower: w, at: i, linked: linked && len(q.terms) > 0 && !t.is(bordered)}
	n.stem = s.stem(words().lemma(w))
	_, spelt := numerals[w]
	switch {
	case t.is(digits):
		n.class, n.stem = number, w
	case t.is(capital) && !t.is(opens) && !shouted:
		n.class = name
	case t.bears(superlative|turning) || strings.HasSuffix(w, "est") && len(w) > 5:
		n.class = degree
	case spelt:
		n.class, n.stem = number, w
	case inFocus:
		n.class = focal
	case t.bears(everyday | grammatical):
		n.class = faint
	}
	n.sour = n.class != name && q.ask.factual() && words().negates(w, n.stem)
	n.verb = n.class == matter && q.verbal(i)
	q.terms = append(q.terms, n)
}

// verbal guesses whether a word is a verb: by its ending, or as the last word of matter behind "did".
func (q *Question) verbal(i int) bool {
	w := q.low[i]
	if len(w) > 4 && (strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "ing") || strings.HasSuffix(w, "ize")) {
		return true
	}
	if inflectedVerb(w) {
		return true
	}
	for j := i - 1; j >= 0 && j >= i-6; j-- {
		switch q.low[j] {
		case "do", "does", "did", "can", "will", "would", "could", "should":
			return i+1 == len(q.low) || q.tokens[i+1].bears(preposition|grammatical)
		case "to":
			return j == i-1 || i+1 == len(q.low) || q.tokens[i+1].bears(preposition|grammatical)
		}
	}
	return false
}

// spread adds the forms that stand for or against the k-th term.
func (q *Question) spread(k int, s *stemmer) {
	t := q.terms[k]
	q.forms.add(t.stem, k, same)
	if t.class == number {
		q.forms.add(numerals[t.lower], k, same)
		for _, w := range words().written[t.lower] {
			q.forms.add(w, k, same)
		}
		if decade, ok := strings.CutSuffix(t.lower, "s"); ok {
			q.forms.add(decade, k, same)
		}
		return
	}
	if t.linked && q.terms[k-1].class != number { // "Apple Talk", "AppleTalk"
		joined := s.stem(q.terms[k-1].lower + t.lower)
		q.forms.add(joined, k-1, same)
		q.forms.add(joined, k, same)
	}
	if t.class == name || q.foreign {
		return
	}
	for _, w := range words().alike[t.stem] {
		q.forms.add(w, k, alike)
	}
	for _, w := range words().opposed[t.stem] {
		q.forms.add(w, k, opposed)
	}
	q.spreadPrefixes(k, s)
}

// spreadPrefixes adds the opposites that a prefix makes: "opened", "unopened".
func (q *Question) spreadPrefixes(k int, s *stemmer) {
	w := q.terms[k].lower
	if len(w) < 4 {
		return
	}
	for _, p := range [...]string{"un", "non", "dis"} {
		q.forms.add(s.stem(p+w), k, opposed)
		if rest, ok := strings.CutPrefix(w, p); ok && len(rest) > 4 {
			q.forms.add(s.stem(rest), k, opposed)
		}
	}
	for _, p := range [...]string{"in", "im", "ir"} {
		if rest, ok := strings.CutPrefix(w, p); ok && len(rest) > 6 {
			q.forms.add(s.stem(rest), k, opposed)
		}
	}
}
