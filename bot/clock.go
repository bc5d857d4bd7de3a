package bot

import "time"

// Clocks are the service standards that run in a conversation. A zero time is a clock that does not run. They
// count opening hours, and are kept as the times at which they run out, so that they survive a restart.
type Clocks struct {
	Began   time.Time     // when the hand-off began
	Asked   time.Time     // since when the customer waits for a person's word
	First   time.Time     // when the first answer is due
	Next    time.Time     // when the next answer is due
	Resolve time.Time     // when the end is due; zero also while it waits for the customer
	Left    time.Duration // opening hours left for the end while it waits for the customer; negative if none are

	Taken    bool // an agent has taken the hand-off
	Answered bool // and has written to the customer
}

// Due returns the clock that runs out next and its name: first, next or resolve; a zero time if none runs.
func (k Clocks) Due() (due time.Time, name string) {
	for _, c := range []struct {
		at   time.Time
		name string
	}{{k.First, MeasureFirst}, {k.Next, MeasureNext}, {k.Resolve, MeasureResolve}} {
		if !c.at.IsZero() && (due.IsZero() || c.at.Before(due)) {
			due, name = c.at, c.name
		}
	}
	return due, name
}

// Settle draws the consequences of a change for the hand-off: which team is asked, what the customer is told to
// expect, which clocks start, stop and pause, and when somebody has to look again. It is part of every commit.
func (ch *Change) Settle(t Terms) {
	if len(ch.Events) == 0 {
		return
	}
	a := &ch.After
	for i := range ch.Events {
		switch e := &ch.Events[i]; {
		case e.Kind == EventOwner && e.Body.Reason == ReasonUndone: // everything else is as it was before
			if e.Body.To = a.Owner.Agent; a.Owner.Kind == OwnerQueue {
				e.Body.Team = t.Plan.Team(a.Team).Title
				ch.prospect(e, t)
			}
		case e.Kind == EventOwner && e.Body.Owner == OwnerQueue:
			ch.queued(e, t)
		case e.Kind == EventOwner && e.Body.Owner == OwnerAgent:
			ch.taken(e, t)
		case e.Kind == EventOwner:
			ch.abandon(e.Author, t)
			ch.clear()
		case e.Kind == EventWait:
			ch.prospect(e, t)
		case e.Kind == EventMessage && e.Author.Kind == ByCustomer:
			ch.asked(t)
		case e.Kind == EventMessage && e.Author.Kind == ByAgent:
			ch.answered(e.Author, ch.Before.Head+int64(i)+1, t)
		case e.Kind == EventResolved, e.Kind == EventExpired:
			ch.ended(e, ch.Before.Head+int64(i)+1, t)
		case e.Kind == EventMessage && e.Author.Kind == ByBot && e.Body.Decision == Answer:
			ch.mailLater(ch.Before.Head+int64(i)+1, t) // who left an address and went is told what they asked
		case e.Kind == EventPriority:
			ch.restart(t)
		case e.Kind == EventPromise && e.Body.Promise.State != PromiseOpen:
			ch.mailLater(ch.Before.Head+int64(i)+1, t)
		}
	}
	a.Alarm = a.alarm(t.Plan)
}

// queued is a hand-off, or a return to the queue.
func (ch *Change) queued(e *Event, t Terms) {
	a := &ch.After
	if a.Team == "" || !t.Plan.HasTeam(a.Team) {
		team, priority := t.Plan.Route(*a, t.Articles)
		a.Team = team
		if a.Priority == Normal {
			a.Priority = priority
		}
	}
	a.Snoozed, a.Looked, a.Owned = time.Time{}, false, t.Now
	if a.Clocks.Began.IsZero() {
		ch.begin(t)
	} else {
		if a.Team != ch.Before.Team {
			ch.restart(t)
		}
		ch.owes(t)
	}
	team := t.Plan.Team(a.Team)
	e.Body.Team = team.Title
	ch.prospect(e, t)
	if team.Show && !a.Clocks.First.IsZero() {
		e.Body.Standard = t.Plan.Standard(a.Team, a.Priority).First
	}
}

// begin starts the clocks of a hand-off.
func (ch *Change) begin(t Terms) {
	a := &ch.After
	std, cal := t.Plan.Standard(a.Team, a.Priority), t.Plan.Calendar(a.Team)
	a.Clocks = Clocks{Began: t.Now, Asked: t.Now, First: runsOut(cal, t.Now, std.First), Resolve: runsOut(cal, t.Now, std.Resolve)}
}

// owes has the customer wait for a word from now on, unless they do already: they wrote, or were told that somebody
// else will help them.
func (ch *Change) owes(t Terms) {
	a, k := &ch.After, &ch.After.Clocks
	cal := t.Plan.Calendar(a.Team)
	if k.Asked.IsZero() {
		k.Asked = t.Now
		if k.Answered {
			k.Next = runsOut(cal, t.Now, t.Plan.Standard(a.Team, a.Priority).Next)
		}
	}
	switch {
	case k.Left > 0:
		k.Resolve, k.Left = cal.Add(t.Now, k.Left), 0
	case k.Left < 0: // it ran out long ago
		k.Resolve, k.Left = k.Began, 0
	}
}

// prospect writes into an event what the customer is told to expect, and when they are told more.
func (ch *Change) prospect(e *Event, t Terms) {
	p := t.Prospect(ch.After.Team)
	e.Body.Staffed = p.Staffed && p.Open
	e.Body.Wait, e.Body.Samples, e.Body.Opens = 0, 0, 0
	ch.After.Tell = time.Time{}
	if p.Known() {
		wait := max(p.Wait, leastWait)
		if e.Kind == EventWait { // whoever has waited that long already has no reason to believe less
			wait = max(wait, t.Now.Sub(ch.After.Queued))
		}
		e.Body.Wait, e.Body.Samples = int64(wait/time.Second), p.Samples
		ch.After.Tell = t.Now.Add(wait - wait/5) // a word before the wait that was said has passed
	}
	if !p.Opens.IsZero() {
		e.Body.Opens = p.Opens.UnixMilli()
	}
}

// taken is an agent becoming the owner.
func (ch *Change) taken(e *Event, t Terms) {
	a := &ch.After
	if a.Team == "" {
		a.Team, _ = t.Plan.Route(*a, t.Articles)
	}
	if a.Clocks.Began.IsZero() { // taken from the bot, or reopened to the agent who served last
		ch.begin(t)
	} else {
		if !a.Clocks.Taken && !a.Queued.IsZero() {
			ch.measure(MeasureWait, a.Queued, time.Time{}, a.Owner.Agent, t)
		}
		ch.owes(t)
	}
	a.Clocks.Taken = true
	a.Owned, a.Tell, a.Snoozed = t.Now, time.Time{}, time.Time{}
	e.Body.To = a.Owner.Agent
}

// asked is a message of the customer to a person, or to those who will be one.
func (ch *Change) asked(t Terms) {
	if ch.After.Owner.Kind == OwnerBot {
		return
	}
	if !ch.After.Clocks.Began.IsZero() {
		ch.owes(t)
	}
	ch.After.Snoozed = time.Time{}
}

// answered is a message of an agent: the ball is with the customer.
func (ch *Change) answered(agent Author, seq int64, t Terms) {
	ch.stopAnswer(agent, t)
	k := &ch.After.Clocks
	k.Answered = true
	if !k.Resolve.IsZero() {
		k.Left = t.Plan.Calendar(ch.After.Team).Between(t.Now, k.Resolve)
		if k.Left <= 0 {
			k.Left = -time.Millisecond
		}
		k.Resolve = time.Time{}
	}
	ch.mailLater(seq, t)
}

// mailLater has what was said to the customer go out by mail if they do not see it.
func (ch *Change) mailLater(seq int64, t Terms) {
	a := &ch.After
	a.Spoken = seq
	if a.Email != "" && a.MailDue.IsZero() {
		a.MailDue = t.Now.Add(seconds(t.Plan.MailAfter))
	}
}

// stopAnswer stops the clocks of the answer that was owed.
func (ch *Change) stopAnswer(agent Author, t Terms) {
	k := &ch.After.Clocks
	if !k.First.IsZero() {
		ch.measure(MeasureFirst, k.Began, k.First, agent.ID, t)
	} else if !k.Next.IsZero() {
		ch.measure(MeasureNext, k.Asked, k.Next, agent.ID, t)
	}
	k.First, k.Next, k.Asked = time.Time{}, time.Time{}, time.Time{}
}

// abandon ends an answer that was owed and that nobody will give any more. Only what is late already is measured:
// that nothing was said in time is no standard kept.
func (ch *Change) abandon(agent Author, t Terms) {
	k := &ch.After.Clocks
	for _, due := range []time.Time{k.First, k.Next} {
		if !due.IsZero() && t.Now.After(due) {
			ch.stopAnswer(agent, t)
			return
		}
	}
}

// ended is the end of the conversation, by an agent or because nobody took it.
func (ch *Change) ended(e *Event, seq int64, t Terms) {
	ch.stopAnswer(e.Author, t)
	k := &ch.After.Clocks
	if !k.Resolve.IsZero() || k.Left != 0 {
		ch.owes(t) // what was paused, ends
		ch.measure(MeasureResolve, k.Began, k.Resolve, e.Author.ID, t)
	}
	if e.Kind == EventExpired {
		ch.measure(MeasureExpired, ch.After.Queued, time.Time{}, "", t)
		ch.mailLater(seq, t)
	}
	ch.clear()
}

// clear stops everything that runs for a hand-off.
func (ch *Change) clear() {
	a := &ch.After
	a.Clocks, a.Tell, a.Snoozed, a.Owned, a.Looked = Clocks{}, time.Time{}, time.Time{}, time.Time{}, false
}

// restart measures what runs by the standard that holds now instead of the one that held before. Time that counted
// counts, and time that did not does not.
func (ch *Change) restart(t Terms) {
	a, b, k := &ch.After, &ch.Before, &ch.After.Clocks
	if k.Began.IsZero() {
		return
	}
	std, cal := t.Plan.Standard(a.Team, a.Priority), t.Plan.Calendar(a.Team)
	if !k.Asked.IsZero() {
		k.First, k.Next = time.Time{}, time.Time{}
		if k.Answered {
			k.Next = runsOut(cal, k.Asked, std.Next)
		} else {
			k.First = runsOut(cal, k.Began, std.First)
		}
	}
	before := seconds(t.Plan.Standard(b.Team, b.Priority).Resolve)
	used := cal.Between(k.Began, t.Now)
	switch {
	case before > 0 && k.Left != 0:
		used = before - k.Left
	case before > 0 && !k.Resolve.IsZero():
		used = before - t.Plan.Calendar(b.Team).Between(t.Now, k.Resolve)
	}
	paused := k.Asked.IsZero()
	k.Resolve, k.Left = time.Time{}, 0
	left := seconds(std.Resolve) - used
	switch {
	case std.Resolve == 0:
	case left <= 0 && paused:
		k.Left = -time.Millisecond
	case left <= 0:
		k.Resolve = k.Began
	case paused:
		k.Left = left
	default:
		k.Resolve = cal.Add(t.Now, left)
	}
}

// runsOut is when a standard that begins at a time runs out; zero if there is none.
func runsOut(cal *Calendar, from time.Time, standard int64) time.Time {
	if standard == 0 {
		return time.Time{}
	}
	return cal.Add(from, seconds(standard))
}
