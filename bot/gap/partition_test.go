package gap

import (
	"fmt"
	"math"
)

// quality tells how a grouping compares with the true one. All but pairs lie in 0..1, and 1 is best; rand may be below 0.
type quality struct {
	groups       int
	purity       float64 // share of questions whose group is mostly of their need
	homogeneity  float64 // each group is of one need (Rosenberg and Hirschberg 2007)
	completeness float64 // each need is in one group
	v            float64 // harmonic mean of the two
	rand         float64 // adjusted Rand index (Hubert and Arabie 1985)
	precision    float64 // share of the pairs in one group that are of one need
	recall       float64 // share of the pairs of one need that are in one group
	f1           float64
}

func (q quality) String() string {
	return fmt.Sprintf("%5d groups  purity %.3f  homogeneity %.3f  completeness %.3f  V %.3f  adjusted Rand %.3f  pairs P %.3f R %.3f F1 %.3f",
		q.groups, q.purity, q.homogeneity, q.completeness, q.v, q.rand, q.precision, q.recall, q.f1)
}

// compare tells how good the groups of questions are; truth and groups are labels by question.
func compare[G comparable](truth []string, groups []G) quality {
	type cell struct {
		group G
		need  string
	}
	cells, byGroup, byNeed := map[cell]float64{}, map[G]float64{}, map[string]float64{}
	for i, g := range groups {
		cells[cell{g, truth[i]}]++
		byGroup[g]++
		byNeed[truth[i]]++
	}
	n := float64(len(groups))
	pairs := func(x float64) float64 { return x * (x - 1) / 2 }
	var both, grouped, needed, mixed, unfinished float64
	best := map[G]float64{}
	for c, x := range cells {
		both += pairs(x)
		mixed -= x / n * math.Log(x/byGroup[c.group])
		unfinished -= x / n * math.Log(x/byNeed[c.need])
		best[c.group] = max(best[c.group], x)
	}
	q := quality{groups: len(byGroup)}
	var ofGroups, ofNeeds float64
	for g, x := range byGroup {
		grouped += pairs(x)
		ofGroups -= x / n * math.Log(x/n)
		q.purity += best[g] / n
	}
	for _, x := range byNeed {
		needed += pairs(x)
		ofNeeds -= x / n * math.Log(x/n)
	}
	q.homogeneity, q.completeness = 1-over(mixed, ofNeeds, 0), 1-over(unfinished, ofGroups, 0)
	q.v = over(2*q.homogeneity*q.completeness, q.homogeneity+q.completeness, 0)
	expected := grouped * needed / pairs(n)
	q.rand = over(both-expected, (grouped+needed)/2-expected, 1)
	q.precision, q.recall = over(both, grouped, 1), over(both, needed, 1)
	q.f1 = over(2*q.precision*q.recall, q.precision+q.recall, 0)
	return q
}

func over(a, b, otherwise float64) float64 {
	if b == 0 {
		return otherwise
	}
	return a / b
}
