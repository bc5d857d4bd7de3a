package desk

import (
	"context"

	"frontdesk/bot"
)

// Overview is what the lists of all agents are made of.
type Overview struct {
	Waiting   []bot.Line // the queue, next first
	Owned     []bot.Line // with agents, snoozed ones included, newest first
	Bot       []bot.Line // with the bot, newest first
	FollowUps []bot.Line // low ratings that nobody has looked at, oldest first
	Closed    []bot.Line // resolved, newest first
}

// Longest lists.
const (
	maxWaiting = 2000
	maxOwned   = 1000
	maxOthers  = 50
	maxOwed    = 500
)

// Overview returns the lists as they are now.
func (d *Desk) Overview(ctx context.Context) (o Overview, err error) {
	for _, l := range []struct {
		into  *[]bot.Line
		view  bot.View
		limit int
	}{
		{&o.Waiting, bot.ViewWaiting, maxWaiting},
		{&o.Owned, bot.ViewOwned, maxOwned},
		{&o.Bot, bot.ViewBot, maxOthers},
		{&o.FollowUps, bot.ViewFollowUp, maxOthers},
		{&o.Closed, bot.ViewClosed, maxOthers},
	} {
		if *l.into, err = d.store.Lines(ctx, l.view, "", l.limit); err != nil {
			return o, err
		}
	}
	return o, nil
}

// Owed returns the promises that are still owed, those due first first.
func (d *Desk) Owed(ctx context.Context) ([]bot.Promise, error) { return d.store.Owed(ctx, maxOwed) }

// Promises returns the promises of a conversation.
func (d *Desk) Promises(ctx context.Context, conversation string) ([]bot.Promise, error) {
	return d.store.Promises(ctx, conversation)
}

// Mentions counts the unseen notes that mention a member of the staff, by conversation.
func (d *Desk) Mentions(ctx context.Context, staff string) (map[string]int, error) {
	return d.store.Mentions(ctx, staff)
}

// Place is where a conversation stands in the queue of its team.
type Place struct {
	Place   int // 1 is next
	Waiting int // conversations in that queue
	Team    string
}

// Places tells the place of every waiting conversation.
func (d *Desk) Places(ctx context.Context) (map[string]Place, error) {
	queue, err := d.store.Queue(ctx)
	if err != nil {
		return nil, err
	}
	count := make(map[string]int)
	places := make(map[string]Place, len(queue))
	for _, w := range queue {
		count[w.Team]++
		places[w.ID] = Place{Place: count[w.Team], Team: w.Team}
	}
	for id, p := range places {
		p.Waiting = count[p.Team]
		places[id] = p
	}
	return places, nil
}
