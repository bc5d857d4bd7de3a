package widget

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// Problem is a part of the server that does not work at the moment.
type Problem struct {
	Part string // a word such as "database", shown to whoever asks
	Err  error  // for the log only
}

// Standing is how a server stands within its desk.
type Standing struct {
	Node    string   `json:"node"`
	Store   string   `json:"store"`   // sqlite or postgres
	Bus     string   `json:"bus"`     // none, connected or away
	Index   Feed     `json:"index"`   // how far the search is
	Learned bool     `json:"learned"` // the ranking and the confidence are of the newest articles
	Leases  []string `json:"leases"`  // what it does for all servers
}

// Feed is how far a reader of the changes of the articles is.
type Feed struct {
	Have int64 `json:"have"`
	Head int64 `json:"head"` // 0 if it cannot be read
}

// readyWithin bounds how long the parts may take to say how they are.
const readyWithin = 3 * time.Second

// healthz answers GET /healthz: the process lives.
func (e *edge) healthz(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, map[string]string{"status": "alive"})
}

// readyz answers GET /readyz: 200 if all parts work, else 503 with the names of those that do not. A language model
// that does not answer is named, and no reason not to be ready. Browsers and whoever else asks for text get lines.
func (e *edge) readyz(w http.ResponseWriter, r *http.Request) error {
	failing, standing := e.failing(r.Context())
	out := readiness{Status: "ready", Failing: failing, Standing: standing}
	status := http.StatusOK
	switch {
	case len(failing) > 0:
		out.Status, status = "not ready", http.StatusServiceUnavailable
	case e.Models != nil:
		without := e.without()
		out.Without = &without
	}
	if wantsText(r) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(status)
		_, err := io.WriteString(w, out.lines())
		return err
	}
	return writeJSON(w, status, out)
}

// readiness is what /readyz says.
type readiness struct {
	Failing []string  `json:"failing"`
	Status  string    `json:"status"`
	Without *[]string `json:"without,omitempty"`
	*Standing
}

// lines is the same for people.
func (r readiness) lines() string {
	var b strings.Builder
	fmt.Fprintln(&b, r.Status)
	for _, part := range r.Failing {
		fmt.Fprintln(&b, "failing:", part)
	}
	if r.Without != nil && len(*r.Without) > 0 {
		fmt.Fprintln(&b, "without:", strings.Join(*r.Without, ", "))
	}
	if s := r.Standing; s != nil {
		fmt.Fprintf(&b, "node: %s\nstore: %s\nbus: %s\nindex: %d of %d\nlearned: %t\nleases: %s\n",
			s.Node, s.Store, s.Bus, s.Index.Have, s.Index.Head, s.Learned, strings.Join(s.Leases, ", "))
	}
	return b.String()
}

// wantsText reports whether a client would rather read text than JSON.
func wantsText(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "text/") && !strings.Contains(accept, "application/json")
}

// without names the parts that everything goes on without: the language model while it does not answer.
func (e *edge) without() []string {
	if s := e.Models.State(); s.Down || s.Why != "" {
		return []string{"model"}
	}
	return []string{}
}

// pulse is what the parts said last. Asking them costs a write to the disk, and everybody may ask us: so they
// are asked once in a while at most, and by one at a time.
type pulse struct {
	mu       sync.Mutex
	at       time.Time
	failing  []string
	standing *Standing
	logged   time.Time // when it was last logged what fails
}

// For how long the parts are believed. What does not work soon may: a server that starts gets ready within a fraction of
// a second, and whoever waits for that need not wait longer.
const (
	readyFor   = time.Second
	failingFor = 50 * time.Millisecond
)

// holds reports whether what the parts said need not be asked again.
func (p *pulse) holds(now time.Time) bool {
	if p.at.IsZero() {
		return false
	}
	if len(p.failing) > 0 {
		return now.Sub(p.at) < failingFor
	}
	return now.Sub(p.at) < readyFor
}

// failing names the parts that do not work, and tells how the server stands. It does not stop asking because one client
// left: others wait for the same answer.
func (e *edge) failing(ctx context.Context) ([]string, *Standing) {
	e.pulse.mu.Lock()
	defer e.pulse.mu.Unlock()
	now := e.clock()
	if e.pulse.holds(now) {
		return e.pulse.failing, e.pulse.standing
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readyWithin)
	defer cancel()
	failing, log := []string{}, now.Sub(e.pulse.logged) >= readyFor
	for _, p := range e.Ready(ctx) {
		failing = append(failing, p.Part)
		if log {
			e.log.Warn("not ready", "part", p.Part, "error", p.Err)
			e.pulse.logged = now
		}
	}
	var standing *Standing
	if e.Standing != nil {
		s := e.Standing(ctx)
		standing = &s
	}
	e.pulse.at, e.pulse.failing, e.pulse.standing = now, failing, standing
	return failing, standing
}

// metrics answers GET /metrics to this machine and the configured networks. To everybody else it does not
// exist. A request that came through a proxy nobody listed says nothing about where it comes from.
func (e *edge) metrics(w http.ResponseWriter, r *http.Request) error {
	if !e.MetricsPublic && !(e.addresses.Direct(r) && e.mayReadMetrics(e.addresses.Of(r))) {
		return errNoSuchAPI
	}
	e.exposition.ServeHTTP(w, r)
	return nil
}

func (e *edge) mayReadMetrics(from netip.Addr) bool {
	if from.IsLoopback() {
		return true
	}
	for _, p := range e.MetricsFrom {
		if p.Contains(from) {
			return true
		}
	}
	return false
}
