package live

import (
	"strings"

	"frontdesk/bot"
	"frontdesk/widget/wire"
)

// viewEvent is an event as the reader may see it.
func viewEvent(e bot.Event, staff bool) wire.Event {
	v := wire.Event{Seq: e.Seq, Kind: string(e.Kind), At: e.At.UnixMilli()}
	if !staff && e.Kind == bot.EventNote {
		v.Kind = "hidden"
		return v
	}
	b := e.Body
	v.From, v.Name = string(e.Author.Kind), e.Author.Name
	v.Text, v.Decision, v.Offer = b.Text, string(b.Decision), b.Offer
	v.Citations, v.Choices, v.Related = citations(b.Citations), choices(b.Choices), choices(b.Related)
	v.Owner, v.Agent, v.Reason, v.Place, v.Staffed = string(b.Owner), b.Agent, string(b.Reason), b.Place, b.Staffed
	v.Ref, v.Helpful, v.Score, v.Email = b.Ref, b.Helpful, b.Score, b.Email
	// A client recognises its own entries by the id it chose; the other side's ids are nobody's business.
	if staff == (e.Author.Kind == bot.ByAgent) {
		v.ID = e.ClientID
	}
	if staff {
		v.Summary, v.Cause, v.Trace = b.Summary, b.Cause, viewTrace(e.Trace)
	}
	return v
}

func citations(in []bot.Citation) []wire.Citation {
	out := make([]wire.Citation, 0, len(in))
	for _, c := range in {
		out = append(out, wire.Citation{N: c.N, Article: c.Article, Revision: c.Revision, Title: c.Title, Start: c.Start, End: c.End, At: c.At})
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
	}
	for _, c := range t.Candidates {
		v.Candidates = append(v.Candidates, wire.Candidate{Article: c.Article, Revision: c.Revision, Title: c.Title, Score: c.Score})
	}
	return v
}

// state is what is true of a conversation now, as this reader may see it.
func (c *conn) state(conv bot.Conversation, place, waiting int) wire.State {
	s := wire.State{
		Status: string(conv.Status), Owner: string(conv.Owner.Kind), Epoch: conv.Epoch, Head: conv.Head,
		Staffed: c.hub.Desk.Presence.Online() > 0, Email: conv.Email,
	}
	if conv.Owner.Kind == bot.OwnerQueue {
		s.Place, s.Waiting, s.Since = place, waiting, conv.Queued.UnixMilli()
	}
	if conv.Owner.Kind == bot.OwnerAgent {
		s.Agent = c.hub.agentName(conv.Owner.Agent)
	}
	if c.agent != nil {
		s.Mine = conv.Owner.Kind == bot.OwnerAgent && conv.Owner.Agent == c.agent.ID
		s.Page, s.Locale, s.Name = conv.Page, conv.Locale, visitorName(conv)
	}
	return s
}

// visitorName is the name a customer gave, or one made from the conversation so that agents can tell
// customers apart.
func visitorName(conv bot.Conversation) string {
	if conv.Name != "" {
		return conv.Name
	}
	return "Visitor " + strings.ToUpper(conv.ID[:min(4, len(conv.ID))])
}

// snippetBytes is how much of the newest message a list shows.
const snippetBytes = 140

func summary(l bot.Line) wire.Summary {
	return wire.Summary{ID: l.ID, Status: string(l.Status), Owner: string(l.Owner.Kind), Head: l.Head, Updated: l.Updated.UnixMilli(), Snippet: clip(l.Snippet, snippetBytes)}
}

func rows(lines []bot.Line) []wire.Row {
	out := make([]wire.Row, 0, len(lines))
	for _, l := range lines {
		r := wire.Row{
			ID: l.ID, Name: visitorName(l.Conversation), Snippet: clip(l.Snippet, snippetBytes), From: string(l.SnippetBy),
			Updated: l.Updated.UnixMilli(), Head: l.Head, Epoch: l.Epoch, Owner: string(l.Owner.Kind), Email: l.Email,
			Reason: string(l.Reason),
		}
		if !l.Queued.IsZero() {
			r.Since = l.Queued.UnixMilli()
		}
		out = append(out, r)
	}
	return out
}
