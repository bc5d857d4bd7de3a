package chat

import (
	"container/list"
	"sync"

	"frontdesk/bot"
)

// memorySize is how many bytes of conversations a room remembers, about.
const memorySize = 8 << 20

// memory is what a room has committed to the conversations that the bot is in, so that the usual turn need not read
// their logs: those that were written to last, from their first event on. It may be out of date, because of a commit
// that was not made by this room or is not noted yet. A decision that rests on it is refused then, as any is that rests
// on a log that has grown, and the log is read.
type memory struct {
	size int

	mu    sync.Mutex
	of    map[string]*list.Element // of *talk
	order *list.List               // what was written to last comes first
	bytes int
}

// talk is a conversation as it was at its head.
type talk struct {
	conversation bot.Conversation
	heard        heard
	bytes        int
}

// heard is what a room has to know of a log.
type heard struct {
	bot.Reading
	thought []string // articles that the bot last thought of
	at      int64    // number of the event that says so
}

// hear takes in the next events of a log.
func (h *heard) hear(log []bot.Event) {
	for i := range log {
		h.Read(&log[i])
		if ids := candidates(log[i : i+1]); ids != nil {
			h.thought, h.at = ids, log[i].Seq
		}
	}
}

func newMemory(size int) memory {
	return memory{size: size, of: make(map[string]*list.Element), order: list.New()}
}

// talkBytes is what a conversation takes beside what was said in it.
const talkBytes = 1200

// note takes in what was committed. What does not follow what is known is forgotten.
func (m *memory) note(out bot.Outcome) {
	c, first := out.Conversation, out.Events[0].Seq
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.of[c.ID]
	switch {
	case e != nil && e.Value.(*talk).conversation.Head == first-1 && first > 1:
	case e != nil && first > 1:
		m.remove(e)
		return
	case first > 1:
		return
	default: // it begins, or begins once more after it was erased
		m.remove(e)
		e = m.order.PushFront(new(talk))
		m.of[c.ID] = e
	}
	t := e.Value.(*talk)
	t.heard.hear(out.Events)
	t.conversation = c
	m.keep(e)
}

// learn takes in a conversation whose whole log was read.
func (m *memory) learn(c bot.Conversation, h heard) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remove(m.of[c.ID])
	e := m.order.PushFront(&talk{conversation: c, heard: h})
	m.of[c.ID] = e
	m.keep(e)
}

// keep makes a conversation the newest, and room for it. One that waits for a person or has one is not kept, and neither
// is one so long that only its end would be read.
func (m *memory) keep(e *list.Element) {
	t := e.Value.(*talk)
	if c := &t.conversation; c.Status != bot.Open || c.Owner.Kind != bot.OwnerBot || c.Head > tail {
		m.remove(e)
		return
	}
	m.bytes -= t.bytes
	t.bytes = talkBytes + t.heard.Bytes()
	m.bytes += t.bytes
	m.order.MoveToFront(e)
	for m.bytes > m.size {
		m.remove(m.order.Back())
	}
}

// remove takes a conversation out, if there is one.
func (m *memory) remove(e *list.Element) {
	if e == nil {
		return
	}
	t := m.order.Remove(e).(*talk)
	delete(m.of, t.conversation.ID)
	m.bytes -= t.bytes
}

// recall returns what is remembered of a conversation, and what the bot owes a reaction to; ok is false if that is
// nothing, or nobody knows.
func (m *memory) recall(id string) (c bot.Conversation, q bot.Question, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.of[id]
	if e == nil {
		return c, q, false
	}
	t := e.Value.(*talk)
	q, ok = t.heard.Question(t.conversation.Locale)
	return t.conversation, q, ok
}

// thought returns the articles that the bot thought of in one of the last events of a conversation that has this head;
// ok is false if nobody knows.
func (m *memory) thought(id string, head int64) (articles []string, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e := m.of[id]
	if e == nil || e.Value.(*talk).conversation.Head != head {
		return nil, false
	}
	if h := e.Value.(*talk).heard; h.at > head-thoughtTail {
		articles = h.thought
	}
	return articles, true
}

// forget drops a conversation.
func (m *memory) forget(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remove(m.of[id])
}
