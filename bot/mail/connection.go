package mail

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"strings"
	"sync/atomic"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// mailsEach is how many mails go over one connection; servers commonly allow a hundred.
const mailsEach = 50

// dialer connects to one server.
type dialer struct {
	server  Server
	name    string // how we call ourselves
	tls     *tls.Config
	timeout time.Duration
	dial    func(ctx context.Context, network, address string) (net.Conn, error)
}

// connection is a session with the server. One goroutine uses it.
type connection struct {
	client  *smtp.Client
	raw     net.Conn
	timeout time.Duration
	mails   int // taken up over it
}

// connect dials, encrypts and signs in. It gives up when ctx ends.
func (d *dialer) connect(ctx context.Context) (*connection, error) {
	// The library keeps the connection of a greeting that failed, so it is taken from under it.
	var raw atomic.Pointer[net.Conn]
	hangUp := func() {
		if c := raw.Load(); c != nil {
			(*c).Close()
		}
	}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := d.open(ctx, network, address)
		if err == nil {
			raw.Store(&c)
		}
		return c, err
	}
	client, err := gomail.NewClient(d.server.Host, d.options(dial)...)
	if err != nil {
		return nil, fmt.Errorf("prepare the connection: %w", err)
	}
	stop := context.AfterFunc(ctx, hangUp)
	session, err := client.DialToSMTPClientWithContext(ctx)
	if !stop() || err != nil {
		hangUp()
		return nil, firstError(ctx.Err(), err)
	}
	return &connection{client: session, raw: *raw.Load(), timeout: d.timeout}, nil
}

// open dials, and encrypts if the server wants that from the first byte.
func (d *dialer) open(ctx context.Context, network, address string) (net.Conn, error) {
	raw, err := d.dial(ctx, network, address)
	if err != nil || !d.server.TLS {
		return raw, err
	}
	c := tls.Client(raw, d.encryption())
	if err := c.HandshakeContext(ctx); err != nil {
		raw.Close()
		return nil, err
	}
	return c, nil
}

func (d *dialer) options(dial gomail.DialContextFunc) []gomail.Option {
	o := []gomail.Option{
		gomail.WithPort(d.server.Port), gomail.WithHELO(d.name), gomail.WithTimeout(d.timeout),
		gomail.WithDialContextFunc(dial), gomail.WithTLSConfig(d.encryption()),
	}
	switch {
	case d.server.TLS:
		o = append(o, gomail.WithSSL())
	case d.server.loopback():
		o = append(o, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	default:
		o = append(o, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if d.server.User == "" {
		return o
	}
	plain, login := gomail.SMTPAuthPlain, gomail.SMTPAuthLogin
	if d.server.TLS || d.server.loopback() {
		// The library asks whether the line is encrypted and does not know that ours is. Where STARTTLS is demanded, it knows.
		plain, login = gomail.SMTPAuthPlainNoEnc, gomail.SMTPAuthLoginNoEnc
	}
	return append(o, gomail.WithUsername(d.server.User), gomail.WithPassword(d.server.Password),
		gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, plain, login))
}

// encryption returns the settings of TLS. With STARTTLS on this machine any certificate will do, since none would do as well:
// mail servers bring one that they have signed themselves, and nobody stands between.
func (d *dialer) encryption() *tls.Config {
	c := &tls.Config{}
	if d.tls != nil {
		c = d.tls.Clone()
	}
	c.ServerName, c.MinVersion = d.server.Host, max(c.MinVersion, tls.VersionTLS12)
	if !d.server.TLS && d.server.loopback() {
		c.InsecureSkipVerify = true
	}
	return c
}

// send hands one mail over. The error is a *fault. After most faults the connection must be closed; see fault.broken.
func (c *connection) send(ctx context.Context, from, to string, message []byte) error {
	c.mails++
	stop := context.AfterFunc(ctx, func() { c.raw.Close() })
	defer stop()
	if err := c.client.UpdateDeadline(c.timeout); err != nil {
		return c.faulty(ctx, atSender, err)
	}
	// Asked for without need, it would have the mail refused by the next server that does not know it.
	c.client.SkipSMTPUTF8(ascii(from) && ascii(to))
	if err := c.client.Mail("<" + from + ">"); err != nil {
		return c.faulty(ctx, atSender, err)
	}
	if err := c.client.Rcpt("<" + to + ">"); err != nil {
		return c.faulty(ctx, atMail, err)
	}
	w, err := c.client.Data()
	if err != nil {
		return c.faulty(ctx, atMail, err)
	}
	if _, err := w.Write(message); err != nil {
		return c.faulty(ctx, atMail, err)
	}
	if err := w.Close(); err != nil {
		return c.faulty(ctx, atMail, err)
	}
	return nil
}

// reset makes the connection ready for another mail after a refusal.
func (c *connection) reset() error { return c.client.Reset() }

// quit ends the session politely, or at once if the server does not care.
func (c *connection) quit() {
	if c.client.UpdateDeadline(min(c.timeout, quitTimeout)) == nil {
		_ = c.client.Quit() // nothing depends on it
	}
	c.raw.Close()
}

// authRequired is what a server says to those who should have signed in (RFC 4954, section 6).
const authRequired = 530

const tooLong = "the mail server took too long"

const quitTimeout = 2 * time.Second

// stage is where a mail's way over the line ended.
type stage int

const (
	atServer stage = iota // connecting, encrypting, signing in
	atSender              // our own address, which is the same for all
	atMail                // its recipient or its content
)

// fault is why a mail was not taken.
type fault struct {
	stage stage
	code  int  // the server's, 0 if the connection was lost
	fresh bool // it was the connection's first mail
	err   error
}

func (f *fault) Error() string { return f.err.Error() }
func (f *fault) Unwrap() error { return f.err }

// permanent reports whether another try would end alike. What the server says of itself or of us says nothing of the mail.
func (f *fault) permanent() bool { return f.stage == atMail && f.code >= 500 }

// broken reports whether the connection is of no use any more: lost, or the server is about to close it.
func (f *fault) broken() bool { return f.code == 0 || f.code == 421 }

// common reports whether every other mail would meet the same.
func (f *fault) common() bool {
	return f.stage == atServer || f.stage == atSender && (f.fresh || !f.broken())
}

// stale reports whether the server had only had enough of a connection that served before: the mail was not begun.
func (f *fault) stale() bool { return f.stage == atSender && !f.fresh && f.broken() }

func (c *connection) faulty(ctx context.Context, at stage, err error) *fault {
	f := newFault(at, firstError(ctx.Err(), err))
	f.fresh = c.mails == 1
	return f
}

func newFault(at stage, err error) *fault {
	f := &fault{stage: at, err: err}
	var said *textproto.Error
	if errors.As(err, &said) {
		f.code = said.Code
	}
	if f.code == authRequired {
		f.stage = atServer // wherever it says so
	}
	return f
}

// firstError is the context's error if there is one: that the connection is closed then follows from it.
func firstError(ended, err error) error {
	if errors.Is(ended, context.DeadlineExceeded) {
		return errors.New(tooLong)
	}
	if ended != nil {
		return ended
	}
	return err
}

// plainly says for people why a mail was not taken, in one line and without the password, which some servers repeat.
func (v Server) plainly(err error) string {
	var ours net.Error
	var said *textproto.Error
	s := err.Error()
	switch {
	case errors.As(err, &said):
		s = fmt.Sprintf("%d %s", said.Code, said.Msg)
	case errors.As(err, &ours) && ours.Timeout():
		s = tooLong
	}
	if v.Password != "" {
		s = strings.NewReplacer(v.Password, "…",
			base64.StdEncoding.EncodeToString([]byte(v.Password)), "…",
			base64.StdEncoding.EncodeToString([]byte("\x00"+v.User+"\x00"+v.Password)), "…").Replace(s)
	}
	return oneLine(s, 300)
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 127 })
}
