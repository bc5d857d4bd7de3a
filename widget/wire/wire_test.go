package wire_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"frontdesk/widget/wire"
)

var update = flag.Bool("update", false, "write the golden frames anew")

var yes = true

// frames are one example of each kind of frame. A change of a golden file is a change of the protocol: an old
// client must still understand what it names, or wire.Version rises.
var frames = map[string]any{
	"in-hello":    wire.In{V: 1, Type: wire.TypeHello, Site: "shop", Token: "t0ken", Locale: "en-GB", Page: "https://shop.example/tents"},
	"in-ping":     wire.In{V: 1, Type: wire.TypePing},
	"in-resume":   wire.In{V: 1, Type: wire.TypeResume, Conversation: "c1", After: 7},
	"in-leave":    wire.In{V: 1, Type: wire.TypeLeave, Conversation: "c1"},
	"in-send":     wire.In{V: 1, Type: wire.TypeSend, ID: "m1", Conversation: "c1", Text: "water, no ice"},
	"in-choice":   wire.In{V: 1, Type: wire.TypeSend, ID: "m2", Conversation: "c1", Text: "Opened items", Choice: "returns/opened"},
	"in-reply":    wire.In{V: 1, Type: wire.TypeSend, ID: "m3", Conversation: "c1", Text: "Hello", Epoch: 3},
	"in-typing":   wire.In{V: 1, Type: wire.TypeTyping, Conversation: "c1"},
	"in-person":   wire.In{V: 1, Type: wire.TypePerson, ID: "p1", Conversation: "c1"},
	"in-feedback": wire.In{V: 1, Type: wire.TypeFeedback, ID: "f1", Conversation: "c1", Seq: 2, Helpful: &yes},
	"in-rate":     wire.In{V: 1, Type: wire.TypeRate, ID: "r1", Conversation: "c1", Score: 5, Text: "quick"},
	"in-contact":  wire.In{V: 1, Type: wire.TypeContact, ID: "e1", Conversation: "c1", Email: "ana@example.org", Name: "Ana"},
	"in-accept":   wire.In{V: 1, Type: wire.TypeAccept, ID: "k1", Conversation: "c1"},
	"in-note":     wire.In{V: 1, Type: wire.TypeNote, ID: "n1", Conversation: "c1", Text: "seems upset"},
	"in-handback": wire.In{V: 1, Type: wire.TypeHandBack, ID: "h1", Conversation: "c1", Epoch: 3},
	"in-release":  wire.In{V: 1, Type: wire.TypeRelease, ID: "l1", Conversation: "c1", Epoch: 3},
	"in-resolve":  wire.In{V: 1, Type: wire.TypeResolve, ID: "d1", Conversation: "c1", Epoch: 3, Cause: "delivery"},
	"out-welcome": wire.Out{V: 1, Type: wire.TypeWelcome, Token: "t0ken", Heartbeat: 25000, Conversations: []wire.Summary{
		{ID: "c1", Status: "open", Owner: "bot", Head: 2, Updated: 1700000000000, Snippet: "Yes."}}},
	"out-welcome-staff": wire.Out{V: 1, Type: wire.TypeWelcome, Heartbeat: 25000, Staff: &wire.Staff{ID: "s1", Name: "Ana", Roles: []string{"agent"}}},
	"out-pong":          wire.Out{V: 1, Type: wire.TypePong, Heads: map[string]int64{"c1": 9}},
	"out-ack":           wire.Out{V: 1, Type: wire.TypeAck, ID: "m1", Conversation: "c1", Seq: 1},
	"out-error":         wire.Out{V: 1, Type: wire.TypeError, ID: "m1", Conversation: "c1", Code: wire.CodeRateLimited, Message: "That was too fast.", RetryAfter: 900},
	"out-events": wire.Out{V: 1, Type: wire.TypeEvents, Conversation: "c1", More: true, Events: []wire.Event{
		{Seq: 1, Kind: "message", From: "customer", At: 1700000000000, ID: "m1", Text: "can I return it?"},
		{Seq: 2, Kind: "message", From: "bot", Name: "Assistant", At: 1700000001000, Text: "Yes.", Decision: "answer", Offer: true,
			Citations: []wire.Citation{{N: 1, Article: "returns/opened", Revision: 2, Title: "Opened items", Start: 0, End: 4, At: 0}},
			Choices:   []wire.Choice{{Article: "a", Title: "A"}}, Related: []wire.Choice{{Article: "b", Title: "B"}},
			Trace: &wire.Trace{Query: "can I return it?", Terms: []string{"return"}, Fuzzy: true, Candidates: []wire.Candidate{{Article: "returns/opened", Revision: 2, Title: "Opened items", Score: 0.8}},
				Features: map[string]float64{"coverage": 1, "unknown": 0.25}, Parts: map[string]float64{"coverage": 0.75, "unknown": -0.5}, Model: "fitted to 90 questions of its own, 30 % unanswerable",
				Confidence: 0.8, Threshold: 0.5, Rule: "confident", Index: "ready", Micros: 900}},
		{Seq: 3, Kind: "hidden", At: 1700000002000},
		{Seq: 4, Kind: "owner", From: "customer", At: 1700000003000, Owner: "queue", Reason: "asked", Place: 2, Staffed: true, Summary: "wants a person"},
		{Seq: 5, Kind: "owner", From: "agent", Name: "Ana", At: 1700000004000, Owner: "agent", Agent: "Ana"},
		{Seq: 6, Kind: "resolved", From: "agent", Name: "Ana", At: 1700000005000, Cause: "returns"},
		{Seq: 7, Kind: "feedback", From: "customer", At: 1700000006000, Ref: 2, Helpful: &yes},
		{Seq: 8, Kind: "rating", From: "customer", At: 1700000007000, Score: 5, Text: "quick"},
		{Seq: 9, Kind: "contact", From: "customer", At: 1700000008000, Email: "ana@example.org"},
	}},
	"out-state": wire.Out{V: 1, Type: wire.TypeState, Conversation: "c1", State: &wire.State{Status: "open", Owner: "queue", Epoch: 2, Head: 4, Place: 1, Waiting: 3, Since: 1700000003000,
		Staffed: true, Typing: "agent", Email: "ana@example.org", Page: "https://shop.example", Locale: "en", Name: "Ana", Agent: "Ben", Mine: true}},
	"out-desk": wire.Out{V: 1, Type: wire.TypeDesk, Desk: &wire.Desk{Agents: 1, Mine: []wire.Row{}, Bot: []wire.Row{}, Closed: []wire.Row{}, Waiting: []wire.Row{
		{ID: "c1", Name: "Visitor 4F2A", Snippet: "hello?", From: "customer", Reason: "asked", Since: 1700000003000, Updated: 1700000003000, Head: 4, Epoch: 2, Owner: "queue", Agent: "", Email: "ana@example.org"}}}},
	"out-bye": wire.Out{V: 1, Type: wire.TypeBye, Code: "draining", RetryAfter: 1000},
}

func TestGoldenFrames(t *testing.T) {
	for name, frame := range frames {
		t.Run(name, func(t *testing.T) {
			got, err := json.MarshalIndent(frame, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, '\n')
			file := filepath.Join("testdata", name+".json")
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("the frame changed; if this is meant, run with -update and think of old clients\ngot  %s\nwant %s", got, want)
			}
			back := reflect.New(reflect.TypeOf(frame))
			if err := json.Unmarshal(want, back.Interface()); err != nil || !reflect.DeepEqual(back.Elem().Interface(), frame) {
				t.Errorf("reading the frame back gives %+v, %v", back.Elem(), err)
			}
		})
	}
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) != len(frames) {
		t.Errorf("%d golden files, %d frames, %v", len(files), len(frames), err)
	}
}

// Every type of frame has an example above.
func TestEveryTypeHasAGolden(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range frames {
		switch f := f.(type) {
		case wire.In:
			seen[f.Type] = true
		case wire.Out:
			seen[f.Type] = true
		}
	}
	for _, kind := range []string{wire.TypeHello, wire.TypePing, wire.TypeResume, wire.TypeLeave, wire.TypeSend, wire.TypeTyping, wire.TypePerson,
		wire.TypeFeedback, wire.TypeRate, wire.TypeContact, wire.TypeAccept, wire.TypeNote, wire.TypeHandBack, wire.TypeRelease, wire.TypeResolve,
		wire.TypeWelcome, wire.TypePong, wire.TypeAck, wire.TypeError, wire.TypeEvents, wire.TypeState, wire.TypeDesk, wire.TypeBye} {
		if !seen[kind] {
			t.Errorf("no golden frame of type %s", kind)
		}
	}
}

func TestCloseCodes(t *testing.T) {
	for code, back := range map[int]bool{
		wire.CloseDraining: true, wire.CloseSlow: true, wire.CloseSilent: true, wire.CloseTokenStale: true, wire.CloseFlood: true, wire.CloseOverload: true,
		wire.CloseVersion: false, wire.CloseProtocol: false, wire.CloseBanned: false, wire.CloseSignedOut: false,
	} {
		if wire.Resumable(code) != back {
			t.Errorf("Resumable(%d) = %v", code, !back)
		}
		if code < 4000 || code > 4999 {
			t.Errorf("code %d is not ours to give", code)
		}
	}
}
