package actor

import (
	"fmt"
	"reflect"
	"strings"

	"frontdesk/widget/wire"
)

// Log is what a reader holds of a conversation: always its first len(Events) events.
type Log struct {
	Events []wire.Event
	State  *wire.State

	read int64 // number of the bot's message that was expected last
}

// add appends events and says what is wrong with their numbers, or "".
func (l *Log) add(events []wire.Event) string {
	for _, e := range events {
		held := int64(len(l.Events))
		switch {
		case e.Seq == held+1:
			l.Events = append(l.Events, e)
		case e.Seq > held+1 || e.Seq < 1:
			return fmt.Sprintf("event %d came after %d", e.Seq, held)
		case !reflect.DeepEqual(l.Events[e.Seq-1], e):
			return fmt.Sprintf("event %d was %+v and is %+v", e.Seq, l.Events[e.Seq-1], e)
		}
	}
	return ""
}

// Line writes an event in one line: number, kind, author, and what it says with line feeds as blanks, such as
//
//	1 message customer: where is my parcel
//	2 message bot handoff: I'll bring in a person. (offers a person)
//	3 owner queue asked place 1 staffed
//	4 owner agent Ana
//	5 hidden
//	6 resolved cause delivery
func Line(e wire.Event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s", e.Seq, e.Kind)
	put := func(words ...string) {
		for _, w := range words {
			if w != "" {
				b.WriteString(" " + w)
			}
		}
	}
	switch e.Kind {
	case "message", "note":
		put(e.From, e.Decision)
		if e.From == "agent" {
			put(e.Name)
		}
	case "owner":
		put(e.Owner, e.Agent, e.Reason)
		if e.Owner == "queue" {
			put(fmt.Sprintf("place %d", e.Place))
			if e.Staffed {
				put("staffed")
			}
		}
		if e.Summary != "" {
			put("summary " + e.Summary)
		}
	case "resolved":
		if e.Cause != "" {
			put("cause " + e.Cause)
		}
	case "rating":
		put(fmt.Sprint(e.Score))
	case "feedback":
		put(fmt.Sprint(e.Ref), fmt.Sprint(e.Helpful != nil && *e.Helpful))
	case "contact":
		put(e.Email)
	case "looked":
		put(e.Agent)
	case "promise", "reminder":
		if p := e.Promise; p != nil {
			put(p.State, p.Text, p.Why)
			if p.Late {
				put("(late)")
			}
		}
	case "wait":
		put(fmt.Sprintf("place %d", e.Place))
	case "tags":
		put(e.Tags...)
	case "priority":
		put(e.Priority)
	case "snooze":
		put(map[bool]string{true: "ends", false: "begins"}[e.Until == 0])
	case "step":
		put(e.Playbook, e.Step, map[bool]string{true: "done", false: "not done"}[e.Done])
	case "blocked":
		put(map[bool]string{true: "undone", false: ""}[e.Undone])
	case "neversay":
		put(e.From, e.Rule)
	case "merged":
		put(map[bool]string{true: "into another", false: "with another"}[e.Into != ""])
	}
	if e.Text != "" {
		b.WriteString(": " + strings.ReplaceAll(e.Text, "\n", " "))
	}
	if len(e.Mentions) > 0 {
		put("mentions " + strings.Join(e.Mentions, ", "))
	}
	for i, c := range e.Choices {
		fmt.Fprintf(&b, " (%d %s)", i+1, c.Title)
	}
	if e.Offer {
		put("(offers a person)")
	}
	for _, c := range e.Citations {
		fmt.Fprintf(&b, " [%d %s revision %d]", c.N, c.Article, c.Revision)
	}
	if e.Line != "" {
		put("| " + e.Line)
	}
	return b.String()
}

// State writes a state in one line, such as "open queue place 1 of 2 staffed" or "open agent Ana mine".
func State(s *wire.State) string {
	if s == nil {
		return "unknown"
	}
	out := s.Status + " " + s.Owner
	if s.Agent != "" {
		out += " " + s.Agent
	}
	if s.Owner == "queue" {
		out += fmt.Sprintf(" place %d of %d", s.Place, s.Waiting)
	}
	if s.Mine {
		out += " mine"
	}
	if s.Staffed {
		out += " staffed"
	}
	for _, w := range []struct {
		name, value string
		is          bool
	}{
		{"team ", s.Team, s.Team != ""}, {"priority ", s.Priority, s.Priority != ""}, {"tags ", s.Tags, s.Tags != ""},
		{"due ", s.Standard, s.Due != 0}, {"snoozed", "", s.Snoozed != 0}, {"blocked", "", s.Blocked}, {"verified", "", s.Verified},
		{"follow-up", "", s.FollowUp != 0}, {"looking ", s.Looking, s.Looking != ""}, {"preview ", s.Preview, s.Preview != ""},
		{"ask", "", s.Ask}, {"merged", "", s.Merged != ""}, {"read ", fmt.Sprint(s.Read), s.Read != 0}, {"promises ", fmt.Sprint(s.Promises), s.Promises != 0},
		{"| ", s.Line, s.Line != ""},
	} {
		if w.is {
			out += " " + w.name + w.value
		}
	}
	return out
}

// lines writes a whole log.
func (l *Log) lines() string {
	var b strings.Builder
	for _, e := range l.Events {
		b.WriteString(Line(e) + "\n")
	}
	return b.String()
}
