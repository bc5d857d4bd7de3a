package app

import (
	"context"
	"errors"

	"github.com/prometheus/client_golang/prometheus"

	"frontdesk/bot/desk"
	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
	"frontdesk/widget"
)

// ready lists the parts that do not work now. An index that is being rebuilt is not among them: the server
// answers with what it has.
func (a *App) ready(ctx context.Context) []widget.Problem {
	var out []widget.Problem
	if err := a.Corpus.DB.Write(ctx, func(tx *sqldb.Tx) error {
		// A write that changes nothing still takes the lock and fails on a full or read-only disk.
		_, err := tx.Exec(`UPDATE turn SET attempts = attempts WHERE conversation = ''`)
		return err
	}); err != nil {
		out = append(out, widget.Problem{Part: "database", Err: err})
	}
	if a.Corpus.Index.State() == knowledge.IndexDown {
		out = append(out, widget.Problem{Part: "index", Err: errors.New("nothing can be searched")})
	}
	return out
}

// countSockets counts what happens on the sockets.
func countSockets(r *prometheus.Registry) func(event string, n int) {
	events := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "frontdesk_socket_events_total", Help: "What happened on the sockets: opened, closed, refused, frame, error, slow.",
	}, []string{"event"})
	r.MustRegister(events)
	known := make(map[string]prometheus.Counter)
	for _, e := range []string{"opened", "closed", "refused", "frame", "error", "slow"} {
		known[e] = events.WithLabelValues(e)
	}
	return func(event string, n int) { known[event].Add(float64(n)) }
}

// staffed tells the edge whether people answer at the moment.
type staffed struct{ presence *desk.Presence }

func (s staffed) Staffed(string) bool { return s.presence.Online() > 0 }
