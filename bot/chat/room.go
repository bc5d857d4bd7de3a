// Package chat is the live conversation. A [Room] commits what people and the bot do, announces it, and
// runs the bot's turns.
//
// # The way of a question
//
// [Room.Say] appends the customer's message and the pending turn in one transaction and returns once both
// are on the disk. A worker of [Room.Run] takes the turn, asks the answerer, and commits the decision; the
// commit is refused if the owner changed or a message came meanwhile, and then the turn is run again with
// everything that was said. A crash anywhere leaves the pending turn, which is taken up at the next start.
//
// What a room has committed to the conversations that the bot is in it remembers, as far as there is room, so that the
// usual turn reads no log. That need not be true any more: then the decision is refused, and the log is read.
//
// # With a model
//
// While a model words an answer, the customer reads along: what passed the gate is announced under [SubjectDraft] as it
// grows, and is in no log. The context that the answerer was given ends as soon as nobody waits for the words: the
// customer said more, somebody took over, [Room.Stop], [Room.Left]. What was shown and is not said is taken back.
//
// # With several nodes
//
// A turn is claimed before it is run: by the node that has caused it, or, should that one be busy or gone, by whichever
// looks first. Nothing depends on it: a turn that two nodes run after all is committed once, because the second commit
// finds the log longer. What ends an attempt is announced, so that it ends on whichever node it runs. Where the
// announcement is lost, the attempt ends by its commit, which is refused and run again with everything that was said.
// The address that a customer wrote from is known to the node that took the message, and is stored nowhere: another
// node runs the turn without it.
package chat

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"frontdesk/bot"
)

// Log is the store as the room needs it.
type Log interface {
	Change(ctx context.Context, id string, create *bot.Conversation, try bot.Event, rule bot.Rule) (bot.Outcome, error)
	Conversation(ctx context.Context, id string) (bot.Conversation, error)
	Events(ctx context.Context, conversation string, after int64, limit int) ([]bot.Event, error)
}

// Turns are the pending turns in the store.
type Turns interface {
	DueTurns(ctx context.Context, now time.Time, limit int) ([]bot.PendingTurn, error)
	// FailTurn counts a failed try, has the turn due again after a wait by the store's clock, which follows from the
	// number of tries that have failed by then, and lets go of it. It returns that number, 0 if there is no turn.
	FailTurn(ctx context.Context, conversation string, wait func(failed int) time.Duration) (failed int, err error)
	DropTurn(ctx context.Context, conversation string, head int64) error
}

// Answerer decides how the bot reacts. It must return by ctx's deadline.
type Answerer interface {
	Turn(ctx context.Context, q bot.Question) bot.Decision
}

// Config is what a room is made of. All fields must be set but those that say otherwise.
type Config struct {
	Log      Log
	Turns    Turns
	Answerer Answerer
	Announce func(subject string, v any) error // the bus
	Plan     func() *bot.Plan                  // the rules of the house
	Prospect func(team string) bot.Prospect    // what a customer may expect of a team
	Here     func(agent string) bool           // whether this agent is online
	Name     func(ctx context.Context, agent string) string
	Clock    func() time.Time
	Observe  func(d bot.Decision, took time.Duration) // called after each committed turn, for metrics
	BotName  string
	Workers  int           // turns that run at the same time
	Deadline time.Duration // for one turn
	Logger   *slog.Logger

	Drafts bool // the answerer asks a model: many turns wait at the same time, and customers read along
	// Known returns names of a visitor beside those in the conversation. They are kept from a model, so that no model is
	// asked if it fails. nil if none are known.
	Known func(ctx context.Context, visitor string) ([]string, error)

	// Where several nodes share the store: the name of this one, how turns are claimed, and how it is heard what other
	// nodes announce. nil if no other process runs turns.
	Node   string
	Claims Claims
	Listen func(subject string, decode func(data []byte) (any, error), f func(subject string, v any)) (cancel func(), err error)
}

// Room is the live conversations of one process.
type Room struct {
	Config
	turns    scheduler
	attempts attempts
	memory   memory
}

// New returns a room. Turns are taken up once Run is called.
func New(c Config) *Room {
	return &Room{Config: c, turns: newScheduler(), attempts: attempts{of: make(map[string]*attempt)}, memory: newMemory(memorySize)}
}

// Subjects of the bus.
const (
	SubjectConversation = "conversation." // followed by its id; the value is a *bot.News
	SubjectDesk         = "desk"          // who is here changed; the value is nil
	SubjectDraft        = "draft."        // followed by a conversation's id; the value is a *bot.Partial, which is in no log
)

// Commit carries out an act: it commits the change that the rule makes, then announces it. It is the only
// way anything gets into a conversation.
func (r *Room) Commit(ctx context.Context, id string, create *bot.Conversation, try bot.Event, rule bot.Rule) (bot.Outcome, error) {
	return r.commit(ctx, id, create, try, rule, "")
}

// commit is Commit for an act that came from the network address, "" if nobody knows.
func (r *Room) commit(ctx context.Context, id string, create *bot.Conversation, try bot.Event, rule bot.Rule, address string) (bot.Outcome, error) {
	settled := func(c bot.Conversation) (bot.Change, error) {
		ch, err := rule(c)
		if err != nil {
			return ch, err
		}
		for i := range ch.Events {
			e := &ch.Events[i]
			if e.Kind != bot.EventOwner {
				continue
			}
			if e.Body.Agent == "" && ch.After.Owner.Kind == bot.OwnerAgent {
				e.Body.Agent = r.Name(ctx, ch.After.Owner.Agent)
			}
			if e.Body.From == "" && ch.Before.Owner.Kind == bot.OwnerAgent {
				e.Body.From = r.Name(ctx, ch.Before.Owner.Agent)
			}
		}
		terms := bot.Terms{Now: r.Clock(), Plan: r.Plan(), Prospect: r.Prospect}
		if ch.After.Team == "" && ch.After.Owner.Kind != bot.OwnerBot {
			if terms.Articles, err = r.thoughtOf(ctx, ch); err != nil {
				return ch, err
			}
		}
		ch.Settle(terms)
		return ch, nil
	}
	out, err := r.Log.Change(ctx, id, create, try, settled)
	if taken := (*bot.TakenError)(nil); errors.As(err, &taken) && taken.Name == "" {
		err = &bot.TakenError{Agent: taken.Agent, Name: r.Name(ctx, taken.Agent)}
	}
	if err != nil || len(out.Events) == 0 {
		return out, err
	}
	r.memory.note(out) // before anybody hears of it: whoever has to react to it is to find it there
	r.heard(id, out.Events)
	r.announce(out)
	if out.Turn == bot.TurnStart {
		r.turns.wake(id, address)
	}
	return out, nil
}

// thoughtOf returns the articles that the bot last thought of, for the routing of a hand-off.
func (r *Room) thoughtOf(ctx context.Context, ch bot.Change) ([]string, error) {
	if ids := candidates(ch.Events); ids != nil || ch.Before.Head == 0 {
		return ids, nil
	}
	if ids, ok := r.memory.thought(ch.Before.ID, ch.Before.Head); ok {
		return ids, nil
	}
	log, err := r.Log.Events(ctx, ch.Before.ID, max(0, ch.Before.Head-thoughtTail), thoughtTail)
	return candidates(log), err
}

// candidates returns the first articles of the newest event that tells what the bot thought of.
func candidates(log []bot.Event) (ids []string) {
	for i := len(log) - 1; i >= 0; i-- {
		if t := log[i].Trace; t != nil && len(t.Candidates) > 0 {
			for _, c := range t.Candidates[:min(3, len(t.Candidates))] {
				ids = append(ids, c.Article)
			}
			return ids
		}
	}
	return nil
}

// announce spreads the news. A failure is only logged: what was committed stays committed, and listeners
// find out by their next heartbeat.
func (r *Room) announce(out bot.Outcome) {
	err := r.Announce(SubjectConversation+out.Conversation.ID, &bot.News{Conversation: out.Conversation.ID, Events: out.Events, Moved: out.Moved})
	if err != nil {
		r.Logger.Warn("news not announced", "conversation", out.Conversation.ID, "error", err)
	}
}
