package chat

import (
	"context"
	"fmt"

	"frontdesk/bot"
)

// Act says who does something to which conversation, and the client's id that makes a retry harmless.
type Act struct {
	Visitor      bot.Visitor
	Conversation string
	ID           string // chosen by the client, see bot.ValidID
	Address      string // network that the client is in, "" if unknown; remembered until the bot has reacted, and not stored

	// What is kept when the conversation begins.
	Locale, Page, Referrer, Zone string
}

// Least lengths of ids that clients choose. A conversation's must not be guessable.
const (
	minConversationID = 16
	minMessageID      = 1
)

// Say appends the customer's message and returns its number once it is on the disk. The first message
// begins the conversation.
func (r *Room) Say(ctx context.Context, a Act, text, choice string) (int64, error) {
	return r.act(ctx, a, true, bot.EventMessage, bot.Body{Text: text, Choice: choice}, func(c bot.Conversation) (bot.Change, error) {
		p := r.Prospect(c.Team)
		return c.Says(a.ID, text, choice, bot.Around{Last: r.Here(c.Last), Staff: p.Staffed && p.Open}, r.Clock())
	})
}

// AskForPerson hands the conversation to the queue. It may be the first act in a conversation.
func (r *Room) AskForPerson(ctx context.Context, a Act) (int64, error) {
	return r.act(ctx, a, true, bot.EventOwner, bot.Body{}, func(c bot.Conversation) (bot.Change, error) {
		return c.AsksForPerson(a.ID, r.Clock())
	})
}

// Feedback records whether the message ref helped.
func (r *Room) Feedback(ctx context.Context, a Act, ref int64, helpful bool) (int64, error) {
	return r.act(ctx, a, false, bot.EventFeedback, bot.Body{Ref: ref, Helpful: &helpful}, func(c bot.Conversation) (bot.Change, error) {
		return c.Feedback(a.ID, ref, helpful, r.Clock())
	})
}

// Rate records the customer's rating, 1 to 5, with a comment.
func (r *Room) Rate(ctx context.Context, a Act, score int, comment string) (int64, error) {
	return r.act(ctx, a, false, bot.EventRating, bot.Body{Score: score, Text: comment}, func(c bot.Conversation) (bot.Change, error) {
		return c.Rate(a.ID, score, comment, r.Clock())
	})
}

// LeaveContact records an address at which the customer can be reached.
func (r *Room) LeaveContact(ctx context.Context, a Act, email, name string) (int64, error) {
	return r.act(ctx, a, false, bot.EventContact, bot.Body{Email: email, Name: name}, func(c bot.Conversation) (bot.Change, error) {
		return c.LeaveContact(a.ID, email, name, r.Clock())
	})
}

// act commits something the customer does. Another visitor's conversation does not exist for them.
func (r *Room) act(ctx context.Context, a Act, begins bool, kind bot.EventKind, body bot.Body, rule bot.Rule) (int64, error) {
	if !bot.ValidID(a.Conversation, minConversationID) {
		return 0, fmt.Errorf("%w: a conversation id has 16 to %d letters, digits, '-' or '_'", bot.ErrInvalid, bot.MaxClientID)
	}
	if !bot.ValidID(a.ID, minMessageID) {
		return 0, fmt.Errorf("%w: an id has 1 to %d letters, digits, '-' or '_'", bot.ErrInvalid, bot.MaxClientID)
	}
	var create *bot.Conversation
	if begins {
		now := r.Clock()
		create = &bot.Conversation{
			ID: a.Conversation, Visitor: a.Visitor.ID, Site: a.Visitor.Site, Status: bot.Open,
			Owner: bot.Owner{Kind: bot.OwnerBot}, Epoch: 1, Locale: a.Locale, Origin: bot.Origin{Page: a.Page, Referrer: a.Referrer, Zone: a.Zone}, Created: now, Updated: now,
		}
	}
	try := bot.Event{Kind: kind, Author: bot.Customer(a.Visitor.ID), ClientID: a.ID, Body: body}
	out, err := r.commit(ctx, a.Conversation, create, try, func(c bot.Conversation) (bot.Change, error) {
		if c.Visitor != a.Visitor.ID {
			return bot.Change{}, bot.ErrNotFound
		}
		return rule(c)
	}, a.Address)
	return out.Seq, err
}
