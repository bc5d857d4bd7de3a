package gap

import (
	"strings"
	"unicode/utf8"

	"frontdesk/knowledge/language"
)

// longest is how many bytes of a question are compared: what is asked stands at its beginning or in few words.
const longest = 600

// clip cuts a text at a character.
func clip(text string) string {
	if len(text) <= longest {
		return text
	}
	end := longest
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

// reading is a text as it is compared.
type reading struct {
	language string // code, as package language has it
	key      string // the same for the same words, however they are written; "" if there are none
	terms    string // what is left of the words when grammar and politeness are gone; the words if nothing is
}

// read cuts a text into words and terms of its language, one of among if that is not empty.
func read(text, locale string, among []string) reading {
	text = clip(text)
	code, _ := language.DetectAmong(text, locale, among)
	l := language.Of(code)
	var words, terms []string
	l.EachWord(text, func(w string) {
		words = append(words, w)
		if term, class := l.Term(w); class != language.Function {
			terms = append(terms, term)
		}
	})
	r := reading{language: code, key: strings.Join(words, " "), terms: strings.Join(terms, " ")}
	if r.terms == "" {
		r.terms = r.key
	}
	return r
}

// telling reports whether a text says enough to be a question that nobody but an agent has read: "thanks" is none.
func telling(text, locale string) bool {
	code, _ := language.Detect(clip(text), locale)
	l := language.Of(code)
	content := 0
	l.EachWord(clip(text), func(w string) {
		if l.Class(w) == language.Content && !l.Light(w) {
			content++
		}
	})
	return content >= 2
}
