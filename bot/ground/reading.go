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

// chunk is a part of a sentence between signs and joining words.
type chunk struct {
	from, to int // tokens
	clause   int
	aside    bool // stands in brackets
}

// clause is one or several chunks that are denied, allowed and bound together.
type clause struct {
	tokens    []int
	negated   bool
	cue       cue
	condition cue  // what kind of condition it is: onIf, unless, except or onlyIf; 0 if none
	elliptic  bool // it takes its verb from the clause before
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

// cut finds the chunks and clauses.
func (out *reading) cut() {
	ts := out.tokens
	from, aside := 0, false
	add := func(to int, next bool) {
		if to > from {
			out.chunks = append(out.chunks, chunk{from: from, to: to, aside: aside})
			from = to
		}
		aside = next
	}
	for i := range ts {
		if i == 0 {
			continue
		}
		gap := out.text[ts[i-1].end:max(ts[i].start, ts[i-1].end)]
		switch {
		case strings.ContainsAny(gap, "(["):
			add(i, true)
		case strings.ContainsAny(gap, ",;:)]|/\n") || strings.Contains(gap, " - ") || strings.ContainsAny(gap, ".!?"):
			if !ts[i].amount || !ts[i-1].amount {
				add(i, false)
			}
		case ts[i].cue&(breaks|joins) != 0 && !ts[i].amount:
			add(i, aside)
		}
	}
	add(len(ts), false)
	out.joinClauses()
}

// joinClauses makes clauses of the chunks: one that has no word of a clause of its own belongs to the one before, or to the
// one behind it at the beginning.
func (out *reading) joinClauses() {
	for i := range out.chunks {
		k := &out.chunks[i]
		own, cond, bare := false, cue(0), true
		for t := k.from; t < k.to; t++ {
			c := out.tokens[t].cue
			own = own || c&finite != 0 && !out.tokens[t].amount
			if t < k.from+2 {
				cond |= c & (onIf | unless | except | onlyIf)
			}
			bare = bare && (c&finite == 0 || t == k.from && c&(breaks|joins) != 0)
		}
		if n := len(out.clauses); i > 0 && cond == 0 && !(own && out.relative(k)) && !(n > 0 && own && !out.leading(n-1)) && !(n == 1 && out.conditional(k)) {
			out.give(k, max(0, out.chunks[i-1].clause))
			continue
		}
		elliptic := bare && i > 0 && (cond&except != 0 || out.denies(k))
		out.clauses = append(out.clauses, clause{condition: cond, elliptic: elliptic})
		out.give(k, len(out.clauses)-1)
		if i > 0 && out.relative(k) && out.leading(out.chunks[i-1].clause) {
			out.embedded(i)
		}
	}
	out.reunite()
	for i := range out.clauses {
		out.weigh(&out.clauses[i])
	}
	out.handOn()
}

// reunite gives a subject that a clause follows which says which one is meant to the verb behind that clause: "devices | that
// were made | before 2019 are not updated".
func (out *reading) reunite() {
	last := len(out.clauses) - 1
	if last < 2 || !out.verbless(&out.clauses[0]) || out.clauses[0].condition != 0 || len(out.clauses[1].tokens) == 0 {
		return
	}
	first := out.clauses[1].tokens[0]
	if k := out.chunks[out.chunkOf(first)]; !out.relative(&k) || out.tokens[out.clauses[last].tokens[0]].cue&(onIf|unless|except|onlyIf) != 0 {
		return
	}
	for _, t := range out.clauses[0].tokens {
		out.tokens[t].clause = last
	}
	out.clauses[last].tokens = append(append([]int(nil), out.clauses[0].tokens...), out.clauses[last].tokens...)
	out.clauses[0].tokens = nil
}

// handOn gives the denial of a clause that says nothing of a matter to its neighbour: "you will not, then, get it".
func (out *reading) handOn() {
	for i := range out.clauses {
		c := &out.clauses[i]
		if !c.negated || out.hasMatter(c) || len(out.clauses) == 1 {
			continue
		}
		to := i + 1
		if to == len(out.clauses) {
			to = i - 1
		}
		c.negated, out.clauses[to].negated = false, !out.clauses[to].negated
	}
}

func (out *reading) hasMatter(c *clause) bool {
	for _, t := range c.tokens {
		if tok := &out.tokens[t]; tok.matter() || tok.amount || tok.cue&classes != 0 {
			return true
		}
	}
	return false
}

// give makes the tokens of a chunk those of a clause.
func (out *reading) give(k *chunk, clause int) {
	k.clause = clause
	for t := k.from; t < k.to; t++ {
		out.clauses[clause].tokens = append(out.clauses[clause].tokens, t)
		out.tokens[t].clause = clause
	}
}

// conditional reports whether the only clause so far is a condition that the sentence begins with, and a sign ends it:
// what comes then is the main clause, though it may be nothing but "check your folder".
func (out *reading) conditional(k *chunk) bool {
	return out.clauses[0].condition != 0 && strings.Contains(out.text[out.tokens[k.from-1].end:out.tokens[k.from].start], ",")
}

// denies reports whether a chunk begins with a denial: "but not sale items".
func (out *reading) denies(k *chunk) bool {
	return out.tokens[k.from].cue&neg != 0 || k.from+1 < k.to && out.tokens[k.from+1].cue&neg != 0
}

// relative reports whether a chunk begins with a word that says which: "shoes that …".
func (out *reading) relative(k *chunk) bool {
	switch out.tokens[k.from].text {
	case "that", "which", "who", "qui", "que", "che", "die", "dat":
		return true
	}
	return false
}

// embedded gives the end of a clause that says which to the clause that it is about: "shoes that were not worn | can be
// exchanged".
func (out *reading) embedded(i int) {
	k := out.chunks[i]
	verbs, matter := 0, false
	for t := k.from + 1; t < k.to; t++ {
		tok := &out.tokens[t]
		switch {
		case tok.cue&finite != 0 && (verbs == 0 || matter):
			if verbs++; verbs == 2 {
				main := out.chunks[i-1].clause
				inner := &out.clauses[len(out.clauses)-1]
				rest := inner.tokens[t-k.from:]
				inner.tokens = inner.tokens[: t-k.from : t-k.from]
				for _, n := range rest {
					out.tokens[n].clause = main
				}
				out.clauses[main].tokens = append(out.clauses[main].tokens, rest...)
				return
			}
			matter = false
		case tok.matter() || tok.amount:
			matter = true
		}
	}
}

// leading reports whether a clause is only the beginning of one: "Without a receipt, …".
func (out *reading) leading(i int) bool {
	c := out.clauses[i]
	if c.condition != 0 {
		return false
	}
	for _, t := range c.tokens {
		if out.tokens[t].cue&finite != 0 {
			return false
		}
	}
	return true
}

// weigh sums up what the words of a clause do.
func (out *reading) weigh(c *clause) {
	for _, t := range c.tokens {
		tok := &out.tokens[t]
		if tok.amount && tok.cue&(neg|free) == 0 {
			continue
		}
		if tok.cue&neg != 0 && tok.cue&neutral == 0 && !(t == 0 && tok.cue&yesNo != 0 && strings.HasPrefix(out.text[tok.end:], ",")) {
			c.negated = !c.negated
		}
		c.cue |= tok.cue
	}
	if c.condition&(unless|except) != 0 {
		c.negated = !c.negated
		for _, t := range c.tokens { // "ausgenommen" denies by itself
			if out.tokens[t].cue&except != 0 && out.tokens[t].cue&neg != 0 {
				c.negated = !c.negated
			}
		}
	}
	out.cue |= c.cue
}

func (out *reading) chunkOf(t int) int {
	for i := range out.chunks {
		if out.chunks[i].from <= t && t < out.chunks[i].to {
			return i
		}
	}
	return 0
}
