package app

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// doorPatience is how long a request may wait for the desk to be opened. A start takes a fraction of a second, unless
// tables are brought up to date or the database is away.
const doorPatience = 5 * time.Second

// door is where requests come in. It takes connections from the first moment of a start, so that nobody who comes then
// is turned away, and says that the process lives; everything else waits until the desk is open.
type door struct {
	server *http.Server
	opened chan struct{} // closed by open
	desk   http.Handler  // set before
	ended  chan error    // what Serve returned
}

// openDoor begins to take connections.
func openDoor(l net.Listener, log *slog.Logger) *door {
	d := &door{opened: make(chan struct{}), ended: make(chan error, 1)}
	d.server = &http.Server{
		Handler: d, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	go func() { d.ended <- d.server.Serve(l) }()
	return d
}

// open lets requests in. It is called once.
func (d *door) open(desk http.Handler) {
	d.desk = desk
	close(d.opened)
}

// serve returns when nobody comes any more, with the error if that was not asked for.
func (d *door) serve() error {
	err := <-d.ended
	d.ended <- http.ErrServerClosed // for who asks next
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve: %w", err)
}

// close turns everybody away, at once.
func (d *door) close() error { return errors.Join(d.server.Close(), d.serve()) }

// ServeHTTP answers a request, or has it wait.
func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	select {
	case <-d.opened:
		d.desk.ServeHTTP(w, r)
		return
	default:
	}
	switch r.URL.Path {
	case "/healthz":
		say(w, http.StatusOK, `{"status":"alive"}`)
		return
	case "/readyz":
		say(w, http.StatusServiceUnavailable, `{"failing":["starting"],"status":"not ready"}`)
		return
	}
	limit := time.NewTimer(doorPatience)
	defer limit.Stop()
	select {
	case <-d.opened:
		d.desk.ServeHTTP(w, r)
	case <-r.Context().Done():
	case <-limit.C:
		w.Header().Set("Retry-After", "2")
		say(w, http.StatusServiceUnavailable, `{"code":"starting","message":"The server is starting. Please try again in a moment.","retry_after":2}`)
	}
}

func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n") // who is gone needs no answer
}
