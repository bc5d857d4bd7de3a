package live_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

// FuzzFrames throws frames at a server. Whatever comes, the sender gets an answer or a close code of ours,
// and a bystander is served as before.
func FuzzFrames(f *testing.F) {
	s := setUp(f, live.Limits{})
	s.hold.Store(true)
	bystander, _, err := websocket.DefaultDialer.Dial(s.url+"/ws/customer", nil)
	if err != nil {
		f.Fatal(err)
	}
	defer bystander.Close()
	bystander.WriteJSON(wire.In{V: 1, Type: wire.TypeHello, Site: "shop"})
	for _, seed := range []string{
		`{"v":1,"type":"send","id":"m1","conversation":"conversation-fuzz","text":"x"}`,
		`{"v":1,"type":"resume","conversation":"conversation-fuzz","after":-9223372036854775808}`,
		`{"v":1,"type":"feedback","id":"a","conversation":"conversation-fuzz","seq":1,"helpful":true}`,
		`{"v":1,"type":"accept"}`, `{"v":2}`, `{}`, `[]`, `null`, `"`, "\x00", "\xff", `{"v":1,"type":"stop","conversation":"conversation-fuzz"}`, `{"v":1,"type":"stop"}`,
		`{"v":1,"type":"draft","conversation":"conversation-fuzz","draft":{"after":1,"text":"x"}}`, `{"v":1,"type":"typing","conversation":"*.>"}`,
		`{"v":1,"type":"contact","id":"c","conversation":"conversation-fuzz","email":"a@b\r\n.c"}`,
	} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	f.Fuzz(func(t *testing.T, frame []byte, greeted bool) {
		ws, _, err := websocket.DefaultDialer.Dial(s.url+"/ws/customer", nil)
		if err != nil {
			t.Fatal(err)
		}
		defer ws.Close()
		ws.SetReadDeadline(time.Now().Add(5 * time.Second))
		if greeted {
			ws.WriteJSON(wire.In{V: 1, Type: wire.TypeHello, Site: "shop"})
		}
		ws.WriteMessage(websocket.TextMessage, frame)
		ws.WriteJSON(wire.In{V: 1, Type: wire.TypePing})
		for {
			_, b, err := ws.ReadMessage()
			if ce, ok := err.(*websocket.CloseError); ok {
				if ce.Code < 4000 && ce.Code != websocket.CloseAbnormalClosure {
					t.Fatalf("closed with %d", ce.Code)
				}
				break
			}
			if err != nil {
				if len(frame) > wire.MaxFrame {
					break // beyond the hard limit the connection just ends
				}
				t.Fatalf("after %q: %v", frame, err)
			}
			var o wire.Out
			if err := json.Unmarshal(b, &o); err != nil {
				t.Fatalf("got %s: %v", b, err)
			}
			if o.Type == wire.TypePong {
				break
			}
		}
		bystander.SetReadDeadline(time.Now().Add(5 * time.Second))
		bystander.WriteJSON(wire.In{V: 1, Type: wire.TypePing})
		for o := (wire.Out{}); o.Type != wire.TypePong; {
			if err := bystander.ReadJSON(&o); err != nil {
				t.Fatalf("after %q the bystander got %v", frame, err)
			}
		}
	})
}
