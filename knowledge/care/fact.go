package care

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"frontdesk/knowledge/language"
)

// fact is an amount that a sentence names.
type fact struct {
	kind   string  // "duration", "working days", "date", "clock", "percent", "price EUR", "amount" and what is counted
	lo, hi float64 // in minutes, days since a year's begin, minutes since midnight, percent, the currency or pieces
	year   float64 // of a date, 0 if it names none
}

// near is how much two amounts may differ and be the same: a month is said to have 30 days, a year 12 times that.
const near = 0.02

// same reports whether two facts of one kind say the same.
func (f fact) same(g fact) bool {
	close := func(a, b float64) bool { return math.Abs(a-b) <= near*max(math.Abs(a), math.Abs(b)) }
	if f.kind == "date" {
		return f.lo == g.lo && (f.year == g.year || f.year == 0 || g.year == 0)
	}
	if f.kind != "duration" {
		return f.lo == g.lo && f.hi == g.hi
	}
	return close(f.lo, g.lo) && close(f.hi, g.hi)
}

// token is a piece of a sentence: a word in small letters, a number, or one of the signs that amounts are written with.
type token struct {
	text   string
	number bool // begins with a digit
	glued  bool // stands right behind the one before
	used   bool // belongs to a fact
}

var tokens = regexp.MustCompile(`\d{4}-\d{2}-\d{2}|\d+(?:[.,:/]\d+)*|\p{L}[\p{L}\p{M}]*|[€$£¥%–-]`)

func cut(sentence string) []token {
	var out []token
	end := -1
	for _, at := range tokens.FindAllStringIndex(sentence, -1) {
		t := token{text: strings.ToLower(sentence[at[0]:at[1]]), glued: at[0] == end}
		t.number = t.text[0] >= '0' && t.text[0] <= '9'
		out, end = append(out, t), at[1]
	}
	return out
}

// facts reads what a sentence says in numbers, and marks the tokens of it.
func facts(g *glossary, ts []token) []fact {
	r := factReader{words: g, ts: ts}
	for r.at < len(ts) {
		from := r.at
		f, ok := r.read()
		if !ok {
			r.at = from + 1
			continue
		}
		for i := from; i < r.at; i++ {
			ts[i].used = true
		}
		r.out = append(r.out, f)
	}
	return r.out
}

// factReader walks over the tokens of a sentence.
type factReader struct {
	words *glossary
	ts    []token
	at    int
	out   []fact
}

// word is the token that is n further, "" beyond the end.
func (r *factReader) word(n int) string {
	if i := r.at + n; i >= 0 && i < len(r.ts) {
		return r.ts[i].text
	}
	return ""
}

// read reads the fact that begins here, and moves behind it.
func (r *factReader) read() (fact, bool) {
	if f, ok := r.date(); ok {
		return f, true
	}
	if unit := currencies[r.word(0)]; unit != "" { // € 12.50
		r.at++
		if v, ok := r.digits(); ok {
			return fact{kind: "price " + unit, lo: v, hi: v}, true
		}
		return fact{}, false
	}
	if f, ok := r.clock(); ok {
		return f, true
	}
	if f, ok := r.half(); ok {
		return f, true
	}
	article := oneWords[r.word(0)]
	lo, ok := r.amount()
	if !ok {
		return fact{}, false
	}
	hi := lo
	if to[r.word(0)] {
		here := r.at
		r.at++
		if hi, ok = r.amount(); !ok {
			r.at, hi = here, lo
		}
	}
	return r.unit(lo, hi, article)
}

// half reads half an hour and eine halbe Stunde.
func (r *factReader) half() (fact, bool) {
	next := 0
	if oneWords[r.word(next)] {
		next++
	}
	if !halves[r.word(next)] {
		return fact{}, false
	}
	if next++; oneWords[r.word(next)] {
		next++
	}
	minutes, ok := durations[r.word(next)]
	if !ok {
		return fact{}, false
	}
	r.at += next + 1
	return fact{kind: "duration", lo: minutes / 2, hi: minutes / 2}, true
}

// unit reads what an amount is of.
func (r *factReader) unit(lo, hi float64, article bool) (fact, bool) {
	for r.word(0) == "-" || r.word(0) == "–" {
		r.at++ // 30-day
	}
	working := workingWords[r.word(0)]
	if working {
		r.at++
	}
	word := r.word(0)
	switch minutes, ok := durations[word]; {
	case word == "":
	case workingUnits[word] || working && ok:
		r.at++
		return fact{kind: "working days", lo: lo, hi: hi}, true
	case ok:
		r.at++
		return fact{kind: "duration", lo: lo * minutes, hi: hi * minutes}, true
	case article:
	case percents[word]:
		r.at++
		return fact{kind: "percent", lo: lo, hi: hi}, true
	case currencies[word] != "":
		r.at++
		return fact{kind: "price " + currencies[word], lo: lo, hi: hi}, true
	case !r.ts[r.at].number && !ordinals[word]:
		if of := r.words.of(word); len(of) == 1 && of[0].class == language.Content {
			r.at++
			return fact{kind: "amount " + of[0].name, lo: lo, hi: hi}, true
		}
	}
	return fact{}, false
}

// amount reads a number in digits or words.
func (r *factReader) amount() (float64, bool) {
	if v, ok := r.digits(); ok {
		return v, true
	}
	v, ok := numbers[r.word(0)]
	if ok {
		r.at++
	}
	return v, ok
}

// digits reads a number as the language writes it.
func (r *factReader) digits() (float64, bool) {
	if r.at >= len(r.ts) || !r.ts[r.at].number || strings.ContainsAny(r.word(0), ":/-") {
		return 0, false
	}
	var v float64
	n := 0
	r.words.lang.EachWord(r.word(0), func(word string) {
		var err error
		if v, err = strconv.ParseFloat(word, 64); err != nil {
			n++
		}
		n++
	})
	if n == 1 {
		r.at++
	}
	return v, n == 1
}

// clock reads 9:00, 9 am, 9:30 pm and 17 Uhr.
func (r *factReader) clock() (fact, bool) {
	h, m, colon := strings.Cut(r.word(0), ":")
	hours, minutes := atoi(h), atoi(m)
	if hours > 24 || minutes > 59 || h == "" || h[0] < '0' || h[0] > '9' || colon && len(m) != 2 {
		return fact{}, false
	}
	half := r.word(1)
	switch {
	case half == "am" || half == "pm":
		r.at++
	case (half == "a" || half == "p") && r.word(2) == "m":
		r.at += 2
	case half == "uhr":
		r.at++
	case !colon:
		return fact{}, false
	}
	r.at++
	if strings.HasPrefix(half, "p") && hours < 12 && half != "per" {
		hours += 12
	}
	at := float64(hours*60 + minutes)
	return fact{kind: "clock", lo: at, hi: at}, true
}
