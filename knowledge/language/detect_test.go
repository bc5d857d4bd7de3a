package language

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// sentence is a short question in a known language.
type sentence struct{ code, text string }

func sentences(t testing.TB) (all []sentence) {
	t.Helper()
	raw, err := os.ReadFile("testdata/sentences.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		code, text, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok {
			t.Fatalf("the line %q has no tab", line)
		}
		all = append(all, sentence{code, text})
	}
	return all
}

func TestDetectionAccuracy(t *testing.T) {
	type tally struct{ asked, right, sure, surelyWrong int }
	by := make(map[string]*tally)
	total := &tally{}
	for _, s := range sentences(t) {
		// The fallback is a language that is hardly ever right, so that it cannot help.
		got, sure := Detect(s.text, "vo")
		if by[s.code] == nil {
			by[s.code] = &tally{}
		}
		best, _ := vote(s.text, "", groupOf(s.text))
		if len(groupOf(s.text)) == 1 {
			best = got
		}
		for _, c := range []*tally{by[s.code], total} {
			c.asked++
			if best == s.code {
				c.right++
			} else if os.Getenv("SHOW") != "" && c != total {
				t.Logf("%s: %q is taken for %s, %v", s.code, s.text, best, sure)
			}
			if sure {
				c.sure++
				if got != s.code {
					c.surelyWrong++
				}
			}
		}
	}
	var codes []string
	for code := range by {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		c := by[code]
		t.Logf("%-3s %2d of %2d likeliest, %2d sure, %d of them wrong", code, c.right, c.asked, c.sure, c.surelyWrong)
	}
	t.Logf("all %d of %d likeliest, %d sure, %d of them wrong", total.right, total.asked, total.sure, total.surelyWrong)
}

func FuzzDetect(f *testing.F) {
	f.Add("Wo ist meine Bestellung?", "en")
	f.Add("", "")
	f.Add("\xff\xfe 日本", "zz-ZZ")
	f.Fuzz(func(t *testing.T, text, fallback string) {
		code, sure := Detect(text, fallback)
		if code != Code(fallback) && !slices.Contains(spellings().codes, code) && code != "cjk" && code != "in" {
			t.Errorf("%q is in the language %q", text, code)
		}
		if sure && utf8.RuneCountInString(text) == 0 {
			t.Errorf("%q is surely in %q", text, code)
		}
	})
}
