package app

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/losttest"
)

// TestADiskThatCannotBeWritten: whoever starts a server on it is told in one sentence what to do.
func TestADiskThatCannotBeWritten(t *testing.T) {
	for _, one := range []struct {
		fault losttest.Fault
		after int // writes that go well
		want  string
	}{{losttest.Full, 6, "is full; make room and start again"}, {losttest.Full, 0, "can be neither opened nor made"}} {
		t.Run(one.want, func(t *testing.T) {
			c := Default()
			c.Data, c.Encoder = t.TempDir(), "off"
			disk := losttest.Watch(t, c.Data)
			disk.Break(one.fault, one.after)
			a, err := New(t.Context(), c, slog.New(slog.DiscardHandler))
			if err == nil {
				a.Close()
				t.Fatal("it started")
			}
			if text := err.Error(); !strings.Contains(text, one.want) || !strings.Contains(text, c.Data) || strings.Contains(text, "transaction") || strings.Contains(text, "\n") {
				t.Errorf("it says: %s", text)
			}
		})
	}
}

// TestADatabaseThatIsAway: the address without the password, the reason and what to look at, in one line.
func TestADatabaseThatIsAway(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	c := Default()
	c.Data, c.Encoder, c.Store = t.TempDir(), "off", "postgres://desk:secret@"+address+"/shop"
	c.Database.Patience = time.Millisecond
	_, err = New(t.Context(), c, slog.New(slog.DiscardHandler))
	want := `the database "shop" on ` + address + ` cannot be reached: nothing answers at that address (connection refused); check that it runs`
	if err == nil || !strings.HasPrefix(err.Error(), want) || strings.ContainsAny(err.Error(), "\n") || strings.Contains(err.Error(), "secret") {
		t.Errorf("it says: %v", err)
	}
	if !errors.Is(err, sqldb.ErrUnavailable) {
		t.Error("what it came from is not found any more")
	}
}

// state is an error as PostgreSQL's driver has them.
type state string

func (s state) Error() string    { return "FATAL: driver's words with secret" }
func (s state) SQLState() string { return string(s) }

func TestPlainWords(t *testing.T) {
	c := Default()
	c.Data = "desk"
	onServer := c
	onServer.Store = "postgres://desk:secret@db.example/shop"
	for name, one := range map[string]struct {
		config Config
		err    error
		want   string // "" if it is left alone
	}{
		"a wrong password":     {onServer, fmt.Errorf("open: %w", state("28P01")), "refuses the name or the password"},
		"no such database":     {onServer, fmt.Errorf("open: %w", state("3D000")), "does not exist; make it"},
		"something else":       {onServer, fmt.Errorf("open: %w", state("42P01")), ""},
		"an unknown name":      {onServer, fmt.Errorf("%w: %w", sqldb.ErrUnavailable, &net.DNSError{Name: "db.example"}), "the name db.example is not known"},
		"no place for a file":  {c, fmt.Errorf("write: %w", syscall.ENOSPC), "the disk that holds desk is full"},
		"a port below 1024":    {c, fmt.Errorf("listen on :80: %w", syscall.EACCES), ""},
		"a read-only disk":     {c, fmt.Errorf("lock: %w", syscall.EROFS), "desk cannot be written to"},
		"a newer database":     {c, sqldb.ErrNewer, ""},
		"nothing went wrong":   {c, nil, ""},
		"said already in full": {c, &plainError{"said", syscall.ENOSPC}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := one.config.plain(one.err, nil)
			switch {
			case one.want == "" && got != one.err:
				t.Errorf("says %v instead of %v", got, one.err)
			case one.want != "" && (got == nil || !strings.Contains(got.Error(), one.want) || strings.Contains(got.Error(), "secret") || !errors.Is(got, one.err)):
				t.Errorf("says %v, want %q", got, one.want)
			}
		})
	}
}
