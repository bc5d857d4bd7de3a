package live

import (
	"context"

	"frontdesk/bot"
	"frontdesk/bot/desk"
	"frontdesk/widget/wire"
)

// welcomeStaff greets a staff member and shows the desk.
func (c *conn) welcomeStaff() {
	c.send(wire.Out{Type: wire.TypeWelcome, Heartbeat: wire.HeartbeatMillis, Staff: &wire.Staff{ID: c.agent.ID, Name: c.agent.Name, Roles: c.agent.Roles}})
	ctx, cancel := context.WithTimeout(context.Background(), actTimeout)
	defer cancel()
	c.hub.showDesk(ctx, []*conn{c})
}

// showDesk shows the lists as they are now. What is the same for everybody is read once for all.
func (h *Hub) showDesk(ctx context.Context, staff []*conn) {
	if len(staff) == 0 {
		return
	}
	o, err := h.Desk.Overview(ctx)
	if err != nil {
		h.Logger.Error("desk not shown", "error", err)
		return
	}
	d := wire.Desk{Waiting: rows(o.Waiting), Bot: rows(o.Bot), Closed: rows(o.Closed), Agents: h.Desk.Presence.Online()}
	for _, c := range staff {
		mine, err := h.Desk.Mine(ctx, c.agent.ID)
		if err != nil {
			h.Logger.Error("desk not shown", "agent", c.agent.ID, "error", err)
			continue
		}
		own := d
		own.Mine = rows(mine)
		c.send(wire.Out{Type: wire.TypeDesk, Desk: &own})
	}
}

func (c *conn) staffAct(ctx context.Context, in *wire.In) (int64, error) {
	if !c.agent.MayTake {
		return 0, errForbidden
	}
	a := desk.Act{
		Agent:        bot.Author{Kind: bot.ByAgent, ID: c.agent.ID, Name: c.agent.Name},
		Conversation: in.Conversation, ID: in.ID, Epoch: in.Epoch,
	}
	switch in.Type {
	case wire.TypeAccept:
		return c.hub.Desk.Claim(ctx, a)
	case wire.TypeSend:
		return c.hub.Desk.Reply(ctx, a, in.Text)
	case wire.TypeNote:
		return c.hub.Desk.Note(ctx, a, in.Text)
	case wire.TypeHandBack:
		return c.hub.Desk.HandBack(ctx, a)
	case wire.TypeRelease:
		return c.hub.Desk.Release(ctx, a)
	case wire.TypeResolve:
		return c.hub.Desk.Resolve(ctx, a, in.Cause)
	case wire.TypePerson, wire.TypeFeedback, wire.TypeRate, wire.TypeContact:
		return 0, errForbidden
	}
	return 0, errUnknownType
}
