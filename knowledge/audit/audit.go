// Package audit is the log of who did what when: which articles were published and withdrawn, which settings and
// accounts were changed. It is written in the transaction of what it tells of, and only ever at its end. Each entry
// has a hash over itself and the hash before it, so that [Verify] notices an entry that was changed, left out or put
// in between. An end that was cut off is noticed by comparing the last hash with one that was noted elsewhere.
package audit

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"frontdesk/knowledge/sqldb"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate makes the table, or brings it up to date.
func Migrate(ctx context.Context, db *sqldb.DB) error { return db.Migrate(ctx, "audit", migrations) }

// Entry is one thing that somebody did.
type Entry struct {
	Seq    int64     // from 1, set by Append
	At     time.Time // to the millisecond
	Who    string    // staff id, CommandLine or System
	What   string    // object and act, such as "article.publish"
	Object string    // id of what it was done to
	Detail string    // what else there is to know, "" if nothing
	Hash   string    // set by Append
}

// Who acts where nobody is signed in.
const (
	CommandLine = "command line"
	System      = "system"
)

type actor struct{}

// By says in a context who acts, for whatever is written with it.
func By(ctx context.Context, who string) context.Context { return context.WithValue(ctx, actor{}, who) }

// Who returns who acts, System if nobody was named.
func Who(ctx context.Context) string {
	if who, ok := ctx.Value(actor{}).(string); ok && who != "" {
		return who
	}
	return System
}

// Append adds an entry in the transaction of what it tells of. Whoever else appends waits until that has ended, also
// where it is a write of a key, so it should come late in it.
func Append(tx *sqldb.Tx, e Entry) error {
	if err := tx.Lock("audit"); err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	last, err := newest(tx.QueryRow(newestSQL))
	if err != nil {
		return err
	}
	e.Seq, e.At = last.Seq+1, e.At.UTC().Truncate(time.Millisecond)
	e.Hash = e.sum(last.Hash)
	if _, err := tx.Exec(`INSERT INTO audit (seq, at, who, what, object, detail, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		e.Seq, e.At.UnixMilli(), e.Who, e.What, e.Object, e.Detail, e.Hash); err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	return nil
}

const newestSQL = `SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1`

func newest(row *sql.Row) (e Entry, err error) {
	if err = row.Scan(&e.Seq, &e.Hash); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return e, fmt.Errorf("read the end of the audit log: %w", err)
	}
	return e, nil
}

// sum is the hash of an entry after one with the hash given. The fields are joined as JSON, so that no two entries
// look alike.
func (e Entry) sum(before string) string {
	b, err := json.Marshal([]any{before, e.Seq, e.At.UnixMilli(), e.Who, e.What, e.Object, e.Detail})
	if err != nil {
		panic("strings and numbers can be written as JSON: " + err.Error())
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// Filter chooses entries. Fields that are zero choose all.
type Filter struct {
	Before int64  // only entries with lower numbers
	Object string // only what was done to this
	Who    string // only what this person did
	Limit  int    // 0 is 100
}

// List returns entries, newest first.
func List(ctx context.Context, db *sqldb.DB, f Filter) ([]Entry, error) {
	if f.Limit == 0 {
		f.Limit = 100
	}
	return read(ctx, db, `WHERE (CAST($1 AS BIGINT) = 0 OR seq < $1) AND ($2 = '' OR object = $2) AND ($3 = '' OR who = $3) ORDER BY seq DESC LIMIT $4`,
		f.Before, f.Object, f.Who, f.Limit)
}

func read(ctx context.Context, db *sqldb.DB, where string, args ...any) ([]Entry, error) {
	rows, err := db.Read().QueryContext(ctx, `SELECT seq, at, who, what, object, detail, hash FROM audit `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read the audit log: %w", err)
	}
	defer rows.Close()
	var out []Entry
	for rows.Next() {
		var e Entry
		var at int64
		if err := rows.Scan(&e.Seq, &at, &e.Who, &e.What, &e.Object, &e.Detail, &e.Hash); err != nil {
			return nil, fmt.Errorf("read the audit log: %w", err)
		}
		e.At = time.UnixMilli(at).UTC()
		out = append(out, e)
	}
	return out, rows.Err()
}

// BrokenError says from where on the log is not what was written.
type BrokenError struct {
	Seq int64  // the first entry that is wrong
	Why string // in a few words
}

func (e *BrokenError) Error() string {
	return fmt.Sprintf("the audit log was tampered with: entry %d %s", e.Seq, e.Why)
}

// page is how many entries are read at once.
const page = 1000

// Verify reads the whole log and returns how many entries it has and the last hash. The error is a *BrokenError if
// an entry was changed, left out or put in between. seen, if not "", must be the hash of an entry: without it, the
// log was cut off or written anew.
func Verify(ctx context.Context, db *sqldb.DB, seen string) (n int64, last string, err error) {
	found := seen == ""
	for {
		entries, err := read(ctx, db, `WHERE seq > $1 ORDER BY seq LIMIT $2`, n, page)
		if err != nil {
			return n, last, err
		}
		for _, e := range entries {
			switch {
			case e.Seq != n+1:
				return n, last, &BrokenError{Seq: n + 1, Why: "is missing"}
			case e.sum(last) != e.Hash:
				return n, last, &BrokenError{Seq: e.Seq, Why: "was changed, or one before it was"}
			}
			n, last = e.Seq, e.Hash
			found = found || last == seen
		}
		if len(entries) < page {
			break
		}
	}
	if !found {
		return n, last, &BrokenError{Seq: n + 1, Why: "is missing: the hash that was noted is not in the log"}
	}
	return n, last, nil
}
