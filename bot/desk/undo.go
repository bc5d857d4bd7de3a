package desk

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/gob"
	"fmt"
	"time"

	"frontdesk/bot"
)

// UndoFor is how long a bulk action can be undone.
const UndoFor = 2 * time.Minute

// Undos keep what can be undone, for all nodes: the undo may come to another one than the action.
type Undos interface {
	KeepUndo(ctx context.Context, id, agent string, body []byte, now, until time.Time) error
	TakeUndo(ctx context.Context, id, agent string, now time.Time) (body []byte, ok bool, err error)
}

// undoItem is a conversation before the action, as far as an action can change it, and its head after it.
type undoItem struct {
	ID     string
	Head   int64
	Before bot.Conversation
}

// changeable is what bot.Conversation.Restore puts back, and nothing of the customer.
func changeable(c bot.Conversation) bot.Conversation {
	return bot.Conversation{
		Status: c.Status, Owner: c.Owner, Team: c.Team, Reason: c.Reason, Last: c.Last, Queued: c.Queued,
		Clocks: c.Clocks, Owned: c.Owned, Looked: c.Looked, Tell: c.Tell, Tags: c.Tags, Priority: c.Priority, Snoozed: c.Snoozed,
	}
}

// keepUndo keeps what was before an action, and returns what names it.
func (d *Desk) keepUndo(ctx context.Context, agent string, items []undoItem) (id string, err error) {
	var body bytes.Buffer
	if err := gob.NewEncoder(&body).Encode(items); err != nil {
		return "", fmt.Errorf("keep how an action is undone: %w", err)
	}
	id, now := rand.Text(), d.clock()
	return id, d.store.KeepUndo(ctx, id, agent, body.Bytes(), now, now.Add(UndoFor))
}

// UndoBulk puts back what a bulk action changed, except where something has happened since. It works once, for the
// agent who acted, within UndoFor.
func (d *Desk) UndoBulk(ctx context.Context, a Act, id string) (BulkResult, error) {
	body, ok, err := d.store.TakeUndo(ctx, id, a.Agent.ID, d.clock())
	if err != nil {
		return BulkResult{}, err
	}
	var items []undoItem
	if !ok || gob.NewDecoder(bytes.NewReader(body)).Decode(&items) != nil { // or a node of another version kept it
		return BulkResult{}, fmt.Errorf("%w: this can no longer be undone", bot.ErrInvalid)
	}
	r := BulkResult{Refused: make(map[string]error)}
	for _, item := range items {
		_, err := d.room.Commit(ctx, item.ID, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
			return c.Restore(a.Agent, item.Before, item.Head, d.clock())
		})
		if err != nil {
			r.Refused[item.ID] = err
			continue
		}
		r.Done = append(r.Done, item.ID)
	}
	return r, nil
}
