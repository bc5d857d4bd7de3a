package llm

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSpelling(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		strings []string // between quotes
		want    string
	}{
		{[]string{`Hello`, ` you`}, "Hello you"},
		{[]string{`\"\\\/\b\f\n\r\t\u0041`}, "\"\\/\n\n\tA"},
		{[]string{`Gr\u00f6\u00DFe`}, "Größe"},
		{[]string{"5 \xe2", "\x82", "\xac"}, "5 €"},
		{[]string{`\ud83d\ude42`, `\ud83d`, `\ude42`}, "🙂🙂"},
		{[]string{`a\ud83d`, `b\ude42`, `\ud83d\ud83d\ude42`}, "ab🙂"},
		{[]string{"a\xe2\x82", "b", "\x80c", "\xff"}, "abc"},
		{[]string{"a\xe2\x82"}, "a"},
		{[]string{`a\r`, `\nb\r\r\n\n`}, "a\nb\n\n\n"},
		{[]string{"3\u00000\u00000", `3\u00000\u001b[1m`, "\u007f\u0085"}, "30030[1m\n"},
		{[]string{"a\u2028b\u2029c"}, "a\nb\nc"},
		{[]string{"\u202ed\u2066e\u200b\u00ad\u2060\ufeff\ufffd\ue000\U000E0041\U0010FFFD"}, "de"},
		{[]string{"می\u200cخواهم 👨\u200d👩 \u200eא"}, "می\u200cخواهم 👨\u200d👩 \u200eא"},
	} {
		var s spelling
		var got strings.Builder
		for _, in := range c.strings {
			got.WriteString(s.add([]byte(`"` + in + `"`)))
		}
		if got.String() != c.want {
			t.Errorf("%q: got %q, want %q", c.strings, got.String(), c.want)
		}
	}
}

// However a text is cut into strings, between bytes or between halves of surrogate pairs, and however its characters
// are written, it is put together again.
func TestSpellingOfCutText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("aß€🙂語\n\t\"\\ 1é"))).Draw(t, "text")
		var parts []string // each stays whole
		for _, r := range text {
			switch plain, _ := json.Marshal(string(r)); {
			case rapid.Bool().Draw(t, "escaped"):
				for _, unit := range utf16.AppendRune(nil, r) {
					parts = append(parts, fmt.Sprintf(`\u%04x`, unit))
				}
			case len(plain) > 2 && plain[1] == '\\':
				parts = append(parts, string(plain[1:len(plain)-1]))
			default:
				for _, b := range []byte(string(r)) {
					parts = append(parts, string([]byte{b}))
				}
			}
		}
		var s spelling
		var got strings.Builder
		for len(parts) > 0 {
			n := rapid.IntRange(1, len(parts)).Draw(t, "parts")
			piece := s.add([]byte(`"` + strings.Join(parts[:n], "") + `"`))
			if !utf8.ValidString(piece) {
				t.Fatalf("%q is cut between bytes", piece)
			}
			got.WriteString(piece)
			parts = parts[n:]
		}
		if got.String() != text {
			t.Errorf("got %q, want %q", got.String(), text)
		}
	})
}

func TestTokens(t *testing.T) {
	t.Parallel()
	// What common tokenizers make of them, from below to above the estimate's bounds.
	for text, c := range map[string]struct{ least, most int }{
		"":                             {0, 0},
		"Hello":                        {1, 2},
		"Where is my parcel?":          {5, 8},
		"1234567890":                   {4, 10},
		strings.Repeat("word ", 100):   {100, 140},
		"Rücksendungen sind kostenlos": {7, 12},
		"退货需要多久":                       {6, 12},
		"Сколько стоит доставка?": {6, 24},
	} {
		var size tally
		size.add(text)
		if got := size.tokens(); got < c.least || got > c.most {
			t.Errorf("%q: %d tokens, want %d to %d", text, got, c.least, c.most)
		}
	}
}

// Text that comes in pieces counts as much as at once.
func TestTokensOfPieces(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		var whole, parts tally
		whole.add(a + b)
		parts.add(a)
		parts.add(b)
		if whole != parts {
			t.Errorf("%+v and %+v", whole, parts)
		}
	})
}
