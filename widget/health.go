package widget

import (
	"context"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// Problem is a part of the server that does not work at the moment.
type Problem struct {
	Part string // a word such as "database", shown to whoever asks
	Err  error  // for the log only
}

// readyWithin bounds how long the parts may take to say how they are.
const readyWithin = 3 * time.Second

// healthz answers GET /healthz: the process lives.
func (e *edge) healthz(w http.ResponseWriter, _ *http.Request) error {
	return writeJSON(w, http.StatusOK, map[string]string{"status": "alive"})
}

// readyz answers GET /readyz: 200 if all parts work, else 503 with the names of those that do not. A language model
// that does not answer is named, and no reason not to be ready.
func (e *edge) readyz(w http.ResponseWriter, r *http.Request) error {
	failing := e.failing(r.Context())
	if len(failing) > 0 {
		return writeJSON(w, http.StatusServiceUnavailable, map[string]any{"status": "not ready", "failing": failing})
	}
	ready := map[string]any{"status": "ready", "failing": failing}
	if e.Models != nil {
		ready["without"] = e.without()
	}
	return writeJSON(w, http.StatusOK, ready)
}

// without names the parts that everything goes on without: the language model while it does not answer.
func (e *edge) without() []string {
	if s := e.Models.State(); s.Down || s.Why != "" {
		return []string{"model"}
	}
	return []string{}
}

// readiness is what the parts said last. Asking them costs a write to the disk, and everybody may ask us: so they
// are asked once a second at most, and by one at a time.
type readiness struct {
	mu      sync.Mutex
	at      time.Time
	failing []string
}

const readyFor = time.Second

// failing names the parts that do not work. It does not stop asking because one client left: others wait for the
// same answer.
func (e *edge) failing(ctx context.Context) []string {
	e.readiness.mu.Lock()
	defer e.readiness.mu.Unlock()
	now := e.clock()
	if !e.readiness.at.IsZero() && now.Sub(e.readiness.at) < readyFor {
		return e.readiness.failing
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readyWithin)
	defer cancel()
	failing := []string{}
	for _, p := range e.Ready(ctx) {
		failing = append(failing, p.Part)
		e.log.Warn("not ready", "part", p.Part, "error", p.Err)
	}
	e.readiness.at, e.readiness.failing = now, failing
	return failing
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
