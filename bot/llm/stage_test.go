package llm

import (
	"bytes"
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"frontdesk/bot/llm/scripted"
	"frontdesk/knowledge"
)

var _ knowledge.Encoder = (*Embedder)(nil)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// What must never be seen in an error or a log. Every text that tests send has the word.
const (
	secretKey  = "sk-Mvemjsunp0815"
	secretWord = "xylophone"
)

// stage is an embedder with a scripted server, under a clock that only its pauses move.
type stage struct {
	*Embedder
	t      *testing.T
	server *scripted.Server
	base   string

	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
	log   bytes.Buffer
}

// play sets a stage up. At its end everything is closed, and log and errors are searched for secrets.
func play(t *testing.T, server scripted.Config, change ...func(*EmbedderConfig)) *stage {
	t.Helper()
	s := &stage{t: t, server: scripted.New(server), now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	base, stop, err := s.server.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	s.base = base
	c := EmbedderConfig{
		BaseURL: base, Key: secretKey, Model: "small",
		Log:    slog.New(slog.NewTextHandler(lockedLog{s}, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Now:    s.clock,
		Sleep:  s.sleep,
		Random: func() float64 { return 0 },
	}
	for _, f := range change {
		f(&c)
	}
	if s.Embedder, err = NewEmbedder(c); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.Close()
		s.mu.Lock()
		defer s.mu.Unlock()
		secretFree(t, s.log.String())
		secretFree(t, s.Status().Why)
	})
	return s
}

// lockedLog is where a stage's log goes.
type lockedLog struct{ s *stage }

func (l lockedLog) Write(p []byte) (int, error) {
	l.s.mu.Lock()
	defer l.s.mu.Unlock()
	return l.s.log.Write(p)
}

func (s *stage) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// sleep moves the clock.
func (s *stage) sleep(ctx context.Context, d time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.slept = append(s.slept, d)
	s.now = s.now.Add(d)
	return ctx.Err()
}

// pass moves the clock.
func (s *stage) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

// ask encodes three texts and holds the outcome against the rules that always hold.
func (s *stage) ask() ([][]float32, error) {
	s.t.Helper()
	return s.encode(secretWord+" repairs", "a new "+secretWord, "my old "+secretWord)
}

func (s *stage) encode(texts ...string) ([][]float32, error) {
	s.t.Helper()
	vectors, err := s.Encode(s.t.Context(), texts)
	switch {
	case err != nil && vectors != nil:
		s.t.Error("vectors beside an error")
	case err == nil && len(vectors) != len(texts):
		s.t.Errorf("%d vectors for %d texts", len(vectors), len(texts))
	case err != nil:
		secretFree(s.t, err.Error())
	}
	return vectors, err
}

func (s *stage) logged() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.String()
}

// steps names the steps that the server took.
func (s *stage) steps() string {
	var all []string
	for _, r := range s.server.Requests() {
		all = append(all, r.Step)
	}
	return strings.Join(all, ", ")
}

func secretFree(t *testing.T, text string) {
	t.Helper()
	for _, secret := range []string{secretKey, secretKey[3:], secretWord, "Bearer"} {
		if strings.Contains(text, secret) {
			t.Errorf("%q is told in: %s", secret, text)
		}
	}
}

func repeat(step scripted.Step, n int) []scripted.Step {
	return slices.Repeat([]scripted.Step{step}, n)
}
