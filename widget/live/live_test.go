package live_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

func TestAskAndAnswer(t *testing.T) {
	s := setUp(t, live.Limits{})
	c, welcome := s.customer("")
	if len(welcome.Token) < 43 || welcome.Heartbeat != wire.HeartbeatMillis {
		t.Fatalf("welcome %+v", welcome)
	}
	id := newConversation()
	c.send(wire.In{Type: wire.TypeSend, ID: "m1", Conversation: id, Text: "hello"})
	if ack := c.next(wire.TypeAck); ack.ID != "m1" || ack.Seq != 1 {
		t.Fatalf("ack %+v", ack)
	}
	c.send(wire.In{Type: wire.TypeResume, Conversation: id})
	log := c.until(nil, 2)
	if log[0].ID != "m1" || log[0].From != "customer" || log[1].Text != "re: hello" || log[1].Trace != nil {
		t.Fatalf("log %+v", log)
	}
	// The same visitor comes back with the token and finds the conversation.
	_, again := s.customer(welcome.Token)
	if len(again.Conversations) != 1 || again.Conversations[0].ID != id || again.Conversations[0].Snippet != "re: hello" {
		t.Fatalf("conversations %+v", again.Conversations)
	}
}

// The whole hand-off, seen from both ends.
func TestHandOff(t *testing.T) {
	s := setUp(t, live.Limits{})
	c, _ := s.customer("")
	id := newConversation()
	c.send(wire.In{Type: wire.TypePerson, ID: "p1", Conversation: id})
	c.next(wire.TypeAck)
	c.send(wire.In{Type: wire.TypeResume, Conversation: id})
	log := c.until(nil, 1)
	if e := log[0]; e.Owner != "queue" || e.Reason != "asked" || e.Place != 1 || e.Staffed {
		t.Fatalf("hand-off %+v", e)
	}
	if st := c.next(wire.TypeState).State; st.Place != 1 || st.Staffed || st.Owner != "queue" {
		t.Fatalf("state %+v", st)
	}
	a := s.staff("ana")
	c.state(func(s wire.State) bool { return s.Staffed }) // the customer is told that somebody is here now
	d := a.next(wire.TypeDesk).Desk
	if len(d.Rows) != 1 || d.Rows[0].ID != id || d.Rows[0].View != wire.ViewWaiting {
		t.Fatalf("desk %+v", d)
	}
	a.send(wire.In{Type: wire.TypeResume, Conversation: id})
	alog := a.until(nil, 2)
	log = c.until(log, 2)
	if log[1].Kind != "looked" || log[1].Line != "Agent ana is reading your question." || alog[1].Line != "" {
		t.Fatalf("looked %+v", log[1])
	}
	a.send(wire.In{Type: wire.TypeAccept, ID: "k1", Conversation: id})
	a.next(wire.TypeAck)
	b := s.staff("ben")
	b.send(wire.In{Type: wire.TypeAccept, ID: "k2", Conversation: id})
	if e := b.next(wire.TypeError); e.Code != wire.CodeTaken || !strings.Contains(e.Message, "Agent ana") {
		t.Fatalf("the loser sees %+v", e)
	}
	log = c.until(log, 3)
	if log[2].Owner != "agent" || log[2].Agent != "Agent ana" || log[2].Line != "Agent ana is here now." {
		t.Fatalf("taken %+v", log[2])
	}
	st := c.state(func(s wire.State) bool { return s.Owner == "agent" })
	if st.Agent != "Agent ana" || st.Mine {
		t.Fatalf("state %+v", st)
	}
	a.send(wire.In{Type: wire.TypeNote, ID: "n1", Conversation: id, Text: "seems upset"})
	a.next(wire.TypeAck)
	a.send(wire.In{Type: wire.TypeSend, ID: "r1", Conversation: id, Text: "hi, Ana here", Epoch: st.Epoch})
	a.next(wire.TypeAck)
	log = c.until(log, 5)
	if log[3].Kind != "hidden" || log[3].Text != "" || log[3].Name != "" || log[4].Name != "Agent ana" {
		t.Fatalf("the customer sees %+v", log[3:])
	}
	alog = a.until(alog, 5)
	if alog[3].Text != "seems upset" || alog[4].ID != "r1" {
		t.Fatalf("the agent sees %+v", alog[3:])
	}
	// An agent who acts in an old epoch, and one who does not own it, are refused.
	a.send(wire.In{Type: wire.TypeSend, ID: "r2", Conversation: id, Text: "old", Epoch: st.Epoch - 1})
	if e := a.next(wire.TypeError); e.Code != wire.CodeStale {
		t.Fatalf("old epoch: %+v", e)
	}
	b.send(wire.In{Type: wire.TypeSend, ID: "r3", Conversation: id, Text: "mine", Epoch: st.Epoch})
	if e := b.next(wire.TypeError); e.Code != wire.CodeTaken {
		t.Fatalf("not the owner: %+v", e)
	}
	a.send(wire.In{Type: wire.TypeResolve, ID: "d1", Conversation: id, Cause: "delivery", Epoch: st.Epoch})
	a.next(wire.TypeAck)
	log = c.until(log, 6)
	if log[5].Kind != "resolved" || log[5].Cause != "" || log[5].Line != "The conversation was closed." {
		t.Fatalf("the customer sees %+v", log[5])
	}
	c.send(wire.In{Type: wire.TypeRate, ID: "s1", Conversation: id, Score: 5, Text: "thanks"})
	if ack := c.next(wire.TypeAck); ack.Seq != 7 {
		t.Fatalf("rating %+v", ack)
	}
}

// Cutting a connection at random and resuming by number yields the same log as never having been cut.
func TestResumeConverges(t *testing.T) {
	s := setUp(t, live.Limits{})
	writer, welcome := s.customer("")
	id := newConversation()
	const n = 60
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range n {
			writer.send(wire.In{Type: wire.TypeSend, ID: fmt.Sprint("m", i), Conversation: id, Text: fmt.Sprint(i)})
			writer.next(wire.TypeAck)
			s.lossy.Store(i%7 == 3) // some announcements are lost
		}
		s.lossy.Store(false)
		writer.send(wire.In{Type: wire.TypeSend, ID: "last", Conversation: id, Text: "last"})
		writer.next(wire.TypeAck)
	}()
	rng := rand.New(rand.NewPCG(1, 2))
	var log []wire.Event
	texts := 0
	for texts < n+1 {
		r, _ := s.customer(welcome.Token)
		r.send(wire.In{Type: wire.TypeResume, Conversation: id, After: int64(len(log))})
		cut := time.After(time.Duration(rng.IntN(40)) * time.Millisecond)
		for open := true; open; {
			select {
			case o, ok := <-r.in:
				if !ok {
					open = false
					break
				}
				if o.Type == wire.TypeError && o.Code == wire.CodeNotFound {
					continue // the first message is not stored yet
				}
				for _, e := range o.Events {
					if e.Seq != int64(len(log)+1) {
						t.Fatalf("event %d came after %d", e.Seq, len(log))
					}
					log = append(log, e)
					if e.From == "customer" {
						texts++
					}
				}
			case <-cut:
				r.ws.Close()
				open = false
			}
		}
	}
	<-done
	stored, err := s.store.Events(t.Context(), id, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range log {
		if stored[i].Body.Text != e.Text {
			t.Fatalf("event %d is %q here and %q in the log", i+1, e.Text, stored[i].Body.Text)
		}
	}
}

// A lost announcement is found by the head in the next pong.
func TestPongTellsHeads(t *testing.T) {
	s := setUp(t, live.Limits{})
	s.hold.Store(true)
	c, _ := s.customer("")
	id := newConversation()
	c.send(wire.In{Type: wire.TypeSend, ID: "m1", Conversation: id, Text: "one"})
	c.next(wire.TypeAck)
	c.send(wire.In{Type: wire.TypeResume, Conversation: id, After: 1})
	c.next(wire.TypeEvents)
	s.lossy.Store(true)
	c.send(wire.In{Type: wire.TypeSend, ID: "m2", Conversation: id, Text: "two"})
	c.next(wire.TypeAck)
	c.send(wire.In{Type: wire.TypePing})
	if p := c.next(wire.TypePong); p.Heads[id] != 2 {
		t.Fatalf("pong %+v", p)
	}
	c.send(wire.In{Type: wire.TypeResume, Conversation: id, After: 1})
	if e := c.next(wire.TypeEvents).Events; len(e) != 1 || e[0].Seq != 2 {
		t.Fatalf("resumed with %+v", e)
	}
}

func TestBadFrames(t *testing.T) {
	for name, test := range map[string]struct {
		kind int
		data string
		code int
	}{
		"not JSON":      {websocket.TextMessage, "hello", wire.CloseProtocol},
		"not an object": {websocket.TextMessage, "[1]", wire.CloseProtocol},
		"binary":        {websocket.BinaryMessage, `{"v":1,"type":"hello"}`, wire.CloseProtocol},
		"broken UTF-8":  {websocket.TextMessage, "{\"v\":1,\"type\":\"hello\",\"site\":\"\xff\"}", wire.CloseProtocol},
		"raw NUL":       {websocket.TextMessage, "{\"v\":1,\"type\":\"hello\",\"site\":\"\x00\"}", wire.CloseProtocol},
		"too large":     {websocket.TextMessage, `{"v":1,"type":"hello","site":"` + strings.Repeat("x", wire.MaxFrame) + `"}`, wire.CloseProtocol},
		"no version":    {websocket.TextMessage, `{"type":"hello","site":"shop"}`, wire.CloseVersion},
		"version 99":    {websocket.TextMessage, `{"v":99,"type":"hello","site":"shop"}`, wire.CloseVersion},
		"no hello":      {websocket.TextMessage, `{"v":1,"type":"send","id":"m","conversation":"conversation-00000001","text":"x"}`, wire.CloseProtocol},
		"unknown site":  {websocket.TextMessage, `{"v":1,"type":"hello","site":"other"}`, wire.CloseProtocol},
	} {
		t.Run(name, func(t *testing.T) {
			s := setUp(t, live.Limits{})
			c := s.dial("/ws/customer")
			c.raw(test.kind, []byte(test.data))
			if e := c.next(wire.TypeError); e.Message == "" {
				t.Errorf("the error says nothing: %+v", e)
			}
			if code := c.closed(); code != test.code || wire.Resumable(code) {
				t.Errorf("closed with %d, want %d", code, test.code)
			}
		})
	}
	// A token nobody knows: come back without it.
	s := setUp(t, live.Limits{})
	c := s.dial("/ws/customer")
	c.send(wire.In{Type: wire.TypeHello, Site: "shop", Token: strings.Repeat("x", 43)})
	if code := c.closed(); code != wire.CloseTokenStale {
		t.Errorf("unknown token: closed with %d", code)
	}
	// Beyond the hard limit the connection just ends; nobody else notices.
	other, _ := s.customer("")
	c = s.dial("/ws/customer")
	c.raw(websocket.TextMessage, []byte(strings.Repeat("x", 1<<20)))
	c.closed()
	other.send(wire.In{Type: wire.TypePing})
	other.next(wire.TypePong)
}

// Errors that concern one frame leave the connection open.
func TestRefusedFrames(t *testing.T) {
	s := setUp(t, live.Limits{})
	s.hold.Store(true)
	c, _ := s.customer("")
	other, _ := s.customer("")
	id := newConversation()
	c.send(wire.In{Type: wire.TypeSend, ID: "m1", Conversation: id, Text: "mine"})
	c.next(wire.TypeAck)
	theirs := newConversation()
	other.send(wire.In{Type: wire.TypeSend, ID: "m1", Conversation: theirs, Text: "theirs"})
	other.next(wire.TypeAck)
	for _, test := range []struct {
		in   wire.In
		code string
	}{
		{wire.In{Type: "dance", ID: "x"}, wire.CodeUnknownType},
		{wire.In{Type: wire.TypeSend, ID: "m1", Conversation: id, Text: "other"}, wire.CodeIDReused},
		{wire.In{Type: wire.TypeSend, ID: "m2", Conversation: id}, wire.CodeInvalid},
		{wire.In{Type: wire.TypeSend, ID: "m3", Conversation: id, Text: "a\x00b"}, wire.CodeInvalid},
		{wire.In{Type: wire.TypeSend, ID: "m4", Conversation: id, Text: strings.Repeat("é", 2049)}, wire.CodeTooLong},
		{wire.In{Type: wire.TypeSend, ID: "", Conversation: id, Text: "x"}, wire.CodeInvalid},
		{wire.In{Type: wire.TypeSend, ID: "m5", Conversation: "short", Text: "x"}, wire.CodeInvalid},
		{wire.In{Type: wire.TypeSend, ID: "m6", Conversation: "conversation.>.wild", Text: "x"}, wire.CodeInvalid},
		{wire.In{Type: wire.TypeSend, ID: "m7", Conversation: theirs, Text: "x"}, wire.CodeNotFound},
		{wire.In{Type: wire.TypeResume, Conversation: theirs}, wire.CodeNotFound},
		{wire.In{Type: wire.TypeResume, Conversation: newConversation()}, wire.CodeNotFound},
		{wire.In{Type: wire.TypeResume, Conversation: id, After: -1}, wire.CodeInvalid},
		{wire.In{Type: wire.TypeAccept, ID: "k", Conversation: id}, wire.CodeForbidden},
		{wire.In{Type: wire.TypeNote, ID: "n", Conversation: id, Text: "x"}, wire.CodeForbidden},
		{wire.In{Type: wire.TypeRate, ID: "r", Conversation: id, Score: 9}, wire.CodeInvalid},
		{wire.In{Type: wire.TypeContact, ID: "e", Conversation: id, Email: "nobody"}, wire.CodeInvalid},
		{wire.In{Type: wire.TypeFeedback, ID: "f", Conversation: id, Seq: 1}, wire.CodeInvalid},
	} {
		c.send(test.in)
		if e := c.next(wire.TypeError); e.Code != test.code || e.Message == "" || e.ID != test.in.ID {
			t.Errorf("%+v: got %q %q, want %q", test.in, e.Code, e.Message, test.code)
		}
	}
	if events, _ := s.store.Events(t.Context(), theirs, 0, 10); len(events) != 1 {
		t.Errorf("another's conversation has %d events", len(events))
	}
	editor := s.staff("editor")
	editor.send(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: id})
	if e := editor.next(wire.TypeError); e.Code != wire.CodeForbidden {
		t.Errorf("an editor takes a conversation: %+v", e)
	}
}

func TestLimits(t *testing.T) {
	s := setUp(t, live.Limits{Acts: live.Rate{PerSecond: 0.001, Burst: 3}, Frames: live.Rate{PerSecond: 0.001, Burst: 20}, PerAddress: 3})
	s.hold.Store(true)
	c, welcome := s.customer("")
	id := newConversation()
	say := func(i int) {
		c.send(wire.In{Type: wire.TypeSend, ID: fmt.Sprint("m", i), Conversation: id, Text: "x"})
	}
	for i := range 3 {
		say(i)
		c.next(wire.TypeAck)
	}
	say(3)
	if e := c.next(wire.TypeError); e.Code != wire.CodeRateLimited || e.RetryAfter <= 0 {
		t.Fatalf("%+v", e)
	}
	// A second connection of the same visitor does not help; another visitor is not affected.
	second, _ := s.customer(welcome.Token)
	second.send(wire.In{Type: wire.TypeSend, ID: "m9", Conversation: id, Text: "x"})
	if e := second.next(wire.TypeError); e.Code != wire.CodeRateLimited {
		t.Fatalf("%+v", e)
	}
	other, _ := s.customer("")
	other.send(wire.In{Type: wire.TypeSend, ID: "m1", Conversation: newConversation(), Text: "x"})
	other.next(wire.TypeAck)
	if _, resp, err := websocket.DefaultDialer.Dial(s.url+"/ws/customer", nil); err == nil || resp == nil || resp.StatusCode != 429 {
		t.Fatalf("a fourth connection from one address: %v", err)
	}
	for range 30 {
		other.send(wire.In{Type: wire.TypePing})
	}
	if code := other.closed(); code != wire.CloseFlood {
		t.Fatalf("flood: closed with %d", code)
	}
}

// A reader that stops reading is closed and the others go on.
func TestSlowReader(t *testing.T) {
	s := setUp(t, live.Limits{})
	s.hold.Store(true)
	slow, welcome := s.customer("")
	id := newConversation()
	slow.send(wire.In{Type: wire.TypeSend, ID: "m", Conversation: id, Text: "x"})
	slow.next(wire.TypeAck)
	raw, _, err := websocket.DefaultDialer.Dial(s.url+"/ws/customer", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	raw.WriteJSON(wire.In{V: 1, Type: wire.TypeHello, Site: "shop", Token: welcome.Token})
	raw.WriteJSON(wire.In{V: 1, Type: wire.TypeResume, Conversation: id})
	text := strings.Repeat("x", 4000)
	for i := 0; ; i++ {
		if v, ok := s.events.Load("slow"); ok && v != nil {
			break // raw never reads and has been closed
		}
		if i > 20000 {
			t.Fatal("a reader that does not read was never closed")
		}
		slow.send(wire.In{Type: wire.TypeSend, ID: fmt.Sprint("m", i), Conversation: id, Text: text})
		slow.next(wire.TypeAck)
	}
}

func TestDrain(t *testing.T) {
	s := setUp(t, live.Limits{})
	c, _ := s.customer("")
	a := s.staff("ana")
	go s.stop()
	if bye := c.next(wire.TypeBye); bye.RetryAfter <= 0 || bye.Code != "draining" {
		t.Fatalf("bye %+v", bye)
	}
	for _, x := range []*client{c, a} {
		if code := x.closed(); code != wire.CloseDraining {
			t.Fatalf("closed with %d", code)
		}
	}
}

func TestSignedOut(t *testing.T) {
	s := setUp(t, live.Limits{})
	a, b := s.staff("ana"), s.staff("ben")
	s.hub.SignOut("ana", "s-ana")
	if code := a.closed(); code != wire.CloseSignedOut {
		t.Fatalf("closed with %d", code)
	}
	s.signed.Store(false) // by another process
	b.send(wire.In{Type: wire.TypePing})
	if code := b.closed(); code != wire.CloseSignedOut {
		t.Fatalf("closed with %d", code)
	}
}

func TestTypingIsSeenByTheOtherSideOnly(t *testing.T) {
	s := setUp(t, live.Limits{})
	c, _ := s.customer("")
	id := newConversation()
	c.send(wire.In{Type: wire.TypePerson, ID: "p", Conversation: id})
	c.next(wire.TypeAck)
	c.send(wire.In{Type: wire.TypeResume, Conversation: id})
	c.next(wire.TypeState)
	a := s.staff("ana")
	a.send(wire.In{Type: wire.TypeResume, Conversation: id})
	a.next(wire.TypeState)
	c.send(wire.In{Type: wire.TypeTyping, Conversation: id, Text: "secret"})
	if st := a.state(func(s wire.State) bool { return s.Typing == "customer" }); st.Preview != "" {
		t.Fatalf("what is being typed is shown though nobody allowed it: %+v", st)
	}
	a.send(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: id})
	a.state(func(s wire.State) bool { return s.Mine })
	a.send(wire.In{Type: wire.TypeTyping, Conversation: id, Writing: "note"})
	a.send(wire.In{Type: wire.TypeTyping, Conversation: id, Writing: "reply"})
	typing := 0
	c.state(func(s wire.State) bool {
		if s.Typing == "agent" {
			typing++
		}
		return typing > 0
	})
	a.send(wire.In{Type: wire.TypeSend, ID: "m", Conversation: id, Text: "hello", Epoch: 3})
	a.next(wire.TypeAck)
	c.send(wire.In{Type: wire.TypePing})
	for o := (wire.Out{}); o.Type != wire.TypePong; {
		if o = <-c.in; o.Type == wire.TypeState && o.State.Typing == "agent" {
			t.Fatal("the customer was shown that a note is being written")
		}
	}
	events, _ := s.store.Events(context.Background(), id, 0, 10)
	for _, e := range events {
		if strings.Contains(e.Body.Text, "secret") {
			t.Fatal("typing got into the log")
		}
	}
}

// Many writers in many conversations; every follower holds a prefix of each log.
func TestManyWriters(t *testing.T) {
	s := setUp(t, live.Limits{})
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			c, welcome := s.customer("")
			reader, _ := s.customer(welcome.Token)
			id := newConversation()
			c.send(wire.In{Type: wire.TypeSend, ID: "m0", Conversation: id, Text: "0"})
			c.next(wire.TypeAck)
			reader.send(wire.In{Type: wire.TypeResume, Conversation: id})
			for i := 1; i < 20; i++ {
				c.send(wire.In{Type: wire.TypeSend, ID: fmt.Sprint("m", i), Conversation: id, Text: fmt.Sprint(i)})
			}
			for range 19 {
				c.next(wire.TypeAck)
			}
			reader.until(nil, 21)
		})
	}
	wg.Wait()
}

// A long conversation reaches a reader who reads, however large it is; only one who does not is too slow.
func TestResumeOfALongConversation(t *testing.T) {
	s := setUp(t, live.Limits{})
	s.hold.Store(true)
	c, welcome := s.customer("")
	id := newConversation()
	text := strings.Repeat("\x01", 2600) // six times as long in JSON
	const n = 300
	for i := range n {
		c.send(wire.In{Type: wire.TypeSend, ID: fmt.Sprint("m", i), Conversation: id, Text: text})
		c.next(wire.TypeAck)
	}
	reader, _ := s.customer(welcome.Token)
	reader.send(wire.In{Type: wire.TypeResume, Conversation: id})
	log := reader.until(nil, n)
	if log[n-1].Text != text {
		t.Fatal("the last message is not what was sent")
	}
	reader.send(wire.In{Type: wire.TypePing})
	reader.next(wire.TypePong)
}
