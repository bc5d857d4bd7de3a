package main

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/knowledge/backup"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/sqldb/pgtest"
)

// harmedDesks are desks with one fault each, and the words by which it is told.
var harmedDesks = map[string]struct{ harm, says string }{
	"nothing":                  {``, ``},
	"a gap in a log":           {`DELETE FROM event WHERE conversation = 'c' AND seq = 2`, "the log of the conversation c has 2 events, numbered 1 to 3"},
	"the beginning of a log":   {`DELETE FROM event WHERE conversation = 'c' AND seq = 1`, "the log of the conversation c has 2 events, numbered 2 to 3"},
	"a log of nothing":         {`DELETE FROM conversation WHERE id = 'c'`, "the conversation c is not there, but has rows in the table event"},
	"a gap in the revisions":   {`DELETE FROM revision WHERE number = 1`, "the article a has 1 revisions, numbered 2 to 2"},
	"a revision that is not":   {`UPDATE article SET latest = 3`, "the newest revision of the article a, 3, is not there"},
	"a published one that not": {`UPDATE article SET published = 7`, "the published revision of the article a, 7, is not there"},
	"a gap in the changes":     {`UPDATE change SET seq = 4 WHERE seq = 2`, "the list of changes has 2 entries, numbered 1 to 4"},
	"a change to nothing":      {`UPDATE change SET revision = 9 WHERE seq = 2`, "change 2 published revision 9 of a, which is not there"},
	"a gap in the synonyms":    {`UPDATE synonyms SET version = 2`, "there are 1 versions of the synonyms, numbered 2 to 2"},
	"another file":             {`UPDATE file SET size = 3, data = CAST('abc' AS BLOB)`, "is not what it was when it was kept"},
	"the audit log":            {`UPDATE audit SET who = 'somebody else' WHERE seq = 1`, "the audit log was tampered with: entry 1"},
}

func TestVerifyNotices(t *testing.T) {
	for engine, fresh := range map[string]func(t testing.TB) string{
		"sqlite":   func(t testing.TB) string { return filepath.Join(t.TempDir(), app.DatabaseFile) },
		"postgres": pgtest.Open,
	} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			db, err := sqldb.Open(t.Context(), fresh(t), sqldb.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { db.Close() })
			if err := upToDate(t.Context(), db, partsOf(slog.New(slog.DiscardHandler))); err != nil {
				t.Fatal(err)
			}
			tables, err := db.Tables(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for name, c := range harmedDesks {
				if err := db.Wipe(t.Context(), tables); err != nil {
					t.Fatal(err)
				}
				furnish(t, db)
				if c.harm != "" {
					change(t, db, c.harm)
				}
				x, err := examine(t.Context(), db)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if got := strings.Join(x.Faults, "; "); c.says == "" && got != "" || !strings.Contains(got, c.says) {
					t.Errorf("%s: %q, want %q", name, got, c.says)
				}
				if err := report(backup.Examination{Faults: x.Faults}); (err != nil) != (c.says != "") {
					t.Errorf("%s: the command ends with %v", name, err)
				}
			}
		})
	}
}

// auditHash is the hash of the one entry of the audit log.
const auditHash = "187273000852cf415e04d70de586be7eebeff1c7a76d905e8821b69a713a9a61"

// furnish puts a little of everything into a desk.
func furnish(t *testing.T, db *sqldb.DB) {
	t.Helper()
	for _, s := range []string{
		`INSERT INTO visitor (id, token_hash, site, created, seen) VALUES ('v', 'h', 'main', 1, 1)`,
		`INSERT INTO conversation (id, visitor, site, status, owner, agent, epoch, name, email, locale, page, created, updated, queued, reason, last_agent)
			VALUES ('c', 'v', 'main', 'open', 'bot', '', 1, '', '', '', '', 1, 1, 0, '', '')`,
		`INSERT INTO event (conversation, seq, kind, author, author_id, author_name, client_id, at, epoch, body, trace)
			VALUES ('c', 1, 'm', 'c', '', '', 'x', 1, 1, '', ''), ('c', 2, 'm', 'c', '', '', 'y', 1, 1, '', ''), ('c', 3, 'm', 'c', '', '', 'z', 1, 1, '', '')`,
		`INSERT INTO article (id, status, latest, published, created, updated, search) VALUES ('a', 'published', 2, 2, 1, 1, '')`,
		`INSERT INTO revision (article, number, title, body, text, phrasings, tags, category, locale, author, at)
			VALUES ('a', 1, '', '', '', '[]', '[]', '', '', '', 1), ('a', 2, '', '', '', '[]', '[]', '', '', '', 1)`,
		`INSERT INTO change (seq, article, revision) VALUES (1, 'a', 1), (2, 'a', 2)`,
		`INSERT INTO synonyms (version, text, author, at) VALUES (1, '', '', 1)`,
		`INSERT INTO file (id, name, type, size, data, author, at) VALUES ('2d711642b726b04401627ca9fbac32f5', 'x.txt', 'text/plain', 1, CAST('x' AS BLOB), '', 1)`,
		`INSERT INTO audit (seq, at, who, what, object, detail, hash) VALUES (1, 1000, 'ana', 'x', 'y', '', '` + auditHash + `')`,
	} {
		change(t, db, s)
	}
}

// change carries out a statement that changes something.
func change(t *testing.T, db *sqldb.DB, statement string) {
	t.Helper()
	if db.Engine() == sqldb.Postgres {
		statement = strings.ReplaceAll(statement, "AS BLOB", "AS BYTEA")
	}
	err := db.Write(context.Background(), func(tx *sqldb.Tx) error {
		r, err := tx.Exec(statement)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			t.Errorf("%s changes nothing: %v", statement, err)
		}
		return nil
	})
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}
