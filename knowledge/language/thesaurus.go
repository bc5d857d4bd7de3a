package language

import "slices"

// Thesaurus finds in a question, given as terms of one language, what editors have synonyms for. It does
// not change and is safe for concurrent use.
type Thesaurus struct {
	lemmas map[string][]lemma // by the first term
}

// lemma is a sequence of terms and what may be said instead.
type lemma struct {
	terms   []string
	instead [][]string // words of each alternative, as EachWord yields them
}

// Alternative says that some words of a question may be replaced by others.
type Alternative struct {
	From, To int        // positions of the words in the question: From ≤ i < To
	Instead  [][]string // what may be said instead, each a sequence of words as EachWord yields them
}

func newThesaurus(rules []synonymRule, l *Language) *Thesaurus {
	t := &Thesaurus{lemmas: make(map[string][]lemma)}
	for _, r := range rules {
		to := make([][]string, len(r.to))
		for i, phrase := range r.to {
			l.EachWord(phrase, func(w string) { to[i] = append(to[i], w) })
		}
		for _, phrase := range r.from {
			var terms []string
			l.EachWord(phrase, func(w string) { terms = append(terms, l.termOf(w)) })
			t.add(terms, to, l)
		}
	}
	return t
}

func (l *Language) termOf(word string) string {
	name, _ := l.Term(word)
	return name
}

// add notes what may be said instead of a sequence of terms. Forms of the sequence itself say nothing new.
func (t *Thesaurus) add(terms []string, to [][]string, l *Language) {
	if len(terms) == 0 {
		return
	}
	var instead [][]string
	for _, words := range to {
		same := len(words) == len(terms)
		for i := 0; same && i < len(words); i++ {
			same = l.termOf(words[i]) == terms[i]
		}
		if len(words) > 0 && !same {
			instead = append(instead, words)
		}
	}
	if len(instead) == 0 {
		return
	}
	list := t.lemmas[terms[0]]
	for i := range list {
		if slices.Equal(list[i].terms, terms) {
			list[i].instead = appendNew(list[i].instead, instead)
			return
		}
	}
	list = append(list, lemma{terms, instead})
	// The longest is tried first: "credit card" before "credit".
	slices.SortStableFunc(list, func(a, b lemma) int { return len(b.terms) - len(a.terms) })
	t.lemmas[terms[0]] = list
}

func appendNew(have, more [][]string) [][]string {
	have = slices.Clone(have)
	for _, m := range more {
		if !slices.ContainsFunc(have, func(h []string) bool { return slices.Equal(h, m) }) {
			have = append(have, m)
		}
	}
	return have
}

// Alternatives finds what may be said instead of parts of a question. The terms are those of its words,
// in order. Parts do not overlap; of those that begin at the same word the longest counts.
func (t *Thesaurus) Alternatives(terms []string) []Alternative {
	if t == nil {
		return nil
	}
	var out []Alternative
	for i := 0; i < len(terms); i++ {
		for _, l := range t.lemmas[terms[i]] {
			if i+len(l.terms) <= len(terms) && slices.Equal(l.terms, terms[i:i+len(l.terms)]) {
				out = append(out, Alternative{i, i + len(l.terms), l.instead})
				i += len(l.terms) - 1
				break
			}
		}
	}
	return out
}
