package bus

import (
	"fmt"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// startTimeout is how long the embedded server may take to accept its first connection.
const startTimeout = 5 * time.Second

// embed starts the server inside this process and connects to it.
func (b *Bus) embed() error {
	s, err := server.NewServer(&server.Options{
		ServerName: "frontdesk", DontListen: true, NoSigs: true, NoLog: true,
		MaxPayload: 1 << 20,
	})
	if err != nil {
		return fmt.Errorf("start the bus: %w", err)
	}
	go s.Start()
	if !s.ReadyForConnections(startTimeout) {
		s.Shutdown()
		return fmt.Errorf("start the bus: not ready after %s", startTimeout)
	}
	b.server = s
	if b.conn, err = nats.Connect("", append(b.options(), nats.InProcessServer(s))...); err != nil {
		s.Shutdown()
		return fmt.Errorf("connect to the bus: %w", err)
	}
	return nil
}
