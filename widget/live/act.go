package live

import (
	"context"

	"frontdesk/widget/wire"
)

// act carries out a frame that changes something and acknowledges it once it is kept.
func (c *conn) act(ctx context.Context, in *wire.In) {
	if retry, limit := c.hub.limits.act(c.subject(), in.Type); limit != "" {
		c.hub.Count(limit, 1)
		c.refuse(in, fault{Code: wire.CodeRateLimited, Message: "That was too fast. Please wait a moment.", Retry: retry})
		return
	}
	var seq int64
	var err error
	if c.agent == nil {
		seq, err = c.customerAct(ctx, in)
	} else {
		seq, err = c.staffAct(ctx, in)
	}
	if err != nil {
		f := explain(err)
		if f.Code == wire.CodeInternal || f.Code == wire.CodeUnavailable {
			c.hub.Logger.Error("act failed", "type", in.Type, "conversation", in.Conversation, "error", err)
		}
		c.refuse(in, f)
		return
	}
	c.send(wire.Out{Type: wire.TypeAck, ID: in.ID, Conversation: in.Conversation, Seq: seq})
}

// subject is whose acts the client's acts are.
func (c *conn) subject() subject {
	if c.agent != nil {
		return subject{ofAgent, c.agent.ID}
	}
	return subject{ofVisitor, c.visitor.ID}
}

// refuse says why a frame was not carried out; the connection stays.
func (c *conn) refuse(in *wire.In, f fault) {
	c.hub.Count("error", 1)
	c.send(wire.Out{
		Type: wire.TypeError, ID: in.ID, Conversation: in.Conversation, Code: f.Code, Message: f.Message,
		RetryAfter: int(f.Retry.Milliseconds()), Warning: f.Warning, Into: f.Into,
	})
}
