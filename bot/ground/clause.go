package ground

import (
	"strings"
)

// chunk is a part of a sentence between signs and joining words.
type chunk struct {
	from, to int // tokens
	clause   int
	aside    bool // stands in brackets
}

// clause is one or several chunks that are denied, allowed and bound together.
type clause struct {
	tokens    []int
	negated   bool
	waived    bool // what would bind is denied: "you need not"
	cue       cue
	condition cue   // what kind of condition it is: onIf, unless, except or onlyIf; 0 if none
	elliptic  bool  // it takes its verb from the clause before
	modifier  bool  // it only says which is meant: "shoes that …"
	subject   []int // of the clause before, which is its own, too: "breakfast is served and costs …"
}

// cut finds the chunks and clauses.
func (out *reading) cut() {
	ts := out.tokens
	from, aside := 0, false
	add := func(to int, next bool) {
		if to > from {
			out.chunks = append(out.chunks, chunk{from: from, to: to, aside: aside})
			from = to
		}
		aside = next
	}
	for i := range ts {
		if i == 0 {
			continue
		}
		gap := out.text[ts[i-1].end:max(ts[i].start, ts[i-1].end)]
		switch {
		case strings.ContainsAny(gap, "(["):
			add(i, true)
		case strings.ContainsAny(gap, ",;:)]|/\n") || strings.Contains(gap, " - ") || strings.ContainsAny(gap, ".!?"):
			if !ts[i].amount || !ts[i-1].amount {
				add(i, false)
			}
		case ts[i].cue&(breaks|joins) != 0 && !ts[i].amount:
			add(i, aside)
		}
	}
	add(len(ts), false)
	out.joinClauses()
}

// joinClauses makes clauses of the chunks: one that has no word of a clause of its own belongs to the one before, or to the
// one behind it at the beginning.
func (out *reading) joinClauses() {
	for i := range out.chunks {
		k := &out.chunks[i]
		own, cond, bare := false, cue(0), true
		for t := k.from; t < k.to; t++ {
			c := out.tokens[t].cue
			own = own || c&finite != 0 && !out.tokens[t].amount
			if t < k.from+2 {
				cond |= c & (onIf | unless | except | onlyIf)
			}
			bare = bare && (c&finite == 0 || t == k.from && c&(breaks|joins) != 0)
		}
		if n := len(out.clauses); i > 0 && cond == 0 && !(own && out.relative(k)) && !(n > 0 && own && !out.leading(n-1)) && !(n == 1 && out.conditional(k)) {
			out.give(k, max(0, out.chunks[i-1].clause))
			continue
		}
		elliptic := bare && i > 0 && (cond&except != 0 || out.denies(k))
		out.clauses = append(out.clauses, clause{condition: cond, elliptic: elliptic})
		out.give(k, len(out.clauses)-1)
		if last := &out.clauses[len(out.clauses)-1]; i > 0 {
			last.modifier = out.relative(k)
			last.subject = out.subjectOf(k, i)
		}
		if i > 0 && out.relative(k) && out.leading(out.chunks[i-1].clause) {
			out.embedded(i)
		}
	}
	out.reunite()
	for i := range out.clauses {
		out.weigh(&out.clauses[i])
		out.clauses[i].waived = out.clauses[i].negated && out.waives(&out.clauses[i])
	}
	out.handOn()
	for i := range out.clauses { // an exception is denied where the rule is not
		if out.clauses[i].condition&except == 0 || len(out.clauses) == 1 {
			continue
		}
		main := i - 1
		if i == 0 {
			main = 1
		}
		out.clauses[i].negated = out.clauses[i].negated == out.clauses[main].negated
	}
}

// reunite gives a subject that a clause follows which says which one is meant to the verb behind that clause: "devices | that
// were made | before 2019 are not updated".
func (out *reading) reunite() {
	last := len(out.clauses) - 1
	if last < 2 || !out.verbless(&out.clauses[0]) || out.clauses[0].condition != 0 || len(out.clauses[1].tokens) == 0 {
		return
	}
	first := out.clauses[1].tokens[0]
	if k := out.chunks[out.chunkOf(first)]; !out.relative(&k) || out.tokens[out.clauses[last].tokens[0]].cue&(onIf|unless|except|onlyIf) != 0 {
		return
	}
	for _, t := range out.clauses[0].tokens {
		out.tokens[t].clause = last
	}
	out.clauses[last].tokens = append(append([]int(nil), out.clauses[0].tokens...), out.clauses[last].tokens...)
	out.clauses[0].tokens = nil
}

// waives reports whether a denial stands with a word that binds: before it, or close behind it where verbs are denied behind.
func (out *reading) waives(c *clause) bool {
	denied, bound := -1, -1
	for n, t := range c.tokens {
		tok := &out.tokens[t]
		if tok.cue&neg != 0 && tok.cue&neutral == 0 && tok.text != "without" && denied < 0 {
			denied = n
		}
		if tok.cue&must != 0 && bound < 0 {
			bound = n
		}
	}
	return denied >= 0 && bound >= 0 && (denied < bound || denied-bound <= 3 && out.words.Code() != "en")
}

// handOn gives the denial of a clause that says nothing of a matter to its neighbour: "you will not, then, get it".
func (out *reading) handOn() {
	for i := range out.clauses {
		c := &out.clauses[i]
		if !c.negated || out.hasMatter(c) || len(out.clauses) == 1 {
			continue
		}
		to := i + 1
		if to == len(out.clauses) {
			to = i - 1
		}
		c.negated, out.clauses[to].negated = false, !out.clauses[to].negated
	}
}

func (out *reading) hasMatter(c *clause) bool {
	for _, t := range c.tokens {
		if tok := &out.tokens[t]; tok.matter() || tok.amount || tok.cue&classes != 0 {
			return true
		}
	}
	return false
}

// subjectOf are the words before the verb of the clause before, if a chunk goes on with "and" and a verb of its own.
func (out *reading) subjectOf(k *chunk, i int) (subject []int) {
	if k.to-k.from < 2 || out.tokens[k.from].cue&joins == 0 {
		return nil
	}
	if second := &out.tokens[k.from+1]; second.cue&finite == 0 || pronouns[second.text] {
		return nil
	}
	before := out.clauses[out.chunks[i-1].clause]
	for _, t := range before.tokens {
		if out.tokens[t].cue&finite != 0 {
			break
		}
		subject = append(subject, t)
	}
	return append(subject, before.subject...)
}

// pronouns begin a clause that has its own subject.
var pronouns = set("you we it they i he she this there that vous nous il elle ils on je tu sie wir er es ich du ihr man usted él ella lei noi u wij hij zij ze je")

// give makes the tokens of a chunk those of a clause.
func (out *reading) give(k *chunk, clause int) {
	k.clause = clause
	for t := k.from; t < k.to; t++ {
		out.clauses[clause].tokens = append(out.clauses[clause].tokens, t)
		out.tokens[t].clause = clause
	}
}

// conditional reports whether the only clause so far is a condition that the sentence begins with, and a sign ends it:
// what comes then is the main clause, though it may be nothing but "check your folder".
func (out *reading) conditional(k *chunk) bool {
	return out.clauses[0].condition != 0 && strings.Contains(out.text[out.tokens[k.from-1].end:out.tokens[k.from].start], ",")
}

// denies reports whether a chunk begins with a denial: "but not sale items".
func (out *reading) denies(k *chunk) bool {
	return out.tokens[k.from].cue&neg != 0 || k.from+1 < k.to && out.tokens[k.from+1].cue&neg != 0
}

// relative reports whether a chunk begins with a word that says which, and a verb behind it: "shoes that were …". With
// another subject behind it, it is a sentence of its own: "note that items …".
func (out *reading) relative(k *chunk) bool {
	if k.to-k.from < 2 {
		return false
	}
	switch out.tokens[k.from].text {
	case "that", "which", "who", "qui", "que", "che", "dat":
		next := &out.tokens[k.from+1]
		return next.cue&finite != 0 && !pronouns[next.text]
	case "die":
		return out.words.Code() == "nl"
	}
	return false
}

// embedded gives the end of a clause that says which to the clause that it is about: "shoes that were not worn | can be
// exchanged".
func (out *reading) embedded(i int) {
	k := out.chunks[i]
	verbs, matter := 0, false
	for t := k.from + 1; t < k.to; t++ {
		tok := &out.tokens[t]
		switch {
		case tok.cue&finite != 0 && (verbs == 0 || matter):
			if verbs++; verbs == 2 {
				main := out.chunks[i-1].clause
				inner := &out.clauses[len(out.clauses)-1]
				rest := inner.tokens[t-k.from:]
				inner.tokens = inner.tokens[: t-k.from : t-k.from]
				for _, n := range rest {
					out.tokens[n].clause = main
				}
				out.clauses[main].tokens = append(out.clauses[main].tokens, rest...)
				return
			}
			matter = false
		case tok.matter() || tok.amount:
			matter = true
		}
	}
}

// leading reports whether a clause is only the beginning of one: "Without a receipt, …".
func (out *reading) leading(i int) bool {
	c := out.clauses[i]
	if c.condition != 0 {
		return false
	}
	for _, t := range c.tokens {
		if out.tokens[t].cue&finite != 0 {
			return false
		}
	}
	return true
}

// weigh sums up what the words of a clause do.
func (out *reading) weigh(c *clause) {
	for _, t := range c.tokens {
		tok := &out.tokens[t]
		if tok.amount && tok.cue&(neg|free) == 0 {
			continue
		}
		if tok.cue&neg != 0 && tok.cue&neutral == 0 && !(t == 0 && tok.cue&yesNo != 0 && strings.HasPrefix(out.text[tok.end:], ",")) {
			c.negated = !c.negated
		}
		c.cue |= tok.cue
	}
	if c.condition&unless != 0 {
		c.negated = !c.negated
	}
	if c.condition&except != 0 {
		for _, t := range c.tokens { // "ausgenommen" denies by itself
			if out.tokens[t].cue&except != 0 && out.tokens[t].cue&neg != 0 {
				c.negated = !c.negated
			}
		}
	}
	out.cue |= c.cue
}

func (out *reading) chunkOf(t int) int {
	for i := range out.chunks {
		if out.chunks[i].from <= t && t < out.chunks[i].to {
			return i
		}
	}
	return 0
}
