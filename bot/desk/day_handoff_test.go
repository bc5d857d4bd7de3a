package desk_test

import (
	"slices"
	"time"

	"frontdesk/bot"
)

// waits is a hand-off, or the return to the queue.
func (s *story) waits(e bot.Event) {
	if s.began.IsZero() {
		s.began, s.queued, s.asked, s.goes = e.At, e.At, e.At, e.At
		s.first, s.next, s.unclear, s.taken, s.waited, s.changed, s.ran = true, false, false, false, true, false, 0
	} else {
		s.promised(e)
	}
	if s.queued.IsZero() { // taken from the bot before, so that it has not waited yet
		s.queued = e.At
	}
	if e.Body.Reason == bot.ReasonTransferred {
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
	if s.goes.IsZero() {
		s.goes = e.At
	}
}

func (s *story) isTaken(e bot.Event) {
	switch {
	case s.began.IsZero(): // from the bot, or reopened to whoever served last
		s.began, s.goes, s.asked, s.unclear, s.waited, s.changed, s.ran = e.At, e.At, e.At, true, false, false, 0
		s.queued = time.Time{}
		if e.Body.Reason == bot.ReasonReopened {
			s.queued = e.At
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
	if s.goes.IsZero() && !s.began.IsZero() {
		s.goes = e.At
	}
}

func (s *story) answers(e bot.Event) {
	if by := s.owners[e.Epoch]; by.Kind != bot.OwnerAgent || by.Agent != e.Author.ID {
		s.fault("%s wrote %d in epoch %d, which is of %+v", e.Author.ID, e.Seq, e.Epoch, by)
	}
	s.stop(e.At)
	if !s.goes.IsZero() {
		s.ran += s.day.book.Plan().Calendar("support").Between(s.goes, e.At)
		s.goes = time.Time{}
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
		if !s.goes.IsZero() {
			s.ran += s.day.book.Plan().Calendar("support").Between(s.goes, e.At)
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
	s.began, s.goes, s.waited = time.Time{}, time.Time{}, false
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
