package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/bot"
	"frontdesk/bot/aid"
)

// Look says that a member of the staff has opened a conversation that waits.
func (d *Desk) Look(ctx context.Context, a Act) error {
	c, err := d.Readable(ctx, a.Agent.ID, a.Supervisor, a.Conversation)
	if err != nil || c.Owner.Kind != bot.OwnerQueue || c.Looked {
		return err
	}
	_, err = d.room.Commit(ctx, a.Conversation, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
		return c.Looks(a.Agent, d.clock())
	})
	return err
}

// Note keeps a text for staff only. Whom it mentions, as "@Ana", is told.
func (d *Desk) Note(ctx context.Context, a Act, text string) (int64, error) {
	mentions, err := d.mentioned(ctx, text, a.Agent.ID)
	if err != nil {
		return 0, err
	}
	return d.act(ctx, a, bot.EventNote, bot.Body{Text: text}, func(c bot.Conversation) (bot.Change, error) {
		return c.Notes(a.Agent, a.ID, text, mentions, d.clock())
	})
}

// mentioned finds the colleagues whose names a text has after an @. A whole name counts before a first
// name, and a longer one before a shorter.
func (d *Desk) mentioned(ctx context.Context, text, by string) (out []string, err error) {
	if !strings.Contains(text, "@") {
		return nil, nil
	}
	all, err := d.staff.Colleagues(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b Colleague) int { return len(b.Name) - len(a.Name) })
	for _, part := range strings.Split(text, "@")[1:] {
		i := slices.IndexFunc(all, func(c Colleague) bool { return begins(part, c.Name) })
		if i < 0 {
			i = slices.IndexFunc(all, func(c Colleague) bool {
				first, _, several := strings.Cut(c.Name, " ")
				return several && begins(part, first)
			})
		}
		if i >= 0 && all[i].ID != by && !slices.Contains(out, all[i].ID) {
			out = append(out, all[i].ID)
		}
	}
	return out, nil
}

// begins reports whether a text begins with a name, in any case, as a whole word.
func begins(text, name string) bool {
	if len(text) < len(name) || !strings.EqualFold(text[:len(name)], name) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(text[len(name):])
	return !unicode.IsLetter(next) && !unicode.IsDigit(next)
}

// Tag sets all tags of a conversation.
func (d *Desk) Tag(ctx context.Context, a Act, words []string) (int64, error) {
	tags, err := bot.ParseTags(words)
	if err != nil {
		return 0, err
	}
	return d.act(ctx, a, bot.EventTags, bot.Body{Tags: tags}, func(c bot.Conversation) (bot.Change, error) {
		return c.Tag(a.Agent, a.ID, tags, d.clock())
	})
}

// Prioritize sets the priority.
func (d *Desk) Prioritize(ctx context.Context, a Act, p bot.Priority) (int64, error) {
	return d.act(ctx, a, bot.EventPriority, bot.Body{Priority: p}, func(c bot.Conversation) (bot.Change, error) {
		return c.Prioritize(a.Agent, a.ID, p, d.clock())
	})
}

// Merge ends a conversation because it goes on in another one of the same customer. The one that goes on is told
// first; a retry after a crash in between does the rest.
func (d *Desk) Merge(ctx context.Context, a Act, into string) (int64, error) {
	from, err := d.Readable(ctx, a.Agent.ID, a.Supervisor, a.Conversation)
	if err != nil {
		return 0, err
	}
	goesOn := a
	goesOn.Conversation = into
	var target bot.Conversation
	if _, err := d.act(ctx, goesOn, bot.EventMerged, bot.Body{Other: from.ID}, func(c bot.Conversation) (bot.Change, error) {
		if err := mayLeave(from, a); err != nil {
			return bot.Change{}, err
		}
		return c.Absorb(a.Agent, a.ID, from, d.clock())
	}); err != nil {
		return 0, err
	}
	if target, err = d.store.Conversation(ctx, into); err != nil {
		return 0, err
	}
	return d.act(ctx, a, bot.EventMerged, bot.Body{Other: into}, func(c bot.Conversation) (bot.Change, error) {
		if err := mayLeave(c, a); err != nil {
			return bot.Change{}, err
		}
		return c.MergeInto(a.Agent, a.ID, target, d.clock())
	})
}

// mayLeave refuses to end a conversation that a colleague is serving, or that has a promise open.
func mayLeave(c bot.Conversation, a Act) error {
	if c.Owner.Kind == bot.OwnerAgent && c.Owner.Agent != a.Agent.ID && !a.Supervisor {
		return &bot.TakenError{Agent: c.Owner.Agent}
	}
	if c.Promises > 0 {
		return bot.ErrPromiseOpen
	}
	return nil
}

// Block keeps the visitor out, or lets them in again.
func (d *Desk) Block(ctx context.Context, a Act, why string, undo bool) (int64, error) {
	out, err := d.commit(ctx, a, bot.EventBlocked, bot.Body{Text: why, Undone: undo}, func(c bot.Conversation) (bot.Change, error) {
		return c.Blocks(a.Agent, a.ID, why, undo, d.clock())
	})
	if err != nil {
		return 0, err
	}
	return out.Seq, d.store.SetBlocked(ctx, out.Conversation.Visitor, !undo)
}

// Step ticks a step of a playbook off, or says that it is not done after all.
func (d *Desk) Step(ctx context.Context, a Act, playbook string, step int, done bool) (int64, error) {
	books := d.Book.Playbooks()
	i := slices.IndexFunc(books, func(p aid.Playbook) bool { return p.ID == playbook })
	if i < 0 || step < 0 || step >= len(books[i].Steps) {
		return 0, fmt.Errorf("%w: the playbook has been changed; open it again", bot.ErrInvalid)
	}
	p := bot.Playbook{ID: playbook, Title: books[i].Title, Step: step, Words: books[i].Steps[step], Done: done}
	return d.act(ctx, a, bot.EventStep, bot.Body{Playbook: &p}, func(c bot.Conversation) (bot.Change, error) {
		return c.Step(a.Agent, a.ID, p, d.clock())
	})
}

// FollowUp ends the follow-up of a low rating with what came of it.
func (d *Desk) FollowUp(ctx context.Context, a Act, text string) (int64, error) {
	return d.act(ctx, a, bot.EventFollowUp, bot.Body{Text: text}, func(c bot.Conversation) (bot.Change, error) {
		return c.Follows(a.Agent, a.ID, text, d.clock())
	})
}
