package learn

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Sizes of the n-grams of characters, taken within words with a blank at either end, and of words.
const (
	shortestGram = 2
	longestGram  = 5
	longestWords = 2
	maxGrams     = 2000 // per text; the rest of a longer text does not count
)

// Sparse is a vector by the numbers of its places that are not zero, rising, and their values.
type Sparse struct {
	At    []uint32
	Value []float32
}

// Dot is the product of two sparse vectors.
func (s Sparse) Dot(t Sparse) float32 {
	var sum float32
	i, j := 0, 0
	for i < len(s.At) && j < len(t.At) {
		switch a, b := s.At[i], t.At[j]; {
		case a == b:
			sum += s.Value[i] * t.Value[j]
			i++
			j++
		case a < b:
			i++
		default:
			j++
		}
	}
	return sum
}

// grams appends the hashes of a text's n-grams, with repetitions.
func grams(text string, out []uint64) []uint64 {
	var before uint64
	for _, word := range strings.FieldsFunc(fold(text), between) {
		h := hash(wordSeed, word)
		out = append(out, h)
		if before != 0 {
			out = append(out, mix(before, h))
		}
		before = h
		out = letterGrams(" "+word+" ", out)
		if len(out) > maxGrams {
			break
		}
	}
	return out
}

// letterGrams appends the n-grams of characters of a word.
func letterGrams(word string, out []uint64) []uint64 {
	var starts [64]int
	n := 0
	for i := range word {
		if n == len(starts) {
			break
		}
		starts[n] = i
		n++
	}
	for size := shortestGram; size <= longestGram; size++ {
		for i := 0; i+size <= n; i++ {
			end := len(word)
			if i+size < n {
				end = starts[i+size]
			}
			out = append(out, hash(letterSeed, word[starts[i]:end]))
		}
		if size >= n {
			break
		}
	}
	return out
}

// between reports whether a character separates words.
func between(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '\''
}

// fold brings a text to one case and one form of every character, without accents.
func fold(text string) string {
	ascii := true
	for i := 0; i < len(text); i++ {
		if text[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		return strings.ToLower(text)
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == '’':
			b.WriteByte('\'')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// Seeds keep words and their parts apart: FNV-1a's basis and another odd number.
const (
	wordSeed   = 14695981039346656037
	letterSeed = 0x9e3779b97f4a7c15
	prime      = 1099511628211
)

func hash(seed uint64, s string) uint64 {
	for i := 0; i < len(s); i++ {
		seed = (seed ^ uint64(s[i])) * prime
	}
	return seed
}

func mix(a, b uint64) uint64 { return (a ^ b>>1) * prime }

// Lexicon numbers the n-grams of a set of texts and knows how rare each is.
type Lexicon struct {
	number map[uint64]uint32
	idf    []float32
}

// NewLexicon learns the n-grams of the texts. No more than limit are kept, those in most texts; of the
// rest nothing is known. Gram i's weight is 1 + ln((1+n)/(1+texts that have it)).
func NewLexicon(texts []string, limit int) *Lexicon {
	seen := make(map[uint64]uint32)
	var buf []uint64
	for _, t := range texts {
		buf = distinct(grams(t, buf[:0]))
		for _, g := range buf {
			seen[g]++
		}
	}
	all := make([]uint64, 0, len(seen))
	for g := range seen {
		all = append(all, g)
	}
	slices.SortFunc(all, func(a, b uint64) int {
		if d := int(seen[b]) - int(seen[a]); d != 0 {
			return d
		}
		if a < b {
			return -1
		}
		return 1
	})
	all = all[:min(len(all), limit)]
	l := &Lexicon{number: make(map[uint64]uint32, len(all)), idf: make([]float32, len(all))}
	for i, g := range all {
		l.number[g] = uint32(i)
		l.idf[i] = float32(1 + math.Log(float64(1+len(texts))/float64(1+seen[g])))
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
	sum := 0.0
	for i := 0; i < len(g); {
		n := 1
		for i+n < len(g) && g[i+n] == g[i] {
			n++
		}
		if at, ok := l.number[g[i]]; ok {
			w := (1 + math.Log(float64(n))) * float64(l.idf[at])
			parts = append(parts, part{at, w})
			sum += w * w
		}
		i += n
	}
	slices.SortFunc(parts, func(a, b part) int { return int(a.at) - int(b.at) })
	v := Sparse{make([]uint32, len(parts)), make([]float32, len(parts))}
	for i, p := range parts {
		v.At[i], v.Value[i] = p.at, float32(p.value/math.Sqrt(sum))
	}
	return v
}

func distinct(g []uint64) []uint64 {
	slices.Sort(g)
	return slices.Compact(g)
}
