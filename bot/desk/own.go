package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/aid"
)

// Claim takes a waiting conversation, or one that is with the bot. The loser of a race gets a
// *bot.TakenError that says who won.
func (d *Desk) Claim(ctx context.Context, a Act) (int64, error) {
	return d.act(ctx, a, bot.EventOwner, bot.Body{}, func(c bot.Conversation) (bot.Change, error) {
		return c.Claim(a.Agent, a.ID, d.clock())
	})
}

// TakeOver takes a conversation from whoever owns it. Only supervisors may.
func (d *Desk) TakeOver(ctx context.Context, a Act) (int64, error) {
	if !a.Supervisor {
		return 0, bot.ErrForbidden
	}
	return d.act(ctx, a, bot.EventOwner, bot.Body{}, func(c bot.Conversation) (bot.Change, error) {
		return c.TakeOver(a.Agent, a.ID, d.clock())
	})
}

// Assign gives a conversation that nobody owns to a colleague. Only supervisors may.
func (d *Desk) Assign(ctx context.Context, a Act, to string) (int64, error) {
	if !a.Supervisor {
		return 0, bot.ErrForbidden
	}
	agent, err := d.present(ctx, to)
	if err != nil {
		return 0, err
	}
	return d.act(ctx, a, bot.EventOwner, bot.Body{To: to}, func(c bot.Conversation) (bot.Change, error) {
		return c.Assign(a.Agent, a.ID, agent, d.clock())
	})
}

// Transfer passes the conversation on to a colleague who is connected, or to a team, with a note for them.
func (d *Desk) Transfer(ctx context.Context, a Act, to, team, note string) (int64, error) {
	target := bot.Target{Team: team}
	switch {
	case to != "":
		agent, err := d.present(ctx, to)
		if err != nil {
			return 0, err
		}
		target.Agent = agent
	case !d.Book.Plan().HasTeam(team):
		return 0, fmt.Errorf("%w: the team does not exist any more", bot.ErrNobody)
	}
	try := to
	if try == "" {
		try = team
	}
	return d.act(ctx, a, bot.EventOwner, bot.Body{To: try}, func(c bot.Conversation) (bot.Change, error) {
		return c.Transfer(a.Agent, a.ID, target, note, a.Epoch, d.clock())
	})
}

// present finds a colleague who is connected, or returns bot.ErrNobody.
func (d *Desk) present(ctx context.Context, id string) (bot.Author, error) {
	agent, err := d.colleague(ctx, id)
	if err == nil && d.Floor.Status(id) == Offline {
		err = fmt.Errorf("%w: %s is not here; choose somebody who is, or a team", bot.ErrNobody, agent.Name)
	}
	return agent, err
}

// colleague finds somebody who may take conversations, or returns bot.ErrNobody.
func (d *Desk) colleague(ctx context.Context, id string) (bot.Author, error) {
	all, err := d.staff.Colleagues(ctx)
	if err != nil {
		return bot.Author{}, err
	}
	i := slices.IndexFunc(all, func(c Colleague) bool { return c.ID == id })
	if i < 0 {
		return bot.Author{}, fmt.Errorf("%w: this colleague does not take conversations (any more)", bot.ErrNobody)
	}
	return bot.Author{Kind: bot.ByAgent, ID: id, Name: all[i].Name}, nil
}

// HandBack gives the conversation to the bot.
func (d *Desk) HandBack(ctx context.Context, a Act) (int64, error) {
	return d.act(ctx, a, bot.EventOwner, bot.Body{}, func(c bot.Conversation) (bot.Change, error) {
		return c.HandBack(a.Agent, a.ID, a.Epoch, d.clock())
	})
}

// Release gives the conversation back to the queue at its original place.
func (d *Desk) Release(ctx context.Context, a Act) (int64, error) {
	return d.act(ctx, a, bot.EventOwner, bot.Body{}, func(c bot.Conversation) (bot.Change, error) {
		return c.Release(a.Agent, a.ID, a.Epoch, d.clock())
	})
}

// Resolve ends the conversation with its cause.
func (d *Desk) Resolve(ctx context.Context, a Act, cause string) (int64, error) {
	return d.act(ctx, a, bot.EventResolved, bot.Body{Cause: cause}, func(c bot.Conversation) (bot.Change, error) {
		return c.Resolve(a.Agent, a.ID, cause, a.Epoch, d.clock())
	})
}

// Warnings that an agent can confirm.
const (
	WarnNewer    = "newer"
	WarnNeverSay = "never_say"
)

// NeverSayError says which never-say rule a text breaks. The agent may send it anyway.
type NeverSayError struct {
	Hit  aid.Hit
	Text string // the words that break it
}

// Error names the words.
func (e *NeverSayError) Error() string { return "a never-say rule forbids " + e.Text }

// Reply sends the owner's message to the customer. after is the newest event that the agent has seen: if somebody
// has written since, the reply is refused with bot.ErrNewer. A text that breaks a never-say rule is refused with a
// *NeverSayError. Both are sent with the warning confirmed; the rule's breach is noted in the log.
func (d *Desk) Reply(ctx context.Context, a Act, text string, after int64, confirm []string) (int64, error) {
	return d.Translated(ctx, a, text, "", after, confirm)
}

// Translated is Reply with a translation of what the agent wrote. The original is kept with it for staff; "" or the
// text itself if nothing was translated.
func (d *Desk) Translated(ctx context.Context, a Act, text, original string, after int64, confirm []string) (int64, error) {
	if original == text {
		original = ""
	}
	if original != "" {
		if err := bot.ValidText(original, bot.MaxMessage); err != nil {
			return 0, err
		}
	}
	var broken []aid.Hit
	for _, hit := range d.Book.NeverSay().Check(text) {
		if !hit.Rule.Agents {
			continue
		}
		if !slices.Contains(confirm, WarnNeverSay) {
			return 0, &NeverSayError{Hit: hit, Text: text[hit.Start:hit.End]}
		}
		broken = append(broken, hit)
	}
	return d.steady(ctx, a, bot.EventMessage, bot.Body{Text: text}, func(seen bot.Conversation) (bot.Rule, error) {
		var newer error
		if after > 0 && !slices.Contains(confirm, WarnNewer) {
			newer = d.nothingNewer(ctx, seen, a.Agent.ID, after)
		}
		return func(c bot.Conversation) (bot.Change, error) {
			ch, err := c.Replies(a.Agent, a.ID, text, a.Epoch, d.clock())
			if err = cmp.Or(err, newer); err != nil { // whoever may not write at all need not hear of what is newer
				return bot.Change{}, err
			}
			ch.Events[0].Body.Original = original
			for _, hit := range broken {
				ch.Events = append(ch.Events, bot.Breach(a.Agent, hit.Rule.ID, text[hit.Start:hit.End], d.clock()))
			}
			return ch, nil
		}, nil
	})
}

// tries is how often an act is prepared anew because the conversation has moved on meanwhile.
const tries = 20

// steady commits an act whose rule needs more than the conversation: prepare reads that, and the rule is carried out
// only if nothing has happened since.
func (d *Desk) steady(ctx context.Context, a Act, kind bot.EventKind, body bot.Body, prepare func(bot.Conversation) (bot.Rule, error)) (int64, error) {
	for range tries {
		seen, err := d.store.Conversation(ctx, a.Conversation)
		if err != nil {
			return 0, err
		}
		rule, refusal := prepare(seen)
		seq, err := d.act(ctx, a, kind, body, func(c bot.Conversation) (bot.Change, error) {
			switch {
			case c.Head != seen.Head:
				return bot.Change{}, errMoved
			case refusal != nil:
				return bot.Change{}, refusal
			}
			return rule(c)
		})
		if !errors.Is(err, errMoved) {
			return seq, err
		}
	}
	return 0, bot.ErrNewer
}

// errMoved says that something happened between preparing an act and committing it.
var errMoved = errors.New("the conversation has moved on")

// nothingNewer refuses with bot.ErrNewer if somebody else has written to or as the customer after an event.
func (d *Desk) nothingNewer(ctx context.Context, c bot.Conversation, agent string, after int64) error {
	if c.Head <= after {
		return nil
	}
	events, err := d.store.Events(ctx, c.ID, after, int(c.Head-after))
	if err != nil {
		return err
	}
	for _, e := range events {
		if e.Kind == bot.EventMessage && e.Author.ID != agent {
			return bot.ErrNewer
		}
	}
	return nil
}

// Snooze puts the conversation aside until a time; the zero time takes it up again.
func (d *Desk) Snooze(ctx context.Context, a Act, until time.Time) (int64, error) {
	return d.act(ctx, a, bot.EventSnooze, bot.Body{Until: bot.UntilMillis(until)}, func(c bot.Conversation) (bot.Change, error) {
		return c.Snooze(a.Agent, a.ID, until, a.Epoch, d.clock())
	})
}

// Promise records what the customer may expect by a time.
func (d *Desk) Promise(ctx context.Context, a Act, text string, due time.Time) (int64, error) {
	return d.act(ctx, a, bot.EventPromise, bot.Body{Text: text, Until: due.UnixMilli()}, func(c bot.Conversation) (bot.Change, error) {
		return c.MakesPromise(a.Agent, a.ID, text, due, a.Epoch, d.clock())
	})
}

// EndPromise says that a promise was kept or, with a reason, is taken back.
func (d *Desk) EndPromise(ctx context.Context, a Act, promise string, kept bool, why string) (int64, error) {
	body := bot.Body{Name: promise, Text: why}
	if kept {
		body.Text = ""
	}
	return d.steady(ctx, a, bot.EventPromise, body, func(seen bot.Conversation) (bot.Rule, error) {
		_, p, err := d.promise(ctx, seen.ID, promise)
		if err != nil {
			return nil, err
		}
		return func(c bot.Conversation) (bot.Change, error) {
			return c.EndsPromise(a.Agent, a.ID, p, kept, why, d.clock())
		}, nil
	})
}

// promise reads a promise, and the conversation as it was before: if nothing has happened in it since, the promise
// is as it was read.
func (d *Desk) promise(ctx context.Context, conversation, id string) (bot.Conversation, bot.Promise, error) {
	c, err := d.store.Conversation(ctx, conversation)
	if err != nil {
		return c, bot.Promise{}, err
	}
	all, err := d.store.Promises(ctx, conversation)
	if err != nil {
		return c, bot.Promise{}, err
	}
	i := slices.IndexFunc(all, func(p bot.Promise) bool { return p.ID == id })
	if i < 0 {
		return c, bot.Promise{}, fmt.Errorf("%w: there is no such promise", bot.ErrInvalid)
	}
	return c, all[i], nil
}
