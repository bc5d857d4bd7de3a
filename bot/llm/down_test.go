package llm

import (
	"errors"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/llm/scripted"
)

// A dead server costs a few questions something, then none, until a probe beside a question finds it alive.
func TestADeadServerCostsNothing(t *testing.T) {
	t.Parallel()
	s := play(t, scripted.Config{})
	s.server.Usually(scripted.Embeddings, scripted.Reset())
	if _, err := s.ask(); err == nil || errors.Is(err, ErrDown) {
		t.Fatalf("the first: %v", err)
	}
	if _, err := s.ask(); !errors.Is(err, ErrDown) {
		t.Fatalf("the second, within which the server is given up: %v", err)
	}
	asked := s.server.Received()
	if asked != failuresToOpen {
		t.Errorf("given up after %d requests", asked)
	}
	st := s.Status()
	if !st.Down || !st.Since.Before(s.clock()) || !strings.Contains(st.Why, "broke the connection off") {
		t.Errorf("status %+v at %v", st, s.clock())
	}
	slept := len(s.slept)
	for range 100 {
		if _, err := s.ask(); !errors.Is(err, ErrDown) || !strings.Contains(err.Error(), "broke the connection off") {
			t.Fatalf("got %v", err)
		}
	}
	if s.server.Received() != asked || len(s.slept) != slept {
		t.Errorf("%d requests and %d pauses for nothing", s.server.Received()-asked, len(s.slept)-slept)
	}

	// The rest is over, the server is still dead: one probe, with words of ours, for a hundred questions.
	s.pass(firstRest)
	for range 100 {
		if _, err := s.ask(); !errors.Is(err, ErrDown) {
			t.Fatalf("got %v", err)
		}
	}
	s.probes.Wait()
	if n := s.server.Received() - asked; n != 1 {
		t.Errorf("%d probes", n)
	}
	if r := s.server.Requests(); r[len(r)-1].Inputs[0] != probeText {
		t.Errorf("probed with %q", r[len(r)-1].Inputs)
	}

	// The rest has doubled.
	s.server.Usually(scripted.Embeddings, scripted.OK())
	s.pass(2*firstRest - 1)
	if _, err := s.ask(); !errors.Is(err, ErrDown) || s.server.Received() != asked+1 {
		t.Errorf("too early: %v after %d requests", err, s.server.Received())
	}
	s.pass(1)
	if _, err := s.ask(); !errors.Is(err, ErrDown) {
		t.Errorf("the question that makes the probe start: %v", err)
	}
	s.probes.Wait()
	if _, err := s.ask(); err != nil || s.Status().Down {
		t.Errorf("back, and yet %v", err)
	}
	for _, once := range []string{"embeddings are down; questions are answered without", "embeddings are still down", "embeddings are back"} {
		if strings.Count(s.logged(), once) != 1 {
			t.Errorf("%q is not logged once:\n%s", once, s.logged())
		}
	}
}

func TestWhatCountsAgainstAServer(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		step string
		down bool
	}{
		{"reset", true},
		{"status 500", true},
		{"garbage", true},
		{"wrong-key", true},   // each question would be refused
		{"limited", true},     // without a time
		{"limited 120", true}, // longer than anybody waits
		{"no-credit", true},
		{"limited 1", false},  // busy, alive
		{"status 400", false}, // or one odd question could switch it off for all
		{"status 413", false},
		{"shuffled", false},
	} {
		t.Run(c.step, func(t *testing.T) {
			t.Parallel()
			s := play(t, scripted.Config{})
			step, err := scripted.Parse(c.step)
			if err != nil {
				t.Fatal(err)
			}
			s.server.Usually(scripted.Embeddings, step[0])
			for range failuresToOpen {
				_, _ = s.ask()
			}
			if s.Status().Down != c.down {
				t.Errorf("down is %v", s.Status().Down)
			}
		})
	}
}

// A server that asks for an hour is left alone at once, and looked after sooner.
func TestALongRetryAfterIsKeptWithinReason(t *testing.T) {
	t.Parallel()
	s := play(t, scripted.Config{})
	s.server.Play(scripted.Embeddings, scripted.Busy("3600"))
	if _, err := s.ask(); err == nil || len(s.slept) > 0 {
		t.Errorf("got %v after %v", err, s.slept)
	}
	s.pass(longestRest - 1)
	if _, err := s.ask(); !errors.Is(err, ErrDown) || s.server.Received() != 1 {
		t.Errorf("got %v after %d requests", err, s.server.Received())
	}
	s.pass(1)
	_, _ = s.ask()
	s.probes.Wait()
	if _, err := s.ask(); err != nil {
		t.Errorf("back, and yet %v", err)
	}
}

// Successes between failures keep a server in use.
func TestOnlyFailuresInARowCount(t *testing.T) {
	t.Parallel()
	s := play(t, scripted.Config{})
	for range 3 {
		s.server.Play(scripted.Embeddings, append(repeat(scripted.Status(500), 3), scripted.OK())...)
		if _, err := s.ask(); err != nil {
			t.Fatal(err)
		}
	}
}

// Close does not wait for a server that never answers a probe.
func TestCloseEndsAProbe(t *testing.T) {
	t.Parallel()
	s := play(t, scripted.Config{}, func(c *EmbedderConfig) { c.Timeout = time.Hour })
	s.server.Play(scripted.Embeddings, repeat(scripted.Reset(), failuresToOpen)...)
	s.server.Usually(scripted.Embeddings, scripted.Stall())
	_, _ = s.ask()
	_, _ = s.ask()
	s.pass(firstRest)
	_, _ = s.ask()
	s.Close() // would last an hour
	s.breaker.mu.Lock()
	if s.breaker.probing {
		t.Error("the probe is still under way")
	}
	s.breaker.mu.Unlock()
	if _, err := s.ask(); !errors.Is(err, ErrDown) {
		t.Errorf("got %v", err)
	}
}

func TestBreaker(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	b := breaker{now: func() time.Time { return now }}
	fail := func(n int) {
		for range n {
			b.failed("why", 0)
		}
	}
	expect := func(when string, want admission) {
		t.Helper()
		if got, _ := b.admit(); got != want {
			t.Errorf("%s: got %d, want %d", when, got, want)
		}
	}
	fail(failuresToOpen - 1)
	expect("one failure short", pass)
	b.passed()
	fail(failuresToOpen - 1)
	expect("a success starts the count anew", pass)
	fail(1)
	expect("open", refuse)
	fail(100)
	now = now.Add(firstRest)
	expect("late failures do not prolong the rest", probe)
	expect("one probe at a time", refuse)
	b.probed("", 0)
	expect("a probe without outcome is made again", probe)
	for rest := 2 * firstRest; rest < 40*longestRest; rest *= 2 {
		b.probed("why", 0)
		now = now.Add(min(rest, longestRest) - 1)
		expect("within the rest", refuse)
		now = now.Add(1)
		expect("after the rest", probe)
	}
	if !b.passed() {
		t.Error("a success does not close it")
	}
	b.probed("why", 0)
	expect("a probe that failed after another request succeeded", pass)
}
