package rehearse_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/rehearse"
	"frontdesk/knowledge"
)

// shop is published articles with an index that finds those whose titles share words with the question. What is asked
// of it can be stopped, and what is opened is counted.
type shop struct {
	mu        sync.Mutex
	published map[string]knowledge.Revision
	exam      []knowledge.ExamQuestion
	change    int // number of the last change
	learned   int

	made, open int
	proposals  []knowledge.Proposal
	fault      error                               // of making a rehearsal
	hold       func(context.Context) error         // called while one is made
	searching  func(ctx context.Context, q string) // called with each search
	down       bool
}

func newShop(titles ...string) *shop {
	s := &shop{published: make(map[string]knowledge.Revision)}
	for _, t := range titles {
		r := revision(t, 1)
		s.published[r.Article] = r
	}
	return s
}

// revision is one whose article's id is the first word of its title.
func revision(title string, number int) knowledge.Revision {
	id, _, _ := strings.Cut(title, " ")
	return knowledge.Revision{Article: id, Number: number, Text: "All about " + title + ".", Content: knowledge.Content{Title: title, Locale: "en"}}
}

func (s *shop) PublishedRevision(_ context.Context, id string) (knowledge.Revision, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r, ok := s.published[id]; ok {
		return r, nil
	}
	return knowledge.Revision{}, fmt.Errorf("read %q: %w", id, knowledge.ErrNotFound)
}

func (s *shop) stamp(context.Context) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return fmt.Sprint(s.change, " ", s.learned), nil
}

func (s *shop) questions(context.Context) ([]knowledge.ExamQuestion, error) { return s.exam, nil }

func (s *shop) rehearse(ctx context.Context, p knowledge.Proposal) (rehearse.Searcher, error) {
	if s.hold != nil {
		if err := s.hold(ctx); err != nil {
			return nil, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fault != nil {
		return nil, s.fault
	}
	r := &room{shop: s}
	for _, rev := range s.published {
		r.revisions = append(r.revisions, rev)
	}
	for _, c := range p.Changes {
		r.revisions = slices.DeleteFunc(r.revisions, func(old knowledge.Revision) bool { return old.Article == c.Article })
		if c.Revision != nil {
			r.revisions = append(r.revisions, *c.Revision)
		}
	}
	if p.Synonyms != nil {
		from, to, _ := strings.Cut(*p.Synonyms, " => ")
		r.synonyms = strings.NewReplacer(from, to)
	}
	s.made++
	s.open++
	s.proposals = append(s.proposals, p)
	return r, nil
}

// room is a rehearsal of the shop.
type room struct {
	shop      *shop
	revisions []knowledge.Revision
	synonyms  *strings.Replacer
	closed    bool
}

func (r *room) Close() error {
	r.shop.mu.Lock()
	defer r.shop.mu.Unlock()
	if r.closed {
		panic("closed twice")
	}
	r.closed = true
	r.shop.open--
	return nil
}

func (r *room) Search(ctx context.Context, q knowledge.Query) (knowledge.Result, error) {
	if r.shop.searching != nil {
		r.shop.searching(ctx, q.Text)
	}
	r.shop.mu.Lock()
	defer r.shop.mu.Unlock()
	switch {
	case r.closed:
		return knowledge.Result{}, errors.New("it was closed while it was searched")
	case r.shop.down:
		return knowledge.Result{State: knowledge.IndexDown}, nil
	case ctx.Err() != nil:
		return knowledge.Result{}, ctx.Err()
	}
	text := q.Text
	if r.synonyms != nil {
		text = r.synonyms.Replace(text)
	}
	asked := strings.Fields(strings.ToLower(text))
	var hits []knowledge.Hit
	for _, rev := range r.revisions {
		n := 0
		for _, w := range strings.Fields(strings.ToLower(rev.Title)) {
			if slices.Contains(asked, w) {
				n++
			}
		}
		if n > 0 && rev.MayRead(q.Site, q.Staff) && !slices.Contains(q.Without, rev.Article) {
			score := float64(n) / float64(len(asked))
			hits = append(hits, knowledge.Hit{Article: rev.Article, Revision: rev.Number, Title: rev.Title, Score: score,
				Passage: knowledge.Span{Start: 4, End: 9}, Features: knowledge.Features{Normalised: score, Nearest: score}})
		}
	}
	slices.SortFunc(hits, func(a, b knowledge.Hit) int {
		return strings.Compare(fmt.Sprintf("%.3f %s", 1-a.Score, a.Article), fmt.Sprintf("%.3f %s", 1-b.Score, b.Article))
	})
	return knowledge.Result{Hits: hits, State: knowledge.IndexReady, Judge: judge{}}, nil
}

// judge takes the score for the probability.
type judge struct{}

func (judge) Probability(f knowledge.Features) float64      { return f.Normalised }
func (judge) Threshold() float64                            { return 0.5 }
func (judge) Version() string                               { return "test" }
func (judge) Explain(f knowledge.Features) []knowledge.Part { return nil }

// stage is a Stage over the shop.
func (s *shop) stage(t testing.TB, change func(*rehearse.Config)) *rehearse.Stage {
	t.Helper()
	c := rehearse.Config{Rehearse: s.rehearse, Stamp: s.stamp, Revisions: s, Exam: s.questions, Site: "shop"}
	if change != nil {
		change(&c)
	}
	stage := rehearse.New(c)
	t.Cleanup(func() {
		stage.Close()
		if s.open != 0 {
			t.Errorf("%d rehearsals are still open", s.open)
		}
	})
	return stage
}

func question(text string, articles ...string) knowledge.ExamQuestion {
	return knowledge.ExamQuestion{ID: text, Asked: knowledge.Asked{Text: text, Articles: articles}}
}

func publish(r knowledge.Revision) knowledge.Proposal {
	return knowledge.Proposal{Changes: []knowledge.Change{{Article: r.Article, Revision: &r}}}
}

func withdraw(id string) knowledge.Proposal {
	return knowledge.Proposal{Changes: []knowledge.Change{{Article: id}}}
}

// muzzle is a bot that must not say a word.
type muzzle struct {
	bot  rehearse.Answerer
	word string
}

func (m muzzle) Turn(ctx context.Context, q bot.Question) bot.Decision {
	d := m.bot.Turn(ctx, q)
	if strings.Contains(d.Text, m.word) {
		return bot.Decision{Kind: bot.Handoff, Reason: bot.ReasonNeverSay, Text: "A person can answer this.", Trace: d.Trace}
	}
	return d
}
