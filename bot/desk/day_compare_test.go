package desk_test

import (
	"context"
	"slices"
	"time"

	"frontdesk/bot"
)

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
