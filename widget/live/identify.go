package live

import (
	"context"
	"errors"

	"frontdesk/bot"
	"frontdesk/widget/wire"
)

// identify sets the visitor. It returns the token to keep, why the page's word for its user was not taken, if it was
// not, and false if the connection is to end.
func (c *conn) identify(ctx context.Context, in *wire.In) (token string, refused error, ok bool) {
	known, ok := c.recall(ctx, in)
	if !ok {
		return "", nil, false
	}
	if in.Identity != "" {
		token, refused, ok = c.vouched(ctx, in)
		if !ok || token != "" {
			return token, nil, ok
		}
	}
	if known {
		return in.Token, refused, true
	}
	token, ok = c.introduce(ctx, in.Site)
	return token, refused, ok
}

// recall finds who holds the token that the client has shown. An unknown one sends the client away to come back
// without it, unless the page vouches for somebody.
func (c *conn) recall(ctx context.Context, in *wire.In) (known, ok bool) {
	if in.Token == "" {
		return false, true
	}
	v, known, err := c.hub.Visitors.VisitorByToken(ctx, c.hub.HashToken(in.Token), c.hub.Clock())
	known = known && v.Site == in.Site
	switch {
	case err != nil:
		return false, c.unavailable("visitor not found", err)
	case !known && in.Identity == "":
		c.bye(wire.CloseTokenStale, "token_stale", "the token is not known", 0)
		return false, false
	case known:
		return true, c.admit(ctx, v)
	}
	return false, true
}

// admit sets the visitor. It looks again whether they are blocked: whoever blocks them from now on finds this
// connection, and whoever did so since they were read is found here.
func (c *conn) admit(ctx context.Context, v bot.Visitor) bool {
	c.is(v)
	now, _, err := c.hub.Visitors.VisitorOf(ctx, v.ID)
	switch {
	case err != nil:
		return c.unavailable("visitor not read again", err)
	case now.Blocked:
		c.close(wire.CloseBanned, "blocked")
		return false
	}
	return true
}

// vouched lets a user in whom the page vouches for. Without a token, the page's word was not taken and refused says
// why; the visitor goes on as whoever they were.
func (c *conn) vouched(ctx context.Context, in *wire.In) (token string, refused error, ok bool) {
	now := c.hub.Clock()
	said, err := c.hub.Vouch(in.Site, in.Identity, now)
	if err != nil {
		return "", err, true
	}
	fresh := c.hub.NewToken()
	login := bot.Login{Site: in.Site, Said: said, ID: c.hub.NewID(), Token: c.hub.HashToken(fresh)}
	if in.Token != "" {
		login.Held = c.hub.HashToken(in.Token)
	}
	v, isNew, err := c.hub.Visitors.Vouch(ctx, login, now)
	switch {
	case errors.Is(err, bot.ErrReplayed):
		return "", bot.ErrReplayed, true
	case err != nil:
		return "", nil, c.unavailable("user not let in", err)
	case !c.admit(ctx, v):
		return "", nil, false
	case isNew:
		return fresh, nil, true
	}
	return in.Token, nil, true
}

// introduce makes a visitor for a client without a token.
func (c *conn) introduce(ctx context.Context, site string) (token string, ok bool) {
	if retry, ok := c.hub.limits.newVisitor(c.address); !ok {
		c.hub.Count("limit_visitors", 1)
		c.bye(wire.CloseOverload, wire.CodeRateLimited, "too many new visitors", int(retry.Milliseconds()))
		return "", false
	}
	token = c.hub.NewToken()
	v := bot.Visitor{ID: c.hub.NewID(), Site: site}
	if err := c.hub.Visitors.AddVisitor(ctx, v, c.hub.HashToken(token), c.hub.Clock()); err != nil {
		return "", c.unavailable("visitor not stored", err)
	}
	c.is(v)
	return token, true
}
