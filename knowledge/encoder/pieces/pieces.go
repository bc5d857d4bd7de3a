// Package pieces cuts texts into the pieces of a vocabulary: whole words where they are frequent, parts of words and
// single characters where they are not.
//
// It is the unigram model of SentencePiece (Kudo 2018, "Subword regularization", section 3.2): of all ways to cut the
// text the one whose pieces' probabilities have the greatest product, found by Viterbi's algorithm.
package pieces

import (
	"fmt"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"
)

const (
	special  = 6   // ids in front of the vocabulary that no text contains; 0 stands for the unknown
	unknown  = 0   // the id of a character that no piece holds
	penalty  = -20 // what an unknown character costs, worse than any piece
	boundary = '▁' // where a word begins
)

// Tokeniser cuts texts. It is safe for concurrent use.
type Tokeniser struct {
	trie    trie
	scores  []float64
	word    []bool // of each id: whether the piece holds a letter or a digit
	longest int    // characters of the longest piece
}

// New returns a tokeniser for a vocabulary: the ids are the indices, the scores logarithms of probabilities. The first
// six pieces stand for no text. If a piece occurs twice, the first counts.
func New(vocabulary []string, scores []float64) (*Tokeniser, error) {
	if len(vocabulary) != len(scores) || len(vocabulary) < special {
		return nil, fmt.Errorf("a vocabulary of %d pieces cannot have %d scores", len(vocabulary), len(scores))
	}
	t := &Tokeniser{trie: newTrie(vocabulary), scores: scores, word: make([]bool, len(vocabulary))}
	for id := special; id < len(vocabulary); id++ {
		piece := vocabulary[id]
		if piece == "" {
			return nil, fmt.Errorf("piece %d of the vocabulary is empty", id)
		}
		t.trie.insert(piece, int32(id))
		t.longest = max(t.longest, utf8.RuneCountInString(piece))
		t.word[id] = slices.ContainsFunc([]rune(piece), func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	}
	return t, nil
}

// Word reports whether a token holds a letter or a digit.
func (t *Tokeniser) Word(token int32) bool { return t.word[token] }

// Scratch is memory that a tokeniser works in, to be used again. The zero value is ready; it must not be shared by two
// calls at once.
type Scratch struct {
	folded []byte // the text in normal form
	text   []byte // with words marked
	best   []step // of each byte of the text at which a character ends
}

// step is the best way to cut the text up to a place.
type step struct {
	score float64
	from  int32 // where the last piece begins
	id    int32 // the last piece
}

// Append appends the tokens of a text to dst, at most limit, and returns the whole. Characters that no piece holds are
// left out: the model has learnt nothing about them. However long the text is, no more of it is looked at than could be
// cut into that many pieces.
func (t *Tokeniser) Append(dst []int32, text string, limit int, s *Scratch) []int32 {
	s.normalise(text, limit*t.longest)
	t.cut(s)
	start := len(dst)
	for end := int32(len(s.text)); end > 0; end = s.best[end].from {
		if id := s.best[end].id; id != unknown {
			dst = append(dst, id)
		}
	}
	slices.Reverse(dst[start:])
	return dst[:min(len(dst), start+limit)]
}

// cut finds the best way to cut the text: for each place the best piece that ends there. Places are visited in order, so
// that of two ways that score the same the one with the shorter last piece stays.
func (t *Tokeniser) cut(s *Scratch) {
	s.best = slices.Grow(s.best[:0], len(s.text)+1)[:len(s.text)+1]
	for i := range s.best {
		s.best[i].score = math.Inf(-1)
	}
	s.best[0] = step{}
	for start := 0; start < len(s.text); {
		_, size := utf8.DecodeRune(s.text[start:])
		score := s.best[start].score
		offer(&s.best[start+size], step{score + penalty, int32(start), unknown})
		node := root
		for end := start; end < len(s.text); {
			if node = t.trie.child(node, s.text[end]); node == root {
				break
			}
			end++
			if id := t.trie.ids[node]; id != unknown {
				offer(&s.best[end], step{score + t.scores[id], int32(start), id})
			}
		}
		start += size
	}
}

// offer takes a way to cut the text if it is at least as good as the best so far.
func offer(best *step, with step) {
	if with.score >= best.score {
		*best = with
	}
}
