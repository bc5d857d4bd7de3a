package chat

import (
	"fmt"
	"testing"

	"frontdesk/bot"
)

// committed is what the store says after n events of a customer were appended to a conversation that had head.
func committed(id string, head int64, texts ...string) bot.Outcome {
	out := bot.Outcome{Conversation: bot.Conversation{ID: id, Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerBot}, Head: head + int64(len(texts))}}
	for i, text := range texts {
		out.Events = append(out.Events, bot.Event{
			Conversation: id, Seq: head + int64(i) + 1, Kind: bot.EventMessage, Author: bot.Author{Kind: bot.ByCustomer}, Body: bot.Body{Text: text},
		})
	}
	return out
}

func TestMemory(t *testing.T) {
	m := newMemory(memorySize)
	recalled := func(want string) {
		t.Helper()
		if _, q, ok := m.recall("a"); q.Text != want || ok != (want != "") {
			t.Fatalf("recalled %q, %v; want %q", q.Text, ok, want)
		}
	}
	m.note(committed("a", 0, "one"))
	recalled("one")
	m.note(committed("a", 1, "two"))
	recalled("one\ntwo")
	m.note(committed("a", 3, "four")) // the third is not known
	recalled("")
	m.note(committed("a", 4, "five"))
	recalled("")
	c := committed("a", 5, "six").Conversation
	var h heard
	h.hear([]bot.Event{{Seq: 6, Kind: bot.EventMessage, Author: bot.Author{Kind: bot.ByCustomer}, Body: bot.Body{Text: "all six"}}})
	m.learn(c, h)
	recalled("all six")
	m.note(committed("a", 0, "begun once more")) // it was erased
	recalled("begun once more")
	taken := committed("a", 1, "for a person")
	taken.Conversation.Owner = bot.Owner{Kind: bot.OwnerAgent, Agent: "ana"}
	m.note(taken)
	recalled("")
	m.note(committed("a", 0, "one"))
	m.forget("a")
	recalled("")
	if m.bytes != 0 || m.order.Len() != 0 || len(m.of) != 0 {
		t.Errorf("%d bytes of %d conversations are kept", m.bytes, m.order.Len())
	}
}

// TestMemoryOfThoughts: the articles that the bot thought of are known as long as the log would be looked at for them.
func TestMemoryOfThoughts(t *testing.T) {
	m := newMemory(memorySize)
	out := committed("a", 0, "one", "two")
	out.Events[1].Trace = &bot.Trace{Candidates: []bot.Candidate{{Article: "w"}, {Article: "x"}, {Article: "y"}, {Article: "z"}}}
	m.note(out)
	if _, ok := m.thought("a", 3); ok {
		t.Error("known of a log that is longer")
	}
	for head := int64(2); head <= thoughtTail+3; head++ {
		want := 3
		if head-thoughtTail >= 2 {
			want = 0
		}
		if ids, ok := m.thought("a", head); !ok || len(ids) != want {
			t.Fatalf("at %d: %v, %v", head, ids, ok)
		}
		m.note(committed("a", head, "more"))
	}
}

// TestMemoryIsBounded: what was written to longest ago is forgotten first, and what is too long is not kept.
func TestMemoryIsBounded(t *testing.T) {
	m := newMemory(10 * talkBytes)
	for i := range 50 {
		m.note(committed(fmt.Sprint(i), 0, "hello"))
		if m.bytes > m.size || m.order.Len() != len(m.of) {
			t.Fatalf("%d bytes, %d and %d conversations", m.bytes, m.order.Len(), len(m.of))
		}
	}
	if _, _, ok := m.recall("49"); !ok || m.order.Len() < 5 {
		t.Errorf("the newest is known: %v; %d are kept", ok, m.order.Len())
	}
	if _, _, ok := m.recall("0"); ok {
		t.Error("the oldest is kept")
	}
	for i := range int64(tail + 1) {
		m.note(committed("long", i, "x"))
	}
	if _, _, ok := m.recall("long"); ok {
		t.Error("a conversation is kept of which only the end would be read")
	}
}
