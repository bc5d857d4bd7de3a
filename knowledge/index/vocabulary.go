package index

import (
	"math/bits"
	"sync"
)

// vocabulary numbers the terms of the corpus and remembers the written words they came from. A term
// keeps its number for the life of the vocabulary, even if no article uses it any more. It is safe
// for concurrent use.
type vocabulary struct {
	mu    sync.RWMutex
	words map[string]uint32 // written word → index into forms
	forms []form
	terms map[string]uint32 // term → number
	names []string          // number → term
	class []wordClass       // number → class
}

// form is one written word of the corpus.
type form struct {
	word    string
	letters uint64 // which letters occur in it, see letterMask
	term    uint32
}

func newVocabulary() *vocabulary {
	return &vocabulary{words: make(map[string]uint32), terms: make(map[string]uint32)}
}

// add returns the term of a word of the corpus and its class, numbering the term if it is new.
func (v *vocabulary) add(word string, l *language) (uint32, wordClass) {
	v.mu.RLock()
	f, ok := v.words[word]
	if ok {
		term := v.forms[f].term
		class := v.class[term]
		v.mu.RUnlock()
		return term, class
	}
	v.mu.RUnlock()

	v.mu.Lock()
	defer v.mu.Unlock()
	if f, ok := v.words[word]; ok {
		term := v.forms[f].term
		return term, v.class[term]
	}
	class := l.class(word)
	name := v.name(word, class, l)
	term, ok := v.terms[name]
	if !ok {
		term = uint32(len(v.names))
		v.terms[name] = term
		v.names = append(v.names, name)
		v.class = append(v.class, class)
	}
	v.words[word] = uint32(len(v.forms))
	v.forms = append(v.forms, form{word: word, letters: letterMask(word), term: term})
	return term, class
}

// name is the term that stands for a word. Stop words and qualifiers are kept apart from the stems
// of content words ("others" is not "other").
func (v *vocabulary) name(word string, class wordClass, l *language) string {
	if class != content {
		return word
	}
	stem := l.stem(word)
	if stem == "" || l.class(stem) != content {
		return word
	}
	return stem
}

// find returns the term of a question's word, if the corpus ever had it.
func (v *vocabulary) find(word string, l *language) (term uint32, ok bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if f, ok := v.words[word]; ok {
		return v.forms[f].term, true
	}
	term, ok = v.terms[v.name(word, l.class(word), l)]
	return term, ok
}

// term returns the written form of a term's number.
func (v *vocabulary) term(number uint32) string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.names[number]
}

// similar is a written word of the corpus at a small edit distance.
type similar struct {
	word     string
	term     uint32
	distance int
}

// similarTo yields the words of the corpus within the given edit distance of word, itself excluded.
// Words shorter than three letters and words with digits are never meant by a slip of the finger.
func (v *vocabulary) similarTo(word string, distance int, yield func(similar)) {
	letters, length := letterMask(word), len(word)
	v.mu.RLock()
	defer v.mu.RUnlock()
	for i := range v.forms {
		f := &v.forms[i]
		// One edit changes at most two members of the set of letters, and the length by one.
		if bits.OnesCount64(f.letters^letters) > 2*distance {
			continue
		}
		if d := len(f.word) - length; d > 2*distance || -d > 2*distance || len(f.word) < 3 || f.letters&digitMask != 0 {
			continue
		}
		if d := editDistance(word, f.word, distance); d > 0 && d <= distance {
			yield(similar{f.word, f.term, d})
		}
	}
}

const digitMask = 1 << 26

// letterMask is the set of letters of a word: bits 0–25 for a–z, bit 26 for any digit, the rest for
// other characters by their value.
func letterMask(word string) uint64 {
	var m uint64
	for _, r := range word {
		switch {
		case 'a' <= r && r <= 'z':
			m |= 1 << (r - 'a')
		case '0' <= r && r <= '9':
			m |= digitMask
		default:
			m |= 1 << (27 + uint32(r)%37)
		}
	}
	return m
}
