package live_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

// Clients of this version and of the one before have the same conversation side by side, each in its own words.
func TestTwoVersionsSideBySide(t *testing.T) {
	s := setUp(t, live.Limits{})
	first, welcome := s.customer("")
	id := newConversation()
	first.does(wire.In{Type: wire.TypeSend, ID: "m", Conversation: id, Text: "hello"})
	for version := wire.MinVersion; version <= wire.Version; version++ {
		c := s.dial("/ws/customer")
		says := func(in wire.In) { in.V = version; c.send(in) }
		says(wire.In{Type: wire.TypeHello, Site: "shop", Token: welcome.Token})
		if o := c.next(wire.TypeWelcome); o.V != wire.Version {
			t.Errorf("version %d: the welcome says %d", version, o.V)
		} else if o.Generation != "g1" { // every client says hello in the oldest version that it knows
			t.Errorf("version %d: the welcome does not name the desk's generation", version)
		}
		says(wire.In{Type: wire.TypeResume, Conversation: id})
		says(wire.In{Type: wire.TypeSend, ID: "m" + strings.Repeat("x", version), Conversation: id, Text: "again"})
		says(wire.In{Type: wire.TypePing})
		says(wire.In{Type: "nonsense", ID: "n", Conversation: id})
		for want := map[string]bool{wire.TypeEvents: true, wire.TypeState: true, wire.TypeAck: true, wire.TypePong: true, wire.TypeError: true}; len(want) > 0; {
			o, open, inTime := c.receive(time.After(patience))
			if !open || !inTime {
				t.Fatalf("version %d: %v did not come", version, want)
			}
			if o.V != version {
				t.Errorf("version %d is answered in %d: %+v", version, o.V, o)
			}
			delete(want, o.Type)
		}
	}
	for _, version := range []int{wire.MinVersion - 1, wire.Version + 1} {
		c := s.dial("/ws/customer")
		c.raw(websocket.TextMessage, []byte(`{"v":`+string(rune('0'+version))+`,"type":"hello","site":"shop"}`))
		if code := c.closed(); code != wire.CloseVersion {
			t.Errorf("version %d is closed with %d", version, code)
		}
	}
}

// A client may begin in the oldest version that it knows and go on in the newest that the welcome names.
func TestAClientGoesOnInANewerVersion(t *testing.T) {
	s := setUp(t, live.Limits{})
	c := s.dial("/ws/customer")
	c.send(wire.In{V: wire.MinVersion, Type: wire.TypeHello, Site: "shop"})
	v := c.next(wire.TypeWelcome).V
	c.send(wire.In{V: v, Type: wire.TypePing})
	if o := c.next(wire.TypePong); o.V != wire.Version {
		t.Errorf("answered in %d", o.V)
	}
}

// Every frame that a client of the version before sends is understood: none is of an unknown type, and none ends the
// connection.
func TestFramesOfTheVersionBeforeAreServed(t *testing.T) {
	files, err := filepath.Glob("../wire/testdata/v1/in-*.json")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d frames, %v", len(files), err)
	}
	s := setUp(t, live.Limits{})
	customer, _ := s.customer("")
	for _, file := range files {
		frame, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var in wire.In
		if err := json.Unmarshal(frame, &in); err != nil {
			t.Fatal(err)
		}
		if in.Type == wire.TypeHello || in.V != 1 {
			if in.V != 1 {
				t.Errorf("%s is not of version 1", file)
			}
			continue
		}
		for who, c := range map[string]*client{"a customer": customer, "an agent": s.staff("ana")} {
			c.raw(websocket.TextMessage, frame)
			c.send(wire.In{V: 1, Type: wire.TypePing})
			for pong := false; !pong; {
				o, open, inTime := c.receive(time.After(patience))
				switch {
				case !open || !inTime:
					t.Fatalf("%s of %s ends the connection", filepath.Base(file), who)
				case o.Code == wire.CodeUnknownType:
					t.Errorf("%s of %s is not known", filepath.Base(file), who)
				}
				pong = o.Type == wire.TypePong
			}
		}
	}
}
