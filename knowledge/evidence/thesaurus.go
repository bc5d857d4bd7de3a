package evidence

import (
	"strings"
	"sync"
)

// thesaurus holds all word lists in the form they are looked up in. It is read-only.
type thesaurus struct {
	marks         map[string]marks
	base          map[string]string   // irregular form → base form
	alike         map[string][]string // stem → stems of synonyms
	opposed       map[string][]string // stem → stems of antonyms
	sour, sound   map[string]bool     // stems
	abbreviations map[string]bool
	written       map[string][]string // figures → words for them
}

// words is made at the first use and never changed.
var words = sync.OnceValue(newThesaurus)

func newThesaurus() *thesaurus {
	var s stemmer
	t := &thesaurus{
		marks: readMarks(), base: make(map[string]string), alike: make(map[string][]string), opposed: make(map[string][]string),
		sour: wordSet(sourWords, s.stem), sound: wordSet(soundWords, s.stem),
		abbreviations: wordSet(abbreviations, asIs), written: make(map[string][]string),
	}
	for word, figure := range numerals {
		t.written[figure] = append(t.written[figure], word)
	}
	t.readIrregular()
	key := func(w string) string { return s.stem(t.lemma(w)) }
	for line := range strings.Lines(synonyms) {
		group := strings.Fields(line)
		for i, a := range group {
			for j, b := range group {
				if i != j {
					t.alike[key(a)] = appendNew(t.alike[key(a)], key(b))
				}
			}
		}
	}
	for line := range strings.Lines(antonyms) {
		if pair := strings.Fields(line); len(pair) == 2 {
			a, b := key(pair[0]), key(pair[1])
			t.opposed[a] = appendNew(t.opposed[a], b)
			t.opposed[b] = appendNew(t.opposed[b], a)
		}
	}
	return t
}

func (t *thesaurus) readIrregular() {
	for entry := range strings.FieldsSeq(irregular) {
		base, forms, _ := strings.Cut(entry, ":")
		for f := range strings.SplitSeq(forms, ",") {
			if f != base {
				t.base[f] = base
			}
		}
	}
}

// lemma returns the base form of an irregular form, or the word itself.
func (t *thesaurus) lemma(word string) string {
	if b, ok := t.base[word]; ok {
		return b
	}
	return word
}

// negates reports whether a word says what is not, fails, or is missing.
func (t *thesaurus) negates(word, stem string) bool {
	if t.sour[stem] {
		return true
	}
	for _, p := range [...]string{"un", "non", "dis", "anti"} {
		if rest, ok := strings.CutPrefix(word, p); ok && len(rest) >= 4 && !t.sound[stem] {
			return true
		}
	}
	return false
}

func appendNew(list []string, word string) []string {
	for _, w := range list {
		if w == word {
			return list
		}
	}
	return append(list, word)
}
