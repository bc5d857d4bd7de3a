package learn

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"case", "Where IS my Order?", "where is my order?"},
		{"composed accents", "Café À LA crème", "cafe a la creme"},
		{"combining accents", "Cafe\u0301", "cafe"},
		{"ligature and width", "ﬁne ＡＢＣ１２", "fine abc12"},
		{"curly apostrophe", "don’t", "don't"},
		{"Turkish capital", "İstanbul", "istanbul"},
		{"Cyrillic", "ЁЖ", "еж"},
		{"Greek", "Ποιό", "ποιο"},
		{"Arabic vowel points", "كِتَاب", "كتاب"},
		{"Hebrew points", "שָׁלוֹם", "שלום"},
		{"Hindi vowels stay", "की", "की"},
		{"Thai vowels stay", "ที่", "ที\u0e48"},
		{"bytes that are no text", "a\xff\xfeb", "a\ufffd\ufffdb"},
	} {
		if got := fold(c.text); got != c.want {
			t.Errorf("%s: %+q, want %+q", c.name, got, c.want)
		}
	}
	if fold("が") == fold("か") {
		t.Error("the Japanese が is taken for か")
	}
}

// same reports whether two texts have the same n-grams.
func same(a, b string) bool {
	return slices.Equal(grams(a, nil), grams(b, nil))
}

func TestGramsDoNotSeeWhatPeopleLeaveOut(t *testing.T) {
	for _, c := range [][2]string{
		{"Where is my order", "where is my order"},
		{"Where, is my order?!", "where is my order"},
		{"where\tis\nmy  order", "where is my order"},
		{"café", "cafe"},
		{"don’t", "don't"},
		{"the 'blue' one", "the blue one"},
		{"‘blue’", "blue"},
		{"thanks 😀👍🏽 bye", "thanks bye"},
		{"⚠️ warning", "warning"},
	} {
		if !same(c[0], c[1]) {
			t.Errorf("%q and %q have different n-grams", c[0], c[1])
		}
	}
}

func TestGramsTellApart(t *testing.T) {
	for _, c := range [][2]string{
		{"order", "orders"},
		{"is my", "my is"},
		{"well", "we'll"},
		{"ab", "a b"},
		{"की", "के"},
		{"code 12", "code 13"},
	} {
		if same(c[0], c[1]) {
			t.Errorf("%q and %q have the same n-grams", c[0], c[1])
		}
	}
}

func TestGramsOfAWord(t *testing.T) {
	var want []uint64
	want = append(want, hash(wordSeed, "né"))
	for _, g := range []string{" n", " né", " né ", "né", "né ", "é "} {
		want = append(want, hash(letterSeed, g))
	}
	got := letterGrams(" né ", []uint64{hash(wordSeed, "né")}) // é is one character of two bytes
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%d n-grams, want the word and %d of its characters", len(got), len(want)-1)
	}
}

func TestGramsOfTwoWords(t *testing.T) {
	a, b := hash(wordSeed, "my"), hash(wordSeed, "order")
	got := grams("my order", nil)
	for name, g := range map[string]uint64{
		"first word": a, "second word": b, "pair": mix(a, b),
		"start of a word": hash(letterSeed, " ord"), "end of a word": hash(letterSeed, "der "), "five characters": hash(letterSeed, "order"),
	} {
		if !slices.Contains(got, g) {
			t.Errorf("no n-gram of the %s", name)
		}
	}
	for name, g := range map[string]uint64{
		"across words": hash(letterSeed, "y o"), "of six": hash(letterSeed, " order"), "of one": hash(letterSeed, "o"),
	} {
		if slices.Contains(got, g) {
			t.Errorf("an n-gram of characters %s", name)
		}
	}
}

func TestGramsOfNothing(t *testing.T) {
	for _, text := range []string{"", " ", "?!", "' '' '", "😀👍🏽", "\u200b\u200d", "\xff\xfe", strings.Repeat("- ", 2000)} {
		if g := grams(text, nil); len(g) != 0 {
			t.Errorf("%q has %d n-grams", text, len(g))
		}
	}
}

func TestGramsOfLongTextsEnd(t *testing.T) {
	for name, text := range map[string]string{
		"4,000 characters": strings.Repeat("where is my order ", 4000/18),
		"one word":         strings.Repeat("x", 4000),
		"without blanks":   strings.Repeat("我的订单在哪里", 600),
		"short words":      strings.Repeat("a ", 2000),
	} {
		if g := grams(text, nil); len(g) != maxGrams {
			t.Errorf("%s: %d n-grams, want %d", name, len(g), maxGrams)
		}
		if !same(text, text+" and more") {
			t.Errorf("%s: what comes after the limit counts", name)
		}
	}
}

func TestGramsOfALongWordCount(t *testing.T) {
	// A sentence without blanks is one word; all of it counts, not just its beginning.
	start := strings.Repeat("我的订单在哪里", 12)
	got := grams(start+"退货", nil)
	if !slices.Contains(got, hash(letterSeed, "退货")) {
		t.Error("the end of a sentence of 86 characters without blanks is lost")
	}
}

func FuzzGrams(f *testing.F) {
	for _, s := range []string{"", "Where is my order?", "don’t", "Ünïcödé ﬁ", "我的订单在哪里", "ที่ไหน", "😀", "\xff\xfe", "a\u0301\u0301", "1️⃣ İ ẞ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		folded := fold(text)
		if !utf8.ValidString(folded) && utf8.ValidString(text) {
			t.Errorf("%q folds to %q, which is no text", text, folded)
		}
		got := grams(text, nil)
		if len(got) > maxGrams {
			t.Errorf("%d n-grams", len(got))
		}
		if !slices.Equal(got, grams(text, nil)) {
			t.Error("asked twice, the n-grams differ")
		}
		if !same(text, " "+text+" ?") && len(got) < maxGrams {
			t.Errorf("%q: blanks and marks around a text count", text)
		}
		if len(got) == 0 && strings.ContainsFunc(text, func(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) }) {
			t.Errorf("%q has letters and no n-grams", text)
		}
	})
}
