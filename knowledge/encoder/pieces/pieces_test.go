package pieces_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"frontdesk/knowledge/encoder/pieces"
)

// vocabulary is small enough to tell every cut by hand.
var vocabulary = []string{"�", "<s>", "</s>", "x1", "x2", "x3", "▁", "▁pay", "ment", "▁my", "s", "m", "e", "n", "t", "p", "a", "y", "'", `"`, "fi", "▁1", "?", "pa", "ay", "▁my"}

var scores = []float64{0, 0, 0, 0, 0, 0, -2, -4, -4.5, -3, -5, -6, -6, -6, -6, -6, -6, -6, -5, -5, -7, -5, -3, -7, -7, -1}

func tokeniser(t testing.TB) *pieces.Tokeniser {
	t.Helper()
	tk, err := pieces.New(vocabulary, scores)
	if err != nil {
		t.Fatal(err)
	}
	return tk
}

// cut returns the pieces of a text, with blanks between.
func cut(tk *pieces.Tokeniser, text string, limit int) string {
	var scratch pieces.Scratch
	var words []string
	for _, id := range tk.Append(nil, text, limit, &scratch) {
		words = append(words, vocabulary[id])
	}
	return strings.Join(words, " ")
}

func TestCut(t *testing.T) {
	tk := tokeniser(t)
	for _, c := range []struct{ name, text, want string }{
		{"words", "pay my payment", "▁pay ▁my ▁pay ment"},
		{"parts", "mypay", "▁my pa y"}, // "pa y" and "p ay" score the same: the shorter last piece wins
		{"empty", "", ""},
		{"spaces", " \t\n\u00a0 ", ""},
		{"spaces within and around", "\tpay\r\n  my ", "▁pay ▁my"},
		{"full width", "ｐａｙ　ｍｙ", "▁pay ▁my"},
		{"ligature", "ﬁ", "▁ fi"},
		{"superscript", "¹", "▁1"},
		{"curly quotes", "pay’s “my”", `▁pay ' s ▁ " m y "`},
		{"unknown characters", "pay 漢字 my", "▁pay ▁ ▁my"},
		{"only unknown", "漢字", "▁"},
		{"emoji", "pay 👩‍🔧", "▁pay ▁"},
		{"invisible", "p\u00ada\u200by\x00", "▁pay"},
		{"not UTF-8", "pay\xff\xc3 my\xe2\x82", "▁pay ▁my"},
		{"capitals are other characters", "PAY", "▁"},
		{"special pieces are no text", "x1", "▁"},
		{"the boundary itself", "▁pay", "▁ ▁pay"},
	} {
		if got := cut(tk, c.text, 128); got != c.want {
			t.Errorf("%s: %q is cut into %q, want %q", c.name, c.text, got, c.want)
		}
	}
}

func TestTheLimitCountsTokensThatAreKnown(t *testing.T) {
	tk := tokeniser(t)
	if got := cut(tk, strings.Repeat("漢pay ", 10), 3); got != "▁ pa y" {
		t.Errorf("got %q", got)
	}
	if got := cut(tk, strings.Repeat("pay ", 1000), 128); strings.Count(got, "▁pay") != 128 {
		t.Errorf("%d tokens, want 128", strings.Count(got, "▁pay"))
	}
}

func TestAppendKeepsWhatIsThere(t *testing.T) {
	var scratch pieces.Scratch
	if got := tokeniser(t).Append([]int32{9}, "pay pay", 1, &scratch); !slices.Equal(got, []int32{9, 7}) {
		t.Errorf("got %v", got)
	}
}

func TestALongTextIsNotReadToItsEnd(t *testing.T) {
	tk := tokeniser(t)
	var scratch pieces.Scratch
	dst := make([]int32, 0, 4096)
	short, long := strings.Repeat("漢é", 1000), strings.Repeat("漢é", 1_000_000)
	tk.Append(dst, short, 128, &scratch)
	if n := testing.AllocsPerRun(5, func() { tk.Append(dst, long, 128, &scratch) }); n != 0 {
		t.Errorf("%v allocations for a long text in memory that did for a short one", n)
	}
}

func TestWord(t *testing.T) {
	tk := tokeniser(t)
	for piece, want := range map[string]bool{"▁pay": true, "s": true, "▁1": true, "▁": false, "?": false, "�": false} {
		if got := tk.Word(int32(slices.Index(vocabulary, piece))); got != want {
			t.Errorf("Word of %q = %v", piece, got)
		}
	}
}

func TestOfTwoEqualPiecesTheFirstCounts(t *testing.T) {
	var scratch pieces.Scratch
	if got := tokeniser(t).Append(nil, "my", 9, &scratch); !slices.Equal(got, []int32{9}) {
		t.Errorf("got %v", got)
	}
}

func TestAVocabularyThatDoesNotFit(t *testing.T) {
	if _, err := pieces.New(vocabulary, scores[1:]); err == nil {
		t.Error("a score is missing: no error")
	}
	if _, err := pieces.New(vocabulary[:3], scores[:3]); err == nil {
		t.Error("special pieces are missing: no error")
	}
	if _, err := pieces.New(append(slices.Clone(vocabulary), ""), append(slices.Clone(scores), -1)); err == nil {
		t.Error("an empty piece: no error")
	}
}

// FuzzAppend compares the cut with the best of all cuts, found by trying, for short texts; for all texts it must end
// within the limit.
func FuzzAppend(f *testing.F) {
	f.Add("payment my payment")
	f.Add("ｐａｙ\xff漢")
	tk := tokeniser(f)
	var scratch pieces.Scratch
	f.Fuzz(func(t *testing.T, text string) {
		tokens := tk.Append(nil, text, 16, &scratch)
		if len(tokens) > 16 {
			t.Errorf("%d tokens", len(tokens))
		}
		for _, id := range tokens {
			if id < 6 || int(id) >= len(vocabulary) {
				t.Errorf("token %d", id)
			}
		}
		if len(text) <= 12 && !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf || r < ' ' || r == 127 }) {
			want := strings.Join(strings.Fields(text), " ")
			if want != "" {
				want = "▁" + strings.ReplaceAll(want, " ", "▁")
			}
			if got, best := worth(want, tk, text), most(want); got < best-1e-9 {
				t.Errorf("%q is cut for %v, the best is %v", text, got, best)
			}
		}
	})
}

// worth is the score of the tokeniser's cut.
func worth(normal string, tk *pieces.Tokeniser, text string) float64 {
	var scratch pieces.Scratch
	sum, known := 0.0, 0
	for _, id := range tk.Append(nil, text, 1000, &scratch) {
		sum += scores[id]
		known += utf8.RuneCountInString(vocabulary[id])
	}
	return sum - 20*float64(utf8.RuneCountInString(normal)-known)
}

// most is the best score of any cut, by trying.
func most(text string) float64 {
	if text == "" {
		return 0
	}
	_, size := utf8.DecodeRuneInString(text)
	best := -20 + most(text[size:])
	for id := 6; id < len(vocabulary)-1; id++ { // the last is a double
		if rest, ok := strings.CutPrefix(text, vocabulary[id]); ok {
			best = max(best, scores[id]+most(rest))
		}
	}
	return best
}
