package live_test

import (
	"encoding/json"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/aid"
	"frontdesk/bot/desk"
	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

// put puts a document of settings into force.
func (s *stage) put(name string, value any) {
	s.t.Helper()
	body, err := json.Marshal(value)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.book.Put(s.t.Context(), bot.Setting{Name: name, Body: string(body)}); err != nil {
		s.t.Fatal(err)
	}
}

// An agent is warned before sending over a newer message or against a rule, and sends it anyway with both confirmed.
func TestWarnings(t *testing.T) {
	s := setUp(t, live.Limits{})
	s.put(desk.DocNeverSay, []aid.NeverSay{{ID: "guarantee", Phrase: "I guarantee", Reason: "we cannot", Alternative: "I will do what I can", Agents: true}})
	c, id := s.waiting()
	ana := s.staff("ana")
	ana.does(wire.In{Type: wire.TypeAccept, ID: "k", Conversation: id})
	c.does(wire.In{Type: wire.TypeSend, ID: "c", Conversation: id, Text: "one more thing"})
	reply := wire.In{Type: wire.TypeSend, ID: "m", Conversation: id, Text: "i  guarantee it", Epoch: 3, After: 2}
	e := ana.refused(reply)
	if e.Code != wire.CodeNeverSay || e.Warning == nil || e.Warning.Rule != "guarantee" || e.Warning.Reason != "we cannot" || e.Warning.Alternative == "" || e.Warning.Found == "" {
		t.Fatalf("%+v %+v", e, e.Warning)
	}
	reply.Confirm = []string{"never_say"}
	if e := ana.refused(reply); e.Code != wire.CodeNewer {
		t.Fatalf("%+v", e)
	}
	reply.Confirm = []string{"never_say", "newer"}
	ana.does(reply)
	ana.send(wire.In{Type: wire.TypeResume, Conversation: id})
	log := ana.until(nil, 5)
	if log[4].Kind != "neversay" || log[4].Rule != "guarantee" {
		t.Fatalf("log %+v", log[4])
	}
	if hidden := c.until(nil, 5)[4]; hidden.Kind != "hidden" || hidden.Text != "" || hidden.Rule != "" {
		t.Fatalf("the customer sees %+v", hidden)
	}
}

func TestMerge(t *testing.T) {
	s := setUp(t, live.Limits{})
	c, first := s.waiting()
	second := newConversation()
	c.does(wire.In{Type: wire.TypePerson, ID: "p2", Conversation: second})
	ana := s.staff("ana")
	ana.does(wire.In{Type: wire.TypeMerge, ID: "j", Conversation: first, Into: second})
	st := c.state(func(st wire.State) bool { return st.Merged != "" })
	if st.Merged != second || st.Line != "This conversation goes on in another one of yours." {
		t.Fatalf("state %+v", st)
	}
	if e := c.refused(wire.In{Type: wire.TypeSend, ID: "m", Conversation: first, Text: "hello?"}); e.Code != wire.CodeMerged || e.Into != second {
		t.Fatalf("%+v", e)
	}
	log := c.until(nil, 3)
	if log[1].Kind != "merged" || log[1].Into != second || log[1].Line == "" || log[2].Line != "" {
		t.Fatalf("log %+v", log)
	}
	_, stranger := s.waiting()
	if e := ana.refused(wire.In{Type: wire.TypeMerge, ID: "j2", Conversation: stranger, Into: second}); e.Code != wire.CodeInvalid {
		t.Fatalf("conversations of two customers were merged: %+v", e)
	}
}

// Who is blocked is closed for good in every tab, and may come back when that is undone.
func TestBlock(t *testing.T) {
	s := setUp(t, live.Limits{})
	c, welcome := s.customer("")
	id := newConversation()
	c.does(wire.In{Type: wire.TypePerson, ID: "p", Conversation: id})
	tab, _ := s.customer(welcome.Token)
	bystander, _ := s.customer("")
	ana := s.staff("ana")
	ana.send(wire.In{Type: wire.TypeResume, Conversation: id})
	ana.next(wire.TypeState)
	ana.does(wire.In{Type: wire.TypeBlock, ID: "b", Conversation: id, Text: "abuse"})
	for _, closed := range []*client{c, tab} {
		if code := closed.closed(); code != wire.CloseBanned {
			t.Fatalf("closed with %d", code)
		}
	}
	ana.state(func(st wire.State) bool { return st.Blocked })
	back := s.dial("/ws/customer")
	back.send(wire.In{Type: wire.TypeHello, Site: "shop", Token: welcome.Token})
	if code := back.closed(); code != wire.CloseBanned {
		t.Fatalf("came back: %d", code)
	}
	ana.does(wire.In{Type: wire.TypeUnblock, ID: "b2", Conversation: id, Text: "apologised"})
	ana.state(func(st wire.State) bool { return !st.Blocked })
	s.customer(welcome.Token)
	bystander.send(wire.In{Type: wire.TypePing})
	bystander.next(wire.TypePong)
}

// The page vouches for its user: in a second browser the user finds their conversations, and a token that is not good
// leaves the visitor who they were.
func TestIdentity(t *testing.T) {
	s := setUp(t, live.Limits{})
	hello := func(token, identity string) (*client, wire.Out) {
		c := s.dial("/ws/customer")
		c.send(wire.In{Type: wire.TypeHello, Site: "shop", Token: token, Identity: identity, Referrer: "https://search.example/", Zone: "Europe/Berlin", Locale: "de-DE"})
		return c, c.next(wire.TypeWelcome)
	}
	c, welcome := hello("", "u1/j1")
	id := newConversation()
	c.does(wire.In{Type: wire.TypePerson, ID: "p", Conversation: id})
	ana := s.staff("ana")
	ana.send(wire.In{Type: wire.TypeResume, Conversation: id})
	st := ana.state(func(st wire.State) bool { return st.Status != "" })
	if !st.Verified || st.Zone != "Europe/Berlin" || st.Referrer != "https://search.example/" || st.Locale != "de-DE" {
		t.Fatalf("state %+v", st)
	}
	other, there := hello("", "u1/j2")
	if len(there.Conversations) != 1 || there.Token == welcome.Token {
		t.Fatalf("in a second browser: %+v", there)
	}
	other.send(wire.In{Type: wire.TypeResume, Conversation: id})
	if line := other.until(nil, 1)[0].Line; !strings.HasPrefix(line, "Ihre Frage ging an: Support.") {
		t.Fatalf("the user reads %q", line)
	}
	if _, again := hello(welcome.Token, "u1/j3"); again.Token != welcome.Token {
		t.Fatal("who is known already was given another token")
	}
	for name, identity := range map[string]string{"no token": "rubbish", "used in another browser": "u1/j1"} {
		c, welcome := hello("", identity)
		if e := c.next(wire.TypeError); e.Code != wire.CodeIdentity || e.Message == "" || len(welcome.Conversations) != 0 {
			t.Errorf("%s: %+v", name, e)
		}
		own := newConversation()
		c.does(wire.In{Type: wire.TypePerson, ID: "p", Conversation: own})
		ana.send(wire.In{Type: wire.TypeResume, Conversation: own})
		for o := ana.next(wire.TypeState); ; o = ana.next(wire.TypeState) {
			if o.Conversation == own {
				if o.State.Verified {
					t.Errorf("%s: the visitor counts as verified", name)
				}
				break
			}
		}
	}
	// A token that nobody holds is forgiven if the page vouches.
	if _, w := hello(strings.Repeat("x", 43), "u2/j9"); w.Token == "" || w.Token == strings.Repeat("x", 43) {
		t.Fatalf("welcome %+v", w)
	}
}

// What customers may not do is refused, whatever it is.
func TestStaffActsAreForStaff(t *testing.T) {
	s := setUp(t, live.Limits{})
	c, id := s.waiting()
	editor := s.staff("editor")
	for _, kind := range []string{wire.TypeAccept, wire.TypeNote, wire.TypeHandBack, wire.TypeRelease, wire.TypeResolve, wire.TypeTakeOver, wire.TypeAssign,
		wire.TypeTransfer, wire.TypeSnooze, wire.TypeTag, wire.TypePriority, wire.TypePromise, wire.TypeKept, wire.TypeTakeBack, wire.TypeMerge, wire.TypeBlock,
		wire.TypeUnblock, wire.TypeStep, wire.TypeFollowUp, wire.TypeStatus} {
		for who, x := range map[string]*client{"customer": c, "editor": editor} {
			if e := x.refused(wire.In{Type: kind, ID: "i", Conversation: id, Text: "x", Status: "away"}); e.Code != wire.CodeForbidden {
				t.Errorf("a %s may %s: %+v", who, kind, e)
			}
		}
	}
	if events, _ := s.store.Events(t.Context(), id, 0, 10); len(events) != 1 {
		t.Errorf("the log has %d events", len(events))
	}
}
