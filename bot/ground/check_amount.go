package ground

import (
	"frontdesk/bot"
	"frontdesk/knowledge/quantity"
)

// amounts reports whether every quantity of the sentence is one of the run, with the same limit.
func (w *witness) amounts(r run) (bot.Verdict, string) {
	for _, f := range w.s.facts {
		if f.amount == nil || w.gate.known.names(*f.amount) {
			continue
		}
		equal, covered := w.find(r, *f.amount)
		switch {
		case covered, equal && w.gate.off&noLimits != 0:
		case !equal && w.softOne(r, *f.amount):
		default:
			return f.verdict(), w.limited(f)
		}
	}
	return bot.Passed, ""
}

// find looks for a quantity in a run and what stands around it.
func (w *witness) find(r run, q quantity.Quantity) (equal, covered bool) {
	for _, list := range [...][]*reading{w.readings(r), w.p.around(r)} {
		for _, rd := range list {
			for i := range rd.amounts {
				equal = equal || rd.amounts[i].Equal(q)
				covered = covered || rd.amounts[i].Covers(q)
			}
		}
	}
	return equal, covered
}

// softOne reports whether a quantity is the word "one" where the run counts nothing of that kind otherwise: "one voucher" for
// "a voucher".
func (w *witness) softOne(r run, q quantity.Quantity) bool {
	if q.Kind != quantity.Count || !q.Written || q.Low != 1 || q.High != 1 || q.Bound != quantity.Exact {
		return false
	}
	for _, rd := range w.readings(r) {
		for i := range rd.amounts {
			if rd.amounts[i].Kind == quantity.Count {
				return false
			}
		}
	}
	return true
}

// limited are the words of a fact with the ones before that limit it.
func (w *witness) limited(f fact) string {
	if f.amount == nil {
		return w.s.said(f)
	}
	if q := f.amount; q.Bound != quantity.Exact && q.Bound != quantity.Within && q.LimitFrom < q.Start {
		return w.s.text[q.LimitFrom:q.End]
	}
	return w.s.said(f)
}

// classes reports whether every word that commits has one of its class in the run.
func (w *witness) classes(r run) (bot.Verdict, string) {
	all := cue(0)
	money := false
	for _, list := range [...][]*reading{w.readings(r), w.p.around(r)} {
		for _, rd := range list {
			all |= rd.cue
			for _, a := range rd.amounts {
				money = money || a.Kind == quantity.Money
			}
		}
	}
	for _, f := range w.s.facts {
		if f.amount != nil || all&f.class != 0 {
			continue
		}
		switch {
		case f.class == wePay && all&(free|refund) != 0, f.class == youPay && money && all&wePay == 0:
		default:
			return bot.Commitment, w.s.said(f)
		}
	}
	return bot.Passed, ""
}
