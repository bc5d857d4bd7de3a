package answer

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// counting counts what is read of revisions.
type counting struct {
	*shop
	reads int
}

func (c *counting) PublishedRevision(ctx context.Context, article string) (knowledge.Revision, error) {
	c.reads++
	return c.shop.PublishedRevision(ctx, article)
}

// publish makes a text the newest revision of an article, for an audience.
func (s *shop) publish(article string, number int, text string, audience ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revisions[article] = knowledge.Revision{Article: article, Number: number, Text: text, Content: knowledge.Content{Title: "About " + article, Audience: audience}}
}

// TestRememberedArticlesAreNotRead, and those that the index has in another revision, or that were refused, are.
func TestRememberedArticlesAreNotRead(t *testing.T) {
	revisions := &counting{shop: threeArticles()}
	h := hit("tents", .9, .9)
	s := &scripted{results: map[string]knowledge.Result{"tents": found(h)}}
	a := New(Config{Search: s, Revisions: revisions, Remember: Remembered})
	asks := func(what string, q bot.Question, want string, reads int) {
		t.Helper()
		q.Text = "tents"
		d := a.Turn(t.Context(), q)
		if !strings.Contains(d.Text, want) || revisions.reads != reads {
			t.Fatalf("%s: said %q after %d reads; want %q after %d", what, d.Text, revisions.reads, want, reads)
		}
	}
	indexed := func(number int) {
		h.Revision = number
		s.results["tents"] = found(h)
	}
	asks("at first", bot.Question{}, "First paragraph", 1)
	asks("remembered", bot.Question{}, "First paragraph", 1)
	revisions.publish("tents", 2, "Second edition.")
	asks("refused by the store", bot.Question{Anew: true}, "Second edition", 2)
	asks("the index has not followed", bot.Question{}, "Second edition", 3)
	indexed(2)
	asks("the index has followed", bot.Question{}, "Second edition", 3)
	revisions.publish("tents", 3, "Third edition, for the staff.", knowledge.StaffOnly)
	indexed(3)
	asks("a new revision, for others", bot.Question{}, "", 4)
	if d := a.Turn(t.Context(), bot.Question{Text: "tents"}); strings.Contains(d.Text, "edition") {
		t.Fatalf("a customer was told %q", d.Text)
	}
	asks("the staff may read it, and it is remembered", bot.Question{Staff: true}, "Third edition", revisions.reads)
	delete(revisions.revisions, "tents")
	if d := a.Turn(t.Context(), bot.Question{Text: "tents", Anew: true}); d.Kind == bot.Answer {
		t.Fatalf("what was withdrawn is quoted: %q", d.Text)
	}
}

// TestNothingIsRememberedUnlessWanted: whoever does not commit what is decided is told what is published now.
func TestNothingIsRememberedUnlessWanted(t *testing.T) {
	revisions := &counting{shop: threeArticles()}
	a := New(Config{Search: &scripted{results: map[string]knowledge.Result{"tents": found(hit("tents", .9, .9))}}, Revisions: revisions})
	for i := range 3 {
		if d := a.Turn(t.Context(), bot.Question{Text: "tents"}); d.Kind != bot.Answer || revisions.reads != i+1 {
			t.Fatalf("%s after %d reads", d.Kind, revisions.reads)
		}
	}
}

func TestPagesAreBounded(t *testing.T) {
	p := pages{size: 20000}
	for i := range 100 {
		p.put(pageOf(knowledge.Revision{Article: fmt.Sprint(i), Number: 1, Text: strings.Repeat("words ", 50)}))
		if p.get("0", 1) == nil {
			t.Fatalf("what is asked for again and again is forgotten after %d others", i)
		}
	}
	if n := len(p.now) + len(p.last); n > 10 {
		t.Errorf("%d are kept", n)
	}
	if p.get("50", 1) != nil || p.get("0", 2) != nil {
		t.Error("found what is long forgotten, or another revision")
	}
}
