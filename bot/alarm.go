package bot

import "time"

// silentAt is when the owner has been silent for too long; zero if nothing is owed.
func (c Conversation) silentAt(p *Plan) time.Time {
	if c.Owner.Kind != OwnerAgent || c.Clocks.Asked.IsZero() {
		return time.Time{}
	}
	std := p.Standard(c.Team, c.Priority)
	limit := std.First
	if c.Clocks.Answered {
		limit = std.Next
	}
	if limit == 0 {
		limit = p.Silent
	}
	from := c.Clocks.Asked
	if c.Owned.After(from) {
		from = c.Owned // whoever takes an old case gets the whole time
	}
	return p.Calendar(c.Team).Add(from, seconds(limit))
}

// expiresAt is when a hand-off that nobody takes ends.
func (c Conversation) expiresAt(p *Plan) time.Time {
	if c.Owner.Kind != OwnerQueue {
		return time.Time{}
	}
	from := c.Queued
	for _, t := range []time.Time{c.Clocks.Asked, c.Owned} { // back in the queue, it gets the whole time again
		if t.After(from) {
			from = t
		}
	}
	return p.Calendar(c.Team).Add(from, seconds(p.Expire))
}

// alarm is the earliest time at which something has to be done without anybody acting.
func (c Conversation) alarm(p *Plan) (at time.Time) {
	snoozed := c.Snoozed
	if !snoozed.Before(UntilAnswer) {
		snoozed = time.Time{}
	}
	for _, t := range []time.Time{c.Tell, snoozed, c.MailDue, c.silentAt(p), c.expiresAt(p)} {
		if !t.IsZero() && (at.IsZero() || t.Before(at)) {
			at = t
		}
	}
	return at
}

// Rings does what is due by now: it ends a snooze, tells the customer that the wait takes longer, ends a hand-off
// that nobody took, takes the conversation from an agent who is silent, and has what the customer has not seen
// sent by mail. seen is the number of the newest event that the customer has seen. What changes nothing but the
// alarm has no events: see Change.Quiet.
func (c Conversation) Rings(t Terms, seen int64) (Change, error) {
	ch := c.change()
	due := func(at time.Time) bool { return !at.IsZero() && !at.After(t.Now) }
	system := Author{Kind: BySystem}
	if due(c.Snoozed) {
		ch.After.Snoozed = time.Time{}
		ch.Events = append(ch.Events, Event{Kind: EventSnooze, Author: system, At: t.Now})
	}
	switch {
	case due(c.expiresAt(t.Plan)):
		ch.expire(t.Now)
	case due(c.silentAt(t.Plan)):
		ch.requeue(system, ReasonAgentSilent, t.Now)
	case due(c.Tell) && c.Owner.Kind == OwnerQueue:
		ch.After.Tell = time.Time{}
		ch.Events = append(ch.Events, Event{Kind: EventWait, Author: system, At: t.Now})
	}
	if due(c.MailDue) {
		ch.After.MailDue = time.Time{}
		if seen < c.Spoken && c.Email != "" {
			ch.Mail = true
		}
	}
	if len(ch.Events) == 0 {
		ch.Quiet = true
		if ch.After.Alarm = ch.After.alarm(t.Plan); due(ch.After.Alarm) {
			ch.After.Alarm = t.Now.Add(time.Minute) // nothing could be done; look again, but not all the time
		}
	}
	return ch, nil
}

// Resettle sets the alarm anew, for new settings.
func (c Conversation) Resettle(p *Plan) (Change, error) {
	ch := c.change()
	ch.After.Alarm = c.alarm(p)
	ch.Quiet = ch.After.Alarm != c.Alarm
	return ch, nil
}

// expire ends a hand-off that nobody took. The customer's next word brings it back into the queue.
func (ch *Change) expire(now time.Time) {
	ch.own(Owner{Kind: OwnerBot})
	ch.After.Status = Resolved
	ch.After.Updated = now
	ch.Events = append(ch.Events, Event{Kind: EventExpired, Author: Author{Kind: BySystem}, At: now})
}

// requeue gives a conversation back to the queue at its original place.
func (ch *Change) requeue(by Author, reason HandoffReason, now time.Time) {
	ch.own(Owner{Kind: OwnerQueue})
	ch.After.Updated = now
	ch.After.Reason = reason
	if ch.After.Queued.IsZero() {
		ch.After.Queued = now
	}
	ch.Events = append(ch.Events, ownerEvent(ch.After, by, now))
}

// LosesAgent gives a conversation back to the queue whose agent has been gone for too long. Without a customer
// who waits, it stays; and so it does if the owner has changed since somebody looked.
func (c Conversation) LosesAgent(agent string, now time.Time) (Change, error) {
	if c.Owner.Kind != OwnerAgent || c.Owner.Agent != agent || c.Clocks.Asked.IsZero() {
		return c.change(), nil
	}
	ch := c.change()
	ch.requeue(Author{Kind: BySystem}, ReasonAgentGone, now)
	return ch, nil
}
