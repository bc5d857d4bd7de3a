package care

import (
	"fmt"
	"strings"
	"testing"
)

func read(locale, sentence string) string {
	var out []string
	for _, f := range newGlossary(locale).facts(sentence, cut(sentence)) {
		s := fmt.Sprintf("%s %g", f.kind, f.lo)
		if f.hi != f.lo {
			s += fmt.Sprintf("..%g", f.hi)
		}
		if f.year != 0 {
			s += fmt.Sprintf(" of %g", f.year)
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func TestFacts(t *testing.T) {
	for _, c := range []struct{ locale, sentence, want string }{
		{"en", "Returns are possible for 14 days.", "duration 20160"},
		{"en", "Returns are possible for two weeks.", "duration 20160"},
		{"en", "within a week, or within 24 hours", "duration 10080, duration 1440"},
		{"en", "half an hour, or a half day", "duration 30, duration 720"},
		{"de", "eine halbe Stunde", "duration 30"},
		{"en", "a 30-day trial", "duration 43200"},
		{"en", "It takes 3–5 business days.", "working days 3..5"},
		{"en", "It takes 3 to 5 days.", "duration 4320..7200"},
		{"de", "innerhalb von 14 Werktagen", "working days 14"},
		{"de", "Der Versand kostet 4,90 €, ab 1.000 Euro nichts.", "price EUR 4.9, price EUR 1000"},
		{"en", "It costs €4.90 or $1,000.50.", "price EUR 4.9, price USD 1000.5"},
		{"en", "10 % off, or fifteen percent", "percent 10, percent 15"},
		{"en", "until 31 December 2026", "date 1231 of 2026"},
		{"en", "until December 31st, 2026, not 2026-12-30", "date 1231 of 2026, date 1230 of 2026"},
		{"en", "on 12/24/2026 or 24/12/2026", "date 1224 of 2026, date 1224 of 2026"},
		{"de", "am 24.12.2026 oder am 3. Januar", "date 1224 of 2026, date 103"},
		{"en", "from 9:00 to 5 pm or 8 a.m.", "clock 540, clock 1020, clock 480"},
		{"de", "ab 17 Uhr", "clock 1020"},
		{"en", "up to five devices, 3 users", "amount devic 5, amount user 3"},
		{"en", "one of the best, a cup, number 7 and the 2nd", ""},
		{"en", "", ""},
	} {
		if got := read(c.locale, c.sentence); got != c.want {
			t.Errorf("%s: %q, want %q", c.sentence, got, c.want)
		}
	}
}

// Whatever the text, reading it ends and finds only amounts that are numbers.
func FuzzFacts(f *testing.F) {
	f.Add("en", "from 9:00 to 5 pm, 3–5 days, 31.12.2026, €4.90 - a - -")
	f.Fuzz(func(t *testing.T, locale, text string) {
		for _, f := range newGlossary(locale).facts(text, cut(text)) {
			if f.kind == "" || !f.same(f) {
				t.Fatalf("%q has %+v", text, f)
			}
		}
	})
}
