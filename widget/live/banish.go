package live

import "frontdesk/widget/wire"

// subjectBanished is followed by the id of a visitor who was blocked.
const subjectBanished = "banished."

// Banish closes every open socket of a visitor, on all nodes. Whether they may come back is for who knows the
// visitors to say.
func (h *Hub) Banish(visitor string) {
	h.banished(visitor) // also if nothing can be announced
	if err := h.Bus.Publish(subjectBanished+visitor, nil); err != nil {
		h.Logger.Warn("a visitor was blocked, and other nodes were not told", "visitor", visitor, "error", err)
	}
}

// banished closes the visitor's sockets on this node.
func (h *Hub) banished(visitor string) {
	h.mu.Lock()
	var gone []*conn
	for c := range h.conns {
		if c.agent == nil && c.holder() == visitor {
			gone = append(gone, c)
		}
	}
	h.mu.Unlock()
	for _, c := range gone {
		c.close(wire.CloseBanned, "blocked")
	}
}
