// Package desk is the agents' side of a conversation: the queue, who is here, what an agent may do with a
// conversation, and what happens when nobody does anything.
//
//   - [Book] has the rules of the house: teams, opening hours, standards, job aids
//   - [Floor] knows who is here, by live connections
//   - [Desk] carries out what agents do
//   - [Keeper] does what is due: it gives conversations to agents, returns those of agents who are gone or silent,
//     tells customers of delays, reminds of promises
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

// Store reads conversations for overviews.
type Store interface {
	Conversation(ctx context.Context, id string) (bot.Conversation, error)
	Events(ctx context.Context, conversation string, after int64, limit int) ([]bot.Event, error)
	Lines(ctx context.Context, v bot.View, who string, limit int) ([]bot.Line, error)
	Queue(ctx context.Context) ([]bot.Waiting, error)
	Promises(ctx context.Context, conversation string) ([]bot.Promise, error)
	Owed(ctx context.Context, limit int) ([]bot.Promise, error)
	Mentions(ctx context.Context, staff string) (map[string]int, error)
	SetSeen(ctx context.Context, conversation, staff string, seq int64, now time.Time) error
	SetBlocked(ctx context.Context, visitor string, blocked bool) error
	Undos
}

// Staff knows who may take conversations.
type Staff interface {
	Colleagues(ctx context.Context) ([]Colleague, error)
}

// Desk is where agents work.
type Desk struct {
	Floor *Floor
	Book  *Book

	room  Room
	store Store
	staff Staff
	clock func() time.Time
}

// New returns a desk.
func New(room Room, store Store, staff Staff, floor *Floor, book *Book, clock func() time.Time) *Desk {
	return &Desk{Floor: floor, Book: book, room: room, store: store, staff: staff, clock: clock}
}

// Act says which agent does something to which conversation, and the client's id that makes a retry
// harmless. Epoch is the one in which the agent believes to own the conversation.
type Act struct {
	Agent        bot.Author
	Supervisor   bool // sees the conversations of all teams, and may assign them and take them over
	Conversation string
	ID           string
	Epoch        int64
}

// act commits something an agent does. A conversation of a team that the agent does not belong to does not exist
// for them.
func (d *Desk) act(ctx context.Context, a Act, kind bot.EventKind, body bot.Body, rule bot.Rule) (int64, error) {
	out, err := d.commit(ctx, a, kind, body, rule)
	return out.Seq, err
}

func (d *Desk) commit(ctx context.Context, a Act, kind bot.EventKind, body bot.Body, rule bot.Rule) (bot.Outcome, error) {
	if !bot.ValidID(a.ID, 1) {
		return bot.Outcome{}, fmt.Errorf("%w: an id has 1 to %d letters, digits, '-' or '_'", bot.ErrInvalid, bot.MaxClientID)
	}
	return d.room.Commit(ctx, a.Conversation, nil, bot.Event{Kind: kind, Author: a.Agent, ClientID: a.ID, Body: body}, func(c bot.Conversation) (bot.Change, error) {
		if !a.Supervisor && !d.sees(a.Agent.ID, c) {
			return bot.Change{}, bot.ErrNotFound
		}
		return rule(c)
	})
}

// sees reports whether an agent may see the conversation: it is for a team of theirs, or was given to them.
func (d *Desk) sees(agent string, c bot.Conversation) bool {
	return c.Owner.Agent == agent || d.Book.Plan().Sees(agent, c.Team)
}

// Readable returns a conversation that a member of the staff may read, or bot.ErrNotFound.
func (d *Desk) Readable(ctx context.Context, agent string, supervisor bool, conversation string) (bot.Conversation, error) {
	c, err := d.store.Conversation(ctx, conversation)
	if err == nil && !supervisor && !d.sees(agent, c) {
		return bot.Conversation{}, bot.ErrNotFound
	}
	return c, err
}

// Seen records how far a member of the staff has read, or the customer if staff is "".
func (d *Desk) Seen(ctx context.Context, conversation, staff string, seq int64) error {
	return d.store.SetSeen(ctx, conversation, staff, seq, d.clock())
}
