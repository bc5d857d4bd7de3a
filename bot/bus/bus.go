// Package bus carries announcements: "conversation C reached N", "the queue changed", "somebody is typing".
// They are hints and nothing more; whoever misses one finds out by the next heartbeat, because the truth is
// in SQL.
//
// Listeners in the same process are called directly, with the value that was published. What other processes
// listen to goes through NATS: by default a server that runs inside this process and opens no port, or a
// cluster by URL. As long as nobody else can be connected, nothing is encoded. This package is the only
// importer of NATS.
//
// # When the cluster is away
//
// The connection comes back by itself, for ever, to any server of the cluster. What is published meanwhile
// reaches this process only; nothing is kept for later, because a late hint is worth less than none. Once the
// connection is back, or when announcements came faster than they were heard, those who asked by [Bus.OnBack]
// are told to look at the truth.
//
// # Other versions
//
// During a rolling deploy nodes of two versions announce to each other. A subject that nobody here listens to
// is not received, fields that are not known are ignored, and what is not understood at all is logged and
// dropped. Names and meanings of fields that exist never change.
package bus

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Config says where announcements go.
type Config struct {
	// URLs are servers of one NATS cluster, such as nats://user:password@host:4222, nats://token@host:4222 or
	// tls://host:4222. Without any, a server inside this process takes their place.
	URLs []string
	Name string // of this node, as the cluster's operator sees it; may be empty
}

// Bus publishes and delivers announcements.
type Bus struct {
	server *server.Server // nil with a cluster
	conn   *nats.Conn
	log    *slog.Logger

	reconnects, lost atomic.Int64

	mu    sync.RWMutex
	local []*listener
	back  []*func()
}

// listener is somebody in this process who listens to a subject.
type listener struct {
	subject string // ends in "*" for every name that begins like this
	f       func(subject string, v any)
}

func (l *listener) hears(subject string) bool {
	prefix, all := strings.CutSuffix(l.subject, "*")
	if all {
		return strings.HasPrefix(subject, prefix)
	}
	return subject == l.subject
}

// Open connects to the cluster, or starts the server inside this process. An address that is wrong, or a cluster
// of which no server can be reached within five seconds, is an error that says what to do.
func Open(ctx context.Context, log *slog.Logger, c Config) (*Bus, error) {
	b := &Bus{log: log}
	var err error
	if len(c.URLs) == 0 {
		err = b.embed()
	} else {
		err = b.join(ctx, c)
	}
	if err != nil {
		return nil, err
	}
	return b, nil
}

// Publish announces v under the subject, a dot-separated name. Listeners in this process have been called
// when it returns, and must be quick; it does not wait for others. Where the cluster is away, others hear nothing,
// which is no error. v must not be changed afterwards.
func (b *Bus) Publish(subject string, v any) error {
	b.mu.RLock()
	local := b.local
	b.mu.RUnlock()
	for _, l := range local {
		if l.hears(subject) {
			l.f(subject, v)
		}
	}
	if b.alone() {
		return nil
	}
	if !b.conn.IsConnected() {
		b.lost.Add(1)
		return nil
	}
	data, err := json.Marshal(v)
	if err == nil {
		err = b.conn.Publish(subject, data)
	}
	if err != nil {
		b.lost.Add(1)
		return fmt.Errorf("announce %s: %w", subject, err)
	}
	return nil
}

// alone reports whether no other process can hear anything.
func (b *Bus) alone() bool {
	return b.server != nil && b.server.NumClients() <= 1 && b.server.NumRoutes() == 0 && b.server.NumLeafNodes() == 0
}

// pendingLimit is how many announcements wait for a listener before it loses some.
const pendingLimit = 1 << 16

// Listen calls f for every announcement under the subject, of each publisher in the order in which it
// published; "a.*" stands for every name below a. decode makes the value of what comes from another
// process; an error has it dropped. The returned function ends it.
func (b *Bus) Listen(subject string, decode func(data []byte) (any, error), f func(subject string, v any)) (cancel func(), err error) {
	sub, err := b.conn.Subscribe(subject, func(m *nats.Msg) {
		v, err := decode(m.Data)
		if err != nil {
			b.log.Error("announcement not understood", "subject", m.Subject, "error", err)
			return
		}
		f(m.Subject, v)
	})
	if err != nil {
		return nil, fmt.Errorf("listen to %s: %w", subject, err)
	}
	// A slow listener loses announcements instead of growing without bound; they are only hints.
	if err := sub.SetPendingLimits(pendingLimit, 64<<20); err != nil {
		return nil, fmt.Errorf("listen to %s: %w", subject, err)
	}
	l := &listener{subject: subject, f: f}
	b.mu.Lock()
	b.local = append(slices.Clone(b.local), l)
	b.mu.Unlock()
	return func() {
		_ = sub.Unsubscribe()
		b.mu.Lock()
		defer b.mu.Unlock()
		b.local = slices.DeleteFunc(slices.Clone(b.local), func(other *listener) bool { return other == l })
	}, nil
}

// Close delivers what was published, as far as the cluster can be reached, then stops the connection and the server.
func (b *Bus) Close() error {
	var err error
	if b.conn.IsConnected() {
		err = b.conn.FlushTimeout(flushPatience)
	}
	b.conn.Close()
	if b.server != nil {
		b.server.Shutdown()
		b.server.WaitForShutdown()
	}
	if err != nil {
		return fmt.Errorf("close the bus: %w", err)
	}
	return nil
}
