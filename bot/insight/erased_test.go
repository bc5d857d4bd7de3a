package insight_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/gap"
	"frontdesk/bot/insight"
	"frontdesk/knowledge/sqldb"
)

// erasing is a store whose conversations are erased while somebody reads them: after the last event was read, and before
// anything is written of it.
type erasing struct {
	insight.Conversations
	db   *sqldb.DB
	gone map[string]bool
}

func (e *erasing) Events(ctx context.Context, id string, after int64, limit int) ([]bot.Event, error) {
	events, err := e.Conversations.Events(ctx, id, after, limit)
	if err != nil || !e.gone[id] {
		return events, err
	}
	return events, e.db.Write(ctx, func(tx *sqldb.Tx) error {
		for _, query := range []string{`DELETE FROM turn WHERE conversation = $1`, `DELETE FROM event WHERE conversation = $1`, `DELETE FROM conversation WHERE id = $1`} {
			if _, err := tx.Exec(query, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// What is erased while it is read leaves nothing behind.
func TestErasedWhileRead(t *testing.T) { each(t, testErasedWhileRead) }

func testErasedWhileRead(t *testing.T) {
	h := openGaps(t)
	h.fails("stays", "v1", "Do you rent out tents?")
	h.fails("goes", "v2", "Can you dye my jacket green?")
	conversations := &erasing{Conversations: h.store, db: h.db, gone: map[string]bool{"goes": true}}
	clock := func() time.Time { return h.now }
	gaps := insight.NewGaps(insight.GapsConfig{
		DB: h.db, Conversations: conversations, Clock: clock, Log: slog.New(slog.DiscardHandler),
		Grouping: gap.Config{Languages: []string{"en"}, NewID: func() string { h.ids++; return "gap" }},
	})
	if err := gaps.Follow(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.fails("goes-too", "v3", "Can you dye my tent green?")
	conversations.gone["goes-too"] = true
	if err := insight.NewQuotes(h.db, conversations, clock).Follow(t.Context()); err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string]int{"gap_question": 1, "gap_read": 1, "asked": 1, "quote_read": 1} {
		var all, left int
		if err := h.db.Read().QueryRowContext(t.Context(), `SELECT COUNT(*), COUNT(CASE WHEN conversation LIKE 'goes%' THEN 1 END) FROM `+table).Scan(&all, &left); err != nil {
			t.Fatal(err)
		}
		if left != 0 || all != want {
			t.Errorf("%s has %d rows, %d of them of what was erased; want %d and none", table, all, left, want)
		}
	}
}
