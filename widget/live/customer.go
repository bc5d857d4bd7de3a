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
	maxZone   = 64
	maxListed = 10 // conversations in a welcome
)

// origin is where the customer writes from, as their browser says.
type origin struct{ locale, page, referrer, zone string }

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
	token, refused, ok := c.identify(ctx, in)
	if !ok {
		return false
	}
	c.origin = origin{clip(in.Locale, maxLocale), clip(in.Page, maxPage), clip(in.Referrer, maxPage), ""}
	c.reader = reader{language: bot.Language(c.origin.locale), zone: c.hub.zones.find(in.Zone)}
	if c.reader.zone != nil {
		c.origin.zone = in.Zone
	}
	lines, err := c.hub.Log.Lines(ctx, bot.ViewVisitor, c.visitor.ID, maxListed)
	if err != nil {
		return c.unavailable("conversations not listed", err)
	}
	c.greeted = true
	out := wire.Out{Type: wire.TypeWelcome, Token: token, Heartbeat: wire.HeartbeatMillis, Conversations: []wire.Summary{}, Preview: c.hub.Desk.Book.Plan().Preview, Generation: c.hub.Generation}
	for _, l := range lines {
		out.Conversations = append(out.Conversations, summary(l))
	}
	c.send(out)
	if refused != nil {
		c.refuse(in, fault{Code: wire.CodeIdentity, Message: sentence(refused.Error())})
	}
	return true
}

// unavailable sends the client away to come back later. It always reports false.
func (c *conn) unavailable(what string, err error) bool {
	c.hub.Logger.Error(what, "error", err)
	c.bye(wire.CloseOverload, wire.CodeUnavailable, "not available", int(retryLater.Milliseconds()))
	return false
}

func (c *conn) customerAct(ctx context.Context, in *wire.In) (int64, error) {
	a := chat.Act{Visitor: c.visitor, Conversation: in.Conversation, ID: in.ID, Address: c.address,
		Locale: c.origin.locale, Page: c.origin.page, Referrer: c.origin.referrer, Zone: c.origin.zone}
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
	}
	if staffOnly[in.Type] {
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
