package live_test

import (
	"fmt"
	"testing"
	"time"

	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

// rewound has a conversation of n events whose bot is silent, as it stands after the desk was restored from a backup that
// is older than what its clients hold. It returns who writes in it, their token and its id.
func rewound(t *testing.T, n int) (s *stage, writer *client, token, id string) {
	t.Helper()
	s = setUp(t, live.Limits{})
	s.hold.Store(true)
	writer, welcome := s.customer("")
	id = newConversation()
	for i := range n {
		writer.does(wire.In{Type: wire.TypeSend, ID: fmt.Sprint("m", i), Conversation: id, Text: fmt.Sprint("text ", i+1)})
		writer.back = nil
	}
	return s, writer, welcome.Token, id
}

// follows takes events as a browser does, from a log that the desk does not have: until it has n events it drops what it
// holds when it is told so, and takes nothing that does not continue what it holds.
func follows(t *testing.T, c *client, held []wire.Event, n int) (log []wire.Event, anew int) {
	t.Helper()
	log = held
	for timeout := time.After(patience); anew == 0 || len(log) < n; {
		o, open, inTime := c.receive(timeout)
		if !open || !inTime {
			t.Fatalf("holds %d of %d events, told to begin anew %d times", len(log), n, anew)
		}
		if o.Anew {
			log, anew = nil, anew+1
		}
		for _, e := range o.Events {
			if e.Seq != int64(len(log)+1) {
				t.Fatalf("event %d came after %d", e.Seq, len(log))
			}
			log = append(log, e)
		}
	}
	return log, anew
}

// goneLog is a log of n events that the desk does not have any more.
func goneLog(n int) (out []wire.Event) {
	for i := range n {
		out = append(out, wire.Event{Seq: int64(i + 1), Text: fmt.Sprint("gone ", i+1)})
	}
	return out
}

// Who holds more than the log has is given it from its beginning, once, and goes on with it: customers and staff, also
// when it takes more than one page.
func TestWhoHoldsMoreThanTheLogBeginsAnew(t *testing.T) {
	const n = 130
	s, writer, token, id := rewound(t, n)
	customer, _ := s.customer(token)
	for who, c := range map[string]*client{"a customer": customer, "an agent": s.staff("sue")} {
		held := goneLog(n + 7)
		c.send(wire.In{Type: wire.TypeResume, Conversation: id, After: int64(len(held))})
		log, anew := follows(t, c, held, n)
		if anew != 1 {
			t.Errorf("%s is told %d times to begin anew", who, anew)
		}
		for i, e := range log {
			if want := fmt.Sprint("text ", i+1); e.Text != want {
				t.Fatalf("%s: event %d is %q, want %q", who, i+1, e.Text, want)
			}
		}
	}
	// From then on they get what is new, and a resume from within the log is as ever.
	writer.does(wire.In{Type: wire.TypeSend, ID: "new", Conversation: id, Text: "new"})
	if o := customer.next(wire.TypeEvents); o.Anew || len(o.Events) != 1 || o.Events[0].Seq != n+1 {
		t.Errorf("then came %+v", o)
	}
	back, _ := s.customer(token)
	back.send(wire.In{Type: wire.TypeResume, Conversation: id, After: n + 1})
	if o := back.next(wire.TypeEvents); o.Anew || len(o.Events) != 0 {
		t.Errorf("who holds all of it is told %+v", o)
	}
}

// Clients of the version before do not know how to begin anew: a customer comes back as a stranger, an agent is refused.
func TestClientsOfTheVersionBeforeDoNotBeginAnew(t *testing.T) {
	s, _, token, id := rewound(t, 1)
	old := s.dial("/ws/customer")
	old.send(wire.In{V: 1, Type: wire.TypeHello, Site: "shop", Token: token})
	old.next(wire.TypeWelcome)
	old.send(wire.In{V: 1, Type: wire.TypeResume, Conversation: id, After: 2})
	if code := old.closed(); code != wire.CloseTokenStale {
		t.Errorf("the customer is closed with %d", code)
	}
	agent := s.staff("sue")
	agent.send(wire.In{V: 1, Type: wire.TypeResume, Conversation: id, After: 2})
	if e := agent.next(wire.TypeError); e.Code != wire.CodeInvalid {
		t.Errorf("the agent is told %+v", e)
	}
}

// Who asks for a log that fills its last page exactly is told where it ends: the frame before has said that more follows.
func TestAFullLastPageEnds(t *testing.T) {
	const page = 100
	s, _, token, id := rewound(t, page)
	c, _ := s.customer(token)
	c.send(wire.In{Type: wire.TypeResume, Conversation: id})
	var log []wire.Event
	for more := true; more; {
		o := c.next(wire.TypeEvents)
		log, more = append(log, o.Events...), o.More
	}
	if len(log) != page {
		t.Errorf("%d events", len(log))
	}
}
