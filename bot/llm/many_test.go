package llm

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/bot"
)

// A thousand replies are written at the same time, each with a connection of its own, 100 ms between their pieces.
// A third of the customers leave on the way. Afterwards nothing is left.
func TestAThousandReplies(t *testing.T) {
	t.Parallel()
	const replies, pieces = 1000, 20
	var under, most atomic.Int64
	server := func(w http.ResponseWriter, r *http.Request) {
		defer under.Add(-1)
		now := under.Add(1)
		for old := most.Load(); now > old && !most.CompareAndSwap(old, now); old = most.Load() {
		}
		for range pieces {
			if pausing(r, 100*time.Millisecond); r.Context().Err() != nil {
				return
			}
			send(w, said("word "))
		}
		send(w, ended("stop"), counted, done)
	}
	onWires(t, server, func(c *ChatConfig) { c.Parallel = replies }, func(t *testing.T, h *Chat) {
		var all sync.WaitGroup
		var whole, left atomic.Int64
		began := time.Now()
		for i := range replies {
			all.Go(func() {
				ctx, leave := context.WithCancel(t.Context())
				defer leave()
				if i%3 == 0 {
					time.AfterFunc(time.Duration(i+1)*time.Millisecond, leave)
				}
				text, _, _, err := timed(ctx, h, nil)
				switch {
				case err == nil && text == strings.Repeat("word ", pieces):
					whole.Add(1)
				case i%3 == 0 && errors.Is(err, context.Canceled):
					left.Add(1)
				default:
					t.Errorf("reply %d: %q, %v", i, text, err)
				}
			})
		}
		all.Wait()
		if took := time.Since(began); took > pieces*100*time.Millisecond+linger {
			t.Errorf("took %v: replies have waited for each other", took)
		}
		if whole.Load() != 666 || left.Load() != 334 || most.Load() != replies {
			t.Errorf("%d whole, %d left, %d at the same time", whole.Load(), left.Load(), most.Load())
		}
		synctest.Wait()
		// That no goroutine is left either is seen to by the bubble, which panics when it ends with one.
		if under.Load() != 0 {
			t.Errorf("%d requests at the server", under.Load())
		}
	})
}

// One connection serves one reply after the other.
func TestAConnectionIsUsedAgain(t *testing.T) {
	t.Parallel()
	var connections atomic.Int64
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if coding := r.Header.Get("Accept-Encoding"); coding != "" {
			t.Errorf("asked for %s, which holds pieces back", coding)
		}
		send(w, said("Hello"), ended("stop"), done)
	}))
	s.Config.ConnState = func(_ net.Conn, st http.ConnState) {
		if st == http.StateNew {
			connections.Add(1)
		}
	}
	s.Start()
	defer s.Close()
	h, err := NewChat(ChatConfig{BaseURL: s.URL, Model: "large", Total: time.Minute, Idle: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	for range 5 {
		if _, err := h.Stream(t.Context(), hello(), func(string) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if n := connections.Load(); n != 1 {
		t.Errorf("%d connections", n)
	}
}

// BenchmarkReplies measures a thousand replies at a time over real connections: the time for a piece, and the memory
// that a reply takes while it is written.
func BenchmarkReplies(b *testing.B) {
	const replies, pieces = 1000, 50
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for range pieces {
			send(w, said("word "))
			pausing(r, 100*time.Millisecond)
		}
		send(w, ended("stop"), counted, done)
	}))
	defer s.Close()
	h, err := NewChat(ChatConfig{BaseURL: s.URL, Model: "large", Parallel: replies, Total: time.Minute, Idle: time.Minute})
	if err != nil {
		b.Fatal(err)
	}
	defer h.Close()
	memory := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapInuse + m.StackInuse
	}
	for b.Loop() {
		before := memory()
		var all sync.WaitGroup
		for range replies {
			all.Go(func() {
				if _, err := h.Stream(b.Context(), bot.Prompt{Spoken: []bot.Spoken{{Text: "Hello"}}}, func(string) error { return nil }); err != nil {
					b.Error(err)
				}
			})
		}
		time.Sleep(3 * time.Second)
		b.ReportMetric(float64(memory()-before)/replies, "B/reply+server")
		all.Wait()
	}
}
