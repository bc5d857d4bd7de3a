package live

import "slices"

// follow has news of a conversation brought to the connection.
func (h *Hub) follow(id string, c *conn) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if old := h.followers[id]; !slices.Contains(old, c) {
		h.followers[id] = append(old[:len(old):len(old)], c) // a new list, because a dispatch may be reading the old one
	}
	if c.agent == nil {
		h.leaving.back(id)
	}
}

func (h *Hub) unfollow(id string, c *conn) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.unfollowLocked(id, c)
}

// unfollowLocked makes a new list, because a dispatch may be reading the old one.
func (h *Hub) unfollowLocked(id string, c *conn) {
	var rest []*conn
	customers := 0
	for _, other := range h.followers[id] {
		if other != c {
			rest = append(rest, other)
			if other.agent == nil {
				customers++
			}
		}
	}
	if c.agent == nil && customers == 0 && len(rest) < len(h.followers[id]) {
		h.leaving.gone(id, h.Clock())
	}
	if rest == nil {
		delete(h.followers, id)
	} else {
		h.followers[id] = rest
	}
}
