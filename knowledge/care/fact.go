package care

import (
	"math"
	"strings"

	"frontdesk/knowledge/language"
	"frontdesk/knowledge/pattern"
	"frontdesk/knowledge/quantity"
)

// fact is an amount that a sentence names.
type fact struct {
	kind   string  // "duration", "working days", "date", "clock", "percent", "price EUR", "measure g", "amount" and what is counted
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

// facts reads what a sentence says in numbers, and marks the tokens of it. A range of days or times of day is two facts.
func (g *glossary) facts(sentence string, ts []token) (out []fact) {
	at := 0
	for _, q := range g.amounts.Read(sentence) {
		f, ok := g.fact(q)
		if !ok {
			continue
		}
		end := q.End
		if strings.HasPrefix(f.kind, "amount ") {
			end = q.OfEnd
		}
		for ; at < len(ts) && ts[at].start < end; at++ {
			ts[at].used = ts[at].start >= q.Start
		}
		if q.Range() && (f.kind == "date" || f.kind == "clock") {
			f.hi = f.lo
			out = append(out, f)
			f.lo, f.hi = q.High, q.High
		}
		out = append(out, f)
	}
	return out
}

// fact is a quantity as articles are compared by it; false for those that they are not.
func (g *glossary) fact(q quantity.Quantity) (f fact, ok bool) {
	f = fact{lo: q.Low, hi: q.High}
	switch q.Kind {
	case quantity.Duration:
		f.kind = "duration"
	case quantity.Months:
		f.kind, f.lo, f.hi = "duration", q.Low*quantity.MinutesAMonth, q.High*quantity.MinutesAMonth
	case quantity.WorkingDays:
		f.kind = "working days"
	case quantity.Percent:
		f.kind = "percent"
	case quantity.Money:
		f.kind = "price " + q.Unit
	case quantity.Measure:
		f.kind = "measure " + q.Unit
	case quantity.Clock:
		f.kind = "clock"
	case quantity.Date:
		f.kind, f.year = "date", float64(q.Year)
		return f, q.Unit == "" && math.Mod(q.Low, 100) != 0
	case quantity.Count:
		// What is counted says what the number means; a bare number means anything.
		of := g.of(q.Of)
		if q.Of == "" || q.Article || q.Unit != "" || len(of) != 1 || of[0].class != language.Content {
			return f, false
		}
		f.kind = "amount " + of[0].name
	default:
		return f, false
	}
	return f, true
}

// token is a piece of a sentence: a word in small letters, a number, or one of the signs that amounts are written with.
type token struct {
	text   string
	start  int // byte of the sentence
	number bool
	used   bool // belongs to a fact
}

var tokens = pattern.Of(`\d{4}-\d{2}-\d{2}|\d+(?:[.,:/]\d+)*|\p{L}[\p{L}\p{M}]*|[€$£¥%–-]`)

func cut(sentence string) []token {
	var out []token
	for _, at := range tokens.FindAllStringIndex(sentence, -1) {
		t := token{text: strings.ToLower(sentence[at[0]:at[1]]), start: at[0]}
		t.number = t.text[0] >= '0' && t.text[0] <= '9'
		out = append(out, t)
	}
	return out
}
