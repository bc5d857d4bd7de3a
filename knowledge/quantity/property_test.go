package quantity

import (
	"fmt"
	"strconv"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// However the digits of a number are grouped, and in whatever script, it is the same.
func TestGrouping(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1000, 999_999).Draw(t, "n")
		head, tail := strconv.Itoa(n/1000), fmt.Sprintf("%03d", n%1000)
		var arabic string
		for _, d := range strconv.Itoa(n) {
			arabic += string('٠' + d - '0')
		}
		for locale, texts := range map[string][]string{
			"en": {head + "," + tail, head + "'" + tail, head + " " + tail, head + "\u202f" + tail, strconv.Itoa(n), head + "," + tail + ".00", arabic},
			"de": {head + "." + tail, head + "'" + tail, head + "\u00a0" + tail, strconv.Itoa(n), head + "." + tail + ",00"},
			"fr": {head + " " + tail, head + "\u202f" + tail, head + " " + tail + ",00"},
		} {
			for _, text := range texts {
				got := Read("a "+text+" b", locale)
				if len(got) != 1 || got[0].Kind != Count || got[0].Low != float64(n) {
					t.Fatalf("%s: %q is %+v", locale, text, got)
				}
			}
		}
	})
}

// Lengths of time are the same in all their units, and no two that differ are.
func TestDurations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weeks := rapid.IntRange(1, 50).Draw(t, "weeks")
		other := rapid.IntRange(1, 50).Draw(t, "other")
		read := func(format string, n int) Quantity {
			got := Read(fmt.Sprintf(format, n), "en")
			if len(got) != 1 {
				t.Fatalf("%d in %q: %+v", n, format, got)
			}
			return got[0]
		}
		a := read("%d weeks", weeks)
		for _, b := range []Quantity{read("%d days", 7*weeks), read("%d hours", 168*weeks), read("a %d-day trial", 7*weeks)} {
			if !a.Equal(b) || !a.Covers(b) {
				t.Fatalf("%+v and %+v", a, b)
			}
		}
		if a.Equal(read("%d weeks", other)) != (weeks == other) || a.Equal(read("%d working days", 7*weeks)) || a.Equal(read("%d months", weeks)) {
			t.Fatalf("%d and %d weeks", weeks, other)
		}
	})
}

func TestCovers(t *testing.T) {
	one := func(locale, text string) Quantity {
		got := Read(text, locale)
		if len(got) != 1 {
			t.Fatalf("%q has %+v", text, got)
		}
		return got[0]
	}
	for _, c := range []struct {
		source, said string
		want         bool
	}{
		{"within 14 days", "14 days", true}, {"14 days", "within two weeks", true}, {"up to 14 days", "14 days", false}, {"up to 14 days", "within 14 days", true},
		{"at least 8 characters", "8 characters", false}, {"8 characters", "at least 8 characters", false}, {"up to 5 users", "at most five users", true},
		{"3 to 5 days", "up to 5 days", true}, {"3 to 5 days", "at least 3 days", true}, {"3 to 5 days", "5 days", false}, {"3 to 5 days", "up to 3 days", false},
		{"31 December 2026", "31 December", true}, {"31 December", "31 December 2026", false}, {"before 5 pm", "after 17:00", false}, {"until 5 pm", "by 17:00", true},
		{"14 days before departure", "14 days after arrival", false}, {"half", "50 %", true}, {"€5", "5.00 EUR", true}, {"€5", "$5", false}, {"€5", "5", false},
		{"about 5 days", "5 days", false}, {"a month", "30 days", false}, {"12 months", "a year", true}, {"over €50", "under €50", false}, {"X-200", "x200", true}, {"X-200", "X-201", false},
		{"1.5 kg", "1500 g", true}, {"5 working days", "5 days", false}, {"Monday to Friday", "weekdays", true}, {"per month", "monthly", true}, {"per month", "per year", false},
	} {
		if got := one("en", c.source).Covers(one("en", c.said)); got != c.want {
			t.Errorf("%q covers %q: %v", c.source, c.said, got)
		}
	}
}

// Whatever the text, what is found stands in it in order, and is equal to itself.
func FuzzRead(f *testing.F) {
	f.Add("en", "from 9:00 to 5 pm, 3–5 days, 31.12.2026, €4.90 - a - -, +49 (0)30 123, X-200, two thirds of the 3rd, 1 200 000, [3]")
	f.Add("de", "1. Mai, zweiwöchig, bis zu 3 Mal, 5,- €, Mo–Fr 9–17 Uhr")
	f.Fuzz(func(t *testing.T, locale, text string) {
		if !utf8.ValidString(text) {
			return
		}
		end := 0
		for _, q := range Read(text, locale) {
			if q.Start < end || q.End <= q.Start || q.End > len(text) || q.LimitFrom > q.Start || !q.Equal(q) || !q.Covers(q) {
				t.Fatalf("%q has %+v behind %d", text, q, end)
			}
			end = q.End
		}
	})
}
