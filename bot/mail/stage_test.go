package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"frontdesk/bot/mail/mailtest"
	"frontdesk/knowledge/sqldb"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// hands is a clock that tests move.
type hands struct {
	mu  sync.Mutex
	now time.Time
}

func (h *hands) time() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *hands) move(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// theatre is an outbox, a server that does as it is told, and a sender between them.
type theatre struct {
	t      *testing.T
	clock  *hands
	path   string
	db     *sqldb.DB
	server *mailtest.Server
	sender *Sender
	config Config
	log    *bytes.Buffer
}

var began = time.Date(2026, 11, 22, 8, 10, 0, 0, time.UTC)

func set(t *testing.T, c mailtest.Config, changes ...func(*Config)) *theatre {
	t.Helper()
	server, err := mailtest.Start(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	s := &theatre{t: t, clock: &hands{now: began}, path: address(t), server: server, log: &bytes.Buffer{}}
	s.config = Config{
		URL: server.URL(), From: "Shop Help <help@shop.example>", Links: links(t, s.clock.time), Clock: s.clock.time,
		Log: slog.New(slog.NewTextHandler(s.log, nil)), AtOnce: 1, Timeout: 20 * time.Second, Poll: time.Hour,
	}
	for _, change := range changes {
		change(&s.config)
	}
	s.start()
	t.Cleanup(func() { s.db.Close() })
	return s
}

// start opens the outbox, as a process does when it starts.
func (s *theatre) start() {
	s.t.Helper()
	var err error
	if s.db, err = sqldb.Open(s.t.Context(), s.path, sqldb.Options{}); err != nil {
		s.t.Fatal(err)
	}
	if err := Migrate(s.t.Context(), s.db); err != nil {
		s.t.Fatal(err)
	}
	s.sender = s.another(s.config)
}

// another is a sender over the same outbox. The store's clock is the one that the test moves.
func (s *theatre) another(c Config) *Sender {
	s.t.Helper()
	out, err := New(s.db, c)
	if err != nil {
		s.t.Fatal(err)
	}
	out.now = func(*sqldb.Tx) (time.Time, error) { return s.clock.time(), nil }
	return out
}

func (s *theatre) enqueue(letters ...Letter) {
	s.t.Helper()
	err := s.db.Write(context.Background(), func(tx *sqldb.Tx) error {
		for _, l := range letters {
			if err := Enqueue(tx, l); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *theatre) drain() {
	s.t.Helper()
	if err := s.sender.Drain(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

func (s *theatre) messages() []mailtest.Message {
	s.t.Helper()
	all, err := s.server.Messages()
	if err != nil {
		s.t.Fatal(err)
	}
	return all
}

// counts wants the letters to stand like this.
func (s *theatre) counts(want Counts) {
	s.t.Helper()
	got, err := s.sender.Count(s.t.Context())
	if err != nil || got != want {
		s.t.Fatalf("letters are %+v, %v; want %+v", got, err, want)
	}
}

// arrived wants this many messages on the server.
func (s *theatre) arrived(want int) {
	s.t.Helper()
	if got := len(s.messages()); got != want {
		s.t.Fatalf("%d messages arrived, want %d", got, want)
	}
}

// failure returns the one letter that failed.
func (s *theatre) failure() Undelivered {
	s.t.Helper()
	all, err := s.sender.Failed(s.t.Context())
	if err != nil || len(all) != 1 {
		s.t.Fatalf("failed letters: %+v, %v; want one", all, err)
	}
	return all[0]
}

func links(t testing.TB, clock func() time.Time) *Links {
	t.Helper()
	l, err := NewLinks(bytes.Repeat([]byte{7}, KeySize), "https://help.shop.example/", clock)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// letter is a reply to customer number n.
func letter(n int) Letter {
	return Letter{
		ID: fmt.Sprintf("letter-%d", n), Conversation: fmt.Sprintf("conversation-%d", n), Visitor: fmt.Sprintf("visitor-%d", n), Kind: KindReply,
		To: fmt.Sprintf("mia%d@example.org", n), Name: "Mia", Locale: "en-GB", Site: "shop.example",
		Lines: []Line{{By: "Ana", Text: "It is on its way.", At: began.Add(-time.Minute)}}, First: 5, Last: 5, Created: began,
	}
}

func (s *theatre) breakRow(id string) {
	s.t.Helper()
	err := s.db.Write(context.Background(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`UPDATE mail SET letter = '{' WHERE id = $1`, id)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// toServer connects to the server, whoever is called.
func toServer(server *mailtest.Server) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, server.Addr())
	}
}

func trusting(server *mailtest.Server) *tls.Config { return &tls.Config{RootCAs: server.Roots()} }
