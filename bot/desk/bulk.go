package desk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"frontdesk/bot"
)

// Bulk is one action on several conversations.
type Bulk struct {
	Action   string // accept, release, assign, tag, untag, priority, team, snooze, resolve
	IDs      []string
	To       string       // assign: staff id
	Team     string       // team: its id
	Tags     []string     // tag, untag
	Priority bot.Priority // priority
	Cause    string       // resolve
	Until    time.Time    // snooze
}

// MaxBulk is how many conversations one action may have.
const MaxBulk = 200

// BulkResult is what became of the conversations of a bulk action. Each is done or refused by itself.
type BulkResult struct {
	Done    []string
	Refused map[string]error
	Undo    string // what takes back what was done, for UndoFor; "" if nothing was
}

// Bulk does one thing to several conversations. a.ID makes a retry harmless.
func (d *Desk) Bulk(ctx context.Context, a Act, b Bulk) (BulkResult, error) {
	r := BulkResult{Refused: make(map[string]error)}
	if len(b.IDs) == 0 || len(b.IDs) > MaxBulk {
		return r, fmt.Errorf("%w: choose 1 to %d conversations", bot.ErrInvalid, MaxBulk)
	}
	if b.Action == "team" && !d.Book.Plan().HasTeam(b.Team) {
		return r, fmt.Errorf("%w: the team does not exist any more", bot.ErrNobody)
	}
	var items []undoItem
	for _, id := range b.IDs {
		before, err := d.Readable(ctx, a.Agent.ID, a.Supervisor, id)
		if err == nil {
			one := a
			one.Conversation, one.Epoch = id, before.Epoch
			_, err = d.one(ctx, one, b, before)
		}
		if err != nil {
			r.Refused[id] = err
			continue
		}
		after, err := d.store.Conversation(ctx, id)
		if err != nil {
			return r, err
		}
		r.Done = append(r.Done, id)
		items = append(items, undoItem{id, after.Head, changeable(before)})
	}
	if len(items) > 0 {
		// What was done is done: without the database's word it cannot be undone, and that is all.
		var err error
		if r.Undo, err = d.keepUndo(ctx, a.Agent.ID, items); err != nil {
			r.Undo = ""
		}
	}
	return r, nil
}

// one does a bulk action to one conversation.
func (d *Desk) one(ctx context.Context, a Act, b Bulk, before bot.Conversation) (int64, error) {
	switch b.Action {
	case "accept":
		return d.Claim(ctx, a)
	case "release":
		return d.Release(ctx, a)
	case "assign":
		return d.Assign(ctx, a, b.To)
	case "tag":
		return d.Tag(ctx, a, append(before.Tags.List(), b.Tags...))
	case "untag":
		return d.Tag(ctx, a, slices.DeleteFunc(before.Tags.List(), func(t string) bool { return slices.Contains(b.Tags, t) }))
	case "priority":
		return d.Prioritize(ctx, a, b.Priority)
	case "team":
		return d.act(ctx, a, bot.EventOwner, bot.Body{To: b.Team}, func(c bot.Conversation) (bot.Change, error) {
			return c.Redirect(a.Agent, a.ID, b.Team, a.Supervisor, d.clock())
		})
	case "snooze":
		return d.Snooze(ctx, a, b.Until)
	case "resolve":
		return d.Resolve(ctx, a, b.Cause)
	}
	return 0, fmt.Errorf("%w: there is no bulk action %.40q", bot.ErrInvalid, b.Action)
}
