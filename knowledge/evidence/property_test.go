package evidence

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// sane fails the test if evidence breaks a promise of its documentation.
func sane(t interface{ Errorf(string, ...any) }, question, title, passage string, e Evidence) {
	for f, x := range e.Values {
		if !(x >= 0 && x <= 1) {
			t.Errorf("%v of %q in %q is %v", Feature(f), question, passage, x)
		}
	}
	if s := e.Score(); math.IsNaN(s) || s < -16 || s > 16 {
		t.Errorf("the score of %q in %q is %v", question, passage, s)
	}
	if s := e.Sentence; s.Start < 0 || s.End < s.Start || s.End > len(passage) {
		t.Errorf("the sentence of %q is %v of %d bytes", passage, s, len(passage))
	} else if utf8.ValidString(passage) && !utf8.ValidString(passage[s.Start:s.End]) {
		t.Errorf("the sentence of %q cuts a character", passage)
	}
	if !e.Seen && (e.Score() != 0 || e.Parts() != nil || e.Reasons() != nil || e.Values != [Features]float64{}) {
		t.Errorf("nothing was seen of %q under %q, but something is said", question, title)
	}
	for _, r := range e.Reasons() {
		if strings.Contains(r, "“”") || !strings.HasSuffix(r, ".") {
			t.Errorf("%q in %q has the reason %q", question, passage, r)
		}
	}
}

// pieces are what questions and passages are made of here.
var pieces = []string{
	"who", "what", "when", "where", "how", "many", "long", "which", "year", "did", "is", "the", "of", "in", "not", "never", "without", "US",
	"engine", "engines", "Woolf", "Arthur", "1805", "1,000", "4.95", "$20", "5%", "patented", "opened", "unopened", "most", "least", "before", "after",
	"built", "wrote", "don't", "Watt's", ".", "?", "!", ",", "\n", " – ", "é", "Möngke", "😀", "配送", "\xff", "-", "first", "two", "United", "States",
}

func words80(most int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, most).Draw(t, "pieces"), " ")
	})
}

func TestAnyPairIsSane(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		question, title, passage := words80(30).Draw(t, "question"), words80(5).Draw(t, "title"), words80(120).Draw(t, "passage")
		rare := rapid.SampledFrom([]float64{0, 0.5, 1, -3, 7, math.NaN(), math.Inf(1)}).Draw(t, "rarity")
		q := Read(question, func(string) float64 { return rare })
		e := q.Look(title, passage)
		sane(t, question, title, passage, e)
		if again := Read(question, func(string) float64 { return rare }).Look(title, passage); !reflect.DeepEqual(e, again) {
			t.Errorf("two looks at %q in %q differ: %v, %v", question, passage, e, again)
		}
	})
}

// TestQuestionFoundWholeLacksNothing puts the question's own words into the passage.
func TestQuestionFoundWholeLacksNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		question := words80(12).Draw(t, "question")
		pieces := slices.DeleteFunc(strings.Fields(question), func(p string) bool { return p == "." || p == "?" || p == "!" })
		e := Read(question, nil).Look("", strings.Join(pieces, " "))
		if !e.Seen {
			return
		}
		for _, f := range []Feature{RarestMissing, RarestElsewhere, NameMissing, NumberMissing, FocusMissing, NegationMissing, Opposed, Scattered} {
			if e.Values[f] != 0 {
				t.Errorf("%v of %q in itself is %v", f, question, e.Values[f])
			}
		}
		if d := 1 - e.Values[InSentence]; d > 1e-9 {
			t.Errorf("%q is found in itself by %v only", question, e.Values[InSentence])
		}
	})
}

func TestOddInput(t *testing.T) {
	long := strings.Repeat("engine Woolf 1805 opened unopened ", 120)
	for _, c := range []struct{ question, passage string }{
		{"", ""}, {"", "A passage."}, {"What is it?", "A passage."}, {"Who patented it?", ""}, {"😀😀", "😀"}, {"?", "."},
		{"the of a", "the of a"}, {long, long}, {strings.Repeat("x", 4000), strings.Repeat("x", 4000)},
		{strings.Repeat("é", 4000), strings.Repeat("é", 4000)}, {strings.Repeat("who ", 1000), strings.Repeat("a. ", 2000)},
		{"SELECT * FROM t; -- x", "if (a < b) { return \"x\"; }"}, {"\xff\xfe", "\xff"}, {"ᾀß ﬁ", "ᾀß ﬁ"},
	} {
		sane(t, c.question, "", c.passage, Read(c.question, nil).Look("", c.passage))
	}
}

func FuzzLook(f *testing.F) {
	f.Add("Who patented an engine in 1804?", "Engines", patent)
	f.Add("What did Woolf not patent?", "", "Dr. J. Watt’s engine; 5% of $20.\n• one")
	f.Add("", "", "")
	f.Add("US", "U", "United States. United\xff")
	f.Fuzz(func(t *testing.T, question, title, passage string) {
		sane(t, question, title, passage, Read(question, nil).Look(title, passage))
	})
}

const typical = `Reciprocating piston type steam engines remained the dominant source of power until the early 20th century, when advances in
the design of electric motors and internal combustion engines gradually resulted in the replacement of reciprocating steam engines in
commercial usage, and the ascendancy of steam turbines in power generation. Considering that the great majority of worldwide electric
generation is produced by turbine type steam engines, the steam age is continuing with energy levels far beyond those of the turn of the
19th century. In 1804 Arthur Woolf, a British engineer, invented a method to lessen the magnitude of this heating and cooling, and he
patented his compound engine in 1805. In the compound engine, high-pressure steam from the boiler expands in a high-pressure cylinder and
then enters one or more subsequent lower-pressure cylinders. The complete expansion of the steam now occurs across multiple cylinders and
as less expansion now occurs in each cylinder less heat is lost by the steam in each. This reduces the magnitude of cylinder heating and
cooling, increasing the efficiency of the engine. To derive equal work from lower-pressure steam requires a larger cylinder volume.`

func BenchmarkLook(b *testing.B) {
	q := Read("Who patented a high-pressure compound engine in 1804 to reduce the heating of the cylinders?", nil)
	b.ReportAllocs()
	b.SetBytes(int64(len(typical)))
	for b.Loop() {
		q.Look("Steam engine", typical)
	}
}

func BenchmarkRead(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Read("Who patented a high-pressure compound engine in 1804 to reduce the heating of the cylinders?", nil)
	}
}
