package index

import (
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"

	"frontdesk/knowledge/language"
)

// vocabulary numbers the terms of the corpus and remembers the written words they came from, for every
// language of the corpus apart. A term keeps its number for the life of the vocabulary, even if no
// article uses it any more. It is safe for concurrent use.
//
// Languages share the number of a term whose name and class are the same: names of products, codes and
// loans must meet across languages, and where two languages mean different things by it, a question in
// one of them has other words that tell the articles apart.
type vocabulary struct {
	mu       sync.RWMutex
	lexicons atomic.Pointer[[]*lexicon] // of the languages of the corpus, in the order they came; replaced, never changed
	forms    []form
	terms    map[termKey]uint32
	names    []string    // number → term
	class    []wordClass // number → class

	synonyms *atomic.Pointer[language.Synonyms] // of the index that the vocabulary is of
}

// lexicon holds the words of one language. It is guarded by the vocabulary's lock.
type lexicon struct {
	language  *language.Language
	words     map[string]uint32 // written word → index into forms
	plain     map[string]uint32 // the same word without its accents, where that is another
	forms     []uint32          // indexes into forms
	parsed    int               // number of forms that were looked at for compounds
	compounds map[uint32][]compound
}

// termKey tells terms apart.
type termKey struct {
	name  string
	class wordClass
}

// form is one written word of the corpus, without its accents.
type form struct {
	word    string
	letters uint64 // which letters occur in it, see letterMask
	term    uint32
}

func newVocabulary() *vocabulary {
	return &vocabulary{terms: make(map[termKey]uint32), synonyms: new(atomic.Pointer[language.Synonyms])}
}

// lexicon returns the words of a language, nil if the corpus has none.
func (v *vocabulary) lexicon(l *language.Language) *lexicon {
	if all := v.lexicons.Load(); all != nil {
		for _, x := range *all {
			if x.language == l {
				return x
			}
		}
	}
	return nil
}

// add returns the term of a word of the corpus and its class, numbering the term if it is new.
func (v *vocabulary) add(word string, l *language.Language) (uint32, wordClass) {
	if x := v.lexicon(l); x != nil {
		v.mu.RLock()
		f, ok := x.words[word]
		if ok {
			term := v.forms[f].term
			class := v.class[term]
			v.mu.RUnlock()
			return term, class
		}
		v.mu.RUnlock()
	}

	v.mu.Lock()
	defer v.mu.Unlock()
	x := v.lexicon(l)
	if x == nil {
		x = &lexicon{language: l, words: make(map[string]uint32), plain: make(map[string]uint32), compounds: make(map[uint32][]compound)}
		var all []*lexicon
		if old := v.lexicons.Load(); old != nil {
			all = slices.Clone(*old)
		}
		all = append(all, x)
		v.lexicons.Store(&all)
	}
	if f, ok := x.words[word]; ok {
		term := v.forms[f].term
		return term, v.class[term]
	}
	return v.addForm(word, x)
}

func (v *vocabulary) addForm(word string, x *lexicon) (uint32, wordClass) {
	name, class := x.language.Term(word)
	plain := x.language.Fold(word)
	term, ok := v.terms[termKey{name, class}]
	// A word that lacks its accents is the one that has them.
	if f, known := x.plain[word]; known && v.class[v.forms[f].term] == class {
		term, ok = v.forms[f].term, true
	}
	if !ok {
		term = uint32(len(v.names))
		v.terms[termKey{name, class}] = term
		v.names = append(v.names, name)
		v.class = append(v.class, class)
	}
	f := uint32(len(v.forms))
	v.forms = append(v.forms, form{word: plain, letters: letterMask(plain), term: term})
	x.forms = append(x.forms, f)
	x.words[word] = f
	if _, taken := x.plain[plain]; plain != word && !taken {
		x.plain[plain] = f
	}
	return term, class
}

// find returns the term of a question's word in a language, if the corpus ever had it: the word itself,
// another form of it, or the same without accents.
func (v *vocabulary) find(word string, l *language.Language) (term uint32, ok bool) {
	x := v.lexicon(l)
	v.mu.RLock()
	defer v.mu.RUnlock()
	if x != nil {
		if f, ok := x.words[word]; ok {
			return v.forms[f].term, true
		}
	}
	name, class := l.Term(word)
	if term, ok = v.terms[termKey{name, class}]; ok || x == nil {
		return term, ok
	}
	plain := l.Fold(word)
	f, ok := x.words[plain]
	if !ok {
		f, ok = x.plain[plain]
	}
	if !ok || v.class[v.forms[f].term] != class {
		return 0, false
	}
	return v.forms[f].term, true
}

// elsewhere yields the terms that a content word has in the other languages of the corpus.
func (v *vocabulary) elsewhere(word string, l *language.Language, yield func(term uint32)) {
	all := v.lexicons.Load()
	if all == nil || len(*all) < 2 {
		return
	}
	for _, x := range *all {
		if x.language == l {
			continue
		}
		own := x.language.Spell(word)
		if x.language.Class(own) != content {
			continue
		}
		if t, ok := v.find(own, x.language); ok {
			yield(t)
		}
	}
}

// term returns the written form of a term's number.
func (v *vocabulary) term(number uint32) string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.names[number]
}

// classOf returns the class of a term's number.
func (v *vocabulary) classOf(number uint32) wordClass {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.class[number]
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
