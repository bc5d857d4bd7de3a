package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot/account"
	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/cmd/frontdesk/internal/demo"
	"frontdesk/widget/wire"
)

// grace is how long after a withdrawal an answer may begin that still quotes what was withdrawn (P9).
const grace = 2 * time.Second

// Promise P9: while customers ask over their sockets, an editor publishes, replaces and withdraws an article by every way
// there is: at once, at a time, and by an import. No answer that begins two seconds after its text was taken back has a
// word of it.
func TestUnpublishedIsUnsaid(t *testing.T) {
	if testing.Short() {
		t.Skip("customers ask for half a minute; left out by -short")
	}
	p := openPremises(t, func(c *app.Config) { c.Unlimited = true })
	p.learned()
	e := p.atDesk("Edwin", account.Editor)
	c := &curious{p: p, ctx: t.Context(), gone: map[string]time.Time{}}
	stop := c.ask(4)
	defer stop()

	e.write(marked(1))
	e.act("publish", map[string]any{"id": engraving, "revision": 1})
	c.hear(1)
	c.takes(1, func() { e.act("withdraw", map[string]any{"id": engraving}) })

	e.write(marked(2))
	e.act("schedule", map[string]any{"id": engraving, "act": "publish", "revision": 2, "due": soon()})
	c.hear(2)
	c.takes(2, func() {
		e.act("schedule", map[string]any{"id": engraving, "act": "withdraw", "due": soon()})
		e.awaits("withdrawn")
	})

	e.imports(line(engraving, marked(3)))
	c.hear(3)
	t.Log("a new revision takes the words of the old one back")
	c.takes(3, func() { e.imports(line(engraving, marked(4))) })
	c.hear(4)
	c.takes(4, func() { e.imports(line("skis", "Skis can be rented in winter.")) })
	stop()
	c.judge(t)
}

// engraving is the article that comes and goes.
const engraving = "engraving"

// marks are words of which each stands in one revision, and nowhere else.
var marks = []string{"", "quince", "medlar", "sorrel", "tansy"}

// marked are the words of one revision.
func marked(n int) string {
	return fmt.Sprintf("Yes, we engrave names on knives. The word is %s.", marks[n])
}

// soon is a time that has just not come yet, in ms since 1970.
func soon() int64 { return time.Now().Add(300 * time.Millisecond).UnixMilli() }

// line is an article as an import reads it.
func line(id, body string) string {
	b, _ := json.Marshal(map[string]any{"id": id, "question": "About " + id, "answer": body, "phrasings": []string{unknown}})
	return string(b)
}

// utterance is what the bot said to a question.
type utterance struct {
	asked time.Time // when the question was sent; the answer begins later
	all   string    // everything of it that a customer sees
}

// curious are customers who ask the same all the time, each time anew.
type curious struct {
	p   *premises
	ctx context.Context

	mu   sync.Mutex
	said []utterance
	errs []error
	gone map[string]time.Time // when the words with a mark were taken back
}

// ask lets so many customers ask until the function is called that it returns.
func (c *curious) ask(n int) (stop func()) {
	ctx, cancel := context.WithCancel(c.ctx)
	var done sync.WaitGroup
	for i := range n {
		done.Go(func() {
			for ctx.Err() == nil {
				if err := c.once(ctx, fmt.Sprintf("customer %d", i)); err != nil && ctx.Err() == nil {
					c.mu.Lock()
					c.errs = append(c.errs, err)
					c.mu.Unlock()
					return
				}
			}
		})
	}
	return func() { cancel(); done.Wait() }
}

// once is one customer with one question.
func (c *curious) once(ctx context.Context, name string) error {
	who := actor.NewCustomer(name, demo.Site)
	defer who.Leave()
	if err := who.Connect(ctx, c.p.app.URL); err != nil {
		return err
	}
	asked := time.Now()
	if _, err := who.Say(ctx, unknown); err != nil {
		return err
	}
	e, err := who.NextOfBot(ctx)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.said = append(c.said, utterance{asked, everything(e)})
	return nil
}

// everything is what a customer can read in an event.
func everything(e wire.Event) string {
	b, err := json.Marshal(e)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// hear waits until somebody was told the words with the mark.
func (c *curious) hear(n int) {
	c.p.t.Helper()
	deadline := time.Now().Add(patience)
	for !slices.ContainsFunc(c.heard(), func(u utterance) bool { return strings.Contains(u.all, marks[n]) }) {
		if time.Now().After(deadline) {
			c.p.t.Fatalf("nobody was told the words %q; errors: %v; last: %+v", marked(n), c.errs, c.heard()[max(0, len(c.heard())-1):])
		}
		time.Sleep(look)
	}
}

func (c *curious) heard() []utterance {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.said)
}

// takes takes the words with the mark back, and lets the customers ask on until it must be known everywhere, and longer.
func (c *curious) takes(n int, back func()) {
	c.p.t.Helper()
	back()
	c.mu.Lock()
	c.gone[marks[n]] = time.Now()
	c.mu.Unlock()
	before := len(c.heard())
	time.Sleep(grace + grace/4)
	if after := len(c.heard()); after-before < 4 {
		c.p.t.Errorf("after the words %q were taken back only %d answers came; that proves little", marked(n), after-before)
	}
}

// judge looks through all that was said.
func (c *curious) judge(t *testing.T) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, err := range c.errs {
		t.Error(err)
	}
	for _, fault := range c.faults() {
		t.Error(fault)
	}
	t.Logf("%d answers, of which %d had words that came and went", len(c.said), c.marked())
}

// faults are the answers that had words which were taken back too long before.
func (c *curious) faults() (out []string) {
	for mark, when := range c.gone {
		for _, u := range c.said {
			if late := u.asked.Sub(when); strings.Contains(u.all, mark) && late > grace {
				out = append(out, fmt.Sprintf("%v after %q was taken back a customer is told: %s", late, mark, u.all))
			}
		}
	}
	return out
}

// marked counts the answers with any of the marks.
func (c *curious) marked() (n int) {
	for _, u := range c.said {
		if slices.ContainsFunc(marks[1:], func(mark string) bool { return strings.Contains(u.all, mark) }) {
			n++
		}
	}
	return n
}

// The judge of what was said tells an answer that came too late from one that came in time.
func TestUnpublishedIsUnsaidCanFail(t *testing.T) {
	when := time.Now()
	for late, faults := range map[time.Duration]int{-time.Second: 0, grace: 0, grace + time.Millisecond: 1} {
		c := &curious{gone: map[string]time.Time{marks[1]: when}, said: []utterance{{when.Add(late), marked(1)}, {when.Add(late), marked(2)}}}
		if got := c.faults(); len(got) != faults {
			t.Errorf("an answer %v later: %v", late, got)
		}
	}
}
