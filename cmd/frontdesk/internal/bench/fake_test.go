package bench

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/widget/wire"
)

// fake is a desk that keeps everything in memory and answers every message at once. harm makes it break its word.
type fake struct {
	url  string
	harm func(f *fake, h *hand, in *wire.In) (handled bool) // called with the lock held; nil for an honest desk
	last func(t *kept)                                      // changes what is kept when it is read from its beginning

	mu     sync.Mutex
	talks  map[string]*kept
	tokens map[string]bool
	harmed int64
	sends  int
	enough func() // called when it was harmed often enough
}

// kept is a conversation.
type kept struct {
	id     string
	events []wire.Event
	ids    map[string]int64
	follow *hand
}

// hand is one connection.
type hand struct {
	ws *websocket.Conn
	mu sync.Mutex
}

func (h *hand) say(o wire.Out) {
	h.mu.Lock()
	defer h.mu.Unlock()
	o.V = wire.Version
	_ = h.ws.WriteJSON(o) // it may have left
}

// enoughHarm ends a run.
const enoughHarm = 5

func newFake(t *testing.T, harm func(f *fake, h *hand, in *wire.In) bool) *fake {
	f := &fake{harm: harm, talks: make(map[string]*kept), tokens: make(map[string]bool), enough: func() {}}
	var up websocket.Upgrader
	mux := http.NewServeMux()
	mux.HandleFunc("/ws/customer", func(w http.ResponseWriter, r *http.Request) {
		ws, err := up.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer ws.Close()
		h := &hand{ws: ws}
		for {
			var in wire.In
			if ws.ReadJSON(&in) != nil || !f.handle(h, &in) {
				return
			}
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	f.url = server.URL
	return f
}

func (f *fake) handle(h *hand, in *wire.In) (goOn bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if in.Type == wire.TypeSend {
		f.sends++
	}
	if f.harm != nil && f.harm(f, h, in) {
		return true
	}
	switch in.Type {
	case wire.TypeHello:
		return f.hello(h, in)
	case wire.TypePing:
		heads := make(map[string]int64)
		for _, t := range f.talks {
			if t.follow == h {
				heads[t.id] = int64(len(t.events))
			}
		}
		h.say(wire.Out{Type: wire.TypePong, Heads: heads})
	case wire.TypeResume:
		f.resume(h, in)
	case wire.TypeSend:
		seq, fresh := f.keep(in)
		h.say(wire.Out{Type: wire.TypeAck, ID: in.ID, Conversation: in.Conversation, Seq: seq})
		if t := f.talks[in.Conversation]; fresh {
			t.show(seq)
			t.show(f.answer(t))
		}
	}
	return true
}

func (f *fake) hello(h *hand, in *wire.In) bool {
	if in.Token != "" && !f.tokens[in.Token] {
		h.say(wire.Out{Type: wire.TypeBye, Code: "token_stale"})
		h.close(wire.CloseTokenStale)
		return false
	}
	token := in.Token
	if token == "" {
		token = fmt.Sprint("t", len(f.tokens))
		f.tokens[token] = true
	}
	h.say(wire.Out{Type: wire.TypeWelcome, Token: token, Heartbeat: 1000})
	return true
}

func (h *hand) close(code int) {
	_ = h.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
}

func (f *fake) resume(h *hand, in *wire.In) {
	t := f.talks[in.Conversation]
	if t == nil {
		h.say(wire.Out{Type: wire.TypeError, Conversation: in.Conversation, Code: wire.CodeNotFound})
		return
	}
	if f.last != nil && in.After == 0 && t.follow != nil && t.follow != h {
		f.last(t)
	}
	t.follow = h
	h.say(wire.Out{Type: wire.TypeEvents, Conversation: t.id, Events: t.events[in.After:]})
	h.say(wire.Out{Type: wire.TypeState, Conversation: t.id, State: &wire.State{Owner: "bot", Head: int64(len(t.events))}})
}

// keep stores a message once.
func (f *fake) keep(in *wire.In) (seq int64, fresh bool) {
	t := f.talks[in.Conversation]
	if t == nil {
		t = &kept{id: in.Conversation, ids: make(map[string]int64)}
		f.talks[t.id] = t
	}
	if seq, ok := t.ids[in.ID]; ok {
		return seq, false
	}
	t.ids[in.ID] = t.add(wire.Event{Kind: "message", From: "customer", ID: in.ID, Text: in.Text})
	return t.ids[in.ID], true
}

func (f *fake) answer(t *kept) int64 {
	return t.add(wire.Event{Kind: "message", From: "bot", Decision: "answer", Text: "Yes."})
}

func (t *kept) add(e wire.Event) int64 {
	e.Seq = int64(len(t.events)) + 1
	t.events = append(t.events, e)
	return e.Seq
}

// show brings an event to who follows the conversation.
func (t *kept) show(seq int64) {
	if t.follow != nil {
		t.follow.say(wire.Out{Type: wire.TypeEvents, Conversation: t.id, Events: t.events[seq-1 : seq]})
	}
}

// harms counts one broken promise.
func (f *fake) harms() {
	f.harmed++
	if f.harmed >= enoughHarm {
		f.enough()
	}
}

// times is how often it broke its word.
func (f *fake) times() int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.harmed
}

// now reports whether it is time to break one again: not with a customer's first message, after which they read the
// conversation from its beginning.
func (f *fake) now(in *wire.In) bool {
	return in.Type == wire.TypeSend && in.ID != "b0" && f.sends%3 == 0 && f.talks[in.Conversation] != nil && f.talks[in.Conversation].ids[in.ID] == 0
}

func ack(h *hand, in *wire.In, seq int64) {
	h.say(wire.Out{Type: wire.TypeAck, ID: in.ID, Conversation: in.Conversation, Seq: seq})
}
