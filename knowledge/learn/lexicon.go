package learn

import (
	"cmp"
	"math"
	"slices"
)

// Sparse is a vector by the numbers of its places that are not zero, rising, and their values.
type Sparse struct {
	At    []uint32
	Value []float32
}

// Lexicon numbers the n-grams of a set of texts, most frequent first, and knows how rare each is. It is never
// changed.
type Lexicon struct {
	number map[uint64]uint32
	idf    []float32
}

// NewLexicon learns the n-grams of the texts. No more than limit are kept, those in most texts; of the
// rest nothing is known. The weight of an n-gram is 1 + ln((1+texts)/(1+texts that have it)).
func NewLexicon(texts []string, limit int) *Lexicon {
	seen := make(map[uint64]uint32)
	var buf []uint64
	for _, t := range texts {
		buf = grams(t, buf[:0])
		slices.Sort(buf)
		for _, g := range slices.Compact(buf) {
			seen[g]++
		}
	}
	type known struct {
		gram  uint64
		texts uint32
	}
	all := make([]known, 0, len(seen))
	for g, n := range seen {
		all = append(all, known{g, n})
	}
	slices.SortFunc(all, func(a, b known) int {
		return cmp.Or(cmp.Compare(b.texts, a.texts), cmp.Compare(a.gram, b.gram))
	})
	all = all[:min(len(all), limit)]
	l := &Lexicon{number: make(map[uint64]uint32, len(all)), idf: make([]float32, len(all))}
	for i, k := range all {
		l.number[k.gram] = uint32(i)
		l.idf[i] = float32(1 + math.Log(float64(1+len(texts))/float64(1+k.texts)))
	}
	return l
}

// Size is the number of n-grams.
func (l *Lexicon) Size() int { return len(l.idf) }

// Vector is the text as a vector of length one: (1 + ln(frequency)) × weight of each n-gram in the lexicon.
// Without any, it is empty.
func (l *Lexicon) Vector(text string) Sparse {
	g := grams(text, nil)
	slices.Sort(g)
	type part struct {
		at    uint32
		value float64
	}
	parts := make([]part, 0, len(g))
	squares := 0.0
	for i := 0; i < len(g); {
		n := 1
		for i+n < len(g) && g[i+n] == g[i] {
			n++
		}
		if at, ok := l.number[g[i]]; ok {
			w := (1 + math.Log(float64(n))) * float64(l.idf[at])
			parts = append(parts, part{at, w})
			squares += w * w
		}
		i += n
	}
	slices.SortFunc(parts, func(a, b part) int { return cmp.Compare(a.at, b.at) })
	v := Sparse{make([]uint32, len(parts)), make([]float32, len(parts))}
	for i, p := range parts {
		v.At[i], v.Value[i] = p.at, float32(p.value/math.Sqrt(squares))
	}
	return v
}
