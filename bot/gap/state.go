package gap

import "frontdesk/bot"

// State says how a gap stands.
type State string

// The states of a gap.
const (
	Open      State = "open"
	Closed    State = "closed"    // its questions are answered now
	Reopened  State = "reopened"  // it was closed and has come back
	Dismissed State = "dismissed" // an editor has said that it needs no article; it stays so whatever is asked
)

// Waiting reports whether somebody should do something about the gap.
func (s State) Waiting() bool { return s == Open || s == Reopened }

// The shares of a gap's questions that have to be answered for it to close, and below which it comes back. They are apart so
// that one question more or less does not open and close it in turn.
const (
	closeFrom   = 0.75
	reopenBelow = 0.5
)

// Checked is the state after so many of its questions were asked again and so many of them answered.
func (s State) Checked(asked, answered int) State {
	share := float64(answered) / float64(max(asked, 1))
	switch {
	case asked == 0, s == Dismissed:
	case s.Waiting() && share >= closeFrom:
		return Closed
	case s == Closed && share < reopenBelow:
		return Reopened
	}
	return s
}

// Merged is the state of a gap that another went into: what waits goes on waiting.
func (s State) Merged(other State) State {
	switch {
	case !other.Waiting() || s.Waiting():
		return s
	case s == Closed:
		return Reopened
	}
	return other
}

// Answered reports whether a decision answers a question that went wrong before. Where the bot had answered already, only
// what it did not quote then is better.
func Answered(q Question, d bot.Decision) bool {
	if d.Kind != bot.Answer {
		return false
	}
	if len(q.Cited) == 0 {
		return true
	}
	type revision struct {
		article string
		number  int
	}
	old := make(map[revision]bool)
	for _, c := range q.Cited {
		old[revision{c.Article, c.Revision}] = true
	}
	for _, c := range d.Citations {
		if !old[revision{c.Article, c.Revision}] {
			return true
		}
	}
	return false
}

// Broken reports whether a decision says nothing about the articles, because something does not work.
func Broken(d bot.Decision) bool {
	return d.Reason == bot.ReasonSearchDown || d.Reason == bot.ReasonBotFailed
}
