package confidence

import (
	"cmp"
	"slices"
	"sort"

	"frontdesk/knowledge"
	"frontdesk/knowledge/learn"
)

const (
	doubt      = 0.05 // the promise may fail with this probability
	folds      = 5    // parts in which rows are judged by models that have not seen them
	impossible = 1.01 // a threshold that no probability reaches
)

// limit returns the lowest threshold for which the upper bound of the share of wrong answers stays at or
// under most, or more than 1 if there is none. Trials are judged by models fitted to others; rows are the
// same trials, weighed.
func (m *Model) limit(trials []knowledge.Trial, rows []learn.Row, most float64) float64 {
	return lowest(rows, unseen(rows, func(rest []learn.Row) func(i int) float64 {
		part := *m
		if m.fit != nil {
			part.fit = fitSensibly(rest)
		}
		return func(i int) float64 { return part.Probability(trials[i].Features) }
	}), most)
}

// unseen judges every row by what fit makes of the other parts: the probability that row i is right.
func unseen(rows []learn.Row, fit func(rest []learn.Row) func(i int) float64) []float64 {
	out := make([]float64, len(rows))
	for fold := range folds {
		var rest []learn.Row
		for i, r := range rows {
			if i%folds != fold {
				rest = append(rest, r)
			}
		}
		probability := fit(rest)
		for i := fold; i < len(rows); i += folds {
			out[i] = probability(i)
		}
	}
	return out
}

// levels are the shares of the questions, in fiftieths and most confident first, at which a promise is tried: from
// each of the first ones upwards until it fails.
const levels = 50

var firstLevels = [...]int{3, 8, 16, 28}

// lowest returns the lowest threshold at which answering the rows with at least that probability keeps the
// promise, by what is known of them.
//
// Trying many thresholds on the same rows finds one that looks good by chance. So each first level has its part of
// the doubt; from there the thresholds are tried in a fixed order, and as the first that fails ends it, each may
// be tried with the whole of that part (fixed-sequence testing from several places: Angelopoulos and others,
// "Learn then Test", 2021). This holds whether or not lower thresholds make for worse answers.
func lowest(rows []learn.Row, probability []float64, most float64) float64 {
	heaviest := 0.0
	for _, r := range rows {
		heaviest = max(heaviest, r.Weight)
	}
	answered := cumulate(rows, probability)
	best := tally{threshold: impossible}
	for _, start := range firstLevels {
		for level := start; level <= levels; level++ {
			t := reaching(answered, float64(len(rows))*float64(level)/levels)
			if t.count == 0 || t.wrongAtMost(heaviest, doubt/float64(len(firstLevels))) > most {
				break
			}
			if t.count > best.count {
				best = t
			}
		}
	}
	return best.threshold
}

// reaching returns the first tally of at least n trials.
func reaching(answered []tally, n float64) tally {
	at := sort.Search(len(answered), func(i int) bool { return float64(answered[i].count) >= n })
	if at == len(answered) {
		return tally{}
	}
	return answered[at]
}

// cumulate tells what is answered at each of the different probabilities as the threshold, from the highest down.
func cumulate(rows []learn.Row, probability []float64) (answered []tally) {
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(probability[b], probability[a]), cmp.Compare(a, b))
	})
	var all tally
	for n, i := range order {
		all.add(rows[i])
		if n+1 < len(order) && probability[order[n+1]] == probability[i] {
			continue
		}
		all.threshold = probability[i]
		answered = append(answered, all)
	}
	return answered
}
