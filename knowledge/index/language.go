package index

import (
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

// analysisVersion rises with every change of words, stop lists or stems. A copy written with another
// version holds other terms than questions are turned into, and is rebuilt.
const analysisVersion = 1

// wordClass says what a word contributes to a search.
type wordClass uint8

const (
	content   wordClass = iota // is searched everywhere
	function                   // stop word: counts, lightly, in titles and phrasings only
	qualifier                  // turns the meaning round ("without", "after"): counts fully in titles and phrasings only
)

// language turns the words of one language into terms.
type language struct {
	stop       map[string]bool
	qualifiers map[string]bool
	light      map[string]bool // content words so common in the language that they tell little, however rare in a corpus
	stem       func(word string) string
}

// class says what the word contributes to a search.
func (l *language) class(word string) wordClass {
	switch {
	case l.qualifiers[word]:
		return qualifier
	case l.stop[word]:
		return function
	}
	return content
}

// languageOf returns the analysis for a locale. All locales use English for now: its stems are a
// consistent, if coarse, reduction of other European languages too, and both sides of a search must
// be reduced alike. Analysis by the article's own language replaces this one function.
func languageOf(string) *language { return englishLanguage }

var englishLanguage = &language{
	stop:       wordSet(englishStop),
	qualifiers: wordSet(englishQualifiers),
	light:      wordSet(englishLight),
	stem:       stemEnglish,
}

// stemEnglish reduces a word by Porter's second algorithm (Snowball "english"). Words with digits are
// codes or numbers and stay as they are.
func stemEnglish(word string) string {
	if len(word) < 3 || strings.ContainsAny(word, "0123456789.") {
		return word
	}
	env := snowballstem.NewEnv(word)
	english.Stem(env)
	return env.Current()
}

// englishStop are words that carry grammar or politeness and not the matter of a question.
const englishStop = `a an the this that these those there here it its itself
i me my mine myself we us our ours you your yours he him his she her they them their who whom whose which what
where when why how is am are was were be been being do does did doing done have has had having
can could will would shall should may might must to of in on at by for from with about into onto upon and or but if
then than so as such very just also too some any all each every both either own same other
please thanks thank hi hello hey ok okay want wanted need needed like know tell help get got let give
s t d m re ve ll im ive whats hows`

// englishQualifiers are words that a careless search throws away and that decide between two near
// neighbours.
const englishQualifiers = `no not none never nor neither without within before after during until since
outside inside over under above below between against except unless only more less most least
up down off out back again still already yet once twice first last instead`

// englishLight are everyday words. A corpus of a hundred articles has many of them only once, and by
// its own statistics alone "stuff" would weigh as much there as "zip".
const englishLight = `able actually add already anybody anyone anything ask asked away bad bit bring brought come comes
coming came cause day days different easy else enough even ever everyone everything fact far few find fine found
gave give given gives go goes going gone gonna good great guess guys happen happened happens hard hear heard hold idea
issue issues keep keeps kept kind leave left let letting little long look looked looking looks lot lots made main make
makes making many maybe mean means mind minutes moment much must myself nice now nobody number often old people person
place possible probably problem problems put question quick quickly quite rather ready real really reason right run
said saw say saying says see seem seems seen set should show simple simply somebody someone something soon sort start
started stop stuff supposed sure take taken takes taking talk talking thing things think thought time times today told
tomorrow took tried tries try trying turn turned understand use used uses using usually way ways week weeks well went
whatever whether whole wonder wondering word work worked working works wrong yes yesterday yet`

func wordSet(list string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}
