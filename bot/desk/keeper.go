package desk

import (
	"context"
	"log/slog"
	"time"

	"frontdesk/bot"
)

// Duties is what the keeper reads to know what is due; it is the store.
type Duties interface {
	Due(ctx context.Context, now time.Time, limit int) ([]string, error)
	Owing(ctx context.Context) (map[string][]string, error)
	DuePromises(ctx context.Context, now time.Time, limit int) ([]bot.Promise, error)
	Seen(ctx context.Context, conversation, staff string) (int64, error)
	Idle(ctx context.Context) (map[string]time.Time, error)
	Loads(ctx context.Context, active time.Time) (map[string]int, error)
	Lines(ctx context.Context, v bot.View, who string, limit int) ([]bot.Line, error)
}

// Keeper does what is due without anybody acting. Everything it does is a rule that looks again inside the commit,
// so that two keepers, or a keeper and an agent, cannot both do it; and everything due is in the store, so that
// nothing is forgotten when the process ends.
type Keeper struct {
	desk   *Desk
	duties Duties
	logger *slog.Logger
	wake   chan struct{}
	plan   *bot.Plan // for which alarms were set
}

// NewKeeper returns a keeper. It works while Run does.
func NewKeeper(d *Desk, duties Duties, logger *slog.Logger) *Keeper {
	return &Keeper{desk: d, duties: duties, logger: logger, wake: make(chan struct{}, 1), plan: d.Book.Plan()}
}

// Nudge asks the keeper to look at once: a conversation moved, or somebody came or went.
func (k *Keeper) Nudge() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// round is the longest time between two looks.
const round = time.Second

// breath is the least time between two looks: what happens meanwhile is looked at together.
const breath = 20 * time.Millisecond

// batch is how much of one kind is done in one look.
const batch = 500

// Run keeps house until ctx ends.
func (k *Keeper) Run(ctx context.Context) error {
	tick := time.NewTicker(round)
	defer tick.Stop()
	for {
		k.Look(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(breath):
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		case <-k.wake:
		}
	}
}

// Look does everything that is due now. What fails is logged and done at the next look.
func (k *Keeper) Look(ctx context.Context) {
	k.desk.Floor.Sweep()
	for _, duty := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"settings", k.desk.Book.Follow},
		{"waits are learnt", k.desk.Floor.learn},
		{"alarms follow new settings", k.resettle},
		{"lost agents", k.returnLost},
		{"routing", k.route}, // before the alarms: whoever gets an agent now need not hear that it takes longer
		{"alarms", k.ring},
		{"promises", k.promises},
	} {
		if err := duty.do(ctx); err != nil && ctx.Err() == nil {
			k.logger.Error("not done, will be tried again", "duty", duty.name, "error", err)
		}
	}
}

func (k *Keeper) terms() bot.Terms {
	return bot.Terms{Now: k.desk.clock(), Plan: k.desk.Book.Plan(), Prospect: k.desk.Floor.Prospect}
}

// commit carries out a rule that nobody's client asked for.
func (k *Keeper) commit(ctx context.Context, id string, rule bot.Rule) error {
	_, err := k.desk.room.Commit(ctx, id, nil, bot.Event{}, rule)
	return err
}

// each carries out a rule for every conversation. What fails is logged, and does not keep the others waiting.
func (k *Keeper) each(ctx context.Context, ids []string, rule func(id string) (bot.Rule, error)) {
	for _, id := range ids {
		if ctx.Err() != nil {
			return
		}
		r, err := rule(id)
		if err == nil && r != nil {
			err = k.commit(ctx, id, r)
		}
		if err != nil && ctx.Err() == nil {
			k.logger.Error("not done, will be tried again", "conversation", id, "error", err)
		}
	}
}

// resettle sets the alarms of the open hand-offs anew after the settings have changed.
func (k *Keeper) resettle(ctx context.Context) error {
	plan := k.desk.Book.Plan()
	if plan == k.plan {
		return nil
	}
	for _, view := range []bot.View{bot.ViewWaiting, bot.ViewOwned} {
		lines, err := k.duties.Lines(ctx, view, "", 10*maxOwned)
		if err != nil {
			return err
		}
		k.each(ctx, idsOf(lines), func(string) (bot.Rule, error) {
			return func(c bot.Conversation) (bot.Change, error) { return c.Resettle(plan) }, nil
		})
	}
	k.plan = plan
	return nil
}

func idsOf(lines []bot.Line) []string {
	ids := make([]string, len(lines))
	for i, l := range lines {
		ids[i] = l.ID
	}
	return ids
}

// returnLost gives back to the queue what agents owe who are gone for longer than the grace period.
func (k *Keeper) returnLost(ctx context.Context) error {
	owing, err := k.duties.Owing(ctx)
	if err != nil {
		return err
	}
	for agent, ids := range owing {
		if !k.desk.Floor.Lost(agent) {
			continue
		}
		k.each(ctx, ids, func(string) (bot.Rule, error) {
			return func(c bot.Conversation) (bot.Change, error) { return c.LosesAgent(agent, k.desk.clock()) }, nil
		})
	}
	return nil
}

// ring does what is due in conversations.
func (k *Keeper) ring(ctx context.Context) error {
	ids, err := k.duties.Due(ctx, k.desk.clock(), batch)
	if err != nil {
		return err
	}
	k.each(ctx, ids, func(id string) (bot.Rule, error) {
		seen, err := k.duties.Seen(ctx, id, "")
		return func(c bot.Conversation) (bot.Change, error) { return c.Rings(k.terms(), seen) }, err
	})
	return nil
}

// promises reminds of promises that are due soon, and tells customers of those that are late.
func (k *Keeper) promises(ctx context.Context) error {
	due, err := k.duties.DuePromises(ctx, k.desk.clock(), batch)
	if err != nil {
		return err
	}
	for _, p := range due {
		k.each(ctx, []string{p.Conversation}, func(id string) (bot.Rule, error) {
			c, now, err := k.desk.promise(ctx, id, p.ID)
			if err != nil || now != p {
				return nil, err // somebody has done something about it
			}
			return k.duePromise(p, c.Head), nil
		})
	}
	return nil
}

// duePromise is what is due about a promise, as it was when the log had a head.
func (k *Keeper) duePromise(p bot.Promise, head int64) bot.Rule {
	return func(c bot.Conversation) (bot.Change, error) {
		now := k.desk.clock()
		switch {
		case c.Head != head: // look again at the next round
			return bot.Change{Before: c, After: c}, nil
		case now.UnixMilli() >= p.Due:
			return c.RunsLate(p, now)
		}
		return c.Reminds(p, now)
	}
}
