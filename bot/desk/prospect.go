package desk

import (
	"context"
	"time"

	"frontdesk/bot"
)

// Waits are what the floor knows of earlier waits.
type Waits interface {
	// Waited returns how long the last customers of a team waited, newest first, up to limit.
	Waited(ctx context.Context, team string, limit int) ([]time.Duration, error)
	// Loads counts the conversations that need each agent at the moment.
	Loads(ctx context.Context, active time.Time) (map[string]int, error)
}

// expected is what the last customers of a team waited.
type expected struct {
	wait    time.Duration
	samples int
}

// Prospect tells what a customer may expect of a team at the moment.
func (f *Floor) Prospect(team string) bot.Prospect {
	plan, now := f.book.Plan(), f.clock()
	t := plan.Team(team)
	out := bot.Prospect{Open: plan.Calendar(t.ID).Open(now)}
	if !out.Open {
		if opens, ok := plan.Calendar(t.ID).Opens(now); ok {
			out.Opens = opens
		}
	}
	f.mu.Lock()
	for agent := range f.shown {
		if _, member := t.Member(agent); member && f.status(agent) == Online {
			out.Staffed = true
			break
		}
	}
	e := f.median[t.ID]
	f.mu.Unlock()
	out.Wait, out.Samples = e.wait, e.samples
	return out
}

// samples is how many of the last waits make the expected one.
const samples = 20

// learn reads anew what the last customers of every team waited. A team that cannot be read keeps what is known.
func (f *Floor) learn(ctx context.Context) error {
	for _, t := range f.book.Plan().Teams {
		last, err := f.waits.Waited(ctx, t.ID, samples)
		if err != nil {
			return err
		}
		e := expected{samples: len(last), wait: median(last)}
		f.mu.Lock()
		f.median[t.ID] = e
		f.mu.Unlock()
	}
	return nil
}
