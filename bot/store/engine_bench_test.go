package store_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/store"
	"frontdesk/knowledge/sqldb"
)

// BenchmarkOverEngine compares the store with the engine under it, in one run and turn by turn, so that all have the same
// disk and the same neighbours. All write customers' messages under the key of a conversation, with a group commit:
//
//   - "changes": the store, in conversations that an agent has.
//   - "rows": the engine alone, the same rows in a table of the same shape, each by a statement that is waited for. On
//     PostgreSQL the store leaves its statements for later, so that those of many messages share a round trip.
//   - "appends": the engine alone, the texts one after the other in a table of two columns. It writes a page of the
//     database for many messages; a log for each conversation writes one for each of them.
//
// "ratio" is changes over rows.
func BenchmarkOverEngine(b *testing.B) {
	for _, e := range []struct {
		name string
		on   func(testing.TB) engine
	}{{"sqlite", sqlite}, {"postgres", postgres}} {
		b.Run(e.name, func(b *testing.B) {
			s, db := open(b, e.on(b))
			f := &floor{db: db}
			f.prepare(b)
			c := &customers{store: s}
			together(b, c.say) // the conversations begin
			together(b, f.row)
			together(b, f.append)
			var changes, rows, appends time.Duration
			writes := 0
			for b.Loop() {
				changes += together(b, c.say)
				rows += together(b, f.row)
				appends += together(b, f.append)
				writes += benchWriters * benchEach
			}
			b.ReportMetric(float64(writes)/changes.Seconds(), "changes/s")
			b.ReportMetric(float64(writes)/rows.Seconds(), "rows/s")
			b.ReportMetric(float64(writes)/appends.Seconds(), "appends/s")
			b.ReportMetric(rows.Seconds()/changes.Seconds(), "ratio")
		})
	}
}

const (
	benchWriters = 256
	benchEach    = 20 // writes of each writer in a turn
)

var benchText = strings.Repeat("where is my parcel? ", 6)

// together has all writers write at the same time and returns how long that took.
func together(b *testing.B, write func(writer int) error) time.Duration {
	began := time.Now()
	var wg sync.WaitGroup
	for w := range benchWriters {
		wg.Go(func() {
			for range benchEach {
				if err := write(w); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	return time.Since(began)
}

func benchConversation(writer int) string { return fmt.Sprintf("conversation-%08d", writer) }

// floor is the engine alone.
type floor struct {
	db   *sqldb.DB
	sent [benchWriters]int
}

func (f *floor) prepare(b *testing.B) {
	number, clustered := `INTEGER PRIMARY KEY`, ` WITHOUT ROWID`
	if f.db.Engine() == sqldb.Postgres {
		number, clustered = `BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY`, ``
	}
	err := f.db.Write(context.Background(), func(tx *sqldb.Tx) error {
		if _, err := tx.Exec(`CREATE TABLE appended (n ` + number + `, body TEXT NOT NULL)`); err != nil {
			return err
		}
		_, err := tx.Exec(`CREATE TABLE rows (conversation TEXT NOT NULL, seq BIGINT NOT NULL, kind TEXT NOT NULL, author TEXT NOT NULL, author_id TEXT NOT NULL,
			author_name TEXT NOT NULL, client_id TEXT NOT NULL, at BIGINT NOT NULL, epoch BIGINT NOT NULL, body TEXT NOT NULL, trace TEXT NOT NULL, PRIMARY KEY (conversation, seq))` + clustered)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

func (f *floor) append(writer int) error {
	return f.db.WriteKey(context.Background(), "conversation/"+benchConversation(writer), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`INSERT INTO appended (body) VALUES ($1)`, benchText)
		return err
	})
}

func (f *floor) row(writer int) error {
	f.sent[writer]++
	id, seq, body := benchConversation(writer), f.sent[writer], `{"text":"`+benchText+`"}`
	return f.db.WriteKey(context.Background(), "conversation/"+id, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`INSERT INTO rows (conversation, seq, kind, author, author_id, author_name, client_id, at, epoch, body, trace)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			id, seq, "message", "customer", "v", "", fmt.Sprint("m", seq), time.Now().UnixMilli(), 1, body, "")
		return err
	})
}

// customers are writers with a conversation each.
type customers struct {
	store *store.Store
	sent  [benchWriters]int
}

func (c *customers) say(writer int) error {
	id := benchConversation(writer)
	c.sent[writer]++
	client := fmt.Sprint("m", c.sent[writer])
	create := &bot.Conversation{ID: id, Visitor: "v", Site: "shop", Status: bot.Open, Owner: bot.Owner{Kind: bot.OwnerAgent, Agent: "anna"}, Epoch: 1}
	try := bot.Event{Kind: bot.EventMessage, Author: bot.Customer("v"), ClientID: client, Body: bot.Body{Text: benchText}}
	_, err := c.store.Change(context.Background(), id, create, try, func(now bot.Conversation) (bot.Change, error) {
		return now.Says(client, benchText, "", bot.Around{}, time.Now())
	})
	return err
}
