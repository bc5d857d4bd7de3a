package live_test

import (
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

// Colleagues see who has a conversation open and who writes in it; nobody sees themselves.
func TestLooking(t *testing.T) {
	s := setUp(t, live.Limits{})
	c, id := s.waiting()
	ana, ben := s.staff("ana"), s.staff("ben")
	forBen := ben.overview()
	ana.send(wire.In{Type: wire.TypeResume, Conversation: id})
	if st := ana.state(func(wire.State) bool { return true }); st.Looking != "" {
		t.Fatalf("ana sees herself: %q", st.Looking)
	}
	forBen.until(func() bool { return forBen.rows[id].Looking == "Agent ana" })
	tab := s.staff("ana")
	tab.send(wire.In{Type: wire.TypeResume, Conversation: id})
	tab.next(wire.TypeState)
	ben.send(wire.In{Type: wire.TypeResume, Conversation: id})
	ben.state(func(st wire.State) bool { return st.Looking == "Agent ana" })
	ana.state(func(st wire.State) bool { return st.Looking == "Agent ben" })
	ana.does(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: id})
	ana.send(wire.In{Type: wire.TypeTyping, Conversation: id, Writing: "reply"})
	ben.state(func(st wire.State) bool { return st.Looking == "Agent ana (replying)" })
	forBen.until(func() bool { return forBen.rows[id].Looking == "Agent ana (replying)" })
	ana.does(wire.In{Type: wire.TypeSend, ID: "m", Conversation: id, Text: "hello", Epoch: 3})
	ben.state(func(st wire.State) bool { return st.Looking == "Agent ana" })
	ben.send(wire.In{Type: wire.TypeTyping, Conversation: id, Writing: "note"})
	ana.state(func(st wire.State) bool { return st.Looking == "Agent ben (writing a note)" })
	ana.send(wire.In{Type: wire.TypeLeave, Conversation: id})
	tab.ws.Close()
	ben.state(func(st wire.State) bool { return st.Looking == "" })
	forBen.until(func() bool { return forBen.rows[id].Looking == "" })
	c.send(wire.In{Type: wire.TypePing})
	for o := (wire.Out{}); o.Type != wire.TypePong; {
		if o = <-c.in; o.State != nil && o.State.Looking != "" {
			t.Fatal("the customer was shown who is looking")
		}
	}
}

// Both sides learn how far the other one has read, also after they come back.
func TestSeen(t *testing.T) {
	s := setUp(t, live.Limits{})
	c, welcome := s.customer("")
	id := newConversation()
	c.does(wire.In{Type: wire.TypePerson, ID: "p", Conversation: id})
	c.send(wire.In{Type: wire.TypeResume, Conversation: id})
	c.next(wire.TypeState)
	ana, ben := s.staff("ana"), s.staff("ben")
	ana.send(wire.In{Type: wire.TypeResume, Conversation: id})
	ana.next(wire.TypeState)
	ana.does(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: id})
	ana.does(wire.In{Type: wire.TypeSend, ID: "m", Conversation: id, Text: "hello", Epoch: 3})
	c.state(func(st wire.State) bool { return st.Owner == "agent" })
	c.until(nil, 4)
	c.send(wire.In{Type: wire.TypeSeen, Conversation: id, Seq: 4000}) // no more than what was passed on
	ana.state(func(st wire.State) bool { return st.Read == 4 })
	ben.send(wire.In{Type: wire.TypeResume, Conversation: id})
	ben.until(nil, 4)
	ben.send(wire.In{Type: wire.TypeSeen, Conversation: id, Seq: 4}) // a colleague's reading is not the customer's business
	c.does(wire.In{Type: wire.TypeSend, ID: "c", Conversation: id, Text: "hi"})
	ana.until(nil, 5)
	ana.send(wire.In{Type: wire.TypeSeen, Conversation: id, Seq: 5})
	if st := c.state(func(st wire.State) bool { return st.Read > 0 }); st.Read != 5 {
		t.Fatalf("the customer sees %d as read", st.Read)
	}
	ana.ws.Close() // what was seen is written at the latest when the connection ends
	c.ws.Close()
	for _, staff := range []string{"ana", ""} {
		for until := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
			seq, err := s.store.Seen(t.Context(), id, staff)
			if err != nil {
				t.Fatal(err)
			}
			if want := map[string]int64{"ana": 5, "": 4}[staff]; seq == want {
				break
			}
			if time.Now().After(until) {
				t.Fatalf("%q has seen %d", staff, seq)
			}
		}
	}
	again, _ := s.customer(welcome.Token)
	again.send(wire.In{Type: wire.TypeResume, Conversation: id, After: 4})
	again.state(func(st wire.State) bool { return st.Read == 5 })
	back := s.staff("ana")
	back.send(wire.In{Type: wire.TypeResume, Conversation: id, After: 4})
	back.state(func(st wire.State) bool { return st.Read == 4 })
}

// What a customer is typing is shown where the house allows it, cut to size, and never kept.
func TestPreview(t *testing.T) {
	s := setUp(t, live.Limits{})
	s.settings(func(in *bot.Settings) { in.Preview = true })
	if _, welcome := s.customer(""); !welcome.Preview {
		t.Fatal("the customer is not told that agents see what is being typed")
	}
	c, id := s.waiting()
	ana := s.staff("ana")
	ana.send(wire.In{Type: wire.TypeResume, Conversation: id})
	ana.next(wire.TypeState)
	c.send(wire.In{Type: wire.TypeTyping, Conversation: id, Text: strings.Repeat("é", 400)})
	st := ana.state(func(st wire.State) bool { return st.Preview != "" })
	if len(st.Preview) != 500 || st.Typing != "customer" {
		t.Fatalf("%d bytes are shown", len(st.Preview))
	}
	ana.does(wire.In{Type: wire.TypeTag, ID: "t", Conversation: id, Tags: []string{"x"}})
	if st := ana.state(func(st wire.State) bool { return st.Tags == "x" }); st.Preview != "" {
		t.Fatal("what was being typed was kept")
	}
}
