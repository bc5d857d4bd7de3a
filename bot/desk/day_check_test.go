package desk_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"frontdesk/bot"
)

// story is what the log of a conversation says, read without the rules that wrote it.
type story struct {
	day    *day
	id     string
	faults []string

	owner  bot.Owner
	owners map[int64]bot.Owner // by epoch
	email  string

	running
	before running // the last change of owner, which may be undone

	said      time.Time // until when the wait that was said lasts; zero if none was
	saidAt    time.Time
	priority  bot.Priority
	team      string // that was asked, "" if the log does not say
	promises  map[string]bot.PromiseState
	reminders map[string]int
	expected  []measured
	owing     []owing
}

// running is what runs in a hand-off.
type running struct {
	began, queued, asked time.Time // of the hand-off; since when the customer waits for a word
	first, next          bool      // clocks that run
	unclear              bool      // which of them does is not to be seen from the log
	taken, waited        bool      // the hand-off has had an agent; it came by the queue
	closed               bool      // it is resolved

	ran     time.Duration // opening hours that the end has taken so far
	goes    time.Time     // since when it takes more; zero while it waits for the customer
	changed bool          // priority or team changed during the hand-off
}

// measured is a measure that must be there; an optional one may.
type measured struct {
	kind     string
	at       time.Time
	began    time.Time
	optional bool
	kept     *bool
}

// owing is something said to the customer that they must see, or get by mail.
type owing struct {
	seq int64
	at  time.Time
}

func (s *story) fault(format string, args ...any) {
	s.faults = append(s.faults, s.id+": "+fmt.Sprintf(format, args...))
}

// check reads everything and says what is wrong.
func (d *day) check() (faults []string) {
	places, err := d.desk.Places(context.Background())
	d.must(err)
	if len(places) > 0 {
		faults = append(faults, fmt.Sprintf("%d conversations still wait after two days without anybody", len(places)))
	}
	if turns, err := d.store.DueTurns(context.Background(), d.watch.Now(), 1000); err != nil || len(turns) > 0 {
		faults = append(faults, fmt.Sprintf("%d turns are pending still: %v", len(turns), err))
	}
	loads := newLoads(d)
	for _, g := range d.guests {
		if c, err := d.store.Conversation(context.Background(), g.conversation); err == nil {
			s := d.read(c)
			s.compare(c)
			faults = append(faults, s.faults...)
			loads.add(d.log(c.ID))
		}
	}
	return append(faults, loads.faults()...)
}

// read goes through a conversation's log.
func (d *day) read(c bot.Conversation) *story {
	s := &story{day: d, id: c.ID, owner: bot.Owner{Kind: bot.OwnerBot}, owners: map[int64]bot.Owner{1: {Kind: bot.OwnerBot}},
		promises: make(map[string]bot.PromiseState), reminders: make(map[string]int)}
	var epoch, seq int64 = 1, 0
	for _, e := range d.log(c.ID) {
		if seq++; e.Seq != seq {
			s.fault("event %d has the number %d", seq, e.Seq)
			seq = e.Seq
		}
		if moves(e) {
			epoch++
			s.moved(e, epoch)
		} else if e.Epoch != epoch && e.Epoch != epoch+1 { // the word that reopens bears the number that follows
			s.fault("event %d was written in epoch %d, it is epoch %d", e.Seq, e.Epoch, epoch)
		}
		s.event(e)
	}
	return s
}

// moves reports whether an event is a change of owner.
func moves(e bot.Event) bool {
	return e.Kind == bot.EventOwner || e.Kind == bot.EventResolved || e.Kind == bot.EventExpired
}

func (s *story) moved(e bot.Event, epoch int64) {
	if e.Epoch != epoch {
		s.fault("the owner changed at %d in epoch %d, which should be %d", e.Seq, e.Epoch, epoch)
	}
	s.owner = bot.Owner{Kind: bot.OwnerBot}
	if e.Kind == bot.EventOwner {
		s.owner = bot.Owner{Kind: e.Body.Owner}
		if e.Body.Owner == bot.OwnerAgent {
			s.owner.Agent = e.Body.To
			if e.Body.Agent == "" || e.Body.To == "" {
				s.fault("the customer was not told who took it at %d", e.Seq)
			}
		}
	}
	s.owners[epoch] = s.owner
}

// event follows what one event means for the customer and for the clocks.
func (s *story) event(e bot.Event) {
	s.word(e)
	if moves(e) {
		was := s.running
		defer func() { s.before = was }()
	}
	switch {
	case e.Kind == bot.EventOwner && e.Body.Reason == bot.ReasonUndone:
		s.running = s.before
		s.changed = true
	case e.Kind == bot.EventOwner && e.Body.Owner == bot.OwnerQueue:
		s.waits(e)
	case e.Kind == bot.EventOwner && e.Body.Owner == bot.OwnerAgent:
		s.isTaken(e)
	case e.Kind == bot.EventOwner:
		s.given(e)
	case e.Kind == bot.EventResolved, e.Kind == bot.EventExpired:
		s.ends(e)
	case e.Kind == bot.EventReopened:
		s.closed = false
	case e.Kind == bot.EventMessage && e.Author.Kind == bot.ByCustomer && s.owner.Kind != bot.OwnerBot:
		s.asks(e)
	case e.Kind == bot.EventMessage && e.Author.Kind == bot.ByAgent:
		s.answers(e)
	case e.Kind == bot.EventWait:
		s.says(e)
	case e.Kind == bot.EventPriority:
		s.changed, s.priority = true, e.Body.Priority
	case e.Kind == bot.EventContact:
		s.email = e.Body.Email
	case e.Kind == bot.EventPromise:
		s.promise(e)
	case e.Kind == bot.EventReminder:
		s.reminders[e.Body.Promise.ID]++
		if e.At.UnixMilli() >= e.Body.Promise.Due {
			s.fault("reminded of %s after it was due", e.Body.Promise.ID)
		}
	}
	late := e.Kind == bot.EventExpired || e.Kind == bot.EventPromise && e.Body.Promise.State != bot.PromiseOpen
	if s.email != "" && (late || e.Kind == bot.EventMessage && e.Author.Kind == bot.ByAgent) {
		s.owing = append(s.owing, owing{e.Seq, e.At})
	}
}

// word checks that a wait that was said did not pass without a word.
func (s *story) word(e bot.Event) {
	if s.said.IsZero() || !moves(e) && e.Kind != bot.EventWait {
		return
	}
	if limit := s.latest(); e.At.After(limit) {
		s.fault("at %s a wait until %s was said; the next word came at %s", s.saidAt.Format(time.TimeOnly), s.said.Format(time.TimeOnly), e.At.Format(time.TimeOnly))
	}
	s.said = time.Time{}
}

// latest is by when the customer must have had a word: the keeper looks at some moments only.
func (s *story) latest() time.Time {
	due := s.saidAt.Add(s.said.Sub(s.saidAt) * 4 / 5)
	i, _ := slices.BinarySearchFunc(s.day.steps, due, time.Time.Compare)
	look := s.day.steps[min(i+1, len(s.day.steps)-1)].Add(time.Second) // the first may have been killed
	if look.After(s.said) {
		return look
	}
	return s.said
}

func (s *story) says(e bot.Event) {
	if e.Body.Wait > 0 {
		s.said, s.saidAt = e.At.Add(time.Duration(e.Body.Wait)*time.Second), e.At
	}
	if e.Body.Wait > 0 && e.Body.Samples < bot.MinSamples {
		s.fault("a wait of %d customers was said at %d", e.Body.Samples, e.Seq)
	}
}
