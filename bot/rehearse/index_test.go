package rehearse_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/bot/rehearse"
	"frontdesk/knowledge"
	"frontdesk/knowledge/confidence"
	"frontdesk/knowledge/encoder"
	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/index"
)

// corpus is articles in memory that a real index follows.
type corpus struct {
	mu        sync.Mutex
	revisions map[string]knowledge.Revision
	order     []string
	later     atomic.Int64 // rises to have everything rehearsed anew
}

func newCorpus(revisions []knowledge.Revision) *corpus {
	c := &corpus{revisions: make(map[string]knowledge.Revision)}
	for _, r := range revisions {
		c.revisions[r.Article] = r
		c.order = append(c.order, r.Article)
	}
	return c
}

func (c *corpus) PublishedRevision(_ context.Context, id string) (knowledge.Revision, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r, ok := c.revisions[id]; ok {
		return r, nil
	}
	return knowledge.Revision{}, fmt.Errorf("read %q: %w", id, knowledge.ErrNotFound)
}

func (c *corpus) Head(context.Context) (int64, error) { return int64(len(c.order)), nil }

func (c *corpus) Changes(context.Context, int64, int) ([]knowledge.Change, error) { return nil, nil }

func (c *corpus) EachPublished(_ context.Context, yield func(knowledge.Revision) error) error {
	for _, id := range c.order {
		if err := yield(c.revisions[id]); err != nil {
			return err
		}
	}
	return nil
}

// open returns a stage over a real index of the corpus that has learnt from it, as in service, and the index.
func (c *corpus) open(t testing.TB, questions []knowledge.ExamQuestion) (*rehearse.Stage, *index.Index) {
	t.Helper()
	meanings, err := encoder.New()
	if err != nil {
		t.Fatal(err)
	}
	ix, err := index.Open(t.Context(), index.Options{
		Dir: t.TempDir(), Source: c, Encoder: meanings, Languages: []string{"en"},
		Fit: func(trials []knowledge.Trial, meaning bool) knowledge.Judge {
			return confidence.Fit(trials, meaning, confidence.Options{Unanswerable: confidence.DefaultUnanswerable})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	run := make(chan struct{})
	go func() { defer close(run); _ = ix.Run(context.Background()) }()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	if err := errors.Join(ix.Wait(ctx), ix.WaitLearned(ctx)); err != nil {
		t.Fatal(err)
	}
	stage := rehearse.New(rehearse.Config{
		Rehearse: func(ctx context.Context, p knowledge.Proposal) (rehearse.Searcher, error) {
			r, err := ix.Rehearse(ctx, p)
			if err != nil {
				return nil, err
			}
			return r, nil
		},
		Stamp:     func(context.Context) (string, error) { return fmt.Sprint(ix.Version(), c.later.Load()), nil },
		Revisions: c, Exam: func(context.Context) ([]knowledge.ExamQuestion, error) { return questions, nil }, Site: "shop",
	})
	t.Cleanup(func() {
		stage.Close()
		if err := ix.Close(); err != nil {
			t.Errorf("closing the index: %v", err)
		}
		<-run
	})
	return stage, ix
}

func written(id, title, text string, phrasings ...string) knowledge.Revision {
	return knowledge.Revision{Article: id, Number: 1, Text: text, Content: knowledge.Content{Title: title, Phrasings: phrasings, Locale: "en"}}
}

var outdoor = []knowledge.Revision{
	written("returns", "How can I return an item?", "Send it back within 30 days. The label is in your account.", "send something back", "return a jacket that does not fit", "how do returns work"),
	written("postage", "How much is the postage?", "Postage is 4 euros, and free from 50 euros on.", "what does shipping cost", "delivery fee", "is delivery free"),
	written("poles", "Can I buy new poles for my tent?", "Poles are in our shop under spare parts.", "tent pole is broken", "spare poles for a tent", "replacement tent pole"),
	written("wash", "How do I wash a down jacket?", "Wash it at 30 degrees with a mild detergent and dry it slowly.", "washing a down jacket", "can my jacket go into the machine", "clean a jacket with down"),
	written("gift", "Do you sell gift cards?", "Gift cards are valid for three years.", "buy a voucher", "how long is a gift card valid", "gift voucher for a friend"),
	written("hours", "When is the shop open?", "The shop is open from 9 to 18 on weekdays.", "opening hours", "are you open on Saturday", "when does the shop close"),
	written("stove", "Which gas fits my stove?", "Our stoves take screw cartridges of any make.", "gas cartridge for a stove", "what fuel does the stove need", "stove cartridges"),
	written("boots", "How do I choose the size of boots?", "Take them one size larger than your shoes.", "boot size", "which size of hiking boots", "do boots run small"),
}

// Over a real index: what a draft answers and takes away, what a withdrawal costs, and the live index is as it was.
func TestOverARealIndex(t *testing.T) {
	questions := []knowledge.ExamQuestion{
		question("how do i send an item back", "returns"), question("what is the postage", "postage"), question("broken tent pole", "poles"),
		question("can you engrave my knife", "engraving"), question("opening hours of the shop", "hours"),
	}
	stage, ix := newCorpus(outdoor).open(t, questions)
	before, err := ix.Search(t.Context(), knowledge.Query{Text: "can you engrave my knife"})
	if err != nil {
		t.Fatal(err)
	}

	draft := written("engraving", "Can you engrave a knife?", "We engrave knives with up to ten letters for 5 euros.", "engrave my knife", "a name on a knife", "do you do engraving")
	pairs, err := stage.SitAll(t.Context(), publish(draft))
	if err != nil {
		t.Fatal(err)
	}
	p := pairs[3]
	if p.Was.Decision == exam.Answer || p.Is.Decision != exam.Answer || p.Is.Article != "engraving" || p.Is.Text != draft.Text || !p.Better() || p.Is.Place(p.Articles) != 1 {
		t.Errorf("the draft: before %+v, after %+v", p.Before, p.Is)
	}
	for i, p := range pairs {
		if p.Worse() {
			t.Errorf("question %d gets worse: before %+v, after %+v", i, p.Before, p.Is)
		}
	}
	c, err := stage.Sit(t.Context(), withdraw("returns"))
	if err != nil || len(c.Worse) != 1 || c.Worse[0].Text != questions[0].Text {
		t.Errorf("the withdrawal: %+v, %v", c, err)
	}
	again, err := ix.Search(t.Context(), knowledge.Query{Text: "can you engrave my knife"})
	if err != nil || len(again.Hits) != len(before.Hits) || again.Hits[0].Article != before.Hits[0].Article || again.Hits[0].Score != before.Hits[0].Score {
		t.Errorf("the live index finds %+v now, before %+v, %v", again.Hits, before.Hits, err)
	}
}

// shelves makes a corpus of n articles about made-up things, each with five ways to ask, and as many questions about them
// in yet other words.
func shelves(n, asked int) (list []knowledge.Revision, questions []knowledge.ExamQuestion) {
	r := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("ta ri mo ke lu na shi po ve dor gan lim fra sto bel ku ran zi mer tol pas hin wek jul")
	word := func() string {
		w := ""
		for range 2 + r.IntN(2) {
			w += syllables[r.IntN(len(syllables))]
		}
		return w
	}
	verbs := strings.Fields("repair wash return order clean store charge open replace adjust cancel measure")
	ways := []string{"how do I %s a %s %s", "can you %s my %s %s", "%s the %s %s", "what does it cost to %s a %s %s", "I want to %s the %s %s today", "help me %s this %s %s please"}
	for i := range n {
		verb, adjective, noun := verbs[r.IntN(len(verbs))], word(), word()
		var phrasings []string
		for _, w := range ways[:5] {
			phrasings = append(phrasings, fmt.Sprintf(w, verb, adjective, noun))
		}
		text := fmt.Sprintf("To %s a %s %s, take it to the counter.", verb, adjective, noun)
		for range 25 {
			text += fmt.Sprintf(" The %s of the %s is %s within %d days.", word(), noun, word(), 1+r.IntN(60))
		}
		id := fmt.Sprintf("article-%04d", i)
		list = append(list, written(id, fmt.Sprintf("%s a %s %s", verb, adjective, noun), text, phrasings...))
		if len(questions) < asked && i%(n/asked) == 0 {
			questions = append(questions, question(fmt.Sprintf(ways[5], verb, adjective, noun), id))
		}
	}
	return list, questions
}

// BenchmarkSit is the gate: 500 questions over 2,000 articles. It is to take less than 5 s.
func BenchmarkSit(b *testing.B) {
	list, questions := shelves(2000, 500)
	shop := newCorpus(list)
	stage, _ := shop.open(b, questions)
	n := 1
	draft := list[0]
	sit := func(b *testing.B, before func()) {
		for b.Loop() {
			before()
			c, err := stage.Sit(b.Context(), publish(draft))
			if err != nil || c.Asked != 500 {
				b.Fatal(c.Asked, err)
			}
			b.ReportMetric(float64(c.Is), "correct")
		}
	}
	another := func() {
		n++
		draft = list[n%len(list)]
		draft.Number, draft.Text = n, draft.Text+" And more."
	}
	b.Run("first after a change of the corpus", func(b *testing.B) { sit(b, func() { shop.later.Add(1); another() }) })
	b.Run("another draft", func(b *testing.B) { sit(b, another) })
	b.Run("the same draft again", func(b *testing.B) { sit(b, func() {}) })
}
