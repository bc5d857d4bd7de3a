package chat

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"time"

	"frontdesk/bot"
)

// Tries and pauses of a turn.
const (
	maxAttempts = 3                      // failed tries until a person is brought in
	maxReruns   = 50                     // reruns because something was appended meanwhile
	poll        = time.Second            // how often turns are looked for that nobody was woken for
	backoff     = 500 * time.Millisecond // before the second try, doubled for each further one
	settle      = 100 * time.Millisecond // for the index to follow a withdrawal
	tail        = 400                    // events read back at the most
	thoughtTail = 40                     // events read back for what the bot thought of
	maxDrafting = 1024                   // turns at the same time with a model
)

// Run takes up pending turns until ctx ends, then waits for those that are running.
func (r *Room) Run(ctx context.Context) error {
	cancel, err := r.listen()
	if err != nil {
		return err
	}
	defer cancel()
	defer r.free(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { r.dispatch(ctx, &wg) })
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for {
		due, err := r.due(ctx)
		if err != nil && ctx.Err() == nil {
			r.Logger.Error("pending turns not read", "error", err)
		}
		for _, t := range due {
			r.turns.poll(t.Conversation, r.Claims != nil)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// dispatch runs each turn that is woken in a goroutine of its own, as many at the same time as there are places.
func (r *Room) dispatch(ctx context.Context, wg *sync.WaitGroup) {
	places := make(chan struct{}, r.places())
	for {
		select {
		case <-ctx.Done():
			return
		case places <- struct{}{}:
		}
		select {
		case <-ctx.Done():
			return
		case id := <-r.turns.queue:
			wg.Go(func() {
				r.work(ctx, id)
				<-places
			})
		}
	}
}

// places is how many turns run at the same time. Those that wait for a model take no processor's time.
func (r *Room) places() int {
	if r.Drafts {
		return maxDrafting
	}
	return r.Workers
}

// work runs one conversation's turn, again if it was asked for meanwhile.
func (r *Room) work(ctx context.Context, id string) {
	for {
		if r.claim(ctx, id) {
			if err := r.turn(ctx, id); err != nil && ctx.Err() == nil {
				r.failed(ctx, id, err)
			}
		}
		if !r.turns.done(id) {
			return
		}
	}
}

// turn reacts until nothing came in between.
func (r *Room) turn(ctx context.Context, id string) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the turn panicked: %v", p)
		}
	}()
	var how rerun
	for range maxReruns {
		var again bool
		if again, how, err = r.react(ctx, id, how); err != nil || !again {
			return err
		}
	}
	return fmt.Errorf("the turn was overtaken %d times", maxReruns)
}

// rerun says what is different when a turn is run again.
type rerun struct {
	plain bool // no model is asked
	anew  bool // an article that was quoted is not published any more, so that all are read again
}

// react reads the log, lets the answerer decide and commits the decision. It reports whether that has to be done
// again, and how.
func (r *Room) react(ctx context.Context, id string, how rerun) (again bool, next rerun, err error) {
	a := r.begin(ctx, id)
	said := false
	defer func() { r.end(a, said) }()
	c, q, err := r.read(ctx, id)
	if err != nil {
		return false, next, err
	}
	if q.Text == "" {
		return false, next, r.Turns.DropTurn(ctx, id, c.Head)
	}
	q.Anew = how.anew
	a.reactsTo(c)
	began := r.Clock()
	d := r.decide(ctx, a, q, how.plain)
	if err := ctx.Err(); err != nil {
		return false, next, err // the process ends; the turn is taken up again after its start
	}
	out, err := r.say(ctx, a, d, c, q)
	if err != nil {
		r.memory.forget(id) // it may be what is wrong
	}
	switch {
	case err == nil:
		said = len(out.Events) > 0
		r.Observe(d, r.Clock().Sub(began))
		return false, next, nil
	case errors.Is(err, bot.ErrUnpublished):
		// An editor withdrew the article in this moment; the index follows within its poll.
		return true, rerun{plain: how.plain || a.unwanted(), anew: true}, sleep(ctx, settle)
	case errors.Is(err, bot.ErrStaleEpoch):
		return true, rerun{anew: how.anew}, nil
	}
	return false, next, err
}

// read finds what the bot has to react to. The question is empty if there is nothing.
func (r *Room) read(ctx context.Context, id string) (c bot.Conversation, q bot.Question, err error) {
	c, q, err = r.asked(ctx, id)
	if err != nil || q.Text == "" {
		return c, q, err
	}
	q.Site = c.Site
	q.Payer = bot.Payer{Purpose: bot.ForAnswer, Site: c.Site, Visitor: c.Visitor, Address: r.turns.address(id)}
	if c.Name != "" {
		q.Names = append(q.Names, c.Name)
	}
	if r.Known == nil || !r.Drafts { // there is no model to keep the names from
		return c, q, nil
	}
	names, err := r.Known(ctx, c.Visitor)
	if err != nil {
		r.Logger.Warn("no model is asked, for it is not known what is to be kept from it", "conversation", id, "error", err)
		q.Payer.Purpose = ""
	}
	q.Names = append(q.Names, names...)
	return c, q, nil
}

// asked returns what the bot has to react to in a conversation: from memory or, where that knows of nothing or may have
// missed what another node committed, from the log.
func (r *Room) asked(ctx context.Context, id string) (c bot.Conversation, q bot.Question, err error) {
	known, q, ok := r.memory.recall(id)
	if ok && r.Claims == nil {
		return known, q, nil
	}
	if c, err = r.Log.Conversation(ctx, id); err != nil || !c.BotMaySpeak() {
		return c, bot.Question{}, err
	}
	if ok && known.Head == c.Head && known.Epoch == c.Epoch && known.Created.Equal(c.Created) {
		return c, q, nil
	}
	h, err := r.readLog(ctx, c, max(0, c.Head-tail))
	if err != nil {
		return c, bot.Question{}, err
	}
	if c.Head <= tail {
		r.memory.learn(c, h)
	}
	if q, ok = h.Question(c.Locale); !ok {
		q = bot.Question{}
	}
	return c, q, nil
}

// readLog reads the events after the number given.
func (r *Room) readLog(ctx context.Context, c bot.Conversation, after int64) (h heard, err error) {
	log, err := r.Log.Events(ctx, c.ID, after, int(c.Head-after))
	h.hear(log)
	return h, err
}

// decide asks the answerer. With a model, the customer is shown what is about to be said, and the model is left alone
// as soon as nobody waits for it. If that is before anything was shown, the answerer may have been kept from searching,
// and is asked for what is written.
func (r *Room) decide(ctx context.Context, a *attempt, q bot.Question, plain bool) bot.Decision {
	ctx, cancel := context.WithTimeout(ctx, r.Deadline)
	defer cancel()
	if !r.Drafts {
		return r.Answerer.Turn(ctx, q)
	}
	if !plain {
		deadline, _ := ctx.Deadline()
		drafting, done := context.WithDeadline(a.ctx, deadline)
		defer done()
		worded := q
		worded.Along = a.along
		if d := r.Answerer.Turn(drafting, worded); !a.unwanted() || a.hasBegun() {
			return d
		}
	}
	q.Payer.Purpose = "" // nobody is to pay for a model
	return r.Answerer.Turn(ctx, q)
}

// say commits a decision. What was appended meanwhile does not matter if the question is still the same: then it is
// committed all the same, and no model is asked again.
func (r *Room) say(ctx context.Context, a *attempt, d bot.Decision, c bot.Conversation, q bot.Question) (bot.Outcome, error) {
	after := max(0, c.Head-tail) // where the question was read from
	for range maxReruns {
		out, err := r.Commit(ctx, c.ID, nil, bot.Event{}, func(now bot.Conversation) (bot.Change, error) {
			return now.Decides(d, r.BotName, c.Head, c.Epoch, r.Clock())
		})
		if !errors.Is(err, bot.ErrStaleEpoch) || a.overtaken() {
			return out, err
		}
		now, same, fault := r.still(ctx, c, q, after)
		if fault != nil || !same {
			return out, cmp.Or(fault, err)
		}
		c = now
	}
	return bot.Outcome{}, bot.ErrStaleEpoch
}

// still reads a conversation again and reports whether the bot owes the same reaction as before: nobody else took over,
// and the customer's question is the same. What staff noted or looked at changes nothing.
func (r *Room) still(ctx context.Context, c bot.Conversation, q bot.Question, after int64) (now bot.Conversation, same bool, err error) {
	now, err = r.Log.Conversation(ctx, c.ID)
	if err != nil || now.Epoch != c.Epoch || now.Status != c.Status || now.Owner != c.Owner || now.Head-after > 2*tail {
		return now, false, err
	}
	h, err := r.readLog(ctx, now, after)
	asked, _ := h.Question(now.Locale)
	return now, asked.Text == q.Text && asked.Choice == q.Choice && asked.Waiting == q.Waiting && reflect.DeepEqual(asked.Earlier, q.Earlier), err
}

// failed has a turn tried again later, or brings a person in after the last try. The store counts the tries and tells
// the time: the clocks of nodes differ.
func (r *Room) failed(ctx context.Context, id string, cause error) {
	tries, err := r.Turns.FailTurn(ctx, id, func(failed int) time.Duration { return backoff << min(failed-1, maxAttempts) })
	r.Logger.Error("turn failed", "conversation", id, "attempt", tries, "error", cause)
	if err == nil && tries >= maxAttempts {
		_, err = r.Commit(ctx, id, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
			return c.GivesUp("The bot failed to react.", r.Clock())
		})
	}
	if err != nil {
		r.Logger.Error("failed turn not recorded", "conversation", id, "error", err)
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
