package desk

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"sync"
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

// UndoFor is how long a bulk action can be undone.
const UndoFor = 2 * time.Minute

// undos are the bulk actions that can be undone still. They are kept in memory: an undo that a restart forgets is
// refused, and nothing is lost.
type undos struct {
	mu  sync.Mutex
	all map[string]undo
}

type undo struct {
	agent string
	until time.Time
	items []undoItem
}

// undoItem is a conversation before the action, and its head after it.
type undoItem struct {
	before bot.Conversation
	head   int64
}

func (u *undos) put(item undo, now time.Time) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.all == nil {
		u.all = make(map[string]undo)
	}
	for id, old := range u.all {
		if now.After(old.until) {
			delete(u.all, id)
		}
	}
	id := rand.Text()
	u.all[id] = item
	return id
}

// take returns an action that its agent may undo still, once.
func (u *undos) take(id, agent string, now time.Time) (undo, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	item, ok := u.all[id]
	if !ok || item.agent != agent {
		return undo{}, false
	}
	delete(u.all, id)
	return item, !now.After(item.until)
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
		items = append(items, undoItem{before, after.Head})
	}
	if len(items) > 0 {
		r.Undo = d.undo.put(undo{agent: a.Agent.ID, until: d.clock().Add(UndoFor), items: items}, d.clock())
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

// UndoBulk puts back what a bulk action changed, except where something has happened since. It works once, for the
// agent who acted, within UndoFor.
func (d *Desk) UndoBulk(ctx context.Context, a Act, id string) (BulkResult, error) {
	u, ok := d.undo.take(id, a.Agent.ID, d.clock())
	if !ok {
		return BulkResult{}, fmt.Errorf("%w: this can no longer be undone", bot.ErrInvalid)
	}
	r := BulkResult{Refused: make(map[string]error)}
	for _, item := range u.items {
		id := item.before.ID
		_, err := d.room.Commit(ctx, id, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
			return c.Restore(a.Agent, item.before, item.head, d.clock())
		})
		if err != nil {
			r.Refused[id] = err
			continue
		}
		r.Done = append(r.Done, id)
	}
	return r, nil
}
