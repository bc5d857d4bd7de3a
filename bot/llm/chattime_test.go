package llm

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/bot"
)

// pause of the server, or until the client has gone.
func pausing(r *http.Request, d time.Duration) {
	select {
	case <-time.After(d):
	case <-r.Context().Done():
	}
}

// timed asks and says how long it took.
func timed(ctx context.Context, h *Chat, each func(string) error) (text string, used bot.Usage, took time.Duration, err error) {
	began := time.Now()
	used, err = h.Stream(ctx, hello(), func(piece string) error {
		text += piece
		if each != nil {
			return each(piece)
		}
		return nil
	})
	return text, used, time.Since(began), err
}

func TestDeadlines(t *testing.T) {
	t.Parallel()
	drip := func(w http.ResponseWriter, r *http.Request, every time.Duration, parts ...string) {
		for _, part := range parts {
			if pausing(r, every); r.Context().Err() != nil {
				return
			}
			send(w, part)
		}
	}
	forever := func(w http.ResponseWriter, r *http.Request, every time.Duration, part string) {
		for r.Context().Err() == nil {
			drip(w, r, every, part)
		}
	}
	for name, c := range map[string]struct {
		server http.HandlerFunc
		text   string
		took   time.Duration
		says   string // "" is success
	}{
		"no answer": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "", 3 * time.Second, "was silent for 3s"},
		"an answer without a piece": {func(w http.ResponseWriter, r *http.Request) {
			send(w, "")
			<-r.Context().Done()
		}, "", 3 * time.Second, "was silent for 3s"},
		"a slow beginning": {func(w http.ResponseWriter, r *http.Request) {
			drip(w, r, 2900*time.Millisecond, said("Hello "), said("you.")+ended("stop")+done)
		}, "Hello you.", 5800 * time.Millisecond, ""},
		"silence within": {func(w http.ResponseWriter, r *http.Request) {
			send(w, said("Hello "))
			<-r.Context().Done()
		}, "Hello ", 3 * time.Second, "was silent for 3s"},
		"silence within an event": {func(w http.ResponseWriter, r *http.Request) {
			send(w, said("Hello "), said("you.")[:20])
			<-r.Context().Done()
		}, "Hello ", 3 * time.Second, "was silent for 3s"},
		"silence after the finish": {func(w http.ResponseWriter, r *http.Request) {
			send(w, said("Hello "), ended("stop"))
			<-r.Context().Done()
		}, "Hello ", 3 * time.Second, "was silent for 3s"},
		"silence after the end": {func(w http.ResponseWriter, r *http.Request) {
			send(w, said("Hello "), ended("stop"), done)
			<-r.Context().Done()
		}, "Hello ", linger, ""},
		"comments alone": {func(w http.ResponseWriter, r *http.Request) { forever(w, r, 10*time.Millisecond, ":\n\n") }, "", 3 * time.Second, "was silent for 3s"},
		"empty pieces":   {func(w http.ResponseWriter, r *http.Request) { forever(w, r, 10*time.Millisecond, said("")) }, "", 3 * time.Second, "was silent for 3s"},
		"thoughts alone": {func(w http.ResponseWriter, r *http.Request) {
			forever(w, r, 10*time.Millisecond, eventOf(`{"choices":[{"delta":{"reasoning_content":"hm"}}]}`))
		}, "", 3 * time.Second, "was silent for 3s"},
		"without end": {func(w http.ResponseWriter, r *http.Request) { forever(w, r, 1100*time.Millisecond, said("a")) }, "aaaaa", 6 * time.Second, "did not end its answer within 6s"},
		"a refusal that does not end": {func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
			send(w, "{")
			<-r.Context().Done()
		}, "", 3 * time.Second, "was silent for 3s"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int32
			onWires(t, func(w http.ResponseWriter, r *http.Request) {
				asked.Add(1)
				c.server(w, r)
			}, nil, func(t *testing.T, h *Chat) {
				text, used, took, err := timed(t.Context(), h, nil)
				if text != c.text || took != c.took || asked.Load() != 1 || used.Prompt == 0 {
					t.Errorf("got %q after %v of %d requests, used %+v", text, took, asked.Load(), used)
				}
				var fault *Error
				switch late := errors.Is(err, bot.ErrModelLate) && errors.Is(err, context.DeadlineExceeded) && errors.As(err, &fault) && fault.Reason == ReasonTimeout; {
				case c.says == "" && err != nil, c.says != "" && (!late || !strings.Contains(err.Error(), c.says)):
					t.Errorf("got %v, want %q", err, c.says)
				}
				if err != nil {
					noSecrets(t, err.Error())
				}
			})
		})
	}
}

// The time that a caller takes over a piece is not the server's, but counts for the whole.
func TestACallerWhoIsSlow(t *testing.T) {
	t.Parallel()
	server := func(w http.ResponseWriter, _ *http.Request) { send(w, said("a"), said("b"), ended("stop"), done) }
	onWires(t, server, nil, func(t *testing.T, h *Chat) {
		if _, _, took, err := timed(t.Context(), h, func(string) error { time.Sleep(2900 * time.Millisecond); return nil }); err != nil || took != 5800*time.Millisecond {
			t.Errorf("%v after %v", err, took)
		}
		if _, _, took, err := timed(t.Context(), h, func(string) error { time.Sleep(5 * time.Second); return nil }); !errors.Is(err, bot.ErrModelLate) || took != 10*time.Second {
			t.Errorf("%v after %v", err, took)
		}
	})
}

func TestACallersOwnDeadline(t *testing.T) {
	t.Parallel()
	server := func(w http.ResponseWriter, r *http.Request) {
		send(w, said("a"))
		<-r.Context().Done()
	}
	onWires(t, server, nil, func(t *testing.T, h *Chat) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		text, _, took, err := timed(ctx, h, nil)
		if text != "a" || took != time.Second || !errors.Is(err, bot.ErrModelLate) || !strings.Contains(err.Error(), "the time of its caller") {
			t.Errorf("%q, %v after %v", text, err, took)
		}
		if _, _, took, err := timed(ctx, h, nil); took != 0 || !errors.Is(err, bot.ErrModelLate) {
			t.Errorf("with no time left: %v after %v", err, took)
		}
	})
}

// A longer reply has more time, in proportion.
func TestLongRepliesHaveMoreTime(t *testing.T) {
	t.Parallel()
	server := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			send(w, said("a"))
			pausing(r, time.Second)
		}
	}
	onWires(t, server, func(c *ChatConfig) { c.Reply, c.Total = 100, 2*time.Second }, func(t *testing.T, h *Chat) {
		p := hello()
		p.Tokens = 250
		began := time.Now()
		if _, err := h.Stream(t.Context(), p, func(string) error { return nil }); !errors.Is(err, bot.ErrModelLate) || time.Since(began) != 5*time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

// A customer who leaves is not waited for, ends the request at the server, and says nothing of it.
func TestACustomerWhoLeaves(t *testing.T) {
	t.Parallel()
	for name, parts := range map[string][]string{"before anything": nil, "before a piece": {""}, "within": {said("Hello ")}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var gone atomic.Int32
			server := func(w http.ResponseWriter, r *http.Request) {
				if parts != nil {
					send(w, parts...)
				}
				<-r.Context().Done()
				gone.Add(1)
			}
			onWires(t, server, nil, func(t *testing.T, h *Chat) {
				for range 2 * failuresToOpen {
					ctx, leave := context.WithCancel(t.Context())
					time.AfterFunc(time.Second, leave)
					_, used, took, err := timed(ctx, h, nil)
					if !errors.Is(err, context.Canceled) || errors.Is(err, bot.ErrModelLate) || took != time.Second || !used.Estimated || used.Prompt == 0 {
						t.Fatalf("%v after %v, used %+v", err, took, used)
					}
				}
				synctest.Wait()
				if gone.Load() != 2*failuresToOpen {
					t.Errorf("%d requests have ended at the server", gone.Load())
				}
				if h.Status().Down {
					t.Error("the server is taken to be down")
				}
			})
		})
	}
}

// One who leaves while pieces are still coming gets no more of them.
func TestLeavingWhilePiecesCome(t *testing.T) {
	t.Parallel()
	b := with(t, nil, streams(said("a"), said("b"), said("c"), ended("stop"), done))
	ctx, leave := context.WithCancel(t.Context())
	text, _, _, err := timed(ctx, b.Chat, func(piece string) error {
		if piece == "b" {
			leave()
		}
		return nil
	})
	if text != "ab" || !errors.Is(err, context.Canceled) {
		t.Errorf("got %q, %v", text, err)
	}
}

// There is no second try for which there is no time.
func TestNoSecondTryWithoutTime(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	server := func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Retry-After", "3")
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	onWires(t, server, func(c *ChatConfig) { c.Total = 3 * time.Second }, func(t *testing.T, h *Chat) {
		if _, _, took, err := timed(t.Context(), h, nil); took != 0 || asked.Load() != 1 || !strings.Contains(err.Error(), "fails (503)") {
			t.Errorf("%v after %v and %d requests", err, took, asked.Load())
		}
	})
}

// Close ends replies that are being written.
func TestCloseEndsReplies(t *testing.T) {
	t.Parallel()
	server := func(w http.ResponseWriter, r *http.Request) {
		send(w, said("a"))
		<-r.Context().Done()
	}
	onWires(t, server, nil, func(t *testing.T, h *Chat) {
		time.AfterFunc(time.Second, h.Close)
		if _, _, took, err := timed(t.Context(), h, nil); took != time.Second || !errors.Is(err, bot.ErrModelDown) || errors.Is(err, context.Canceled) {
			t.Errorf("%v after %v", err, took)
		}
		if _, used, took, err := timed(t.Context(), h, nil); took != 0 || !errors.Is(err, bot.ErrModelDown) || used != (bot.Usage{}) {
			t.Errorf("afterwards: %v after %v, used %+v", err, took, used)
		}
		if err := h.Check(t.Context()); !errors.Is(err, bot.ErrModelDown) {
			t.Errorf("a check afterwards: %v", err)
		}
	})
}
