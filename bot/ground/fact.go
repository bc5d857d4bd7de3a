package ground

import (
	"frontdesk/bot"
	"frontdesk/knowledge/quantity"
)

// fact is something that a sentence says and that can be checked by itself: a quantity, or a word that commits.
type fact struct {
	amount *quantity.Quantity // nil for a word that commits
	class  cue
	token  int // where it stands
	chunk  int
}

// classes are the cues that are facts.
const classes = free | refund | discount | guarantee | universal | always | unlimited | lifetime | instant | automatic | wePay | youPay

// mostFacts bounds what is read of one sentence. A sentence with more is not said: see [Gate.Check].
const mostFacts = 24

// collectFacts finds the facts of a reading.
func (out *reading) collectFacts() {
	for i := range out.amounts {
		if len(out.facts) == mostFacts {
			return
		}
		at := 0
		for t := range out.tokens {
			if out.tokens[t].start >= out.amounts[i].Start {
				break
			}
			at = t
		}
		if at+1 < len(out.tokens) && out.tokens[at].end <= out.amounts[i].Start {
			at++
		}
		out.facts = append(out.facts, fact{amount: &out.amounts[i], token: at, chunk: out.chunkOf(at)})
	}
	for c := range out.clauses {
		k := &out.clauses[c]
		seen, chunk := cue(0), -1
		for _, t := range k.tokens {
			tok := &out.tokens[t]
			if at := out.chunkOf(t); at != chunk {
				seen, chunk = 0, at
			}
			got := tok.cue & classes &^ seen
			if tok.amount {
				got &= free
			}
			if k.condition != 0 || k.negated {
				got &^= universal // "if you have any", "not any"
			}
			for bit := cue(1); got != 0 && bit <= got; bit <<= 1 {
				if got&bit != 0 {
					out.facts = append(out.facts, fact{class: bit, token: t, chunk: chunk})
					seen |= bit
				}
			}
		}
	}
}

// verdict is what is said of a fact that is not in the cited words.
func (f fact) verdict() bot.Verdict {
	if f.amount == nil {
		return bot.Commitment
	}
	switch f.amount.Kind {
	case quantity.Money, quantity.Percent, quantity.Measure:
		return bot.Amount
	case quantity.Duration, quantity.Months, quantity.WorkingDays:
		return bot.Duration
	case quantity.Date, quantity.Weekday, quantity.Clock:
		return bot.Date
	case quantity.Phone:
		return bot.Contact
	case quantity.Code:
		for _, r := range f.amount.Unit {
			if r >= 'a' {
				return bot.Product
			}
		}
	}
	return bot.Number
}

// family is what facts are held against: different ones of a family exclude one another.
func (f fact) family() quantity.Kind {
	if f.amount == nil {
		if f.class == free {
			return quantity.Money
		}
		return 200
	}
	switch f.amount.Kind {
	case quantity.Months, quantity.WorkingDays:
		return quantity.Duration
	case quantity.Weekday, quantity.Clock:
		return f.amount.Kind
	}
	return f.amount.Kind
}

// said are the words of a fact, with the limit that is put to it.
func (out *reading) said(f fact) string {
	if f.amount == nil {
		return out.text[out.tokens[f.token].start:out.tokens[f.token].end]
	}
	return out.text[f.amount.Start:f.amount.End]
}

// context are the tokens that say what a fact is about: those of matter in its chunk, and in the other chunks of the
// sentence that have no fact of its family.
func (out *reading) context(f fact) []int {
	var about []int
	for n := range out.chunks {
		if n != f.chunk && out.rival(n, f) {
			continue
		}
		for t := out.chunks[n].from; t < out.chunks[n].to; t++ {
			if out.telling(t) {
				about = append(about, t)
			}
		}
	}
	return about
}

// telling reports whether a token says what a fact is about.
func (out *reading) telling(t int) bool {
	return out.tokens[t].matter() && out.tokens[t].cue&(classes|costing|lasting|must|may) == 0
}

// near are the tokens of matter in a fact's own chunk.
func (out *reading) near(f fact) (about []int) {
	for t := out.chunks[f.chunk].from; t < out.chunks[f.chunk].to; t++ {
		if out.telling(t) {
			about = append(about, t)
		}
	}
	return about
}

// rival reports whether a chunk has a fact of the family of another.
func (out *reading) rival(n int, f fact) bool {
	for _, o := range out.facts {
		if o.chunk == n && o.family() == f.family() {
			return true
		}
	}
	return false
}

func onlyLight(out *reading, about []int) bool {
	for _, t := range about {
		if !out.tokens[t].light {
			return false
		}
	}
	return true
}
