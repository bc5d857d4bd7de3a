package live_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

func (c *beat) isWelcome() bool { c.mu.Lock(); defer c.mu.Unlock(); return c.welcomed }

func (c *beat) closing() (wire.Out, int) { c.mu.Lock(); defer c.mu.Unlock(); return c.bye, c.code }

// comes connects a customer and waits until the server has said something.
func (s *lonely) comes() *beat {
	s.t.Helper()
	c := s.connect(0, "/ws/customer", false)
	c.send(wire.In{Type: wire.TypeHello, Site: "shop"})
	if !within(5*time.Second, func() bool { _, code := c.closing(); return code != 0 || c.isWelcome() }) {
		s.t.Fatal("nobody answers")
	}
	return c
}

// Of many who come at once as many are let in as the node can take. Each of the others is told to come back at a time of
// their own, and is let in then. Agents are let in at once.
func TestManyComeAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const many, burst = 300, 50
		s := apart(t, live.Limits{Accepts: live.Rate{PerSecond: 20, Burst: burst}})
		began := time.Now()
		var back []time.Duration
		for range many {
			c := s.comes()
			if c.isWelcome() {
				continue
			}
			bye, code := c.closing()
			if code != wire.CloseOverload || bye.Code != wire.CodeRateLimited || bye.RetryAfter <= 0 {
				t.Fatalf("closed with %d and %+v", code, bye)
			}
			back = append(back, time.Since(began)+time.Duration(bye.RetryAfter)*time.Millisecond)
		}
		if took := time.Since(began); took > time.Minute {
			t.Fatalf("that took %s", took)
		}
		if in := many - len(back); in < burst {
			t.Fatalf("%d were let in at once", in)
		}
		if ana := s.connect(0, "/ws/staff?agent=ana", false); !within(time.Second, ana.isWelcome) {
			t.Error("an agent has to wait")
		}
		again := 0
		for len(back) > 0 { // each comes at its slot
			at := back[0]
			back = back[1:]
			time.Sleep(time.Until(began.Add(at)))
			if c := s.comes(); !c.isWelcome() {
				bye, _ := c.closing()
				again++
				back = append(back, time.Since(began)+time.Duration(bye.RetryAfter)*time.Millisecond)
			}
		}
		if took := time.Since(began); took > 40*time.Second || again > many/10 {
			t.Errorf("all are in after %s; %d were turned away twice", took, again)
		}
		if s.counted["limit_accepts"] == 0 {
			t.Error("not counted")
		}
	})
}

// A server that restarts has everybody come back after a second, and as far apart as it will let them in.
func TestDrainSpreadsThoseWhoComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const many = 30
		s := apart(t, live.Limits{Accepts: live.Rate{PerSecond: 10, Burst: many}})
		var all []*beat
		for range many {
			all = append(all, s.comes())
		}
		s.hubs[0].Drain(context.Background())
		synctest.Wait()
		var after []int
		for _, c := range all {
			bye, code := c.closing()
			if code != wire.CloseDraining || bye.Code != "draining" {
				t.Errorf("closed with %d, %+v", code, bye)
			}
			after = append(after, bye.RetryAfter)
		}
		slices.Sort(after)
		for i, ms := range after {
			if want := 1000 + 100*(i+1); ms != want {
				t.Errorf("the %d. comes back after %d ms, want %d", i+1, ms, want)
			}
		}
	})
}

// A node that leaves others behind sends its clients away a part at a time, and lets nobody in from the first moment on.
func TestDrainInSteps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const many, over = 200, 40 * time.Second
		s := apart(t, live.Limits{})
		var all []*beat
		for range many {
			all = append(all, s.comes())
		}
		began := time.Now()
		var drained sync.WaitGroup
		drained.Go(func() { s.hubs[0].DrainInSteps(context.Background(), over) })
		synctest.Wait()
		if c := s.connect(0, "/ws/customer", false); !within(time.Second, c.closedWith(wire.CloseDraining)) {
			t.Error("somebody is let in while the node is drained")
		}
		gone := func() (n int) {
			for _, c := range all {
				if bye, code := c.closing(); code == wire.CloseDraining && bye.Code == "draining" && bye.RetryAfter > 0 && bye.RetryAfter <= 1000 {
					n++
				}
			}
			return n
		}
		for _, part := range []float64{.25, .5, .75} {
			time.Sleep(time.Until(began.Add(time.Duration(part * float64(over)))))
			if n := float64(gone()) / many; n < part-.01 || n > part+.1 {
				t.Errorf("%.0f %% are gone after %.0f %% of the time", 100*n, 100*part)
			}
		}
		drained.Wait()
		if took := time.Since(began); gone() != many || took > over+3*time.Second {
			t.Errorf("%d of %d are gone after %s", gone(), many, took)
		}
	})
}

// There is no patience for ever: when the time for draining is over, everybody is closed.
func TestDrainInStepsEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := apart(t, live.Limits{})
		for range 30 {
			s.comes()
		}
		began := time.Now()
		limit, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		s.hubs[0].DrainInSteps(limit, time.Hour)
		if took := time.Since(began); took > 15*time.Second || s.hubs[0].Open() != 0 {
			t.Errorf("%d are open after %s", s.hubs[0].Open(), took)
		}
	})
}

// A full house and a full address say so before there is a socket, and agents come in all the same. Each is counted.
func TestAFullHouse(t *testing.T) {
	s := setUp(t, live.Limits{Total: 2, PerAddress: 3})
	s.customer("")
	s.customer("")
	for _, c := range []struct {
		path, limit string
		status      int
		full        bool
	}{
		{"/ws/customer", "limit_total", http.StatusServiceUnavailable, true},
		{"/ws/staff?agent=ana", "", 0, false},
		{"/ws/staff?agent=ben", "limit_address", http.StatusTooManyRequests, true},
	} {
		ws, resp, err := websocket.DefaultDialer.Dial(s.url+c.path, nil)
		if err == nil {
			defer ws.Close()
		}
		if c.full != (err != nil) {
			t.Fatalf("%s: %v", c.path, err)
		}
		if c.full && (resp.StatusCode != c.status || resp.Header.Get("Retry-After") == "" || s.count(c.limit) != 1) {
			t.Errorf("%s: %v, counted %d times", c.path, resp, s.count(c.limit))
		}
	}
}

// Every limit of a connection that somebody runs into is counted under its name.
func TestLimitsAreCounted(t *testing.T) {
	s := setUp(t, live.Limits{
		Frames: live.Rate{PerSecond: 1e-9, Burst: 12}, Acts: live.Rate{PerSecond: 1e-9, Burst: 4}, StaffActs: live.Rate{PerSecond: 1e-9, Burst: 1},
		People: live.Rate{PerSecond: 1e-9, Burst: 1}, NewVisitors: live.Rate{PerSecond: 1e-9, Burst: 1},
	})
	c, _ := s.customer("")
	id := newConversation()
	c.does(wire.In{Type: wire.TypePerson, ID: "p0", Conversation: id})
	for i := range 4 {
		c.send(wire.In{Type: wire.TypePerson, ID: fmt.Sprint("p", i+1), Conversation: id})
		c.next(wire.TypeError)
	}
	ana := s.staff("ana")
	ana.does(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: id})
	ana.send(wire.In{Type: wire.TypeNote, ID: "n", Conversation: id, Text: "x"})
	ana.next(wire.TypeError)
	other := s.dial("/ws/customer")
	other.send(wire.In{Type: wire.TypeHello, Site: "shop"})
	if code := other.closed(); code != wire.CloseOverload {
		t.Fatalf("closed with %d", code)
	}
	for range 20 {
		c.send(wire.In{Type: wire.TypePing})
	}
	if code := c.closed(); code != wire.CloseFlood {
		t.Fatalf("closed with %d", code)
	}
	for limit, want := range map[string]int64{"limit_people": 3, "limit_acts": 1, "limit_staff_acts": 1, "limit_visitors": 1, "limit_frames": 1} {
		if got := s.count(limit); got != want {
			t.Errorf("%s is counted %d times; want %d", limit, got, want)
		}
	}
	s.events.Range(func(name, _ any) bool {
		if !strings.Contains(" "+strings.Join(live.Events, " ")+" ", " "+name.(string)+" ") {
			t.Errorf("%s is counted and not in the list of events", name)
		}
		return true
	})
}

// What waits for all slow readers together is bounded, by sending the slow ones away long before one of them reaches its
// own bound. Nothing is counted as waiting once they are gone.
func TestSlowReadersTogether(t *testing.T) {
	s := setUp(t, live.Limits{Queued: 1})
	s.hold.Store(true)
	c, welcome := s.customer("")
	id := newConversation()
	c.does(wire.In{Type: wire.TypePerson, ID: "p", Conversation: id})
	raw, _, err := websocket.DefaultDialer.Dial(s.url+"/ws/customer", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	raw.WriteJSON(wire.In{V: 1, Type: wire.TypeHello, Site: "shop", Token: welcome.Token})
	raw.WriteJSON(wire.In{V: 1, Type: wire.TypeResume, Conversation: id})
	text := strings.Repeat("x", 4000)
	for i := 0; s.count("limit_queues") == 0; i++ {
		if i > 20000 {
			t.Fatal("a reader that does not read was never sent away")
		}
		c.does(wire.In{Type: wire.TypeSend, ID: fmt.Sprint("m", i), Conversation: id, Text: text})
	}
	if s.count("limit_queue") != 0 || s.count("slow") == 0 {
		t.Error("the reader reached its own bound first")
	}
	await(t, "nothing waits", func() bool { return s.hub.Queued() == 0 })
}

// Where those who were let in wait for the store already, nobody else is let in to wait longer than clients do: they are
// told when to come back, although the rate would let them in. When the store is back, so are they.
func TestNobodyIsLetInToWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const enough = 200
		s := apart(t, live.Limits{Accepts: live.Rate{PerSecond: 1000, Burst: 1000}})
		s.begin()
		s.away.goes()
		comes := func() *beat {
			c := s.connect(0, "/ws/customer", false)
			c.send(wire.In{Type: wire.TypeHello, Site: "shop", Token: "token"})
			return c
		}
		var waiting []*beat
		for range enough {
			waiting = append(waiting, comes())
		}
		synctest.Wait()
		late := comes()
		if !within(time.Second, late.closedWith(wire.CloseOverload)) {
			t.Fatal("somebody was let in to wait")
		}
		if bye, _ := late.closing(); bye.Code != wire.CodeRateLimited || bye.RetryAfter <= 0 {
			t.Errorf("told to go with %+v", bye)
		}
		s.away.returns()
		synctest.Wait() // those who wait are greeted; nobody stands in the way of the next
		for _, c := range append(waiting, comes()) {
			if !within(time.Second, c.isWelcome) {
				t.Fatal("somebody who was let in is not greeted")
			}
		}
	})
}
