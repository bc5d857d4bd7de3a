package live_test

import (
	"reflect"
	"testing"

	"frontdesk/bot"
	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

// reasons is the trace of what the stage's bot says.
var reasons = bot.Trace{
	Terms: []string{"hello"}, Fuzzy: true,
	Candidates: []bot.Candidate{{Article: "greetings", Revision: 2, Title: "Greetings", Score: .9, Start: 3, End: 7}},
	Features:   map[string]float64{"coverage": 1}, Parts: map[string]float64{"coverage": -.5}, Model: "fitted to nothing",
	Confidence: .8, Threshold: .5, Rule: "echo", Index: "ready", Micros: 7,
}

// Staff see why the bot said something, with all that its confidence was made of; customers never do.
func TestTraceIsForStaff(t *testing.T) {
	s := setUp(t, live.Limits{})
	c, _ := s.customer("")
	id := newConversation()
	c.send(wire.In{Type: wire.TypeSend, ID: "m1", Conversation: id, Text: "hello"})
	c.next(wire.TypeAck)
	c.send(wire.In{Type: wire.TypeResume, Conversation: id})
	for _, e := range c.until(nil, 2) {
		if e.Trace != nil {
			t.Errorf("the customer got the trace %+v", e.Trace)
		}
	}
	a := s.staff("ana")
	a.send(wire.In{Type: wire.TypeResume, Conversation: id})
	want := &wire.Trace{
		Query: "hello", Terms: reasons.Terms, Fuzzy: true,
		Candidates: []wire.Candidate{{Article: "greetings", Revision: 2, Title: "Greetings", Score: .9}},
		Features:   reasons.Features, Parts: reasons.Parts, Model: reasons.Model,
		Confidence: .8, Threshold: .5, Rule: "echo", Index: "ready", Micros: 7,
	}
	if got := a.until(nil, 2)[1].Trace; !reflect.DeepEqual(got, want) {
		t.Errorf("the agent got the trace\n%+v, want\n%+v", got, want)
	}
}
