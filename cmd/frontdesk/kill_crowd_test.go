package main_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/widget/wire"
)

// Size of the crowd.
const (
	liveCustomers = 50
	agentsAtWork  = 3
	actsOfOne     = 12 // after which a customer goes and another comes
)

// said is one acknowledgement: what somebody did and was told is kept.
type said struct {
	conversation string
	by           string // customer or agent
	id           string
	kind         string // type of the frame
	text         string
	seq          int64
}

// heard is everything that the crowd was told.
type heard struct {
	mu     sync.Mutex
	acks   []said                              // in the order in which each of them got them
	held   map[string][][]wire.Event           // by conversation, by everybody who followed it
	staff  map[string][][]wire.Event           // the same of agents, who see more
	broken []string                            // broken promises noticed on the way
	logs   []func(h *heard) (conversation int) // of everybody there was, to be read at the end
}

func (h *heard) ack(s said) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.acks = append(h.acks, s)
}

// note reads what everybody holds, and complains if it is too little to prove anything.
func (h *heard) note(t *testing.T) (faults []string) {
	n := 0
	for _, read := range h.logs {
		n += read(h)
	}
	t.Logf("%d acknowledgements in %d conversations; %d logs held", len(h.acks), len(h.held), n)
	if len(h.acks) < liveCustomers || len(h.staff) == 0 {
		faults = append(faults, "the crowd did too little to prove anything")
	}
	return faults
}

// crowd is everybody who uses the server while it is killed.
type crowd struct {
	ctx       context.Context
	stage     *actor.Stage
	urls      []string // of the servers; who connects takes any of them
	heard     heard
	ending    atomic.Bool
	done      sync.WaitGroup
	finishing time.Duration // how long the last acts took
	leave     func()        // ends whatever somebody still waits for

	mu   sync.Mutex
	last []*actor.Customer // whoever is still there at the end
	team []*actor.Agent
	errs []error
}

// newCrowd starts a crowd of that many customers at one or more servers of a desk.
func newCrowd(ctx context.Context, stage *actor.Stage, seed, customers int, urls ...string) *crowd {
	c := &crowd{stage: stage, urls: urls, heard: heard{held: map[string][][]wire.Event{}, staff: map[string][][]wire.Event{}}}
	c.ctx, c.leave = context.WithCancel(ctx)
	for i := range agentsAtWork {
		name := fmt.Sprintf("agent%d", i)
		a, err := stage.Agent(ctx, name)
		if err != nil {
			c.errs = append(c.errs, err)
			continue
		}
		if len(urls) > 1 {
			a.Heals()
		}
		c.team = append(c.team, a)
		c.done.Go(func() { c.report(c.serve(a, rand.New(rand.NewPCG(uint64(seed), uint64(100+i))))) })
	}
	for i := range customers {
		c.done.Go(func() { c.report(c.visit(i, rand.New(rand.NewPCG(uint64(seed), uint64(1000+i))))) })
	}
	return c
}

func (c *crowd) report(err error) {
	if err != nil {
		c.mu.Lock()
		c.errs = append(c.errs, err)
		c.mu.Unlock()
	}
}

// any picks a server.
func (c *crowd) any(chance *rand.Rand) string { return c.urls[chance.IntN(len(c.urls))] }

// linked is somebody with a connection that is to be healed.
type linked interface {
	Connect(ctx context.Context, url string) error
	Broken() []string
}

// persist does something until it is answered, over as many connections as it takes.
func (c *crowd) persist(who linked, chance *rand.Rand, f func() (int64, error)) (int64, error) {
	for {
		seq, err := f()
		if err == nil {
			return seq, nil
		}
		if r, ok := errors.AsType[*actor.Refused](err); ok {
			if r.Code != wire.CodeUnavailable && r.Code != wire.CodeInternal && r.Code != wire.CodeRateLimited {
				return 0, r
			}
			sleep(c.ctx, 50*time.Millisecond)
			continue
		}
		if errors.Is(err, context.DeadlineExceeded) {
			return 0, err // a connection that stands must answer
		}
		for c.ctx.Err() == nil && who.Connect(c.ctx, c.any(chance)) != nil {
			sleep(c.ctx, time.Duration(10+chance.IntN(60))*time.Millisecond)
		}
		if c.ctx.Err() != nil {
			return 0, fmt.Errorf("not answered in time: %w", err)
		}
	}
}

var questions = []string{
	"can I return an opened item?", "when will I get my refund?", "how do I clean my tent?", "can you engrave my name on a knife",
	"hello", "thank you", "I want to talk to a human", "that did not help", "how long does delivery take?", "where is my parcel?",
}

// visit plays one customer after the other.
func (c *crowd) visit(place int, chance *rand.Rand) error {
	for n := 0; !c.ending.Load(); n++ {
		who := actor.NewCustomer(fmt.Sprintf("customer%d-%d", place, n), "main")
		if len(c.urls) > 1 {
			who.Heals()
		}
		c.watch(who)
		for i := 0; i < actsOfOne && !c.ending.Load(); i++ {
			in := wire.In{Type: wire.TypeSend, ID: fmt.Sprintf("m%d", i), Text: fmt.Sprintf("%s (%d)", questions[chance.IntN(len(questions))], i)}
			switch chance.IntN(10) {
			case 0:
				in = wire.In{Type: wire.TypePerson, ID: in.ID}
			case 1:
				in = wire.In{Type: wire.TypeContact, ID: in.ID, Email: "bob@shop.example"}
			}
			if in.Type == wire.TypeContact && i == 0 {
				continue // there is no conversation yet
			}
			seq, err := c.persist(who, chance, func() (int64, error) { return who.Do(c.ctx, in) })
			if r, ok := errors.AsType[*actor.Refused](err); ok {
				if in.Type == wire.TypeContact && r.Code == wire.CodeNotFound {
					continue
				}
				return fmt.Errorf("%+v: %w", in, err)
			}
			if err != nil {
				return err
			}
			c.heard.ack(said{conversation: who.Conversation, by: "customer", id: in.ID, kind: in.Type, text: in.Text, seq: seq})
			sleep(c.ctx, time.Duration(chance.IntN(500))*time.Millisecond)
		}
		if c.ending.Load() {
			c.mu.Lock()
			c.last = append(c.last, who)
			c.mu.Unlock()
			continue
		}
		who.Leave()
	}
	return nil
}

// watch has everything that a customer holds read at the end.
func (c *crowd) watch(who *actor.Customer) {
	c.heard.mu.Lock()
	defer c.heard.mu.Unlock()
	c.heard.logs = append(c.heard.logs, func(h *heard) int {
		h.held[who.Conversation] = append(h.held[who.Conversation], who.Holds())
		h.broken = append(h.broken, who.Broken()...)
		return 1
	})
}

// serve takes waiting customers, answers them and lets them go.
func (c *crowd) serve(a *actor.Agent, chance *rand.Rand) error {
	served := map[string]bool{}
	c.heard.mu.Lock()
	c.heard.logs = append(c.heard.logs, func(h *heard) int {
		for id := range served {
			h.staff[id] = append(h.staff[id], a.Holds(id))
		}
		h.broken = append(h.broken, a.Broken()...)
		return len(served)
	})
	c.heard.mu.Unlock()
	for n := 0; !c.ending.Load(); n++ {
		sleep(c.ctx, time.Duration(20+chance.IntN(80))*time.Millisecond)
		waiting := a.Waiting()
		if len(waiting) == 0 {
			if a.Gone() {
				_, _ = c.persist(a, chance, func() (int64, error) { return 0, a.Connect(c.ctx, c.any(chance)) })
			}
			continue
		}
		id := waiting[chance.IntN(min(len(waiting), 10))]
		served[id] = true
		if err := c.help(a, chance, id, n); err != nil {
			return err
		}
	}
	return nil
}

// help is an agent's work with one customer. What is refused because somebody was faster is no fault.
func (c *crowd) help(a *actor.Agent, chance *rand.Rand, id string, n int) error {
	accept := fmt.Sprintf("accept%d", n)
	ends := []wire.In{
		{Type: wire.TypeResolve, Cause: "returns"}, {Type: wire.TypeResolve, Cause: "order"}, {Type: wire.TypeHandBack}, {Type: wire.TypeRelease},
	}
	steps := []wire.In{
		{Type: wire.TypeSend, Text: fmt.Sprintf("Hello, this is step %d", n)},
		{Type: wire.TypeNote, Text: fmt.Sprintf("note %d", n)},
		ends[chance.IntN(len(ends))],
	}
	_, err := c.persist(a, chance, func() (int64, error) { return 0, a.AcceptAs(c.ctx, id, accept) })
	for i, in := range steps {
		if err != nil {
			break
		}
		in.ID, in.Conversation, in.Epoch = fmt.Sprintf("act%d-%d", n, i), id, a.Epoch(id)
		var seq int64
		if seq, err = c.persist(a, chance, func() (int64, error) { return a.Do(c.ctx, in) }); err == nil {
			c.heard.ack(said{conversation: id, by: "agent", id: in.ID, kind: in.Type, text: in.Text, seq: seq})
		}
	}
	if _, refused := errors.AsType[*actor.Refused](err); refused {
		return nil
	}
	return err
}
