package live

import (
	"context"

	"frontdesk/bot"
	"frontdesk/bot/chat"
	"frontdesk/widget/wire"
)

// Lengths of what a client says about itself, in bytes.
const (
	maxLocale = 35
	maxPage   = 2000
	maxListed = 10 // conversations in a welcome
)

// hello greets a visitor: it finds who holds the token, or makes a new visitor and token.
func (c *conn) hello(ctx context.Context, in *wire.In) bool {
	if c.agent != nil || c.greeted {
		return c.stop(wire.CloseProtocol, "hello is said once, and by customers")
	}
	if !c.hub.KnownSite(in.Site) {
		c.send(wire.Out{Type: wire.TypeError, Code: wire.CodeUnknownSite, Message: "This site is not known here. Check data-site in the script tag."})
		c.close(wire.CloseProtocol, "unknown site")
		return false
	}
	token, ok := c.identify(ctx, in)
	if !ok {
		return false
	}
	c.locale, c.page = clip(in.Locale, maxLocale), clip(in.Page, maxPage)
	lines, err := c.hub.Log.Lines(ctx, bot.ViewVisitor, c.visitor.ID, maxListed)
	if err != nil {
		return c.unavailable("conversations not listed", err)
	}
	c.greeted = true
	out := wire.Out{Type: wire.TypeWelcome, Token: token, Heartbeat: wire.HeartbeatMillis, Conversations: []wire.Summary{}}
	for _, l := range lines {
		out.Conversations = append(out.Conversations, summary(l))
	}
	c.send(out)
	return true
}

// identify sets the visitor. It returns the token to keep, and false if the connection is to end.
func (c *conn) identify(ctx context.Context, in *wire.In) (string, bool) {
	if in.Token != "" {
		v, ok, err := c.hub.Visitors.VisitorByToken(ctx, c.hub.HashToken(in.Token), c.hub.Clock())
		switch {
		case err != nil:
			return "", c.unavailable("visitor not found", err)
		case !ok || v.Site != in.Site:
			c.bye(wire.CloseTokenStale, "token_stale", "the token is not known", 0)
			return "", false
		case v.Blocked:
			c.close(wire.CloseBanned, "blocked")
			return "", false
		}
		c.visitor = v
		return in.Token, true
	}
	if retry, ok := c.hub.limits.newVisitor(c.address); !ok {
		c.bye(wire.CloseOverload, wire.CodeRateLimited, "too many new visitors", int(retry.Milliseconds()))
		return "", false
	}
	token := c.hub.NewToken()
	v := bot.Visitor{ID: c.hub.NewID(), Site: in.Site}
	if err := c.hub.Visitors.AddVisitor(ctx, v, c.hub.HashToken(token), c.hub.Clock()); err != nil {
		return "", c.unavailable("visitor not stored", err)
	}
	c.visitor = v
	return token, true
}

// unavailable sends the client away to come back later. It always reports false.
func (c *conn) unavailable(what string, err error) bool {
	c.hub.Logger.Error(what, "error", err)
	c.bye(wire.CloseOverload, wire.CodeUnavailable, "not available", int(retryLater.Milliseconds()))
	return false
}

func (c *conn) customerAct(ctx context.Context, in *wire.In) (int64, error) {
	a := chat.Act{Visitor: c.visitor, Conversation: in.Conversation, ID: in.ID, Locale: c.locale, Page: c.page}
	switch in.Type {
	case wire.TypeSend:
		return c.hub.Room.Say(ctx, a, in.Text, clip(in.Choice, 300))
	case wire.TypePerson:
		return c.hub.Room.AskForPerson(ctx, a)
	case wire.TypeFeedback:
		if in.Helpful == nil {
			return 0, bot.ErrInvalid
		}
		return c.hub.Room.Feedback(ctx, a, in.Seq, *in.Helpful)
	case wire.TypeRate:
		return c.hub.Room.Rate(ctx, a, in.Score, in.Text)
	case wire.TypeContact:
		return c.hub.Room.LeaveContact(ctx, a, in.Email, in.Name)
	case wire.TypeAccept, wire.TypeNote, wire.TypeHandBack, wire.TypeRelease, wire.TypeResolve:
		return 0, errForbidden
	}
	return 0, errUnknownType
}

// clip shortens what is only informative to at most n bytes of whole characters.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
