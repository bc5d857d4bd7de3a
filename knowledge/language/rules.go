package language

import (
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/irish"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/turkish"
)

// rule is what a language is built from besides its lists.
type rule struct {
	keeps   bool
	comma   bool
	lower   func(rune) rune
	letters func(string) string
	fold    func(string) string
	stem    func(string) string
	links   string
}

// rules are the languages that are known, by code. English folds its words at once: its few accents are
// loans, and its stemmer expects none.
var rules = map[string]rule{
	"ar":  {keeps: true, letters: arabicLetters, fold: foldMixed, stem: stemArabic},
	"bg":  {keeps: true, comma: true, fold: foldMixed, stem: bulgarian.strip},
	"ca":  {keeps: true, comma: true, stem: catalan.strip},
	"cjk": {},
	"ckb": {keeps: true, letters: soraniLetters, fold: foldMixed, stem: sorani.strip},
	"cs":  {keeps: true, comma: true, stem: czech.strip},
	"da":  {keeps: true, comma: true, fold: foldNordic, stem: snowball(danish.Stem), links: "s e"},
	"de":  {keeps: true, comma: true, fold: foldGerman, stem: stemGerman, links: "s es n en er e"},
	"el":  {keeps: true, comma: true, letters: greekLetters, stem: greek.strip},
	"en":  {stem: stemEnglish},
	"es":  {keeps: true, comma: true, stem: stemSpanish},
	"eu":  {keeps: true, comma: true, stem: basque.strip},
	"fa":  {keeps: true, letters: persianLetters, fold: foldMixed, stem: persian.strip},
	"fi":  {keeps: true, comma: true, stem: stemFinnish},
	"fr":  {keeps: true, comma: true, stem: snowball(french.Stem)},
	"ga":  {keeps: true, stem: snowball(irish.Stem)},
	"gl":  {keeps: true, comma: true, stem: galician.strip},
	"hi":  {keeps: true, letters: hindiLetters, fold: foldMixed, stem: hindi.strip},
	"hr":  {keeps: true, comma: true, stem: croatian.strip},
	"hu":  {keeps: true, comma: true, stem: snowball(hungarian.Stem)},
	"hy":  {keeps: true, comma: true, fold: foldMixed, stem: armenian.strip},
	"id":  {keeps: true, comma: true, stem: stemIndonesian},
	"in":  {},
	"it":  {keeps: true, comma: true, stem: snowball(italian.Stem)},
	"nl":  {keeps: true, comma: true, stem: snowball(dutch.Stem), links: "s en e n"},
	"no":  {keeps: true, comma: true, fold: foldNordic, stem: snowball(norwegian.Stem), links: "s e"},
	"pl":  {keeps: true, comma: true, stem: polish.strip},
	"pt":  {keeps: true, comma: true, stem: stemPortuguese},
	"ro":  {keeps: true, comma: true, letters: romanianLetters, stem: snowball(romanian.Stem)},
	"ru":  {keeps: true, comma: true, letters: russianLetters, fold: foldCyrillic, stem: snowball(russian.Stem)},
	"sv":  {keeps: true, comma: true, fold: foldNordic, stem: stemSwedish, links: "s e o"},
	"tr":  {keeps: true, comma: true, lower: lowerTurkish, stem: stemTurkish},
}

// snowball makes a stemmer of one of Snowball's algorithms (snowballstem.org).
func snowball(stem func(*snowballstem.Env) bool) func(string) string {
	return func(word string) string {
		env := snowballstem.NewEnv(word)
		stem(env)
		return env.Current()
	}
}

var (
	stemEnglishPlain    = snowball(english.Stem)
	stemFinnishPlain    = snowball(finnish.Stem)
	stemGermanPlain     = snowball(german.Stem)
	stemSpanishPlain    = snowball(spanish.Stem)
	stemPortuguesePlain = snowball(portuguese.Stem)
	stemSwedishPlain    = snowball(swedish.Stem)
	stemTurkishPlain    = snowball(turkish.Stem)
)

// stemEnglish reduces the American spelling of a word by Porter's second algorithm.
func stemEnglish(word string) string { return stemEnglishPlain(americanSpelling(word)) }

// stemGerman folds first, because "ueberweisung" has the same stem as "überweisung".
func stemGerman(word string) string { return stemGermanPlain(foldGerman(word)) }
