package live

import (
	"frontdesk/bot"
	"frontdesk/bot/desk"
	"frontdesk/widget/wire"
)

// entry is a conversation of the overview: what is the same for all agents, and what decides who sees it where.
type entry struct {
	row     wire.Row // without View, Looking and Mentions
	agent   string   // staff id of the owner
	follows bool     // it is in the list of low ratings
	closed  bool     // it is resolved
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
				out = append(out, entry{row: row(l, m), agent: l.Owner.Agent, follows: follows, closed: l.Status == bot.Resolved})
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

func row(l *bot.Line, m *moment) wire.Row {
	r := wire.Row{
		ID: l.ID, Name: visitorName(l.Conversation), Snippet: clip(l.Snippet, snippetBytes), From: string(l.SnippetBy),
		Reason: string(l.Reason), Since: millis(l.Queued), Updated: l.Updated.UnixMilli(), Head: l.Head, Epoch: l.Epoch,
		Owner: string(l.Owner.Kind), Email: l.Email, Site: l.Site, Team: l.Team, Priority: string(l.Priority), Tags: string(l.Tags),
		Asked: millis(l.Clocks.Asked), Snoozed: bot.UntilMillis(l.Snoozed), FollowUp: millis(l.FollowUp), Promises: l.Promises,
	}
	if l.Owner.Kind == bot.OwnerAgent {
		r.Agent = m.name(l.Owner.Agent)
	}
	r.Due, r.Standard, r.Warn = clockOf(m.plan, &l.Conversation)
	return r
}

// view is the list in which an agent has a conversation.
func (e *entry) view(agent string) string {
	switch {
	case e.row.Owner == string(bot.OwnerQueue):
		return wire.ViewWaiting
	case e.row.Owner == string(bot.OwnerAgent) && e.agent != agent:
		return wire.ViewTeam
	case e.row.Owner == string(bot.OwnerAgent) && e.row.Snoozed != 0:
		return wire.ViewSnoozed
	case e.row.Owner == string(bot.OwnerAgent):
		return wire.ViewMine
	case e.follows:
		return wire.ViewFollowUp
	case e.closed:
		return wire.ViewClosed
	}
	return wire.ViewBot
}
