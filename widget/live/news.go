package live

import (
	"slices"

	"frontdesk/bot"
)

// dispatch brings news to everybody who follows the conversation.
func (h *Hub) dispatch(n *bot.News) {
	h.mu.Lock()
	followers := h.followers[n.Conversation] // never changed, only replaced
	anyStaff := len(h.staff) > 0
	h.mu.Unlock()
	frames := newsFrames{hub: h}
	for _, c := range followers {
		c.news(n, &frames)
	}
	switch {
	case n.Moved:
		h.refresh.moved(n.Conversation)
	case len(followers) > 0 && changesState(n.Events, followers):
		h.refresh.state(n.Conversation)
	case anyStaff:
		h.refresh.desk()
	}
}

// changesState reports whether events change what is true of a conversation beside its log. Messages do where a
// person answers: they start and stop clocks. To and from the bot, and in the queue, they do not; and since those are
// most of them, nothing is read for them unless staff are looking.
func changesState(events []bot.Event, followers []*conn) bool {
	for _, e := range events {
		switch e.Kind {
		case bot.EventNote, bot.EventFeedback, bot.EventStep, bot.EventNeverSay:
		case bot.EventMessage:
			if e.Author.Kind == bot.ByAgent || slices.ContainsFunc(followers, (*conn).servedByPerson) {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// servedByPerson reports whether the client is of the staff, or waits for an answer of an agent.
func (c *conn) servedByPerson() bool {
	if c.agent != nil {
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.ContainsFunc(c.follows, func(f *follow) bool { return f.state.Owner == string(bot.OwnerAgent) })
}
