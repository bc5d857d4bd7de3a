package desk

import (
	"context"

	"frontdesk/bot"
)

// Answerer decides how the bot reacts.
type Answerer interface {
	Turn(ctx context.Context, q bot.Question) bot.Decision
}

// Guard keeps the bot from saying what a never-say rule forbids: it brings a person in instead, and the log says
// which rule it was.
type Guard struct {
	Answerer Answerer
	Book     *Book
}

// Turn is the answerer's decision, unless a rule forbids it.
func (g Guard) Turn(ctx context.Context, q bot.Question) bot.Decision {
	d := g.Answerer.Turn(ctx, q)
	for _, hit := range g.Book.NeverSay().Check(d.Text) {
		if !hit.Rule.Bot {
			continue
		}
		return bot.Decision{
			Kind: bot.Handoff, Text: handedOver(q.Locale), Reason: bot.ReasonNeverSay,
			NeverSay: hit.Rule.ID, Unsaid: d.Text[hit.Start:hit.End], Trace: d.Trace,
		}
	}
	return d
}

// handedOver is what the bot says in place of what it must not.
func handedOver(locale string) string {
	if bot.Language(locale) == "de" {
		return "Das beantwortet Ihnen besser ein Mensch. Ich hole jemanden dazu."
	}
	return "A person can answer this better. I'll bring one in."
}
