package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

const aheadID = "conversation-0001"

func sayAhead(s *Store, client string) (bot.Outcome, error) {
	create := &bot.Conversation{ID: aheadID, Visitor: "v", Site: "shop", Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerBot}, Epoch: 1}
	if client != "first" {
		create = nil
	}
	try := bot.Event{Kind: bot.EventMessage, Author: bot.Customer("v"), ClientID: client, Body: bot.Body{Text: client}}
	return s.Change(context.Background(), aheadID, create, try, func(c bot.Conversation) (bot.Change, error) {
		return c.Says(client, client, "", bot.Around{}, time.Now())
	})
}

// runAhead has the store remember a message that the log does not have, as when the database has given up a transaction and
// its writer does not know yet.
func runAhead(t *testing.T, s *Store) {
	t.Helper()
	v := s.recent.take(aheadID)
	if v == nil {
		t.Fatal("nothing is remembered")
	}
	v.Head++
	v.version = 0 // what others have written is not known
	v.sent[actOf(bot.ByCustomer, "v", "lost")] = v.Head
	s.recent.put(v)
}

// What is remembered and was never kept leaves no gap, and the message that was lost is taken when it is sent again.
func TestMemoryAheadOfTheLog(t *testing.T) { each(t, testMemoryAheadOfTheLog) }

func testMemoryAheadOfTheLog(t *testing.T, database func(testing.TB) string) {
	next := func(client string) int64 {
		t.Helper()
		s := nodes(t, database(t), 1)[0]
		if _, err := sayAhead(s, "first"); err != nil {
			t.Fatal(err)
		}
		runAhead(t, s)
		out, err := sayAhead(s, client)
		if err != nil {
			t.Fatal(err)
		}
		return out.Seq
	}
	for _, client := range []string{"second", "lost"} {
		if seq := next(client); seq != 2 {
			t.Errorf("%s has the number %d, want 2", client, seq)
		}
	}
	defer func(kept map[sqldb.Engine]string) { nextSQL = kept }(nextSQL)
	nextSQL = map[sqldb.Engine]string{sqldb.SQLite: firstSQL, sqldb.Postgres: firstSQL}
	if seq := next("second"); seq != 3 {
		t.Errorf("without the condition on the event before, the number is %d: the test proves nothing", seq)
	}
}

// Nothing is appended to a conversation that was erased, whatever is remembered of it.
func TestNothingIsAppendedToWhatWasErased(t *testing.T) {
	each(t, testNothingIsAppendedToWhatWasErased)
}

func testNothingIsAppendedToWhatWasErased(t *testing.T, database func(testing.TB) string) {
	s := nodes(t, database(t), 1)[0]
	if _, err := sayAhead(s, "first"); err != nil {
		t.Fatal(err)
	}
	err := s.db.Write(context.Background(), func(tx *sqldb.Tx) error {
		for _, q := range []string{`DELETE FROM event`, `DELETE FROM turn`, `DELETE FROM conversation`} {
			if _, err := tx.Exec(q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, client := range []string{"second", "third"} {
		if _, err := sayAhead(s, client); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("%s: %v, want %v", client, err, bot.ErrNotFound)
		}
	}
	var n int
	if err := s.db.Read().QueryRow(`SELECT count(*) FROM event`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d events, %v", n, err)
	}
}
