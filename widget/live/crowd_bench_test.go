package live_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/widget/wire"
)

// guest is a customer of a crowd. It does what the wire's manual says: it obeys bye frames, and resumes.
type guest struct {
	url, token, conversation string
	stalls                   bool // does not read once it is in

	ws    *websocket.Conn
	write sync.Mutex
	sent  atomic.Int64 // when the message was sent that is not acknowledged yet, ns; 0 if none
	held  int64        // number of the newest event
	n     int
}

var guestDialer = websocket.Dialer{HandshakeTimeout: 20 * time.Second, ReadBufferSize: 512, WriteBufferSize: 512, WriteBufferPool: &sync.Pool{}}

// come connects until the guest is in and has what it missed; turned is how often it was asked to come later, and broken
// how often the attempt came to nothing, as when the system's queue of connections is full. Everything else is an error.
func (g *guest) come(ctx context.Context) (turned, broken int, err error) {
	backoff := time.Second
	for wait := rand.N(backoff / 2); ; { // the jitter of the clients
		select {
		case <-ctx.Done():
			return turned, broken, ctx.Err()
		case <-time.After(wait):
		}
		wait, err = g.try(ctx)
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, syscall.ECONNRESET):
			broken++
			backoff = min(2*backoff, 30*time.Second)
			wait = rand.N(backoff)
		case err != nil || wait == 0:
			return turned, broken, err
		default:
			turned++
		}
	}
}

func (g *guest) try(ctx context.Context) (wait time.Duration, err error) {
	ws, _, err := guestDialer.DialContext(ctx, g.url+"/ws/customer", nil)
	if err != nil {
		return 0, err
	}
	_ = ws.SetReadDeadline(time.Now().Add(30 * time.Second))
	_ = ws.WriteJSON(wire.In{V: wire.Version, Type: wire.TypeHello, Site: "shop", Token: g.token}) // reading tells what became of it
	var resumed bool
	last := "nothing"
	for {
		_, b, err := ws.ReadMessage()
		if err != nil {
			ws.Close()
			if websocket.IsCloseError(err, wire.CloseOverload) && wait > 0 {
				return wait, nil
			}
			return 0, fmt.Errorf("after %s: %w", last, err)
		}
		var o wire.Out
		if err := json.Unmarshal(b, &o); err != nil {
			return 0, err
		}
		last = o.Type
		switch o.Type {
		case wire.TypeBye:
			wait = max(time.Duration(o.RetryAfter)*time.Millisecond, time.Millisecond)
		case wire.TypeError:
			if o.Code == wire.CodeUnavailable { // nothing was stored; the same again is safe
				ws.Close()
				return 0, fmt.Errorf("%s: %w", o.Message, os.ErrDeadlineExceeded)
			}
			return 0, fmt.Errorf("%s: %s", o.Code, o.Message)
		case wire.TypeEvents:
			for _, e := range o.Events {
				g.held = max(g.held, e.Seq)
			}
		case wire.TypeState:
			if !resumed {
				return 0, fmt.Errorf("a state before the conversation")
			}
			_ = ws.SetReadDeadline(time.Time{})
			g.ws = ws
			return 0, nil
		case wire.TypeWelcome:
			if o.Token != "" {
				g.token = o.Token
			}
			if g.held == 0 && !g.stalls {
				_ = ws.WriteJSON(wire.In{V: wire.Version, Type: wire.TypeSend, ID: "m0", Conversation: g.conversation, Text: text})
				continue
			}
			resumed = true
			_ = ws.WriteJSON(wire.In{V: wire.Version, Type: wire.TypeResume, Conversation: g.conversation, After: g.held})
		case wire.TypeAck:
			resumed = true
			_ = ws.WriteJSON(wire.In{V: wire.Version, Type: wire.TypeResume, Conversation: g.conversation, After: g.held})
		}
	}
}

// listen reads until the connection ends and tells how long each message took to be acknowledged.
func (g *guest) listen(took func(time.Duration)) {
	ack, events := []byte(`"type":"ack"`), []byte(`"type":"events"`)
	for {
		_, b, err := g.ws.ReadMessage()
		if err != nil {
			return
		}
		var o struct {
			Events []struct{ Seq int64 }
		}
		if bytes.Contains(b[:min(len(b), 40)], events) && json.Unmarshal(b, &o) == nil {
			for _, e := range o.Events {
				g.held = max(g.held, e.Seq)
			}
		}
		if bytes.Contains(b[:min(len(b), 40)], ack) {
			if at := g.sent.Swap(0); at != 0 {
				took(time.Duration(time.Now().UnixNano() - at))
			}
		}
	}
}

// say sends a message unless the last one is on its way still, and reports whether it did.
func (g *guest) say() bool {
	if !g.sent.CompareAndSwap(0, time.Now().UnixNano()) {
		return false
	}
	g.n++
	return g.frame(wire.In{Type: wire.TypeSend, ID: fmt.Sprint("m", time.Now().UnixNano()), Conversation: g.conversation, Text: text})
}

func (g *guest) frame(in wire.In) bool {
	in.V = wire.Version
	g.write.Lock()
	defer g.write.Unlock()
	return g.ws.WriteJSON(in) == nil
}

// arrive lets the guests come all at the same time and reports how long it took until the last one was in, and how often
// somebody was asked to come later, and how often an attempt broke.
func arrive(b *testing.B, guests []*guest) (took time.Duration, turned, broken int64) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	var wg sync.WaitGroup
	var again, broke, failed atomic.Int64
	began := time.Now()
	for _, g := range guests {
		wg.Go(func() {
			n, broken, err := g.come(ctx)
			if err != nil && failed.Add(1) < 5 {
				b.Errorf("not let in: %v", err)
			}
			again.Add(int64(n))
			broke.Add(int64(broken))
		})
	}
	wg.Wait()
	if failed.Load() > 0 {
		b.Fatalf("%d of %d were not let in", failed.Load(), len(guests))
	}
	return time.Since(began), again.Load(), broke.Load()
}

// BenchmarkCrowd has 10,000 customers (or FRONTDESK_CROWD) connected, half of whom read nothing, while the others write 1,000 messages a
// second to a bot that answers at once. Then all connections break and everybody comes back at once. Server and clients
// are two processes on the same machine.
func BenchmarkCrowd(b *testing.B) {
	const span, pace = 20 * time.Second, time.Millisecond
	pairs := 5000
	if n, err := strconv.Atoi(os.Getenv("FRONTDESK_CROWD")); err == nil { // for machines with other work to do
		pairs = max(1, n/2)
	}
	for b.Loop() {
		server := start(b, "crowd")
		active, stalled := make([]*guest, pairs), make([]*guest, pairs)
		for i := range active {
			active[i] = &guest{url: server.url, conversation: newConversation()}
		}
		first, _, _ := arrive(b, active)
		for i, g := range active { // another tab of the same customer, in which everything arrives that they write
			stalled[i] = &guest{url: server.url, conversation: g.conversation, token: g.token, stalls: true}
		}
		arrive(b, stalled)
		b.ReportMetric(rss(b, server.pid)/1024, "MB-idle")

		var mu sync.Mutex
		var times []time.Duration
		var readers sync.WaitGroup
		for _, g := range active {
			readers.Go(func() {
				g.listen(func(d time.Duration) { mu.Lock(); defer mu.Unlock(); times = append(times, d) })
			})
		}
		peak, late := 0.0, 0
		pid := strconv.Itoa(server.pid)
		used := cpuOf(b, pid)
		tick := time.NewTicker(pace)
		began := time.Now()
		for due := 0; time.Since(began) < span; <-tick.C {
			for ; time.Duration(due)*pace < time.Since(began); due++ {
				if !active[due%pairs].say() {
					late++
				}
			}
			if due%500 == 0 {
				peak = max(peak, rss(b, server.pid)/1024)
			}
		}
		tick.Stop()
		time.Sleep(time.Second)
		mu.Lock()
		b.ReportMetric((cpuOf(b, pid)-used)/float64(len(times))*1e6, "server-cpu-µs/msg")
		slices.Sort(times)
		b.ReportMetric(float64(len(times))/span.Seconds(), "acked/s")
		b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
		mu.Unlock()
		b.ReportMetric(float64(late), "late")
		b.ReportMetric(peak, "MB-peak")

		all := append(active, stalled...)
		for _, g := range all {
			g.ws.NetConn().Close()
		}
		readers.Wait()
		used = cpuOf(b, pid)
		back, turned, broken := arrive(b, all)
		b.ReportMetric((cpuOf(b, pid)-used)/float64(len(all))*1e6, "server-cpu-µs/return")
		b.ReportMetric(first.Seconds(), "s-first-half")
		b.ReportMetric(back.Seconds(), "s-all-back")
		b.ReportMetric(float64(turned), "asked-to-come-later")
		b.ReportMetric(float64(broken), "broken-attempts")
		for _, g := range all {
			g.ws.Close()
		}
		server.stop()
	}
}
