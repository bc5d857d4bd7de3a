package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
)

// Each protection is taken out; the check that is made for it must notice. Some days are tried, since one may be lucky.
func TestDaySabotaged(t *testing.T) {
	if testing.Short() || detector {
		t.Skip("what the checks are worth is found out without -short and without the race detector")
	}
	t.Parallel()
	for name, twin := range map[string]struct {
		cut  sabotage
		says string // the fault that must be found
	}{
		"P6 a hand-off without an alarm": {sabotage{change: func(_ bot.Conversation, ch *bot.Change) {
			if ch.After.Owner.Kind == bot.OwnerQueue {
				ch.After.Alarm = time.Time{}
			}
		}}, "still wait after two days"},
		"P6 the alarm for an agent who is silent or gone": {sabotage{change: func(c bot.Conversation, ch *bot.Change) {
			if e := ch.Events; len(e) > 0 && (e[0].Body.Reason == bot.ReasonAgentGone || e[0].Body.Reason == bot.ReasonAgentSilent) {
				*ch = bot.Change{Before: c, After: c}
			}
		}}, "who is gone"},
		"requeued at the end of the queue": {sabotage{change: func(c bot.Conversation, ch *bot.Change) {
			if c.Owner.Kind == bot.OwnerAgent && ch.After.Owner.Kind == bot.OwnerQueue {
				ch.After.Queued = ch.After.Updated
			}
		}}, "it was queued at"},
		"mail dropped":          {sabotage{change: func(_ bot.Conversation, ch *bot.Change) { ch.Mail = false }}, "neither seen nor mailed"},
		"presence by flag only": {sabotage{flagOnly: true}, "without being there"},
		"P5 no new epoch":       {sabotage{change: func(c bot.Conversation, ch *bot.Change) { ch.After.Epoch = c.Epoch }}, "the owner changed at"},
		"nothing measured": {sabotage{change: func(_ bot.Conversation, ch *bot.Change) {
			ch.Measures = slices.DeleteFunc(ch.Measures, func(m bot.Measure) bool { return m.Kind == bot.MeasureFirst })
		}}, "nothing was measured of the first"},
		"always called kept": {sabotage{change: func(_ bot.Conversation, ch *bot.Change) {
			for i := range ch.Measures {
				ch.Measures[i].Kept = true
			}
		}}, "is called kept: true"},
		"P12 a promise runs late in silence": {sabotage{change: func(c bot.Conversation, ch *bot.Change) {
			if e := ch.Events; len(e) > 0 && e[0].Kind == bot.EventPromise && e[0].Body.Promise.State == bot.PromiseLate {
				*ch = bot.Change{Before: c, After: c}
			}
		}}, "is late and nobody was told"},
		"no word before the wait has passed": {sabotage{change: func(_ bot.Conversation, ch *bot.Change) { ch.After.Tell = time.Time{} }}, "a wait until"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for seed := uint64(1); seed <= 4; seed++ {
				d := newDay(t, seed, 40, 5, 3*time.Hour, twin.cut)
				d.run()
				if slices.ContainsFunc(d.check(), func(f string) bool { return strings.Contains(f, twin.says) }) {
					return
				}
			}
			t.Error("no check notices: they prove nothing")
		})
	}
}

// manual reports whether agents claim the conversation; others are given to them.
func manual(l bot.Line) bool { return l.Team == "support" }
