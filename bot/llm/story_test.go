package llm

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/llm/scripted"
)

const (
	quarter = 125 * time.Millisecond // the first pause with the most taken off by chance
	half    = 2 * quarter
	full    = 2 * half
)

// Trouble that passes is waited out; the vectors are those of a server without trouble.
func TestTroubleThatPasses(t *testing.T) {
	t.Parallel()
	want, err := play(t, scripted.Config{}).ask()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		script string
		slept  []time.Duration
	}{
		{"ok", nil},
		{"shuffled", nil},
		{"status 500, ok", []time.Duration{quarter}},
		{"status 502, status 503, status 504, ok", []time.Duration{quarter, half, full}},
		{"limited, ok", []time.Duration{quarter}},
		{"limited 2, ok", []time.Duration{2*time.Second + quarter/8}},
		{"limited 0, ok", []time.Duration{quarter}},
		{"limited 0.5, ok", []time.Duration{500*time.Millisecond + quarter/8}},
		{"limited soon, ok", []time.Duration{quarter}},
		{"busy 3, limited 30, ok", []time.Duration{3*time.Second + quarter/8, 30*time.Second + half/8}},
		{"reset, ok", []time.Duration{quarter}},
		{"cut, reset, ok", []time.Duration{quarter, half}},
		{"status 408, shuffled", []time.Duration{quarter}},
	} {
		t.Run(c.script, func(t *testing.T) {
			t.Parallel()
			s := play(t, scripted.Config{})
			steps, err := scripted.Parse(c.script)
			if err != nil {
				t.Fatal(err)
			}
			s.server.Play(scripted.Embeddings, steps...)
			got, err := s.ask()
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(s.slept, c.slept) || s.steps() != c.script {
				t.Errorf("slept %v over %q, want %v over %q", s.slept, s.steps(), c.slept, c.script)
			}
			if !slices.EqualFunc(got, want, slices.Equal[[]float32]) {
				t.Error("other vectors than without trouble")
			}
			if s.Status().Down {
				t.Error("taken to be down")
			}
		})
	}
}

// Trouble that stays is an error in words of ours, after as many tries as make sense.
func TestTroubleThatStays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		step   string
		tries  int
		reason Reason
		status int
		says   string
	}{
		{"status 500", 4, ReasonServer, 500, "fails (500)"},
		{"reset", 4, ReasonBroken, 0, "broke the connection off"},
		{"cut", 4, ReasonBroken, 0, "broke the connection off"},
		{"limited 1", 4, ReasonLimited, 429, "asks for fewer requests"},
		{"limited 31", 1, ReasonLimited, 429, "asks for fewer requests"},
		{"no-credit", 1, ReasonCredit, 429, "no credit left"},
		{"status 402", 1, ReasonCredit, 402, "no credit left"},
		{"status 400", 1, ReasonRefused, 400, `check that model "small" does this`},
		{"status 413", 1, ReasonRefused, 413, "send fewer texts at a time"},
		{"status 422", 1, ReasonRefused, 422, "refuses the request (422)"},
		{"wrong-key", 1, ReasonKey, 401, "set the right one"},
		{"status 403", 1, ReasonKey, 403, "what the key may do"},
		{"unknown-model", 1, ReasonModel, 404, `has no model "small"`},
		{"redirect http://192.0.2.1/v1/embeddings", 1, ReasonPath, 307, "is not followed: set the base URL"},
		{"page", 1, ReasonPath, 200, "web page"},
		{"mislabelled text/plain", 1, ReasonMalformed, 200, "other than JSON"},
		{"mislabelled ;;xylophone", 1, ReasonMalformed, 200, "other than JSON"},
		{"garbage", 1, ReasonMalformed, 0, "not JSON"},
		{"nan", 1, ReasonMalformed, 0, "not JSON"},
		{"overflowing", 1, ReasonMalformed, 0, "other than a list of vectors"},
		{"nulls", 1, ReasonMalformed, 0, "vector of zeros"},
		{"zeros", 1, ReasonMalformed, 0, "vector of zeros"},
		{"empty", 1, ReasonMalformed, 0, "does the model make embeddings"},
		{"too-few", 1, ReasonMalformed, 0, "gives 2 vectors for 3 texts"},
		{"too-many", 1, ReasonMalformed, 0, "gives 4 vectors for 3 texts"},
		{"doubled", 1, ReasonMalformed, 0, "numbers two vectors 0"},
		{"unnumbered", 1, ReasonMalformed, 0, "does not number them"},
		{"misnumbered", 1, ReasonMalformed, 0, "numbers a vector 3 among 3 texts"},
		{"mixed-lengths", 1, ReasonMalformed, 0, "of 63 and of 64 numbers"},
		{"wrong-length 9000", 1, ReasonMalformed, 0, "at most 8192"},
		{"huge 10000000", 1, ReasonMalformed, 0, "more than the 1048576 bytes"},
		{"endless", 1, ReasonMalformed, 0, "more than the 1048576 bytes"},
	} {
		t.Run(c.step, func(t *testing.T) {
			t.Parallel()
			s := play(t, scripted.Config{})
			steps, err := scripted.Parse(c.step)
			if err != nil {
				t.Fatal(err)
			}
			s.server.Usually(scripted.Embeddings, steps[0])
			_, err = s.ask()
			var fault *Error
			if !errors.As(err, &fault) {
				t.Fatalf("got %v", err)
			}
			if fault.Reason != c.reason || fault.Status != c.status || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %s %d %q, want %s %d with %q", fault.Reason, fault.Status, err, c.reason, c.status, c.says)
			}
			if s.server.Received() != c.tries {
				t.Errorf("tried %d times, want %d", s.server.Received(), c.tries)
			}
			// When it is over, the next question has vectors, unless it has to be waited for.
			s.server.Usually(scripted.Embeddings, scripted.OK())
			if _, err := s.ask(); err != nil && !s.Status().Down {
				t.Errorf("afterwards: %v", err)
			}
		})
	}
}

func TestTheLengthMustNotChange(t *testing.T) {
	t.Parallel()
	s := play(t, scripted.Config{})
	if _, err := s.ask(); err != nil {
		t.Fatal(err)
	}
	s.server.Play(scripted.Embeddings, scripted.WrongLength(65))
	if _, err := s.ask(); err == nil || !strings.Contains(err.Error(), `65 numbers and gave 64 before: another model answers to "small"; start frontdesk again`) {
		t.Errorf("got %v", err)
	}
	chosen := play(t, scripted.Config{}, func(c *EmbedderConfig) { c.Dimensions = 64 })
	chosen.server.Play(scripted.Embeddings, scripted.WrongLength(63))
	if _, err := chosen.ask(); err == nil || !strings.Contains(err.Error(), "63 numbers where 64 are configured: set the length to 63") {
		t.Errorf("got %v", err)
	}
}

// A wait that would outlast the caller is not begun.
func TestThereIsNoWaitingBeyondTheDeadline(t *testing.T) {
	t.Parallel()
	s := play(t, scripted.Config{}, func(c *EmbedderConfig) { c.Now = time.Now })
	s.server.Usually(scripted.Embeddings, scripted.Limited("29"))
	ctx, cancel := contextWithin(t, 20*time.Second)
	defer cancel()
	_, err := s.Encode(ctx, []string{secretWord})
	if err == nil || len(s.slept) > 0 || s.server.Received() != 1 {
		t.Errorf("got %v after %v and %d requests", err, s.slept, s.server.Received())
	}
}

// The words of a customer must not travel to where a server points.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	reached := make(chan struct{}, 8)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached <- struct{}{} }))
	defer elsewhere.Close()
	given := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	s := play(t, scripted.Config{}, func(c *EmbedderConfig) { c.HTTP = given })
	s.server.Usually(scripted.Embeddings, scripted.Redirect(elsewhere.URL))
	if _, err := s.ask(); err == nil {
		t.Error("no error")
	}
	if len(reached) > 0 {
		t.Error("the texts went elsewhere")
	}
	if given.CheckRedirect != nil {
		t.Error("the client that was given has been changed")
	}
}
