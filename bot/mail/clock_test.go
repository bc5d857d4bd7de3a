package mail

import (
	"errors"
	"testing"
	"time"

	"frontdesk/bot/mail/mailtest"
	"frontdesk/knowledge/sqldb"
)

// Nodes whose clocks differ take no letter from each other, and none waits for a clock that is behind: what is due is
// told by the store's clock.
func TestClocksOfNodes(t *testing.T) { each(t, testClocksOfNodes) }

func testClocksOfNodes(t *testing.T) {
	s := set(t, mailtest.Config{})
	node := func(off time.Duration) *Sender {
		c := s.config
		c.Clock = func() time.Time { return time.Now().Add(off) }
		out, err := New(s.db, c)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	behind, ahead := node(-24*time.Hour), node(24*time.Hour)
	l := letter(1)
	if err := s.db.Write(t.Context(), func(tx *sqldb.Tx) (err error) { l.Created, err = tx.Now(); return err }); err != nil {
		t.Fatal(err)
	}
	s.enqueue(l)
	if n, err := behind.due(t.Context()); err != nil || n != 1 {
		t.Errorf("a node that is behind finds %d letters due, %v", n, err)
	}
	held, err := behind.take(t.Context())
	if err != nil || held == nil {
		t.Fatalf("a node that is behind takes %v, %v", held, err)
	}
	if n, err := ahead.due(t.Context()); err != nil || n != 0 {
		t.Errorf("a node that is ahead finds %d letters due that another holds, %v", n, err)
	}
	if twice, err := ahead.take(t.Context()); err != nil || twice != nil {
		t.Errorf("a node that is ahead takes what another holds: %v, %v", twice, err)
	}
	if err := ahead.later(held, time.Hour, "busy"); err != nil {
		t.Fatal(err)
	}
	if early, err := ahead.take(t.Context()); err != nil || early != nil {
		t.Errorf("a node that is ahead does not wait: %v, %v", early, err)
	}
	s.counts(Counts{Waiting: 1}) // a day ahead is no reason to give up
	var reason string
	if err := s.db.Read().QueryRowContext(t.Context(), `SELECT reason FROM mail`).Scan(&reason); err != nil || reason != "busy" {
		t.Error(errors.Join(err, errors.New(reason)))
	}
}
