package confidence

import (
	"slices"

	"frontdesk/knowledge/learn"
)

// fitSensibly fits without the inputs that would count against their sense. Among trials they may do so, as
// the difference of two signs that say much the same. But customers also ask in the very words of a title,
// which no trial does, and so far out such a difference leads astray.
func fitSensibly(rows []learn.Row) *learn.Logistic {
	rows = slices.Clone(rows)
	for i := range rows {
		rows[i].X = slices.Clone(rows[i].X)
	}
	for {
		m := learn.FitLogistic(rows, pull)
		odd := false
		for k, w := range m.Weights {
			if w*inputs[k].sense < 0 {
				odd = true
				for i := range rows {
					rows[i].X[k] = 0
				}
			}
		}
		if !odd {
			return m
		}
	}
}
