package bench

import (
	"fmt"
	"hash/maphash"
	"strconv"
	"strings"
)

// talk is one conversation: what a customer sent, what it was told about that, and what it was shown. It is small,
// because a run may have millions of messages.
type talk struct {
	id       string
	messages []message
	newest   uint32 // number of the newest message acknowledged
	owner    string // who answers, as last heard: bot, queue or agent

	// What was shown as it came: events 1 to held in their order, and some ahead of that.
	held   int64
	chain  uint64           // over the events 1 to held
	ahead  map[int64]uint64 // sums of events that came before their turn, by number
	repeat int64            // events up to here were asked for again and may come twice
	head   int64            // number of the newest event that the desk has spoken of
}

// message is what a customer did once: a question, or the wish for a person. Its id is made of its place.
type message struct {
	question int32  // which; or one of the below
	floor    uint32 // number of the newest one acknowledged before this was first sent
	seq      uint32 // number under which it was acknowledged, 0 if it was not
	line     uint16 // which connection it was first sent over
	again    bool   // it was sent more than once
}

// Messages that are not questions.
const (
	wish    = -1 // for a person
	dropped = -2 // the desk has refused it for good
)

// idOf is the id of the message at a place.
func idOf(place int) string { return "b" + strconv.Itoa(place) }

// placeOf finds the message with an id.
func (t *talk) placeOf(id string) (int, bool) {
	digits, ok := strings.CutPrefix(id, "b")
	n, err := strconv.Atoi(digits)
	return n, ok && err == nil && n >= 0 && n < len(t.messages) && idOf(n) == id
}

var seed = maphash.MakeSeed()

// sum is a digest of what is checked of an event.
func (e *event) sum() uint64 { return maphash.Comparable(seed, *e) }

// link appends a digest to a chain of them.
func link(chain, sum uint64) uint64 { return maphash.Comparable(seed, [2]uint64{chain, sum}) }

// hear notes an event that was shown, and what is wrong with its number; fresh says that it was not shown before.
func (t *talk) hear(e *event, f *Faults) (fresh bool) {
	t.head = max(t.head, e.Seq)
	_, early := t.ahead[e.Seq]
	switch {
	case e.Seq <= t.held || early:
		if e.Seq > t.repeat {
			f.add(duplicated, "event %d of %s was shown twice", e.Seq, t.id)
		}
		return false
	case e.Seq > t.held+1:
		f.add(outOfOrder, "event %d of %s was shown after %d", e.Seq, t.id, t.held)
		if t.ahead == nil {
			t.ahead = make(map[int64]uint64)
		}
		t.ahead[e.Seq] = e.sum()
	default:
		t.hold(e.sum())
		for sum, ok := t.ahead[t.held+1]; ok; sum, ok = t.ahead[t.held+1] {
			delete(t.ahead, t.held+1)
			t.hold(sum)
		}
	}
	return true
}

func (t *talk) hold(sum uint64) { t.held, t.chain = t.held+1, link(t.chain, sum) }

// acknowledged notes the number under which a message is kept.
func (t *talk) acknowledged(place int, seq int64, f *Faults) (first bool) {
	m := &t.messages[place]
	t.head = max(t.head, seq)
	switch {
	case m.seq == 0:
		m.seq, t.newest = uint32(seq), max(t.newest, uint32(seq))
		return true
	case m.seq != uint32(seq) && m.question != wish:
		f.add(outOfOrder, "%s of %s was acknowledged as %d and as %d", idOf(place), t.id, m.seq, seq)
	}
	return false
}

// reply is what an agent wrote and was told about it.
type reply struct {
	text string
	seq  int64
}

// check compares a conversation with the log that the desk has kept of it. Acknowledged messages must be in it once,
// as they were sent, under the numbers that were told, and in the order in which they were sent; what was shown must
// be what is kept.
func (t *talk) check(log []event, replies []reply, questions []question, f *Faults) {
	before := f.Lost
	places := t.checkLog(log, questions, f)
	newest := make(map[uint16]uint32) // by connection
	for place := range t.messages {
		m := &t.messages[place]
		if m.seq == 0 {
			continue
		}
		switch at := places[place]; {
		case m.question == wish && at == 0:
			// It may have changed nothing, because it was no longer the bot who answered.
			if ownerAt(log, int64(m.seq)) == "bot" {
				f.add(lost, "the wish %s for a person was acknowledged as %d of %s and is not there", idOf(place), m.seq, t.id)
			}
			continue
		case at == 0:
			f.add(lost, "%s was acknowledged as %d of %s and is not there", idOf(place), m.seq, t.id)
			continue
		case at != int64(m.seq):
			f.add(outOfOrder, "%s was acknowledged as %d of %s and stands at %d", idOf(place), m.seq, t.id, at)
		case m.seq <= m.floor:
			f.add(outOfOrder, "%s was sent after %d was acknowledged, and is %d of %s", idOf(place), m.floor, m.seq, t.id)
		case !m.again && m.seq < newest[m.line]:
			f.add(outOfOrder, "%s of %s has number %d, and one sent before it has %d", idOf(place), t.id, m.seq, newest[m.line])
		}
		if !m.again {
			newest[m.line] = max(newest[m.line], m.seq)
		}
	}
	t.checkReplies(log, replies, f)
	if f.Lost == before { // else what is missing was counted
		t.checkShown(log, f)
	}
}

// checkLog checks the numbers of a log and returns where in it each of the messages is.
func (t *talk) checkLog(log []event, questions []question, f *Faults) map[int]int64 {
	places := make(map[int]int64)
	var last int64
	for i := range log {
		e := &log[i]
		switch {
		case e.Seq <= last:
			f.add(duplicated, "the log of %s has %d after %d", t.id, e.Seq, last)
		case e.Seq > last+1:
			f.add(lost, "the log of %s has no %d", t.id, last+1)
		}
		last = max(last, e.Seq)
		if e.From != "customer" || e.ID == "" || e.Kind != "message" && e.Kind != "owner" {
			continue
		}
		place, ok := t.placeOf(e.ID)
		switch {
		case !ok:
			f.add(altered, "%d of %s has the id %s, which nobody sent", e.Seq, t.id, e.ID)
			continue
		case places[place] != 0:
			f.add(duplicated, "%s of %s is kept as %d and as %d", e.ID, t.id, places[place], e.Seq)
			continue
		}
		places[place] = e.Seq
		if q := t.messages[place].question; q >= 0 && e.Text != questions[q].text {
			f.add(altered, "%s of %s was %.60q and is kept as %.60q", e.ID, t.id, questions[q].text, e.Text)
		}
	}
	return places
}

// checkReplies looks for what agents wrote.
func (t *talk) checkReplies(log []event, replies []reply, f *Faults) {
	for _, r := range replies {
		var at []int64
		for i := range log {
			if e := &log[i]; e.From == "agent" && e.Text == r.text {
				at = append(at, e.Seq)
			}
		}
		switch {
		case len(at) == 0:
			f.add(lost, "an agent's reply was acknowledged as %d of %s and is not there", r.seq, t.id)
		case len(at) > 1:
			f.add(duplicated, "an agent's reply is kept as %d and as %d of %s", at[0], at[1], t.id)
		case at[0] != r.seq:
			f.add(outOfOrder, "an agent's reply was acknowledged as %d of %s and stands at %d", r.seq, t.id, at[0])
		}
	}
}

// checkShown makes sure that what was shown is what is kept.
func (t *talk) checkShown(log []event, f *Faults) {
	if int64(len(log)) < t.held {
		f.add(lost, "%d events of %s were shown, and %d are kept", t.held, t.id, len(log))
		return
	}
	if n := len(log); n > 0 && log[n-1].Seq != int64(n) {
		return // its numbers are wrong, which was counted
	}
	var chain uint64
	for i := range log[:t.held] {
		chain = link(chain, log[i].sum())
	}
	if chain != t.chain {
		f.add(altered, "what was shown of %s is not what is kept", t.id)
	}
}

// ownerAt is who answered after an event, as far as the log tells.
func ownerAt(log []event, seq int64) string {
	owner := "bot"
	for i := range log {
		switch e := &log[i]; {
		case e.Seq > seq:
			return owner
		case e.Kind == "owner" && e.Owner != "":
			owner = e.Owner
		}
	}
	return owner
}

// kind is what a fault is counted as.
type kind int

const (
	lost kind = iota
	duplicated
	outOfOrder
	altered
)

// Faults count broken promises about messages. They are counted one by one, not sampled.
type Faults struct {
	Lost       int64    `json:"lost"`
	Duplicated int64    `json:"duplicated"`
	OutOfOrder int64    `json:"out_of_order"`
	Altered    int64    `json:"altered"`
	Examples   []string `json:"examples,omitempty"` // the first few, in words
}

// examples is how many faults are told in words.
const examples = 20

func (f *Faults) add(k kind, format string, args ...any) {
	switch k {
	case lost:
		f.Lost++
	case duplicated:
		f.Duplicated++
	case outOfOrder:
		f.OutOfOrder++
	case altered:
		f.Altered++
	}
	if len(f.Examples) < examples {
		f.Examples = append(f.Examples, fmt.Sprintf(format, args...))
	}
}

// join adds what somebody else has found.
func (f *Faults) join(o Faults) {
	f.Lost += o.Lost
	f.Duplicated += o.Duplicated
	f.OutOfOrder += o.OutOfOrder
	f.Altered += o.Altered
	f.Examples = append(f.Examples, o.Examples[:min(len(o.Examples), examples-len(f.Examples))]...)
}

// Any reports whether there is one.
func (f *Faults) Any() bool { return f.Lost+f.Duplicated+f.OutOfOrder+f.Altered > 0 }
