package language

import (
	"math"
	"slices"
	"strings"
	"sync"
)

// The language of a text is told by Bayes's rule from the letters of its words, one to three at a time,
// and from the words of the lists. The frequencies are those in the lists themselves, which say how words
// of a language are spelled well enough for a choice between a score of languages.
const (
	gramLongest  = 3
	markWeight   = 0.5 // of a letter beyond ASCII, which few languages share
	gramSmooth   = 0.3 // added to every count
	wordBonus    = 3.0 // natural logarithm: how much likelier a listed word is in its language
	homeBonus    = 0.7 // and any text in the language of the fallback
	clearBy      = 2.5 // by how much the best must lead the second
	clearLetters = 4   // how many letters it takes to be sure
	clearWords   = 3   // and how many words, if no list has any of them: a name is spelt like no language in particular
	farBehind    = 6.0 // by how much the fallback must trail not to be preferred where nothing is sure
	detectWords  = 60  // words of a text that are looked at
)

// gramWeights temper the counts of each length, which are not independent of each other.
var gramWeights = [gramLongest + 1]float64{0, 0.1, 0.25, 0.5}

// profiles are what is known about the spelling of every language.
type profiles struct {
	codes []string
	at    map[string]int       // code → index
	words map[string]uint64    // listed word → set of languages
	grams map[string][]float32 // letters → logarithm of their probability by language
}

var spellings = sync.OnceValue(func() *profiles {
	p := &profiles{at: make(map[string]int), words: make(map[string]uint64), grams: make(map[string][]float32)}
	for code := range rules {
		if listOf(code) != "" {
			p.codes = append(p.codes, code)
		}
	}
	slices.Sort(p.codes)
	for i, code := range p.codes {
		p.at[code] = i
	}
	var totals [gramLongest + 1][]float64
	for n := range totals {
		totals[n] = make([]float64, len(p.codes))
	}
	var kinds [gramLongest + 1]float64
	for i, code := range p.codes {
		for word, weight := range listedWords(code) {
			p.words[word] |= 1 << i
			eachGram(word, func(gram string, n int) {
				counts, ok := p.grams[gram]
				if !ok {
					counts = make([]float32, len(p.codes))
					p.grams[gram] = counts
					kinds[n]++
				}
				counts[i] += float32(weight)
				totals[n][i] += weight
			})
		}
	}
	for gram, counts := range p.grams {
		n := len([]rune(gram))
		for i := range counts {
			counts[i] = float32(math.Log((float64(counts[i]) + gramSmooth) / (totals[n][i] + gramSmooth*kinds[n])))
		}
	}
	return p
})

// spelled cuts texts for detection: in lower case, with all accents, by no language's own rules.
var spelled = &Language{keeps: true, lower: lowerPlain, fold: foldLatin}

// listedWords returns the words of a language's lists with what they count for: grammar recurs in every
// sentence.
func listedWords(code string) map[string]float64 {
	out := make(map[string]float64)
	for line := range strings.Lines(listOf(code)) {
		kind, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		weight := 1.0
		if kind != "common" && kind != "light" {
			weight = 2
		}
		spelled.EachWord(words, func(w string) { out[w] = max(out[w], weight) })
	}
	return out
}

// eachGram yields the runs of one to gramLongest letters of a word, its ends marked by blanks.
func eachGram(word string, yield func(gram string, n int)) {
	runes := []rune(" " + word + " ")
	for from := range runes {
		for n := 1; n <= gramLongest && from+n <= len(runes); n++ {
			if n == 1 && runes[from] == ' ' {
				continue
			}
			yield(string(runes[from:from+n]), n)
		}
	}
}

// verdict is what a vote says.
type verdict struct {
	best  string
	clear bool // whether it leads clearly
	home  bool // whether the language of the fallback is not far behind
}

// vote finds the likeliest of some languages.
func vote(text, home string, candidates []string) verdict {
	p := spellings()
	scores := make([]float64, len(p.codes))
	looked, letters, listed := 0, 0, false
	spelled.EachWord(text, func(w string) {
		if looked++; looked > detectWords || strings.ContainsAny(w, "0123456789.") {
			return
		}
		letters += len(w)
		listed = listed || p.words[w] != 0
		p.score(w, scores)
	})
	at, known := p.at[home]
	if known {
		scores[at] += homeBonus
	}
	v := verdict{}
	first, second := math.Inf(-1), math.Inf(-1)
	for _, code := range candidates {
		i, ok := p.at[code]
		if !ok {
			continue
		}
		switch s := scores[i]; {
		case s > first:
			v.best, first, second = code, s, first
		case s > second:
			second = s
		}
	}
	v.clear = first-second >= clearBy && letters >= clearLetters && (listed || looked >= clearWords)
	v.home = known && slices.Contains(candidates, home) && (first-scores[at] < farBehind || letters < clearLetters)
	return v
}

// score adds what a word says to the scores of the languages.
func (p *profiles) score(word string, scores []float64) {
	if in := p.words[word]; in != 0 {
		for i := range scores {
			if in&(1<<i) != 0 {
				scores[i] += wordBonus
			}
		}
	}
	eachGram(word, func(gram string, n int) {
		logs, ok := p.grams[gram]
		if !ok {
			return
		}
		weight := gramWeights[n]
		if n == 1 && len(gram) > 1 {
			weight = markWeight
		}
		for i, l := range logs {
			scores[i] += weight * float64(l)
		}
	})
}
