package scripted

import (
	"hash/fnv"
	"strings"
	"unicode"
)

// Pieces of words, in characters; each word also counts as a whole.
const (
	shortestPiece = 3
	longestPiece  = 5
)

// embed sums the signed hashes of the pieces of a text's words into a vector ("feature hashing": Weinberger
// and others, ICML 2009, section 2). A text without words has a vector of its own.
func embed(text string, length int) []number {
	v := make([]number, length)
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	if len(words) == 0 {
		words = []string{text}
	}
	for _, w := range words {
		edged := []rune("<" + w + ">")
		add(v, string(edged), 2)
		for n := shortestPiece; n <= longestPiece; n++ {
			for i := 0; i+n <= len(edged); i++ {
				add(v, string(edged[i:i+n]), 1)
			}
		}
	}
	// Pieces may cancel each other out; nothing must ever come out as zeros by chance.
	if length > 0 {
		v[0] += 0.125
	}
	return v
}

func add(v []number, piece string, weight number) {
	if len(v) == 0 {
		return
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(piece))
	sum := h.Sum64()
	// FNV's low bits depend on few of the input's; fold the high ones in.
	sum ^= sum >> 29
	if sum>>63 == 1 {
		weight = -weight
	}
	v[sum%uint64(len(v))] += weight
}
