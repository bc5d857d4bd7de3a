package bot

import "time"

// Target is where a conversation is passed to: a colleague, or a team.
type Target struct {
	Agent Author // of kind ByAgent; no id means that Team is meant
	Team  string // id of a team
}

// Assign gives a waiting conversation, or one that is with the bot, to an agent: the routing does, or somebody who
// may. Whoever owns it keeps it: the loser of a race gets a *TakenError.
func (c Conversation) Assign(by Author, clientID string, to Author, now time.Time) (Change, error) {
	return c.take(by, clientID, to, ReasonAssigned, now)
}

// take makes an agent the owner of a conversation that no agent has. For its owner it changes nothing.
func (c Conversation) take(by Author, clientID string, to Author, reason HandoffReason, now time.Time) (Change, error) {
	switch {
	case c.Status == Resolved:
		return Change{}, ErrResolved
	case c.Owner.Kind == OwnerAgent && c.Owner.Agent == to.ID:
		return c.change(), nil
	case c.Owner.Kind == OwnerAgent:
		return Change{}, &TakenError{Agent: c.Owner.Agent}
	}
	return c.pass(by, clientID, to, reason, now), nil
}

// TakeOver gives a conversation to somebody who may take it from its owner.
func (c Conversation) TakeOver(by Author, clientID string, now time.Time) (Change, error) {
	switch {
	case c.Status == Resolved:
		return Change{}, ErrResolved
	case c.Owner.Kind == OwnerAgent && c.Owner.Agent == by.ID:
		return c.change(), nil
	}
	return c.pass(by, clientID, by, ReasonTakenOver, now), nil
}

// pass makes an agent the owner, whoever has it.
func (c Conversation) pass(by Author, clientID string, to Author, reason HandoffReason, now time.Time) Change {
	ch := c.change()
	ch.own(Owner{Kind: OwnerAgent, Agent: to.ID})
	ch.After.Last, ch.After.Updated = to.ID, now
	e := ownerEvent(ch.After, by, now)
	e.ClientID, e.Body.Agent, e.Body.Reason = clientID, to.Name, reason
	ch.Events = append(ch.Events, e)
	return ch
}

// Transfer passes the owner's conversation on to a colleague or to a team, with a note for them that may be
// empty. In a team's queue it keeps the place that the customer's waiting has earned.
func (c Conversation) Transfer(agent Author, clientID string, to Target, note string, epoch int64, now time.Time) (Change, error) {
	if err := c.owned(agent, epoch); err != nil {
		return Change{}, err
	}
	if note != "" {
		if err := ValidText(note, MaxMessage); err != nil {
			return Change{}, err
		}
	}
	var ch Change
	if to.Agent.ID != "" {
		if to.Agent.ID == agent.ID {
			return c.change(), nil
		}
		ch = c.pass(agent, clientID, to.Agent, ReasonTransferred, now)
	} else {
		ch = c.change()
		ch.After.Team = to.Team
		ch.requeue(agent, ReasonTransferred, now)
		ch.Events[0].ClientID, ch.Events[0].Body.To = clientID, to.Team
	}
	ch.Events[0].Body.From = agent.Name
	if note != "" {
		ch.Events = append(ch.Events, Event{Kind: EventNote, Author: agent, At: now, Body: Body{Text: note}})
	}
	return ch, nil
}

// Redirect asks another team: of a conversation that waits, without an owner to ask. A supervisor may take it from
// its owner, too.
func (c Conversation) Redirect(by Author, clientID, team string, supervisor bool, now time.Time) (Change, error) {
	switch {
	case c.Status == Resolved:
		return Change{}, ErrResolved
	case c.Owner.Kind == OwnerAgent && c.Owner.Agent != by.ID && !supervisor:
		return Change{}, &TakenError{Agent: c.Owner.Agent}
	case c.Owner.Kind == OwnerQueue && c.Team == team:
		return c.change(), nil
	}
	ch := c.change()
	ch.After.Team = team
	ch.requeue(by, ReasonTransferred, now)
	ch.Events[0].ClientID, ch.Events[0].Body.To = clientID, team
	return ch, nil
}

// Restore puts back what a bulk action changed, unless somebody has done something since.
func (c Conversation) Restore(by Author, before Conversation, head int64, now time.Time) (Change, error) {
	if c.Head != head {
		return Change{}, ErrNewer
	}
	ch := c.change()
	a := &ch.After
	if c.Owner != before.Owner || c.Status != before.Status || c.Team != before.Team {
		ch.own(before.Owner)
		a.Status, a.Reason, a.Last, a.Queued, a.Team = before.Status, before.Reason, before.Last, before.Queued, before.Team
		a.Clocks, a.Owned, a.Looked, a.Tell = before.Clocks, before.Owned, before.Looked, before.Tell
		e := ownerEvent(*a, by, now)
		e.Body.Reason = ReasonUndone
		ch.Events = append(ch.Events, e)
	}
	if c.Tags != before.Tags {
		a.Tags = before.Tags
		ch.Events = append(ch.Events, Event{Kind: EventTags, Author: by, At: now, Body: Body{Tags: a.Tags}})
	}
	if c.Priority != before.Priority {
		a.Priority = before.Priority
		ch.Events = append(ch.Events, Event{Kind: EventPriority, Author: by, At: now, Body: Body{Priority: a.Priority}})
	}
	if !c.Snoozed.Equal(before.Snoozed) {
		a.Snoozed = before.Snoozed
		ch.Events = append(ch.Events, Event{Kind: EventSnooze, Author: by, At: now, Body: Body{Until: UntilMillis(a.Snoozed)}})
	}
	return ch, nil
}
