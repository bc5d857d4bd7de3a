package desk_test

import (
	"encoding/json"
	"fmt"
	"time"

	"frontdesk/bot"
)

// loads counts what agents had to do when they were given more.
type loads struct {
	day   *day
	given map[string]map[time.Time]bool
	owned map[string][]span
}

// span is a time in which a customer waited for an agent.
type span struct{ from, to time.Time }

func newLoads(d *day) *loads {
	return &loads{day: d, given: make(map[string]map[time.Time]bool), owned: make(map[string][]span)}
}

// add notes when an agent was given a conversation, and when its customer waited for them.
func (l *loads) add(log []bot.Event) {
	var owner string
	var since time.Time
	waits, snoozed := false, false
	stop := func(at time.Time) {
		if owner != "" && !since.IsZero() {
			l.owned[owner] = append(l.owned[owner], span{since, at})
		}
		since = time.Time{}
	}
	for _, e := range log {
		stop(e.At)
		switch {
		case e.Kind == bot.EventOwner:
			owner, snoozed = "", false
			waits = waits || e.Body.Owner == bot.OwnerQueue
			if e.Body.Owner == bot.OwnerAgent {
				owner = e.Body.To
			}
			if e.Body.Owner == bot.OwnerAgent && e.Body.Reason == bot.ReasonAssigned && e.Author.Kind == bot.BySystem {
				if l.given[owner] == nil {
					l.given[owner] = make(map[time.Time]bool)
				}
				l.given[owner][e.At] = true
			}
			if e.Body.Owner == bot.OwnerBot {
				waits = false
			}
		case e.Kind == bot.EventResolved, e.Kind == bot.EventExpired:
			owner, waits = "", false
		case e.Kind == bot.EventMessage && e.Author.Kind == bot.ByCustomer:
			waits, snoozed = owner != "" || waits, false
		case e.Kind == bot.EventMessage && e.Author.Kind == bot.ByAgent:
			waits = false
		case e.Kind == bot.EventSnooze:
			snoozed = e.Body.Until != 0
		}
		if owner != "" && waits && !snoozed {
			since = e.At
		}
	}
	stop(l.day.watch.Now())
}

// faults says who was given more than their capacity.
func (l *loads) faults() (out []string) {
	team := l.day.book.Plan().Team("returns")
	for agent, times := range l.given {
		m, ok := team.Member(agent)
		if !ok {
			out = append(out, agent+" was given a conversation of a team that is not theirs")
			continue
		}
		for at := range times {
			n := 0
			for _, s := range l.owned[agent] {
				if !s.from.After(at) && s.to.After(at) {
					n++
				}
			}
			if n > m.Capacity {
				out = append(out, fmt.Sprintf("%s had %d conversations at %s after being given one, their capacity is %d", agent, n, at.Format(time.TimeOnly), m.Capacity))
			}
		}
	}
	return out
}

// written is the log as text, for a fault's story.
func (d *day) written(id string) (out string) {
	for _, e := range d.log(id) {
		body, _ := json.Marshal(e.Body)
		out += fmt.Sprintf("%3d %s epoch %d %s by %s %s %s\n", e.Seq, e.At.Format("01-02 15:04:05.000"), e.Epoch, e.Kind, e.Author.Kind, e.Author.ID, body)
	}
	return out
}
