package llm

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/bot/llm/scripted"
)

// pipes is a network within the process, of which the waiting counts as waiting under synctest.
type pipes struct {
	calls chan net.Conn
	ended chan struct{}
}

func (p pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.calls <- theirs:
		return ours, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.calls:
		return c, nil
	case <-p.ended:
		return nil, net.ErrClosed
	}
}

func (p pipes) Close() error   { close(p.ended); return nil }
func (p pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes"} }

// within tells a story of which the time is that of the bubble.
func within(t *testing.T, story func(t *testing.T, e *Embedder, s *scripted.Server)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := scripted.New(scripted.Config{})
		p := pipes{make(chan net.Conn), make(chan struct{})}
		server := &http.Server{Handler: s.Handler()}
		served := make(chan error, 1)
		go func() { served <- server.Serve(p) }()
		lines := &http.Transport{DialContext: p.dial}
		e, err := NewEmbedder(EmbedderConfig{
			BaseURL: "http://models.example/v1", Model: "small", Key: secretKey,
			HTTP: &http.Client{Transport: lines}, Log: slog.New(slog.DiscardHandler),
		})
		if err != nil {
			t.Fatal(err)
		}
		story(t, e, s)
		e.Close()
		lines.CloseIdleConnections()
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		<-served
	})
}

func TestAServerThatNeverEndsIsGivenUp(t *testing.T) {
	t.Parallel()
	within(t, func(t *testing.T, e *Embedder, s *scripted.Server) {
		s.Usually(scripted.Embeddings, scripted.Stall())
		began := time.Now()
		_, err := e.Encode(t.Context(), []string{secretWord})
		var fault *Error
		if !errors.As(err, &fault) || fault.Reason != ReasonTimeout || !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "did not answer within 10s") {
			t.Errorf("got %v", err)
		}
		secretFree(t, err.Error())
		if took := time.Since(began); s.Received() != 4 || took < 40*time.Second || took > 42*time.Second {
			t.Errorf("%d requests in %v", s.Received(), took)
		}
	})
}

func TestASlowServerIsWaitedFor(t *testing.T) {
	t.Parallel()
	within(t, func(t *testing.T, e *Embedder, s *scripted.Server) {
		s.Play(scripted.Embeddings, scripted.Slow(11*time.Second, scripted.OK()), scripted.Slow(9*time.Second, scripted.OK()))
		began := time.Now()
		if _, err := e.Encode(t.Context(), []string{secretWord}); err != nil {
			t.Error(err)
		}
		if took := time.Since(began); took < 19*time.Second || took > 20*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

// A server that is always slower than questions may take costs the first few their time, and then nothing.
func TestASlowServerCostsNothingInTheEnd(t *testing.T) {
	t.Parallel()
	within(t, func(t *testing.T, e *Embedder, s *scripted.Server) {
		s.Usually(scripted.Embeddings, scripted.Slow(time.Second, scripted.OK()))
		ask := func() (time.Duration, error) {
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			began := time.Now()
			_, err := e.Encode(ctx, []string{secretWord})
			return time.Since(began), err
		}
		for range failuresToOpen {
			if took, err := ask(); !errors.Is(err, context.DeadlineExceeded) || took != 300*time.Millisecond {
				t.Errorf("%v after %v", err, took)
			}
		}
		for range 100 {
			if took, err := ask(); !errors.Is(err, ErrDown) || took != 0 {
				t.Fatalf("%v after %v", err, took)
			}
		}
		if s.Received() != failuresToOpen {
			t.Errorf("%d requests", s.Received())
		}
	})
}

// The pause between two tries ends with the caller.
func TestACallerWhoLeavesDuringAPause(t *testing.T) {
	t.Parallel()
	within(t, func(t *testing.T, e *Embedder, s *scripted.Server) {
		s.Usually(scripted.Embeddings, scripted.Limited("20"))
		ctx, leave := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, leave)
		began := time.Now()
		if _, err := e.Encode(ctx, []string{secretWord}); !errors.Is(err, context.Canceled) || time.Since(began) != time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}
