package care

import (
	"fmt"

	"frontdesk/knowledge"
	"frontdesk/knowledge/language"
	"frontdesk/knowledge/quantity"
)

// reading is a revision as it is compared.
type reading struct {
	asked   map[string]bool // terms of the title and phrasings
	said    map[string]bool // terms of the text, and its amounts in one way of writing
	telling []sentence      // those that name amounts
	text    string
}

// Bounds on what is read of a text, so that a pair of the longest articles is compared in milliseconds.
const (
	maxSentences = 400    // with amounts
	maxCompared  = 64_000 // bytes of a text
	maxGlossary  = 200_000
)

// term is what a word stands for.
type term struct {
	name  string
	class language.Class
}

// glossary remembers what the words of a language stand for: texts repeat them, and stemming takes most of the time of
// reading. It is for one goroutine.
type glossary struct {
	lang    *language.Language
	known   map[string][]term
	amounts *quantity.Reader
}

func newGlossary(locale string) *glossary {
	lang := language.Of(locale)
	code := lang.Code()
	if code == "" {
		code = "und"
	}
	return &glossary{lang: lang, known: make(map[string][]term), amounts: quantity.NewReader(code)}
}

// of returns the terms of a word: several for one that is taken apart.
func (g *glossary) of(word string) []term {
	terms, ok := g.known[word]
	if ok {
		return terms
	}
	g.lang.EachWord(word, func(w string) {
		name, class := g.lang.Term(w)
		terms = append(terms, term{name, class})
	})
	if len(g.known) >= maxGlossary {
		clear(g.known)
	}
	g.known[word] = terms
	return terms
}

// add adds the terms of a text, function words aside.
func (g *glossary) add(to map[string]bool, text string) {
	g.lang.EachWord(text, func(word string) {
		if name, class := g.lang.Term(word); class != language.Function {
			to[name] = true
		}
	})
}

// read reads a revision.
func (g *glossary) read(r knowledge.Revision) *reading {
	out := &reading{asked: make(map[string]bool), said: make(map[string]bool), text: r.Text}
	for _, q := range questionsOf(r.Content) {
		g.add(out.asked, q)
	}
	for _, s := range sentences(r.Text[:min(len(r.Text), maxCompared)]) {
		g.sentence(out, s)
	}
	return out
}

// sentence reads one sentence. What it is about is said by its words of content: "after" and "not" say nothing of that.
func (g *glossary) sentence(out *reading, text string) {
	ts := cut(text)
	found := g.facts(text, ts)
	words := make(map[string]bool)
	for _, t := range ts {
		if t.used {
			continue
		}
		for _, term := range g.of(t.text) {
			if term.class != language.Function {
				out.said[term.name] = true
			}
			if term.class == language.Content && !t.number {
				words[term.name] = true
			}
		}
	}
	for _, f := range found {
		out.said[fmt.Sprintf("%s %.0f %.0f", f.kind, f.lo, f.hi)] = true
	}
	if len(found) > 0 && len(out.telling) < maxSentences {
		out.telling = append(out.telling, sentence{text: text, words: words, facts: found})
	}
}
