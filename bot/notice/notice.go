// Package notice makes every sentence that the system says to a customer outside of messages: what happened in
// their conversation, and what is true of it now. The sentences are short, in the customer's language (German, else
// English), with the numbers that are known and none that are not. Nothing is said that only might be so.
package notice

import (
	"strings"
	"time"

	"frontdesk/bot"
)

// Event is what happened, in a sentence or two for the customer; "" for events that need no words. Times of day are
// those of the customer's zone and days are counted from when it happened; without a zone they are in UTC and say so.
func Event(e bot.Event, locale string, zone *time.Location) string {
	w := wordsOf(locale)
	if e.Kind.ForStaff() {
		return ""
	}
	at := clock{words: w, zone: zone, now: e.At}
	switch e.Kind {
	case bot.EventOwner:
		return owner(e, at)
	case bot.EventLooked:
		return w.say(w.looked, orSomebody(w, e.Body.Agent))
	case bot.EventWait:
		return join(w.longer, outlook(e.Body, at, w.numberNow))
	case bot.EventResolved:
		if e.Body.Cause == mergedCause {
			return "" // the merge itself was told
		}
		return w.resolved
	case bot.EventReopened:
		return w.reopened
	case bot.EventExpired:
		return w.expired
	case bot.EventPromise:
		return promise(e.Body.Promise, at)
	case bot.EventMerged:
		if e.Body.Into {
			return w.mergedInto
		}
		return w.absorbed
	case bot.EventContact:
		if e.Body.Email == "" {
			return ""
		}
		return w.say(w.reachable, e.Body.Email)
	}
	return "" // messages speak for themselves, feedback and ratings are shown where they were given
}

// mergedCause is the cause with which a conversation ends that goes on in another one.
const mergedCause = "merged"

// owner tells who is responsible now.
func owner(e bot.Event, at clock) string {
	w := at.words
	switch e.Body.Owner {
	case bot.OwnerQueue:
		return queued(e, at)
	case bot.OwnerAgent:
		return taken(e, w)
	case bot.OwnerBot:
		return w.botBack
	}
	return ""
}

// queued tells of a hand-off, or of a return to the queue, which keeps its place.
func queued(e bot.Event, at clock) string {
	w, b := at.words, e.Body
	from := b.From
	if from == "" && e.Author.Kind == bot.ByAgent {
		from = e.Author.Name
	}
	from = orColleague(w, from)
	var what string
	switch b.Reason {
	case bot.ReasonAgentGone:
		what = w.say(w.gone, from)
	case bot.ReasonAgentSilent:
		what = w.say(w.silent, from)
	case bot.ReasonReleased:
		what = w.say(w.released, from)
	case bot.ReasonTransferred:
		what = w.say(w.transferred, from, orTeam(w, b.Team))
	case bot.ReasonUndone, bot.ReasonTakenOver, bot.ReasonAssigned:
		what = w.requeued
	case bot.ReasonBotFailed, bot.ReasonSearchDown:
		return join(w.failed, w.say(w.asked, orTeam(w, b.Team)), outlook(b, at, w.number))
	default: // the bot or the customer brought a person in; why was said before
		return join(w.say(w.asked, orTeam(w, b.Team)), outlook(b, at, w.number))
	}
	return join(what, outlook(b, at, w.keeps))
}

// taken tells who answers now. Who claims a conversation is here; who was given it only has it.
func taken(e bot.Event, w *words) string {
	b := e.Body
	switch {
	case b.From != "" && b.Reason == bot.ReasonTransferred:
		return w.say(w.passedOn, b.From, orTeam(w, b.Agent))
	case b.Reason == bot.ReasonTakenOver:
		return w.say(w.takenOver, orSomebody(w, b.Agent))
	case b.Reason == bot.ReasonAssigned:
		return w.say(w.assigned, orColleague(w, b.Agent))
	case b.Reason == bot.ReasonUndone, b.Reason == bot.ReasonReopened && e.Author.Kind == bot.BySystem:
		return w.say(w.again, orColleague(w, b.Agent))
	}
	return w.say(w.here, orSomebody(w, b.Agent))
}

// outlook is what the customer may expect: the place, the wait and the standard if somebody is here, else when
// somebody is back.
func outlook(b bot.Body, at clock, number numbering) string {
	w := at.words
	if !b.Staffed {
		return join(number.place(w, b.Place), w.nobody, back(b.Opens, b.Standard, at), w.leaveAddress)
	}
	wait := time.Duration(b.Wait) * time.Second
	return join(number.place(w, b.Place), waited(wait, b.Samples, w), within(b.Standard, w))
}

// back tells when somebody is here again, if that is known, and how soon after it an answer comes.
func back(opens, standard int64, at clock) string {
	if opens == 0 || opens <= at.now.UnixMilli() {
		return ""
	}
	when := at.from(time.UnixMilli(opens))
	if standard <= 0 {
		return at.words.say(at.words.back, when)
	}
	return at.words.say(at.words.backWithin, when, at.words.span(standard))
}

// waited is the experience of others; nothing is said without enough of it.
func waited(wait time.Duration, samples int, w *words) string {
	if wait <= 0 || samples < bot.MinSamples {
		return ""
	}
	return w.say(w.half, w.number10(samples), w.duration(wait))
}

// within is the standard.
func within(standard int64, w *words) string {
	if standard <= 0 {
		return ""
	}
	return w.say(w.within, w.span(standard))
}

// promise tells what was promised, or what became of it.
func promise(p *bot.Promise, at clock) string {
	if p == nil {
		return ""
	}
	w, due, text := at.words, at.by(time.UnixMilli(p.Due)), strings.TrimRight(p.Text, ". ")
	switch p.State {
	case bot.PromiseOpen:
		return w.say(w.promised, due, p.Text)
	case bot.PromiseLate:
		return w.say(w.late, due, text)
	case bot.PromiseKept:
		if p.Late {
			return w.say(w.keptLate, due, text)
		}
		return w.say(w.kept, text)
	case bot.PromiseDropped:
		return w.say(w.dropped, text, p.Why)
	}
	return ""
}

// join puts sentences together and leaves out what is empty.
func join(sentences ...string) string {
	out := sentences[:0:0]
	for _, s := range sentences {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, " ")
}

func orSomebody(w *words, name string) string  { return or(name, w.somebody) }
func orColleague(w *words, name string) string { return or(name, w.colleague) }
func orTeam(w *words, title string) string     { return or(title, w.team) }

func or(s, other string) string {
	if strings.TrimSpace(s) == "" {
		return other
	}
	return s
}
