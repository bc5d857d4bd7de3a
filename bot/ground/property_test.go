package ground

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"frontdesk/bot"
)

// passagesOf are the different passages of the labelled set.
func passagesOf(t testing.TB) (out []pair) {
	seen := make(map[string]bool)
	for _, p := range pairs(t) {
		if !seen[p.Title] {
			seen[p.Title] = true
			out = append(out, p)
		}
	}
	return out
}

// What a source says may be said, word for word, also two or three neighbouring sentences of it together.
func TestVerbatim(t *testing.T) {
	for _, p := range passagesOf(t) {
		g := New([]Source{{N: 1, Title: p.Title, Text: p.Source, Locale: p.Locale}}, Options{Locale: p.Locale})
		list := segments(p.Source)
		for i := range list {
			for n := i; n < len(list) && n < i+longestRun; n++ {
				s := strings.ReplaceAll(p.Source[list[i].Start:list[n].End], "\n", " ")
				if f := g.Check(s, []int{1})[0]; f.Verdict != bot.Passed || f.Span.Start != list[i].Start || f.Span.End != list[n].End {
					t.Errorf("%s: %q → %+v", p.Locale, s, f)
				}
			}
		}
	}
}

// A sentence with a number that stands nowhere never passes, wherever the number is put and however it is written.
func TestFreshNumber(t *testing.T) {
	list := pairs(t)
	ways := map[string][]string{
		"en": {"7391", "7,391", "seventy-three", "73 days", "€73", "73 %", "7391 km", "73:10", "the 73rd", "７３９１", "23 August", "X-7391", "+49 7391 7391739", "at least 73"},
		"de": {"7391", "7.391", "dreiundsiebzig", "73 Tagen", "73 €", "73 %", "am 23. August"},
	}
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(list).Draw(t, "pair")
		all := ways[p.Locale]
		if all == nil {
			all = ways["en"][:1]
		}
		number := rapid.SampledFrom(all).Draw(t, "number")
		words := strings.Fields(p.Sentence)
		at := rapid.IntRange(0, len(words)).Draw(t, "at")
		s := strings.Join(words[:at], " ") + " " + number + " " + strings.Join(words[at:], " ")
		p.Sentence = strings.TrimSpace(s)
		if f := p.check(0); f.Verdict == bot.Passed {
			t.Fatalf("%q passed with %q", p.Sentence, p.Source[f.Span.Start:f.Span.End])
		}
	})
}

// Checking twice finds the same.
func TestDeterministic(t *testing.T) {
	for _, p := range pairs(t) {
		one, two := p.check(0), p.check(0)
		if one != two {
			t.Errorf("%q: %+v, then %+v", p.Sentence, one, two)
		}
	}
}

// The gate takes any text, and a sentence with a fresh number never passes.
func FuzzCheck(f *testing.F) {
	for i, p := range pairs(f) {
		if i%7 == 0 {
			f.Add(p.Title, p.Source, p.Sentence, p.Locale, false)
			f.Add(p.Title, p.Source, p.Sentence, p.Locale, true)
		}
	}
	f.Add("", "", "", "", false)
	f.Add("a", "x | y\n• b\n1. c:\n\nd", "7 - (\"", "zz", true)
	f.Fuzz(func(t *testing.T, title, source, sentence, locale string, across bool) {
		if len(source) > 4000 || len(sentence) > 600 || !utf8.ValidString(source+sentence+title) {
			return
		}
		g := New([]Source{{N: 1, Title: title, Text: source, Locale: locale}}, Options{Across: across})
		for _, found := range g.Check(sentence, []int{1}) {
			if found.Verdict == "" || found.Span.Start < 0 || found.Span.End > len(source) || found.Span.Start > found.Span.End {
				t.Fatalf("%+v", found)
			}
		}
		fresh := "48213907"
		if strings.Contains(fold(title+source), fresh[:4]) {
			return
		}
		if got := g.Check(fmt.Sprintf("%s %s", fresh, sentence), []int{1})[0]; got.Verdict == bot.Passed {
			t.Fatalf("%q passed with a fresh number", sentence)
		}
	})
}

// BenchmarkCheck measures a sentence with a source of 2 kB.
func BenchmarkCheck(b *testing.B) {
	var text strings.Builder
	for _, p := range passagesOf(b) {
		if p.Locale == "en" && text.Len() < 2000 {
			text.WriteString(p.Title + "\n\n" + p.Source + "\n\n")
		}
	}
	g := New([]Source{{N: 1, Title: "Help", Text: text.String(), Locale: "en"}}, Options{Locale: "en"})
	list := pairs(b)
	b.ReportMetric(float64(text.Len()), "bytes")
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		p := list[i%len(list)]
		for p.Locale != "en" {
			i++
			p = list[i%len(list)]
		}
		g.Check(p.Sentence, []int{1})
	}
}

// BenchmarkFirst measures the first sentence with that source, which is read for it.
func BenchmarkFirst(b *testing.B) {
	var text strings.Builder
	for _, p := range passagesOf(b) {
		if p.Locale == "en" && text.Len() < 2000 {
			text.WriteString(p.Title + "\n\n" + p.Source + "\n\n")
		}
	}
	for b.Loop() {
		New([]Source{{N: 1, Title: "Help", Text: text.String(), Locale: "en"}}, Options{Locale: "en"}).Check("You can return unused items within 14 days.", []int{1})
	}
}
