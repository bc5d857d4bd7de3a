package language

import (
	"slices"
	"strings"
)

// Thesaurus finds in a question, given as terms of one language, what there are synonyms for. It does
// not change and is safe for concurrent use.
type Thesaurus struct {
	editors map[string][]lemma // by the first term: what editors have synonyms for
	builtIn map[string][]lemma // what only the built-in list has
}

// lemma is a sequence of terms and what may be said instead.
type lemma struct {
	terms   []string
	instead [][]string // words of each alternative, as EachWord yields them
	builtIn [][]string // those of the built-in list
}

// Alternative says that some words of a question may be replaced by others, each a sequence of words as
// EachWord yields them.
type Alternative struct {
	From, To int        // positions of the words in the question: From ≤ i < To
	Instead  [][]string // what editors say may be said instead
	BuiltIn  [][]string // what the built-in list says; less sure
}

// phrase is a term of a list in one language.
type phrase struct {
	words []string // as EachWord yields them
	terms []string
	key   string // tells its terms from those of others
}

func (l *Language) phrase(text string) phrase {
	var p phrase
	l.EachWord(text, func(w string) {
		name, _ := l.Term(w)
		p.words, p.terms = append(p.words, w), append(p.terms, name)
	})
	p.key = strings.Join(p.terms, " ")
	return p
}

func (l *Language) phrases(texts []string) []phrase {
	out := make([]phrase, 0, len(texts))
	for _, text := range texts {
		if p := l.phrase(text); len(p.terms) > 0 {
			out = append(out, p)
		}
	}
	return out
}

// newThesaurus makes the thesaurus of a language; nil if it would find nothing.
func newThesaurus(s *Synonyms, l *Language) *Thesaurus {
	c := collection{language: l, lemmas: make(map[string]*lemma), lines: make(map[string][]int)}
	for n, r := range s.rules {
		c.addEditors(r, n)
	}
	if !s.ownOnly {
		apart := make(map[string]bool)
		for _, p := range l.phrases(s.apart) {
			apart[p.key] = true
		}
		for _, r := range builtInRules(l) {
			c.addBuiltIn(r, apart)
		}
	}
	return sortLemmas(c.lemmas)
}

// collection is a thesaurus that is being made.
type collection struct {
	language *Language
	lemmas   map[string]*lemma // by key
	lines    map[string][]int  // by key: the editors' lines that name the term, ascending
}

func (c *collection) lemma(p phrase) *lemma {
	m := c.lemmas[p.key]
	if m == nil {
		m = &lemma{terms: p.terms}
		c.lemmas[p.key] = m
	}
	return m
}

// addEditors adds the editors' line of a number. Forms of a term itself say nothing new.
func (c *collection) addEditors(r synonymRule, line int) {
	to := c.language.phrases(r.to)
	for _, from := range c.language.phrases(r.from) {
		c.lines[from.key] = append(c.lines[from.key], line)
		for _, p := range to {
			if p.key != from.key {
				m := c.lemma(from)
				m.instead = appendNew(m.instead, p.words)
			}
		}
	}
	for _, p := range to {
		c.lines[p.key] = append(c.lines[p.key], line)
	}
}

// addBuiltIn adds a line of the built-in list, but nothing about terms that are kept apart or that an
// editor's line names together.
func (c *collection) addBuiltIn(r synonymRule, apart map[string]bool) {
	to := c.language.phrases(r.to)
	for _, from := range c.language.phrases(r.from) {
		for _, p := range to {
			if p.key != from.key && !apart[p.key] && !apart[from.key] && !meet(c.lines[p.key], c.lines[from.key]) {
				m := c.lemma(from)
				m.builtIn = appendNew(m.builtIn, p.words)
			}
		}
	}
}

// sortLemmas puts those that begin with the same term together, the longest first: "credit card" is tried
// before "credit".
func sortLemmas(all map[string]*lemma) *Thesaurus {
	if len(all) == 0 {
		return nil
	}
	t := &Thesaurus{editors: make(map[string][]lemma), builtIn: make(map[string][]lemma)}
	for _, m := range all {
		by := t.builtIn
		if len(m.instead) > 0 {
			by = t.editors
		}
		by[m.terms[0]] = append(by[m.terms[0]], *m)
	}
	for _, by := range []map[string][]lemma{t.editors, t.builtIn} {
		for _, list := range by {
			slices.SortFunc(list, func(a, b lemma) int { return len(b.terms) - len(a.terms) })
		}
	}
	return t
}

// meet reports whether two ascending lists of lines have one in common.
func meet(a, b []int) bool {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			return true
		case a[0] < b[0]:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return false
}

func appendNew(have [][]string, words []string) [][]string {
	if slices.ContainsFunc(have, func(h []string) bool { return slices.Equal(h, words) }) {
		return have
	}
	return append(have, words)
}

// Alternatives finds what may be said instead of parts of a question, in their order. The terms are those
// of its words. Parts do not overlap: what editors have synonyms for goes before what the built-in list
// has, and of parts that begin at the same word the longest counts.
func (t *Thesaurus) Alternatives(terms []string) []Alternative {
	if t == nil {
		return nil
	}
	if len(t.editors) == 0 {
		return scan(t.builtIn, terms, 0, nil)
	}
	var out []Alternative
	end := 0
	for _, a := range scan(t.editors, terms, 0, nil) {
		out = append(scan(t.builtIn, terms[end:a.From], end, out), a)
		end = a.To
	}
	return scan(t.builtIn, terms[end:], end, out)
}

// scan appends what is found among the terms, the first of which is the question's term of number at.
func scan(lemmas map[string][]lemma, terms []string, at int, out []Alternative) []Alternative {
	for i := 0; i < len(terms); i++ {
		for _, m := range lemmas[terms[i]] {
			if n := len(m.terms); i+n <= len(terms) && slices.Equal(m.terms, terms[i:i+n]) {
				out = append(out, Alternative{at + i, at + i + n, m.instead, m.builtIn})
				i += n - 1
				break
			}
		}
	}
	return out
}
