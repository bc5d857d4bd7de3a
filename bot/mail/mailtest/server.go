// Package mailtest is a mail server that does as it is told: it takes mail, or fails in one of the ways that real ones
// fail. It listens on this machine, speaks real SMTP over real TCP, and keeps what it took.
//
// # Scripts
//
// A session passes through points: [Greeting], [Hello], [Auth], [From], [To], [Data], [Body], [Done]. Each has a queue of
// actions, which [Server.Play] fills, so that a test tells a story:
//
//	s.Play(mailtest.To, mailtest.Answer(450, "come back"), mailtest.OK())
//
// Whoever comes to a point takes its next action. When the queue is empty, what [Server.Usually] and [Server.For] have set is
// done, or else the server behaves.
package mailtest

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"strings"
	"sync"
)

// Point is a place in a session.
type Point string

// The points, in the order in which a session passes them.
const (
	Greeting Point = "greeting" // the connection is there
	Hello    Point = "hello"    // EHLO was said
	Auth     Point = "auth"     // the client signs in
	From     Point = "from"     // MAIL FROM was said
	To       Point = "to"       // RCPT TO was said
	Data     Point = "data"     // DATA was said
	Body     Point = "body"     // the first line of the message has arrived
	Done     Point = "done"     // the whole message has arrived, and the server has kept it
)

// Action is what the server does at a point. The zero Action is [OK].
type Action struct {
	code int
	text string
	cut  bool
	hang bool
	wait <-chan struct{}
}

// OK behaves.
func OK() Action { return Action{} }

// Answer says something else than usual. At Done, a refusal means that the message is not kept.
func Answer(code int, text string) Action { return Action{code: code, text: text} }

// Cut closes the connection without a word. At Done the message is kept all the same: its sender cannot know.
func Cut() Action { return Action{cut: true} }

// Hang says nothing more and holds the connection until the client or the server closes it. At Done the message is kept.
func Hang() Action { return Action{hang: true} }

// After behaves, once the channel is closed.
func After(c <-chan struct{}) Action { return Action{wait: c} }

// Config is how a [Server] behaves. All of it may be left out.
type Config struct {
	User, Password string // who may send; empty admits all
	StartTLS       bool   // STARTTLS is offered
	TLS            bool   // encrypted from the first byte
}

// Server is a mail server on this machine. It is safe for concurrent use.
type Server struct {
	set      Config
	listener net.Listener
	tls      *tls.Config
	roots    *x509.CertPool
	sessions sync.WaitGroup

	mu        sync.Mutex
	closed    bool
	ending    chan struct{} // closed with it
	open      map[net.Conn]bool
	queues    map[Point][]Action
	usual     map[Point]Action
	forMail   map[string]Action
	reached   map[Point]int
	watchers  map[Point][]chan struct{}
	messages  []Message
	encrypted int
}

// Start returns a server that listens on a free port of this machine. Close ends it.
func Start(c Config) (*Server, error) {
	s := &Server{
		set: c, open: make(map[net.Conn]bool), queues: make(map[Point][]Action), usual: make(map[Point]Action),
		forMail: make(map[string]Action), reached: make(map[Point]int), ending: make(chan struct{}), watchers: make(map[Point][]chan struct{}),
	}
	var err error
	if c.TLS || c.StartTLS {
		if s.tls, s.roots, err = certificate(); err != nil {
			return nil, fmt.Errorf("make the mail server's certificate: %w", err)
		}
	}
	if s.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("start the mail server: %w", err)
	}
	s.sessions.Go(s.accept)
	return s, nil
}

// Addr returns the address it listens on.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// URL returns the address with scheme, user and password.
func (s *Server) URL() string {
	scheme, user := "smtp", ""
	if s.set.TLS {
		scheme = "smtps"
	}
	if s.set.User != "" {
		user = s.set.User + ":" + s.set.Password + "@"
	}
	return scheme + "://" + user + s.Addr()
}

// Roots returns the authority that signed the server's certificate, nil without TLS.
func (s *Server) Roots() *x509.CertPool { return s.roots }

// Close ends all sessions and waits for them. It may be repeated.
func (s *Server) Close() error {
	s.mu.Lock()
	var err error
	if !s.closed {
		s.closed, err = true, s.listener.Close()
		close(s.ending)
	}
	for c := range s.open {
		c.Close()
	}
	s.mu.Unlock()
	s.sessions.Wait()
	return err
}

// Play appends actions to a point's queue.
func (s *Server) Play(p Point, actions ...Action) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queues[p] = append(s.queues[p], actions...)
}

// Usually sets what is done at a point when its queue is empty.
func (s *Server) Usually(p Point, a Action) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.usual[p] = a
}

// For sets what is done at To for one recipient when the queue is empty.
func (s *Server) For(recipient string, a Action) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forMail[recipient] = a
}

// Reached returns how often sessions came to a point.
func (s *Server) Reached(p Point) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reached[p]
}

// Encrypted returns how many sessions were encrypted.
func (s *Server) Encrypted() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.encrypted
}

// Watch returns a channel that is closed when a session comes to a point next.
func (s *Server) Watch(p Point) <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := make(chan struct{})
	s.watchers[p] = append(s.watchers[p], c)
	return c
}

// at takes the action for a point.
func (s *Server) at(p Point, recipient string) Action {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reached[p]++
	for _, c := range s.watchers[p] {
		close(c)
	}
	delete(s.watchers, p)
	if q := s.queues[p]; len(q) > 0 {
		s.queues[p] = q[1:]
		return q[0]
	}
	if a, ok := s.forMail[recipient]; ok && p == To {
		return a
	}
	return s.usual[p]
}

func (s *Server) accept() {
	for {
		c, err := s.listener.Accept()
		if err != nil {
			return // closed
		}
		if !s.admit(c) {
			c.Close()
			return
		}
		s.sessions.Go(func() {
			defer s.leave(c)
			line := c
			if s.set.TLS {
				t := tls.Server(c, s.tls)
				if t.Handshake() != nil {
					return
				}
				s.countEncrypted()
				line = t
			}
			x := &session{server: s, conn: line, in: bufio.NewReader(line), encrypted: s.set.TLS}
			x.run()
		})
	}
}

func (s *Server) admit(c net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.open[c] = true
	}
	return !s.closed
}

func (s *Server) leave(c net.Conn) {
	c.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, c)
}

func (s *Server) countEncrypted() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.encrypted++
}

func (s *Server) keep(m Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.messages = append(s.messages, m)
}

// Messages returns what the server kept, in the order of arrival. Messages that cannot be read are an error.
func (s *Server) Messages() ([]Message, error) {
	s.mu.Lock()
	all := append([]Message(nil), s.messages...)
	s.mu.Unlock()
	for i := range all {
		if err := all[i].parse(); err != nil {
			return nil, fmt.Errorf("read message %d: %w\n%s", i+1, err, strings.ToValidUTF8(string(all[i].Raw), "?"))
		}
	}
	return all, nil
}
