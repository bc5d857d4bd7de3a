package learn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// length is the Euclidean length of a sparse vector.
func length(v Sparse) float64 {
	sum := 0.0
	for _, x := range v.Value {
		sum += float64(x) * float64(x)
	}
	return math.Sqrt(sum)
}

// cosine is the product of two sparse vectors, by the plainest way there is.
func cosine(a, b Sparse) float64 {
	at := make(map[uint32]float64)
	for k, i := range a.At {
		at[i] = float64(a.Value[k])
	}
	sum := 0.0
	for k, i := range b.At {
		sum += at[i] * float64(b.Value[k])
	}
	return sum
}

// sentences makes texts of a small vocabulary.
func sentences(r *rand.Rand, n int) []string {
	syllables := []string{"or", "der", "re", "turn", "pay", "ment", "ship", "ping", "can", "cel", "é", "ck"}
	out := make([]string, n)
	for i := range out {
		var b strings.Builder
		for range 3 + r.IntN(6) {
			for range 1 + r.IntN(3) {
				b.WriteString(syllables[r.IntN(len(syllables))])
			}
			b.WriteByte(' ')
		}
		out[i] = b.String()
	}
	return out
}

func TestLexiconWeighsByRarity(t *testing.T) {
	l := NewLexicon([]string{"order order order", "order", "refund", ""}, 1000)
	for word, in := range map[string]int{"order": 2, "refund": 1} {
		at, ok := l.number[hash(wordSeed, word)]
		if !ok {
			t.Fatalf("%q is not known", word)
		}
		if want := 1 + math.Log(5/float64(1+in)); math.Abs(float64(l.idf[at])-want) > 1e-6 {
			t.Errorf("%q weighs %v, want %v", word, l.idf[at], want)
		}
	}
}

func TestLexiconKeepsTheMostFrequent(t *testing.T) {
	texts := []string{"order refund", "order", "order refund", "refund order", "parcel"}
	all := NewLexicon(texts, math.MaxInt)
	for limit := 0; limit <= all.Size()+1; limit++ {
		l := NewLexicon(texts, limit)
		if want := min(limit, all.Size()); l.Size() != want {
			t.Fatalf("limit %d: %d n-grams, want %d", limit, l.Size(), want)
		}
		if !slices.Equal(l.idf, all.idf[:l.Size()]) {
			t.Fatalf("limit %d: other n-grams than the first of all", limit)
		}
	}
	if !slices.IsSorted(all.idf) {
		t.Error("rare n-grams come before frequent ones")
	}
	if _, ok := NewLexicon(texts, 20).number[hash(wordSeed, "parcel")]; ok {
		t.Error("a word of one text is kept before those of four")
	}
}

func TestLexiconIsTheSameEveryTime(t *testing.T) {
	texts := sentences(rand.New(rand.NewPCG(1, 1)), 200)
	a, b := NewLexicon(texts, 300), NewLexicon(texts, 300)
	if !reflect.DeepEqual(a, b) {
		t.Error("two lexicons of the same texts differ")
	}
	slices.Reverse(texts)
	if !reflect.DeepEqual(a, NewLexicon(texts, 300)) {
		t.Error("the order of the texts counts")
	}
}

func TestVectorHasLengthOne(t *testing.T) {
	texts := sentences(rand.New(rand.NewPCG(2, 1)), 100)
	l := NewLexicon(texts, 500)
	for _, text := range append(texts, strings.Repeat(texts[0], 100), "ORDER", "pay? pay! pay.") {
		v := l.Vector(text)
		if got := length(v); math.Abs(got-1) > 1e-6 {
			t.Errorf("%.40q: length %v", text, got)
		}
		for k := 1; k < len(v.At); k++ {
			if v.At[k] <= v.At[k-1] {
				t.Fatalf("%.40q: the places do not rise", text)
			}
		}
	}
}

func TestVectorOfNothingKnown(t *testing.T) {
	for name, l := range map[string]*Lexicon{"empty": NewLexicon(nil, 0), "of other words": NewLexicon([]string{"order"}, 100)} {
		for _, text := range []string{"", "zzz", "😀"} {
			if v := l.Vector(text); len(v.At) != 0 || len(v.Value) != 0 {
				t.Errorf("%s: %q has the vector %v", name, text, v)
			}
		}
	}
}

func TestVectorCountsBySublinearFrequency(t *testing.T) {
	l := NewLexicon([]string{"ox", "by"}, 100)
	v := l.Vector("ox by ox by ox ox by ox") // the pairs are not in the lexicon
	at := func(word string) float64 {
		k, ok := slices.BinarySearch(v.At, l.number[hash(wordSeed, word)])
		if !ok {
			t.Fatalf("no place of %q", word)
		}
		return float64(v.Value[k])
	}
	if got, want := at("ox")/at("by"), (1+math.Log(5))/(1+math.Log(3)); math.Abs(got-want) > 1e-6 {
		t.Errorf("five times ÷ three times = %v, want %v", got, want)
	}
}

func TestVectorsOfSlipsAreNear(t *testing.T) {
	l := NewLexicon([]string{"where is my order", "how do I return an item", "cancel my subscription", "wear and tear"}, 1000)
	right, slip, other := l.Vector("where is my order"), l.Vector("wheer is my oder"), l.Vector("cancel my subscription")
	if cosine(right, slip) <= cosine(right, other) {
		t.Errorf("a slip of the keyboard (%.2f) is no nearer than another question (%.2f)", cosine(right, slip), cosine(right, other))
	}
}

func FuzzVector(f *testing.F) {
	l := NewLexicon([]string{"where is my order", "café crème", "我的订单在哪里", "ที่ไหน"}, 500)
	for _, s := range []string{"", "order", "CAFÉ", "\xff", "我的", "😀 order", strings.Repeat("order ", 700)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v := l.Vector(text)
		if len(v.At) != len(v.Value) {
			t.Fatalf("%d places and %d values", len(v.At), len(v.Value))
		}
		if got := length(v); len(v.At) > 0 && !(math.Abs(got-1) < 1e-5) {
			t.Errorf("%q: length %v", text, got)
		}
		for k, at := range v.At {
			if int(at) >= l.Size() || k > 0 && at <= v.At[k-1] {
				t.Errorf("%q: places %v", text, v.At)
			}
		}
	})
}

func BenchmarkVector(b *testing.B) {
	texts := sentences(rand.New(rand.NewPCG(3, 1)), 2000)
	l := NewLexicon(texts, 1<<17)
	for _, text := range []string{"where is my order", texts[0], strings.Repeat(texts[0], 100)} {
		b.Run(fmt.Sprintf("%d_bytes", len(text)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				l.Vector(text)
			}
		})
	}
}

func BenchmarkNewLexicon2000(b *testing.B) {
	texts := sentences(rand.New(rand.NewPCG(3, 1)), 2000)
	for b.Loop() {
		NewLexicon(texts, 1<<17)
	}
}
