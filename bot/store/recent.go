package store

import "frontdesk/bot"

// recentSize is how many conversations are remembered; one takes about 500 bytes.
const recentSize = 16384

// recent remembers conversations as they were last written, so that a message needs no read. It may be
// out of date, after a rolled-back transaction or a write by another process: the database notices by the
// number of the first event, and then the conversation is read again.
type recent struct {
	size      int
	now, last map[string]bot.Conversation // two generations: the older is dropped when the newer is full
}

func newRecent(size int) *recent {
	return &recent{size: size, now: make(map[string]bot.Conversation)}
}

func (r *recent) get(id string) (bot.Conversation, bool) {
	c, ok := r.now[id]
	if !ok {
		c, ok = r.last[id]
	}
	return c, ok
}

func (r *recent) put(c bot.Conversation) {
	if len(r.now) >= r.size/2 {
		r.now, r.last = make(map[string]bot.Conversation), r.now
	}
	r.now[c.ID] = c
}

func (r *recent) drop(id string) {
	delete(r.now, id)
	delete(r.last, id)
}
