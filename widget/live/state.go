package live

import (
	"context"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/desk"
	"frontdesk/bot/notice"
	"frontdesk/widget/wire"
)

// moment is what is true of the house at one time. Each thing is read once, when it is first needed.
type moment struct {
	ctx       context.Context
	hub       *Hub
	now       time.Time
	plan      *bot.Plan
	queued    bool // places were read
	places    map[string]desk.Place
	prospects map[string]bot.Prospect
	names     map[string]string
	visitors  map[string]bot.Visitor
}

func (h *Hub) moment(ctx context.Context) *moment {
	return &moment{
		ctx: ctx, hub: h, now: h.Clock(), plan: h.Desk.Book.Plan(),
		prospects: make(map[string]bot.Prospect), names: make(map[string]string), visitors: make(map[string]bot.Visitor),
	}
}

// place is where a conversation stands in the queue. A queue that cannot be read has no places; the next look tells.
func (m *moment) place(id string) desk.Place {
	if !m.queued {
		m.queued = true
		var err error
		if m.places, err = m.hub.refresh.places.look(m.ctx, id, m.hub.Clock, m.hub.Desk.Places); err != nil {
			m.hub.Logger.Error("queue not read", "error", err)
		}
	}
	return m.places[id]
}

func (m *moment) prospect(team string) bot.Prospect {
	p, ok := m.prospects[team]
	if !ok {
		p = m.hub.Desk.Floor.Prospect(team)
		m.prospects[team] = p
	}
	return p
}

func (m *moment) name(staff string) string {
	name, ok := m.names[staff]
	if !ok {
		name = m.hub.AgentName(m.ctx, staff)
		m.names[staff] = name
	}
	return name
}

func (m *moment) visitor(id string) bot.Visitor {
	v, ok := m.visitors[id]
	if !ok {
		var err error
		if v, _, err = m.hub.Visitors.VisitorOf(m.ctx, id); err != nil {
			m.hub.Logger.Error("visitor not read", "error", err)
		}
		m.visitors[id] = v
	}
	return v
}

// learn reads what the client's state of a conversation is made of.
func (m *moment) learn(c *conn, conv *bot.Conversation) {
	if conv.Owner.Kind == bot.OwnerQueue {
		m.place(conv.ID)
	}
	if conv.Owner.Kind == bot.OwnerAgent {
		m.name(conv.Owner.Agent)
	}
	if c.agent != nil {
		m.visitor(conv.Visitor)
	}
}

// knows reports whether the client's state of a conversation can be made without reading anything.
func (m *moment) knows(c *conn, conv *bot.Conversation) bool {
	if conv.Owner.Kind == bot.OwnerQueue && !m.queued {
		return false
	}
	if conv.Owner.Kind == bot.OwnerAgent {
		if _, ok := m.names[conv.Owner.Agent]; !ok {
			return false
		}
	}
	if c.agent == nil {
		return true
	}
	_, ok := m.visitors[conv.Visitor]
	return ok
}

// lockKnowing locks c.mu when the moment knows what the client's state of the conversation that choose picks is made
// of: nobody waits for c.mu while something is read. choose is called with c.mu held, perhaps several times.
func (c *conn) lockKnowing(m *moment, choose func() *bot.Conversation) (conv *bot.Conversation) {
	for {
		c.mu.Lock()
		if conv = choose(); conv == nil || m.knows(c, conv) {
			return conv
		}
		c.mu.Unlock()
		m.learn(c, conv)
	}
}

// state is what is true of a conversation now, as this client may see it. The moment knows what it is made of.
func (c *conn) state(conv *bot.Conversation, f *follow, m *moment) wire.State {
	p := m.prospect(conv.Team)
	s := wire.State{
		Status: string(conv.Status), Owner: string(conv.Owner.Kind), Epoch: conv.Epoch, Head: conv.Head,
		Staffed: p.Staffed && p.Open, Email: conv.Email, Merged: conv.Merged, Read: f.read,
	}
	if conv.Owner.Kind == bot.OwnerQueue {
		place := m.place(conv.ID)
		s.Place, s.Waiting, s.Since = place.Place, place.Waiting, conv.Queued.UnixMilli()
	}
	if conv.Owner.Kind == bot.OwnerAgent {
		s.Agent = m.name(conv.Owner.Agent)
	}
	if c.agent == nil {
		s.Ask = notice.Asks(*conv, p)
		s.Line = notice.State(notice.Standing{Conversation: *conv, Place: s.Place, Prospect: p, Standard: shownStandard(m.plan, conv)}, c.reader.language, c.reader.zone, m.now)
		return s
	}
	s.Mine = conv.Owner.Kind == bot.OwnerAgent && conv.Owner.Agent == c.agent.ID
	s.Page, s.Referrer, s.Zone, s.Locale, s.Name = conv.Origin.Page, conv.Origin.Referrer, conv.Origin.Zone, conv.Locale, visitorName(*conv)
	s.Team, s.Priority, s.Tags, s.Promises = conv.Team, string(conv.Priority), string(conv.Tags), conv.Promises
	s.Due, s.Standard, s.Warn = clockOf(m.plan, conv)
	s.Snoozed, s.FollowUp = bot.UntilMillis(conv.Snoozed), bot.Millis(conv.FollowUp)
	v := m.visitor(conv.Visitor)
	s.Blocked, s.Verified = v.Blocked, v.Subject != ""
	s.Looking = c.hub.looks.names(conv.ID, c.agent.ID, m.now)
	return s
}

// shownStandard is the standard for the answer that is owed, in seconds, if the team lets customers know; else 0.
func shownStandard(p *bot.Plan, conv *bot.Conversation) int64 {
	std := p.Standard(conv.Team, conv.Priority)
	switch {
	case !p.Team(conv.Team).Show:
		return 0
	case !conv.Clocks.First.IsZero():
		return std.First
	}
	return std.Next
}
