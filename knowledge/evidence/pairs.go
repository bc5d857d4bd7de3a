package evidence

import (
	"cmp"
	"math"
	"slices"
)

// apart is the distance of terms that never share a sentence.
const apart = math.MaxInt32

// weighPairs tells how close those terms stand in the passage that are neighbours in the question.
func (v *view) weighPairs() {
	e := &v.e.Values
	near, all := 0.0, 0.0
	for k := 1; k < len(v.q.terms); k++ {
		a, b := &v.q.terms[k-1], &v.q.terms[k]
		w := min(a.weight, b.weight)
		close := v.closeness(k, b.at-a.at)
		if close == 0 && v.passage[k-1] > 0 && v.passage[k] > 0 {
			e[PairsApart] = max(e[PairsApart], w)
		}
		near += w * close
		all += w
		e[WorstPair] = max(e[WorstPair], w*(1-close))
	}
	e[PairsNear] = 1
	if all > 0 {
		e[PairsNear] = near / all
	}
}

// closeness of the k-th term and the one before it, given their distance in the question: 1 if they stand
// as close in the passage, 0 if they never share a sentence. A term of the title is never far.
func (v *view) closeness(k, asked int) float64 {
	switch d := v.distance(k-1, k); {
	case d < apart:
		return 1 / (1 + float64(max(0, d-asked))/4)
	case v.title[k-1] > 0 && v.passage[k] > 0 || v.title[k] > 0 && v.passage[k-1] > 0:
		return 0.6
	}
	return 0
}

// distance is the least number of words from one term to the other within a sentence.
func (v *view) distance(a, b int) int {
	least := apart
	if v.passage[a] == 0 || v.passage[b] == 0 {
		return least
	}
	var last [2]*occurrence
	for i := range v.seen {
		o := &v.seen[i]
		if o.relation == opposed || int(o.term) != a && int(o.term) != b {
			continue
		}
		me := 0
		if int(o.term) == b {
			me = 1
		}
		if other := last[1-me]; other != nil && other.sentence == o.sentence && other.token != o.token {
			least = min(least, int(o.token-other.token))
		}
		last[me] = o
	}
	return least
}

func sortByToken(list []occurrence) {
	slices.SortStableFunc(list, func(a, b occurrence) int { return cmp.Compare(a.token, b.token) })
}
