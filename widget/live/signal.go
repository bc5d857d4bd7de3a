package live

import (
	"encoding/json"
	"time"

	"frontdesk/bot"
	"frontdesk/widget/wire"
)

// subjectSignal is followed by a conversation's id; the value is a *signal. Signals are never logged: who misses one
// misses nothing that matters.
const subjectSignal = "signal."

// Kinds of signals.
const (
	signalTypes = "types" // somebody is writing
	signalSeen  = "seen"  // somebody has read up to Seq
	signalLooks = "looks" // a member of the staff has it open, or not any more

	signalChanged = "changed" // something changed that is in no log

	signalWhere = "where" // a node asks for the conversation's customer, who has left it
	signalHere  = "here"  // the customer is on this node
)

// signal is something ephemeral about a conversation that all nodes hear.
type signal struct {
	Kind    string         `json:"kind"`
	From    bot.AuthorKind `json:"from"` // customer or agent
	Agent   string         `json:"agent,omitempty"`
	Name    string         `json:"name,omitempty"`
	Tab     string         `json:"tab,omitempty"`     // which connection of the agent
	Owner   bool           `json:"owner,omitempty"`   // the agent owns the conversation
	Writing string         `json:"writing,omitempty"` // what the agent writes
	Gone    bool           `json:"gone,omitempty"`    // the agent does not have it open any more
	Seq     int64          `json:"seq,omitempty"`
	Text    string         `json:"text,omitempty"` // what the customer has typed, where agents may see it
}

func decodeSignal(data []byte) (any, error) {
	s := new(signal)
	err := json.Unmarshal(data, s)
	return s, err
}

func (h *Hub) signal(conversation string, s *signal) {
	if err := h.Bus.Publish(subjectSignal+conversation, s); err != nil {
		h.Logger.Debug("signal not announced", "kind", s.Kind, "error", err)
	}
}

// signalOf is a signal of this client.
func (c *conn) signalOf(kind string) *signal {
	s := &signal{Kind: kind, From: bot.ByCustomer}
	if c.agent != nil {
		s.From, s.Agent, s.Name, s.Tab = bot.ByAgent, c.agent.ID, c.agent.Name, c.post.tab
	}
	return s
}

// maxPreview is how much is shown of what a customer is typing, in bytes.
const maxPreview = 500

// types spreads that this side is writing.
func (c *conn) types(in *wire.In) {
	c.mu.Lock()
	f := c.find(in.Conversation)
	mine := f != nil && f.state.Mine
	c.mu.Unlock()
	if f == nil {
		return
	}
	s := c.signalOf(signalTypes)
	switch {
	case c.agent == nil && c.hub.Desk.Book.Plan().Preview:
		s.Text = clip(in.Text, maxPreview)
	case c.agent != nil && !c.agent.MayTake:
		return
	case c.agent != nil:
		c.sign(true)
		s.Owner, s.Writing = mine, writesReply
		if in.Writing == writesNote {
			s.Writing = writesNote
		}
	}
	c.hub.signal(in.Conversation, s)
}

// looksAt spreads that the agent has a conversation open; writing is what they write in it, "-" if they have just
// ceased to, and "" if nothing is known.
func (c *conn) looksAt(conversation, writing string) {
	if c.agent == nil || !c.agent.MayTake {
		return
	}
	s := c.signalOf(signalLooks)
	s.Writing = writing
	c.hub.signal(conversation, s)
}

// ceased is said of who does not write any more.
const ceased = "-"

// stopLooking spreads that the agent has closed a conversation.
func (c *conn) stopLooking(conversation string) {
	if c.agent == nil || !c.agent.MayTake {
		return
	}
	s := c.signalOf(signalLooks)
	s.Gone = true
	c.hub.signal(conversation, s)
}

// lookAway closes everything that the agent had open.
func (c *conn) lookAway() {
	for _, id := range c.followed() {
		c.stopLooking(id)
	}
}

// heard brings a signal to whom it concerns.
func (h *Hub) heard(conversation string, s *signal) {
	switch s.Kind {
	case signalTypes:
		h.showTyping(conversation, s)
		if s.From == bot.ByAgent {
			h.noteLook(conversation, s)
		}
	case signalSeen:
		h.showSeen(conversation, s)
	case signalLooks:
		h.noteLook(conversation, s)
	case signalChanged:
		h.refresh.state(conversation)
	case signalWhere:
		h.answersWhere(conversation)
	case signalHere:
		h.leaving.back(conversation)
	}
}

func (h *Hub) followersOf(conversation string) []*conn {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.followers[conversation] // never changed, only replaced
}

// showTyping shows the other side that somebody is writing: the customer learns of the owner's reply and of nothing
// else.
func (h *Hub) showTyping(conversation string, s *signal) {
	if s.From == bot.ByAgent && (!s.Owner || s.Writing != writesReply) {
		return
	}
	preview := s.Text
	if !h.Desk.Book.Plan().Preview {
		preview = ""
	}
	for _, c := range h.followersOf(conversation) {
		if (c.agent != nil) == (s.From == bot.ByAgent) {
			continue
		}
		c.mu.Lock()
		if f := c.find(conversation); f != nil && f.state.Status != "" {
			shown := f.state
			shown.Typing, shown.Preview = string(s.From), preview
			c.send(wire.Out{Type: wire.TypeState, Conversation: conversation, State: &shown})
		}
		c.mu.Unlock()
	}
}

// noteLook notes who has a conversation open and shows it to colleagues if it makes a difference.
func (h *Hub) noteLook(conversation string, s *signal) {
	now := h.Clock()
	var l look
	if !s.Gone {
		l = look{agent: s.Agent, name: s.Name, until: now.Add(lookHolds)}
		switch s.Writing {
		case writesReply, writesNote:
			l.writing, l.writes = s.Writing, now.Add(writeHolds)
		case ceased:
			l.writes = now
		}
	}
	if h.looks.put(conversation, s.Tab, l, now) {
		h.showLooks(conversation, now)
	}
}

// showLooks shows the staff who follow a conversation which colleagues have it open, and marks the lists.
func (h *Hub) showLooks(conversation string, now time.Time) {
	for _, c := range h.followersOf(conversation) {
		if c.agent == nil {
			continue
		}
		looking := h.looks.names(conversation, c.agent.ID, now)
		c.amend(conversation, func(f *follow) { f.state.Looking = looking })
	}
	h.refresh.looked()
}

// amend changes the state that a client has of a conversation and sends it if that makes a difference.
func (c *conn) amend(conversation string, change func(f *follow)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.find(conversation)
	if f == nil || f.state.Status == "" {
		return
	}
	before := f.state
	if change(f); f.state == before {
		return
	}
	s := f.state
	c.send(wire.Out{Type: wire.TypeState, Conversation: conversation, State: &s})
}
