package index

import (
	"cmp"
	"slices"

	"frontdesk/knowledge/learn"
)

const (
	rankedByWords = 24  // candidates that the words bring into the ranking
	rankedByClue  = 6   // candidates that each other clue brings
	freshNearest  = 0.6 // likeness to a title or phrasing from which an article is answered from before it was learnt
)

// byScore sorts candidates by what the words say.
func byScore(list []scored) {
	slices.SortFunc(list, func(a, b scored) int {
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return cmp.Compare(a.entry.article, b.entry.article)
	})
}

// widen keeps the candidates that the words rank highest and adds those that other clues do.
func (s *scorer) widen(list []scored, v view, c *clues) []scored {
	list = list[:min(len(list), rankedByWords)]
	have := make(map[string]bool, len(list))
	for _, sc := range list {
		have[sc.entry.article] = true
	}
	for _, class := range v.leaders(c, rankedByClue) {
		if e := s.books.entries[v.ids[class]]; e != nil && !have[e.article] {
			list = append(list, s.score(candidate{entry: e}))
		}
	}
	return list
}

// order sorts candidates by their weighted clues, and tells each its share.
func order(list []scored, weights []float64) {
	options := make([][]float64, len(list))
	for i := range list {
		options[i] = list[i].option()
	}
	for i, share := range learn.Shares(options, weights) {
		list[i].share = share
	}
	slices.SortFunc(list, func(a, b scored) int {
		if a.share != b.share {
			return cmp.Compare(b.share, a.share)
		}
		return cmp.Compare(a.entry.article, b.entry.article)
	})
}

// fresh reports whether an article has been published since the corpus was learnt.
func (v view) fresh(e *entry) bool {
	class, ok := v.class[e.article]
	return !ok || v.entries[class] != e
}

// byWordsAlone is what would have been found if nothing had been learnt: that is how a question is ranked
// when its words lead straight to an article that was published a moment ago.
func (f found) byWordsAlone() found {
	f = f.withoutMeaning()
	for i := range f.list {
		sc := &f.list[i]
		sc.grams, sc.learnt, sc.learntShare, sc.vote = sc.nearest, 0, 0, 0
	}
	return f
}

// inform gives a candidate its learned clues.
func inform(sc *scored, v view, c *clues) {
	class, ok := v.class[sc.entry.article]
	if !ok {
		sc.grams, sc.meaning, sc.meaning3 = sc.nearest, sc.nearest, sc.nearest
		if v.lexical != nil {
			sc.learnt, sc.learntShare = unlikely, logFloor
		}
		if v.sense != nil && c.withMeaning {
			sc.senseShare, sc.gaussShare, sc.distance = logFloor, logFloor, 2
		}
		return
	}
	sc.topic = v.namesTopic(class)
	sc.vote = float64(c.vote[class])
	sc.grams, sc.meaning, sc.meaning3 = float64(c.grams[class]), float64(c.meaning[class]), float64(c.meaning3[class])
	if c.learnt != nil {
		sc.learnt, sc.learntShare = float64(c.learnt[class]), float64(c.learntShare[class])
	}
	if c.senseShare != nil {
		sc.senseShare = float64(c.senseShare[class])
	}
	if c.gaussShare != nil {
		sc.gaussShare, sc.distance = float64(c.gaussShare[class]), float64(c.distance[class])
	}
}

const (
	logFloor = -9.21 // logarithm of shareFloor
	unlikely = -4    // log-odds of an article that no classifier knows
)

// compare fills in what the first candidate's features say about the others.
func compare(list []scored, v view, c *clues) {
	if len(list) == 0 {
		return
	}
	first := &list[0]
	first.margin = first.share
	if len(list) > 1 {
		first.margin -= list[1].share
	}
	own, known := v.class[first.entry.article]
	if !known {
		own = -1
	}
	hidden := v.besides(own)
	first.gramsLead = first.grams - float64(bestOther(c.grams, own, hidden))
	votes, rankers := 0.0, 0.0
	vote := func(values []float32) {
		if values != nil {
			rankers++
			if own >= 0 && values[own] > bestOther(values, own, hidden) {
				votes++
			}
		}
	}
	vote(c.grams)
	vote(c.learnt)
	if c.withMeaning {
		first.meaningLead = first.meaning - float64(bestOther(c.meaning, own, hidden))
		vote(c.meaning)
		vote(c.senseShare)
		vote(c.gaussShare)
	}
	byWords := true
	for _, sc := range list[1:] {
		byWords = byWords && sc.score <= first.score
	}
	rankers++
	if byWords {
		votes++
	}
	first.agree = votes / rankers
}

// bestOther is the highest value but that of the class own, or 0 without one.
func bestOther(values []float32, own int32, hidden []bool) float32 {
	best, any := float32(0), false
	for i, v := range values {
		if int32(i) != own && (hidden == nil || !hidden[i]) && (!any || v > best) {
			best, any = v, true
		}
	}
	return best
}
