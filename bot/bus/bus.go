// Package bus carries announcements: "conversation C reached N", "the queue changed", "somebody is typing".
// They are hints and nothing more; whoever misses one finds out by the next heartbeat, because the truth is
// in SQL.
//
// Listeners in the same process are called directly, with the value that was published. What other
// processes listen to goes through NATS, whose server runs inside this process and opens no port; as long
// as nobody else is connected to it, nothing is encoded. This package is the only importer of NATS.
package bus

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Bus publishes and delivers announcements.
type Bus struct {
	server *server.Server
	conn   *nats.Conn
	log    *slog.Logger

	mu    sync.RWMutex
	local []*listener
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

// startTimeout is how long the embedded server may take to accept its first connection.
const startTimeout = 5 * time.Second

// Open starts the embedded server and connects to it.
func Open(log *slog.Logger) (*Bus, error) {
	s, err := server.NewServer(&server.Options{
		ServerName: "frontdesk", DontListen: true, NoSigs: true, NoLog: true,
		MaxPayload: 1 << 20,
	})
	if err != nil {
		return nil, fmt.Errorf("start the bus: %w", err)
	}
	go s.Start()
	if !s.ReadyForConnections(startTimeout) {
		s.Shutdown()
		return nil, fmt.Errorf("start the bus: not ready after %s", startTimeout)
	}
	c, err := nats.Connect("", nats.InProcessServer(s), nats.NoEcho(), nats.MaxReconnects(-1),
		nats.ErrorHandler(func(_ *nats.Conn, sub *nats.Subscription, err error) {
			subject := ""
			if sub != nil {
				subject = sub.Subject
			}
			log.Warn("bus", "subject", subject, "error", err)
		}))
	if err != nil {
		s.Shutdown()
		return nil, fmt.Errorf("connect to the bus: %w", err)
	}
	return &Bus{server: s, conn: c, log: log}, nil
}

// Publish announces v under the subject, a dot-separated name. Listeners in this process have been called
// when it returns, and must be quick; it does not wait for others. v must not be changed afterwards.
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
	data, err := json.Marshal(v)
	if err == nil {
		err = b.conn.Publish(subject, data)
	}
	if err != nil {
		return fmt.Errorf("announce %s: %w", subject, err)
	}
	return nil
}

// alone reports whether no other process is connected to the server.
func (b *Bus) alone() bool {
	return b.server.NumClients() <= 1 && b.server.NumRoutes() == 0 && b.server.NumLeafNodes() == 0
}

// Listen calls f for every announcement under the subject, of each publisher in the order in which it
// published; "a.*" stands for every name below a. decode makes the value of what comes from another
// process. The returned function ends it.
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
	if err := sub.SetPendingLimits(1<<16, 64<<20); err != nil {
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

// Close delivers what was published, then stops the connection and the server.
func (b *Bus) Close() error {
	err := b.conn.Flush()
	b.conn.Close()
	b.server.Shutdown()
	b.server.WaitForShutdown()
	if err != nil {
		return fmt.Errorf("close the bus: %w", err)
	}
	return nil
}
