package bench

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// Report is what came of a run. Everything in it was counted; nothing is a sample.
type Report struct {
	URLs      []string `json:"urls"`
	Customers int      `json:"customers"`
	Agents    int      `json:"agents"`
	Seed      uint64   `json:"seed"`
	Seconds   float64  `json:"seconds"` // that the customers talked
	Ended     bool     `json:"interrupted,omitempty"`

	Sent      int64   `json:"sent"` // messages, each counted once
	Acked     int64   `json:"acked"`
	Unacked   int64   `json:"unacked"` // not acknowledged until the end
	Resent    int64   `json:"resent"`
	PerSecond float64 `json:"acked_per_second"`
	Answers   int64   `json:"answers"`    // of the bot that were shown, waited for or not
	Late      int64   `json:"unanswered"` // by the bot, within 30 s
	Persons   int64   `json:"persons"`    // wishes for a person that an agent has answered
	Replies   int64   `json:"replies"`    // of agents

	Connect Times `json:"connect"`
	Ack     Times `json:"ack"`
	Answer  Times `json:"answer"`
	Person  Times `json:"person"`

	Connections int64            `json:"connections"` // opened
	Cut         int64            `json:"cut"`         // by the bench
	Broken      int64            `json:"broken"`      // by themselves
	Closes      map[string]int64 `json:"closes"`      // by the desk, by code
	Refused     map[string]int64 `json:"refused"`     // by code
	Errors      map[string]int64 `json:"errors"`
	Healed      int64            `json:"healed"` // announcements lost, noticed by the heartbeat
	Storm       *Storm           `json:"storm,omitempty"`
	Memory      *Memory          `json:"memory,omitempty"`

	Checked Checked `json:"checked"`
	Faults
}

// Storm is what became of it when everybody's connection broke at once.
type Storm struct {
	Seconds float64 `json:"seconds"` // until everybody was back
	AllBack bool    `json:"all_back"`
}

// Whole reports whether the desk kept all its promises about messages, and everything could be compared.
func (r *Report) Whole() bool { return !r.Any() && r.Checked.Unchecked == 0 }

// Wrong says in a sentence why the report is not [Report.Whole]: what was broken, with an example, or what could not be
// compared and why. It is "" if all is well.
func (r *Report) Wrong() string {
	switch {
	case r.Any():
		what := fmt.Sprintf("the desk broke its word: %d lost, %d duplicated, %d out of order, %d altered", r.Lost, r.Duplicated, r.OutOfOrder, r.Altered)
		if len(r.Examples) > 0 {
			what += "; the first: " + r.Examples[0]
		}
		return what
	case r.Checked.Unchecked > 0:
		return fmt.Sprintf("%d of %d conversations could not be compared, so nothing is proved; errors: %s", r.Checked.Unchecked,
			r.Checked.Unchecked+r.Checked.Conversations, orNone(listed("", r.Errors)))
	}
	return ""
}

// Write prints the report for people.
func (r *Report) Write(out io.Writer) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	line := func(name, format string, args ...any) { fmt.Fprintf(t, "%s\t%s\n", name, fmt.Sprintf(format, args...)) }
	line("desk", "%s", strings.Join(r.URLs, ", "))
	line("people", "%d customers, %d agents, %.1f s of talk", r.Customers, r.Agents, r.Seconds)
	line("messages", "%d sent, %d acknowledged (%.0f/s), %d sent again", r.Sent, r.Acked, r.PerSecond, r.Resent)
	line("answers", "%d of the bot, %d of %d agents' replies to a wish for a person", r.Answers, r.Persons, r.Replies)
	for _, h := range []struct {
		name  string
		times Times
	}{{"connecting", r.Connect}, {"acknowledged in", r.Ack}, {"answered in", r.Answer}, {"person there in", r.Person}} {
		if h.times.Count > 0 {
			line(h.name, "p50 %s  p99 %s  p99.9 %s  most %s", Millis(h.times.P50), Millis(h.times.P99), Millis(h.times.P999), Millis(h.times.Max))
		}
	}
	line("connections", "%d opened, %d cut by this test, %d broke%s", r.Connections, r.Cut, r.Broken, listed(", closed by the desk: ", r.Closes))
	if s := r.Storm; s != nil && s.AllBack {
		line("all cut at once", "everybody was back after %.1f s", s.Seconds)
	} else if s != nil {
		line("all cut at once", "not everybody was back after %.1f s", s.Seconds)
	}
	if m := r.Memory; m != nil {
		each := "it had garbage to drop, so what one needs is not known"
		if m.PerConnection > 0 {
			each = fmt.Sprintf("%.1f kB each", m.PerConnection/1000)
		}
		line("memory", "%s before, %s with %.0f more connections (%s), %s at most", mb(m.Before), mb(m.Connected), m.Connections, each, mb(m.Most))
		if r.Acked > 0 {
			line("processor", "%.1f s, %.0f µs per message; %.0f turns of the bot", m.CPU, m.CPU/float64(r.Acked)*1e6, m.Turns)
		}
	} else {
		line("memory", "not known: /metrics cannot be read from here")
	}
	if r.Healed > 0 {
		line("healed", "%d lost announcements, noticed by the heartbeat", r.Healed)
	}
	line("refused", "%s", orNone(listed("", r.Refused)))
	line("errors", "%s", orNone(listed("", r.Errors)))
	line("owed", "%d not acknowledged, %d not answered by the bot", r.Unacked, r.Late)
	line("compared", "%d conversations, %d acknowledged messages, %d events", r.Checked.Conversations, r.Checked.Messages, r.Checked.Events)
	line("found", "%d lost, %d duplicated, %d out of order, %d altered", r.Lost, r.Duplicated, r.OutOfOrder, r.Altered)
	if n := r.Checked.Unchecked; n > 0 {
		line("", "%d conversations could not be compared", n)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, e := range r.Examples {
		fmt.Fprintln(out, "  "+e)
	}
	if r.Refused["rate_limited"] > int64(r.Customers) {
		fmt.Fprintln(out, `Most of the waiting is for the desk's limits. For a load test on one machine, start it with "frontdesk serve --unlimited".`)
	}
	if r.Ended {
		fmt.Fprintln(out, "It was interrupted: the report is of what there was up to then.")
	}
	return nil
}

// Millis writes milliseconds with as many digits as say something.
func Millis(v float64) string {
	switch {
	case v < 10:
		return fmt.Sprintf("%.2f ms", v)
	case v < 1000:
		return fmt.Sprintf("%.0f ms", v)
	}
	return fmt.Sprintf("%.1f s", v/1000)
}

func mb(v float64) string { return fmt.Sprintf("%.0f MB", v/1e6) }

// listed writes counts by name, "" if there are none.
func listed(before string, m map[string]int64) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, fmt.Sprintf("%d × %s", m[name], name))
	}
	if parts == nil {
		return ""
	}
	return before + strings.Join(parts, ", ")
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// report puts together what was counted.
func (w *crowd) report(talked time.Duration, ackedThen int64, g *gauge, checked Checked, storm *Storm) *Report {
	t := w.tally
	r := &Report{
		URLs: w.URLs, Customers: len(w.customers), Agents: len(w.agents), Seed: w.Seed, Seconds: talked.Seconds(),
		Sent: t.sent.Load(), Acked: t.acked.Load(), Resent: t.resent.Load(), Answers: t.answers.Load(), Late: t.late.Load(),
		Persons: t.persons.Load(), Replies: t.replies.Load(), Connect: t.connect.Times(), Ack: t.ack.Times(), Answer: t.answer.Times(),
		Person: t.person.Times(), Connections: t.dials.Load(), Cut: t.cuts.Load(), Broken: t.broken.Load(), Healed: t.healed.Load(),
		Storm: storm, Memory: g.result(), Checked: checked,
	}
	for _, c := range w.customers {
		r.Unacked += int64(len(c.open))
	}
	if talked > 0 {
		r.PerSecond = float64(ackedThen) / talked.Seconds()
	}
	r.Closes, r.Refused, r.Errors, r.Faults = t.named()
	return r
}
