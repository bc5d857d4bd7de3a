package live

import (
	"context"
	"slices"
	"sync"
	"time"

	"frontdesk/bot"
	"frontdesk/widget/wire"
)

// page is how many events are read from the log at once.
const page = 100

// follow is one conversation that a connection is kept informed of. It is guarded by conn.mu.
type follow struct {
	id      string
	cursor  int64 // number of the newest event passed on
	spoken  int64 // number of the newest one that ends what the bot was about to say
	want    int64 // number of the newest event heard of
	reading bool  // the log is being read; news only raises want
	anew    bool  // the next frame of events tells the client to drop what it holds
	state   wire.State

	conversation *bot.Conversation // what state was made of; shared between connections and never changed
	read         int64             // number of the newest event that the other side has seen
	seen         int64             // number of the newest event that this client says it has seen
	writing      *time.Timer       // until seen is written; nil if it is
}

// newsFrames holds one piece of news encoded for each kind of reader, made when first needed.
type newsFrames struct {
	hub   *Hub
	first readFrame // mostly there is one kind
	more  []readFrame
}

type readFrame struct {
	reader  reader
	version int
	frame   []byte
}

func (f *newsFrames) frame(n *bot.News, r reader, version int) []byte {
	if m := &f.first; m.frame != nil && m.reader == r && m.version == version {
		return m.frame
	}
	for _, m := range f.more {
		if m.reader == r && m.version == version {
			return m.frame
		}
	}
	made := readFrame{r, version, f.hub.eventsFrame(n.Events, r, wire.Out{V: version, Conversation: n.Conversation})}
	if f.first.frame == nil {
		f.first = made
	} else {
		f.more = append(f.more, made)
	}
	return made.frame
}

var eventLists = sync.Pool{New: func() any { return new([]wire.Event) }}

// eventsFrame is a frame with the events as the reader may see them, and what else out says.
func (h *Hub) eventsFrame(events []bot.Event, r reader, out wire.Out) []byte {
	list := eventLists.Get().(*[]wire.Event)
	defer eventLists.Put(list)
	*list = slices.Grow((*list)[:0], len(events))[:len(events)]
	for i := range events {
		r.event(&(*list)[i], &events[i], h.agentName)
	}
	out.Type, out.Events = wire.TypeEvents, *list
	b := out.Append(nil)
	clear(*list)
	return b
}

func (c *conn) find(id string) *follow {
	for _, f := range c.follows {
		if f.id == id {
			return f
		}
	}
	return nil
}

// news passes on what continues at the cursor, or has the log read.
func (c *conn) news(n *bot.News, frames *newsFrames) {
	if len(n.Events) == 0 {
		return
	}
	first, last := n.Events[0].Seq, n.Events[len(n.Events)-1].Seq
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.find(n.Conversation)
	switch {
	case f == nil || last <= f.cursor:
	case f.reading:
		f.want = max(f.want, last)
	case first == f.cursor+1:
		c.passed(f, n.Events)
		c.push(frames.frame(n, c.reader, c.spoken()))
	default:
		c.read(f, last)
	}
}

// read has the log read up to the number at least. The caller holds c.mu; nobody reads it for this client yet.
func (c *conn) read(f *follow, want int64) {
	f.reading, f.want = true, want
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), actTimeout)
		defer cancel()
		c.catchUp(ctx, f)
		c.hub.refresh.state(f.id) // what was missed may have changed it, though what has told of that did not
	}()
}

// resume begins or begins again to follow a conversation after the client's newest event. Who holds more than there is
// was here before the desk was restored from a backup; they get the log from its beginning, in place of what they hold.
func (c *conn) resume(ctx context.Context, in *wire.In) {
	conv, err := c.readable(ctx, in.Conversation)
	if err != nil {
		c.refuse(in, explain(err))
		return
	}
	anew := in.After > conv.Head
	if in.After < 0 || anew && c.spoken() < sinceAnew {
		c.tooFar(in)
		return
	}
	if anew {
		in.After = 0
	}
	c.mu.Lock()
	f := c.find(in.Conversation)
	if f == nil {
		if len(c.follows) >= maxFollows {
			c.mu.Unlock()
			c.refuse(in, fault{Code: wire.CodeInvalid, Message: "Too many conversations are followed; leave one first."})
			return
		}
		f = &follow{id: in.Conversation}
		c.follows = append(c.follows, f)
	}
	f.want = max(f.want, conv.Head)
	busy := f.reading // somebody reads the log for this client already, and passes its position
	if !busy {
		f.cursor, f.reading, f.anew = in.After, true, anew
	}
	c.mu.Unlock()
	if !busy {
		c.hub.follow(in.Conversation, c) // before the log is read
		c.catchUp(ctx, f)
	}
	c.opens(ctx, conv)
	c.sendState(ctx, f.id, c.unchanged(f, conv))
}

// unchanged is the conversation, unless something has happened in it since it was read, or the client is of the staff, who
// see also what is in no log: then it is nil.
func (c *conn) unchanged(f *follow, conv bot.Conversation) *bot.Conversation {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.agent != nil || f.reading || f.cursor != conv.Head {
		return nil
	}
	return &conv
}

// readable returns a conversation that this reader may read.
func (c *conn) readable(ctx context.Context, id string) (bot.Conversation, error) {
	if c.agent != nil {
		return c.hub.Desk.Readable(ctx, c.agent.ID, c.agent.Supervisor, id)
	}
	conv, err := c.hub.Log.Conversation(ctx, id)
	if err != nil {
		return conv, err
	}
	if conv.Visitor != c.visitor.ID {
		return bot.Conversation{}, bot.ErrNotFound
	}
	return conv, nil
}

// catchUp reads the log from the cursor until nothing is missing. The caller has set f.reading. A resume
// with nothing missing is answered too, with no events, so that the client knows.
func (c *conn) catchUp(ctx context.Context, f *follow) {
	var read []bot.Event // and not passed on yet
	var last bool        // nothing follows what was read
	for first := true; ; first = false {
		if !c.waitForSpace(ctx) {
			c.giveUp(f, "the reader is too slow", ctx.Err())
			return
		}
		if len(read) == 0 {
			c.mu.Lock()
			cursor := f.cursor
			c.mu.Unlock()
			var err error
			if read, err = c.hub.Log.Events(ctx, f.id, cursor, page); err != nil {
				c.giveUp(f, "log not read", err)
				return
			}
			last = len(read) < page
		}
		n := fits(read)
		events := read[:n]
		read = read[n:]
		c.mu.Lock()
		c.passed(f, events)
		done := last && len(read) == 0 && (f.want <= f.cursor || n == 0)
		if n > 0 || first || done { // without events too, if the frame before has said that more follows
			c.push(c.hub.eventsFrame(events, c.reader, wire.Out{V: c.spoken(), Conversation: f.id, More: !done, Anew: f.anew}))
			f.anew = false
		}
		if done {
			f.reading = false
			c.mu.Unlock()
			return
		}
		c.mu.Unlock()
	}
}

// fits is how many of the events go into one frame of about frameBytes; one at least.
func fits(events []bot.Event) int {
	size := 0
	for i, e := range events {
		if size += len(e.Body.Text) + 500; size > frameBytes && i > 0 {
			return i
		}
	}
	return len(events)
}

// frameBytes is about how much text goes into one frame of events.
const frameBytes = 32 << 10

// giveUp ends a reading of the log that failed; the client comes back and resumes where it was.
func (c *conn) giveUp(f *follow, what string, err error) {
	c.hub.Logger.Warn(what, "conversation", f.id, "error", err)
	c.mu.Lock()
	f.reading = false
	c.mu.Unlock()
	c.bye(wire.CloseOverload, wire.CodeUnavailable, "not available", int(retryLater.Milliseconds()))
}

// leave stops following a conversation.
func (c *conn) leave(id string) {
	c.hub.unfollow(id, c)
	c.drop(id)
}

// drop forgets a conversation: what was seen of it is written, and the agent does not look at it any more.
func (c *conn) drop(id string) {
	c.mu.Lock()
	f := c.find(id)
	c.mu.Unlock()
	if f == nil {
		return
	}
	c.writeSeen(f)
	c.stopLooking(id)
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, f := range c.follows {
		if f.id == id {
			c.follows = append(c.follows[:i:i], c.follows[i+1:]...)
			return
		}
	}
}
