package language

import (
	"embed"
	"strings"
)

//go:embed words/*.txt
var lists embed.FS

// listOf returns the list of words of a language, "" if it has none.
func listOf(code string) string {
	if code == "" {
		return ""
	}
	raw, err := lists.ReadFile("words/" + code + ".txt")
	if err != nil {
		return ""
	}
	return string(raw)
}

// readLists takes a list of words apart. A line names a kind and words of it; a word keeps the first
// kind it is given, but a qualifier is never a stop word, and a negation is a qualifier. Words are also known without their accents,
// because that is how many customers write them, unless a line "content" says that this is another word.
func (l *Language) readLists(text string) {
	l.class, l.light = make(map[string]Class), make(map[string]bool)
	byKind := make(map[string][]string)
	for line := range strings.Lines(text) {
		kind, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, w := range strings.Fields(words) {
			l.EachWord(w, func(word string) { byKind[kind] = append(byKind[kind], word) })
		}
	}
	for _, kind := range []string{"negation", "qualifier"} {
		for _, w := range byKind[kind] {
			l.class[w] = Qualifier
		}
	}
	l.negations = byKind["negation"]
	for _, w := range byKind["stop"] {
		if l.class[w] == Content {
			l.class[w] = Function
		}
	}
	content := make(map[string]bool)
	for _, w := range byKind["content"] {
		content[w] = true
	}
	for _, kind := range []string{"negation", "qualifier", "stop"} {
		for _, w := range byKind[kind] {
			for _, plain := range l.plainForms(w) {
				if _, taken := l.class[plain]; !taken && !content[plain] {
					l.class[plain] = l.class[w]
				}
			}
		}
	}
	for _, w := range byKind["light"] {
		l.light[w], l.light[l.Fold(w)] = true, true
	}
}

// plainForms are the ways in which a word is typed on a keyboard without its letters.
func (l *Language) plainForms(word string) []string {
	plain := []string{l.Fold(word)}
	switch l.code {
	case "de":
		plain = append(plain, umlautPairs.Replace(word))
	case "da", "no":
		plain = append(plain, nordicPairs.Replace(word))
	}
	return plain
}

var (
	umlautPairs = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")
	nordicPairs = strings.NewReplacer("å", "aa", "æ", "ae", "ø", "oe")
)
