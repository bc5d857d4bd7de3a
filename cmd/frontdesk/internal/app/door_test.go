package app

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// guest asks for a page and reports status and text.
func guest(t *testing.T, client *http.Client, path string) (int, string) {
	t.Helper()
	resp, err := client.Get("http://desk" + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// pipes is a listener whose connections stay in memory.
type pipes struct {
	waiting chan net.Conn
	closed  chan struct{}
	once    sync.Once
}

func newPipes() *pipes { return &pipes{waiting: make(chan net.Conn), closed: make(chan struct{})} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.waiting <- there:
		return here, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.waiting:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.closed) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// withDoor runs f with a door that was just opened for connections, in a bubble with a clock of its own.
func withDoor(t *testing.T, f func(t *testing.T, d *door, client *http.Client)) {
	synctest.Test(t, func(t *testing.T) {
		l := newPipes()
		d := openDoor(l, slog.New(slog.DiscardHandler))
		client := &http.Client{Transport: &http.Transport{DialContext: l.dial, DisableKeepAlives: true}}
		f(t, d, client)
		if err := d.close(); err != nil {
			t.Error(err)
		}
		if err := d.close(); err != nil {
			t.Errorf("closed again: %v", err)
		}
	})
}

var pages = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "page "+r.URL.Path) })

func TestWhoComesDuringTheStartWaits(t *testing.T) {
	withDoor(t, func(t *testing.T, d *door, client *http.Client) {
		if status, text := guest(t, client, "/healthz"); status != http.StatusOK || text != "{\"status\":\"alive\"}\n" {
			t.Errorf("/healthz says %d %q during the start", status, text)
		}
		if status, _ := guest(t, client, "/readyz"); status != http.StatusServiceUnavailable {
			t.Errorf("/readyz says %d during the start", status)
		}
		began := time.Now()
		go func() { time.Sleep(3 * time.Second); d.open(pages) }()
		if status, text := guest(t, client, "/api"); status != http.StatusOK || text != "page /api" {
			t.Errorf("who came during the start got %d %q", status, text)
		}
		if waited := time.Since(began); waited != 3*time.Second {
			t.Errorf("waited %s", waited)
		}
		for _, path := range []string{"/healthz", "/readyz", "/"} {
			if _, text := guest(t, client, path); text != "page "+path {
				t.Errorf("%s got %q from an open desk", path, text)
			}
		}
	})
}

func TestNobodyWaitsForEver(t *testing.T) {
	withDoor(t, func(t *testing.T, _ *door, client *http.Client) {
		began := time.Now()
		if status, _ := guest(t, client, "/api"); status != http.StatusServiceUnavailable {
			t.Errorf("got %d", status)
		}
		if waited := time.Since(began); waited != doorPatience {
			t.Errorf("waited %s, want %s", waited, doorPatience)
		}
	})
}
