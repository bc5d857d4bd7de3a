package live_test

import (
	"testing"

	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

// What is ephemeral reaches everybody, whichever node they are connected to.
func TestTwoNodes(t *testing.T) {
	s := setUp(t, live.Limits{})
	other := s.node()
	c, welcome := s.customer("")
	id := newConversation()
	c.does(wire.In{Type: wire.TypePerson, ID: "p", Conversation: id})
	c.send(wire.In{Type: wire.TypeResume, Conversation: id})
	c.next(wire.TypeState)
	ana, ben := s.staff("ana"), other.staff("ben")
	forBen := ben.overview()
	ana.send(wire.In{Type: wire.TypeResume, Conversation: id})
	forBen.until(func() bool { return forBen.rows[id].Looking == "Agent ana" })
	ana.does(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: id})
	forBen.until(func() bool { return forBen.view(id) == wire.ViewTeam })
	ben.send(wire.In{Type: wire.TypeResume, Conversation: id})
	ana.state(func(st wire.State) bool { return st.Looking == "Agent ben" })
	tab, _ := other.customer(welcome.Token)
	tab.send(wire.In{Type: wire.TypeResume, Conversation: id})
	tab.state(func(st wire.State) bool { return st.Owner == "agent" })
	ana.send(wire.In{Type: wire.TypeTyping, Conversation: id, Writing: "reply"})
	tab.state(func(st wire.State) bool { return st.Typing == "agent" })
	tab.send(wire.In{Type: wire.TypeSeen, Conversation: id, Seq: 2})
	ana.state(func(st wire.State) bool { return st.Read == 2 })
	ana.does(wire.In{Type: wire.TypeBlock, ID: "b", Conversation: id, Text: "abuse"})
	for _, gone := range []*client{c, tab} {
		if code := gone.closed(); code != wire.CloseBanned {
			t.Fatalf("closed with %d", code)
		}
	}
	ben.state(func(st wire.State) bool { return st.Blocked })
}
