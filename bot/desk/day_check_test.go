package desk_test

import (
	"context"
	"encoding/json"
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
	closed bool
	email  string

	began, queued, asked time.Time // of the hand-off; since when the customer waits for a word
	first, next          bool      // clocks that run
	unclear              bool      // which of them does is not to be seen from the log
	taken, waited        bool      // the hand-off has had an agent; it came by the queue

	ran       time.Duration // opening hours that the end has taken so far
	running   time.Time     // since when it takes more; zero while it waits for the customer
	changed   bool          // priority or team changed during the hand-off
	said      time.Time     // until when the wait that was said lasts; zero if none was
	saidAt    time.Time
	undone    bool // a resolving was undone, so that the hand-off is older than it looks
	priority  bot.Priority
	team      string // that was asked, "" if the log does not say
	promises  map[string]bot.PromiseState
	reminders map[string]int
	expected  []measured
	owing     []owing
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
	switch {
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

// waits is a hand-off, or the return to the queue.
func (s *story) waits(e bot.Event) {
	if s.began.IsZero() {
		s.began, s.queued, s.asked, s.running = e.At, e.At, e.At, e.At
		s.first, s.next, s.unclear, s.taken, s.waited, s.changed, s.ran = true, false, false, false, true, false, 0
	} else {
		s.promised(e)
	}
	if s.queued.IsZero() { // taken from the bot before, so that it has not waited yet
		s.queued = e.At
	}
	if e.Body.Reason == bot.ReasonTransferred || e.Body.Reason == bot.ReasonUndone {
		s.changed = true
	}
	for _, t := range s.day.book.Plan().Teams {
		if t.Title == e.Body.Team {
			s.team = t.ID
		}
	}
	if e.Body.Place < 1 {
		s.fault("no place in the queue was said at %d", e.Seq)
	}
	s.says(e)
}

// promised is the customer being told that somebody else will help them: they wait for that.
func (s *story) promised(e bot.Event) {
	if s.asked.IsZero() {
		s.asked, s.unclear = e.At, true
	}
	if s.running.IsZero() {
		s.running = e.At
	}
}

func (s *story) isTaken(e bot.Event) {
	switch {
	case s.began.IsZero(): // from the bot, reopened to whoever served last, or not resolved after all
		s.began, s.running, s.asked, s.unclear, s.waited, s.changed, s.ran = e.At, e.At, e.At, true, false, false, 0
		switch e.Body.Reason {
		case bot.ReasonReopened:
			s.queued = e.At
		case bot.ReasonUndone:
			s.undone, s.closed, s.changed = true, false, true
		default:
			s.queued = time.Time{}
		}
	case s.waited && !s.taken:
		s.expect(bot.MeasureWait, s.queued, e.At)
	}
	s.promised(e)
	s.taken = true
	if e.Author.Kind == bot.BySystem && !s.day.isHere(e.Body.To, e.At) {
		s.fault("%s got it at %d (%s) without being there at %s", e.Body.To, e.Seq, e.Body.Reason, e.At.Format(time.TimeOnly))
	}
}

// isHere says whether the agent was there when the keeper looked last.
func (d *day) isHere(agent string, at time.Time) bool {
	i, _ := slices.BinarySearchFunc(d.steps, at, time.Time.Compare)
	return d.here[agent][d.steps[max(0, i-1)]]
}

func (s *story) asks(e bot.Event) {
	if s.asked.IsZero() {
		s.asked, s.next = e.At, !s.first
	}
	if s.running.IsZero() && !s.began.IsZero() {
		s.running = e.At
	}
}

func (s *story) answers(e bot.Event) {
	if by := s.owners[e.Epoch]; by.Kind != bot.OwnerAgent || by.Agent != e.Author.ID {
		s.fault("%s wrote %d in epoch %d, which is of %+v", e.Author.ID, e.Seq, e.Epoch, by)
	}
	s.stop(e.At)
	if !s.running.IsZero() {
		s.ran += s.day.book.Plan().Calendar("support").Between(s.running, e.At)
		s.running = time.Time{}
	}
}

// stop is the end of a wait for an answer.
func (s *story) stop(at time.Time) {
	switch {
	case s.unclear && !s.asked.IsZero():
		s.expected = append(s.expected, measured{kind: "answer", at: at, optional: true})
	case s.first:
		s.expect(bot.MeasureFirst, s.began, at)
	case s.next:
		s.expect(bot.MeasureNext, s.asked, at)
	}
	s.first, s.next, s.unclear, s.asked = false, false, false, time.Time{}
}

// given is the conversation going back to the bot: an answer that nobody will give is measured if it is late already.
func (s *story) given(e bot.Event) {
	n, late := len(s.expected), new(bool)
	s.stop(e.At)
	for i := range s.expected[n:] {
		s.expected[n+i].optional, s.expected[n+i].kept = true, late
	}
	s.end()
}

func (s *story) expect(kind string, began, at time.Time) {
	s.expected = append(s.expected, measured{kind: kind, at: at, began: began})
}

// ends is the end of the conversation.
func (s *story) ends(e bot.Event) {
	if e.Author.Kind == bot.ByAgent && s.owed() > 0 {
		s.fault("it was resolved at %d with %d promises open", e.Seq, s.owed())
	}
	s.stop(e.At)
	if !s.began.IsZero() {
		m := measured{kind: bot.MeasureResolve, at: e.At, began: s.began, optional: s.changed}
		if s.undone {
			m.began = time.Time{}
		}
		if !s.running.IsZero() {
			s.ran += s.day.book.Plan().Calendar("support").Between(s.running, e.At)
		}
		m.kept = s.inTime()
		s.expected = append(s.expected, m)
	}
	if e.Kind == bot.EventExpired {
		s.expect(bot.MeasureExpired, s.queued, e.At)
	}
	s.end()
	s.closed = true
}

// inTime says whether the end came in time; nil if that depends on what is not in the log.
func (s *story) inTime() *bool {
	limit := time.Duration(s.day.book.Plan().Standard(s.team, s.priority).Resolve) * time.Second
	if s.changed || s.unclear || s.team == "" || (s.ran-limit).Abs() < time.Second {
		return nil
	}
	kept := s.ran <= limit
	return &kept
}

func (s *story) end() {
	s.began, s.running, s.waited, s.undone = time.Time{}, time.Time{}, false, false
}

func (s *story) owed() (n int) {
	for _, state := range s.promises {
		if state == bot.PromiseOpen || state == bot.PromiseLate {
			n++
		}
	}
	return n
}

func (s *story) promise(e bot.Event) {
	p := *e.Body.Promise
	was := s.promises[p.ID]
	switch {
	case p.State == bot.PromiseOpen && was != "", p.State == bot.PromiseLate && was != bot.PromiseOpen,
		p.State == bot.PromiseKept && was != bot.PromiseOpen && was != bot.PromiseLate,
		p.State == bot.PromiseDropped && was != bot.PromiseOpen && was != bot.PromiseLate:
		s.fault("a promise that was %q is %q at %d", was, p.State, e.Seq)
	}
	if p.State == bot.PromiseLate && e.At.UnixMilli() < p.Due {
		s.fault("the promise of %d was called late too early", e.Seq)
	}
	s.promises[p.ID] = p.State
}

// compare holds the story against what the store has.
func (s *story) compare(c bot.Conversation) {
	d, now := s.day, s.day.watch.Now()
	switch {
	case c.Owner != s.owner:
		s.fault("the store says that it is with %+v, the log %+v", c.Owner, s.owner)
	case s.owner.Kind == bot.OwnerQueue:
		s.fault("it still waits, since %s; alarm %s", c.Queued.Format(time.DateTime), c.Alarm.Format(time.DateTime))
	case s.owner.Kind == bot.OwnerAgent && !s.asked.IsZero():
		s.fault("its customer has waited since %s for %s, who is gone", s.asked.Format(time.DateTime), s.owner.Agent)
	}
	if (c.Status == bot.Resolved) != s.closed {
		s.fault("the store says %s, the log closed: %v", c.Status, s.closed)
	}
	if !s.began.IsZero() && s.waited && !c.Queued.Equal(s.queued) {
		s.fault("its place is that of %s, it was queued at %s", c.Queued.Format(time.TimeOnly), s.queued.Format(time.TimeOnly))
	}
	if c.Promises != s.owed() {
		s.fault("%d promises are counted, %d are owed", c.Promises, s.owed())
	}
	for id, n := range s.reminders {
		if n > 1 {
			s.fault("reminded %d times of %s", n, id)
		}
	}
	kept, err := d.store.Promises(context.Background(), s.id)
	d.must(err)
	for _, p := range kept {
		if p.State != s.promises[p.ID] {
			s.fault("the promise %s is %q, the log says %q", p.ID, p.State, s.promises[p.ID])
		}
		if p.State == bot.PromiseOpen && p.Due < now.UnixMilli() {
			s.fault("the promise %s is late and nobody was told", p.ID)
		}
	}
	if !s.said.IsZero() && s.owner.Kind == bot.OwnerQueue && now.After(s.latest()) {
		s.fault("a wait until %s was said, and nothing since", s.said.Format(time.DateTime))
	}
	s.compareMeasures()
	s.compareMails()
}

// compareMeasures checks every clock that was stopped.
func (s *story) compareMeasures() {
	got := slices.DeleteFunc(s.day.measures(s.id), func(m bot.Measure) bool { return m.Kind == bot.MeasurePromise })
	for _, want := range s.expected {
		i := slices.IndexFunc(got, func(m bot.Measure) bool {
			same := m.Kind == want.kind || want.kind == "answer" && (m.Kind == bot.MeasureFirst || m.Kind == bot.MeasureNext)
			return same && m.Ended.Equal(want.at)
		})
		if i < 0 {
			if !want.optional {
				s.fault("nothing was measured of the %s that ended at %s", want.kind, want.at.Format(time.TimeOnly))
			}
			continue
		}
		m := got[i]
		got = slices.Delete(got, i, i+1)
		if !want.began.IsZero() && !m.Began.Equal(want.began) {
			s.fault("the %s that ended at %s began at %s, not at %s", m.Kind, m.Ended.Format(time.TimeOnly), want.began.Format(time.TimeOnly), m.Began.Format(time.TimeOnly))
		}
		if m.Kept != (m.Due.IsZero() || !m.Ended.After(m.Due)) || want.kept != nil && m.Kept != *want.kept {
			s.fault("the %s from %s to %s, due %s, is called kept: %v", m.Kind, m.Began.Format(time.TimeOnly), m.Ended.Format(time.TimeOnly), m.Due.Format(time.DateTime), m.Kept)
		}
		if (m.Kind == bot.MeasureFirst || m.Kind == bot.MeasureNext) && !s.day.standard(m) {
			s.fault("the %s from %s was due at %s, which no standard says", m.Kind, m.Began.Format(time.TimeOnly), m.Due.Format(time.DateTime))
		}
	}
	for _, m := range got {
		s.fault("a %s that ended at %s was measured, and nothing had ended", m.Kind, m.Ended.Format(time.TimeOnly))
	}
}

// standard reports whether a measure was due when one of the standards says.
func (d *day) standard(m bot.Measure) bool {
	p := d.book.Plan()
	for _, team := range p.Teams {
		for _, std := range team.Standards {
			limit := std.First
			if m.Kind == bot.MeasureNext {
				limit = std.Next
			}
			if p.Calendar(team.ID).Add(m.Began, time.Duration(limit)*time.Second).Equal(m.Due) {
				return true
			}
		}
	}
	return false
}

// compareMails checks that what was said to somebody with an address reached them, and that mails had exactly what
// was not seen.
func (s *story) compareMails() {
	d := s.day
	seen, err := d.store.Seen(context.Background(), s.id, "")
	d.must(err)
	reached := make(map[int64]bool)
	for _, m := range d.mails(s.id) {
		var want []int64
		for _, e := range d.log(s.id) {
			told := e.Kind == bot.EventMessage || e.Kind == bot.EventPromise || e.Kind == bot.EventExpired
			if e.Seq > m.Seen && told && e.Author.Kind != bot.ByCustomer && e.Seq <= m.Head {
				want = append(want, e.Seq)
			}
		}
		if !slices.Equal(want, m.Seqs) {
			s.fault("the mail of %s had %v, not seen were %v", m.At.Format(time.TimeOnly), m.Seqs, want)
		}
		for _, seq := range m.Seqs {
			reached[seq] = true
		}
	}
	for _, o := range s.owing {
		if o.seq > seen && !reached[o.seq] {
			s.fault("event %d of %s was neither seen nor mailed", o.seq, o.at.Format(time.TimeOnly))
		}
	}
}

// loads counts what agents had to do when they were given more.
type loads struct {
	day   *day
	given map[string]map[time.Time]bool
	owned map[string][]span
}

// span is a time in which a customer waited for an agent.
type span struct{ from, to time.Time }

func newLoads(d *day) *loads {
	return &loads{day: d, given: make(map[string]map[time.Time]bool), owned: make(map[string][]span)}
}

// add notes when an agent was given a conversation, and when its customer waited for them.
func (l *loads) add(log []bot.Event) {
	var owner string
	var since time.Time
	waits, snoozed := false, false
	stop := func(at time.Time) {
		if owner != "" && !since.IsZero() {
			l.owned[owner] = append(l.owned[owner], span{since, at})
		}
		since = time.Time{}
	}
	for _, e := range log {
		stop(e.At)
		switch {
		case e.Kind == bot.EventOwner:
			owner, snoozed = "", false
			waits = waits || e.Body.Owner == bot.OwnerQueue
			if e.Body.Owner == bot.OwnerAgent {
				owner = e.Body.To
			}
			if e.Body.Owner == bot.OwnerAgent && e.Body.Reason == bot.ReasonAssigned && e.Author.Kind == bot.BySystem {
				if l.given[owner] == nil {
					l.given[owner] = make(map[time.Time]bool)
				}
				l.given[owner][e.At] = true
			}
			if e.Body.Owner == bot.OwnerBot {
				waits = false
			}
		case e.Kind == bot.EventResolved, e.Kind == bot.EventExpired:
			owner, waits = "", false
		case e.Kind == bot.EventMessage && e.Author.Kind == bot.ByCustomer:
			waits, snoozed = owner != "" || waits, false
		case e.Kind == bot.EventMessage && e.Author.Kind == bot.ByAgent:
			waits = false
		case e.Kind == bot.EventSnooze:
			snoozed = e.Body.Until != 0
		}
		if owner != "" && waits && !snoozed {
			since = e.At
		}
	}
	stop(l.day.watch.Now())
}

// faults says who was given more than their capacity.
func (l *loads) faults() (out []string) {
	team := l.day.book.Plan().Team("returns")
	for agent, times := range l.given {
		m, ok := team.Member(agent)
		if !ok {
			out = append(out, agent+" was given a conversation of a team that is not theirs")
			continue
		}
		for at := range times {
			n := 0
			for _, s := range l.owned[agent] {
				if !s.from.After(at) && s.to.After(at) {
					n++
				}
			}
			if n > m.Capacity {
				out = append(out, fmt.Sprintf("%s had %d conversations at %s after being given one, their capacity is %d", agent, n, at.Format(time.TimeOnly), m.Capacity))
			}
		}
	}
	return out
}

// written is the log as text, for a fault's story.
func (d *day) written(id string) (out string) {
	for _, e := range d.log(id) {
		body, _ := json.Marshal(e.Body)
		out += fmt.Sprintf("%3d %s epoch %d %s by %s %s %s\n", e.Seq, e.At.Format("01-02 15:04:05.000"), e.Epoch, e.Kind, e.Author.Kind, e.Author.ID, body)
	}
	return out
}
