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
		best := vote(s.text, "", groupOf(s.text)).best
		if len(groupOf(s.text)) == 1 {
			best = got
		}
		for _, c := range []*tally{by[s.code], total} {
			c.asked++
			if best == s.code {
				c.right++
			} else if c != total {
				t.Logf("%s: %q is taken for %s, sure: %v", s.code, s.text, best, sure)
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
	if total.asked < 400 || total.right*100 < total.asked*93 || total.sure*100 < total.asked*85 || total.surelyWrong > 6 {
		t.Error("detection got worse")
	}
	t.Logf("all %d of %d likeliest, %d sure, %d of them wrong", total.right, total.asked, total.sure, total.surelyWrong)
}

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		text, fallback, code string
		sure                 bool
	}{
		{"", "de-AT", "de", false},
		{"?!", "fr", "fr", false},
		{"iPhone 15", "nl", "nl", false},
		{"wifi", "sv", "sv", false},
		{"ok", "pt-BR", "pt", false},
		{"Wo ist meine Bestellung?", "en", "de", true},
		{"where is my order", "de", "en", true},
		{"saldo på gavekort", "da", "da", false},
		{"saldo på gavekort", "no", "no", false},
		{"我的订单在哪里", "en", "cjk", true},
		{"iPhone の 返品をしたいです", "en", "cjk", true},
		{"எனது ஆர்டர் எங்கே", "en", "in", true},
		{"איפה ההזמנה שלי", "en", "en", false},
		{"สั่งซื้อ", "fr", "fr", false},
		{"12345 67890", "it", "it", false},
	} {
		if code, sure := Detect(c.text, c.fallback); code != c.code || sure != c.sure {
			t.Errorf("%q is in %q, sure: %v; want %q, %v", c.text, code, sure, c.code, c.sure)
		}
	}
	for _, c := range []struct {
		text, fallback, code string
		among                []string
		sure                 bool
	}{
		{"Wo ist meine Bestellung?", "en", "de", []string{"en", "de"}, true},
		{"Appen lukker hele tiden på min telefon", "en", "da", []string{"en", "da", "de"}, true},
		{"Dov'è il mio ordine?", "de", "de", []string{"de"}, false},
		{"Где мой заказ?", "en", "en", []string{"en", "de"}, false},
		{"Где мой заказ?", "en", "ru", []string{"en", "ru"}, true},
		{"Wo ist meine Bestellung?", "en", "de", []string{"de", "ru"}, true},
	} {
		if code, sure := DetectAmong(c.text, c.fallback, c.among); code != c.code || sure != c.sure {
			t.Errorf("%q among %v is in %q, sure: %v; want %q, %v", c.text, c.among, code, sure, c.code, c.sure)
		}
	}
}

func BenchmarkDetect(b *testing.B) {
	for b.Loop() {
		Detect("Can I return shoes without a receipt?", "de")
	}
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
