package scripted

import (
	"io"
	"net/http"
	"strings"
	"time"
)

// event is a part of a stream: its bytes, and whether they carry a piece of the reply.
type event struct {
	bytes string
	piece bool
}

// events are the parts of the answer in the order in which they are sent.
func (c *completion) events() []event {
	if c.single {
		return []event{{c.message(), true}}
	}
	var all []event
	add := func(data string, piece bool) { all = append(all, event{c.frame(data), piece}) }
	said := 0
	extra := func() {
		for _, data := range c.insert[said] {
			add(data, false)
		}
	}
	text := c.text()
	add(c.delta(spoken{Role: "assistant", Content: literal("")}, ""), false)
	extra()
	for _, s := range c.pieces(text) {
		add(c.delta(s, ""), true)
		said++
		extra()
	}
	if c.finish != "" {
		add(c.delta(spoken{}, c.finish), false)
	}
	if c.encore != "" {
		add(c.delta(spoken{Content: literal(c.encore)}, ""), false)
	}
	if u := c.took(text); c.asked.Usage && u != nil {
		add(c.data("chat.completion.chunk", []choice{}, u), false)
	}
	if c.done {
		add("[DONE]", false)
	}
	return all
}

// pieces are what is said one after the other.
func (c *completion) pieces(text string) (all []spoken) {
	if c.refusal != "" {
		for _, t := range c.cut(c.refusal) {
			all = append(all, spoken{Refusal: t})
		}
		return all
	}
	if c.call {
		return []spoken{{Calls: []toolCall{aCall()}}}
	}
	for _, t := range c.cut(text) {
		all = append(all, spoken{Content: literal(t)})
	}
	return all
}

func (c *completion) kind() string {
	if c.single {
		return "application/json"
	}
	return "text/event-stream; charset=utf-8"
}

func (c *completion) raw() []byte {
	var b strings.Builder
	for _, e := range c.events() {
		b.WriteString(e.bytes)
	}
	return []byte(b.String())
}

func (c *completion) send(x *exchange) {
	x.w.Header().Set("Content-Type", c.kind())
	x.w.Header().Set("Cache-Control", "no-cache")
	x.w.WriteHeader(http.StatusOK)
	w := &wire{x: x, c: c, left: c.bytes}
	said := 0
	events := c.events()
	for i, e := range events {
		if !e.piece && said > 0 && c.forever {
			w.goOn(events[i-1].bytes)
			return
		}
		if said == c.after && !(said == 0 && i == 0) || !e.piece && said > 0 && c.after == allPieces {
			c.interrupt(x)
			return
		}
		if e.piece && said > 0 && !w.pause() || !w.write(e.bytes) {
			return
		}
		if e.piece {
			said++
		}
	}
	if c.after >= 0 {
		c.interrupt(x)
	}
}

// wire writes a stream and heeds how steps want it written.
type wire struct {
	x    *exchange
	c    *completion
	left int // bytes until it is interrupted; negative for never
}

// pause waits between two pieces. It reports whether the client is still there.
func (w *wire) pause() bool {
	if w.c.pace <= 0 {
		return w.x.r.Context().Err() == nil
	}
	return w.x.server.set.Sleep(w.x.r.Context(), w.c.pace) == nil
}

// write reports whether the stream goes on.
func (w *wire) write(s string) bool {
	over := w.left >= 0 && len(s) > w.left
	if over {
		s = s[:w.left]
	}
	if w.left >= 0 {
		w.left -= len(s)
	}
	step := max(len(s), 1)
	if w.c.bytewise {
		step = 1
	}
	for ; s != ""; s = s[min(step, len(s)):] {
		if _, err := io.WriteString(w.x.w, s[:min(step, len(s))]); err != nil {
			return false
		}
		w.x.flush()
	}
	if over {
		w.c.interrupt(w.x)
	}
	return !over
}

// goOn repeats an event until the client has gone.
func (w *wire) goOn(event string) {
	for w.pause() && w.write(event) {
		continue
	}
}

func (c *completion) stall(x *exchange) {
	c.after, c.interrupt = 3, silent
	c.send(x)
}

func (c *completion) endless(x *exchange) {
	c.forever = true
	c.send(x)
}

// huge says a great deal before the good answer, in sentences that rest on nothing.
func (c *completion) huge(x *exchange, padding int) {
	const filler = "And so on, and so on, as everybody knows [1]. "
	c.alter = append([]func(string) string{func(text string) string {
		return strings.Repeat(filler, (padding+len(filler)-1)/len(filler)) + text
	}}, c.alter...)
	c.cut = func(text string) []string { return chop(text, 4<<10) }
	c.send(x)
}

func (c *completion) void() { c.speak, c.alter = func(Request) string { return "" }, nil }

// silent keeps the connection until the client has gone.
func silent(x *exchange) {
	x.flush()
	<-x.r.Context().Done()
}

// ended ends the answer as if that were all.
func ended(*exchange) {}

// keepAlive is how long Pings waits at least, so that a mistake in a script does not heat the room.
const keepAlive = time.Millisecond
