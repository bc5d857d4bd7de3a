package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"frontdesk/bot"
	"frontdesk/bot/desk"
	"frontdesk/bot/store"
	"frontdesk/knowledge"
	"frontdesk/widget"
	"frontdesk/widget/live"
)

// ready lists the parts that do not work now. An index that is being rebuilt is not among them once it has had what was
// published when the server was started: it answers with what it has. Neither is the bus: without it, news of other
// nodes come late, and everything works.
func (a *App) ready(ctx context.Context) []widget.Problem {
	var out []widget.Problem
	if a.stopping.Load() {
		out = append(out, widget.Problem{Part: "stopping", Err: errors.New("the server was asked to stop")})
	}
	if err := a.Corpus.DB.Check(ctx); err != nil {
		out = append(out, widget.Problem{Part: "database", Err: err})
	}
	switch {
	case a.Corpus.Index.State() == knowledge.IndexDown:
		out = append(out, widget.Problem{Part: "index", Err: errors.New("nothing can be searched")})
	case !a.caughtUp.Load():
		if have := a.Corpus.Index.Version(); have < a.began {
			out = append(out, widget.Problem{Part: "index", Err: fmt.Errorf("it has change %d of %d", have, a.began)})
		} else {
			a.caughtUp.Store(true)
		}
	}
	return out
}

// standing says how this server stands within its desk.
func (a *App) standing(ctx context.Context) widget.Standing {
	s := widget.Standing{
		Node: a.node, Store: string(a.Corpus.DB.Engine()), Bus: "none", Leases: a.leases.Held(),
		Index: widget.Feed{Have: a.Corpus.Index.Version()}, Learned: a.Corpus.Index.LearnedAll(),
	}
	if head, err := a.Corpus.Articles.Head(ctx); err == nil {
		s.Index.Head = max(head, s.Index.Have)
	}
	if len(a.config.Bus) > 0 {
		s.Bus = "connected"
		if a.bus.Check() != nil {
			s.Bus = "away"
		}
	}
	return s
}

// countSockets counts what happens on the sockets, and how often which limit keeps somebody from something.
func countSockets(r *prometheus.Registry) func(event string, n int) {
	events := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "frontdesk_socket_events_total", Help: "What happened on the sockets: opened, closed, refused, frame, error, slow, looked_again (the bus came back).",
	}, []string{"event"})
	limits := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "frontdesk_socket_limits_total", Help: "How often a limit of the sockets was reached: address, total, accepts, frames, acts, staff_acts, people, visitors, queue, queues, age.",
	}, []string{"limit"})
	r.MustRegister(events, limits)
	known := make(map[string]prometheus.Counter)
	for _, e := range live.Events {
		if limit, ok := strings.CutPrefix(e, "limit_"); ok {
			known[e] = limits.WithLabelValues(limit)
		} else {
			known[e] = events.WithLabelValues(e)
		}
	}
	return func(event string, n int) { known[event].Add(float64(n)) }
}

// countTurns counts how the bot's turns end and how long they take.
func countTurns(r *prometheus.Registry) func(d bot.Decision, took time.Duration) {
	turns := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "frontdesk_turns_total", Help: "Turns of the bot by what they ended in and the reason for a hand-off.",
	}, []string{"kind", "reason"})
	seconds := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "frontdesk_turn_seconds", Help: "Time from taking up a turn to its commit.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 8},
	})
	r.MustRegister(turns, seconds)
	return func(d bot.Decision, took time.Duration) {
		turns.WithLabelValues(string(d.Kind), string(d.Reason)).Inc()
		seconds.Observe(took.Seconds())
	}
}

// gauges show how things stand now.
func (a *App) gauges(r *prometheus.Registry, conversations *store.Store) {
	gauge := func(name, help string, value func() float64) {
		r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "frontdesk_" + name, Help: help}, value))
	}
	gauge("bus_reconnects", "Connections to the bus that came back.", func() float64 { return float64(a.bus.Stats().Reconnects) })
	gauge("bus_lost", "Announcements that were not heard, here or by other nodes, as far as that is known.", func() float64 { return float64(a.bus.Stats().Lost) })
	gauge("leases", "Leases that this node holds.", func() float64 { return float64(len(a.leases.Held())) })
	gauge("connections", "Open sockets.", func() float64 { return float64(a.hub.Open()) })
	gauge("queued_bytes", "Bytes that wait for clients that read slowly, of all sockets.", func() float64 { return float64(a.hub.Queued()) })
	gauge("agents_online", "Agents who are online.", func() float64 { return float64(a.floor.Online()) })
	gauge("waiting", "Conversations in the queue; -1 if it cannot be read.", func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		queue, err := conversations.Queue(ctx)
		if err != nil {
			return -1
		}
		return float64(len(queue))
	})
	gauge("index_ready", "1 if everything can be searched, 0.5 if only titles, 0 if nothing.", func() float64 {
		switch a.Corpus.Index.State() {
		case knowledge.IndexReady:
			return 1
		case knowledge.IndexTitlesOnly:
			return 0.5
		}
		return 0
	})
	gauge("index_learned", "1 if the ranking and the confidence were learnt from the newest articles, 0 while that is going on.", func() float64 {
		if a.Corpus.Index.LearnedAll() {
			return 1
		}
		return 0
	})
}

// staffed tells the edge whether people answer at the moment: somebody of the first team is here, within its hours,
// which is what a hand-off would say.
type staffed struct {
	floor *desk.Floor
	book  *desk.Book
}

func (s staffed) Staffed(string) bool {
	p := s.floor.Prospect(s.book.Plan().Teams[0].ID)
	return p.Staffed && p.Open
}
