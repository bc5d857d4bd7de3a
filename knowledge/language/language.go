// Package language turns written words into the terms that are searched, each language by its own
// rules, and tells which language a text is in.
//
// A [Language] cuts a text into words ([Language.EachWord]), says what a word contributes to a search
// ([Language.Class]) and names the term that stands for all forms of a word ([Language.Term]). Stop
// words, qualifiers and everyday words are lists in the folder words. Where Snowball has a stemmer it
// is used; the other languages have light rules of their own that take off the commonest endings. A
// locale of any other language gets a neutral analysis without lists and stems.
//
// Stemmers expect accents, customers leave them out. So words keep their accents until they are
// stemmed, terms have none, and [Language.Fold] gives the form in which a word without its accents is
// looked for.
//
// [Detect] tells the language of a question; [Synonyms] are what editors say means the same.
package language

import (
	"slices"
	"strings"
	"sync"
)

// Version rises with every change of words, lists or stems: terms made under another version do not
// meet those made now.
const Version = 2

// Class says what a word contributes to a search.
type Class uint8

// The classes of words.
const (
	Content   Class = iota // is searched everywhere
	Function               // stop word: carries grammar or politeness
	Qualifier              // turns the meaning round: "without", "after", "not"
)

// Language is the analysis of one language. It does not change and is safe for concurrent use.
type Language struct {
	code      string
	class     map[string]Class // words that are not content
	light     map[string]bool
	negations []string
	keeps     bool // words keep their accents until they are stemmed
	comma     bool // "4,95" is a number below five and "1.000" a thousand
	lower     func(r rune) rune
	letters   func(word string) string // one spelling for letters that are written in several ways; nil if there are none
	fold      func(word string) string
	stem      func(word string) string
	links     []string // what may stand between the parts of a compound
	english   bool
}

// Of returns the analysis for a BCP 47 locale ("de-AT"). An empty locale means English, like an article
// that names none; a language that is not known gets the neutral analysis.
func Of(locale string) *Language { return languages()[Code(locale)]() }

// Code is the code of the analysis that a locale gets: a lower-case base language, "cjk" for the languages
// that write Chinese characters or Korean, "in" for the languages of India other than Hindi, or "" for
// the neutral analysis.
func Code(locale string) string {
	base := strings.ToLower(strings.TrimSpace(locale))
	if at := strings.IndexAny(base, "-_"); at >= 0 {
		base = base[:at]
	}
	if base == "" {
		return "en"
	}
	if same, ok := aliases[base]; ok {
		return same
	}
	if _, ok := rules[base]; ok {
		return base
	}
	return ""
}

// aliases are the base languages that share the analysis of another.
var aliases = map[string]string{
	"zh": "cjk", "ja": "cjk", "ko": "cjk", "yue": "cjk",
	"nb": "no", "nn": "no", "mo": "ro", "bs": "hr", "sh": "hr", "sr": "hr",
	"bn": "in", "gu": "in", "kn": "in", "ml": "in", "mr": "in", "or": "in", "pa": "in", "ta": "in", "te": "in", "as": "in", "ne": "in",
	"eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "nld": "nl", "dut": "nl",
}

// languages makes every analysis by code, each at its first use; few desks have articles in more than one or two. They
// never change.
var languages = sync.OnceValue(func() map[string]func() *Language {
	all := make(map[string]func() *Language, len(rules)+1)
	for code, rule := range rules {
		all[code] = sync.OnceValue(func() *Language { return build(code, rule) })
	}
	all[""] = sync.OnceValue(func() *Language { return build("", rule{}) })
	return all
})

func build(code string, r rule) *Language {
	l := &Language{
		code: code, keeps: r.keeps, comma: r.comma, lower: lowerPlain, letters: r.letters,
		fold: foldLatin, stem: r.stem, links: strings.Fields(r.links), english: code == "en",
	}
	if r.fold != nil {
		l.fold = r.fold
	}
	if r.lower != nil {
		l.lower = r.lower
	}
	l.readLists(listOf(code))
	return l
}

// Code is the code of the language as [Code] gives it, "" for the neutral analysis.
func (l *Language) Code() string { return l.code }

// Class says what the word, as EachWord yields it, contributes to a search.
func (l *Language) Class(word string) Class { return l.class[word] }

// Negates reports whether a qualifier says that something is not so or not there.
func (l *Language) Negates(word string) bool { return slices.Contains(l.negations, word) }

// Negations lists the words that say that something is not so or not there. A question often has another
// of them than the article ("no receipt", "without a receipt"). The slice must not be changed.
func (l *Language) Negations() []string { return l.negations }

// Light reports whether a content word is so common in the language that it tells little, however rare
// it is in a corpus.
func (l *Language) Light(word string) bool {
	return l.light[word] || l.code == "cjk" && onlyHiragana(word)
}

// Fold is the word as it is written without accents and with plain letters ("größe" → "grosse",
// "ueber" → "uber" in German).
func (l *Language) Fold(word string) string {
	if !l.keeps {
		return word
	}
	return l.fold(word)
}

// Links lists what may stand between the parts of a compound, the empty string not included. It is
// empty for languages that write compounds apart. The slice must not be changed.
func (l *Language) Links() []string { return l.links }

// Term names what stands for all forms of a word, as EachWord yields it. Stop words and qualifiers are
// kept apart from the stems of content words ("others" is not "other").
func (l *Language) Term(word string) (name string, class Class) {
	if class = l.Class(word); class != Content {
		return l.Fold(word), class
	}
	if l.stem == nil || len(word) < 3 || strings.ContainsAny(word, "0123456789.") {
		return l.Fold(word), Content
	}
	stem := l.Fold(l.stem(word))
	if stem == "" || l.Class(stem) != Content {
		return l.Fold(word), Content
	}
	return stem, Content
}
