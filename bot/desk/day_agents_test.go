package desk_test

import (
	"context"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/desk"
)

// acts is one thing that an agent does.
func (a *agent) acts() {
	d := a.day
	if d.life.dead {
		return
	}
	mine := d.mine[a.id]
	var owed, idle []bot.Line
	for _, l := range mine {
		switch {
		case !l.Clocks.Asked.IsZero():
			owed = append(owed, l)
		default:
			idle = append(idle, l)
		}
	}
	d.tick()
	switch n := d.rng.IntN(20); {
	case len(owed) > 0 && n < 10:
		a.answer(owed[d.rng.IntN(len(owed))])
	case len(owed) < 3 && n < 14:
		a.takes()
	case len(mine) > 0 && n == 14:
		a.passesOn(mine[d.rng.IntN(len(mine))])
	case len(mine) > 0 && n == 15:
		a.tidies(mine[d.rng.IntN(len(mine))])
	case len(mine) > 0 && n == 16:
		a.promises(mine[d.rng.IntN(len(mine))])
	case n == 17:
		a.interferes()
	case len(idle) > 0:
		a.ends(idle[d.rng.IntN(len(idle))])
	}
}

func (a *agent) on(l bot.Line) desk.Act {
	d := a.day
	act := desk.Act{Agent: bot.Author{Kind: bot.ByAgent, ID: a.id, Name: "Agent " + a.id}, Supervisor: a.id == "a00", Conversation: l.ID, ID: d.id(), Epoch: l.Epoch}
	if d.rng.IntN(30) == 0 {
		act.Epoch-- // a browser that has slept
	}
	return act
}

// done notes an agent's act, which a dead server may have kept or not.
func (a *agent) done(what string, _ int64, err error) { a.day.t.Helper(); a.day.allowed(what, err) }

// takes claims the next conversation that waits, as several colleagues may at the same moment.
func (a *agent) takes() {
	d, ctx := a.day, context.Background()
	for _, l := range d.lines {
		if !manual(l) || d.rng.IntN(4) == 0 {
			continue
		}
		if d.rng.IntN(3) == 0 {
			d.allowed("look", d.desk.Look(ctx, a.on(l)))
		}
		seq, err := d.desk.Claim(ctx, a.on(l))
		a.done("claim", seq, err)
		return
	}
}

func (a *agent) answer(l bot.Line) {
	seq, err := a.day.desk.Reply(context.Background(), a.on(l), "I am looking into it", 0, nil)
	a.done("reply", seq, err)
}

func (a *agent) ends(l bot.Line) {
	d, ctx := a.day, context.Background()
	switch d.rng.IntN(8) {
	case 0:
		seq, err := d.desk.HandBack(ctx, a.on(l))
		a.done("hand back", seq, err)
	case 1:
		r, err := d.desk.Bulk(ctx, a.on(l), desk.Bulk{Action: "resolve", IDs: []string{l.ID}, Cause: "delivery"})
		d.allowed("bulk", err)
		if d.rng.IntN(2) == 0 && r.Undo != "" {
			d.tick()
			_, err = d.desk.UndoBulk(ctx, a.on(l), r.Undo)
			d.allowed("undo", err)
		}
	default:
		seq, err := d.desk.Resolve(ctx, a.on(l), "delivery")
		a.done("resolve", seq, err)
	}
}

func (a *agent) passesOn(l bot.Line) {
	d, ctx := a.day, context.Background()
	to, team := d.agents[d.rng.IntN(len(d.agents))].id, ""
	if d.rng.IntN(2) == 0 {
		to, team = "", []string{"support", "returns"}[d.rng.IntN(2)]
	}
	if d.rng.IntN(4) == 0 {
		seq, err := d.desk.Release(ctx, a.on(l))
		a.done("release", seq, err)
		return
	}
	seq, err := d.desk.Transfer(ctx, a.on(l), to, team, "please go on")
	a.done("transfer", seq, err)
}

func (a *agent) tidies(l bot.Line) {
	d, ctx := a.day, context.Background()
	switch d.rng.IntN(5) {
	case 0:
		seq, err := d.desk.Snooze(ctx, a.on(l), d.watch.Now().Add(time.Duration(1+d.rng.IntN(60))*time.Minute))
		a.done("snooze", seq, err)
	case 1:
		seq, err := d.desk.Snooze(ctx, a.on(l), bot.UntilAnswer)
		a.done("snooze", seq, err)
	case 2:
		seq, err := d.desk.Tag(ctx, a.on(l), []string{"later"})
		a.done("tag", seq, err)
	case 3:
		seq, err := d.desk.Note(ctx, a.on(l), "ask @a01")
		a.done("note", seq, err)
	default:
		seq, err := d.desk.Prioritize(ctx, a.on(l), []bot.Priority{bot.Normal, bot.Urgent}[d.rng.IntN(2)])
		a.done("prioritize", seq, err)
	}
}

// promises makes a promise, or ends those that there are.
func (a *agent) promises(l bot.Line) {
	d, ctx := a.day, context.Background()
	all, err := d.store.Promises(ctx, l.ID)
	d.must(err)
	for _, p := range all {
		if p.Owed() {
			seq, err := d.desk.EndPromise(ctx, a.on(l), p.ID, d.rng.IntN(3) > 0, "it cannot be done")
			a.done("end promise", seq, err)
			return
		}
	}
	seq, err := d.desk.Promise(ctx, a.on(l), "refund confirmed", d.watch.Now().Add(time.Duration(1+d.rng.IntN(120))*time.Minute).Truncate(time.Millisecond))
	a.done("promise", seq, err)
}

// interferes is what a supervisor does, and what is done to several conversations.
func (a *agent) interferes() {
	d, ctx := a.day, context.Background()
	g := d.guests[d.rng.IntN(len(d.guests))]
	c, err := d.store.Conversation(ctx, g.conversation)
	if err != nil {
		return
	}
	l := bot.Line{Conversation: c}
	switch d.rng.IntN(6) {
	case 0:
		seq, err := d.desk.TakeOver(ctx, a.on(l))
		if a.id != "a00" {
			return
		}
		a.done("take over", seq, err)
	case 1:
		if a.id == "a00" {
			seq, err := d.desk.Assign(ctx, a.on(l), d.agents[d.rng.IntN(len(d.agents))].id)
			a.done("assign", seq, err)
		}
	case 2:
		r, err := d.desk.Bulk(ctx, a.on(l), desk.Bulk{Action: "team", IDs: []string{l.ID}, Team: "returns"})
		d.allowed("bulk team", err)
		if d.rng.IntN(2) == 0 && r.Undo != "" {
			d.tick()
			_, err = d.desk.UndoBulk(ctx, a.on(l), r.Undo)
			d.allowed("undo", err)
		}
	case 3:
		seq, err := d.desk.Claim(ctx, a.on(l)) // also from the bot
		a.done("claim", seq, err)
	default:
		seq, err := d.desk.Reply(ctx, a.on(l), "I was never asked", 0, nil) // of somebody who may not
		a.done("reply", seq, err)
	}
}
