package live

import (
	"fmt"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/notice"
	"frontdesk/widget/wire"
)

// reader is who reads: staff, or a customer with a language and a clock. Readers who are equal read the same.
type reader struct {
	staff    bool
	language string         // "" for staff
	zone     *time.Location // nil if unknown
}

// event makes v, which is zero, the event as the reader may see it. name finds the names of members of the staff by their
// ids. Events are large; passed by value they would have the stack of the connection grow for each message.
func (r reader) event(v *wire.Event, e *bot.Event, name func(id string) string) {
	v.Seq, v.Kind, v.At = e.Seq, string(e.Kind), e.At.UnixMilli()
	if !r.staff && e.Kind.ForStaff() {
		v.Kind = "hidden"
		return
	}
	b := &e.Body
	v.From, v.Name = string(e.Author.Kind), e.Author.Name
	v.Text, v.Decision, v.Offer = b.Text, string(b.Decision), b.Offer
	v.Citations, v.Choices, v.Related = citations(b.Citations), choices(b.Choices), choices(b.Related)
	v.Owner, v.Agent, v.Reason, v.Place, v.Staffed = string(b.Owner), b.Agent, string(b.Reason), b.Place, b.Staffed
	v.Ref, v.Helpful, v.Score, v.Email = b.Ref, b.Helpful, b.Score, b.Email
	v.Promise, v.Drafted = promise(b.Promise), b.Drafted
	if b.Into {
		v.Into = b.Other
	}
	// A client recognises its own entries by the id it chose; the other side's ids are nobody's business.
	if r.staff == (e.Author.Kind == bot.ByAgent) {
		v.ID = e.ClientID
	}
	if r.staff {
		forStaff(v, e, name)
	} else if e.Kind != bot.EventMessage { // which speaks for itself
		v.Line = notice.Event(*e, r.language, r.zone)
	}
}

// forStaff adds what only staff may see.
func forStaff(v *wire.Event, e *bot.Event, name func(id string) string) {
	b := &e.Body
	v.Summary, v.Cause, v.Trace = b.Summary, b.Cause, viewTrace(e.Trace)
	v.Team, v.Before, v.Wait, v.Samples = b.Team, b.From, b.Wait, b.Samples
	v.Tags, v.Until, v.Other, v.Rule, v.Undone = b.Tags.List(), b.Until, b.Other, b.Rule, b.Undone
	v.Original = b.Original
	if e.Kind == bot.EventPriority {
		v.Priority = priorityName(b.Priority)
	}
	if p := b.Playbook; p != nil {
		v.Playbook, v.Step, v.StepID, v.Done = p.Title, p.Words, fmt.Sprintf("%s/%d", p.ID, p.Step), p.Done
	}
	for _, id := range b.Mentions {
		v.Mentions = append(v.Mentions, name(id))
	}
	if b.Served != "" {
		v.Served = name(b.Served)
	}
	if v.Promise != nil {
		v.Promise.Agent = name(b.Promise.Agent)
	}
}

// promise is a promise as customers may see it.
func promise(p *bot.Promise) *wire.Promise {
	if p == nil {
		return nil
	}
	return &wire.Promise{ID: p.ID, Text: p.Text, Due: p.Due, State: string(p.State), Late: p.Late, Why: p.Why}
}

// priorityName is a priority with the usual one named too.
func priorityName(p bot.Priority) string {
	if p == bot.Normal {
		return "normal"
	}
	return string(p)
}

// priorityOf reads what priorityName writes.
func priorityOf(name string) bot.Priority {
	if name == "normal" {
		return bot.Normal
	}
	return bot.Priority(name)
}

func citations(in []bot.Citation) []wire.Citation {
	out := make([]wire.Citation, 0, len(in))
	for _, c := range in {
		out = append(out, wire.Citation(c))
	}
	return out
}

func choices(in []bot.Choice) []wire.Choice {
	out := make([]wire.Choice, 0, len(in))
	for _, c := range in {
		out = append(out, wire.Choice{Article: c.Article, Title: c.Title})
	}
	return out
}

func viewTrace(t *bot.Trace) *wire.Trace {
	if t == nil {
		return nil
	}
	v := &wire.Trace{
		Query: t.Query, Terms: t.Terms, Fuzzy: t.Fuzzy, Features: t.Features, Parts: t.Parts, Model: t.Model,
		Confidence: t.Confidence, Threshold: t.Threshold, Rule: t.Rule, Index: t.Index, Micros: t.Micros,
		Rewritten: t.Rewritten, Draft: viewDrafting(t.Draft),
	}
	for _, c := range t.Candidates {
		v.Candidates = append(v.Candidates, wire.Candidate{Article: c.Article, Revision: c.Revision, Title: c.Title, Score: c.Score})
	}
	return v
}

func viewDrafting(d *bot.Drafting) *wire.Drafting {
	if d == nil {
		return nil
	}
	v := &wire.Drafting{
		Model: d.Model, Purpose: string(d.Purpose), Outcome: d.Outcome, Bytes: d.Bytes, Prompt: d.Prompt, Completion: d.Completion, Estimated: d.Estimated,
		Cost: d.Cost, First: d.First, Micros: d.Micros, Redacted: d.Redacted,
	}
	for _, p := range d.Passages {
		v.Passages = append(v.Passages, wire.Passage(p))
	}
	for _, s := range d.Sentences {
		v.Sentences = append(v.Sentences, wire.Sentence{Text: s.Text, Cites: s.Cites, Verdict: string(s.Verdict), Found: s.Found})
	}
	return v
}

// snippetBytes is how much of the newest message a list shows.
const snippetBytes = 140

func summary(l bot.Line) wire.Summary {
	return wire.Summary{ID: l.ID, Status: string(l.Status), Owner: string(l.Owner.Kind), Head: l.Head, Updated: l.Updated.UnixMilli(), Snippet: clip(l.Snippet, snippetBytes)}
}
