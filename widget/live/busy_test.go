package live_test

import (
	"context"
	"testing"

	"frontdesk/bot"
	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

// slowLog is a log whose events are read slowly while armed: each reading is told of, and waits to be let go.
type slowLog struct {
	live.Log
	armed chan struct{} // closed from then on
	reads chan struct{}
	let   chan struct{}
}

func (l slowLog) Events(ctx context.Context, conversation string, after int64, limit int) ([]bot.Event, error) {
	select {
	case <-l.armed:
		select {
		case l.reads <- struct{}{}:
		case <-l.let:
		}
		<-l.let
	default:
	}
	return l.Log.Events(ctx, conversation, after, limit)
}

// Who asks for a conversation while the log is being read for them already is told the state all the same, and then
// gets everything that the reading brings.
func TestResumeWhileReading(t *testing.T) {
	s := setUp(t, live.Limits{})
	s.hold.Store(true)
	log := slowLog{s.store, make(chan struct{}), make(chan struct{}), make(chan struct{})}
	s.config.Log = log
	c, _ := s.node().customer("")
	id := newConversation()
	says := func(name string) {
		c.send(wire.In{Type: wire.TypeSend, ID: name, Conversation: id, Text: name})
		c.next(wire.TypeAck)
	}
	says("m1")
	c.send(wire.In{Type: wire.TypeResume, Conversation: id, After: 1})
	c.next(wire.TypeEvents)
	c.next(wire.TypeState)
	s.lossy.Store(true)
	says("m2")
	s.lossy.Store(false)
	close(log.armed)
	says("m3") // shows that something is missing, and so the log is read
	<-log.reads
	c.send(wire.In{Type: wire.TypeResume, Conversation: id, After: 1})
	if st := c.next(wire.TypeState).State; st.Head != 3 {
		t.Errorf("state %+v", st)
	}
	close(log.let)
	if e := c.next(wire.TypeEvents).Events; len(e) != 2 || e[0].Seq != 2 || e[1].Seq != 3 {
		t.Errorf("events %+v", e)
	}
}
