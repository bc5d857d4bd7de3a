package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"frontdesk/bot/llm/scripted"
	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/widget/wire"
)

// bytesOfTurn is what a turn that waits for a model may hold, on the heap and on stacks together, with both ends of the
// customer's connection, both ends of the model's, and what the customer keeps of it: they are all in this process.
const bytesOfTurn = 400 << 10

// Many customers read along at the same time at one desk.
func TestReadersOfModel(t *testing.T) {
	r := openReaders(t)
	t.Run("a thousand", r.thousand)
	t.Run("leave, stop and are taken over", r.fates)
}

// thousand: all of them are answered, with the model's words, at 100 ms from word to word; memory is bounded, and nothing
// is left behind.
func (r *readers) thousand(t *testing.T) {
	n := 1000
	if !thorough() {
		n = 100
	}
	warm, err := r.come(t.Context(), "first", 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range warm {
		if _, err := r.hears(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	leaks, before := goleak.IgnoreCurrent(), holding()
	began := time.Now()
	r.shut()
	all, err := r.come(t.Context(), "reader", n)
	defer func() {
		for _, c := range all {
			if c != nil {
				c.Leave()
			}
		}
	}()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.asked(n, crowdPatience); err != nil {
		t.Fatal(err)
	}
	came := time.Since(began)
	heap, stacks := holding().above(before, n)
	began = time.Now()
	r.open()
	drafted, shown := r.answered(t, all)
	t.Logf("%d customers at the same time, all asked of the model after %v, all answered %v later: %d with its words, %d saw them grow; each turn held %d kB on the heap and %d kB on stacks",
		n, came.Round(time.Millisecond), time.Since(began).Round(time.Millisecond), drafted, shown, heap>>10, stacks>>10)
	if heap+stacks > bytesOfTurn {
		t.Errorf("each turn holds %d bytes, allowed are %d", heap+stacks, bytesOfTurn)
	}
	if drafted < n*9/10 || shown < drafted*9/10 { // a busy desk may leave out what is only shown, never what is said
		t.Errorf("only %d of %d were answered with the model's words, and %d saw them grow", drafted, n, shown)
	}
	if err := r.asked(0, crowdPatience); err != nil {
		t.Error(err)
	}
	for _, c := range all {
		c.Leave()
	}
	began = time.Now()
	if err := left(leaks); err != nil {
		t.Errorf("goroutines are left behind: %v", err)
	}
	t.Logf("all goroutines were gone %v after the customers", time.Since(began).Round(time.Millisecond))
	all = nil
	heap, stacks = holding().above(before, n)
	if heap > bytesOfTurn/6 {
		t.Errorf("%d bytes are held for each turn that is over", heap)
	}
	t.Logf("afterwards %d bytes more are held for each customer on the heap, and %d on stacks", heap, stacks)
}

// answered waits for everybody's answer, examines it and the log, and counts those in the model's words, and of these
// the ones of which something was shown before.
func (r *readers) answered(t *testing.T, all []*actor.Customer) (drafted, seen int) {
	t.Helper()
	var mu sync.Mutex
	each(all, func(c *actor.Customer) {
		said, err := r.hears(t.Context(), c)
		if err == nil {
			err = errors.Join(r.rests(t.Context(), said.Text, said.Citations), whole(c))
		}
		shown := c.Drafts()
		for _, d := range shown {
			err = errors.Join(err, r.rests(t.Context(), d.Text, d.Citations))
		}
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			t.Errorf("%v, in %q", err, said.Text)
		}
		if said.Drafted {
			drafted++
			if len(shown) > 0 {
				seen++
			}
		}
	})
	return drafted, seen
}

// fate is what happens to a customer while an answer is worded for them.
type fate struct {
	name    string
	befalls func(r *readers, c *actor.Customer) error
	then    func(r *readers, t *testing.T, c *actor.Customer) error
}

// fates: some leave, some stop the bot, and some are taken over by an agent; the others go on reading. The model is left
// alone for all but the last, who show that it would have gone on.
func (r *readers) fates(t *testing.T) {
	n := 25 // of each kind
	if !thorough() {
		n = 5
	}
	leaks := goleak.IgnoreCurrent()
	ana, err := r.agent(t.Context(), "Ana")
	if err != nil {
		t.Fatal(err)
	}
	defer ana.Leave()
	var busy sync.Mutex
	fates := []fate{
		{"stops", func(_ *readers, c *actor.Customer) error { return c.Stop() }, (*readers).hasQuotation},
		{"is taken over", func(_ *readers, c *actor.Customer) error {
			busy.Lock() // she has one socket
			defer busy.Unlock()
			_, err := ana.Do(t.Context(), wire.In{Type: wire.TypeAccept, ID: rand.Text(), Conversation: c.Conversation})
			return err
		}, (*readers).hasAgent},
		{"leaves", func(_ *readers, c *actor.Customer) error { c.Leave(); return nil }, (*readers).comesBack},
		{"reads on", func(*readers, *actor.Customer) error { return nil }, (*readers).readsOn},
	}
	r.model.Usually(scripted.Chat, scripted.Pace(crowdPace, scripted.Repeat(40, scripted.OK())))
	all, err := r.come(t.Context(), "reader", n*len(fates))
	defer func() {
		for _, c := range all {
			if c != nil {
				c.Leave()
			}
		}
	}()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.asked(len(all), crowdPatience); err != nil {
		t.Fatal(err)
	}
	for i, c := range all {
		if err := shownTo(c); err != nil {
			t.Fatalf("customer %d: %v", i, err)
		}
	}
	r.slow(10) // or else it might come to its end by itself
	open := len(all)
	for i, f := range fates {
		began := time.Now()
		each(all[i*n:(i+1)*n], func(c *actor.Customer) {
			if err := f.befalls(r, c); err != nil {
				t.Errorf("%s: %v", f.name, err)
			}
		})
		if f.name != "reads on" {
			open -= n
		}
		if err := r.asked(open, givesUp); err != nil {
			t.Errorf("%s: %v", f.name, err)
		}
		t.Logf("%d times somebody %s: %d requests are left after %v", n, f.name, r.model.Open(), time.Since(began).Round(time.Millisecond))
		each(all[i*n:(i+1)*n], func(c *actor.Customer) {
			if err := f.then(r, t, c); err != nil {
				t.Errorf("%s: %v", f.name, err)
			}
		})
	}
	for _, c := range all {
		c.Leave()
	}
	ana.Leave()
	if err := r.asked(0, givesUp); err != nil {
		t.Errorf("nobody is there any more: %v", err)
	}
	if err := left(leaks); err != nil {
		t.Errorf("goroutines are left behind: %v", err)
	}
}

// givesUp is far more than the model's requests take to end: the five seconds that somebody who has gone may come back
// in, and a busy machine. The model would go on for longer.
const givesUp = 20 * time.Second

// quotation is what the bot says without a model.
func (r *readers) quotation(c *actor.Customer) (wire.Event, error) {
	var found []wire.Event
	for _, e := range c.Holds() {
		if e.Kind == "message" && e.From == "bot" {
			found = append(found, e)
		}
	}
	if len(found) != 1 || found[0].Drafted || found[0].Decision != "answer" || len(found[0].Citations) == 0 {
		return wire.Event{}, fmt.Errorf("the bot has said %+v", found)
	}
	return found[0], nil
}

func (r *readers) hasQuotation(t *testing.T, c *actor.Customer) error {
	if _, err := r.hears(t.Context(), c); err != nil {
		return err
	}
	said, err := r.quotation(c)
	return errors.Join(err, r.rests(t.Context(), said.Text, said.Citations), whole(c))
}

func (r *readers) comesBack(t *testing.T, c *actor.Customer) error {
	if err := c.Connect(t.Context(), r.app.URL); err != nil {
		return err
	}
	return r.hasQuotation(t, c)
}

// hasAgent: whose conversation an agent has taken gets nothing of the bot any more, and what was shown is taken back.
func (r *readers) hasAgent(t *testing.T, c *actor.Customer) error {
	if err := c.Settle(t.Context()); err != nil {
		return err
	}
	events := c.Holds()
	last := events[len(events)-1]
	if last.Kind != "owner" || last.Owner != "agent" || len(c.Broken()) > 0 {
		return fmt.Errorf("the newest event is %+v; %q", last, c.Broken())
	}
	shown := len(c.Drafts())
	time.Sleep(5 * crowdPace)
	if err := c.Settle(t.Context()); err != nil {
		return err
	}
	if now := c.Drafts(); len(now) > shown && now[len(now)-1].Text != "" {
		return fmt.Errorf("shown over the agent: %+v", now[len(now)-1])
	}
	for _, e := range c.Holds() {
		if e.From == "bot" {
			return fmt.Errorf("the bot talked over the agent: %+v", e)
		}
	}
	return nil
}

// readsOn: nothing has happened to this one, who is shown more and more.
func (r *readers) readsOn(_ *testing.T, c *actor.Customer) error {
	for _, e := range c.Holds() {
		if e.From == "bot" {
			return fmt.Errorf("the bot has answered: %+v", e)
		}
	}
	return nil
}
