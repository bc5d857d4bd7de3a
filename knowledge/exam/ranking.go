package exam

// HitAt is the share of the answerable questions that have a relevant article among the first k of their
// ranking ("success at k" in the evaluations of TREC). Questions without an answer do not count.
func HitAt(results []Result, k int) Figure {
	found, all := 0, 0
	for _, r := range results {
		if !r.Question.Answerable() {
			continue
		}
		all++
		if rank := r.Rank(); rank >= 1 && rank <= k {
			found++
		}
	}
	return share(found, all)
}

// MRRAt is the mean over the answerable questions of 1 ÷ the rank of the first relevant article, 0 if there is
// none among the first k (mean reciprocal rank; Voorhees, "The TREC-8 Question Answering Track Report", 1999).
func MRRAt(results []Result, k int) Figure {
	sum, all := 0.0, 0
	for _, r := range results {
		if !r.Question.Answerable() {
			continue
		}
		all++
		if rank := r.Rank(); rank >= 1 && rank <= k {
			sum += 1 / float64(rank)
		}
	}
	if all == 0 {
		return undefined()
	}
	return Figure(sum / float64(all))
}
