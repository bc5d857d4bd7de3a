package live

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
)

// held is a connection whose frames wait.
func held() *conn {
	c := &conn{hub: &Hub{Config: Config{Count: func(string, int) {}}}, follows: []*follow{{id: "a", cursor: 1}, {id: "b", cursor: 1}}}
	c.out.held = true
	return c
}

func (c *conn) waiting() (out []string) {
	c.out.mu.Lock()
	defer c.out.mu.Unlock()
	for _, f := range c.out.take() {
		out = append(out, string(f))
	}
	return out
}

// Of each conversation the newest draft waits, behind what must not be lost.
func TestTheNewestDraftReplaces(t *testing.T) {
	c := held()
	c.draft("a", 1, []byte("a1"))
	c.draft("b", 1, []byte("b1"))
	c.push([]byte("event"))
	c.draft("a", 1, []byte("a1 and more"))
	if c.queued() != len("b1"+"event"+"a1 and more") {
		t.Errorf("%d bytes are counted", c.queued())
	}
	if got, want := c.waiting(), []string{"event", "b1", "a1 and more"}; !reflect.DeepEqual(got, want) {
		t.Errorf("what waits is %q, want %q", got, want)
	}
}

// A draft that waits is dropped when what came of it is passed on, and not for what staff do meanwhile.
func TestTheMessageEndsTheDraft(t *testing.T) {
	for kind, want := range map[bot.EventKind][]string{
		bot.EventMessage: {"event"}, bot.EventOwner: {"event"}, bot.EventNote: {"event", "a1"}, bot.EventLooked: {"event", "a1"},
	} {
		c := held()
		c.draft("a", 1, []byte("a1"))
		c.mu.Lock()
		c.passed(c.find("a"), []bot.Event{{Seq: 2, Kind: kind}})
		c.push([]byte("event"))
		c.mu.Unlock()
		if got := c.waiting(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: what waits is %q, want %q", kind, got, want)
		}
		c.draft("a", 1, []byte("late"))
		if got := slices.Contains(c.waiting(), "late"); got != (len(want) == 2) {
			t.Errorf("%s: a later draft waits: %v", kind, got)
		}
	}
}

// Who reads slowly is sent no drafts, and is not sent away for them.
func TestSlowReadersGetNoDrafts(t *testing.T) {
	c := held()
	c.push([]byte(strings.Repeat("x", maxQueued/4)))
	for range 100 {
		c.draft("a", 1, []byte(strings.Repeat("y", 4<<10)))
	}
	if got := c.waiting(); len(got) != 1 || c.out.closing {
		t.Errorf("%d frames wait, closing %v", len(got), c.out.closing)
	}
}

// The log is being read, or the question has not come yet: a draft would hang in the air.
func TestDraftsWaitForTheQuestion(t *testing.T) {
	c := held()
	c.follows[0].reading = true
	c.draft("a", 1, []byte("reading"))
	c.draft("b", 2, []byte("ahead"))
	c.draft("c", 1, []byte("not followed"))
	if got := c.waiting(); len(got) != 0 {
		t.Errorf("what waits is %q", got)
	}
}

func TestLeavers(t *testing.T) {
	var l leavers
	at := time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)
	l.back("a")
	l.gone("a", at)
	l.gone("b", at)
	l.back("b")
	if left, ask := l.left(at.Add(askLeft - 1)); left != nil || ask != nil {
		t.Errorf("%q have left, %q are asked about too early", left, ask)
	}
	for range 2 { // each is asked about once
		if left, ask := l.left(at.Add(leavePatience - 1)); left != nil || len(ask) > 1 || len(ask) == 1 && ask[0] != "a" {
			t.Errorf("%q have left too early, %q are asked about", left, ask)
		}
	}
	if left, ask := l.left(at.Add(leavePatience)); !reflect.DeepEqual(left, []string{"a"}) || ask != nil || len(l.of) != 0 {
		t.Errorf("%q have left, %q are asked about", left, ask)
	}
}
