package live_test

import (
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

// waiting has a new customer wait for a person and returns their client and conversation.
func (s *stage) waiting() (*client, string) {
	s.t.Helper()
	c, _ := s.customer("")
	id := newConversation()
	c.send(wire.In{Type: wire.TypePerson, ID: "p", Conversation: id})
	c.next(wire.TypeAck)
	c.send(wire.In{Type: wire.TypeResume, Conversation: id})
	c.next(wire.TypeState)
	return c, id
}

// refused sends an act and returns why it is refused.
func (c *client) refused(in wire.In) wire.Out {
	c.s.t.Helper()
	c.send(in)
	return c.next(wire.TypeError)
}

// Every agent has a conversation in the view that is theirs, is sent only what changed, and ends with the same rows as
// somebody who has just come.
func TestViews(t *testing.T) {
	s := setUp(t, live.Limits{})
	_, first := s.waiting()
	_, second := s.waiting()
	ana, ben := s.staff("ana"), s.staff("ben")
	forAna, forBen := ana.overview(), ben.overview()
	forAna.until(func() bool { return forAna.view(first) == wire.ViewWaiting && forAna.agents == 2 })
	ana.does(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: first})
	forAna.until(func() bool { return forAna.view(first) == wire.ViewMine })
	forBen.until(func() bool { return forBen.view(first) == wire.ViewTeam && forBen.rows[first].Agent == "Agent ana" })
	ana.does(wire.In{Type: wire.TypeSend, ID: "m", Conversation: first, Epoch: 3, Text: "Please send a photo."})
	ana.does(wire.In{Type: wire.TypeSnooze, ID: "z", Conversation: first, Epoch: 3, Until: -1})
	forAna.until(func() bool { return forAna.view(first) == wire.ViewSnoozed && forAna.rows[first].Snoozed == -1 })
	forBen.until(func() bool { return forBen.view(first) == wire.ViewTeam })
	ana.does(wire.In{Type: wire.TypeSnooze, ID: "z2", Conversation: first, Epoch: 3})
	ana.does(wire.In{Type: wire.TypeTag, ID: "t", Conversation: first, Tags: []string{"Refund", "vip"}})
	ana.does(wire.In{Type: wire.TypePriority, ID: "y", Conversation: first, Priority: "high"})
	forBen.until(func() bool {
		r := forBen.rows[first]
		return r.Tags == "refund vip" && r.Priority == "high" && r.Snoozed == 0
	})
	ana.does(wire.In{Type: wire.TypePriority, ID: "y2", Conversation: first, Priority: "normal"})
	ana.does(wire.In{Type: wire.TypeHandBack, ID: "h", Conversation: first, Epoch: 3})
	forBen.until(func() bool { return forBen.view(first) == wire.ViewBot && forBen.rows[first].Priority == "" })
	ben.does(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: first})
	ben.does(wire.In{Type: wire.TypeResolve, ID: "d", Conversation: first, Epoch: 5, Cause: "delivery"})
	forAna.until(func() bool { return forAna.view(first) == wire.ViewClosed && forAna.view(second) == wire.ViewWaiting })
	forBen.until(func() bool { return forBen.view(first) == wire.ViewClosed })
	late := s.staff("ana").overview()
	late.until(func() bool { return len(late.rows) == 2 })
	for id, r := range late.rows {
		if forAna.rows[id] != r {
			t.Errorf("who was here has %+v, who comes now %+v", forAna.rows[id], r)
		}
	}
}

// A low rating has to be looked at by somebody.
func TestFollowUp(t *testing.T) {
	s := setUp(t, live.Limits{})
	c, id := s.waiting()
	ana := s.staff("ana")
	o := ana.overview()
	ana.does(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: id})
	ana.does(wire.In{Type: wire.TypeResolve, ID: "d", Conversation: id, Epoch: 3, Cause: "delivery"})
	c.does(wire.In{Type: wire.TypeRate, ID: "r", Conversation: id, Score: 1, Text: "slow"})
	o.until(func() bool { return o.view(id) == wire.ViewFollowUp && o.rows[id].FollowUp > 0 })
	ana.does(wire.In{Type: wire.TypeFollowUp, ID: "u", Conversation: id, Text: "called"})
	o.until(func() bool { return o.view(id) == wire.ViewClosed })
	ana.send(wire.In{Type: wire.TypeResume, Conversation: id})
	log := ana.until(nil, 5)
	if log[3].Kind != "rating" || log[3].Served != "Agent ana" || log[4].Kind != "followup" {
		t.Fatalf("log %+v", log[3:])
	}
}

// Teams limit what is seen and followed; supervisors see everything.
func TestTeams(t *testing.T) {
	s := setUp(t, live.Limits{})
	s.settings(func(in *bot.Settings) {
		in.Teams = []bot.Team{
			{ID: "support", Title: "Support", Members: []bot.Member{{Agent: "ana"}}},
			{ID: "returns", Title: "our returns team", Members: []bot.Member{{Agent: "ben"}}},
		}
	})
	c, id := s.waiting()
	ana, ben, sue := s.staff("ana"), s.staff("ben"), s.staff("sue")
	forAna, forBen, forSue := ana.overview(), ben.overview(), sue.overview()
	forAna.until(func() bool { return forAna.view(id) == wire.ViewWaiting && forAna.rows[id].Team == "support" })
	forSue.until(func() bool { return forSue.view(id) == wire.ViewWaiting })
	if e := ben.refused(wire.In{Type: wire.TypeResume, Conversation: id}); e.Code != wire.CodeNotFound {
		t.Fatalf("a stranger to the team follows: %+v", e)
	}
	if e := ben.refused(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: id}); e.Code != wire.CodeNotFound {
		t.Fatalf("a stranger to the team takes it: %+v", e)
	}
	ana.send(wire.In{Type: wire.TypeResume, Conversation: id})
	ana.state(func(st wire.State) bool { return st.Team == "support" })
	ana.does(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: id})
	forAna.until(func() bool { return forAna.view(id) == wire.ViewMine })
	ana.send(wire.In{Type: wire.TypeTransfer, ID: "x", Conversation: id, Epoch: 3, Team: "returns", Text: "a parcel"})
	if lost := ana.next(wire.TypeError); lost.Code != wire.CodeNotFound || lost.Conversation != id {
		t.Fatalf("who may not read any more is told %+v", lost)
	}
	forBen.until(func() bool { return forBen.view(id) == wire.ViewWaiting })
	forAna.until(func() bool { return forAna.view(id) == "" })
	forSue.until(func() bool { return forSue.view(id) == wire.ViewWaiting && forSue.rows[id].Team == "returns" })
	st := c.state(func(st wire.State) bool { return st.Owner == "queue" && st.Epoch == 4 })
	if st.Line != "You are next." || st.Team != "" {
		t.Fatalf("the customer's state is %+v", st)
	}
	if e := ben.refused(wire.In{Type: wire.TypeTakeOver, ID: "o", Conversation: id}); e.Code != wire.CodeForbidden {
		t.Fatalf("who is no supervisor takes over: %+v", e)
	}
	sue.does(wire.In{Type: wire.TypeAssign, ID: "g", Conversation: id, To: "ben"})
	forBen.until(func() bool { return forBen.view(id) == wire.ViewMine })
	sue.does(wire.In{Type: wire.TypeTakeOver, ID: "o", Conversation: id})
	forBen.until(func() bool { return forBen.view(id) == wire.ViewTeam && forBen.rows[id].Agent == "Agent sue" })
	if e := sue.refused(wire.In{Type: wire.TypeTransfer, ID: "x", Conversation: id, Epoch: 6, To: "nobody"}); e.Code != wire.CodeInvalid || e.Message == "" {
		t.Fatalf("passed on to nobody: %+v", e)
	}
}

func TestPromisesAndMentions(t *testing.T) {
	s := setUp(t, live.Limits{})
	c, id := s.waiting()
	ana, cleo := s.staff("ana"), s.staff("cleo")
	forAna, forCleo := ana.overview(), cleo.overview()
	ana.does(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: id})
	due := time.Now().Add(time.Hour).UnixMilli()
	ana.does(wire.In{Type: wire.TypePromise, ID: "q1", Conversation: id, Epoch: 3, Text: "refund confirmed", Until: due})
	forAna.until(func() bool { return len(forAna.promises) == 1 })
	if p := forAna.promises[0]; p.ID != "q1" || p.Due != due || p.Agent != "Agent ana" || p.Conversation != id || p.Name == "" || p.Remind >= due || p.Remind < due-15*60_000 {
		t.Fatalf("owed %+v", p)
	}
	if e := ana.refused(wire.In{Type: wire.TypeResolve, ID: "d", Conversation: id, Epoch: 3, Cause: "refund"}); e.Code != wire.CodePromiseOpen {
		t.Fatalf("closed with a promise open: %+v", e)
	}
	ana.does(wire.In{Type: wire.TypeNote, ID: "n", Conversation: id, Text: "@Agent cleo please look"})
	forCleo.until(func() bool { return forCleo.rows[id].Mentions == 1 })
	if len(forCleo.promises) != 0 {
		t.Fatalf("another's promises are shown: %+v", forCleo.promises)
	}
	cleo.send(wire.In{Type: wire.TypeResume, Conversation: id})
	log := cleo.until(nil, 4)
	if m := log[3].Mentions; len(m) != 1 || m[0] != "Agent cleo" {
		t.Fatalf("note %+v", log[3])
	}
	cleo.send(wire.In{Type: wire.TypeSeen, Conversation: id, Seq: 4})
	forCleo.until(func() bool { return forCleo.rows[id].Mentions == 0 })
	ana.does(wire.In{Type: wire.TypeKept, ID: "q2", Conversation: id, Promise: "q1"})
	forAna.until(func() bool { return len(forAna.promises) == 0 })
	events := c.until(nil, 5)
	if p := events[2].Promise; p == nil || p.Text != "refund confirmed" || p.Agent != "" || events[2].Line == "" {
		t.Fatalf("the customer reads %+v", events[2])
	}
	if events[3].Kind != "hidden" || events[4].Line != "Done as promised: refund confirmed." {
		t.Fatalf("the customer reads %+v", events[3:])
	}
}

// An agent is away when they say so, and gone with their last connection.
func TestPresence(t *testing.T) {
	s := setUp(t, live.Limits{})
	c, _ := s.waiting()
	ana := s.staff("ana")
	o := ana.overview()
	second := s.staff("ana")
	ben := s.staff("ben")
	o.until(func() bool { return o.agents == 2 && len(o.people) == 4 && o.people[0].Status == "online" })
	ana.does(wire.In{Type: wire.TypeStatus, ID: "w", Status: "away"})
	o.until(func() bool { return o.status == "away" && o.agents == 1 && o.people[0].Status == "away" })
	if e := ana.refused(wire.In{Type: wire.TypeStatus, ID: "w2", Status: "asleep"}); e.Code != wire.CodeInvalid {
		t.Fatalf("%+v", e)
	}
	second.does(wire.In{Type: wire.TypeStatus, ID: "w3", Status: "online"})
	o.until(func() bool { return o.status == "online" && o.agents == 2 })
	ben.ws.Close()
	o.until(func() bool { return o.agents == 1 && o.people[1].Status == "offline" })
	second.ws.Close()
	ana.send(wire.In{Type: wire.TypePing, Active: true})
	ana.next(wire.TypePong)
	if !s.floor.Here("ana") {
		t.Fatal("who has one of two connections left is gone")
	}
	c.state(func(st wire.State) bool { return st.Staffed })
	ana.ws.Close()
	c.state(func(st wire.State) bool { return !st.Staffed && st.Ask && st.Line != "" })
}

// Places are counted within the team.
func TestPlaces(t *testing.T) {
	s := setUp(t, live.Limits{})
	a, first := s.waiting()
	b, _ := s.waiting()
	a.state(func(st wire.State) bool { return st.Place == 1 && st.Waiting == 2 })
	ana := s.staff("ana")
	ana.does(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: first})
	b.state(func(st wire.State) bool { return st.Place == 1 && st.Waiting == 1 && st.Line == "You are next." })
}

// A desk that does not fit into one frame comes in several, and ends complete.
func TestLargeDesk(t *testing.T) {
	s := setUp(t, live.Limits{})
	const n = 300
	s.fill(n, strings.Repeat("<", 140)) // each byte is six in JSON
	o := s.staff("ana").overview()
	o.until(func() bool { return len(o.rows) == n })
}
