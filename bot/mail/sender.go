package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"strings"
	"sync"
	"time"

	"frontdesk/knowledge/sqldb"
)

// Defaults of a Config.
const (
	DefaultTimeout = 30 * time.Second
	DefaultPoll    = 15 * time.Second
	DefaultGrace   = 5 * time.Second
	DefaultAtOnce  = 4
)

// Config says how mail is sent. URL, From and Links must be set. Printing it does not print the password.
type Config struct {
	URL     string // of the SMTP server, see ParseURL
	From    string // the sender, such as "Shop <help@shop.example>"
	ReplyTo string // where answers to the mail itself go, "" for the sender's address
	Links   *Links

	Clock func() time.Time // for how long a server is left alone, and dates of letters; nil is time.Now
	Log   *slog.Logger     // nil logs nothing

	TLS     *tls.Config   // nil trusts the system's authorities
	Timeout time.Duration // for connecting, and for each mail after that; 0 is DefaultTimeout
	Poll    time.Duration // how often Run looks for due letters unasked; 0 is DefaultPoll
	Grace   time.Duration // how long a mail under way may take after Run was told to end; 0 is DefaultGrace
	AtOnce  int           // connections at the same time; 0 is DefaultAtOnce

	// Dial connects to the server; nil is the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// String names what is not secret.
func (c Config) String() string { return "mail from " + c.From }

// GoString names what is not secret.
func (c Config) GoString() string { return c.String() }

// LogValue names what is not secret.
func (c Config) LogValue() slog.Value { return slog.StringValue(c.String()) }

// Sender takes letters from the outbox and sends them. Its methods may be called from any goroutine; several senders,
// also of other processes, may share an outbox.
type Sender struct {
	db       *sqldb.DB
	clock    func() time.Time
	now      func(tx *sqldb.Tx) (time.Time, error) // the store's clock, the same for all nodes: which letters are due, and held by whom
	log      *slog.Logger
	composer composer
	dialer   dialer
	poll     time.Duration
	grace    time.Duration
	atOnce   int
	nudge    chan struct{} // holds one

	mu      sync.Mutex
	rest    time.Time // the server is left alone until then
	strikes int       // how often in a row the server could not be used
}

// New returns a sender for the outbox in db, whose tables Migrate has made. The error says in a sentence what is wrong
// with the configuration. Nothing is connected yet.
func New(db *sqldb.DB, c Config) (*Sender, error) {
	server, err := ParseURL(c.URL)
	if err != nil {
		return nil, err
	}
	from, err := parseSender("the sender of mail", c.From)
	if err != nil {
		return nil, err
	}
	var replyTo *mail.Address
	if c.ReplyTo != "" {
		if replyTo, err = parseSender("the address for answers to mail", c.ReplyTo); err != nil {
			return nil, err
		}
	}
	if c.Links == nil {
		return nil, errors.New("mail needs the links that lead back into conversations")
	}
	if c.Timeout < 0 || c.Poll < 0 || c.Grace < 0 || c.AtOnce < 0 {
		return nil, errors.New("times and numbers of mail must not be negative")
	}
	s := &Sender{
		db: db, clock: c.Clock, now: (*sqldb.Tx).Now, log: c.Log, nudge: make(chan struct{}, 1),
		poll: or(c.Poll, DefaultPoll), grace: or(c.Grace, DefaultGrace), atOnce: or(c.AtOnce, DefaultAtOnce),
		dialer: dialer{server: server, name: helloName(c.Links.public.Hostname()), tls: c.TLS, timeout: or(c.Timeout, DefaultTimeout), dial: c.Dial},
	}
	if s.clock == nil {
		s.clock = time.Now
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.dialer.dial == nil {
		s.dialer.dial = (&net.Dialer{}).DialContext
	}
	s.composer = composer{from: *from, replyTo: replyTo, links: c.Links, clock: s.clock}
	return s, nil
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

func parseSender(what, s string) (*mail.Address, error) {
	a, err := mail.ParseAddress(s)
	if err != nil || CheckAddress(a.Address) != nil {
		return nil, fmt.Errorf("%s must be written like Shop <help@shop.example>, not %q", what, s)
	}
	a.Name = oneLine(a.Name, maxName)
	return a, nil
}

// helloName is how we call ourselves to servers: by the name at which customers reach us, or the address in brackets (RFC
// 5321, section 4.1.3).
func helloName(host string) string {
	ip := net.ParseIP(host)
	switch {
	case ip == nil:
		return host
	case strings.Contains(host, ":"):
		return "[IPv6:" + host + "]"
	}
	return "[" + host + "]"
}

// Nudge has Run look for due letters now. It never waits.
func (s *Sender) Nudge() {
	select {
	case s.nudge <- struct{}{}:
	default:
	}
}

// Run sends letters as they become due until ctx ends; then mails under way get a moment to arrive. It returns nil then:
// faults of single letters are kept with them, and faults of the database are logged and tried again.
func (s *Sender) Run(ctx context.Context) error {
	tick := time.NewTicker(s.poll)
	defer tick.Stop()
	for {
		if err := s.Drain(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("letters wait", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.nudge:
		case <-tick.C:
		}
	}
}

// Drain sends what is due now and returns when nothing is due, the server cannot be used, or ctx ends. Its error is the
// database's or the context's; letters that were not taken are no error.
func (s *Sender) Drain(ctx context.Context) error {
	if s.resting() {
		return nil
	}
	due, err := s.due(ctx)
	if err != nil || due == 0 {
		return err
	}
	hands := min(due, s.atOnce)
	errs := make(chan error, hands)
	var wg sync.WaitGroup
	for range hands {
		wg.Go(func() { errs <- s.work(ctx) })
	}
	wg.Wait()
	close(errs)
	for e := range errs {
		err = errors.Join(err, e)
	}
	return err
}

// work sends one letter after another over a connection of its own.
func (s *Sender) work(ctx context.Context) error {
	var c *connection
	defer func() {
		if c != nil {
			c.quit()
		}
	}()
	for !s.resting() {
		if err := ctx.Err(); err != nil {
			return err
		}
		t, err := s.take(ctx)
		if err != nil || t == nil {
			return err
		}
		if c, err = s.attempt(ctx, c, t); err != nil {
			return err
		}
	}
	return nil
}

// attempt tries one letter and keeps how it went. It returns the connection if that can be used again.
func (s *Sender) attempt(ctx context.Context, c *connection, t *taken) (*connection, error) {
	message, err := s.composer.compose(&t.letter)
	if err != nil {
		return c, s.ended(t, failed, s.dialer.server.plainly(err))
	}
	if c != nil && c.mails >= mailsEach {
		c.quit()
		c = nil
	}
	under, cancel := s.under(ctx)
	defer cancel()
	c, err = s.over(under, c, t.letter.To, message)
	var f *fault
	switch {
	case err == nil:
		s.serverWorks()
		return c, s.ended(t, sent, "")
	case !errors.As(err, &f):
		f = newFault(atMail, err)
	}
	reason := s.dialer.server.plainly(f)
	if f.permanent() {
		s.serverWorks()
		return c, s.ended(t, failed, reason)
	}
	if ctx.Err() != nil && f.code == 0 {
		return c, s.later(t, 0, reason) // we ended it, so it counts for nothing
	}
	if f.common() {
		return c, s.serverFails(t, reason)
	}
	return c, s.later(t, backoff(t.attempts), reason)
}

// over sends a message over the connection, or a new one if there is none or the server has had enough of it. The
// connection it returns is nil if it broke.
func (s *Sender) over(ctx context.Context, c *connection, to string, message []byte) (*connection, error) {
	for {
		if c == nil {
			var err error
			if c, err = s.dialer.connect(ctx); err != nil {
				return nil, newFault(atServer, err)
			}
		}
		err := c.send(ctx, s.composer.from.Address, to, message)
		var f *fault
		if err == nil || !errors.As(err, &f) {
			return c, err
		}
		if f.broken() || c.reset() != nil {
			c.raw.Close()
			c = nil
		}
		if !f.stale() || ctx.Err() != nil {
			return c, err
		}
	}
}

// under is the context of one attempt: it outlives ctx by the grace, so that a mail is not cut off between its last byte
// and the server's word.
func (s *Sender) under(ctx context.Context) (context.Context, context.CancelFunc) {
	under, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*s.dialer.timeout)
	stop := context.AfterFunc(ctx, func() {
		grace := time.NewTimer(s.grace)
		defer grace.Stop()
		select {
		case <-under.Done():
		case <-grace.C:
			cancel()
		}
	})
	return under, func() { stop(); cancel() }
}
