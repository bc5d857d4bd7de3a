package llm

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/bot"
)

// What counts against a server, and what a server may do any number of times.
func TestWhatCountsAgainstAModel(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		a    answer
		down bool
	}{
		"500":               {answer{status: 500}, true},
		"401":               {answer{status: 401}, true},
		"garbage":           {streams(eventOf("oops")), true},
		"without finish":    {streams(said("a"), done), true},
		"a page":            {answer{kind: "text/html"}, true},
		"429":               {answer{status: 429}, true},
		"429 with a time":   {answer{status: 429, after: "1"}, false},
		"400":               {refused(400, `{"error":{}}`), false},
		"a filter":          {refused(400, `{"error":{"code":"content_filter"}}`), false},
		"too long a prompt": {refused(400, `{"error":{"code":"context_length_exceeded"}}`), false},
		"declined":          {streams(said("a"), ended("content_filter"), done), false},
		"a tool":            {streams(ended("tool_calls"), done), false},
		"too long a reply":  {streams(said("a"), ended("length"), done), false},
		"empty":             {streams(ended("stop"), done), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := with(t, nil, c.a)
			for range failuresToOpen {
				if _, _, err := b.ask(); err == nil {
					t.Fatal("no error")
				}
			}
			if b.Status().Down != c.down || c.down && b.Status().Why == "" {
				t.Fatalf("status %+v", b.Status())
			}
			asked := len(b.server.requests)
			_, used, err := b.ask()
			if c.down && (!errors.Is(err, bot.ErrModelDown) || used != (bot.Usage{}) || len(b.server.requests) != asked) {
				t.Errorf("asked nevertheless: %v", err)
			}
			if strings.Contains(b.logged(), "the model is down; questions are answered without") != c.down {
				t.Errorf("logged %s", b.logged())
			}
		})
	}
}

// A server that is too slow costs a few customers their time, then nobody, until a probe finds it back.
func TestASlowModelCostsNothingInTheEnd(t *testing.T) {
	t.Parallel()
	var slow atomic.Bool
	var asked []string
	var mu sync.Mutex
	slow.Store(true)
	server := func(w http.ResponseWriter, r *http.Request) {
		body := make([]byte, 4096)
		n, _ := r.Body.Read(body)
		mu.Lock()
		asked = append(asked, string(body[:n]))
		mu.Unlock()
		if slow.Load() {
			pausing(r, time.Hour)
		}
		send(w, said("Hello"), ended("stop"), done)
	}
	requests := func() []string {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(asked)
	}
	onWires(t, server, nil, func(t *testing.T, h *Chat) {
		for i := range failuresToOpen {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(2+i%2)*2*time.Second) // both kinds of late
			if _, _, _, err := timed(ctx, h, nil); !errors.Is(err, bot.ErrModelLate) {
				t.Fatalf("got %v", err)
			}
			cancel()
		}
		for range 100 {
			if _, _, took, err := timed(t.Context(), h, nil); !errors.Is(err, bot.ErrModelDown) || took != 0 {
				t.Fatalf("%v after %v", err, took)
			}
		}
		if n := len(requests()); n != failuresToOpen {
			t.Errorf("%d requests", n)
		}
		slow.Store(false)
		time.Sleep(firstRest)
		if _, _, took, err := timed(t.Context(), h, nil); !errors.Is(err, bot.ErrModelDown) || took != 0 {
			t.Errorf("the question that starts the probe: %v after %v", err, took)
		}
		h.probes.Wait()
		all := requests()
		if last := all[len(all)-1]; !strings.Contains(last, "opposite of cold") || strings.Contains(last, secretWord) {
			t.Errorf("probed with %s", last)
		}
		if text, _, _, err := timed(t.Context(), h, nil); err != nil || text != "Hello" || h.Status().Down {
			t.Errorf("back, and yet %q, %v", text, err)
		}
	})
}

// A reply of any kind shows that a server is back.
func TestAProbeThatIsDeclined(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		a    answer
		back bool
	}{
		"declined": {streams(ended("content_filter"), done), true},
		"too long": {streams(said("a"), ended("length"), done), true},
		"refused":  {refused(400, `{"error":{}}`), false},
		"500":      {answer{status: 500}, false},
	} {
		b := with(t, nil, answer{status: 500})
		for range failuresToOpen {
			_, _, _ = b.ask()
		}
		b.server.answers = []answer{c.a}
		b.breaker.mu.Lock()
		b.breaker.until = time.Time{}
		b.breaker.mu.Unlock()
		_, _, _ = b.ask()
		b.probes.Wait()
		if b.Status().Down == c.back {
			t.Errorf("%s: status %+v", name, b.Status())
		}
	}
}

// More requests than may be under way are turned away at once.
func TestTooManyAtOnce(t *testing.T) {
	t.Parallel()
	server := func(w http.ResponseWriter, r *http.Request) {
		pausing(r, time.Second)
		send(w, said("Hello"), ended("stop"), done)
	}
	onWires(t, server, func(c *ChatConfig) { c.Parallel = 3 }, func(t *testing.T, h *Chat) {
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				if _, _, _, err := timed(t.Context(), h, nil); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		for range 2 * failuresToOpen {
			_, used, took, err := timed(t.Context(), h, nil)
			if !errors.Is(err, bot.ErrModelDown) || took != 0 || used != (bot.Usage{}) || !strings.Contains(err.Error(), "3 requests are under way") {
				t.Fatalf("%v after %v", err, took)
			}
		}
		if err := h.Check(t.Context()); err != nil {
			t.Errorf("a check goes beside: %v", err)
		}
		all.Wait()
		if _, _, _, err := timed(t.Context(), h, nil); err != nil || h.Status().Down {
			t.Errorf("afterwards: %v", err)
		}
	})
}
