package aid

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// words takes a text apart into the words that carry its meaning: lower case, without accents, plurals and
// endings taken off, each word once, in order. Filler words are left out.
func words(text string) (out []string) {
	seen := make(map[string]bool)
	for _, w := range strings.FieldsFunc(foldWords(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(w) < 2 || fillers[w] {
			continue
		}
		w = stem(w)
		if !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

// foldWords is the text in lower case and without accents. Apostrophes go, so that "it's" is one filler.
func foldWords(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’', r == '\u00ad', r == '\u200b':
		case r == 'ß', r == 'ẞ':
			b.WriteString("ss")
		case r == 'æ', r == 'Æ':
			b.WriteString("ae")
		case r == 'ø', r == 'Ø':
			b.WriteByte('o')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// stem takes off what a plural or a case adds in English, German and French, lightly: both words that are compared
// go through it, so that it need not end in a word.
func stem(w string) string {
	switch {
	case len(w) > 5 && strings.HasSuffix(w, "ies"):
		w = w[:len(w)-3] + "y"
	case len(w) > 4 && (strings.HasSuffix(w, "xes") || strings.HasSuffix(w, "ches") || strings.HasSuffix(w, "shes") || strings.HasSuffix(w, "sses")):
		w = w[:len(w)-2]
	case len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is"):
		w = w[:len(w)-1]
	}
	for _, end := range [...]string{"en", "er", "em", "e", "n"} {
		if len(w)-len(end) >= 4 && strings.HasSuffix(w, end) {
			return w[:len(w)-len(end)]
		}
	}
	return w
}

// fillers are words that say nothing about a case, as [foldWords] writes them.
var fillers = fillerSet(`
	a about all also other others am an and any are as at be been but by can cant could did do does doesnt dont for from get give go had has have
	havent he hello help her hey hi his how i id if ill im in into is isnt it its ive just know let like me more much must my need no not
	now of on one or our out please she should so some tell than thank thanks that the their them then there they this to too up us
	very want was we were what whats when where which who why will with wont would yes you your yours
	aber als am an auch auf aus bei bin bis bitte brauche brauchen mochte da danke das dass dem den der des die dich dir doch du ein eine einem einen einer
	er es euch fur gibt habe haben hallo hat hatte ich ihr ihre im in ist ja kann kein keine konnen konnte man mein meine meinem meinen
	meiner mich mir mit nach nein nicht noch nur oder schon sehr sein sich sie sind so um und uns von war warum was wann wenn wer
	werden wie will wir wird wo wurde zu zum zur
	au aux avec ce cela ces cet cette dans de des du elle en est et il je la le les leur ma mais me mes mon ne nous ou par pas pour que
	qui sa se ses son sont sur un une votre vos vous`)

func fillerSet(list string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// sameTag is a tag as it is compared: case, accents and outer space do not matter.
func sameTag(tag string) string { return strings.TrimSpace(foldWords(tag)) }
