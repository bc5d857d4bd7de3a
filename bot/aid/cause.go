package aid

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Cause is why a customer had to ask. Causes form a tree: a cause may be told more exactly by one of its parts.
type Cause struct {
	ID    string   `json:"id"` // unique in the tree, without a slash
	Title string   `json:"title"`
	Words []string `json:"words,omitempty"` // other words for it, by which [Causes.Suggest] finds it too
	Parts []Cause  `json:"parts,omitempty"`
}

// Causes is the tree of causes. A cause in it is named by its path: the ids from the top, with slashes
// ("delivery/late").
type Causes []Cause

// Validate checks a tree before it is stored. The error says which cause is at fault and what to do.
func (t Causes) Validate() error {
	if len(t) == 0 {
		return errors.New("there are no causes; keep at least one")
	}
	count := 0
	t.walk(func(string, []Cause) { count++ })
	if err := tooMany("causes", count); err != nil {
		return err
	}
	return checkCauses(t, 1, make(map[string]bool))
}

func checkCauses(list []Cause, depth int, ids map[string]bool) error {
	for i, c := range list {
		if err := c.check(depth, ids); err != nil {
			return numbered("cause", i, c.Title, err)
		}
		if err := checkCauses(c.Parts, depth+1, ids); err != nil {
			return fmt.Errorf("in %q: %w", cut(c.Title, 40), err)
		}
	}
	return nil
}

func (c Cause) check(depth int, ids map[string]bool) error {
	switch {
	case depth > MaxDepth:
		return fmt.Errorf("it is on level %d; keep the tree to %d levels", depth, MaxDepth)
	case strings.Contains(c.ID, "/"):
		return fmt.Errorf("the id %q has a slash in it; use a hyphen", cut(c.ID, 40))
	case strings.TrimSpace(c.ID) != c.ID:
		return fmt.Errorf("the id %q begins or ends with a space; take it off", cut(c.ID, 40))
	}
	return first(checkID(c.ID, ids), line("the title", c.Title, MaxTitle), checkTags(c.Words))
}

// walk visits each cause before its parts, with its path and the causes that lead to it, itself last. It stops
// below the level after [MaxDepth], so that it ends on a tree that was never checked, too.
func (t Causes) walk(visit func(path string, way []Cause)) {
	walkCauses(t, "", nil, visit)
}

func walkCauses(list []Cause, above string, way []Cause, visit func(string, []Cause)) {
	for _, c := range list {
		here := append(slices.Clip(way), c)
		path := above + c.ID
		visit(path, here)
		if len(here) <= MaxDepth {
			walkCauses(c.Parts, path+"/", here, visit)
		}
	}
}

// Paths returns the paths of all causes, each before those of its parts.
func (t Causes) Paths() (out []string) {
	t.walk(func(path string, _ []Cause) { out = append(out, path) })
	return out
}

// Find returns the cause with this path; ok is false if there is none.
func (t Causes) Find(path string) (c Cause, ok bool) {
	list := []Cause(t)
	for id := range strings.SplitSeq(path, "/") {
		i := slices.IndexFunc(list, func(c Cause) bool { return c.ID == id })
		if i < 0 {
			return Cause{}, false
		}
		c, list = list[i], list[i].Parts
	}
	return c, true
}

// Label is a path as people read it, by its titles: "Delivery › Late". It is the path itself if there is no such
// cause, as after it was taken out of the tree.
func (t Causes) Label(path string) string {
	label := path
	t.walk(func(p string, way []Cause) {
		if p == path {
			titles := make([]string, len(way))
			for i, c := range way {
				titles[i] = c.Title
			}
			label = strings.Join(titles, " › ")
		}
	})
	return label
}

// MaxCauses is how many paths [Causes.Suggest] returns at most.
const MaxCauses = 3

// Suggest returns the paths of the causes that a conversation with this text and these tags may have, best first,
// at most [MaxCauses]. A cause's own words count double those of the causes above it. Nothing is suggested if no
// word of any cause occurs.
func (t Causes) Suggest(text string, tags []string) (out []string) {
	said := make(map[string]bool)
	for _, w := range append(words(text), words(strings.Join(tags, " "))...) {
		said[w] = true
	}
	type scored struct {
		path  string
		score int
	}
	var list []scored
	t.walk(func(path string, way []Cause) {
		score := 2 * way[len(way)-1].hits(said)
		if score == 0 {
			return
		}
		for _, above := range way[:len(way)-1] {
			score += above.hits(said)
		}
		list = append(list, scored{path, score})
	})
	slices.SortStableFunc(list, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	for _, s := range list[:min(len(list), MaxCauses)] {
		out = append(out, s.path)
	}
	return out
}

// hits counts the cause's words that were said.
func (c Cause) hits(said map[string]bool) (n int) {
	for _, w := range words(c.Title + " " + c.ID + " " + strings.Join(c.Words, " ")) {
		if said[w] {
			n++
		}
	}
	return n
}
