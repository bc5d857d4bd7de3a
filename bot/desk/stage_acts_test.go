package desk_test

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
)

// joins opens a connection of an agent.
func (s *stage) joins(agents ...string) {
	for _, a := range agents {
		s.stays[a] = append(s.stays[a], s.floor.Join(a))
	}
}

// leaves ends all connections of an agent.
func (s *stage) leaves(agent string) {
	for _, stay := range s.stays[agent] {
		stay.Leave()
	}
	delete(s.stays, agent)
}

func conversation(n int) string { return fmt.Sprintf("conversation-%04d", n) }

// visitor makes the visitor of a conversation known; each conversation has its own unless a visitor is given.
func (s *stage) visitor(id string) bot.Visitor {
	s.t.Helper()
	v := bot.Visitor{ID: id, Site: "shop"}
	if _, ok, err := s.store.VisitorOf(context.Background(), id); err != nil || !ok {
		s.must(err)
		s.must(s.store.AddVisitor(context.Background(), v, "hash of "+id, s.watch.Now()))
	}
	return v
}

func (s *stage) id() string {
	s.ids++
	return fmt.Sprintf("id-%d", s.ids)
}

// guest is the customer's act in a conversation.
func (s *stage) guest(conversation string) chat.Act {
	s.t.Helper()
	return chat.Act{Visitor: s.visitor("visitor of " + conversation), Conversation: conversation, ID: s.id()}
}

// by is an agent's act, in the epoch of now.
func (s *stage) by(agent, conversation string) desk.Act {
	s.t.Helper()
	a := desk.Act{Agent: bot.Author{Kind: bot.ByAgent, ID: agent, Name: "Agent " + agent}, Conversation: conversation, ID: s.id()}
	if c, err := s.store.Conversation(context.Background(), conversation); err == nil {
		a.Epoch = c.Epoch
	}
	return a
}

// boss is a supervisor's act.
func (s *stage) boss(conversation string) desk.Act {
	a := s.by("boss", conversation)
	a.Supervisor = true
	return a
}

// did fails the test if an act was refused.
func (s *stage) did(_ int64, err error) {
	s.t.Helper()
	s.must(err)
}

// says is the customer's message, asks their wish for a person.
func (s *stage) says(conversation, text string) {
	s.t.Helper()
	s.did(s.room.Say(context.Background(), s.guest(conversation), text, ""))
}

func (s *stage) asks(conversation string) {
	s.t.Helper()
	s.did(s.room.AskForPerson(context.Background(), s.guest(conversation)))
}

func (s *stage) claims(agent, conversation string) {
	s.t.Helper()
	s.did(s.desk.Claim(context.Background(), s.by(agent, conversation)))
}

func (s *stage) replies(agent, conversation, text string) {
	s.t.Helper()
	s.did(s.desk.Reply(context.Background(), s.by(agent, conversation), text, 0, nil))
}

func (s *stage) resolves(agent, conversation string) {
	s.t.Helper()
	s.did(s.desk.Resolve(context.Background(), s.by(agent, conversation), "delivery"))
}

// now is the conversation as it is.
func (s *stage) now(conversation string) bot.Conversation {
	s.t.Helper()
	c, err := s.store.Conversation(context.Background(), conversation)
	s.must(err)
	return c
}

// log is all that happened in a conversation.
func (s *stage) log(conversation string) []bot.Event {
	s.t.Helper()
	events, err := s.store.Events(context.Background(), conversation, 0, 1<<20)
	s.must(err)
	return events
}

// last is the newest event of a kind.
func (s *stage) last(conversation string, kind bot.EventKind) (out bot.Event) {
	s.t.Helper()
	for _, e := range s.log(conversation) {
		if e.Kind == kind {
			out = e
		}
	}
	return out
}

// count counts the events of a kind.
func (s *stage) count(conversation string, kind bot.EventKind) (n int) {
	s.t.Helper()
	for _, e := range s.log(conversation) {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

// owned fails the test unless the conversation belongs to an agent, or with "" waits in the queue.
func (s *stage) owned(conversation, agent string) {
	s.t.Helper()
	want := bot.Owner{Kind: bot.OwnerAgent, Agent: agent}
	if agent == "" {
		want = bot.Owner{Kind: bot.OwnerQueue}
	}
	if got := s.now(conversation); got.Owner != want {
		s.t.Fatalf("%s is with %+v (%s, %s), want %+v", conversation, got.Owner, got.Status, cmp.Or(got.Reason, "no reason"), want)
	}
}

// office is a team at work on weekdays from nine to five, in UTC, with standards that customers are shown.
func office() bot.Settings {
	s := bot.DefaultSettings()
	var week []bot.Span
	for d := time.Monday; d <= time.Friday; d++ {
		week = append(week, bot.Span{Day: d, From: "09:00", To: "17:00"})
	}
	s.Teams = []bot.Team{{
		ID: "support", Title: "Support", Hours: bot.Hours{Week: week}, Show: true,
		Standards: map[bot.Priority]bot.Standard{bot.Normal: {First: 240, Next: 600, Resolve: 7200}, bot.Urgent: {First: 60, Next: 120, Resolve: 3600}},
	}}
	return s
}
