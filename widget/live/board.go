package live

import (
	"context"
	"slices"
	"sync"

	"frontdesk/bot"
	"frontdesk/bot/desk"
	"frontdesk/widget/wire"
)

// board is the overview that agents see. It is read once for all of them; each connection is then sent what changed
// for it. Its lock is held while that is found out, so that a connection gets everything in order.
type board struct {
	mu      sync.Mutex
	entries []entry
	people  []wire.Person
	owed    []owed
	agents  int
}

// owed is a promise with whose conversation it is in.
type owed struct {
	wire.Owed
	by, owner string // staff ids
}

// shown is what a connection was sent last. Before the first full frame, rows is nil.
type shown struct {
	ready    bool // the connection was welcomed
	rows     map[string]shownRow
	round    int // counts the looks, to find rows that left
	people   []wire.Person
	promises []wire.Owed
	status   string
	agents   int
}

type shownRow struct {
	row   wire.Row
	round int
}

// admit has a connection be shown the desk from now on.
func (b *board) admit(c *conn) {
	b.mu.Lock()
	defer b.mu.Unlock()
	c.post.shown.ready = true
}

// read reads the overview anew.
func (b *board) read(m *moment) error {
	o, err := m.hub.Desk.Overview(m.ctx)
	if err != nil {
		return err
	}
	people, err := m.hub.Desk.People(m.ctx)
	if err != nil {
		return err
	}
	promises, err := m.hub.Desk.Owed(m.ctx)
	if err != nil {
		return err
	}
	b.people = make([]wire.Person, 0, len(people))
	for _, p := range people {
		m.names[p.ID] = p.Name
		b.people = append(b.people, wire.Person{ID: p.ID, Name: p.Name, Status: string(p.Status), Load: p.Load})
	}
	b.agents = m.hub.Desk.Floor.Online()
	b.entries = entries(o, m)
	b.owe(promises, o, m)
	return nil
}

// owe finds whose the promises are that are owed.
func (b *board) owe(promises []bot.Promise, o desk.Overview, m *moment) {
	b.owed = make([]owed, 0, len(promises))
	if len(promises) == 0 {
		return
	}
	known := make(map[string]*bot.Conversation)
	for _, lines := range [][]bot.Line{o.Owned, o.Waiting, o.Bot, o.Closed, o.FollowUps} {
		for i := range lines {
			known[lines[i].ID] = &lines[i].Conversation
		}
	}
	for _, p := range promises {
		conv := known[p.Conversation]
		if conv == nil {
			c, err := m.hub.Log.Conversation(m.ctx, p.Conversation)
			if err != nil {
				m.hub.Logger.Error("a promise's conversation was not read", "conversation", p.Conversation, "error", err)
				continue
			}
			conv = &c
		}
		v := wire.Owed{Conversation: conv.ID, Name: visitorName(*conv), Promise: *promise(&p), Remind: p.Remind}
		v.Promise.Agent = m.name(p.Agent)
		b.owed = append(b.owed, owed{Owed: v, by: p.Agent, owner: conv.Owner.Agent})
	}
}

// showDesk shows the connections what changed on the desk; with again, it is read anew before. It reports whether
// everything was sent: who reads slowly is sent the rest at a later look.
func (h *Hub) showDesk(ctx context.Context, staff []*conn, again bool) (whole bool) {
	if len(staff) == 0 {
		return true
	}
	h.board.mu.Lock()
	defer h.board.mu.Unlock()
	m := h.moment(ctx)
	if again {
		if err := h.board.read(m); err != nil {
			h.Logger.Error("desk not shown", "error", err)
			return true
		}
	}
	mentions := make(map[string]map[string]int)
	whole = true
	for _, c := range staff {
		if !c.post.shown.ready {
			continue
		}
		of, ok := mentions[c.agent.ID]
		if !ok {
			var err error
			if of, err = h.Desk.Mentions(ctx, c.agent.ID); err != nil {
				h.Logger.Error("mentions not read", "agent", c.agent.ID, "error", err)
			}
			mentions[c.agent.ID] = of
		}
		whole = c.showBoard(&h.board, of, m) && whole
	}
	return whole
}

// Bounds of what one look sends to one connection, in bytes: what is beyond follows at the next look, when the
// client has read some of it.
const (
	deskBytes = 256 << 10
	rowBytes  = 450 // of a row without what people wrote
)

// showBoard sends one connection what changed for it; it reports whether that was everything.
func (c *conn) showBoard(b *board, mentions map[string]int, m *moment) (whole bool) {
	s := &c.post.shown
	if c.queued() > deskBytes/2 {
		return false
	}
	out := wire.Out{Type: wire.TypeRows, Desk: &wire.Desk{Agents: b.agents}}
	if s.rows == nil {
		out.Type, s.rows = wire.TypeDesk, make(map[string]shownRow)
	}
	out.Desk.Rows, whole = c.changedRows(b, mentions, m)
	for id, r := range s.rows {
		if r.round != s.round {
			delete(s.rows, id)
			out.Desk.Gone = append(out.Desk.Gone, id)
		}
	}
	status := string(c.hub.Desk.Floor.Status(c.agent.ID))
	if status != string(desk.Away) {
		status = string(desk.Online)
	}
	changed := out.Type == wire.TypeDesk || len(out.Desk.Rows) > 0 || len(out.Desk.Gone) > 0 || s.agents != b.agents || s.status != status
	s.agents, s.status, out.Desk.Status = b.agents, status, status
	if s.people == nil || !slices.Equal(s.people, b.people) {
		s.people, out.Desk.People, changed = b.people, b.people, true
	}
	if mine := b.promisesOf(c.agent.ID); s.promises == nil || !slices.Equal(s.promises, mine) {
		s.promises, out.Desk.Promises, changed = mine, mine, true
	}
	if changed {
		c.send(out)
	}
	return whole
}

// changedRows returns the rows that are new for the connection or have changed, and whether that is all of them. It
// marks those that are still there.
func (c *conn) changedRows(b *board, mentions map[string]int, m *moment) (rows []wire.Row, whole bool) {
	s := &c.post.shown
	s.round++
	whole = true
	sees := make(map[string]bool)
	size := 0
	for i := range b.entries {
		e := &b.entries[i]
		if !c.agent.Supervisor && e.agent != c.agent.ID {
			ok, known := sees[e.row.Team]
			if !known {
				ok = m.plan.Sees(c.agent.ID, e.row.Team)
				sees[e.row.Team] = ok
			}
			if !ok {
				continue
			}
		}
		r := e.row
		r.View, r.Mentions, r.Looking = e.view(c.agent.ID), mentions[r.ID], c.hub.looks.names(r.ID, c.agent.ID, m.now)
		old, ok := s.rows[r.ID]
		if changed := !ok || old.row != r; changed {
			if size > deskBytes {
				if whole = false; ok {
					s.rows[r.ID] = shownRow{old.row, s.round}
				}
				continue
			}
			size += rowBytes + inJSON(r.Name) + inJSON(r.Snippet) + inJSON(r.Tags) + inJSON(r.Looking)
			rows = append(rows, r)
			old.row = r
		}
		s.rows[r.ID] = shownRow{old.row, s.round}
	}
	return rows, whole
}

// inJSON is how long a text is at most once it is encoded: some bytes become six.
func inJSON(s string) int {
	n := len(s)
	for i := 0; i < len(s); i++ {
		if b := s[i]; b < ' ' || b == '<' || b == '>' || b == '&' || b == 0xE2 {
			n += 5
		}
	}
	return n
}

// promisesOf returns the promises that an agent has to think of, never nil.
func (b *board) promisesOf(agent string) []wire.Owed {
	out := []wire.Owed{}
	for _, o := range b.owed {
		if o.by == agent || o.owner == agent {
			out = append(out, o.Owed)
		}
	}
	return out
}
