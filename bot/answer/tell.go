package answer

import (
	"regexp/syntax"
	"slices"
	"strings"
	"sync"

	"frontdesk/knowledge/pattern"
)

// tell is a regular expression for plain text that is looked for in every message, and found in few. Every match has
// one of some pieces of text in it, which are worked out from the expression: looking for these first spares most
// messages the expression, which takes a hundred times as long.
type tell struct {
	*pattern.Pattern
	once   sync.Once
	pieces []piece // nil if there are none that every match has
}

func tellOf(expression string) *tell { return &tell{Pattern: pattern.Of(expression)} }

func tellsOf(expressions ...string) []*tell {
	out := make([]*tell, len(expressions))
	for i, e := range expressions {
		out[i] = tellOf(e)
	}
	return out
}

// MatchString reports whether s has a match.
func (t *tell) MatchString(s string) bool {
	seen := look(s)
	return t.in(&seen)
}

// in reports whether a text has a match.
func (t *tell) in(s *sight) bool { return t.may(s) && t.Pattern.MatchString(s.text) }

// may reports whether a text may have a match.
func (t *tell) may(s *sight) bool {
	t.once.Do(func() {
		for _, p := range piecesOf(t.String()) {
			t.pieces = append(t.pieces, pieceOf(p))
		}
	})
	if t.pieces == nil {
		return true
	}
	for i := range t.pieces {
		if p := &t.pieces[i]; s.may(p) && strings.Contains(s.text, p.text) {
			return true
		}
	}
	return false
}

// piece is a text to look for, with the pairs of bytes at its beginning, middle and end.
type piece struct {
	text  string
	pairs [3]uint16
}

func pieceOf(text string) piece {
	p := piece{text: text}
	if last := len(text) - 2; last >= 0 {
		p.pairs = [3]uint16{pair(text, 0), pair(text, last/2), pair(text, last)}
	}
	return p
}

// sight is a text and which pairs of bytes it has, whatever their upper bits: most pieces need no looking for then.
type sight struct {
	text  string
	pairs [64]uint64
}

func look(text string) sight {
	s := sight{text: text}
	for i := 0; i+1 < len(text); i++ {
		p := pair(text, i)
		s.pairs[p>>6] |= 1 << (p & 63)
	}
	return s
}

// may reports whether a text can have a piece in it.
func (s *sight) may(p *piece) bool {
	if len(p.text) < 2 {
		return true
	}
	for _, q := range p.pairs {
		if s.pairs[q>>6]&(1<<(q&63)) == 0 {
			return false
		}
	}
	return true
}

// pair is the pair of bytes at a place of a text.
func pair(text string, at int) uint16 { return uint16(text[at]&63)<<6 | uint16(text[at+1]&63) }

const (
	mostPieces = 64    // that a part of an expression is taken apart into
	lookCost   = 0.003 // of one piece, as a share of what the expression costs
)

// piecesOf returns texts of which every match of an expression has one; nil if there are none.
func piecesOf(expression string) []string {
	re, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		return nil // whoever uses it will hear of it
	}
	whole := partOf(re.Simplify())
	out := slices.Clone(whole.needed())
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(p string) bool { // what has another piece in it needs no looking for
		return slices.ContainsFunc(out, func(other string) bool { return other != p && strings.Contains(p, other) })
	})
}

// part is what is known of the matches of a part of an expression.
type part struct {
	all    []string // all texts that match; nil if there are too many
	pieces []string // one of which is in each of them; nil if none are known
}

// needed are the best pieces of a part.
func (p part) needed() []string {
	if p.all != nil && !slices.Contains(p.all, "") && cheaper(p.all, p.pieces) {
		return p.all
	}
	return p.pieces
}

// cheaper reports whether pieces are found in fewer texts than others.
func cheaper(pieces, others []string) bool {
	return others == nil || chance(pieces) < chance(others)
}

// chance is about how likely a text has one of the pieces, where each letter more makes that a sixth, and what it costs
// to look for them.
func chance(pieces []string) float64 {
	sum := 0.0
	for _, p := range pieces {
		sum += lookCost
		one := 50.0
		for range len(p) {
			one /= 6
		}
		sum += one
	}
	return sum
}

func partOf(re *syntax.Regexp) part {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return part{all: []string{""}}
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return part{all: []string{string(re.Rune)}}
		}
	case syntax.OpCharClass:
		return part{all: classOf(re.Rune)}
	case syntax.OpCapture:
		return partOf(re.Sub[0])
	case syntax.OpPlus:
		return part{pieces: partOf(re.Sub[0]).needed()}
	case syntax.OpQuest:
		if sub := partOf(re.Sub[0]); sub.all != nil {
			return part{all: append([]string{""}, sub.all...)}
		}
	case syntax.OpConcat:
		return inARow(re.Sub)
	case syntax.OpAlternate:
		return oneOf(re.Sub)
	}
	return part{}
}

// classOf lists the letters of a class, as regexp/syntax has it, if they are few.
func classOf(ranges []rune) []string {
	var out []string
	for i := 0; i < len(ranges); i += 2 {
		if int(ranges[i+1]-ranges[i])+len(out) >= 12 {
			return nil
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			out = append(out, string(r))
		}
	}
	return out
}

// oneOf is the part of an expression that is one of several.
func oneOf(subs []*syntax.Regexp) part {
	out := part{all: []string{}, pieces: []string{}}
	for _, s := range subs {
		p := partOf(s)
		if out.all != nil {
			if out.all = append(out.all, p.all...); p.all == nil || len(out.all) > mostPieces {
				out.all = nil
			}
		}
		if out.pieces != nil {
			need := p.needed()
			if out.pieces = append(out.pieces, need...); need == nil || len(out.pieces) > 8*mostPieces {
				out.pieces = nil
			}
		}
	}
	return out
}

// inARow is the part of an expression that is several, one after the other.
func inARow(subs []*syntax.Regexp) part {
	r := row{run: []string{""}, whole: true}
	for _, s := range subs {
		if s.Op == syntax.OpPlus { // it begins with one, and the next follows on one
			if one := partOf(s.Sub[0]); one.all != nil {
				r.add(one.all)
				r.breakAt(one.all)
				continue
			}
		}
		p := partOf(s)
		if p.all != nil {
			r.add(p.all)
			continue
		}
		r.breakAt([]string{""})
		r.consider(p.pieces)
	}
	r.consider(r.run)
	if !r.whole {
		return part{pieces: r.best}
	}
	return part{all: r.run, pieces: r.best}
}

// row puts together what follows one another in an expression.
type row struct {
	best  []string // pieces so far
	run   []string // what the parts from the last break on look like
	whole bool     // that is all of them
}

func (r *row) consider(pieces []string) {
	if pieces != nil && !slices.Contains(pieces, "") && cheaper(pieces, r.best) {
		r.best = pieces
	}
}

// add takes in a part of which all texts are known.
func (r *row) add(all []string) {
	if len(r.run)*len(all) > mostPieces {
		r.breakAt(all)
		return
	}
	var longer []string
	for _, a := range r.run {
		for _, b := range all {
			longer = append(longer, a+b)
		}
	}
	r.run = longer
	r.consider(longer) // what comes next may make it no rarer, and longer to look for
}

// breakAt begins a new run.
func (r *row) breakAt(begins []string) {
	r.consider(r.run)
	r.run, r.whole = begins, false
}
