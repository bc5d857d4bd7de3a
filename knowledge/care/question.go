package care

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"frontdesk/knowledge"
)

// Bounds of the search for articles that are asked the same. They keep a corpus of 16,000 articles to seconds, and
// only what could not be told apart anyway is passed over.
const (
	sameQuestion  = 0.7  // cosine of two questions from which on they ask the same
	mostPhrasings = 30   // of an article that are looked at, besides its title
	mostHolders   = 2000 // questions with a word; a commoner one finds nobody
	topicOf       = 4    // articles with the very same question; more make it the name of a topic
)

// asked is an article as its twins are looked for.
type asked struct {
	id        string
	locale    string // in small letters
	audience  []string
	family    string // the original that it or its translations belong to
	questions [][]string
}

// questionsOf are the title and phrasings of an article, as many as are looked at.
func questionsOf(c knowledge.Content) []string {
	return append([]string{c.Title}, c.Phrasings[:min(len(c.Phrasings), mostPhrasings)]...)
}

// termsOf are the terms of each question, sorted and without repetition; a question of function words alone has none.
func termsOf(c knowledge.Content) (out [][]string) {
	g := newGlossary(c.Locale)
	for _, q := range questionsOf(c) {
		set := make(map[string]bool)
		g.add(set, q)
		if len(set) == 0 {
			continue
		}
		terms := make([]string, 0, len(set))
		for t := range set {
			terms = append(terms, t)
		}
		slices.Sort(terms)
		out = append(out, terms)
	}
	return out
}

// pair is two articles with their nearest questions. a has the smaller index.
type pair struct {
	a, b     int
	likeness float64
	asA, asB []string // the terms of the questions
}

// samePairs finds the pairs of articles of which a title or phrasing asks the same: whose cosine, with words weighed by
// how rare they are among the questions, is at least sameQuestion. Two such questions share one of the rarest words of
// either (the others together could not make the cosine), so that only the holders of those are compared.
func samePairs(ctx context.Context, all []asked) ([]pair, error) {
	s := newSpace(all)
	best := make(map[[2]int]pair)
	for q := range s.vectors {
		if q%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		s.near(q, func(other int, likeness float64) {
			p := pair{s.of[q], s.of[other], likeness, s.terms[q], s.terms[other]}
			if p.a > p.b {
				p.a, p.b, p.asA, p.asB = p.b, p.a, p.asB, p.asA
			}
			if key := [2]int{p.a, p.b}; likeness > best[key].likeness && together(&all[p.a], &all[p.b]) {
				best[key] = p
			}
		})
	}
	out := make([]pair, 0, len(best))
	for _, p := range best {
		out = append(out, p)
	}
	slices.SortFunc(out, func(x, y pair) int {
		if x.likeness != y.likeness {
			if x.likeness > y.likeness {
				return -1
			}
			return 1
		}
		return slices.Compare([]int{x.a, x.b}, []int{y.a, y.b})
	})
	return out, nil
}

// together reports whether two articles are for the same readers in the same language, and no translations of each
// other. What is for the staff alone may say more than what customers read.
func together(a, b *asked) bool {
	if a.locale != b.locale || a.family == b.family {
		return false
	}
	staff := func(x *asked) bool { return slices.Contains(x.audience, knowledge.StaffOnly) }
	if staff(a) || staff(b) {
		return staff(a) && staff(b)
	}
	return len(a.audience) == 0 || len(b.audience) == 0 ||
		slices.ContainsFunc(a.audience, func(site string) bool { return slices.Contains(b.audience, site) })
}

// weighed is a term of a question with its part of the question's unit vector.
type weighed struct {
	term   int
	weight float64
}

// space are the questions of all articles as vectors, the rarest term first.
type space struct {
	vectors [][]weighed
	of      []int // the article of each
	terms   [][]string
	holders [][]int // the questions of each term
}

func newSpace(all []asked) *space {
	s := &space{}
	known := make(map[string]int)
	var raw [][]int
	holders := distinctQuestions(all)
	for _, key := range slices.Sorted(maps.Keys(holders)) { // in order, so that of equals the same is the nearest each time
		articles := holders[key]
		if len(articles) > topicOf {
			continue
		}
		var ids []int
		terms := strings.Split(key, "\x00")[1:]
		for _, t := range terms {
			id, ok := known[t]
			if !ok {
				id = len(known)
				known[t] = id
			}
			ids = append(ids, id)
		}
		for _, a := range articles {
			s.of, s.terms, raw = append(s.of, a), append(s.terms, terms), append(raw, ids)
		}
	}
	s.holders = make([][]int, len(known))
	for q, ids := range raw {
		for _, t := range ids {
			s.holders[t] = append(s.holders[t], q)
		}
	}
	for _, ids := range raw {
		s.vectors = append(s.vectors, s.vector(ids))
	}
	return s
}

// distinctQuestions maps each question, with its locale before it, to the articles that have it.
func distinctQuestions(all []asked) map[string][]int {
	out := make(map[string][]int)
	for i, a := range all {
		for _, q := range a.questions {
			key := a.locale + "\x00" + strings.Join(q, "\x00")
			if have := out[key]; len(have) == 0 || have[len(have)-1] != i {
				out[key] = append(have, i)
			}
		}
	}
	return out
}

func (s *space) vector(ids []int) []weighed {
	v := make([]weighed, len(ids))
	sum := 0.0
	for i, t := range ids {
		w := math.Log(1 + float64(len(s.of))/float64(len(s.holders[t])))
		v[i] = weighed{t, w}
		sum += w * w
	}
	for i := range v {
		v[i].weight /= math.Sqrt(sum)
	}
	slices.SortFunc(v, func(a, b weighed) int {
		if a.weight != b.weight {
			if a.weight > b.weight {
				return -1
			}
			return 1
		}
		return a.term - b.term
	})
	return v
}

// near calls found with every later question that asks the same as q.
func (s *space) near(q int, found func(other int, likeness float64)) {
	v := s.vectors[q]
	seen := make(map[int]bool)
	rest := 1.0 // of the square of the vector's length
	for _, w := range v {
		if rest < sameQuestion*sameQuestion {
			return // what is left could not make it
		}
		rest -= w.weight * w.weight
		if len(s.holders[w.term]) > mostHolders {
			continue
		}
		for _, other := range s.holders[w.term] {
			if other == q || seen[other] || s.of[other] == s.of[q] {
				continue
			}
			seen[other] = true
			if likeness := cosine(v, s.vectors[other]); likeness >= sameQuestion {
				found(other, likeness)
			}
		}
	}
}

// cosine multiplies two short vectors.
func cosine(a, b []weighed) float64 {
	sum := 0.0
	for _, x := range a {
		for _, y := range b {
			if x.term == y.term {
				sum += x.weight * y.weight
			}
		}
	}
	return sum
}
