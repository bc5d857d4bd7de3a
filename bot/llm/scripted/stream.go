package scripted

import (
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// event is a part of a stream: its bytes, and what they carry.
type event struct {
	bytes string
	part  part
}

type part int

const (
	frameOf part = iota // what stands around the reply
	piece               // a piece of the reply
	extra               // something that a step put between
)

// events are the parts of the answer in the order in which they are sent.
func (c *completion) events() []event {
	if c.single {
		return []event{{c.message(), piece}}
	}
	var all []event
	add := func(p part, data ...string) {
		for _, d := range data {
			all = append(all, event{c.frame(d), p})
		}
	}
	text := c.text()
	add(frameOf, c.delta(spoken{Role: "assistant", Content: literal("")}, ""))
	add(extra, c.insert[0]...)
	pieces := c.pieces(text)
	for i, s := range pieces {
		add(piece, c.delta(s, ""))
		add(extra, c.insert[i+1]...)
	}
	for _, at := range slices.Sorted(maps.Keys(c.insert)) {
		if at > len(pieces) {
			add(extra, c.insert[at]...)
		}
	}
	if c.finish != "" {
		add(frameOf, c.delta(spoken{}, c.finish))
	}
	if c.encore != "" {
		add(frameOf, c.delta(spoken{Content: literal(c.encore)}, ""))
	}
	if u := c.took(text); c.asked.Usage && u != nil {
		add(frameOf, c.data("chat.completion.chunk", []choice{}, u))
	}
	if c.done {
		add(frameOf, "[DONE]")
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
	if c.single && (c.after >= 0 || c.forever) {
		w.half()
		return
	}
	said, events := 0, c.events()
	last := len(events) - 1
	for last > 0 && events[last].part == frameOf {
		last--
	}
	for i, e := range events {
		if c.after >= 0 && e.part != extra && i > 0 && (said == c.after || i > last) {
			c.interrupt(x)
			return
		}
		if i > last && i > 0 && c.forever {
			w.goOn()
			return
		}
		if e.part == piece {
			if said > 0 && !w.pause() {
				return
			}
			said++
		}
		if !w.write(e.bytes) {
			return
		}
	}
	if c.after >= 0 { // there is nothing behind what it was to come after
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

// goOn talks until the client has gone.
func (w *wire) goOn() {
	more := " and so on"
	if !w.c.single {
		more = w.c.frame(w.c.delta(spoken{Content: literal(more)}, ""))
	}
	for w.pause() && w.write(more) {
		continue
	}
}

// half is what an answer in one piece has in place of a beginning.
func (w *wire) half() {
	all := w.c.message()
	switch end := strings.Index(all, `"content":"`) + len(`"content":"`); {
	case !w.write(all[:end]):
	case w.c.forever:
		w.goOn()
	default:
		w.c.interrupt(w.x)
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
