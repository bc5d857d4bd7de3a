package evidence

import (
	"strings"

	"frontdesk/knowledge"
)

// inTitle is what a term counts, as part of a sentence, that only the title has: a title names what all
// sentences are about.
const inTitle = 0.8

// occurrence says that a word of the passage stands for, or against, a term.
type occurrence struct {
	token    int32
	sentence int32
	term     int16
	relation relation
	quality  float64
}

// shares tells for each term how much of it is there.
type shares [maxTerms]float64

// view is one look at a passage.
type view struct {
	reading
	q       *Question
	seen    []occurrence // in the order of the passage
	title   shares
	passage shares // without the title
	best    shares // in the sentence
	number  int32  // of the sentence
	lo, hi  int    // tokens of the sentence
	e       Evidence
}

// Look looks into a passage under its title, of which at most 4 KiB are read. It takes time linear in the
// passage and is safe for concurrent use.
func (q *Question) Look(title, passage string) Evidence {
	passage = cut(passage, maxPassage)
	v := &view{q: q, e: Evidence{Asks: q.ask, foreign: q.foreign}}
	if q.dense || len(q.terms) == 0 || q.total <= 0 {
		return v.e
	}
	v.reading = read(passage, make([]token, 0, len(passage)/6+8))
	if len(v.tokens) == 0 {
		return v.e
	}
	v.e.Seen = true
	var s stemmer
	v.readTitle(cut(title, maxTitle), &s)
	v.match(&s)
	v.choose()
	v.weighMissing()
	v.weighPairs()
	v.contrast()
	v.seekCandidate()
	v.e.Values[FoundMuch] = min(1, float64(len(q.terms))/12) * v.e.Values[InWindow]
	for i := range v.e.Values {
		v.e.Values[i] = clamp(v.e.Values[i])
	}
	return v.e
}

func (v *view) readTitle(title string, s *stemmer) {
	if title == "" {
		return
	}
	var room [32]token
	var hits [4]found
	t := read(title, room[:0])
	for i := range t.tokens {
		for _, f := range v.q.forms.of(t.low[i], t.tokens[i].is(digits), s, hits[:0]) {
			if f.relation != opposed {
				v.title[f.term] = max(v.title[f.term], f.quality)
			}
		}
	}
}

// match finds the words of the passage that stand for terms.
func (v *view) match(s *stemmer) {
	var hits [4]found
	spelt := v.spelledOut()
	for i := range v.tokens {
		t := &v.tokens[i]
		found := v.q.forms.of(v.low[i], t.is(digits), s, hits[:0])
		for ; len(spelt) > 0 && int(spelt[0].token) == i; spelt = spelt[1:] {
			found = better(found, finding(spelt[0]))
		}
		for _, f := range found {
			v.seen = append(v.seen, occurrence{int32(i), t.sentence, int16(f.term), f.relation, f.quality})
			if f.relation != opposed {
				t.term = int16(f.term)
				v.passage[f.term] = max(v.passage[f.term], f.quality)
			}
		}
	}
}

func finding(o occurrence) found { return found{int(o.term), o.quality, o.relation} }

// spelledOut finds terms like "US" that the passage writes as words, in the order of the passage.
func (v *view) spelledOut() []occurrence {
	var out []occurrence
	for k, t := range v.q.terms {
		if t.class != name || len(t.text) < 2 || len(t.text) > 5 || strings.ToUpper(t.text) != t.text {
			continue
		}
		for i := 0; i+len(t.text) <= len(v.tokens); i++ {
			if v.initials(i, t.text) {
				out = append(out, occurrence{int32(i), v.tokens[i].sentence, int16(k), same, 1})
			}
		}
	}
	if len(out) > 1 {
		sortByToken(out)
	}
	return out
}

// initials reports whether the words from the i-th on begin with the given capitals.
func (v *view) initials(i int, capitals string) bool {
	for j := range len(capitals) {
		w := &v.tokens[i+j]
		if !w.is(capital) || w.end-w.start < 2 || v.text[w.start] != capitals[j] {
			return false
		}
	}
	return true
}

// share is the share of the question that is there, a term of the title counting so much everywhere.
func (v *view) share(have *shares, title float64) float64 {
	sum := 0.0
	for i := range v.q.terms {
		sum += v.q.terms[i].weight * max(have[i], title*v.title[i])
	}
	return sum / v.q.total
}

// choose finds the sentence that has most of the question.
func (v *view) choose() {
	const chosenTitle = 0.5
	best, window, at := -1.0, 0.0, 0
	var before shares
	last := v.tokens[len(v.tokens)-1].sentence
	for s := int32(0); s <= last; s++ {
		if at == len(v.seen) || v.seen[at].sentence != s {
			before = shares{}
			if best < 0 {
				best, v.number = v.share(&before, chosenTitle), s
			}
			continue
		}
		var now shares
		for ; at < len(v.seen) && v.seen[at].sentence == s; at++ {
			if o := &v.seen[at]; o.relation != opposed {
				now[o.term] = max(now[o.term], o.quality)
			}
		}
		if c := v.share(&now, chosenTitle); c > best {
			best, v.number, v.best = c, s, now
		}
		for i := range v.q.terms {
			before[i] = max(before[i], now[i])
		}
		window = max(window, v.share(&before, inTitle))
		before = now
	}
	v.bound()
	e := &v.e.Values
	e[InSentence] = v.share(&v.best, inTitle)
	e[InWindow] = max(window, e[InSentence])
	e[InPassage] = v.share(&v.passage, inTitle)
	e[Scattered] = e[InPassage] - e[InWindow]
}

// bound finds the words of the sentence.
func (v *view) bound() {
	for v.lo < len(v.tokens) && v.tokens[v.lo].sentence != v.number {
		v.lo++
	}
	for v.hi = v.lo; v.hi < len(v.tokens) && v.tokens[v.hi].sentence == v.number; {
		v.hi++
	}
	if v.lo < v.hi {
		v.e.Sentence = knowledge.Span{Start: int(v.tokens[v.lo].start), End: int(v.tokens[v.hi-1].end)}
	}
}

// there is how much of a term the passage or its title has, and how much the sentence or the title.
func (v *view) there(k int) (anywhere, here float64) {
	title := inTitle * v.title[k]
	return max(v.passage[k], title), max(v.best[k], title)
}
