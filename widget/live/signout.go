package live

import (
	"encoding/json"

	"frontdesk/widget/wire"
)

// subjectSignedOut is where the end of staff sessions is announced; the value is a *signedOut.
const subjectSignedOut = "signedout"

// signedOut says whose session has ended. Session is the hash under which it was kept, "" for all of theirs.
type signedOut struct {
	Staff   string `json:"staff"`
	Session string `json:"session"`
}

func decodeSignedOut(data []byte) (any, error) {
	s := new(signedOut)
	err := json.Unmarshal(data, s)
	return s, err
}

// SignOut closes the sockets of a staff session that has ended, or of all sessions of the staff member if
// session is "", on all nodes. Should another node not hear of it, the next ping ends the socket.
func (h *Hub) SignOut(staff, session string) {
	s := &signedOut{staff, session}
	h.signedOut(s) // also if nothing can be announced
	if err := h.Bus.Publish(subjectSignedOut, s); err != nil {
		h.Logger.Warn("a session has ended, and other nodes were not told", "staff", staff, "error", err)
	}
}

// signedOut closes the sockets of the session on this node.
func (h *Hub) signedOut(s *signedOut) {
	h.mu.Lock()
	var gone []*conn
	for c := range h.staff {
		if a := c.agent; a.ID == s.Staff && (s.Session == "" || a.Session == s.Session) {
			gone = append(gone, c)
		}
	}
	h.mu.Unlock()
	for _, c := range gone {
		c.close(wire.CloseSignedOut, "signed out")
	}
}
