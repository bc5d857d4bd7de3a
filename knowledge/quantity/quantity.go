// Package quantity reads what a text says in numbers: counts, amounts of money, shares, lengths of time, dates, days,
// times of day, measures, codes and telephone numbers, in digits and in words, with the limits that are put to them
// ("up to", "within", "from").
//
// [Read] finds them in the order of the text, [Quantity.Equal] tells whether two of them are the same amount in the same or
// a convertible unit, and [Quantity.Bound] says of what kind the limit is. Words are known for English, German, French,
// Spanish, Italian and Dutch; digits are read everywhere. What is no number in that language's way of writing is a code,
// which is only equal to itself.
package quantity

import "math"

// Kind says what a quantity is of.
type Kind uint8

// The kinds of quantities, with what Low and High are in.
const (
	Count       Kind = iota // pieces, or a bare number
	Ordinal                 // a place in an order
	Money                   // Unit is the currency
	Percent                 // hundredths
	Duration                // minutes
	Months                  // calendar months, which are no number of days
	WorkingDays             // days that are worked on
	Date                    // month*100 + day, day 0 if only the month is named; Unit "relative": days from today
	Weekday                 // Monday is 1
	Clock                   // minutes since midnight
	Measure                 // base units; Unit says which
	Code                    // Unit is the code, in small letters without separators; Low is 0
	Phone                   // Unit is the digits; Low is 0
)

// Bound says which limit is put to a quantity.
type Bound uint8

// The limits there are.
const (
	Exact   Bound = iota
	Within        // within, in: of lengths of time
	AtMost        // up to, at most, until, by
	Below         // less than, before
	AtLeast       // at least, from
	Above         // more than, after
	About         // about, roughly
)

// Quantity is one that a text names.
type Quantity struct {
	Kind      Kind
	Low, High float64 // of a range; the same for a single value
	Unit      string
	Year      int    // of a date, 0 if it names none
	Bound     Bound  // the limit that the words around it put to it
	Anchor    int    // of a length of time: 1 if it runs from an event on ("14 days after"), −1 if up to it, else 0
	Article   bool   // "a week": the one is not stressed
	Written   bool   // in words
	Of        string // of a count: the word that follows, as written in small letters; "" if none
	OfEnd     int    // where that word ends
	Start     int    // bytes of the text
	End       int
	LimitFrom int // where the words before it begin that limit it; Start if there are none
}

// Range reports whether it names two ends.
func (q Quantity) Range() bool { return q.Low != q.High }

// precision is how far two values may lie apart that are the same but for the rounding of a conversion.
const precision = 1e-9

func close(a, b float64) bool {
	return math.Abs(a-b) <= precision*max(math.Abs(a), math.Abs(b))
}

// Equal reports whether two quantities are the same amount, their limits aside. A date without a year equals one with
// it, whichever way: see [Quantity.Covers].
func (q Quantity) Equal(p Quantity) bool {
	if q.Kind != p.Kind {
		return q.half(p) || p.half(q)
	}
	switch q.Kind {
	case Code, Phone:
		return q.Unit == p.Unit
	case Date:
		return q.Unit == p.Unit && q.Low == p.Low && q.High == p.High && (q.Year == p.Year || q.Year == 0 || p.Year == 0)
	case Count:
		return close(q.Low, p.Low) && close(q.High, p.High)
	}
	return q.Unit == p.Unit && close(q.Low, p.Low) && close(q.High, p.High)
}

// half reports whether q is a fraction ("half") and p the same share in per cent.
func (q Quantity) half(p Quantity) bool {
	return q.Kind == Count && p.Kind == Percent && q.Low > 0 && q.Low < 1 && q.Low == q.High && close(q.Low*100, p.Low) && close(p.Low, p.High)
}

// Covers reports whether what p says holds wherever q is said: the same amount with the same limit, or one end of a range
// that q names. A year that p names has to be in q, too.
func (q Quantity) Covers(p Quantity) bool {
	if p.Year != 0 && p.Year != q.Year {
		return false
	}
	if q.Equal(p) {
		return agree(q, p) && q.Anchor*p.Anchor >= 0
	}
	if q.Kind != p.Kind || q.Unit != p.Unit || !q.Range() || p.Range() || q.Kind == Code || q.Kind == Phone {
		return false
	}
	switch p.Bound {
	case AtMost:
		return close(q.High, p.Low)
	case Within:
		return close(q.High, p.Low) && q.timed()
	case AtLeast:
		return close(q.Low, p.Low)
	}
	return false
}

func (q Quantity) timed() bool {
	return q.Kind == Duration || q.Kind == Months || q.Kind == WorkingDays
}

// agree reports whether the limits of two equal quantities are the same. "Within 14 days" and "14 days" are, and so are
// "within" and "at most".
func agree(q, p Quantity) bool {
	a, b := q.Bound, p.Bound
	if a == b {
		return true
	}
	if !q.timed() {
		return false
	}
	loose := func(x Bound) bool { return x == Within || x == Exact }
	return loose(a) && loose(b) || a == Within && b == AtMost || a == AtMost && b == Within
}
