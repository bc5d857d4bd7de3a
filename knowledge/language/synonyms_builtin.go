package language

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed synonyms_en.txt
var englishSynonyms string

// BuiltInSynonyms is the list that is in use without anybody writing one, in the form that ParseSynonyms
// reads: what customers of shops, banks, software, travel, telephone and power companies call the same
// thing. It is for English; for other languages it is empty.
func BuiltInSynonyms(l *Language) string {
	if !l.english {
		return ""
	}
	return englishSynonyms
}

// builtInRules are the rules of the built-in list of a language.
func builtInRules(l *Language) []synonymRule {
	if !l.english {
		return nil
	}
	return englishRules()
}

var englishRules = sync.OnceValue(func() []synonymRule {
	var s Synonyms
	for line := range strings.Lines(englishSynonyms) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if problem := s.read(line); problem != "" { // a test reads every line, so this is a fault of the program
			panic(fmt.Sprintf("the built-in synonyms: %q: %s", line, problem))
		}
	}
	return s.rules
})
