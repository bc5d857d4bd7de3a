package desk_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
)

// guest is a customer of the day with one conversation.
type guest struct {
	day          *day
	conversation string
	visitor      string
	page, locale string
	comes        time.Time
	online       bool
	came         bool
}

func (d *day) newGuest(i int) *guest {
	g := &guest{
		day: d, conversation: conversation(i), visitor: fmt.Sprint("visitor-", i), page: "https://shop.example/cart", locale: "en",
		comes: d.watch.Now().Add(time.Duration(d.rng.Int64N(int64(d.hours - 15*time.Minute)))),
	}
	if i%20 == 1 {
		g.visitor = fmt.Sprint("visitor-", i-1) // two conversations of one customer
	}
	if d.rng.IntN(2) == 0 {
		g.page = "https://shop.example/returns/new"
	}
	if d.rng.IntN(3) == 0 {
		g.locale = "de-DE"
	}
	return g
}

// agent is one of the staff in the course of the day.
type agent struct {
	day                  *day
	id                   string
	shiftStart, shiftEnd time.Time
	stays                []*desk.Stay
	vanished             bool // the connection is dead, but nobody has noticed
	touched, active      time.Time
	away                 bool
	back                 time.Time // when they come back after being away
	silent               time.Time // until when they say nothing
}

func (d *day) newAgent(id string) *agent {
	start := d.watch.Now().Add(time.Duration(d.rng.Int64N(int64(d.hours / 4))))
	return &agent{day: d, id: id, shiftStart: start, shiftEnd: start.Add(d.hours/2 + time.Duration(d.rng.Int64N(int64(d.hours/2))))}
}

// cut is the loss of all connections because the server has ended. Browsers come back by themselves.
func (a *agent) cut() {
	a.stays = nil
	if !a.vanished {
		a.back = a.day.watch.Now().Add(time.Duration(a.day.rng.IntN(40)) * time.Second)
	}
}

func (a *agent) connected() bool { return len(a.stays) > 0 && !a.vanished }

// truth says whether the agent is here, as the connections have it and not as the floor does.
func (a *agent) truth() bool {
	now := a.day.watch.Now()
	return len(a.stays) > 0 && now.Sub(a.touched) <= time.Minute && !a.away && now.Sub(a.active) < 5*time.Minute
}

// comesAndGoes is what becomes of the agent's presence in one step.
func (a *agent) comesAndGoes() {
	d, now := a.day, a.day.watch.Now()
	on := !now.Before(a.shiftStart) && now.Before(a.shiftEnd)
	chance := func(perMille int) bool { return d.rng.IntN(1000) < perMille }
	switch {
	case !a.connected() && on && !now.Before(a.back):
		a.vanished, a.away, a.stays = false, false, []*desk.Stay{d.floor.Join(a.id)}
		d.floor.SetAway(a.id, false)
		a.touched, a.active = now, now
	case a.connected() && (!on || chance(3)):
		a.leave()
		a.back = now.Add(time.Duration(5+d.rng.IntN(1200)) * time.Second)
	case a.connected() && chance(2):
		a.vanished = true
		a.back = now.Add(time.Duration(5+d.rng.IntN(1200)) * time.Second)
	case a.connected() && chance(5):
		a.stays = append(a.stays, d.floor.Join(a.id)) // another window
		a.touched, a.active = now, now
	case a.connected() && len(a.stays) > 1 && chance(20):
		if !d.flagOnly {
			a.stays[0].Leave()
		}
		a.stays = a.stays[1:]
	case a.connected() && chance(3):
		a.away = !a.away
		if !d.flagOnly {
			d.floor.SetAway(a.id, a.away)
		}
		a.active = now
	case a.connected() && chance(3):
		a.silent = now.Add(time.Duration(d.rng.IntN(40)) * time.Minute)
	}
	a.touch()
}

func (a *agent) leave() {
	if !a.day.flagOnly {
		for _, s := range a.stays {
			s.Leave()
		}
		a.stays = nil
		return
	}
	a.vanished = true
}

// touch is the ping of the agent's browsers.
func (a *agent) touch() {
	d, now := a.day, a.day.watch.Now()
	active := now.After(a.silent) && d.rng.IntN(3) > 0
	for _, s := range a.stays {
		switch {
		case d.flagOnly:
			s.Touch(true)
		case !a.vanished:
			s.Touch(active)
		}
	}
	if a.connected() {
		a.touched = now
		if active {
			a.active = now
		}
	}
}

// tick is a moment, so that no two acts of the day happen at the same time.
func (d *day) tick() { d.watch.set(d.watch.Now().Add(time.Millisecond)) }

// allowed fails the test for errors that no act of the day may have.
func (d *day) allowed(what string, err error) {
	d.t.Helper()
	var merged *bot.MergedError
	if err == nil || d.life.dead || errors.As(err, &merged) {
		return
	}
	for _, ok := range []error{bot.ErrNotOwner, bot.ErrStaleEpoch, bot.ErrResolved, bot.ErrPromiseOpen, bot.ErrNobody, bot.ErrNewer, bot.ErrNotFound, bot.ErrInvalid} {
		if errors.Is(err, ok) {
			return
		}
	}
	d.t.Errorf("%s at %s: %v", what, d.watch.Now().Format(time.TimeOnly), err)
}

// work is what people do in one step.
func (d *day) work() {
	for _, g := range d.guests {
		if !g.came && !g.comes.After(d.watch.Now()) {
			g.came, g.online = true, true
			g.begins()
		}
	}
	for range 1 + len(d.guests)/40 {
		if g := d.guests[d.rng.IntN(len(d.guests))]; g.came {
			g.acts()
		}
	}
	for _, a := range d.agents {
		if a.connected() && !a.away && d.watch.Now().After(a.silent) {
			for range 1 + d.rng.IntN(3) + len(d.guests)/500 {
				a.acts()
			}
		}
	}
}

func (g *guest) act() chat.Act {
	d := g.day
	d.tick()
	v := d.visitor(g.visitor)
	return chat.Act{Visitor: v, Conversation: g.conversation, ID: d.id(), Page: g.page, Locale: g.locale}
}

// again does an act, and once more if nobody heard that it was done: the server was killed, or the line cut.
func (g *guest) again(what string, do func(chat.Act) (int64, error)) {
	d, a := g.day, g.act()
	first, err := do(a)
	d.allowed(what, err)
	if !d.life.dead && d.rng.IntN(10) > 0 {
		return
	}
	if d.life.dead {
		d.kills++
		d.rebirth()
		d.tick()
		_, err = do(a)
		d.allowed(what+" again", err)
		return
	}
	second, err2 := do(a)
	if err == nil && !d.life.dead && (err2 != nil || second != first) {
		if n := d.times(g.conversation, a.ID); n > 1 || err2 != nil {
			d.t.Errorf("%s in %s: the first try was number %d, the second %d (%v), stored %d times", what, g.conversation, first, second, err2, n)
		}
	}
}

func (d *day) times(conversation, id string) (n int) {
	for _, e := range d.log(conversation) {
		if e.ClientID == id {
			n++
		}
	}
	return n
}

func (g *guest) say(text string) {
	g.again("say", func(a chat.Act) (int64, error) { return g.day.room.Say(context.Background(), a, text, "") })
}

func (g *guest) ask() {
	g.again("ask", func(a chat.Act) (int64, error) { return g.day.room.AskForPerson(context.Background(), a) })
}

func (g *guest) begins() {
	if g.day.rng.IntN(4) == 0 {
		g.ask()
		return
	}
	g.say("where is my parcel?")
}

// acts is what a customer may do next.
func (g *guest) acts() {
	d, ctx := g.day, context.Background()
	c, err := d.store.Conversation(ctx, g.conversation)
	if err != nil {
		g.begins() // the first try was lost
		return
	}
	if !g.online {
		if d.rng.IntN(6) > 0 {
			return
		}
		g.online = true
	}
	if d.rng.IntN(10) < 7 {
		d.must(d.desk.Seen(ctx, g.conversation, "", c.Head))
	}
	switch n := d.rng.IntN(20); {
	case n < 2:
		g.online = false
	case n == 2:
		g.again("contact", func(a chat.Act) (int64, error) {
			return d.room.LeaveContact(ctx, a, g.visitor+"@example.org", "Kim")
		})
	case c.Status == bot.Resolved && n < 10:
		score := 1 + d.rng.IntN(5)
		g.again("rate", func(a chat.Act) (int64, error) { return d.room.Rate(ctx, a, score, "") })
	case c.Status == bot.Resolved && n < 18:
		return
	case c.Owner.Kind == bot.OwnerBot && n < 12:
		g.ask()
	default:
		g.say("and another thing")
	}
}

// turn is the bot's reaction.
func (d *day) turn(conversation string) {
	d.tick()
	ctx, n := context.Background(), d.rng.IntN(10)
	before := d.now(conversation)
	if !before.BotMaySpeak() {
		d.must(d.store.DropTurn(ctx, conversation, before.Head))
		return
	}
	_, err := d.room.Commit(ctx, conversation, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
		switch {
		case n == 0:
			return c.GivesUp("it failed", d.watch.Now())
		case n < 5:
			return c.Decides(bot.Decision{Kind: bot.Handoff, Text: "a person", Reason: bot.ReasonLowConfidence}, "Bot", before.Head, before.Epoch, d.watch.Now())
		}
		return c.Decides(bot.Decision{Kind: bot.Answer, Text: "it is on its way"}, "Bot", before.Head, before.Epoch, d.watch.Now())
	})
	d.allowed("turn", err)
}
