package bot

import (
	"fmt"
	"regexp"
	"slices"
	"time"
)

// Limits of the rules of what is kept.
const (
	MaxKeepDays  = 36500 // a hundred years
	MaxKeepSites = 100   // sites with rules of their own
)

// Keep says for how long what customers leave behind is kept.
type Keep struct {
	All   KeepDays   `json:"all"`             // on all sites that have no rules of their own
	Sites []KeepSite `json:"sites,omitempty"` // they hold in place of All, as a whole
}

// KeepSite are the rules of one site.
type KeepSite struct {
	Site string   `json:"site"`
	Days KeepDays `json:"days"`
}

// KeepDays are numbers of days; 0 is for ever. What somebody still waits for is never taken away: a conversation in the
// queue or with an agent, one with a promise or a low rating that is open, a letter that is about to go out.
type KeepDays struct {
	Conversations int `json:"conversations"` // since something happened in it; with everything that hangs on it
	Anonymous     int `json:"anonymous"`     // the same where nobody left an address and no page vouches for who it was; 0 is as other conversations
	Mail          int `json:"mail"`          // letters that were sent, given up or taken back, since then
	Questions     int `json:"questions"`     // in the lists of gaps and of what customers ask; they go with their conversation at the latest
	Visitors      int `json:"visitors"`      // browsers without a conversation, since they were last here
	Traces        int `json:"traces"`        // why the bot said what it did, since something happened in the conversation
}

// KeepKind is a kind of what is kept.
type KeepKind string

// The kinds, in the order in which they are swept.
const (
	KeepConversations KeepKind = "conversations"
	KeepAnonymous     KeepKind = "anonymous"
	KeepMail          KeepKind = "mail"
	KeepQuestions     KeepKind = "questions"
	KeepTraces        KeepKind = "traces"
	KeepVisitors      KeepKind = "visitors" // last: those whose conversations have just gone
)

// KeepKinds returns all kinds in the order in which they are swept.
func KeepKinds() []KeepKind {
	return []KeepKind{KeepConversations, KeepAnonymous, KeepMail, KeepQuestions, KeepTraces, KeepVisitors}
}

// Of returns for how many days a kind is kept, 0 for ever.
func (d KeepDays) Of(k KeepKind) int {
	switch k {
	case KeepConversations:
		return d.Conversations
	case KeepAnonymous:
		return d.Anonymous
	case KeepMail:
		return d.Mail
	case KeepQuestions:
		return d.Questions
	case KeepTraces:
		return d.Traces
	case KeepVisitors:
		return d.Visitors
	}
	return 0
}

// DefaultKeep keeps everything for ever: nothing is taken away that nobody has decided on.
func DefaultKeep() Keep { return Keep{} }

// Of returns the rules of a site.
func (k Keep) Of(site string) KeepDays {
	for _, s := range k.Sites {
		if s.Site == site {
			return s.Days
		}
	}
	return k.All
}

// Before is the time before which a kind of a site is taken away; ok is false if it is kept for ever.
func (k Keep) Before(site string, kind KeepKind, now time.Time) (before time.Time, ok bool) {
	days := k.Of(site).Of(kind)
	return now.AddDate(0, 0, -days), days > 0
}

var keepSite = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,62}$`)

// Validate says what is wrong with the rules, in words for who wrote them. The error wraps ErrInvalid.
func (k Keep) Validate() error {
	if len(k.Sites) > MaxKeepSites {
		return fmt.Errorf("%w: at most %d sites can have rules of their own", ErrInvalid, MaxKeepSites)
	}
	if err := k.All.validate("all sites"); err != nil {
		return err
	}
	for i, s := range k.Sites {
		if !keepSite.MatchString(s.Site) {
			return fmt.Errorf("%w: %.80q is no name of a site; it has lower-case letters, digits, - and _", ErrInvalid, s.Site)
		}
		if slices.ContainsFunc(k.Sites[:i], func(o KeepSite) bool { return o.Site == s.Site }) {
			return fmt.Errorf("%w: the site %s has rules twice; leave one of them out", ErrInvalid, s.Site)
		}
		if err := s.Days.validate("the site " + s.Site); err != nil {
			return err
		}
	}
	return nil
}

var keepWords = map[KeepKind]string{
	KeepConversations: "conversations", KeepAnonymous: "conversations without an address", KeepMail: "e-mail", KeepQuestions: "questions",
	KeepTraces: "the bot's reasons", KeepVisitors: "visitors",
}

func (d KeepDays) validate(where string) error {
	for _, kind := range KeepKinds() {
		if n := d.Of(kind); n < 0 || n > MaxKeepDays {
			return fmt.Errorf("%w: for %s, %s are kept for %d days; give a number from 1 to %d, or 0 to keep them for ever", ErrInvalid, where, keepWords[kind], n, MaxKeepDays)
		}
	}
	if c := d.Conversations; c > 0 {
		for _, kind := range []KeepKind{KeepAnonymous, KeepQuestions, KeepTraces} {
			if n := d.Of(kind); n > c {
				return fmt.Errorf("%w: for %s, %s cannot be kept for %d days when conversations go after %d; give at most %d, or 0", ErrInvalid, where, keepWords[kind], n, c, c)
			}
		}
	}
	return nil
}
