package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/store"
	"frontdesk/cmd/frontdesk/internal/demo"
	"frontdesk/knowledge"
	"frontdesk/knowledge/confidence"
	"frontdesk/knowledge/importing"
	"frontdesk/knowledge/sqldb"
	articles "frontdesk/knowledge/store"
)

// shop returns the configuration of a server with the demo shop's articles on returns and delivery.
func shop(t *testing.T) Config { return shopOn(t, "") }

// shopOn is shop with its database at an address; "" is a file in the data directory.
func shopOn(t *testing.T, address string) Config {
	t.Helper()
	dir := t.TempDir()
	c := Default()
	c.Data, c.Store = filepath.Join(dir, "data"), address
	if err := demo.Corpus(filepath.Join(dir, "corpus")); err != nil {
		t.Fatal(err)
	}
	batch, err := importing.Read(t.Context(), filepath.Join(dir, "corpus"), importing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	batch.Items = slices.DeleteFunc(batch.Items, func(i importing.Item) bool { // what is left is enough to learn from
		return !strings.HasPrefix(i.ID, "returns/") && !strings.HasPrefix(i.ID, "delivery/")
	})
	err = WithDatabase(t.Context(), c, slog.New(slog.DiscardHandler), func(db *sqldb.DB) error {
		a := articles.New(db)
		if err := a.Migrate(t.Context()); err != nil {
			return err
		}
		plan, err := importing.MakePlan(t.Context(), a, batch)
		if err != nil {
			return err
		}
		_, err = importing.Apply(t.Context(), a, plan, "test", time.Now())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// opened is a server that has learnt its articles but serves nobody.
func opened(t *testing.T, c Config, log *bytes.Buffer) *App {
	t.Helper()
	a, err := New(t.Context(), c, slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	if err := a.Corpus.Index.WaitLearned(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a
}

// asked commits a question with what the bot decides about it.
func (a *App) asked(t *testing.T, conversation, question string) {
	t.Helper()
	s, now := a.history.(*store.Store), time.Now()
	create := &bot.Conversation{
		ID: conversation, Visitor: "v", Site: "main", Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerBot}, Epoch: 1, Updated: now,
	}
	try := bot.Event{Kind: bot.EventMessage, Author: bot.Customer("v"), ClientID: question, Body: bot.Body{Text: question}}
	out, err := s.Change(t.Context(), conversation, create, try, func(c bot.Conversation) (bot.Change, error) {
		return c.Says(question, question, "", bot.Around{}, now)
	})
	if err != nil {
		t.Fatal(err)
	}
	d := a.Corpus.Answerer.Turn(t.Context(), bot.Question{Text: question})
	if d.Kind == bot.Handoff {
		d.Kind, d.Reason = bot.Clarification, "" // so that the conversation stays with the bot
	}
	_, err = s.Change(t.Context(), conversation, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
		return c.Decides(d, "Bot", out.Conversation.Head, out.Conversation.Epoch, now)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// offTopic asks 120 questions that no shop for tents answers.
func (a *App) offTopic(t *testing.T) {
	t.Helper()
	if err := a.history.(*store.Store).AddVisitor(t.Context(), bot.Visitor{ID: "v", Site: "main"}, "h", time.Now()); err != nil {
		t.Fatal(err)
	}
	for i, begin := range []string{
		"who painted", "what rhymes with", "how many electrons has", "which king ruled", "when did they invent", "how do I cook",
		"what is the population of", "translate into Latin:", "who won the election in", "how do I compile", "which opera mentions", "why is there war in",
	} {
		for _, end := range []string{"helium", "Bavaria", "the violin", "risotto", "Portugal", "the senate", "penicillin", "a haiku", "basalt", "the moon landing"} {
			a.asked(t, fmt.Sprintf("conversation-%04d", i), begin+" "+end)
		}
	}
}

// judge is the version of what judges a search now, and what it makes of a typical question.
func (a *App) judge(t *testing.T) (version string, probability float64) {
	t.Helper()
	r, err := a.Corpus.Index.Search(t.Context(), knowledge.Query{Text: "how long may I keep boots before I send them back"})
	if err != nil || len(r.Hits) == 0 {
		t.Fatalf("%d hits, %v", len(r.Hits), err)
	}
	return r.Judge.Version(), r.Judge.Probability(r.Hits[0].Features)
}

func TestTheShareIsLearntFromTraffic(t *testing.T) {
	config := shop(t)
	var log bytes.Buffer
	a := opened(t, config, &log)
	traffic := a.Corpus.traffic
	version, before := a.judge(t)
	if err := traffic.learn(t.Context(), a.history, a.Corpus.Index); err != nil {
		t.Fatal(err)
	}
	if now, _ := a.judge(t); now != version || traffic.current() != confidence.DefaultUnanswerable {
		t.Fatalf("without traffic, the share becomes %.3f and the judge %q", traffic.current(), now)
	}

	a.offTopic(t)
	if err := traffic.learn(t.Context(), a.history, a.Corpus.Index); err != nil {
		t.Fatal(err)
	}
	learnt := traffic.current()
	now, after := a.judge(t)
	if learnt < .45 || now == version || after >= before {
		t.Errorf("after 120 questions off topic: share %.3f, judge %q after %q, confidence %.3f after %.3f", learnt, now, version, after, before)
	}
	if want := fmt.Sprintf("old=0.3 new=%v questions=120", rounded(learnt)); !strings.Contains(log.String(), want) {
		t.Errorf("the log says\n%s\nand nothing like %q", log.String(), want)
	}
	if err := traffic.learn(t.Context(), a.history, a.Corpus.Index); err != nil {
		t.Fatal(err)
	}
	if traffic.current() != learnt {
		t.Errorf("looking again makes %.4f of %.4f", traffic.current(), learnt)
	}
	a.Close()

	t.Run("again after a restart", func(t *testing.T) {
		a := opened(t, config, &log)
		if err := a.Corpus.traffic.learn(t.Context(), a.history, a.Corpus.Index); err != nil {
			t.Fatal(err)
		}
		if got := a.Corpus.traffic.current(); math.Abs(got-learnt) > worthwhile {
			t.Errorf("share %.3f, before %.3f", got, learnt)
		}
		a.Close()
	})
	t.Run("unless it is stated", func(t *testing.T) {
		stated := config
		share := 0.3
		stated.Unanswerable = &share
		a := opened(t, stated, &log)
		a.Corpus.traffic.follow(t.Context(), a.history, a.Corpus.Index) // returns at once
		if now, _ := a.judge(t); a.Corpus.traffic.current() != share || now != version {
			t.Errorf("share %.3f, judge %q; want that of %q", a.Corpus.traffic.current(), now, version)
		}
	})
}

func TestWhatCountsAsAQuestion(t *testing.T) {
	features := map[string]float64{"grams": .5}
	decided := func(conversation, query string, change func(*bot.Trace)) bot.Event {
		trace := &bot.Trace{Query: query, Index: "ready", Model: "m", Features: features, Candidates: []bot.Candidate{{Article: "a"}}}
		if change != nil {
			change(trace)
		}
		return bot.Event{Conversation: conversation, Trace: trace}
	}
	many := func() (out []bot.Event) {
		for i := range 3 * perConversation {
			out = append(out, decided("c", fmt.Sprint(i), nil))
		}
		return out
	}()
	for _, c := range []struct {
		name   string
		events []bot.Event
		want   int
	}{
		{"one", []bot.Event{decided("c", "q", nil)}, 1},
		{"the same in two conversations", []bot.Event{decided("c", "q", nil), decided("d", "q", nil)}, 2},
		{"repeated in one", []bot.Event{decided("c", "q", nil), decided("c", "q", nil)}, 1},
		{"small talk", []bot.Event{decided("c", "q", func(t *bot.Trace) { t.Index = "" })}, 0},
		{"titles only", []bot.Event{decided("c", "q", func(t *bot.Trace) { t.Index = "titles-only" })}, 0},
		{"nothing found", []bot.Event{decided("c", "q", func(t *bot.Trace) { t.Features, t.Candidates = nil, nil })}, 1},
		{"found, not judged", []bot.Event{decided("c", "q", func(t *bot.Trace) { t.Features = nil })}, 0},
		{"before there was a judge", []bot.Event{decided("c", "q", func(t *bot.Trace) { t.Features, t.Model = nil, "" })}, 0},
		{"no trace", []bot.Event{{Conversation: "c"}}, 0},
		{"one who does not stop", many, perConversation},
	} {
		if got := questions(c.events); len(got) != c.want {
			t.Errorf("%s: %d questions, want %d", c.name, len(got), c.want)
		}
	}
}

// standIn stands in for the store and the index, and counts how often it is asked.
type standIn struct {
	mu           sync.Mutex
	read, fitted int
	err          error
}

func (s *standIn) Decided(context.Context, int) ([]bot.Event, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.read++
	return nil, s.err
}

func (s *standIn) Refit() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fitted++
}

func (s *standIn) WaitLearned(ctx context.Context) error { return ctx.Err() }

func (s *standIn) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}

func TestTrafficIsLookedAtWhenThereIsSome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		traffic := newTraffic(Default(), slog.New(slog.DiscardHandler))
		counted := 0
		observe := traffic.observe(func(bot.Decision, time.Duration) { counted++ })
		turn := func(n int) {
			for range n {
				observe(bot.Decision{}, 0)
			}
		}
		d := &standIn{}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); traffic.follow(ctx, d, d) }()
		step := func(what string, want int) {
			t.Helper()
			time.Sleep(trafficPause) // of the bubble's clock
			synctest.Wait()
			d.mu.Lock()
			defer d.mu.Unlock()
			if d.read != want {
				t.Errorf("%s: looked %d times, want %d", what, d.read, want)
			}
		}
		step("nothing to learn from", 0)
		traffic.fit(make([]knowledge.Trial, 3), false)
		step("a lesson", 1)
		turn(freshTurns - 1)
		step("a turn too few", 1)
		turn(1)
		step("enough turns", 2)
		step("no more turns", 2)
		d.fail(errors.New("the disk is busy"))
		turn(freshTurns)
		step("not read", 3)
		step("still not read", 4)
		d.fail(nil)
		step("read", 5)
		step("nothing new", 5)
		stop()
		<-done
		if d.fitted != 0 {
			t.Errorf("fitted %d times for no questions", d.fitted)
		}
		if want := 2 * freshTurns; counted != want {
			t.Errorf("%d turns were passed on, want %d", counted, want)
		}
	})
}
