package index

import (
	"slices"
	"strings"
	"testing"
)

func TestEditDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"return", "return", 0}, {"retrun", "return", 1}, {"retur", "return", 1}, {"rreturn", "return", 1}, {"delivry", "delivery", 1},
		{"dilevery", "delivery", 2}, {"refund", "return", 3}, {"", "ab", 2}, {"größe", "grösse", 2}, {"invoice", "voice", 2},
	} {
		if got := editDistance(c.a, c.b, 2); got != c.want {
			t.Errorf("%q, %q: %d, want %d", c.a, c.b, got, c.want)
		}
		if editDistance(c.a, c.b, 2) != editDistance(c.b, c.a, 2) {
			t.Errorf("%q, %q: not symmetrical", c.a, c.b)
		}
	}
}

func TestPassagesCoverTheText(t *testing.T) {
	para := strings.TrimSpace(strings.Repeat("Some words of a paragraph that goes on. ", 8))
	text := strings.Join([]string{
		"Opening words.", para, "First heading", para, para, "Second heading", "• one\n• two", strings.Repeat("word ", 900), strings.Repeat("返品したい。", 900), "Last heading",
	}, "\n\n")
	passages := cutPassages(text)
	end := 0
	for i, p := range passages {
		if p.Start < end || p.End <= p.Start || strings.TrimSpace(text[end:p.Start]) != "" {
			t.Fatalf("passage %d is %v after %d", i, p.Span, end)
		}
		if n := countWords(text[p.Start:p.End]); n > passageLong+passageGood {
			t.Errorf("passage %d has %d words", i, n)
		}
		end = p.End
	}
	if strings.TrimSpace(text[end:]) != "" {
		t.Errorf("%q is in no passage", text[end:])
	}
	opens := slices.ContainsFunc(passages, func(p passage) bool { return strings.HasPrefix(text[p.Start:], "First heading") })
	lends := slices.ContainsFunc(passages, func(p passage) bool { return text[p.heading.Start:p.heading.End] == "Second heading" })
	if !opens || !lends {
		t.Errorf("headings open passages: %v, lend themselves to later ones: %v", opens, lends)
	}
	if n := len(cutPassages(strings.Repeat("Heading\n\n", 1000))); n < 5 {
		t.Errorf("a thousand headings make %d passages", n)
	}
	if got := cutPassages(""); len(got) != 0 {
		t.Errorf("an empty text has the passages %v", got)
	}
}

func FuzzPassages(f *testing.F) {
	f.Add("a\n\nb")
	f.Add(strings.Repeat("long. ", 500))
	f.Add("\n\n\n\n \n\n1. x\n\n\xff")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, p := range cutPassages(text) {
			if p.Start < end || p.End <= p.Start || p.End > len(text) || strings.TrimSpace(text[end:p.Start]) != "" {
				t.Fatalf("%v after %d", p.Span, end)
			}
			if p.heading.End > p.Start && p.heading.End != 0 {
				t.Fatalf("the heading %v is not before %v", p.heading, p.Span)
			}
			end = p.End
		}
		if strings.TrimSpace(text[end:]) != "" {
			t.Fatalf("%q is in no passage", text[end:])
		}
	})
}
