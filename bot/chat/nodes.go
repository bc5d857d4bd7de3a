package chat

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"frontdesk/bot"
)

// Claims are the pending turns in a store that several nodes share. A claim is a lease by the store's clock: nobody else
// gets the turn until it ends or is let go.
type Claims interface {
	// ClaimTurns claims turns that are due and that no other node holds. What this node holds already is returned too,
	// and kept for longer.
	ClaimTurns(ctx context.Context, node string, lease time.Duration, limit int) ([]bot.PendingTurn, error)
	// ClaimTurn claims the turn of one conversation, due or not; false if there is none or another node holds it.
	ClaimTurn(ctx context.Context, node, conversation string, lease time.Duration) (bool, error)
	// FreeTurns lets go of everything that the node holds.
	FreeTurns(ctx context.Context, node string) error
}

// Subjects by which the rooms of several nodes talk about the turn of a conversation, followed by its id.
const (
	subjectStop = "stop." // its customer does not want to wait; the value is a *stopping
	subjectLeft = "left." // its customer has gone; the value is nil
)

// stopping says who does not want to wait.
type stopping struct {
	Visitor string `json:"visitor"`
}

// Patience with the claims of other nodes.
const (
	leaseBeyond = 5 * time.Second // on top of two deadlines: for commits, and for an index that follows
	freeing     = 2 * time.Second // at the end of the process
)

// lease is for how long a turn is claimed. Each look for due turns renews it while the turn is run.
func (r *Room) lease() time.Duration { return 2*r.Deadline + leaseBeyond }

// due finds the turns that nobody was woken for. Of a shared store no more are claimed than can be run soon, so that
// other nodes get theirs.
func (r *Room) due(ctx context.Context) ([]bot.PendingTurn, error) {
	if r.Claims == nil {
		return r.Turns.DueTurns(ctx, r.Clock(), cap(r.turns.queue))
	}
	return r.Claims.ClaimTurns(ctx, r.Node, r.lease(), r.places()+r.turns.len())
}

// claim makes sure that no other node runs the turn. What is not claimed for want of the store is found by a later look.
func (r *Room) claim(ctx context.Context, id string) bool {
	if r.Claims == nil || r.turns.held(id) {
		return true
	}
	mine, err := r.Claims.ClaimTurn(ctx, r.Node, id, r.lease())
	if err != nil && ctx.Err() == nil {
		r.Logger.Error("turn not claimed", "conversation", id, "error", err)
	}
	return mine && err == nil
}

// free lets go of what this node holds, so that nobody waits for its leases. ctx has ended.
func (r *Room) free(ctx context.Context) {
	if r.Claims == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), freeing)
	defer cancel()
	if err := r.Claims.FreeTurns(ctx, r.Node); err != nil {
		r.Logger.Warn("turns not let go; other nodes take them up when their leases end", "error", err)
	}
}

// listen hears of what other nodes do to conversations whose turns run here. The returned function ends it.
func (r *Room) listen() (cancel func(), err error) {
	var ends []func()
	cancel = func() {
		for _, end := range ends {
			end()
		}
	}
	if r.Listen == nil {
		return cancel, nil
	}
	for _, l := range []struct {
		subject string
		decode  func([]byte) (any, error)
		f       func(id string, v any)
	}{
		{SubjectConversation, undecoded, r.elsewhere},
		{subjectStop, decodeStopping, func(id string, v any) { _ = r.stop(id, v.(*stopping).Visitor) }},
		{subjectLeft, undecoded, func(id string, _ any) { r.left(id) }},
	} {
		end, err := r.Listen(l.subject+"*", l.decode, func(subject string, v any) { l.f(subject[len(l.subject):], v) })
		if err != nil {
			cancel()
			return nil, err
		}
		ends = append(ends, end)
	}
	return cancel, nil
}

// undecoded leaves what another node announced as it is: most news is of conversations whose turns run elsewhere.
func undecoded(data []byte) (any, error) { return json.RawMessage(data), nil }

func decodeStopping(data []byte) (any, error) {
	s := new(stopping)
	err := json.Unmarshal(data, s)
	return s, err
}

// elsewhere ends an attempt that has been overtaken by what was committed on another node.
func (r *Room) elsewhere(id string, v any) {
	data, ok := v.(json.RawMessage)
	if !ok || r.attempts.find(id) == nil {
		return // committed here, where it was heard of at once; or nothing runs
	}
	n := new(bot.News)
	if err := json.Unmarshal(data, n); err != nil {
		r.Logger.Error("news not understood", "conversation", id, "error", err)
		return
	}
	r.heard(id, n.Events)
}

// Stop ends the wording of what the bot is about to say, because the customer does not want to wait for it: what they
// get is what is written. Where no turn of this visitor's is running in this process, the other nodes are told, and it
// returns bot.ErrNotFound.
func (r *Room) Stop(conversation, visitor string) error {
	err := r.stop(conversation, visitor)
	if errors.Is(err, bot.ErrNotFound) && r.Listen != nil {
		if err := r.Announce(subjectStop+conversation, &stopping{visitor}); err != nil {
			r.Logger.Warn("other nodes were not told to stop", "conversation", conversation, "error", err)
		}
	}
	return err
}

// Left ends the wording of what the bot is about to say, on any node, because its customer is not there any more. What
// is written is said all the same.
func (r *Room) Left(conversation string) {
	if r.left(conversation) || r.Listen == nil || !r.Drafts {
		return
	}
	if err := r.Announce(subjectLeft+conversation, nil); err != nil {
		r.Logger.Debug("a customer's leaving was not announced", "conversation", conversation, "error", err)
	}
}
