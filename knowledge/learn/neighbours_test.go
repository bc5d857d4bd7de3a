package learn

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// neighbours makes examples with vectors of n-grams and of meaning.
func neighbours(r *rand.Rand, n, dimensions int) (*Neighbours, []Sparse, [][]float32) {
	texts := sentences(r, n)
	l := NewLexicon(texts, 1<<17)
	grams, meanings := make([]Sparse, n), make([][]float32, n)
	for i, t := range texts {
		grams[i], meanings[i] = l.Vector(t), direction(r, dimensions)
	}
	return NewNeighbours(l, grams, meanings), grams, meanings
}

// direction is a random vector of length one.
func direction(r *rand.Rand, n int) []float32 {
	v := make([]float32, n)
	squares := 0.0
	for i := range v {
		v[i] = float32(r.NormFloat64())
		squares += float64(v[i]) * float64(v[i])
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(squares))
	}
	return v
}

func TestByGramsAgainstEveryPair(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	n, grams, _ := neighbours(r, 300, 8)
	out := make([]float32, n.Len())
	for i := range out {
		out[i] = 9 // of the question before
	}
	for _, text := range append(sentences(r, 30), "", "unheard-of words", "order") {
		x := n.Lexicon.Vector(text)
		n.ByGrams(x, out)
		for i, got := range out {
			if want := cosine(x, grams[i]); math.Abs(float64(got)-want) > 1e-5 {
				t.Fatalf("%q: example %d: %v, want %v", text, i, got, want)
			}
		}
	}
	for i, g := range grams {
		n.ByGrams(g, out)
		if math.Abs(float64(out[i])-1) > 1e-5 {
			t.Errorf("example %d is %v like itself", i, out[i])
		}
	}
}

func TestByMeaningAgainstEveryPair(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 2))
	for _, dimensions := range []int{1, 7, 16, 100, 512} {
		n, _, meanings := neighbours(r, 60, dimensions)
		out := make([]float32, n.Len())
		for range 20 {
			x := direction(r, dimensions)
			n.ByMeaning(x, out)
			for i, m := range meanings {
				want := 0.0
				for k := range m {
					want += float64(m[k]) * float64(x[k])
				}
				if math.Abs(float64(out[i])-want) > 0.01 {
					t.Errorf("%d dimensions: %v, want %v", dimensions, out[i], want)
				}
			}
		}
		for i, m := range meanings {
			n.ByMeaning(m, out)
			if out[i] > 1 || out[i] < 0.99 {
				t.Errorf("%d dimensions: example %d is %v like itself", dimensions, i, out[i])
			}
		}
	}
}

func TestByMeaningOfZeros(t *testing.T) {
	n := NewNeighbours(NewLexicon(nil, 0), make([]Sparse, 2), [][]float32{{0, 0}, {0.6, 0.8}})
	out := []float32{9, 9}
	n.ByMeaning([]float32{1, 0}, out)
	if out[0] != 0 || math.Abs(float64(out[1])-0.6) > 0.01 {
		t.Errorf("cosines %v, want 0 and .6", out)
	}
	n.ByMeaning([]float32{0, 0}, out)
	if out[0] != 0 || out[1] != 0 {
		t.Errorf("a text without words is like %v", out)
	}
}

func TestNeighboursOfNothing(t *testing.T) {
	n := NewNeighbours(NewLexicon(nil, 0), nil, nil)
	if n.Len() != 0 || n.HasMeanings() {
		t.Errorf("%d examples, meanings: %v", n.Len(), n.HasMeanings())
	}
	n.ByGrams(n.Lexicon.Vector("where is my order"), nil)
	n.ByMeaning([]float32{}, nil)
	if l := NewLexicon([]string{"order"}, 10); NewNeighbours(l, []Sparse{l.Vector("order")}, nil).HasMeanings() {
		t.Error("meanings without an encoder")
	}
}

func BenchmarkByGrams15000(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 3))
	n, _, _ := neighbours(r, 15000, 1)
	x, out := n.Lexicon.Vector(strings.Join(sentences(r, 1), " ")), make([]float32, n.Len())
	b.ReportAllocs()
	for b.Loop() {
		n.ByGrams(x, out)
	}
}

func BenchmarkByMeaning15000x512(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 3))
	meanings := make([][]float32, 15000)
	for i := range meanings {
		meanings[i] = direction(r, 512)
	}
	n := NewNeighbours(NewLexicon(nil, 0), make([]Sparse, len(meanings)), meanings)
	out := make([]float32, n.Len())
	b.ReportAllocs()
	for b.Loop() {
		n.ByMeaning(meanings[0], out)
	}
}
