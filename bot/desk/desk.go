// Package desk is the agents' side of a conversation: the queue, who is here, and what an agent may do
// with a conversation.
package desk

import (
	"context"
	"fmt"
	"time"

	"frontdesk/bot"
)

// Room commits acts; it is the chat.
type Room interface {
	Commit(ctx context.Context, id string, create *bot.Conversation, try bot.Event, rule bot.Rule) (bot.Outcome, error)
}

// Lists reads conversations for overviews.
type Lists interface {
	Lines(ctx context.Context, v bot.View, who string, limit int) ([]bot.Line, error)
	Queue(ctx context.Context) ([]string, error)
}

// Desk is where agents work.
type Desk struct {
	Presence *Presence

	room  Room
	lists Lists
	clock func() time.Time
}

// New returns a desk.
func New(room Room, lists Lists, presence *Presence, clock func() time.Time) *Desk {
	return &Desk{Presence: presence, room: room, lists: lists, clock: clock}
}

// Act says which agent does something to which conversation, and the client's id that makes a retry
// harmless. Epoch is the one in which the agent believes to own the conversation.
type Act struct {
	Agent        bot.Author
	Conversation string
	ID           string
	Epoch        int64
}

// Claim takes a waiting conversation, or one that is with the bot. The loser of a race gets a
// *bot.TakenError that says who won.
func (d *Desk) Claim(ctx context.Context, a Act) (int64, error) {
	return d.act(ctx, a, bot.EventOwner, bot.Body{}, func(c bot.Conversation) (bot.Change, error) {
		return c.Claim(a.Agent, a.ID, d.clock())
	})
}

// Reply sends the owner's message to the customer.
func (d *Desk) Reply(ctx context.Context, a Act, text string) (int64, error) {
	return d.act(ctx, a, bot.EventMessage, bot.Body{Text: text}, func(c bot.Conversation) (bot.Change, error) {
		return c.Replies(a.Agent, a.ID, text, a.Epoch, d.clock())
	})
}

// Note keeps a text for staff only.
func (d *Desk) Note(ctx context.Context, a Act, text string) (int64, error) {
	return d.act(ctx, a, bot.EventNote, bot.Body{Text: text}, func(c bot.Conversation) (bot.Change, error) {
		return c.Notes(a.Agent, a.ID, text, d.clock())
	})
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

func (d *Desk) act(ctx context.Context, a Act, kind bot.EventKind, body bot.Body, rule bot.Rule) (int64, error) {
	if !bot.ValidID(a.ID, 1) {
		return 0, fmt.Errorf("%w: an id has 1 to %d letters, digits, '-' or '_'", bot.ErrInvalid, bot.MaxClientID)
	}
	out, err := d.room.Commit(ctx, a.Conversation, nil, bot.Event{Kind: kind, Author: a.Agent, ClientID: a.ID, Body: body}, rule)
	return out.Seq, err
}

// Overview is what every agent sees of all conversations.
type Overview struct {
	Waiting, Bot, Closed []bot.Line
}

// Longest lists.
const (
	maxWaiting = 500
	maxOthers  = 50
)

// Overview returns the lists that are the same for everybody, as they are now.
func (d *Desk) Overview(ctx context.Context) (o Overview, err error) {
	for _, l := range []struct {
		into  *[]bot.Line
		view  bot.View
		limit int
	}{
		{&o.Waiting, bot.ViewWaiting, maxWaiting},
		{&o.Bot, bot.ViewBot, maxOthers},
		{&o.Closed, bot.ViewClosed, maxOthers},
	} {
		if *l.into, err = d.lists.Lines(ctx, l.view, "", l.limit); err != nil {
			return o, err
		}
	}
	return o, nil
}

// Mine returns the conversations that the agent owns, newest first.
func (d *Desk) Mine(ctx context.Context, agent string) ([]bot.Line, error) {
	return d.lists.Lines(ctx, bot.ViewMine, agent, maxWaiting)
}

// Places tells the queue place of every waiting conversation, 1 is next.
func (d *Desk) Places(ctx context.Context) (map[string]int, error) {
	ids, err := d.lists.Queue(ctx)
	if err != nil {
		return nil, err
	}
	places := make(map[string]int, len(ids))
	for i, id := range ids {
		places[id] = i + 1
	}
	return places, nil
}
