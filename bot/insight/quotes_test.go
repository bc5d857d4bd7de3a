package insight_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/insight"
	"frontdesk/knowledge/sqldb"
)

// logs are conversations in memory, in the order in which they were written in last.
type logs struct {
	insight.Conversations
	all   []bot.Conversation
	logs  map[string][]bot.Event
	reads int
}

func (l *logs) Written(_ context.Context, since time.Time, after string, limit int) (out []bot.Conversation, _ error) {
	for _, c := range l.all {
		if len(out) < limit && (c.Updated.After(since) || c.Updated.Equal(since) && c.ID > after) {
			out = append(out, c)
		}
	}
	return out, nil
}

func (l *logs) Events(_ context.Context, id string, after int64, limit int) ([]bot.Event, error) {
	l.reads++
	log := l.logs[id]
	return log[min(int(after), len(log)):min(int(after)+limit, len(log))], nil
}

// says appends a message that quotes articles, as the bot's answer if there are any.
func (l *logs) says(id string, at time.Time, quoted ...string) {
	e := bot.Event{Conversation: id, Seq: int64(len(l.logs[id]) + 1), Kind: bot.EventMessage, At: at, Author: bot.Author{Kind: bot.ByCustomer}}
	for _, a := range quoted {
		e.Author.Kind, e.Body.Decision = bot.ByBot, bot.Answer
		e.Body.Citations = append(e.Body.Citations, bot.Citation{Article: a, Revision: 1})
	}
	l.logs[id] = append(l.logs[id], e)
	l.all = slices.DeleteFunc(l.all, func(c bot.Conversation) bool { return c.ID == id })
	l.all = append(l.all, bot.Conversation{ID: id, Head: e.Seq, Updated: at})
}

func TestQuotes(t *testing.T) { each(t, testQuotes) }

func testQuotes(t *testing.T) {
	db, err := sqldb.Open(t.Context(), address(t), sqldb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := insight.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	l := &logs{logs: make(map[string][]bot.Event)}
	if err := db.Write(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`CREATE VIEW conversation AS SELECT 'old' AS id UNION SELECT 'c1' UNION SELECT 'd' || n FROM (
			WITH RECURSIVE c(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM c WHERE n < 1249) SELECT n FROM c) AS numbers`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	q := insight.NewQuotes(db, l, func() time.Time { return now })
	want := func(days int, answers int, articles ...string) {
		t.Helper()
		if err := q.Follow(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, n, err := q.Quoted(t.Context(), now.Add(-time.Duration(days)*24*time.Hour))
		if ids := slices.Sorted(maps.Keys(got)); err != nil || n != answers || !slices.Equal(ids, articles) {
			t.Errorf("in %d days: %v in %d answers, %v; want %v in %d", days, ids, n, err, articles, answers)
		}
	}
	l.says("old", now.Add(-200*24*time.Hour), "ancient")
	l.says("c1", now.Add(-50*24*time.Hour))
	l.says("c1", now.Add(-50*24*time.Hour), "returns", "returns", "size")
	want(90, 1, "returns", "size")
	want(40, 0)
	for i := range 250 { // more than are read at a time
		l.says(fmt.Sprintf("d%d", 1000+i), now.Add(-time.Hour), "parcel")
	}
	want(90, 251, "parcel", "returns", "size")

	// An old conversation goes on: what is new in it is counted, and nothing twice.
	now = now.Add(30 * 24 * time.Hour)
	l.says("c1", now, "voucher")
	want(90, 252, "parcel", "returns", "size", "voucher")
	reads := l.reads
	want(90, 252, "parcel", "returns", "size", "voucher")
	if l.reads != reads {
		t.Errorf("%d conversations were read again though they have not grown", l.reads-reads)
	}

	// After all was forgotten, one that goes on is counted from then on.
	now = now.Add(200 * 24 * time.Hour)
	want(90, 0)
	l.says("c1", now, "size")
	want(90, 1, "size")
}
