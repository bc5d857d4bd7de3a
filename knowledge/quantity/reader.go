package quantity

import (
	"strings"

	"frontdesk/knowledge/language"
)

// Reader reads the quantities of texts in one language. It is for one goroutine, and keeps its room from text to text.
type Reader struct {
	lang     string
	comma    bool // fractions have a comma
	dayFirst bool // 3/12 is the third of December
	words    *numerals
	articles map[string]bool
	relative map[string]float64

	text string
	ts   []token
	at   int
	out  []Quantity
}

// NewReader returns a reader for a BCP 47 locale. Dates like 3/12 have the month first in English, unless the locale
// names a region where they do not.
func NewReader(locale string) *Reader {
	code := language.Code(locale)
	r := &Reader{lang: code, words: numeralsOf(code), articles: articles[code], relative: relative[code]}
	r.comma = code != "en" && code != "" && code != "cjk" && code != "in"
	r.dayFirst = code != "en"
	if _, region, ok := strings.Cut(strings.ReplaceAll(strings.ToLower(locale), "_", "-"), "-"); ok && code == "en" {
		r.dayFirst = region != "us" && region != "ph" && region != "ca"
	}
	if region := strings.ToLower(locale); strings.HasSuffix(region, "-ch") || strings.HasSuffix(region, "-mx") {
		r.comma = false
	}
	return r
}

// Read finds the quantities of a text, in order and without overlap.
func Read(text, locale string) []Quantity { return NewReader(locale).Read(text) }

// Read finds the quantities of a text, in order and without overlap. The slice is the caller's.
func (r *Reader) Read(text string) []Quantity {
	r.text, r.ts, r.at, r.out = text, cut(text, r.ts[:0]), 0, nil
	for r.at < len(r.ts) {
		from := r.at
		q, ok := r.read()
		if !ok {
			r.at = max(r.at, from+1)
			continue
		}
		q.Start, q.End = r.ts[from].start, r.ts[r.at-1].end
		r.limit(&q, from)
		r.out = append(r.out, q)
	}
	return r.out
}

// word is the text of the token that is n further, "" beyond the ends.
func (r *Reader) word(n int) string {
	if i := r.at + n; i >= 0 && i < len(r.ts) {
		return r.ts[i].text
	}
	return ""
}

func (r *Reader) token(n int) *token {
	if i := r.at + n; i >= 0 && i < len(r.ts) {
		return &r.ts[i]
	}
	return &token{}
}

// read reads the quantity that begins here, and moves behind it.
func (r *Reader) read() (Quantity, bool) {
	t := r.token(0)
	if t.kind == 'w' {
		if !r.promising(t) {
			return Quantity{}, false
		}
	}
	for _, try := range [...]func() (Quantity, bool){r.marker, r.date, r.phone, r.money, r.clock, r.weekday, r.code, r.half, r.frequency, r.amount} {
		here := r.at
		if q, ok := try(); ok && r.at > here {
			return q, q.Kind != none
		}
		r.at = here
	}
	return Quantity{}, false
}

// none is the kind of what is no quantity, though it has digits: the number of a list item or a footnote.
const none Kind = 255

// promising reports whether a quantity may begin with a word.
func (r *Reader) promising(t *token) bool {
	w := t.text
	if r.words != nil && r.words.longest[w] > 0 || r.articles[w] {
		return true
	}
	if months[w] != 0 || weekdays[w] != 0 || currencies[w] != "" || shortDays[w] != 0 || halves[w] || rates[w] {
		return true
	}
	if n := r.token(1); n.kind == 'n' && n.glued || n.glued && n.kind == 's' {
		return true
	}
	_, rel := r.relative[w]
	_, part := weekParts[w]
	return rel || part || often[w] != 0 || oftenMonths[w] != 0 || times[w] != 0 || placing[w] != 0 || noons[w] != 0 || w == "once" || w == "same" || w == "next" || w == "following" || w == "aujourd" || r.compound(w)
}

// marker passes over the number of a list item at the beginning of a line ("1. Open", "2) Choose") and over a footnote ("[1]").
func (r *Reader) marker() (Quantity, bool) {
	if r.word(0) == "[" && r.token(1).kind == 'n' && r.word(2) == "]" {
		r.at += 3
		return Quantity{Kind: none}, true
	}
	if r.token(0).kind != 'n' || len(r.word(0)) > 2 || r.at > 0 && r.word(-1) != "\n" {
		return Quantity{}, false
	}
	sign, next := r.token(1), r.token(2)
	if (sign.text != "." && sign.text != ")") || !sign.glued || next.glued || next.start == 0 || months[next.text] != 0 {
		return Quantity{}, false
	}
	r.at += 2
	return Quantity{Kind: none}, true
}

// number reads a number in digits or words.
func (r *Reader) number() (v float64, written, ok bool) {
	if t := r.token(0); t.kind == 'n' {
		if v, ok = value(t.text, r.comma); !ok {
			if v, ok = fraction(t.text); !ok {
				return 0, false, false
			}
		}
		r.at++
		if r.token(0).kind == 'n' && !r.token(0).glued { // 1 1/2
			if part, is := fraction(r.word(0)); is && v == float64(int(v)) && strings.Contains(r.word(0), "/") {
				v += part
				r.at++
			}
		}
		return v * r.scale(), false, true
	}
	if r.words == nil {
		return 0, false, false
	}
	v, n := r.numeral()
	if n == 0 {
		return 0, false, false
	}
	r.at += n
	return v * r.scale(), true, true
}

// scale reads thousand and million behind a number.
func (r *Reader) scale() float64 {
	by, ok := scales[r.word(0)]
	if !ok || len(r.word(0)) == 1 && !r.token(0).glued {
		return 1
	}
	r.at++
	return by
}

// numeral is the longest number in words that begins here, and how many tokens it has.
func (r *Reader) numeral() (v float64, n int) {
	longest := r.words.longest[r.word(0)]
	if longest == 0 {
		return 0, 0
	}
	var b strings.Builder
	words := 0
	for i := 0; words < longest; i++ {
		t := r.token(i)
		if t.kind == 's' && t.text == dash && t.glued && r.token(i+1).glued {
			continue
		}
		if t.kind != 'w' {
			break
		}
		if words > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
		words++
		if found, ok := r.words.value[b.String()]; ok {
			v, n = found, i+1
		}
	}
	return v, n
}

// fraction reads 1/2 and the like.
func fraction(s string) (float64, bool) {
	switch s {
	case "1/2":
		return .5, true
	case "1/4":
		return .25, true
	case "3/4":
		return .75, true
	case "1/3":
		return 1.0 / 3, true
	case "2/3":
		return 2.0 / 3, true
	}
	return 0, false
}
