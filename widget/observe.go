package widget

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/prometheus/client_golang/prometheus"
)

const requestHeader = "X-Request-Id"

// requestID is the id under which the answer being written stands in the log.
func requestID(w http.ResponseWriter) string { return w.Header().Get(requestHeader) }

// figures count what goes through the edge.
type figures struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	panics   prometheus.Counter
	limited  *prometheus.CounterVec
}

func newFigures(reg prometheus.Registerer) (*figures, error) {
	f := &figures{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "frontdesk_http_requests_total", Help: "HTTP requests by route, method and status.",
		}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "frontdesk_http_request_seconds", Help: "Time from the request's head to the answer's end, by route.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"route"}),
		panics: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "frontdesk_http_panics_total", Help: "Requests whose handler panicked.",
		}),
		limited: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "frontdesk_http_limited_total", Help: "Requests that were refused because their address asks too often: file, customer, search, vote, continue, sign_in, staff.",
		}, []string{"limit"}),
	}
	for _, c := range []prometheus.Collector{f.requests, f.seconds, f.panics, f.limited} {
		if err := reg.Register(c); err != nil {
			return nil, fmt.Errorf("register HTTP figures: %w", err)
		}
	}
	return f, nil
}

// observe gives each request an id, counts and logs it, and turns a panic into a constant answer. Neither the
// query of an address nor a body is ever logged: they hold what customers ask.
func (e *edge) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := e.clock()
		w.Header().Set(requestHeader, e.prefix+strconv.FormatUint(e.requests.Add(1), 36))
		seen := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() {
			if p := recover(); p != nil {
				e.panicked(seen, r, p)
			}
			e.note(seen, r, e.clock().Sub(start))
		}()
		next.ServeHTTP(seen, r)
	})
}

// panicked answers for a handler that cannot any more. http.ErrAbortHandler is the agreed way to break off an
// answer and passes on.
func (e *edge) panicked(w middleware.WrapResponseWriter, r *http.Request, p any) {
	if p == http.ErrAbortHandler {
		panic(p)
	}
	e.figures.panics.Inc()
	e.log.Error("handler panicked", "request", requestID(w), "method", r.Method, "path", r.URL.Path,
		"panic", fmt.Sprint(p), "stack", string(debug.Stack()))
	if w.Status() == 0 {
		e.fail(w, r, errInternal)
	}
}

func (e *edge) note(w middleware.WrapResponseWriter, r *http.Request, took time.Duration) {
	route := "none"
	if c := chi.RouteContext(r.Context()); c != nil && c.RoutePattern() != "" {
		route = c.RoutePattern()
	}
	status := w.Status()
	if status == 0 { // the connection became a socket
		status = http.StatusSwitchingProtocols
	}
	e.figures.requests.WithLabelValues(route, methodLabel(r.Method), strconv.Itoa(status)).Inc()
	e.figures.seconds.WithLabelValues(route).Observe(took.Seconds())
	level := slog.LevelDebug
	if r.Method != http.MethodGet && r.Method != http.MethodHead || status >= 500 {
		level = slog.LevelInfo
	}
	e.log.Log(r.Context(), level, "request", "request", requestID(w), "method", r.Method, "route", route,
		"status", status, "bytes", w.BytesWritten(), "took", took, "address", e.addresses.Of(r).String())
}

// methodLabel keeps made-up methods from making figures without end.
func methodLabel(m string) string {
	if slices.Contains(methods, m) {
		return m
	}
	return "other"
}

var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}
