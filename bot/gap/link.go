package gap

// link joins the nodes that are alike, beginning with those given, until no two of them are any more. Nodes that are not
// given are taken to be unlike each other already.
//
// It follows chains of nearest neighbours (Benzécri 1982; Murtagh and Contreras 2012, arXiv:1105.0121, section 3): each
// node leads to the one most like it until two lead to each other, and these are joined. With average linkage that gives
// the same groups as always joining the two that are most alike of all, with a row of likenesses at a time in memory.
func (s *space) link(begin []int, joined func(from, into int)) {
	row := make([]float32, len(s.nodes))
	var chain []int
	for len(begin) > 0 {
		first := begin[0]
		begin = begin[1:]
		if len(s.nodes[first].leaves) == 0 {
			continue
		}
		chain = append(chain[:0], first)
		for len(chain) > 0 {
			top, before := chain[len(chain)-1], -1
			if len(chain) > 1 {
				before = chain[len(chain)-2]
			}
			s.likeness(top, row)
			next := s.nearest(row, top, before)
			if next < 0 {
				break
			}
			if next != before {
				chain = append(chain, next)
				continue
			}
			from, into := s.order(top, before)
			s.join(from, into)
			joined(from, into)
			chain = chain[:len(chain)-2]
			begin = append(begin, into)
		}
	}
}

// tie is the difference in likeness that rounding may make.
const tie = 1e-5

// nearest is the node most like the one of which the row is, from the threshold on; -1 if there is none. The
// node before it in the chain comes first among equals, so that a chain ends; then the one that began first.
func (s *space) nearest(row []float32, of, before int) int {
	best, most := -1, float32(s.measure.Threshold)
	if before >= 0 {
		best, most = before, row[before]+tie
	}
	for i, v := range row {
		if i != of && v >= most && len(s.nodes[i].leaves) > 0 && i != before {
			if v > most || best < 0 || best != before && s.nodes[i].age < s.nodes[best].age {
				best, most = i, v
			}
		}
	}
	return best
}

// order says which of two nodes goes into the other: what is a gap already stays, the one with more questions, then the
// older.
func (s *space) order(a, b int) (from, into int) {
	x, y := s.nodes[a], s.nodes[b]
	switch {
	case (x.id == "") != (y.id == ""):
		if x.id == "" {
			return a, b
		}
		return b, a
	case len(x.leaves) != len(y.leaves):
		if len(x.leaves) < len(y.leaves) {
			return a, b
		}
		return b, a
	case x.age > y.age:
		return a, b
	}
	return b, a
}
