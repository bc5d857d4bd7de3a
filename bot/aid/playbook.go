package aid

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Playbook is a job aid: the steps for a kind of case.
type Playbook struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Tags      []string `json:"tags,omitempty"`      // a conversation with one of them is this kind of case
	Questions []string `json:"questions,omitempty"` // ways in which a customer would say it
	Steps     []string `json:"steps"`
	Team      string   `json:"team,omitempty"` // id of the only team that sees it; "" for all
}

// Suggestion is a playbook that may fit a conversation, and why.
type Suggestion struct {
	Playbook Playbook `json:"playbook"`
	Reason   string   `json:"reason"` // "tag delivery", "tags delivery, late" or "question"
	Score    float64  `json:"score"`  // shared tags, plus the likeness of the question in [0, 1)
}

// MaxSuggestions is how many playbooks [Suggest] returns at most.
const MaxSuggestions = 5

// likeEnough is the likeness from which a question alone suggests a playbook: about half of what the question says,
// or most of one way of saying it.
const likeEnough = 0.45

// ValidatePlaybooks checks playbooks before they are stored. The error says which one is at fault and what to do.
func ValidatePlaybooks(list []Playbook) error {
	if err := tooMany("playbooks", len(list)); err != nil {
		return err
	}
	ids := make(map[string]bool)
	for i, p := range list {
		if err := p.check(ids); err != nil {
			return numbered("playbook", i, p.Title, err)
		}
	}
	return nil
}

func (p Playbook) check(ids map[string]bool) error {
	if err := first(checkID(p.ID, ids), line("the title", p.Title, MaxTitle), atMost("the team", p.Team, MaxID), checkTags(p.Tags)); err != nil {
		return err
	}
	switch {
	case len(p.Steps) == 0:
		return errors.New("there are no steps; write at least one")
	case len(p.Steps) > MaxSteps:
		return fmt.Errorf("%d steps are too many; keep %d, or make two playbooks of it", len(p.Steps), MaxSteps)
	case len(p.Questions) > MaxQuestions:
		return fmt.Errorf("%d questions are too many; keep %d", len(p.Questions), MaxQuestions)
	}
	for i, s := range p.Steps {
		if err := line(fmt.Sprintf("step %d", i+1), s, MaxStep); err != nil {
			return err
		}
	}
	for i, q := range p.Questions {
		if err := line(fmt.Sprintf("question %d", i+1), q, MaxQuestion); err != nil {
			return err
		}
	}
	return nil
}

// Suggest returns the playbooks that may fit a conversation with these tags and this question, best first, at most
// [MaxSuggestions]. Shared tags go before likeness of words. Nothing is suggested for words that no playbook knows.
func Suggest(playbooks []Playbook, tags []string, question string) []Suggestion {
	read := readPlaybooks(playbooks)
	asked := words(question)
	var out []Suggestion
	for i, p := range playbooks {
		shared := sharedTags(p.Tags, tags)
		like := read.likeness(i, asked)
		s := Suggestion{Playbook: p, Score: float64(len(shared)) + min(like, 0.999)}
		switch {
		case len(shared) == 1:
			s.Reason = "tag " + shared[0]
		case len(shared) > 1:
			s.Reason = "tags " + strings.Join(shared, ", ")
		case like >= likeEnough:
			s.Reason = "question"
		default:
			continue
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b Suggestion) int { return cmp.Compare(b.Score, a.Score) })
	return out[:min(len(out), MaxSuggestions)]
}

// sharedTags are the tags of a playbook that a conversation has too, as the playbook writes them.
func sharedTags(own, given []string) (out []string) {
	seen := make(map[string]bool, len(given))
	for _, t := range given {
		seen[sameTag(t)] = true
	}
	for _, t := range own {
		if same := sameTag(t); same != "" && seen[same] {
			out = append(out, t)
			seen[same] = false // once, however often the playbook has it
		}
	}
	return out
}

// reading is what is known of the words of all playbooks.
type reading struct {
	ways [][][]string       // per playbook, the words of its title and of each of its questions
	idf  map[string]float64 // weight of a word by how few playbooks have it
	rare float64            // weight of a word that none has: that of one that a single playbook has
}

func readPlaybooks(list []Playbook) reading {
	r := reading{idf: make(map[string]float64)}
	for _, p := range list {
		ways := [][]string{words(p.Title)}
		for _, q := range p.Questions {
			ways = append(ways, words(q))
		}
		r.ways = append(r.ways, ways)
		for w := range union(ways) {
			r.idf[w]++
		}
	}
	n := float64(len(list))
	for w, has := range r.idf {
		r.idf[w] = math.Log(1 + (n+1)/(has+0.5))
	}
	r.rare = math.Log(1 + (n+1)/1.5)
	return r
}

func union(ways [][]string) map[string]bool {
	set := make(map[string]bool)
	for _, way := range ways {
		for _, w := range way {
			set[w] = true
		}
	}
	return set
}

func (r reading) weight(list []string, in map[string]bool) (sum float64) {
	for _, w := range list {
		if in != nil && !in[w] {
			continue
		}
		if idf, known := r.idf[w]; known {
			sum += idf
		} else {
			sum += r.rare
		}
	}
	return sum
}

// likeness is how much a question is like a playbook, 0 to 1: the weighted share of the question's words that
// the playbook has, and that of the best way of saying it that the question has.
func (r reading) likeness(i int, asked []string) float64 {
	all := r.weight(asked, nil)
	if all == 0 {
		return 0
	}
	has := make(map[string]bool, len(asked))
	for _, w := range asked {
		has[w] = true
	}
	covered := r.weight(asked, union(r.ways[i])) / all
	best := 0.0
	for _, way := range r.ways[i] {
		if whole := r.weight(way, nil); whole > 0 {
			best = max(best, r.weight(way, has)/whole)
		}
	}
	return 0.5*covered + 0.5*best
}
