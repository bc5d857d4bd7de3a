package live

import (
	"context"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/desk"
	"frontdesk/widget/wire"
)

// welcomeStaff greets a staff member and shows the desk.
func (c *conn) welcomeStaff() {
	c.send(wire.Out{Type: wire.TypeWelcome, Heartbeat: wire.HeartbeatMillis, Generation: c.hub.Generation, Staff: &wire.Staff{ID: c.agent.ID, Name: c.agent.Name, Roles: c.agent.Roles}})
	c.hub.board.admit(c)
	ctx, cancel := context.WithTimeout(context.Background(), actTimeout)
	defer cancel()
	if !c.hub.showDesk(ctx, []*conn{c}, true) {
		c.hub.refresh.looked()
	}
}

// opens tells a waiting customer that somebody reads their question, and colleagues that somebody has it open.
func (c *conn) opens(ctx context.Context, conv bot.Conversation) {
	if c.agent == nil || !c.agent.MayTake {
		return
	}
	if conv.Owner.Kind == bot.OwnerQueue && !conv.Looked {
		if err := c.hub.Desk.Look(ctx, c.deskAct(&wire.In{Conversation: conv.ID})); err != nil {
			c.hub.Logger.Warn("a look was not noted", "conversation", conv.ID, "error", err)
		}
	}
	c.looksAt(conv.ID, "")
}

// sees reports whether the client may read a conversation as it is now.
func (c *conn) sees(conv *bot.Conversation, p *bot.Plan) bool {
	return c.agent == nil || c.agent.Supervisor || conv.Owner.Agent == c.agent.ID || p.Sees(c.agent.ID, conv.Team)
}

func (c *conn) deskAct(in *wire.In) desk.Act {
	return desk.Act{
		Agent: bot.Author{Kind: bot.ByAgent, ID: c.agent.ID, Name: c.agent.Name}, Supervisor: c.agent.Supervisor,
		Conversation: in.Conversation, ID: in.ID, Epoch: in.Epoch,
	}
}

// staffOnly are the acts that customers may not do, and customersOnly those that staff may not.
var (
	staffOnly = map[string]bool{
		wire.TypeAccept: true, wire.TypeNote: true, wire.TypeHandBack: true, wire.TypeRelease: true, wire.TypeResolve: true,
		wire.TypeTakeOver: true, wire.TypeAssign: true, wire.TypeTransfer: true, wire.TypeSnooze: true, wire.TypeTag: true,
		wire.TypePriority: true, wire.TypePromise: true, wire.TypeKept: true, wire.TypeTakeBack: true, wire.TypeMerge: true,
		wire.TypeBlock: true, wire.TypeUnblock: true, wire.TypeStep: true, wire.TypeFollowUp: true, wire.TypeStatus: true,
	}
	customersOnly = map[string]bool{wire.TypePerson: true, wire.TypeFeedback: true, wire.TypeRate: true, wire.TypeContact: true}
)

func (c *conn) staffAct(ctx context.Context, in *wire.In) (int64, error) {
	switch {
	case customersOnly[in.Type] || staffOnly[in.Type] && !c.agent.MayTake:
		return 0, errForbidden
	case !staffOnly[in.Type] && in.Type != wire.TypeSend:
		return 0, errUnknownType
	case !c.agent.MayTake:
		return 0, errForbidden
	}
	c.sign(true)
	switch in.Type {
	case wire.TypeSend, wire.TypeNote:
		return c.writes(ctx, in)
	case wire.TypeBlock, wire.TypeUnblock:
		return c.blocks(ctx, in)
	case wire.TypeStatus:
		return 0, c.says(in.Status)
	case wire.TypePromise, wire.TypeKept, wire.TypeTakeBack:
		return c.promises(ctx, in)
	case wire.TypeTag, wire.TypePriority, wire.TypeSnooze, wire.TypeMerge, wire.TypeStep, wire.TypeFollowUp:
		return c.sorts(ctx, in)
	}
	return c.passes(ctx, in)
}

// passes are the acts that make somebody else the owner.
func (c *conn) passes(ctx context.Context, in *wire.In) (int64, error) {
	d, a := c.hub.Desk, c.deskAct(in)
	switch in.Type {
	case wire.TypeAccept:
		return d.Claim(ctx, a)
	case wire.TypeHandBack:
		return d.HandBack(ctx, a)
	case wire.TypeRelease:
		return d.Release(ctx, a)
	case wire.TypeTakeOver:
		return d.TakeOver(ctx, a)
	case wire.TypeAssign:
		return d.Assign(ctx, a, in.To)
	case wire.TypeTransfer:
		return d.Transfer(ctx, a, in.To, in.Team, in.Text)
	case wire.TypeResolve:
		return d.Resolve(ctx, a, in.Cause)
	}
	return 0, errUnknownType
}

// sorts are the acts that only staff see.
func (c *conn) sorts(ctx context.Context, in *wire.In) (int64, error) {
	d, a := c.hub.Desk, c.deskAct(in)
	switch in.Type {
	case wire.TypeTag:
		return d.Tag(ctx, a, in.Tags)
	case wire.TypePriority:
		return d.Prioritize(ctx, a, priorityOf(in.Priority))
	case wire.TypeSnooze:
		return d.Snooze(ctx, a, until(in.Until))
	case wire.TypeMerge:
		return d.Merge(ctx, a, in.Into)
	case wire.TypeStep:
		return d.Step(ctx, a, in.Playbook, in.Step, in.Done)
	case wire.TypeFollowUp:
		return d.FollowUp(ctx, a, in.Text)
	}
	return 0, errUnknownType
}

func (c *conn) promises(ctx context.Context, in *wire.In) (int64, error) {
	d, a := c.hub.Desk, c.deskAct(in)
	if in.Type == wire.TypePromise {
		return d.Promise(ctx, a, in.Text, time.UnixMilli(in.Until))
	}
	return d.EndPromise(ctx, a, in.Promise, in.Type == wire.TypeKept, in.Text)
}

// writes sends a reply or keeps a note; colleagues see that the agent does not write any more.
func (c *conn) writes(ctx context.Context, in *wire.In) (seq int64, err error) {
	if in.Type == wire.TypeNote {
		seq, err = c.hub.Desk.Note(ctx, c.deskAct(in), in.Text)
	} else {
		seq, err = c.hub.Desk.Translated(ctx, c.deskAct(in), in.Text, in.Original, in.After, in.Confirm)
	}
	c.mu.Lock()
	open := c.find(in.Conversation) != nil
	c.mu.Unlock()
	if err == nil && open {
		c.looksAt(in.Conversation, ceased)
	}
	return seq, err
}

// blocks keeps a visitor out, closing what they have open, or lets them in again.
func (c *conn) blocks(ctx context.Context, in *wire.In) (int64, error) {
	undo := in.Type == wire.TypeUnblock
	seq, err := c.hub.Desk.Block(ctx, c.deskAct(in), in.Text, undo)
	if err != nil {
		return 0, err
	}
	conv, err := c.hub.Log.Conversation(ctx, in.Conversation)
	if err != nil {
		return 0, err
	}
	if !undo {
		c.hub.Banish(conv.Visitor)
	}
	c.hub.signal(conv.ID, &signal{Kind: signalChanged, From: bot.ByAgent})
	return seq, nil
}

// says notes what the agent says about themselves.
func (c *conn) says(status string) error {
	if status != string(desk.Online) && status != string(desk.Away) {
		return bot.ErrInvalid
	}
	c.hub.Desk.Floor.SetAway(c.agent.ID, status == string(desk.Away))
	return nil
}

// until is the end of a snooze as a client says it: -1 until the customer writes, 0 takes it up again.
func until(millis int64) time.Time {
	switch {
	case millis < 0:
		return bot.UntilAnswer
	case millis == 0:
		return time.Time{}
	}
	return time.UnixMilli(millis)
}
