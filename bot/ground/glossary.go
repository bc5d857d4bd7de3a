package ground

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge/language"
)

// word is a piece of a text between blanks and signs.
type word struct {
	text       string
	start, end int
}

// cutWords takes a folded text apart into words: letters and digits, with the apostrophes within, and the hyphen of "e-mail".
func cutWords(text string) []word {
	var out []word
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if !wordly(r) {
			i += size
			continue
		}
		start := i
		for i < len(text) {
			r, size := utf8.DecodeRuneInString(text[i:])
			if !wordly(r) && !inner(text, start, i, r) {
				break
			}
			i += size
		}
		out = append(out, word{text[start:i], start, i})
	}
	return out
}

func wordly(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r)
}

// inner reports whether a sign stands within a word: an apostrophe, the hyphen of "e-mail", the point of "3.5".
func inner(text string, start, i int, r rune) bool {
	if i+1 >= len(text) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(text[i+1:])
	switch r {
	case '\'':
		return unicode.IsLetter(next)
	case '-':
		return i == start+1 && text[start]|0x20 == 'e' && unicode.IsLetter(next)
	case '.', ',':
		return text[i-1] >= '0' && text[i-1] <= '9' && next >= '0' && next <= '9'
	}
	return false
}

// entry is what a part of a word stands for.
type entry struct {
	text    string // as the language cuts it, in small letters
	term    string
	class   language.Class
	light   bool
	cue     cue
	same    []int    // groups of words that mean the same
	against []string // terms that mean the opposite
	beside  []string // terms of another thing of its kind
	anti    string   // the term without the prefix that denies it, "" if it has none
}

// glossary remembers what the words of a language stand for. It is for one goroutine.
type glossary struct {
	*lexicon
	known     map[string][]*entry
	compounds bool // words are made of others
}

func newGlossary(code string) *glossary {
	lex := lexiconOf(code)
	return &glossary{lexicon: lex, known: make(map[string][]*entry), compounds: len(lex.lang.Links()) > 0}
}

const mostKnown = 50_000

// of returns the parts of a word, several for one that is taken apart ("can't").
func (g *glossary) of(word string) []*entry {
	if parts, ok := g.known[word]; ok {
		return parts
	}
	var parts []*entry
	g.lang.EachWord(word, func(p string) { parts = append(parts, g.entry(p)) })
	if len(g.known) >= mostKnown {
		clear(g.known)
	}
	g.known[word] = parts
	return parts
}

func (g *glossary) entry(p string) *entry {
	e := &entry{text: p, cue: g.cueOf(p), light: g.lang.Light(p)}
	e.term, e.class = g.termOf(p)
	if g.lang.Negates(p) {
		e.cue |= neg
	}
	e.same, e.against, e.beside = g.same[e.term], g.opposite[e.term], g.contrast[e.term]
	if e.class == language.Qualifier && g.opposite[p] != nil {
		e.against = g.opposite[p]
	}
	if rest := g.denied(p); rest != "" {
		e.anti, _ = g.termOf(rest)
	}
	return e
}

// deniers are the prefixes that turn a word round.
var deniers = map[string][]string{
	"en": {"un", "non", "dis", "in", "im", "ir", "il", "de"}, "de": {"un", "nicht"}, "fr": {"in", "im", "non", "dés", "ir", "il"},
	"es": {"in", "im", "des", "ir", "no"}, "it": {"in", "im", "dis", "ir", "non", "s"}, "nl": {"on", "niet"},
}

// denied is a word without the prefix that denies it, "" if there is none. Prefixes that are as often something else
// count before adjectives alone.
func (g *glossary) denied(w string) string {
	for _, p := range deniers[g.lang.Code()] {
		rest, ok := strings.CutPrefix(w, p)
		if !ok || len(rest) < 4 {
			continue
		}
		switch p {
		case "in", "im", "ir", "il", "s", "no":
			if !adjective(rest) {
				continue
			}
		}
		return rest
	}
	return ""
}

func adjective(w string) bool {
	for _, end := range [...]string{"able", "ible", "bile", "ibile", "abile", "complete", "correct", "valid", "active", "direct", "dependent", "sufficient", "accurate", "eligible", "regular", "legal", "secure", "completo", "correcto", "válido", "activo", "suficiente", "corretto", "valide", "valido", "attivo"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}
