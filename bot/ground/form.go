package ground

import (
	"strings"
	"unicode"

	"frontdesk/knowledge/language"
	"frontdesk/knowledge/pattern"
)

// longestSentence is the most bytes that a sentence may have.
const longestSentence = 500

var (
	element = pattern.Of(`<\s*[/!?]?\s*[a-zA-Z][^>]*>?|&(?:#\d+|#x[0-9a-fA-F]+|[a-z]{2,8});`)
	mark    = pattern.Of("^\\s{0,3}#{1,6}\\s|^\\s*>\\s|```|`[^`]+`|\\*\\*[^*]+|^\\s*[-=*_]{3,}\\s*$|^\\s*\\|.*\\|\\s*$|~~~|\\$\\{|\\{\\{|\\{%")
	lead    = pattern.Of(`^\s*(?:[-*•–]|\d{1,3}[.)])\s+`)
)

// malformed finds what makes a sentence none that may be said: markup, characters that are not seen, brackets that are
// not closed, or nothing.
func malformed(sentence, folded string) (found string, bad bool) {
	switch {
	case len(sentence) > longestSentence:
		return clip(sentence, 60), true
	case strings.IndexFunc(folded, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0:
		return sentence, true
	case strings.Contains(strings.TrimSpace(sentence), "\n"):
		return clip(sentence, 60), true
	}
	for _, r := range sentence {
		if r == unicode.ReplacementChar || unicode.IsControl(r) && r != '\n' && r != '\t' || turning(r) {
			return sentence, true
		}
	}
	for _, re := range [...]*pattern.Pattern{element, markdown, mark} {
		if f := re.FindString(folded); f != "" {
			return f, true
		}
	}
	if w, mixed := mixedScripts(folded); mixed {
		return w, true
	}
	return "", false
}

// unclosed reports whether brackets or quotes are not closed, as in a fragment.
func unclosed(folded string) bool {
	depth := 0
	for _, r := range folded {
		switch r {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		}
	}
	return depth > 0 || strings.Count(folded, `"`)%2 == 1 && !strings.ContainsAny(folded, "0123456789")
}

// mixedScripts finds a word with letters that look like those of another script: "pаypal" with a Cyrillic а.
func mixedScripts(text string) (string, bool) {
	for _, w := range cutWords(text) {
		latin, other := false, false
		for _, r := range w.text {
			latin = latin || unicode.Is(unicode.Latin, r)
			other = other || unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Armenian, unicode.Cherokee)
		}
		if latin && other {
			return w.text, true
		}
	}
	return "", false
}

// clip is the beginning of a text, in whole characters.
func clip(text string, most int) string {
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "")
}

// leakedWords is how many words in a row have to be those of the instructions to count as repeated.
const leakedWords = 8

// secrets are the rows of words that must not be repeated.
type secrets map[string]bool

func newSecrets(text string) secrets {
	words := secretWords(text)
	out := make(secrets)
	for i := 0; i+leakedWords <= len(words); i++ {
		out[strings.Join(words[i:i+leakedWords], " ")] = true
	}
	return out
}

func secretWords(text string) (out []string) {
	return strings.FieldsFunc(strings.ToLower(fold(text)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// leaked finds a part of the instructions, or the marks that passages stand between.
func (s secrets) leaked(folded string) (found string, bad bool) {
	low := strings.ToLower(folded)
	squeezed := strings.ReplaceAll(low, " ", "")
	for _, sign := range [...]string{"<passage", "</passage"} {
		if strings.Contains(squeezed, sign) {
			return sign, true
		}
	}
	if len(s) == 0 {
		return "", false
	}
	words := secretWords(folded)
	for i := 0; i+leakedWords <= len(words); i++ {
		if row := strings.Join(words[i:i+leakedWords], " "); s[row] {
			return row, true
		}
	}
	return "", false
}

// fewWords is the least number of words from which on the language of a sentence can be told.
const fewWords = 4

// foreign reports whether a sentence is surely in another language than the one wanted.
func foreign(folded, locale string) bool {
	if locale == "" || len(strings.Fields(folded)) < fewWords {
		return false
	}
	code, sure := language.Detect(folded, locale)
	return sure && code != language.Code(locale)
}
