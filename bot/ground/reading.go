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
	chunk      int
}

// matter reports whether the token says what a text is about.
func (t *token) matter() bool {
	return t.class == language.Content && !t.amount && t.cue&chat == 0 && (t.text[0] < '0' || t.text[0] > '9')
}

// chunk is a part of a sentence between signs and joining words.
type chunk struct {
	from, to int // tokens
	clause   int
	aside    bool // stands in brackets
}

// clause is one or several chunks that are denied, allowed and bound together.
type clause struct {
	from, to  int // tokens
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
		for _, p := range r.words.lexicon.phrases[ts[i].text] {
			if i+len(p.words) > len(ts) || !startsWith(ts[i:], p.words) {
				continue
			}
			for k := range p.words {
				t := &ts[i+k]
				switch {
				case p.cue == neutral || t.cue&neutral != 0:
					t.cue = t.cue&(finite|breaks|joins) | neutral
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
		starts := i == 0 || cond != 0 || own && out.startsClause(k)
		lead := i > 0 && len(out.clauses) == 1 && out.leading(0)
		if !starts || lead && cond == 0 {
			c := &out.clauses[len(out.clauses)-1]
			c.to = k.to
			k.clause = len(out.clauses) - 1
			continue
		}
		k.clause = len(out.clauses)
		out.clauses = append(out.clauses, clause{from: k.from, to: k.to, condition: cond, elliptic: bare && i > 0 && (cond&except != 0 || out.tokens[k.from].cue&neg != 0 || k.from+1 < k.to && out.tokens[k.from+1].cue&neg != 0)})
	}
	for i := range out.clauses {
		out.weigh(&out.clauses[i])
	}
}

// startsClause reports whether a chunk begins a clause: behind a sign, a joining word with a subject, or a word that begins one.
func (out *reading) startsClause(k *chunk) bool {
	for t := k.from; t < k.to && t < k.from+4; t++ {
		if out.tokens[t].cue&(finite|breaks) != 0 {
			return true
		}
	}
	for t := k.from; t < k.to; t++ {
		if out.tokens[t].cue&finite != 0 {
			return true
		}
	}
	return false
}

// leading reports whether a clause is only the beginning of one: "Without a receipt, …".
func (out *reading) leading(i int) bool {
	c := out.clauses[i]
	if c.condition != 0 {
		return false
	}
	for t := c.from; t < c.to; t++ {
		if out.tokens[t].cue&finite != 0 {
			return false
		}
	}
	return true
}

// weigh sums up what the words of a clause do.
func (out *reading) weigh(c *clause) {
	c.cue = 0
	for t := c.from; t < c.to; t++ {
		tok := &out.tokens[t]
		if tok.amount && tok.cue&(neg|free) == 0 {
			continue
		}
		if tok.cue&neg != 0 && tok.cue&neutral == 0 && !(out.text != "" && t == 0 && tok.cue&yesNo != 0 && strings.HasPrefix(out.text[tok.end:], ",")) {
			c.negated = !c.negated
		}
		c.cue |= tok.cue
	}
	if c.condition&(unless|except) != 0 {
		c.negated = !c.negated
		for t := c.from; t < c.to; t++ { // "ausgenommen" denies by itself
			if out.tokens[t].cue&except != 0 && out.tokens[t].cue&neg != 0 {
				c.negated = !c.negated
			}
		}
	}
	out.cue |= c.cue
}

// clauseOf is the clause of a token.
func (out *reading) clauseOf(t int) int {
	for i := range out.clauses {
		if out.clauses[i].from <= t && t < out.clauses[i].to {
			return i
		}
	}
	return 0
}

func (out *reading) chunkOf(t int) int {
	for i := range out.chunks {
		if out.chunks[i].from <= t && t < out.chunks[i].to {
			return i
		}
	}
	return 0
}
