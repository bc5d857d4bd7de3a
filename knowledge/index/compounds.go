package index

import (
	"slices"
	"sort"
	"strings"

	"frontdesk/knowledge/language"
)

const (
	codePart      = 0.8 // what the telling part of a code counts for the whole ("200b" for "wx200b")
	numberPart    = 0.5 // the same if it is a plain number
	compoundTail  = 0.6 // what a compound counts for its last part, which says what it is
	compoundHead  = 0.45
	mostCompounds = 6 // compounds that stand for one asked word
	shortestPart  = 4 // letters of a part of a compound of the corpus
	mostPieces    = 4 // words that make up one code
)

// splitCompounds takes an unknown word apart if its parts are words of the corpus ("giftcard",
// "Rückgabefrist", "wx200b").
func (c *catalogue) splitCompounds(q *question, lang *language.Language) {
	for i := 0; i < len(q.terms); i++ {
		a := q.terms[i]
		if a.known || a.numeric || len(a.instead) > 0 || a.class != content {
			continue
		}
		var parts []asked
		if a.code {
			parts = c.splitCode(a.word, lang)
		} else if len(a.word) >= 6 && !c.hasSimilar(lang.Fold(a.word), 1) {
			if head, tail, ok := c.split(a.word, lang); ok {
				parts = []asked{head, tail}
			}
		}
		if len(parts) == 0 {
			continue
		}
		q.terms = append(q.terms[:i], append(parts, q.terms[i+1:]...)...)
		i += len(parts) - 1
	}
}

// split finds the two words of the corpus that make up a word, with or without the letters that the
// language puts between them, preferring parts that both occur often.
func (c *catalogue) split(word string, lang *language.Language) (head, tail asked, ok bool) {
	best := int32(0)
	for at := 3; at+3 <= len(word); at++ {
		t := c.askedTerm(word[at:], lang)
		if !t.known || t.class != content {
			continue
		}
		for _, first := range firstParts(word[:at], lang) {
			h := c.askedTerm(first, lang)
			if !h.known || h.class != content {
				continue
			}
			if n := min(count(c.df, h.term), count(c.df, t.term)); n > best {
				best, head, tail, ok = n, h, t, true
			}
		}
	}
	return head, tail, ok
}

// firstParts are the words that the beginning of a compound may stand for.
func firstParts(beginning string, lang *language.Language) []string {
	out := []string{beginning}
	for _, link := range lang.Links() {
		if first, ok := strings.CutSuffix(beginning, link); ok && len(first) >= 3 {
			out = append(out, first)
		}
	}
	return out
}

// splitCode takes a code apart where letters and digits meet, into the fewest parts that the corpus has.
// Nil if there is no such way.
func (c *catalogue) splitCode(word string, lang *language.Language) []asked {
	cuts := []int{0}
	for i := 1; i < len(word); i++ {
		if isDigit(word[i]) != isDigit(word[i-1]) {
			cuts = append(cuts, i)
		}
	}
	cuts = append(cuts, len(word))
	n := len(cuts)
	if n < 3 || n > 12 {
		return nil
	}
	ways := make([][]asked, n) // by cut: the fewest parts up to it
	for to := 1; to < n; to++ {
		for from := range to {
			if from > 0 && ways[from] == nil || to-from == n-1 || ways[to] != nil && len(ways[to]) <= len(ways[from])+1 {
				continue
			}
			if part := c.askedTerm(word[cuts[from]:cuts[to]], lang); part.known {
				ways[to] = append(append([]asked(nil), ways[from]...), part)
			}
		}
	}
	return ways[n-1]
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// joinCompounds lets neighbouring words match the corpus's one ("rain coat", "raincoat"; "WX 200 B",
// "wx200b"; "Rückgabe Frist", "Rückgabefrist").
func (c *catalogue) joinCompounds(q *question, lang *language.Language) {
	digits := slices.ContainsFunc(q.terms, func(a asked) bool { return a.numeric || a.code })
	for i := 0; i+1 < len(q.terms); i++ {
		if digits {
			c.joinCode(q, i, lang)
		}
		a, b := q.terms[i], q.terms[i+1]
		if a.class != content && len(a.word) > 1 || b.class == function && len(b.word) > 3 || a.numeric || b.numeric || len(a.word)+len(b.word) > maxWord {
			continue
		}
		c.join(q, i, a.word+b.word, lang)
		for _, link := range lang.Links() {
			c.join(q, i, a.word+link+b.word, lang)
		}
	}
}

func (c *catalogue) join(q *question, i int, word string, lang *language.Language) {
	t, ok := c.vocabulary.find(word, lang)
	if !ok || count(c.df, t) == 0 || c.vocabulary.classOf(t) != content {
		return
	}
	q.match(match{t, i, 1})
	if q.terms[i+1].class == content {
		q.match(match{t, i + 1, 1})
	}
}

// joinCode lets up to four neighbouring words, one of which has digits, match the code that they make up.
func (c *catalogue) joinCode(q *question, from int, lang *language.Language) {
	word, digits, letters := "", false, false
	for to := from; to < len(q.terms) && to < from+mostPieces; to++ {
		word += q.terms[to].word
		if len(word) > maxWord {
			return
		}
		digits = digits || q.terms[to].numeric || q.terms[to].code
		letters = letters || !q.terms[to].numeric
		if to == from || !digits || !letters {
			continue
		}
		t, ok := c.vocabulary.find(word, lang)
		if !ok || count(c.df, t) == 0 {
			continue
		}
		for i := from; i <= to; i++ {
			q.match(match{t, i, 1})
		}
	}
}

// partsOfCodes lets the telling part of a code that the corpus writes in two ways stand for the code.
func (c *catalogue) partsOfCodes(q *question, lang *language.Language) {
	for i, a := range q.terms {
		if !a.code || !a.known {
			continue
		}
		for _, part := range c.splitCode(a.word, lang) {
			switch {
			case part.code:
				q.match(match{part.term, i, codePart})
			case part.numeric && len(part.word) > 2:
				q.match(match{part.term, i, numberPart})
			}
		}
	}
}

// compound is a word of the corpus that another is a part of.
type compound struct {
	term uint32
	tail bool // it is the last part, which says what the compound is
}

// widenCompounds lets the corpus's compounds of a word match it ("Frist", "Rückgabefrist"), and the
// parts of a compound that the corpus knows the compound.
func (c *catalogue) widenCompounds(q *question, lang *language.Language) {
	if len(lang.Links()) == 0 {
		return
	}
	for i := range q.terms {
		a := &q.terms[i]
		if a.class != content || a.numeric || a.code || !a.known {
			continue
		}
		list := c.vocabulary.compoundsOf(a.term, lang)
		sort.SliceStable(list, func(i, j int) bool {
			if list[i].tail != list[j].tail {
				return list[i].tail
			}
			return count(c.df, list[i].term) > count(c.df, list[j].term)
		})
		for _, part := range list[:min(len(list), mostCompounds)] {
			if part.term == a.term || count(c.df, part.term) == 0 {
				continue
			}
			factor := compoundHead
			if part.tail {
				factor = compoundTail
			}
			q.match(match{part.term, i, factor})
		}
		if len(a.word) < 2*shortestPart {
			continue
		}
		if head, tail, ok := c.split(a.word, lang); ok && head.term != a.term && tail.term != a.term {
			q.match(match{tail.term, i, compoundTail})
			q.match(match{head.term, i, compoundHead})
		}
	}
}

// compoundsOf lists the compounds of the corpus that have a term as a part. What was added to the
// vocabulary since the last call is taken apart first.
func (v *vocabulary) compoundsOf(term uint32, l *language.Language) []compound {
	x := v.lexicon(l)
	if x == nil {
		return nil
	}
	v.mu.RLock()
	if x.parsed == len(x.forms) {
		defer v.mu.RUnlock()
		return append([]compound(nil), x.compounds[term]...)
	}
	v.mu.RUnlock()
	v.mu.Lock()
	defer v.mu.Unlock()
	for ; x.parsed < len(x.forms); x.parsed++ {
		v.parseCompound(x, x.forms[x.parsed])
	}
	return append([]compound(nil), x.compounds[term]...)
}

// parseCompound notes the parts of a word that is made of two others.
func (v *vocabulary) parseCompound(x *lexicon, at uint32) {
	whole := v.forms[at]
	if v.class[whole.term] != content || whole.letters&digitMask != 0 || len(whole.word) < 2*shortestPart {
		return
	}
	for cut := shortestPart; cut+shortestPart <= len(whole.word); cut++ {
		tail, ok := v.part(x, whole.word[cut:])
		if !ok {
			continue
		}
		for _, first := range firstParts(whole.word[:cut], x.language) {
			head, ok := v.part(x, first)
			if !ok || head == whole.term || tail == whole.term {
				continue
			}
			x.note(head, compound{whole.term, false})
			x.note(tail, compound{whole.term, true})
			return
		}
	}
}

// part returns the term of a content word without accents.
func (v *vocabulary) part(x *lexicon, word string) (uint32, bool) {
	if len(word) < shortestPart {
		return 0, false
	}
	f, ok := x.words[word]
	if !ok {
		f, ok = x.plain[word]
	}
	if !ok || v.class[v.forms[f].term] != content {
		return 0, false
	}
	return v.forms[f].term, true
}

func (x *lexicon) note(part uint32, c compound) {
	for _, have := range x.compounds[part] {
		if have == c {
			return
		}
	}
	x.compounds[part] = append(x.compounds[part], c)
}
