package index

import (
	"slices"

	"frontdesk/knowledge/language"
)

const (
	synonymFactor    = 0.9 // what an editor's synonym counts for the word that was asked
	builtInFactor    = 0.6 // what one of the built-in list counts
	mostAlternatives = 24  // synonyms of one part of a question
)

// SetSynonyms puts the synonyms that editors maintain to use, from the next question on; nil takes them
// away. Nothing is indexed anew: they are looked up when a question is asked.
func (ix *Index) SetSynonyms(s *language.Synonyms) {
	ix.synonyms.Store(s)
	ix.generation.Add(1)
}

// replaceSynonyms lets what editors say means the same answer to the words of a question. The words are
// all of the question's, in order, and at tells which asked term each of them is, −1 for none.
func (c *catalogue) replaceSynonyms(q *question, words []string, at []int, lang *language.Language) {
	thesaurus := q.synonyms.In(lang)
	if thesaurus == nil {
		return
	}
	terms := make([]string, len(words))
	for i, w := range words {
		terms[i], _ = lang.Term(w)
	}
	replaced := make(map[int][]asked)
	for _, alternative := range thesaurus.Alternatives(terms) {
		group := q.group(at[alternative.From:alternative.To])
		if len(group) == 0 {
			continue
		}
		options := c.options(alternative.Instead, lang)
		c.addBuiltIn(q, group, alternative.BuiltIn, lang)
		if len(group) == 1 {
			if parts := q.spread(group[0], options); parts != nil {
				replaced[group[0]] = parts
			}
			continue
		}
		for _, option := range options {
			q.align(group, option, synonymFactor)
		}
	}
	if len(replaced) == 0 {
		return
	}
	var all []asked
	for i, a := range q.terms {
		if parts, ok := replaced[i]; ok {
			all = append(all, parts...)
		} else {
			all = append(all, a)
		}
	}
	q.terms = all
}

// addBuiltIn lets what the built-in list has answer too. A question is not rewritten for it: where one word
// was asked, several do not take its place.
func (c *catalogue) addBuiltIn(q *question, group []int, phrases [][]string, lang *language.Language) {
	for _, option := range c.options(phrases, lang) {
		if (len(group) > 1 || len(option) == 1) && !c.anyCommon(option) {
			q.align(group, option, builtInFactor)
		}
	}
}

// anyCommon reports whether one of the words is in so many articles that it would tell little between them
// and cost much to look up.
func (c *catalogue) anyCommon(words []asked) bool {
	most := int32(len(c.entries)/50 + 80)
	return slices.ContainsFunc(words, func(a asked) bool { return count(c.df, a.term) > most })
}

// group lists the asked content terms among some words, or all of them if there are none.
func (q *question) group(at []int) []int {
	var contents, all []int
	for _, i := range at {
		if i < 0 {
			continue
		}
		all = append(all, i)
		if q.terms[i].class == content {
			contents = append(contents, i)
		}
	}
	if len(contents) > 0 {
		return contents
	}
	return all
}

// options are the phrases of which the corpus knows all content words, as terms.
func (c *catalogue) options(phrases [][]string, lang *language.Language) (out [][]asked) {
	for _, words := range phrases {
		var contents, all []asked
		known := true
		for _, w := range words {
			t := c.askedTerm(w, lang)
			if t.class == content {
				contents = append(contents, t)
				known = known && t.known
			}
			all = append(all, t)
		}
		if len(contents) == 0 {
			contents = all
			for _, t := range all {
				known = known && t.known
			}
		}
		if known && len(out) < mostAlternatives {
			out = append(out, contents)
		}
	}
	return out
}

// spread gives one asked word its alternatives. One of several words cannot stand behind a single word
// without each of its words passing for the whole; so the asked word gives way to the words of the
// first such alternative, for each of which the asked word and the other alternatives stand. It returns
// those words, nil if the asked word stays.
func (q *question) spread(i int, options [][]asked) []asked {
	a := &q.terms[i]
	for at, option := range options {
		if len(option) < 2 {
			continue
		}
		parts := make([]asked, len(option))
		for j, part := range option {
			part.own = synonymFactor
			if a.known {
				part.instead = append(part.instead, instead{a.term, 1})
			}
			part.instead = append(part.instead, a.instead...)
			for other, more := range options {
				if other != at {
					part.instead = append(part.instead, instead{more[j*len(more)/len(option)].term, synonymFactor})
				}
			}
			parts[j] = part
		}
		return parts
	}
	for _, option := range options {
		a.instead = append(a.instead, instead{option[0].term, synonymFactor})
	}
	return nil
}

// align lets the words of an alternative stand for the asked words, in their order.
func (q *question) align(group []int, option []asked, factor float64) {
	n, k := len(group), len(option)
	for i := range max(n, k) {
		a := &q.terms[group[min(i*n/max(n, k), n-1)]]
		a.instead = append(a.instead, instead{option[min(i*k/max(n, k), k-1)].term, factor})
	}
}
