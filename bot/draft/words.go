package draft

import (
	"strings"

	"frontdesk/knowledge/language"
)

// vocabulary is a set of words that may be used, each with its stem in the languages in question.
type vocabulary struct {
	languages []*language.Language
	known     map[string]bool
}

// newVocabulary takes the words of texts. Whatever language they and what is checked are in, a word counts as known if
// it has a stem in common with one of them.
func newVocabulary(locales []string, texts ...string) *vocabulary {
	v := &vocabulary{known: make(map[string]bool)}
	seen := make(map[string]bool)
	for _, locale := range append(locales, "en") {
		if code := language.Code(locale); !seen[code] {
			seen[code] = true
			v.languages = append(v.languages, language.Of(locale))
		}
	}
	for _, text := range texts {
		v.add(text)
	}
	return v
}

func (v *vocabulary) add(text string) {
	for _, l := range v.languages {
		l.EachWord(text, func(w string) {
			v.known[w] = true
			if t, class := l.Term(w); class == language.Content {
				v.known[t] = true
			}
		})
	}
}

// unknown is the first word of content in a text that is not known, "" if all are. A word without content in one of the
// languages has none.
func (v *vocabulary) unknown(text string) string {
	found := ""
	v.languages[0].EachWord(text, func(w string) {
		if found == "" && !v.knows(w) {
			found = w
		}
	})
	return found
}

func (v *vocabulary) knows(w string) bool {
	if v.known[w] {
		return true
	}
	digits := strings.ContainsAny(w, "0123456789")
	for _, l := range v.languages {
		if t, class := l.Term(w); v.known[t] || class != language.Content && !digits {
			return true
		}
	}
	return false
}

// content lists the terms of content of a text, each once.
func (v *vocabulary) content(text string) map[string]bool { return terms(v.languages[0], text) }
