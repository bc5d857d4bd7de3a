package account

import (
	"crypto/rand"
	"log/slog"
	"sync"
	"testing"
	"time"

	"frontdesk/knowledge/sqldb"
)

// cheap makes password checks fast enough for tests that make hundreds.
var cheap = cost{memory: 8, time: 1, threads: 1}

// clock is a time that only a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func open(t *testing.T) (*Accounts, *clock) {
	t.Helper()
	db, err := sqldb.Open(t.Context(), address(t), sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	c := &clock{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	a := New(db, c.Now, rand.Reader, slog.New(slog.DiscardHandler))
	a.hasher = newHasher(cheap, rand.Reader, hashesAtOnce)
	a.throttle.now = func(*sqldb.Tx) (time.Time, error) { return c.Now(), nil }
	return a, c
}

func create(t *testing.T, a *Accounts, email string, roles ...Role) Staff {
	t.Helper()
	s, err := a.Create(t.Context(), email, "Ada Keller", roles)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const good = "correct horse battery"

// member creates somebody with a password.
func member(t *testing.T, a *Accounts, email string, roles ...Role) Staff {
	t.Helper()
	s := create(t, a, email, roles...)
	if err := a.SetPassword(t.Context(), s.ID, good); err != nil {
		t.Fatal(err)
	}
	return s
}

func signIn(t *testing.T, a *Accounts, email string) Grant {
	t.Helper()
	g, err := a.SignIn(t.Context(), email, good, "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	return g
}
