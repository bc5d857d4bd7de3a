package live_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/bot"
	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

// fill has n conversations wait, without a client.
func (s *stage) fill(n int, text string) (ids []string) {
	s.t.Helper()
	now := time.Now()
	if err := s.store.AddVisitor(s.t.Context(), bot.Visitor{ID: "v", Site: "shop"}, "hash", now); err != nil {
		s.t.Fatal(err)
	}
	for range n {
		id := newConversation()
		create := &bot.Conversation{ID: id, Visitor: "v", Site: "shop", Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerBot}, Epoch: 1, Created: now, Updated: now}
		if _, err := s.room.Commit(s.t.Context(), id, create, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
			ch, err := c.Says("m", text, "", bot.Around{}, now)
			if err != nil {
				return ch, err
			}
			asked, err := ch.After.AsksForPerson("p", now)
			ch.After, ch.Events, ch.Turn = asked.After, append(ch.Events, asked.Events...), asked.Turn
			return ch, err
		}); err != nil {
			s.t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

// BenchmarkDesk reports the time from a note in one of 500 waiting conversations until its row has come to all of 12
// agents, after a quiet time; and the bytes that come to each of them.
func BenchmarkDesk(b *testing.B) {
	const waiting, agents = 500, 12
	s := setUp(b, live.Limits{})
	ids := s.fill(waiting, strings.Repeat("where is my parcel? ", 8))
	var staff []*websocket.Conn
	for i := range agents {
		ws := dial(b, fmt.Sprintf("%s/ws/staff?agent=a%d", s.url, i)).ws
		staff = append(staff, ws)
	}
	time.Sleep(time.Second) // the desks, and who is here
	rows := func(ws *websocket.Conn, id string) (bytes int) {
		for {
			_, m, err := ws.ReadMessage()
			if err != nil {
				b.Fatal(err)
			}
			var out wire.Out
			if err := json.Unmarshal(m, &out); err != nil {
				b.Fatal(err)
			}
			if out.Type == wire.TypeRows && slices.ContainsFunc(out.Desk.Rows, func(r wire.Row) bool { return r.ID == id }) {
				return len(m)
			}
		}
	}
	var times []float64
	bytes, n := 0, 0
	for b.Loop() {
		id := ids[n%waiting]
		n++
		began := time.Now()
		if _, err := s.room.Commit(b.Context(), id, nil, bot.Event{}, func(c bot.Conversation) (bot.Change, error) {
			return c.Says(fmt.Sprint("n", n), "hello?", "", bot.Around{}, time.Now())
		}); err != nil {
			b.Fatal(err)
		}
		for _, ws := range staff {
			bytes = rows(ws, id)
		}
		times = append(times, float64(time.Since(began).Microseconds())/1000)
		time.Sleep(2 * 100 * time.Millisecond)
	}
	slices.Sort(times)
	b.ReportMetric(times[len(times)/2], "ms-p50")
	b.ReportMetric(times[len(times)*95/100], "ms-p95")
	b.ReportMetric(float64(bytes), "bytes/frame")
}
