package notice

import (
	"time"

	"frontdesk/bot"
)

// Standing is what is known of a conversation at the moment.
type Standing struct {
	Conversation bot.Conversation
	Place        int          // in the queue of its team, 1 is next; 0 if it does not wait
	Prospect     bot.Prospect // of its team
	Standard     int64        // s within which the team answers; 0 if there is none or customers are not told
}

// State is what is true now, in a sentence or two for the customer: their place, what to expect, and when somebody is
// here; "" if there is nothing to say. Times of day are those of the customer's zone; without one they are in UTC and
// say so.
func State(s Standing, locale string, zone *time.Location, now time.Time) string {
	at := clock{words: wordsOf(locale), zone: zone, now: now}
	c := s.Conversation
	switch {
	case c.Merged != "":
		return at.words.mergedInto
	case c.Status == bot.Resolved:
		return ""
	case c.Owner.Kind == bot.OwnerQueue:
		return waits(s, at)
	case c.Owner.Kind == bot.OwnerAgent:
		return due(s, at)
	}
	return ""
}

// waits is said to who is in the queue.
func waits(s Standing, at clock) string {
	w, p := at.words, s.Prospect
	place := w.number.place(w, s.Place)
	if !p.Staffed || !p.Open {
		opens := int64(0)
		if !p.Opens.IsZero() {
			opens = p.Opens.UnixMilli()
		}
		address := w.leaveAddress
		if s.Conversation.Email != "" {
			address = w.say(w.reachable, s.Conversation.Email)
		}
		return join(place, w.nobody, back(opens, 0, at), due(s, at), address)
	}
	wait := ""
	if p.Known() {
		wait = waited(max(p.Wait, time.Second), p.Samples, w)
	}
	return join(place, wait, due(s, at))
}

// due is until when the answer was said to come, or that it is late. The time is said instead of the standard, which
// would sound as if it began anew with every look.
func due(s Standing, at clock) string {
	w, k := at.words, s.Conversation.Clocks
	t := k.First
	if t.IsZero() {
		t = k.Next
	}
	switch {
	case s.Standard <= 0 || t.IsZero():
		return ""
	case !t.After(at.now):
		return w.say(w.overdue, at.by(t))
	}
	return w.say(w.due, at.by(t))
}

// Asks reports whether the customer is to be asked for an address: they wait for a person, nobody is here, and
// none is known.
func Asks(c bot.Conversation, p bot.Prospect) bool {
	return c.Status == bot.Open && c.Owner.Kind == bot.OwnerQueue && c.Email == "" && (!p.Staffed || !p.Open)
}
