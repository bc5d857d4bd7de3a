package live_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/chat"
	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

// drafts shows the customer of a conversation what the bot is about to say.
func (s *stage) drafts(id string, p bot.Partial) {
	s.t.Helper()
	if err := s.config.Bus.Publish(chat.SubjectDraft+id, &p); err != nil {
		s.t.Fatal(err)
	}
}

// asks has a customer follow a conversation in which the bot owes an answer.
func (s *stage) asks() (c *client, id, token string) {
	s.t.Helper()
	s.hold.Store(true)
	c, welcome := s.customer("")
	id = newConversation()
	c.does(wire.In{Type: wire.TypeSend, ID: "m1", Conversation: id, Text: "one"})
	c.follows(id)
	return c, id, welcome.Token
}

// follows resumes a conversation and waits until all of it has come.
func (c *client) follows(id string) {
	c.s.t.Helper()
	c.send(wire.In{Type: wire.TypeResume, Conversation: id})
	c.next(wire.TypeState)
}

// quiet fails if a draft comes before the answer to a ping.
func (c *client) quiet(who string) {
	c.s.t.Helper()
	c.send(wire.In{Type: wire.TypePing})
	for timeout := time.After(patience); ; {
		o, open, inTime := c.receive(timeout)
		switch {
		case !open || !inTime:
			c.s.t.Fatalf("%s: no answer to a ping", who)
		case o.Type == wire.TypeDraft:
			c.s.t.Fatalf("%s was shown %+v", who, o.Draft)
		case o.Type == wire.TypePong:
			return
		}
	}
}

// What the bot is about to say is for the customer who follows the conversation, in all their tabs (P7).
func TestOnlyTheCustomerReadsAlong(t *testing.T) {
	s := setUp(t, live.Limits{})
	c, id, token := s.asks()
	tab, _ := s.customer(token)
	tab.follows(id)
	idle, _ := s.customer(token)
	stranger, _ := s.customer("")
	stranger.send(wire.In{Type: wire.TypeResume, Conversation: id})
	if e := stranger.next(wire.TypeError); e.Code != wire.CodeNotFound {
		t.Fatalf("a stranger follows it: %+v", e)
	}
	ana, sue := s.staff("ana"), s.staff("sue")
	ana.follows(id)
	sue.follows(id)
	s.drafts(id, bot.Partial{After: 1, Text: "You may.", Citations: []bot.Citation{{N: 1, Article: "a", Revision: 2, Title: "A", Start: 3, End: 9, Len: 8}}})
	for _, reader := range []*client{c, tab} {
		o := reader.next(wire.TypeDraft)
		if o.Conversation != id || o.Draft == nil || o.Draft.Text != "You may." || o.Draft.After != 1 || len(o.Draft.Citations) != 1 || o.Draft.Citations[0].Len != 8 {
			t.Fatalf("the customer was shown %+v", o)
		}
	}
	idle.quiet("a tab that does not follow it")
	stranger.quiet("another visitor")
	ana.quiet("an agent")
	sue.quiet("a supervisor")
	c.send(wire.In{Type: wire.TypeLeave, Conversation: id})
	c.send(wire.In{Type: wire.TypePing})
	c.next(wire.TypePong)
	s.drafts(id, bot.Partial{After: 1, Text: "You may. Until May."})
	c.quiet("who has left it")
	tab.next(wire.TypeDraft)
}

// A draft is not shown to who does not have yet what it reacts to, nor to who has what came of it.
func TestDraftsAreInOrder(t *testing.T) {
	s := setUp(t, live.Limits{})
	c, id, _ := s.asks()
	s.drafts(id, bot.Partial{After: 2, Text: "too early"})
	c.quiet("who has not the question")
	ana := s.staff("ana")
	ana.does(wire.In{Type: wire.TypeNote, ID: "n", Conversation: id, Text: "hm"})
	c.until(nil, 2)
	s.drafts(id, bot.Partial{After: 1, Text: "after a note"})
	if o := c.next(wire.TypeDraft); o.Draft.Text != "after a note" {
		t.Fatalf("%+v", o.Draft)
	}
	ana.does(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: id})
	c.state(func(st wire.State) bool { return st.Owner == "agent" })
	s.drafts(id, bot.Partial{After: 1, Text: "too late"})
	c.quiet("whom an agent serves")
}

// worded is an answerer with a model that says three sentences.
type worded struct{}

func (worded) Turn(_ context.Context, q bot.Question) bot.Decision {
	d := bot.Decision{Kind: bot.Answer, Drafted: true}
	for _, sentence := range []string{"One.", " Two.", " Three."} {
		d.Text += sentence
		if q.Along != nil {
			q.Along(bot.Partial{Text: d.Text})
		}
	}
	return d
}

// The event replaces the drafts and none comes after it, however often.
func TestTheMessageComesLast(t *testing.T) {
	s := setUp(t, live.Limits{}, func(c *chat.Config) { c.Drafts, c.Answerer = true, worded{} })
	c, _ := s.customer("")
	id := newConversation()
	c.does(wire.In{Type: wire.TypeSend, ID: "m", Conversation: id, Text: "hello"})
	for e := []bot.Event(nil); len(e) < 2; { // the first answer is there
		var err error
		if e, err = s.store.Events(t.Context(), id, 0, 10); err != nil {
			t.Fatal(err)
		}
	}
	c.follows(id)
	seen := 0
	for i := range 30 {
		c.send(wire.In{Type: wire.TypeSend, ID: "x" + strings.Repeat("x", i), Conversation: id, Text: "again"})
		question, said := int64(2*i+3), false
		for !said {
			o, open, inTime := c.receive(time.After(patience))
			if !open || !inTime {
				t.Fatal("no answer")
			}
			for _, e := range o.Events {
				said = said || e.Seq == question+1 && e.From == "bot" && e.Drafted
			}
			if o.Type == wire.TypeDraft {
				if seen++; o.Draft.After != question || o.Draft.Text == "" {
					t.Fatalf("turn %d: %+v", i, o.Draft)
				}
			}
		}
		c.quiet("who has the answer")
	}
	if seen == 0 {
		t.Error("nobody was shown anything")
	}
}

// told is a room that remembers what it is told about those who do not wait.
type told struct {
	live.Room
	mu   sync.Mutex
	said []string
}

func (r *told) Stop(conversation, visitor string) error {
	r.note("stop " + conversation + " " + visitor)
	return r.Room.Stop(conversation, visitor)
}

func (r *told) Left(conversation string) { r.note("left " + conversation) }

func (r *told) note(what string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.said = append(r.said, what)
}

func (r *told) list() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.said, ", ")
}

// A stop carries who wants it; staff stop nothing. It is not acknowledged and not counted with the acts.
func TestStop(t *testing.T) {
	s := setUp(t, live.Limits{Acts: live.Rate{PerSecond: 1e-9, Burst: 1}})
	room := &told{Room: s.room}
	s.config.Room = room
	node := s.node()
	c, welcome := node.customer("")
	id := newConversation()
	c.does(wire.In{Type: wire.TypeSend, ID: "m", Conversation: id, Text: "hello"})
	visitor, _, err := s.store.VisitorByToken(t.Context(), s.config.HashToken(welcome.Token), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	ana := node.staff("ana")
	ana.send(wire.In{Type: wire.TypeStop, Conversation: id})
	ana.quiet("an agent")
	for range 5 {
		c.send(wire.In{Type: wire.TypeStop, Conversation: id})
	}
	c.quiet("the customer")
	stop := "stop " + id + " " + visitor.ID
	if got, want := room.list(), strings.Join([]string{stop, stop, stop, stop, stop}, ", "); got != want {
		t.Errorf("the room was told %s", got)
	}
}

// leaveEvery is how often it is looked who has left.
const leaveEvery = 500 * time.Millisecond

// The room hears of a customer who is gone for a while, and not of one who comes back in time.
func TestLeft(t *testing.T) {
	s := setUp(t, live.Limits{})
	var mu sync.Mutex
	at := time.Now()
	s.config.Clock = func() time.Time { mu.Lock(); defer mu.Unlock(); return at }
	pass := func(d time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		at = at.Add(d)
	}
	room := &told{Room: s.room}
	s.config.Room = room
	node := s.node()
	c, welcome := node.customer("")
	id := newConversation()
	c.does(wire.In{Type: wire.TypeSend, ID: "m", Conversation: id, Text: "hello"})
	c.follows(id)
	tab, _ := node.customer(welcome.Token)
	tab.follows(id)
	ana := node.staff("ana")
	ana.follows(id)
	settled := func(conns int) {
		for until := time.Now().Add(patience); node.hub.Open() != conns; time.Sleep(time.Millisecond) {
			if time.Now().After(until) {
				t.Fatalf("%d connections are open", node.hub.Open())
			}
		}
	}
	looks := func() { time.Sleep(3 * leaveEvery / 2) }
	c.ws.Close()
	settled(2)
	pass(time.Minute)
	looks()
	if got := room.list(); got != "" {
		t.Fatalf("one tab is open: %s", got)
	}
	tab.ws.Close()
	settled(1)
	pass(4 * time.Second)
	looks()
	back, _ := node.customer(welcome.Token)
	back.follows(id)
	pass(time.Minute)
	looks()
	if got := room.list(); got != "" {
		t.Fatalf("the customer is back: %s", got)
	}
	back.send(wire.In{Type: wire.TypeLeave, Conversation: id})
	back.send(wire.In{Type: wire.TypePing})
	back.next(wire.TypePong)
	pass(6 * time.Second)
	for until := time.Now().Add(patience); room.list() != "left "+id; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("the room was told %q", room.list())
		}
	}
}

// What an agent wrote before it was translated is for staff.
func TestOriginal(t *testing.T) {
	s := setUp(t, live.Limits{})
	c, id := s.waiting()
	ana := s.staff("ana")
	ana.does(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: id})
	ana.does(wire.In{Type: wire.TypeSend, ID: "m", Conversation: id, Text: "Hallo", Original: "Hello", Epoch: 3})
	ana.does(wire.In{Type: wire.TypeSend, ID: "m2", Conversation: id, Text: "Hallo", Original: "Hallo", Epoch: 3})
	if e := ana.refused(wire.In{Type: wire.TypeSend, ID: "m3", Conversation: id, Text: "x", Original: strings.Repeat("x", 5000), Epoch: 3}); e.Code != wire.CodeTooLong {
		t.Errorf("a long original: %+v", e)
	}
	c.does(wire.In{Type: wire.TypeSend, ID: "c", Conversation: id, Text: "danke", Original: "mine"})
	ana.send(wire.In{Type: wire.TypeResume, Conversation: id})
	log := ana.until(nil, 5)
	if log[2].Original != "Hello" || log[3].Original != "" || log[4].Original != "" {
		t.Errorf("staff read %+v", log[2:])
	}
	for _, e := range c.until(nil, 5) {
		if e.Original != "" {
			t.Errorf("the customer reads %+v", e)
		}
	}
}
