package desk

import (
	"context"
	"errors"
	"time"

	"frontdesk/bot"
)

// route gives waiting conversations to agents, in the teams that want it so, next first.
func (k *Keeper) route(ctx context.Context) error {
	var free []candidate
	for _, team := range k.desk.Book.Plan().Teams {
		if !team.Auto || !k.desk.Book.Plan().Calendar(team.ID).Open(k.desk.clock()) {
			continue
		}
		waiting, err := k.duties.Lines(ctx, bot.ViewQueue, team.ID, batch)
		if err != nil {
			return err
		}
		if len(waiting) > 0 && free == nil {
			if free, err = k.free(ctx); err != nil {
				return err
			}
		}
		for _, w := range waiting {
			if err := k.give(ctx, free, team, w.Conversation); err != nil {
				return err
			}
		}
	}
	return nil
}

// give gives a waiting conversation to whoever of the free agents is best for it, if anybody is.
func (k *Keeper) give(ctx context.Context, free []candidate, team bot.Team, w bot.Conversation) error {
	i := pick(free, team, w)
	if i < 0 {
		return nil
	}
	to := bot.Author{Kind: bot.ByAgent, ID: free[i].ID, Name: free[i].Name}
	err := k.commit(ctx, w.ID, func(c bot.Conversation) (bot.Change, error) {
		if c.Owner.Kind != bot.OwnerQueue || c.Epoch != w.Epoch {
			return bot.Change{Before: c, After: c}, nil // an agent was faster
		}
		return c.Assign(bot.Author{Kind: bot.BySystem}, "", to, k.desk.clock())
	})
	if taken := (*bot.TakenError)(nil); err != nil && !errors.As(err, &taken) {
		return err
	}
	free[i].load++
	free[i].last = k.desk.clock()
	return nil
}

// candidate is an agent who is online.
type candidate struct {
	Colleague
	load int
	last time.Time // when they took a conversation last
}

// free returns the agents who are online, with what they have to do.
func (k *Keeper) free(ctx context.Context) (out []candidate, err error) {
	staff, err := k.desk.staff.Colleagues(ctx)
	if err != nil {
		return nil, err
	}
	loads, err := k.duties.Loads(ctx, k.desk.clock().Add(-fresh))
	if err != nil {
		return nil, err
	}
	idle, err := k.duties.Idle(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range staff {
		if k.desk.Floor.Here(s.ID) {
			out = append(out, candidate{s, loads[s.ID], idle[s.ID]})
		}
	}
	return out, nil
}

// pick chooses the agent for a conversation: of those of the team with room, who has the skills first, then who
// has the least to do, then who has been idle for longest. It returns -1 if there is none. Whoever lost the
// conversation by being silent does not get it again while others are there.
func pick(free []candidate, team bot.Team, c bot.Conversation) int {
	best, bestSkill := -1, -1
	for i, f := range free {
		m, ok := team.Member(f.ID)
		if !ok || f.load >= m.Capacity {
			continue
		}
		skill := skills(m, c)
		if c.Reason == bot.ReasonAgentSilent && c.Last == f.ID {
			skill = -1
		}
		if best < 0 || skill > bestSkill || skill == bestSkill && before(f, free[best]) {
			best, bestSkill = i, skill
		}
	}
	return best
}

func before(a, b candidate) bool {
	if a.load != b.load {
		return a.load < b.load
	}
	if !a.last.Equal(b.last) {
		return a.last.Before(b.last)
	}
	return a.ID < b.ID
}

// skills counts what of a conversation an agent is best at: its language counts most.
func skills(m bot.Member, c bot.Conversation) (n int) {
	language := bot.Language(c.Locale)
	for _, s := range m.Skills {
		switch {
		case s == language && language != "":
			n += 10
		case c.Tags.Has(s):
			n++
		}
	}
	return n
}
