package care

import (
	"slices"
	"strings"
)

// Kinship is what two articles that answer the same question are to each other.
type Kinship string

// The kinds of twins.
const (
	Duplicate     Kinship = "duplicate"     // their texts say the same
	Contradiction Kinship = "contradiction" // they name different amounts for the same thing
)

// Limits of the comparison, chosen on pairs written for it; see the test of twins.
const (
	sameThing  = 0.5 // likeness of two sentences from which on they are about the same thing
	sameText   = 0.7 // share of the words of two texts that both have, from which on they say the same
	withinText = 0.9 // share of the shorter text's words that the longer one has, from which on it says all of it
	wholeText  = 6   // words that a text must have for that, since a few words are found in any longer text
	fewWords   = 3   // a text with less is compared letter by letter
)

// Difference is what two sentences about the same thing say differently.
type Difference struct{ One, Other string }

// compare tells what two articles are to each other that are asked the same, "" if nothing is wrong. d has the sentences
// of a contradiction; asA and asB are the nearest questions.
func compare(a, b *reading, asA, asB []string) (k Kinship, d Difference) {
	if a.lacks(asB, asA) && b.lacks(asA, asB) {
		return "", d // purchases and sales, Austria and Switzerland
	}
	asked := make(map[string]bool) // by both
	for t := range a.asked {
		asked[t] = b.asked[t]
	}
	best := 0.0
	for _, s := range a.telling {
		other, likeness := opposed(s, b.telling, asked)
		if likeness <= best {
			continue
		}
		// What the other says differently may stand in this article too, about something else.
		if _, back := opposed(*other, a.telling, asked); back > 0 {
			best, d = likeness, Difference{s.text, other.text}
		}
	}
	switch {
	case best > 0:
		return Contradiction, d
	case saySame(a, b):
		return Duplicate, d
	}
	return "", d
}

// opposed returns the sentence that is most like s and names another amount of the same kind. likeness is 0 if there
// is none, or if one about the same thing names the same amount.
func opposed(s sentence, others []sentence, asked map[string]bool) (other *sentence, likeness float64) {
	agreed := make(map[string]bool)
	type found struct {
		sentence *sentence
		likeness float64
		kind     string
	}
	var differ []found
	for i := range others {
		l := alike(s.words, others[i].words, asked)
		if l < sameThing {
			continue
		}
		for _, kind := range kinds(s.facts) {
			switch named, same := agree(kind, s.facts, others[i].facts); {
			case same:
				agreed[kind] = true
			case named:
				differ = append(differ, found{&others[i], l, kind})
			}
		}
	}
	for _, f := range differ {
		if !agreed[f.kind] && f.likeness > likeness {
			other, likeness = f.sentence, f.likeness
		}
	}
	return other, likeness
}

func kinds(facts []fact) (out []string) {
	seen := make(map[string]bool)
	for _, f := range facts {
		if k := sort(f.kind); !seen[k] {
			seen[k] = true
			out = append(out, k)
		}
	}
	return out
}

// sort is what a kind of fact is compared with: days and working days are held against each other.
func sort(kind string) string {
	if kind == "working days" {
		return "duration"
	}
	return kind
}

// agree reports whether both lists name amounts of a kind, and whether one of them is the same.
func agree(kind string, a, b []fact) (named, same bool) {
	for _, f := range a {
		for _, g := range b {
			if sort(f.kind) == kind && sort(g.kind) == kind {
				named = true
				same = same || f.kind == g.kind && f.same(g)
			}
		}
	}
	return named, same
}

// lacks reports whether the other's question has a word that this article's has not, and that the article says nowhere.
func (r *reading) lacks(other, own []string) bool {
	return slices.ContainsFunc(other, func(t string) bool { return !slices.Contains(own, t) && !r.said[t] && !r.asked[t] })
}

// saySame reports whether two texts have the same words and amounts, or one has all of the other's.
func saySame(a, b *reading) bool {
	shorter := min(len(a.said), len(b.said))
	if shorter < fewWords {
		x, y := strings.Join(strings.Fields(a.text), " "), strings.Join(strings.Fields(b.text), " ")
		return x != "" && strings.EqualFold(x, y)
	}
	both := 0
	for w := range a.said {
		if b.said[w] {
			both++
		}
	}
	return float64(2*both) >= sameText*float64(len(a.said)+len(b.said)) ||
		shorter >= wholeText && float64(both) >= withinText*float64(shorter)
}
