package bus

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

// Patience with a cluster. A connection that broke without a word is given up after three pings, well within the
// heartbeat of the sockets.
const (
	joinPatience  = 5 * time.Second        // at start, until any server has answered
	joinAgain     = 250 * time.Millisecond // between attempts at start
	dialPatience  = 2 * time.Second        // with one server
	backPause     = 250 * time.Millisecond // between attempts after a loss
	backJitter    = 500 * time.Millisecond // on top, so that nodes do not come back at the same moment
	pingEvery     = 4 * time.Second
	pingsMissed   = 2
	flushPatience = 2 * time.Second // with a connection that takes nothing any more
)

// join connects to a cluster.
func (b *Bus) join(ctx context.Context, c Config) error {
	for _, u := range c.URLs {
		if err := checkURL(u); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, joinPatience)
	defer cancel()
	options := append(b.options(), nats.Name(strings.TrimSpace("frontdesk "+c.Name)), nats.Timeout(dialPatience),
		nats.PingInterval(pingEvery), nats.MaxPingsOutstanding(pingsMissed), nats.FlusherTimeout(flushPatience),
		nats.ReconnectWait(backPause), nats.ReconnectJitter(backJitter, backJitter), nats.ReconnectBufSize(-1))
	for {
		var err error
		if b.conn, err = nats.Connect(strings.Join(c.URLs, ","), options...); err == nil {
			return nil
		}
		if refused(err) {
			return fmt.Errorf("the bus at %s does not let this node in: %w; put user:password or a token into the URL of --bus", hosts(c.URLs), plain(err))
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("no server of the bus at %s could be reached within %s: %w; start it or correct --bus", hosts(c.URLs), joinPatience, plain(err))
		case <-time.After(joinAgain):
		}
	}
}

// options are those of every connection. NoEcho, because listeners in this process are called directly.
func (b *Bus) options() []nats.Option {
	return []nats.Option{
		nats.NoEcho(), nats.MaxReconnects(-1),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				b.log.Warn("the bus is away; other nodes' news come with the next heartbeat", "error", plain(err))
			}
		}),
		nats.ReconnectHandler(func(c *nats.Conn) {
			b.reconnects.Add(1)
			b.log.Info("the bus is back", "server", c.ConnectedServerName())
			b.tellBack()
		}),
		nats.ErrorHandler(func(_ *nats.Conn, sub *nats.Subscription, err error) {
			subject := ""
			if sub != nil {
				subject = sub.Subject
			}
			b.log.Warn("bus", "subject", subject, "error", err)
			if errors.Is(err, nats.ErrSlowConsumer) {
				b.lost.Add(1)
				b.tellBack()
			}
		}),
	}
}

// checkURL refuses what cannot be the address of a NATS server. What is said of it has no password.
func checkURL(s string) error {
	u, err := url.Parse(s)
	if err != nil {
		return errors.New("--bus: an address is not a URL, such as nats://host:4222")
	}
	if u.Scheme != "nats" && u.Scheme != "tls" { // then nobody knows where a password would stand
		return errors.New("--bus: want an address such as nats://host:4222 or tls://host:4222")
	}
	if u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return fmt.Errorf("--bus %s: want nats://host:4222 or tls://host:4222", u.Redacted())
	}
	return nil
}

// hosts names servers without what is secret in their addresses.
func hosts(urls []string) string {
	var out []string
	for _, s := range urls {
		if u, err := url.Parse(s); err == nil {
			out = append(out, u.Host)
		}
	}
	return strings.Join(out, ", ")
}

// refused reports whether a server was reached that does not want us: waiting does not help.
func refused(err error) bool {
	return errors.Is(err, nats.ErrAuthorization) || errors.Is(err, nats.ErrAuthExpired) || errors.Is(err, nats.ErrSecureConnRequired) || errors.Is(err, nats.ErrSecureConnWanted)
}

// plain is an error of the connection without the library's name before it.
func plain(err error) error {
	if err == nil {
		return errors.New("the connection was closed")
	}
	return errors.New(strings.TrimPrefix(err.Error(), "nats: "))
}
