package bot_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/bot"
)

var t0 = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func fresh() bot.Conversation {
	return bot.Conversation{ID: "c", Visitor: "v", Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerBot}, Epoch: 1}
}

// world is a conversation driven by random acts, with what must be true of it.
type world struct {
	c    bot.Conversation
	turn bool // the bot owes a reaction
	log  []bot.Event
	now  time.Time

	plan     *bot.Plan
	staffed  bool
	promises map[string]bot.Promise
}

// house is a plan with standards in one of two teams.
func house(t require) *bot.Plan {
	s := bot.DefaultSettings()
	s.Teams = []bot.Team{
		{ID: "support", Title: "Support", Standards: map[bot.Priority]bot.Standard{"": {First: 240, Next: 120, Resolve: 3600}, bot.Urgent: {First: 60}}, Show: true},
		{ID: "returns", Title: "Returns", Hours: bot.Hours{Week: []bot.Span{{Day: time.Sunday, From: "10:00", To: "16:00"}, {Day: time.Monday, From: "09:00", To: "17:00"}}}},
	}
	p, err := bot.NewPlan(s)
	if err != nil {
		t.Fatalf("the house: %v", err)
	}
	return p
}

// require is what of a test is needed to refuse a mistake in it.
type require interface{ Fatalf(string, ...any) }

func (w *world) terms() bot.Terms {
	return bot.Terms{Now: w.now, Plan: w.plan, Prospect: func(team string) bot.Prospect {
		return bot.Prospect{Staffed: w.staffed, Open: w.plan.Calendar(team).Open(w.now), Wait: 3 * time.Minute, Samples: 7}
	}}
}

func (w *world) commit(t *rapid.T, ch bot.Change, err error) {
	w.now = w.now.Add(time.Second)
	if err != nil {
		if len(ch.Events) != 0 {
			t.Fatalf("a refused act has events: %v", ch.Events)
		}
		return
	}
	ch.Settle(w.terms())
	if ch.Before != w.c {
		t.Fatalf("the change does not start from the conversation")
	}
	moved := ch.After.Owner != w.c.Owner
	if moved && ch.After.Epoch != w.c.Epoch+1 {
		t.Fatalf("owner %v → %v but epoch %d → %d", w.c.Owner, ch.After.Owner, w.c.Epoch, ch.After.Epoch)
	}
	if !moved && ch.After.Status == w.c.Status && ch.After.Epoch != w.c.Epoch {
		t.Fatalf("epoch %d → %d without a new owner", w.c.Epoch, ch.After.Epoch)
	}
	if len(ch.Events) == 0 && ch.After != ch.Before && !ch.Quiet {
		t.Fatalf("the conversation changed without an event")
	}
	if moved {
		said := false
		for _, e := range ch.Events {
			said = said || e.Kind == bot.EventResolved || e.Kind == bot.EventOwner && e.Body.Owner == ch.After.Owner.Kind
		}
		if !said {
			t.Fatalf("the owner changed silently: %v → %v", w.c.Owner, ch.After.Owner)
		}
	}
	for _, p := range ch.Promises {
		w.promises[p.ID] = p
	}
	for _, m := range ch.Measures {
		if m.Ended.Before(m.Began) || m.Kept != (m.Due.IsZero() || !m.Ended.After(m.Due)) && m.Kind != bot.MeasurePromise {
			t.Fatalf("measured %+v", m)
		}
	}
	head := w.c.Head
	w.c = ch.After
	w.c.Head = head + int64(len(ch.Events))
	w.log = append(w.log, ch.Events...)
	switch ch.Turn {
	case bot.TurnStart:
		w.turn = true
	case bot.TurnCancel:
		w.turn = false
	}
}

func (w *world) check(t *rapid.T) {
	c := w.c
	if (c.Owner.Kind == bot.OwnerAgent) != (c.Owner.Agent != "") {
		t.Fatalf("owner %+v", c.Owner)
	}
	if c.Owner.Kind == bot.OwnerQueue && (c.Queued.IsZero() || c.Reason == "" || c.Status != bot.Open) {
		t.Fatalf("waiting without a place, a reason or while resolved: %+v", c)
	}
	if c.Status == bot.Resolved && c.Owner.Kind != bot.OwnerBot {
		t.Fatalf("resolved but owned by %s", c.Owner.Kind)
	}
	if w.turn && c.Owner.Kind == bot.OwnerAgent {
		t.Fatalf("the bot owes a turn in a conversation of %s", c.Owner.Kind)
	}
	w.checkClocks(t)
	if c.Head != int64(len(w.log)) {
		t.Fatalf("head %d, log %d", c.Head, len(w.log))
	}
	// Whoever waits for the bot is not forgotten: an unanswered message with the bot means a pending turn.
	if q, ok := bot.ReadQuestion(numbered(w.log), ""); ok && c.Owner.Kind == bot.OwnerBot && c.Status == bot.Open && !w.turn {
		t.Fatalf("%q waits for the bot and no turn is pending", q.Text)
	}
}

// checkClocks: whoever waits for a person has a clock or at least an alarm, so that nobody is dropped; what is over
// has none.
func (w *world) checkClocks(t *rapid.T) {
	c, k := w.c, w.c.Clocks
	if c.Owner.Kind == bot.OwnerQueue && (c.Alarm.IsZero() || k.Began.IsZero() || c.Team == "") {
		t.Fatalf("waiting, and nothing will ever happen: %+v", c)
	}
	if c.Owner.Kind == bot.OwnerAgent && !k.Asked.IsZero() && c.Snoozed.IsZero() && c.Alarm.IsZero() {
		t.Fatalf("the agent may be silent for ever: %+v", c)
	}
	if c.Owner.Kind == bot.OwnerBot && (k != bot.Clocks{} || !c.Owned.IsZero() || !c.Tell.IsZero() || !c.Snoozed.IsZero()) {
		t.Fatalf("clocks run for the bot: %+v", c)
	}
	if k.Asked.IsZero() && (!k.First.IsZero() || !k.Next.IsZero()) || !k.First.IsZero() && !k.Next.IsZero() || k.Left > 0 && !k.Resolve.IsZero() {
		t.Fatalf("clocks that contradict each other: %+v", k)
	}
	open := 0
	for _, p := range w.promises {
		if p.Owed() {
			open++
		}
	}
	if open != c.Promises || open > 0 && c.Status == bot.Resolved && c.Alarm.IsZero() && !expired(w.log) {
		t.Fatalf("%d promises open, %d counted, %s", open, c.Promises, c.Status)
	}
}

func expired(log []bot.Event) bool {
	return slices.ContainsFunc(log, func(e bot.Event) bool { return e.Kind == bot.EventExpired })
}

func numbered(log []bot.Event) []bot.Event {
	out := append([]bot.Event(nil), log...)
	for i := range out {
		out[i].Seq = int64(i + 1)
	}
	return out
}

// Ownership, whatever the order of acts.
func TestOwnership(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &world{c: fresh(), now: t0, plan: house(t), promises: make(map[string]bot.Promise)}
		agent := rapid.Custom(func(t *rapid.T) bot.Author {
			return bot.Author{Kind: bot.ByAgent, ID: rapid.SampledFrom([]string{"ana", "ben"}).Draw(t, "agent")}
		})
		epoch := rapid.Custom(func(t *rapid.T) int64 { return w.c.Epoch - int64(rapid.IntRange(0, 2).Draw(t, "behind")) })
		do := func(f func(t *rapid.T) (bot.Change, error)) func(*rapid.T) {
			return func(t *rapid.T) { ch, err := f(t); w.commit(t, ch, err) }
		}
		// An agent's write must come from the owner, in the current epoch.
		guarded := func(f func(a bot.Author, e int64) (bot.Change, error)) func(*rapid.T) {
			return do(func(t *rapid.T) (bot.Change, error) {
				a, e := agent.Draw(t, "who"), epoch.Draw(t, "epoch")
				ch, err := f(a, e)
				rightful := w.c.Status == bot.Open && w.c.Owner == (bot.Owner{Kind: bot.OwnerAgent, Agent: a.ID}) && e == w.c.Epoch
				if (err == nil) != rightful {
					t.Fatalf("%s in epoch %d on %+v: %v", a.ID, e, w.c, err)
				}
				return ch, err
			})
		}
		t.Repeat(map[string]func(*rapid.T){
			"": w.check,
			"says": do(func(t *rapid.T) (bot.Change, error) {
				return w.c.Says("m", "where is it", "", bot.Around{Last: rapid.Bool().Draw(t, "here"), Staff: w.staffed}, w.now)
			}),
			"asks": do(func(*rapid.T) (bot.Change, error) { return w.c.AsksForPerson("p", w.now) }),
			"decides": do(func(t *rapid.T) (bot.Change, error) {
				d := bot.Decision{Kind: rapid.SampledFrom([]bot.DecisionKind{bot.Answer, bot.Clarification, bot.Handoff, bot.SmallTalk}).Draw(t, "kind"), Text: "x", Reason: bot.ReasonLowConfidence}
				head, e := w.c.Head-int64(rapid.IntRange(0, 1).Draw(t, "late")), epoch.Draw(t, "epoch")
				ch, err := w.c.Decides(d, "Bot", head, e, w.now)
				if err == nil && (w.c.Owner.Kind == bot.OwnerAgent || head != w.c.Head || e != w.c.Epoch) {
					t.Fatalf("a late answer was accepted")
				}
				return ch, err
			}),
			"gives up":   do(func(*rapid.T) (bot.Change, error) { return w.c.GivesUp("", w.now) }),
			"claims":     do(func(t *rapid.T) (bot.Change, error) { return w.c.Claim(agent.Draw(t, "who"), "k", w.now) }),
			"replies":    guarded(func(a bot.Author, e int64) (bot.Change, error) { return w.c.Replies(a, "r", "hello", e, w.now) }),
			"notes":      do(func(t *rapid.T) (bot.Change, error) { return w.c.Notes(agent.Draw(t, "who"), "n", "hm", nil, w.now) }),
			"hands back": guarded(func(a bot.Author, e int64) (bot.Change, error) { return w.c.HandBack(a, "h", e, w.now) }),
			"releases": guarded(func(a bot.Author, e int64) (bot.Change, error) {
				before := w.c.Queued
				ch, err := w.c.Release(a, "l", e, w.now)
				if err == nil && !before.IsZero() && ch.After.Queued != before {
					return ch, errors.New("the place in the queue was lost")
				}
				return ch, err
			}),
			"resolves": do(func(t *rapid.T) (bot.Change, error) {
				ch, err := w.c.Resolve(agent.Draw(t, "who"), "d", "delivery", epoch.Draw(t, "epoch"), w.now)
				if err == nil && w.c.Promises > 0 {
					t.Fatalf("a promise was closed silently")
				}
				return ch, err
			}),
			"transfers": guarded(func(a bot.Author, e int64) (bot.Change, error) {
				return w.c.Transfer(a, "t", bot.Target{Team: rapid.SampledFrom([]string{"support", "returns"}).Draw(t, "team")}, "look", e, w.now)
			}),
			"passes on": guarded(func(a bot.Author, e int64) (bot.Change, error) {
				return w.c.Transfer(a, "t", bot.Target{Agent: bot.Author{Kind: bot.ByAgent, ID: "cleo"}}, "", e, w.now)
			}),
			"assigned": do(func(t *rapid.T) (bot.Change, error) {
				return w.c.Assign(bot.Author{Kind: bot.BySystem}, "", agent.Draw(t, "who"), w.now)
			}),
			"taken over": do(func(t *rapid.T) (bot.Change, error) { return w.c.TakeOver(agent.Draw(t, "who"), "o", w.now) }),
			"snoozes": do(func(t *rapid.T) (bot.Change, error) {
				until := rapid.SampledFrom([]time.Time{w.now.Add(time.Hour), bot.UntilAnswer, {}}).Draw(t, "until")
				ch, err := w.c.Snooze(agent.Draw(t, "who"), "z", until, epoch.Draw(t, "epoch"), w.now)
				if err == nil && !until.IsZero() && !w.c.Clocks.Asked.IsZero() {
					t.Fatalf("a customer who waits was put aside")
				}
				return ch, err
			}),
			"prioritizes": do(func(t *rapid.T) (bot.Change, error) {
				return w.c.Prioritize(agent.Draw(t, "who"), "y", bot.Urgent, w.now)
			}),
			"looks": do(func(t *rapid.T) (bot.Change, error) { return w.c.Looks(agent.Draw(t, "who"), w.now) }),
			"rates": do(func(t *rapid.T) (bot.Change, error) { return w.c.Rate("s", 1, "", w.now) }),
			"promises": guarded(func(a bot.Author, e int64) (bot.Change, error) {
				return w.c.MakesPromise(a, fmt.Sprint("p", w.now.UnixNano()), "a call", w.now.Add(time.Hour), e, w.now)
			}),
			"keeps": do(func(t *rapid.T) (bot.Change, error) {
				for _, id := range slices.Sorted(maps.Keys(w.promises)) {
					if p := w.promises[id]; p.Owed() {
						return w.c.EndsPromise(agent.Draw(t, "who"), "x", p, rapid.Bool().Draw(t, "kept"), "why", w.now)
					}
				}
				return bot.Change{Before: w.c, After: w.c}, nil
			}),
			"time passes": func(t *rapid.T) {
				w.now = w.now.Add(time.Duration(rapid.IntRange(1, 100).Draw(t, "minutes")) * time.Minute)
				w.staffed = rapid.Bool().Draw(t, "staffed")
			},
			"rings": do(func(*rapid.T) (bot.Change, error) {
				ch, err := w.c.Rings(w.terms(), 0)
				if ch.After.Owner.Kind == bot.OwnerQueue && w.c.Owner.Kind == bot.OwnerAgent && !w.c.Queued.IsZero() && ch.After.Queued != w.c.Queued {
					return ch, errors.New("the place in the queue was lost")
				}
				return ch, err
			}),
			"loses": do(func(*rapid.T) (bot.Change, error) { return w.c.LosesAgent(w.c.Owner.Agent, w.now) }),
		})
	})
}

func TestClaimRace(t *testing.T) {
	ana, ben := bot.Author{Kind: bot.ByAgent, ID: "ana"}, bot.Author{Kind: bot.ByAgent, ID: "ben"}
	ch, err := fresh().AsksForPerson("p", t0)
	if err != nil {
		t.Fatal(err)
	}
	ch, err = ch.After.Claim(ana, "1", t0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = ch.After.Claim(ben, "2", t0)
	if taken := (*bot.TakenError)(nil); !errors.As(err, &taken) || taken.Agent != "ana" || !errors.Is(err, bot.ErrNotOwner) {
		t.Fatalf("the loser sees %v", err)
	}
	again, err := ch.After.Claim(ana, "3", t0)
	if err != nil || len(again.Events) != 0 {
		t.Fatalf("claiming one's own: %v, %v", again.Events, err)
	}
}

func TestHandBackIsABoundary(t *testing.T) {
	b := func(kind bot.EventKind, by bot.AuthorKind, text string) bot.Event {
		return bot.Event{Kind: kind, Author: bot.Author{Kind: by}, Body: bot.Body{Text: text}}
	}
	owner := func(o bot.OwnerKind) bot.Event { return bot.Event{Kind: bot.EventOwner, Body: bot.Body{Owner: o}} }
	log := numbered([]bot.Event{
		b(bot.EventMessage, bot.ByCustomer, "I want a person"), owner(bot.OwnerQueue), owner(bot.OwnerAgent),
		b(bot.EventMessage, bot.ByCustomer, "told the agent"), owner(bot.OwnerBot),
	})
	if q, ok := bot.ReadQuestion(log, "en"); ok {
		t.Fatalf("the bot reads behind the boundary: %+v", q)
	}
	no := false
	log = numbered(append(log, b(bot.EventMessage, bot.ByCustomer, "one"), b(bot.EventMessage, bot.ByBot, "answer"),
		bot.Event{Kind: bot.EventFeedback, Body: bot.Body{Ref: 7, Helpful: &no}},
		b(bot.EventMessage, bot.ByCustomer, "two"), b(bot.EventMessage, bot.ByCustomer, "three")))
	q, ok := bot.ReadQuestion(log, "en")
	if !ok || q.Text != "two\nthree" || len(q.Earlier) != 1 || q.Earlier[0].Question != "one" || q.Earlier[0].Helpful == nil || *q.Earlier[0].Helpful {
		t.Fatalf("%+v", q)
	}
}

func TestBadInput(t *testing.T) {
	c := fresh()
	c.Head = 3
	for name, act := range map[string]func() (bot.Change, error){
		"empty text": func() (bot.Change, error) { return c.Says("m", " \n\t", "", bot.Around{}, t0) },
		"long text": func() (bot.Change, error) {
			return c.Says("m", strings.Repeat("x", bot.MaxMessage+1), "", bot.Around{}, t0)
		},
		"broken UTF-8":  func() (bot.Change, error) { return c.Says("m", "a\xffb", "", bot.Around{}, t0) },
		"NUL":           func() (bot.Change, error) { return c.Says("m", "a\x00b", "", bot.Around{}, t0) },
		"rating 0":      func() (bot.Change, error) { return c.Rate("m", 0, "", t0) },
		"rating 6":      func() (bot.Change, error) { return c.Rate("m", 6, "", t0) },
		"no such event": func() (bot.Change, error) { return c.Feedback("m", 4, true, t0) },
		"address":       func() (bot.Change, error) { return c.LeaveContact("m", "somebody", "", t0) },
		"address 2":     func() (bot.Change, error) { return c.LeaveContact("m", "a@b@c.de", "", t0) },
		"address 3":     func() (bot.Change, error) { return c.LeaveContact("m", "a@c.de\r\nBcc: x@y.de", "", t0) },
	} {
		if ch, err := act(); !errors.Is(err, bot.ErrInvalid) || len(ch.Events) != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := c.LeaveContact("m", " ana@example.org ", "Ana  B", t0); err != nil {
		t.Error(err)
	}
}

func TestValidID(t *testing.T) {
	for id, want := range map[string]bool{
		"": false, "a": true, "A-z_9": true, "a b": false, "a.b": false, "a>": false, "ü": false,
		strings.Repeat("x", bot.MaxClientID): true, strings.Repeat("x", bot.MaxClientID+1): false,
	} {
		if bot.ValidID(id, 1) != want {
			t.Errorf("ValidID(%q) is %v", id, !want)
		}
	}
	if bot.ValidID("short", 16) {
		t.Error("a conversation id may be guessed")
	}
}
