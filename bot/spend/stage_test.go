package spend

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

// noon is when the stories begin: 12:00 UTC.
var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// house is a database with a clock that stands still and a log to read.
type house struct {
	db *sqldb.DB

	mu  sync.Mutex
	at  time.Time
	log bytes.Buffer
}

func open(t testing.TB) *house {
	t.Helper()
	db, err := sqldb.Open(context.Background(), address(t), sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := Migrate(context.Background(), db); err != nil {
		t.Fatal(err)
	}
	return &house{db: db, at: noon}
}

// empty takes out what any ledger has written, and sets the clock back.
func (h *house) empty(t testing.TB) {
	t.Helper()
	h.mu.Lock()
	h.at = noon
	h.mu.Unlock()
	err := h.db.Write(context.Background(), func(tx *sqldb.Tx) error {
		for _, table := range []string{"spend_day", "spend_payer", "spend_salt", "spend_told"} {
			if _, err := tx.Exec(`DELETE FROM ` + table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *house) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = h.at.Add(d)
}

// Write takes a line of the log.
func (h *house) Write(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.log.Write(b)
}

func (h *house) logged() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.log.String()
}

func (h *house) ledger(t testing.TB, limits Limits) *Ledger {
	t.Helper()
	l, err := Open(context.Background(), h.db, Config{Limits: limits, Prices: Prices{Prompt: 1, Completion: 4}, Reply: 100,
		Clock: h.now, Random: rand.Reader, Log: slog.New(slog.NewTextHandler(h, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// fake is a model that says and takes what it is told to.
type fake struct {
	pieces []string
	usage  bot.Usage
	err    error
	before func() // while it is asked
	asked  func()
}

func (f fake) Name() string { return "host/fake" }

func (f fake) Stream(_ context.Context, _ bot.Prompt, each func(string) error) (bot.Usage, error) {
	if f.asked != nil {
		f.asked()
	}
	for _, p := range f.pieces {
		if err := each(p); err != nil {
			return bot.Usage{}, err
		}
	}
	if f.before != nil {
		f.before()
	}
	return f.usage, f.err
}

func silent(string) error { return nil }

// prompt is one for which about so many tokens are set aside.
func prompt(payer bot.Payer, tokens int) bot.Prompt {
	const frame = 2*framing + 1
	return bot.Prompt{Spoken: []bot.Spoken{{Text: "abc"}}, Tokens: tokens - frame, Payer: payer}
}

func customer(name string) bot.Payer {
	return bot.Payer{Purpose: bot.ForAnswer, Site: "shop", Visitor: name, Address: "10.0.0." + name}
}

func flush(t testing.TB, l *Ledger) {
	t.Helper()
	if err := l.Flush(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func days(t testing.TB, l *Ledger, n int) []Day {
	t.Helper()
	flush(t, l)
	out, err := l.Days(context.Background(), n)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
