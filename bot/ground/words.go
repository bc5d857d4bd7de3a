package ground

import (
	"embed"
	"strings"
	"sync"

	"frontdesk/knowledge/language"
)

//go:embed words/*.txt
var wordLists embed.FS

// cue is a set of what words do to a sentence: they commit, allow, bind, deny, join.
type cue uint64

// The cues there are, by the names of the lines in the folder words.
const (
	chat      cue = 1 << iota // says nothing of a matter
	neg                       // denies
	will                      // says that something is done for the customer
	guarantee                 // says so with certainty
	free                      // costs nothing
	refund                    // money comes back
	discount                  // less is paid
	universal                 // holds for all
	always                    // at all times
	unlimited                 // without bounds
	lifetime                  // for good
	instant                   // without delay
	automatic                 // without anybody doing it
	must                      // binds
	may                       // allows
	hedge                     // leaves open
	onIf                      // begins a condition
	unless                    // begins a condition that denies
	except                    // begins an exception
	onlyIf                    // begins a condition that nothing goes without
	only                      // leaves out the rest
	wePay                     // the company bears the cost
	youPay                    // the customer does
	finite                    // a word that a clause of its own has
	breaks                    // begins a clause
	joins                     // and, or
	yesNo                     // an answer put before a sentence
	costing                   // says that what follows is a price
	lasting                   // says that what follows is a length of time
	limiting                  // says that what follows is the most or the least
	notOnly                   // denies only that there is no more
	topic                     // says what the customer is after, which is no condition
	voluntary                 // says that nothing is required
	neutral                   // a phrase in which words mean nothing of the above
)

var cueNames = map[string]cue{
	"chat": chat, "neg": neg, "will": will, "guarantee": guarantee, "free": free, "refund": refund, "discount": discount, "all": universal, "always": always,
	"unlimited": unlimited, "lifetime": lifetime, "instant": instant, "automatic": automatic, "must": must, "may": may, "hedge": hedge, "if": onIf, "unless": unless, "except": except,
	"onlyif": onlyIf, "only": only, "wepay": wePay, "youpay": youPay, "finite": finite, "break": breaks, "join": joins, "yesno": yesNo,
	"costing": costing, "lasting": lasting, "limiting": limiting, "notonly": notOnly, "topic": topic, "voluntary": voluntary, "neutral": neutral, "notfree": neutral, "all-not": neutral,
}

// phrase is a sequence of words with what it does.
type phrase struct {
	words []string
	cue   cue
}

// group is a sequence of words that means the same as others.
type group struct {
	words  []string
	number int
}

// lexicon holds the words of one language. It does not change.
type lexicon struct {
	lang     *language.Language
	single   map[string]cue      // words
	forms    map[string]string   // irregular forms → the base form
	prefixes map[string]cue      // beginnings of words
	phrases  map[string][]phrase // by the first word
	same     map[string][]int    // term → the groups that it is in
	together map[string][]group  // by the first word: phrases that are in a group
	opposite map[string][]string // term → terms that deny it
	contrast map[string][]string // term → terms that stand for another thing of its kind
}

// lexiconOf returns the words of a language by its code. One without lists has none.
func lexiconOf(code string) *lexicon {
	if make := lexicons[code]; make != nil {
		return make()
	}
	return newLexicon(code, "")
}

var lexicons = map[string]func() *lexicon{
	"en": listed("en"), "de": listed("de"), "fr": listed("fr"), "es": listed("es"), "it": listed("it"), "nl": listed("nl"),
}

func listed(code string) func() *lexicon {
	return sync.OnceValue(func() *lexicon {
		list, err := wordLists.ReadFile("words/" + code + ".txt")
		if err != nil {
			panic(err) // it is built in
		}
		return newLexicon(code, string(list))
	})
}

func newLexicon(code, list string) *lexicon {
	l := &lexicon{lang: language.Of(code), single: make(map[string]cue), forms: make(map[string]string), prefixes: make(map[string]cue), phrases: make(map[string][]phrase), same: make(map[string][]int), together: make(map[string][]group), opposite: make(map[string][]string), contrast: make(map[string][]string)}
	if code == "" || list == "" {
		for _, w := range l.lang.Negations() {
			l.single[w] |= neg
		}
	}
	number := 0
	for line := range strings.Lines(list) {
		kind, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		switch kind {
		case "form":
			base := strings.Fields(words)
			for _, f := range base[1:] {
				l.forms[f] = base[0]
			}
		case "same":
			number++
			l.addSame(number, strings.Fields(words))
		case "opposite", "contrast":
			one, other, _ := strings.Cut(words, "|")
			to := l.opposite
			if kind == "contrast" {
				to = l.contrast
			}
			l.addOpposite(to, strings.Fields(one), strings.Fields(other))
		default:
			for _, w := range strings.Fields(words) {
				l.addCue(w, cueNames[kind])
			}
		}
	}
	return l
}

// parts are the words of an entry, as they are cut from sentences.
func (l *lexicon) parts(entry string) (out []string) {
	for _, w := range cutWords(strings.ReplaceAll(entry, "_", " ")) {
		l.lang.EachWord(w.text, func(p string) { out = append(out, p) })
	}
	return out
}

func (l *lexicon) addCue(entry string, c cue) {
	if stem, ok := strings.CutSuffix(entry, "*"); ok && !strings.Contains(entry, "_") {
		l.prefixes[stem] |= c
		return
	}
	parts := l.parts(entry)
	switch {
	case len(parts) == 1:
		l.single[parts[0]] |= c
	case len(parts) > 1:
		l.phrases[parts[0]] = append(l.phrases[parts[0]], phrase{parts, c})
	}
}

func (l *lexicon) addSame(number int, entries []string) {
	for _, e := range entries {
		if parts := l.parts(e); len(parts) == 1 {
			term, _ := l.termOf(parts[0])
			l.same[term] = append(l.same[term], number)
		} else if len(parts) > 1 {
			l.together[parts[0]] = append(l.together[parts[0]], group{parts, number})
		}
	}
}

func (l *lexicon) addOpposite(to map[string][]string, one, other []string) {
	for _, a := range one {
		for _, b := range other {
			x, y := l.term(a), l.term(b)
			// A word that denies by itself is counted as a denial; it must not turn the meaning a second time.
			if x != y && (l.cueOf(a)|l.cueOf(b))&neg == 0 {
				to[x] = append(to[x], y)
				to[y] = append(to[y], x)
			}
		}
	}
}

func (l *lexicon) term(entry string) (term string) {
	for _, p := range l.parts(entry) {
		term, _ = l.termOf(p)
	}
	return term
}

// termOf names what stands for all forms of a word, irregular ones included.
func (l *lexicon) termOf(word string) (string, language.Class) {
	if l.lang.Code() == "de" {
		if term, class := l.lang.Term(word); class != language.Content {
			return term, class
		}
		return stemGerman(l.lang.Fold(word)), language.Content
	}
	if base, ok := l.forms[word]; ok {
		term, class := l.lang.Term(base)
		if _, own := l.lang.Term(word); own != language.Content {
			class = own
		}
		return term, class
	}
	return l.lang.Term(word)
}

// cueOf is what a word does by itself.
func (l *lexicon) cueOf(word string) cue {
	c := l.single[word]
	for n := 3; n < len(word) && len(l.prefixes) > 0; n++ {
		c |= l.prefixes[word[:n]]
	}
	return c | l.prefixes[word]
}
