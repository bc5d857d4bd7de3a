package live

import (
	"slices"

	"frontdesk/bot/privacy"
	"frontdesk/widget/wire"
)

// erased lets go of what was erased. Who asked for it, or whose page is still open, is told so and begins anew; staff who
// look at one of the conversations are told that there is none any more.
func (h *Hub) erased(e *privacy.Erased) {
	h.mu.Lock()
	var theirs []*conn
	for c := range h.conns {
		if c.agent == nil && e.Visitor != "" && c.holder() == e.Visitor {
			theirs = append(theirs, c)
		}
	}
	followed := make(map[string][]*conn)
	for _, id := range e.Conversations {
		if f := h.followers[id]; len(f) > 0 {
			followed[id] = f // never changed, only replaced
		}
	}
	h.mu.Unlock()
	for _, c := range theirs {
		c.close(c.erasedCode(), "erased")
	}
	for id, conns := range followed {
		for _, c := range conns {
			if slices.Contains(theirs, c) {
				continue
			}
			c.leave(id)
			c.refuse(&wire.In{Conversation: id}, fault{Code: wire.CodeNotFound, Message: "This conversation was deleted."})
		}
	}
	h.refresh.everything()
}
