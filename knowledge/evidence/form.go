package evidence

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"golang.org/x/text/unicode/norm"
)

// stemmer reduces words by Snowball's English algorithm. It is not safe for concurrent use.
type stemmer struct{ env *snowballstem.Env }

// stem returns the stem of a word in lower case. Words with digits and very short ones stay as they are.
func (s *stemmer) stem(word string) string {
	if len(word) < 3 || strings.ContainsAny(word, "0123456789") {
		return word
	}
	if s.env == nil {
		s.env = snowballstem.NewEnv(word)
	} else {
		s.env.SetCurrent(word)
	}
	english.Stem(s.env)
	return s.env.Current()
}

// relation is how a form stands to the term it belongs to.
type relation uint8

const (
	same    relation = iota // the word itself, inflected
	alike                   // a synonym
	opposed                 // an antonym
)

// How much of a term a word of the passage stands for; its inflections count as the word itself.
const (
	derived  = 0.75 // shares a long beginning: "conquer", "conquest"
	misspelt = 0.7
	synonym  = 0.6
)

// form is a stem that stands for, or against, a term of the question.
type form struct {
	stem     string
	term     int
	relation relation
}

// forms finds the terms that a word of a passage may belong to. It is read-only once built.
type forms struct {
	list    []form
	byStart [128][]uint16 // index into list by the first byte, modulo 128
}

func (f *forms) add(stem string, term int, r relation) {
	if stem == "" || len(f.list) >= 1<<12 {
		return
	}
	at := stem[0] & 127
	f.byStart[at] = append(f.byStart[at], uint16(len(f.list)))
	f.list = append(f.list, form{stem, term, r})
}

// found is a term that a word stands for.
type found struct {
	term     int
	quality  float64 // 0 for an antonym
	relation relation
}

// of appends what the word, in lower case, stands for. numeric words only match themselves.
func (f *forms) of(word string, numeric bool, s *stemmer, into []found) []found {
	if word == "" {
		return into
	}
	word = words().lemma(word)
	candidates := f.byStart[word[0]&127]
	stem := ""
	for _, i := range candidates {
		c := &f.list[i]
		if numeric || len(c.stem) < 2 || len(word) < 2 {
			if c.stem == word {
				into = better(into, found{c.term, quality(c.relation), c.relation})
			}
			continue
		}
		if c.stem[1] != word[1] && c.relation != same {
			continue
		}
		if stem == "" {
			stem = s.stem(word)
		}
		if stem == c.stem {
			into = better(into, found{c.term, quality(c.relation), c.relation})
		} else if c.relation == same {
			if q := nearly(stem, c.stem); q > 0 {
				into = better(into, found{c.term, q, same})
			}
		}
	}
	return into
}

func quality(r relation) float64 {
	switch r {
	case alike:
		return synonym
	case opposed:
		return 0
	}
	return 1
}

// better adds a find unless the same term is there with a better one.
func better(list []found, f found) []found {
	for i := range list {
		if list[i].term == f.term {
			if f.quality > list[i].quality {
				list[i] = f
			}
			return list
		}
	}
	return append(list, f)
}

// nearly tells whether two stems are of one family or one is the other misspelt: 0 if neither.
func nearly(a, b string) float64 {
	short, long := a, b
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) < 4 {
		return 0
	}
	n := 0
	for n < len(short) && a[n] == b[n] {
		n++
	}
	if n >= 5 && 3*n >= 2*len(long) && len(long)-n <= 4 || n == 4 && len(short) == 4 && len(long) <= 7 {
		if len(a) == len(b) && n == len(a)-1 {
			return misspelt
		}
		return derived
	}
	if len(short) >= 6 && n >= 1 && len(long)-len(short) <= 1 && slips(a, b) {
		return misspelt
	}
	return 0
}

// slips reports whether one letter was left out, added, exchanged, or swapped with its neighbour.
func slips(a, b string) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	x, y := a[i:], b[i:]
	switch len(x) - len(y) {
	case 0:
		return x == "" || x[1:] == y[1:] || len(x) > 1 && x[0] == y[1] && x[1] == y[0] && x[2:] == y[2:]
	case 1:
		return x[1:] == y
	case -1:
		return x == y[1:]
	}
	return false
}

// appendFolded appends a letter in lower case and without accents.
func appendFolded(buf []byte, r rune) []byte {
	if r == 'ß' || r == 'ẞ' {
		return append(buf, "ss"...)
	}
	var in [utf8.UTFMax]byte
	n := utf8.EncodeRune(in[:], unicode.ToLower(r))
	for _, d := range norm.NFKD.String(string(in[:n])) {
		if !unicode.Is(unicode.Mn, d) {
			buf = utf8.AppendRune(buf, d)
		}
	}
	return buf
}

// lower appends a word in lower case to buf. Typographic apostrophes become plain ones; thousands'
// commas are dropped.
func lower(word string, buf []byte) []byte {
	for i := 0; i < len(word); {
		c := word[i]
		switch {
		case 'A' <= c && c <= 'Z':
			buf = append(buf, c+'a'-'A')
		case c == ',':
		case c < utf8.RuneSelf:
			buf = append(buf, c)
		default:
			r, size := utf8.DecodeRuneInString(word[i:])
			if r == '’' {
				buf = append(buf, '\'')
			} else {
				buf = appendFolded(buf, r)
			}
			i += size
			continue
		}
		i++
	}
	return buf
}
