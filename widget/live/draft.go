package live

import (
	"encoding/json"

	"frontdesk/bot"
	"frontdesk/widget/wire"
)

func decodeDraft(data []byte) (any, error) {
	p := new(bot.Partial)
	err := json.Unmarshal(data, p)
	return p, err
}

// showDraft shows the customer who follows a conversation what the bot is about to say.
func (h *Hub) showDraft(conversation string, p *bot.Partial) {
	frames := make(map[int][]byte) // by version
	for _, c := range h.followersOf(conversation) {
		if c.agent != nil {
			continue
		}
		v := c.spoken()
		if frames[v] == nil {
			frames[v] = draftFrame(conversation, p, v)
		}
		c.draft(conversation, p.After, frames[v])
	}
}

func draftFrame(conversation string, p *bot.Partial, version int) []byte {
	o := wire.Out{
		V: version, Type: wire.TypeDraft, Conversation: conversation,
		Draft: &wire.Draft{After: p.After, Text: p.Text, Citations: citations(p.Citations)},
	}
	return o.Append(nil)
}

// draft passes on what the bot is about to say to somebody who has everything that it reacts to, and nothing that came
// of it.
func (c *conn) draft(conversation string, after int64, frame []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f := c.find(conversation); f != nil && !f.reading && f.cursor >= after && f.spoken <= after {
		c.pushDraft(conversation, frame)
	}
}

// passed notes that events were passed on. The caller holds c.mu and pushes them in the same hold.
func (c *conn) passed(f *follow, events []bot.Event) {
	for _, e := range events {
		if f.cursor = e.Seq; e.Kind == bot.EventMessage || e.Kind == bot.EventOwner {
			f.spoken = e.Seq
		}
	}
	if len(events) > 0 && f.spoken >= events[0].Seq && c.agent == nil {
		c.dropDraft(f.id)
	}
}

// stops ends the wording of an answer because the customer does not want to wait for it.
func (c *conn) stops(conversation string) {
	if c.agent != nil {
		return
	}
	// Where nothing is being worded any more, there is nothing to be said about it.
	_ = c.hub.Room.Stop(conversation, c.visitor.ID)
}
