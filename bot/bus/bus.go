// Package bus carries announcements: "conversation C reached N", "the queue changed", "the corpus
// changed". They are hints and nothing more; whoever misses one finds out by the next heartbeat, because
// the truth is in SQL. It is the only importer of NATS, whose server runs inside this process and opens
// no port.
package bus

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Bus publishes and delivers announcements.
type Bus struct {
	server *server.Server
	conn   *nats.Conn
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
	c, err := nats.Connect("", nats.InProcessServer(s), nats.MaxReconnects(-1),
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
	return &Bus{server: s, conn: c}, nil
}

// Publish announces data under the subject, a dot-separated name. It does not wait for delivery.
func (b *Bus) Publish(subject string, data []byte) error {
	if err := b.conn.Publish(subject, data); err != nil {
		return fmt.Errorf("announce %s: %w", subject, err)
	}
	return nil
}

// Subscribe calls f for every announcement under the subject, one at a time and in the order they were
// published by each publisher; "a.*" stands for every name below a. The returned function ends it.
func (b *Bus) Subscribe(subject string, f func(subject string, data []byte)) (cancel func(), err error) {
	sub, err := b.conn.Subscribe(subject, func(m *nats.Msg) { f(m.Subject, m.Data) })
	if err != nil {
		return nil, fmt.Errorf("listen to %s: %w", subject, err)
	}
	// A slow listener loses announcements instead of growing without bound; they are only hints.
	if err := sub.SetPendingLimits(1<<16, 64<<20); err != nil {
		return nil, fmt.Errorf("listen to %s: %w", subject, err)
	}
	return func() { _ = sub.Unsubscribe() }, nil
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
