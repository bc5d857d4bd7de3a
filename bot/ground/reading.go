package ground

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge/language"
	"frontdesk/knowledge/quantity"
)

// token is a part of a word of a text.
type token struct {
	*entry
	start, end int
	cue        cue  // of the phrase that it begins or stands in, too
	amount     bool // belongs to a quantity
	capital    bool // its word begins with a capital letter
	clause     int
}

// matter reports whether the token says what a text is about.
func (t *token) matter() bool {
	return t.class == language.Content && !t.amount && t.cue&(chat|finite|will) == 0 && (t.text[0] < '0' || t.text[0] > '9')
}

// reading is a sentence, read.
type reading struct {
	text    string // folded
	low     string // in small letters
	tokens  []token
	chunks  []chunk
	clauses []clause
	amounts []quantity.Quantity
	facts   []fact
	terms   map[string]bool // of its words, all classes
	lows    map[string]bool // its words in small letters
	groups  map[int]bool    // of words that mean the same as its words
	cue     cue             // of all clauses
	words   *language.Language
}

// reader reads sentences in one language. It is for one goroutine.
type reader struct {
	words   *glossary
	amounts *quantity.Reader
}

func newReader(locale string) *reader {
	return &reader{words: newGlossary(language.Code(locale)), amounts: quantity.NewReader(locale)}
}

// read reads a folded sentence.
func (r *reader) read(text string) *reading {
	out := &reading{text: text, low: strings.ToLower(text), terms: make(map[string]bool), lows: make(map[string]bool), groups: make(map[int]bool)}
	out.words = r.words.lang
	out.amounts = r.amounts.Read(text)
	words := cutWords(text)
	out.tokens = make([]token, 0, len(words)+4)
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w.text)
		inAmount := within(out.amounts, w.start, w.end)
		for _, e := range r.words.of(w.text) {
			out.tokens = append(out.tokens, token{entry: e, start: w.start, end: w.end, cue: e.cue, amount: inAmount, capital: unicode.IsUpper(first)})
			out.terms[e.term] = true
			for _, g := range e.same {
				out.groups[g] = true
			}
		}
		out.lows[strings.ToLower(w.text)] = true
	}
	r.phrases(out)
	out.cut()
	out.collectFacts()
	return out
}

// within reports whether a word lies in one of the quantities.
func within(amounts []quantity.Quantity, start, end int) bool {
	for i := range amounts {
		if amounts[i].Start <= start && end <= amounts[i].End {
			return true
		}
	}
	return false
}

// phrases gives tokens what the phrases do that they stand in. Neutral phrases take from their words what these do alone.
func (r *reader) phrases(out *reading) {
	ts := out.tokens
	for i := range ts {
		for _, p := range r.words.together[ts[i].text] {
			if i+len(p.words) <= len(ts) && startsWith(ts[i:], p.words) {
				for k := range p.words {
					e := *ts[i+k].entry
					e.same = append(append([]int(nil), e.same...), p.number)
					ts[i+k].entry = &e
				}
				out.groups[p.number] = true
			}
		}
		for _, p := range r.words.lexicon.phrases[ts[i].text] {
			if i+len(p.words) > len(ts) || !startsWith(ts[i:], p.words) {
				continue
			}
			for k := range p.words {
				t := &ts[i+k]
				switch {
				case p.cue == notOnly:
					if r.goesOn(ts[i:]) {
						t.cue = t.cue&finite | neutral
					}
				case p.cue == neutral || t.cue&neutral != 0:
					t.cue = t.cue&finite | neutral
				case p.cue == free || p.cue == unlimited:
					t.cue = t.cue&^(neg|must|may) | p.cue
				case p.cue&(onIf|unless|except|onlyIf) != 0:
					t.cue &^= neg | only | onIf | may | must
					if k == 0 {
						t.cue |= p.cue | breaks
					} else {
						t.cue &^= breaks
					}
				case p.cue&(must|may) != 0 && k > 0 && t.text == "not":
				default:
					t.cue |= p.cue
				}
			}
		}
	}
	for i := range ts { // must not → may, denied
		if ts[i].cue&must != 0 && i+1 < len(ts) && ts[i+1].text == "not" && ts[i].text == "must" {
			ts[i].cue = ts[i].cue&^must | may
		}
	}
}

// goesOn reports whether "not only" is followed by what there is besides.
func (r *reader) goesOn(ts []token) bool {
	for i := range ts {
		switch ts[i].text {
		case "but", "also", "sondern", "mais", "sino", "ma", "maar", "auch", "aussi", "también", "anche", "ook":
			return true
		}
	}
	return false
}

func startsWith(ts []token, words []string) bool {
	for k, w := range words {
		if ts[k].text != w {
			return false
		}
	}
	return true
}
