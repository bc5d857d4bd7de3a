package privacy_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/insight"
	"frontdesk/bot/mail"
	"frontdesk/bot/privacy"
	"frontdesk/bot/spend"
	"frontdesk/bot/store"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
	articles "frontdesk/knowledge/store"
)

// stage is a desk's database with all parts, and nothing else of a desk.
type stage struct {
	testing.TB
	*privacy.Privacy
	db   *sqldb.DB
	file string // of SQLite
	now  time.Time
	keep bot.Keep
	told []privacy.Erased
}

// openStage opens a desk over the database at an address.
func openStage(t testing.TB, address string) *stage {
	t.Helper()
	db, err := sqldb.Open(context.Background(), address, sqldb.Options{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{TB: t, db: db, file: address, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	t.Cleanup(func() { db.Close() })
	ctx := context.Background()
	for _, migrate := range []func(context.Context, *sqldb.DB) error{account.Migrate, insight.Migrate, mail.Migrate, spend.Migrate,
		func(ctx context.Context, db *sqldb.DB) error { return articles.New(db).Migrate(ctx) },
		func(ctx context.Context, db *sqldb.DB) error { _, err := store.New(ctx, db, nil, nil); return err },
	} {
		if err := migrate(ctx, db); err != nil {
			t.Fatal(err)
		}
	}
	s.again()
	return s
}

// again is what a restart does.
func (s *stage) again() {
	s.Helper()
	p, err := privacy.New(context.Background(), privacy.Config{
		DB: s.db, Keep: func() bot.Keep { return s.keep }, Clock: func() time.Time { return s.now }, Rand: rand.Reader, Log: slog.New(slog.DiscardHandler),
		Announce: func(subject string, v any) error {
			if subject != privacy.SubjectErased {
				s.Errorf("announced under %q", subject)
			}
			s.told = append(s.told, *v.(*privacy.Erased))
			return nil
		},
	})
	if err != nil {
		s.Fatal(err)
	}
	s.Privacy = p
}

func (s *stage) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// exec writes past all rules.
func (s *stage) exec(query string, args ...any) {
	s.Helper()
	s.must(s.db.Write(context.Background(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(query, args...)
		return err
	}))
}

// one reads a number.
func (s *stage) one(query string, args ...any) (n int) {
	s.Helper()
	s.must(s.db.Read().QueryRow(query, args...).Scan(&n))
	return n
}

const day = 24 * time.Hour

// visitor adds one whose name and address stand in what the host page says.
func (s *stage) visitor(id, site, mark string, at time.Time) {
	s.Helper()
	subject, vouched := "", ""
	if mark != "" {
		subject, vouched = mark+" subject", `{"name":"`+mark+` name","email":"`+mark+`@customer.example","at":1}`
	}
	s.exec(`INSERT INTO visitor (id, token_hash, site, created, seen, subject, vouched) VALUES ($1, $2, $3, $4, $4, $5, $6)`, id, "hash "+id, site, at.UnixMilli(), subject, vouched)
	s.exec(`INSERT INTO visitor_token (hash, visitor, created, expires) VALUES ($1, $2, $3, $4)`, "token "+id, id, at.UnixMilli(), at.Add(180*day).UnixMilli())
	s.exec(`INSERT INTO jti (site, jti, visitor, expires) VALUES ($1, $2, $3, 1)`, site, mark+"jti "+id, id)
}

// conversation adds one with a row in every table, and the mark in every text that is the customer's.
func (s *stage) conversation(id, visitor, site, mark string, at time.Time) {
	s.Helper()
	ms := at.UnixMilli()
	s.exec(`INSERT INTO conversation (id, visitor, site, status, owner, agent, epoch, name, email, locale, page, created, updated, queued, reason, last_agent, referrer, zone, tags)
		VALUES ($1, $2, $3, 'resolved', 'bot', '', 1, $4, $5, 'en', $6, $7, $7, 0, '', 'a1', $6, 'Europe/Berlin', $4)`,
		id, visitor, site, mark+" name", mark+"@customer.example", "https://shop.example/"+mark, ms)
	for i, kind := range []string{"message", "contact", "note", "message", "rating"} {
		s.exec(`INSERT INTO event (conversation, seq, kind, author, author_id, author_name, client_id, at, epoch, body, trace)
			VALUES ($1, $2, $3, 'customer', $4, $5, $6, $7, 1, $8, $9)`, id, i+1, kind, visitor, mark+" name", fmt.Sprint("c", i), ms,
			`{"text":"words `+mark+` words","email":"`+mark+`@customer.example","score":2,"summary":"`+mark+` sum"}`, `{"query":"`+mark+`"}`)
	}
	inserts := []struct {
		query string
		args  []any
	}{
		{`INSERT INTO promise (conversation, id, agent, body, made, due, remind, state, late, why, reminded) VALUES ($1, 'p', 'a1', $2, 1, 1, 1, 'kept', FALSE, $2, FALSE)`, []any{id, mark + " promised"}},
		{`INSERT INTO measure (conversation, seq, kind, team, priority, agent, began, due, ended, kept) VALUES ($1, 4, 'first', 't', '', 'a1', 1, 2, 3, TRUE)`, []any{id}},
		{`INSERT INTO reader (conversation, reader, seq, at) VALUES ($1, '', 4, 1)`, []any{id}},
		{`INSERT INTO mention (staff, conversation, seq, at) VALUES ('a1', $1, 3, 1)`, []any{id}},
		{`INSERT INTO mail (id, conversation, recipient, kind, first_seq, last_seq, letter, created, due, attempts, next_try, state, ended, reason)
			VALUES ($2, $1, $3, 'reply', 1, 4, $4, $5, $5, 1, 1, 'failed', $5, $6)`, []any{id, id + "-4", mark + "@customer.example", `{"name":"` + mark + `"}`, ms, "refused " + mark}},
		{`INSERT INTO gap_question (conversation, seq, gap, at, site, visitor, locale, body, outcome, cited, agent_time, agent_messages, answered)
			VALUES ($1, 1, 'g1', $2, $3, $4, 'en', $5, 'handoff', '[]', 0, 0, FALSE)`, []any{id, ms, site, visitor, "how " + mark}},
		{`INSERT INTO gap_read (conversation, head, updated) VALUES ($1, 5, 1)`, []any{id}},
		{`INSERT INTO asked (conversation, seq, at, visitor, locale, body, words, outcome, article) VALUES ($1, 1, $2, $3, 'en', $4, $4, 'handoff', '')`, []any{id, ms, visitor, "how " + mark}},
		{`INSERT INTO quote_read (conversation, head, updated) VALUES ($1, 5, 1)`, []any{id}},
		{`INSERT INTO suggestion (id, article, revision, conversation, text, author, at, state, closed_by, closed_at) VALUES ($2, 'returns', 1, $1, 'It is 30 days.', 'a1', 1, 'open', '', 0)`, []any{id, "s" + id}},
	}
	s.must(s.db.Write(context.Background(), func(tx *sqldb.Tx) error {
		for _, insert := range inserts {
			if _, err := tx.Exec(insert.query, insert.args...); err != nil {
				return err
			}
		}
		return nil
	}))
}

// article is what suggestions are about.
func (s *stage) article() {
	s.Helper()
	s.exec(`INSERT INTO article (id, status, latest, published, created, updated, search) VALUES ('returns', 'published', 1, 1, 1, 1, 'returns')`)
}

// columns returns every table of the database with its columns, as the schema has them.
func (s *stage) columns() map[string][]string {
	s.Helper()
	query := `SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'`
	if s.db.Engine() == sqldb.Postgres {
		query = `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()`
	}
	rows, err := s.db.Read().Query(query)
	s.must(err)
	defer rows.Close()
	out := make(map[string][]string)
	for rows.Next() {
		var table, column string
		s.must(rows.Scan(&table, &column))
		if !strings.HasSuffix(table, "_version") && table != "schema_least" && table != "writer_outcome" {
			out[table] = append(out[table], column)
		}
	}
	s.must(rows.Err())
	return out
}

// dump returns every row of every table as a text.
func (s *stage) dump() map[string][]string {
	s.Helper()
	out := make(map[string][]string)
	for table, columns := range s.columns() {
		slices.Sort(columns)
		rows, err := s.db.Read().Query(`SELECT ` + strings.Join(columns, ", ") + ` FROM ` + table)
		s.must(err)
		out[table] = []string{}
		for rows.Next() {
			values, places := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				places[i] = &values[i]
			}
			s.must(rows.Scan(places...))
			var b strings.Builder
			for i, v := range values {
				if raw, ok := v.([]byte); ok {
					v = string(raw)
				}
				fmt.Fprintf(&b, "%s=%q ", columns[i], fmt.Sprint(v))
			}
			out[table] = append(out[table], b.String())
		}
		s.must(rows.Err())
		rows.Close()
		sort.Strings(out[table])
	}
	return out
}

// audited returns what the audit log says since an entry, oldest first.
func (s *stage) audited() (out []string) {
	s.Helper()
	entries, err := audit.List(context.Background(), s.db, audit.Filter{Limit: 1000})
	s.must(err)
	for _, e := range slices.Backward(entries) {
		out = append(out, e.Who+" "+e.What+" "+e.Object+": "+e.Detail)
	}
	return out
}

// engines runs a test over every engine; fresh opens one more desk.
func engines(t *testing.T, f func(t *testing.T, fresh func(testing.TB) *stage)) {
	t.Run("sqlite", func(t *testing.T) {
		f(t, func(tb testing.TB) *stage { return openStage(tb, filepath.Join(tb.TempDir(), "desk.db")) })
	})
	t.Run("postgres", func(t *testing.T) {
		f(t, func(tb testing.TB) *stage { return openStage(tb, pgtest.Open(tb)) })
	})
}

// clear empties what tests fill.
func (s *stage) clear() {
	s.Helper()
	for _, table := range []string{"event", "promise", "measure", "reader", "mention", "mail", "gap_question", "gap_read", "asked", "quote_read", "suggestion", "article",
		"conversation", "visitor_token", "jti", "visitor", "audit", "erased", "erasure", "swept"} {
		s.exec(`DELETE FROM ` + table)
	}
}
