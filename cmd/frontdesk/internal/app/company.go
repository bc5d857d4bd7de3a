package app

import (
	"context"
	"time"
)

// How often a server without a bus looks for others on its database, and for how long one must have been there: longer
// than the word of a server that has ended, such as this one under another name.
const (
	companyEvery = 20 * time.Second
	companyStays = time.Minute
)

// noticeCompany warns, once, that other servers work on the database of one that has no bus: what customers and agents at
// one do reaches those at the other only when they look.
func (a *App) noticeCompany(ctx context.Context, every, stays time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	c := company{self: a.node, stays: stays}
	for {
		nodes, err := a.conversations.Nodes(ctx)
		if err != nil && ctx.Err() == nil {
			a.log.Debug("other servers not looked for", "error", err)
		}
		if err == nil {
			if other := c.look(nodes, time.Now()); other != "" {
				a.log.Warn("another server works on this database, and there is no bus between them: news travels between them only by polling, up to half a minute late; give all of them the same --bus",
					"node", a.node, "other", other)
				return
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// company remembers since when other servers have been there without a break.
type company struct {
	self  string
	stays time.Duration
	since map[string]time.Time
}

// look is told which servers there are, and names another one that has stayed, "" if there is none.
func (c *company) look(nodes []string, now time.Time) (other string) {
	since := make(map[string]time.Time)
	for _, n := range nodes {
		if n == c.self {
			continue
		}
		at, known := c.since[n]
		if !known {
			at = now
		}
		since[n] = at
		if now.Sub(at) >= c.stays {
			other = n
		}
	}
	c.since = since
	return other
}
