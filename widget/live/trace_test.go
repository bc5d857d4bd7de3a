package live_test

import (
	"encoding/json"
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
	Confidence: .8, Threshold: .5, Rule: "echo", Index: "ready", Micros: 7, Rewritten: "hello there",
	Draft: &bot.Drafting{
		Model: "m", Purpose: bot.ForAnswer, Outcome: bot.DraftUsed, Bytes: 1, Prompt: 2, Completion: 3, Estimated: true, Cost: .4, First: 5, Micros: 6,
		Passages: []bot.Passage{{Article: "greetings", Revision: 2, Start: 3, End: 7}}, Redacted: map[string]int{"e-mail": 1},
		Sentences: []bot.Sentence{{Text: "Hello.", Cites: []int{1}, Verdict: bot.Passed, Found: "x"}},
	},
}

// The protocol has the words for a draft that the trace has.
func TestDraftingIsNamedAlike(t *testing.T) {
	ours, err := json.Marshal(reasons.Draft)
	if err != nil {
		t.Fatal(err)
	}
	var theirs wire.Drafting
	if err := json.Unmarshal(ours, &theirs); err != nil {
		t.Fatal(err)
	}
	if again, err := json.Marshal(theirs); err != nil || string(again) != string(ours) {
		t.Errorf("%s, %v; want %s", again, err, ours)
	}
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
		Confidence: .8, Threshold: .5, Rule: "echo", Index: "ready", Micros: 7, Rewritten: "hello there",
		Draft: &wire.Drafting{
			Model: "m", Purpose: "answer", Outcome: "used", Bytes: 1, Prompt: 2, Completion: 3, Estimated: true, Cost: .4, First: 5, Micros: 6,
			Passages: []wire.Passage{{Article: "greetings", Revision: 2, Start: 3, End: 7}}, Redacted: map[string]int{"e-mail": 1},
			Sentences: []wire.Sentence{{Text: "Hello.", Cites: []int{1}, Verdict: "passed", Found: "x"}},
		},
	}
	if got := a.until(nil, 2)[1].Trace; !reflect.DeepEqual(got, want) {
		t.Errorf("the agent got the trace\n%+v, want\n%+v", got, want)
	}
}
