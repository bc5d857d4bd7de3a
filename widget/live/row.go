package live

import (
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/desk"
	"frontdesk/widget/wire"
)

// entry is a conversation of the overview: what is the same for all agents, and what decides who sees it where.
type entry struct {
	row    wire.Row // without View, Looking and Mentions
	agent  string   // staff id of the owner
	mine   string   // the list in which its owner has it
	theirs string   // the list in which everybody else has it
}

// entries makes the overview's rows, each conversation once: what somebody works on goes before what somebody has to
// look at, and that before the rest.
func entries(o desk.Overview, m *moment) []entry {
	n := len(o.Waiting) + len(o.Owned) + len(o.FollowUps) + len(o.Bot) + len(o.Closed)
	out, seen := make([]entry, 0, n), make(map[string]bool, n)
	add := func(lines []bot.Line, follows bool) {
		for i := range lines {
			if l := &lines[i]; !seen[l.ID] {
				seen[l.ID] = true
				c := l.Conversation
				if !follows {
					c.FollowUp = time.Time{} // the list of low ratings has the oldest; the others stay where they are
				}
				out = append(out, entry{row: RowOf(l, m.plan, m.name), agent: c.Owner.Agent, mine: ViewOf(c, c.Owner.Agent), theirs: ViewOf(c, "")})
			}
		}
	}
	add(o.Waiting, false)
	add(o.Owned, false)
	add(o.FollowUps, true)
	add(o.Bot, false)
	add(o.Closed, false)
	return out
}

// view is the list in which an agent has a conversation.
func (e *entry) view(agent string) string {
	if e.agent == agent {
		return e.mine
	}
	return e.theirs
}

// RowOf is a conversation as the lists show it, without View, Looking and Mentions, which depend on who looks. The
// snippet is the line's, cut off. name finds the name of a member of the staff by their id.
func RowOf(l *bot.Line, p *bot.Plan, name func(id string) string) wire.Row {
	r := wire.Row{
		ID: l.ID, Name: visitorName(l.Conversation), Snippet: clip(l.Snippet, snippetBytes), From: string(l.SnippetBy),
		Reason: string(l.Reason), Since: bot.Millis(l.Queued), Updated: bot.Millis(l.Updated), Head: l.Head, Epoch: l.Epoch,
		Owner: string(l.Owner.Kind), Email: l.Email, Site: l.Site, Team: l.Team, Priority: string(l.Priority), Tags: string(l.Tags),
		Asked: bot.Millis(l.Clocks.Asked), Snoozed: bot.UntilMillis(l.Snoozed), FollowUp: bot.Millis(l.FollowUp), Promises: l.Promises,
	}
	if l.Owner.Kind == bot.OwnerAgent {
		r.Agent = name(l.Owner.Agent)
	}
	r.Due, r.Standard, r.Warn = clockOf(p, &l.Conversation)
	return r
}

// ViewOf is the list, one of the wire's views, in which a member of the staff has a conversation.
func ViewOf(c bot.Conversation, staff string) string {
	switch {
	case c.Owner.Kind == bot.OwnerQueue:
		return wire.ViewWaiting
	case c.Owner.Kind == bot.OwnerAgent && c.Owner.Agent != staff:
		return wire.ViewTeam
	case c.Owner.Kind == bot.OwnerAgent && !c.Snoozed.IsZero():
		return wire.ViewSnoozed
	case c.Owner.Kind == bot.OwnerAgent:
		return wire.ViewMine
	case !c.FollowUp.IsZero():
		return wire.ViewFollowUp
	case c.Status == bot.Resolved:
		return wire.ViewClosed
	}
	return wire.ViewBot
}

// clockOf is the standard's clock that runs out next, which one it is, and from when on it is shown as nearly missed:
// for the last fifth of its opening hours.
func clockOf(p *bot.Plan, conv *bot.Conversation) (due int64, name string, warn int64) {
	at, name := conv.Clocks.Due()
	if at.IsZero() {
		return 0, "", 0
	}
	from := conv.Clocks.Began
	if name == bot.MeasureNext {
		from = conv.Clocks.Asked
	}
	cal := p.Calendar(conv.Team)
	return at.UnixMilli(), name, cal.Add(from, cal.Between(from, at)/5*4).UnixMilli()
}

// visitorName is the name a customer gave, or one made from the conversation so that agents can tell
// customers apart.
func visitorName(conv bot.Conversation) string {
	if conv.Name != "" {
		return conv.Name
	}
	return "Visitor " + strings.ToUpper(conv.ID[:min(4, len(conv.ID))])
}
