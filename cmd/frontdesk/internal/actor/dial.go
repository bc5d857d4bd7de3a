package actor

import (
	"context"
	"net"

	"github.com/gorilla/websocket"
)

// Via has the client reach servers through a proxy at this address, host:port, from the next connection on; "" goes
// straight again.
func (c *client) Via(address string) { c.via = address }

// dialer makes connections.
func (c *client) dialer() *websocket.Dialer {
	if c.via == "" {
		return websocket.DefaultDialer
	}
	return &websocket.Dialer{NetDialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, c.via)
	}}
}
