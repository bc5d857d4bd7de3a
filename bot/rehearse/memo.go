package rehearse

import (
	"context"
	"fmt"
	"sync"

	"frontdesk/bot"
)

// mostRemembered is how many turns are remembered of one rehearsal: an exam, and what is asked besides. With what stands in
// a decision that makes about 20 MB.
const mostRemembered = 6000

// said is what the bot said on a rehearsal, before any never-say rule. A rehearsal does not change, and so the same
// question is not asked twice of it: an editor looks at the exam before the gate does, and the corpus as it is serves
// every draft.
type said struct {
	mu    sync.Mutex
	turns map[string]bot.Decision
}

// remembering is a bot that remembers what it said. What did not work is tried again.
type remembering struct {
	Answerer
	said *said
}

// Turn implements [Answerer].
func (r remembering) Turn(ctx context.Context, q bot.Question) bot.Decision {
	key := keyOf(q)
	r.said.mu.Lock()
	d, known := r.said.turns[key]
	r.said.mu.Unlock()
	if known {
		return d
	}
	d = r.Answerer.Turn(ctx, q)
	if broken(ctx, d) != nil {
		return d
	}
	d.Trace.Features, d.Trace.Parts = nil, nil // the larger part, and nobody looks at it here
	r.said.mu.Lock()
	defer r.said.mu.Unlock()
	if r.said.turns == nil {
		r.said.turns = make(map[string]bot.Decision)
	}
	if len(r.said.turns) < mostRemembered {
		r.said.turns[key] = d
	}
	return d
}

// keyOf tells a question from every other.
func keyOf(q bot.Question) string {
	key := fmt.Sprintf("%q %q %q %q %t %t", q.Text, q.Choice, q.Locale, q.Site, q.Staff, q.Waiting)
	for _, e := range q.Earlier {
		helpful := "?"
		if e.Helpful != nil {
			helpful = fmt.Sprint(*e.Helpful)
		}
		key += fmt.Sprintf(" %q %q %q %t %q %q %s", e.Question, e.Choice, e.Kind, e.Offer, e.Reason, e.Articles, helpful)
	}
	return key
}
