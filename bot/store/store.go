// Package store keeps conversations in SQL: visitors, conversations, their logs of events, and the turns
// the bot owes. One act is one transaction; see [Store.Change].
package store

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Published tells, inside a transaction, whether a revision is the one published now.
type Published func(tx *sqldb.Tx, article string, revision int) (bool, error)

// Store keeps conversations. Its methods may be called from any goroutine.
type Store struct {
	db        *sqldb.DB
	published Published
}

// New returns a store on db and brings its tables up to date. What the bot cites is checked with
// published when it is committed.
func New(ctx context.Context, db *sqldb.DB, published Published) (*Store, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx, "bot", sub); err != nil {
		return nil, err
	}
	return &Store{db: db, published: published}, nil
}

// errUnchanged ends a transaction that has nothing to write.
var errUnchanged = errors.New("nothing to write")

// Change loads the conversation, applies the rule to it and commits what the rule says, as a whole. If the
// conversation does not exist and create is not nil, it begins as *create.
//
// An act with a client's id is stored once: trying again returns the first result, even if the rule would
// refuse it by now, and the same id with another content is bot.ErrIDReused. The act is known by the
// author, client id, kind and body of its first event, which try describes. A cited revision that is not
// published any more is bot.ErrUnpublished. Errors of the rule are returned as they are.
func (s *Store) Change(ctx context.Context, id string, create *bot.Conversation, try bot.Event, rule bot.Rule) (bot.Outcome, error) {
	var r bot.Outcome
	err := s.db.Write(ctx, func(tx *sqldb.Tx) error {
		r = bot.Outcome{}
		if try.ClientID != "" {
			seq, ok, err := once(tx, id, try)
			if err != nil {
				return err
			}
			if ok {
				r.Seq = seq
				return errUnchanged
			}
		}
		before, err := load(tx, id)
		fresh := errors.Is(err, bot.ErrNotFound) && create != nil
		switch {
		case fresh:
			before = *create
		case err != nil:
			return err
		}
		ch, err := rule(before)
		if err != nil {
			r.Conversation = before
			return err
		}
		return s.apply(tx, &r, ch, fresh)
	})
	if errors.Is(err, errUnchanged) {
		return r, nil
	}
	return r, err
}

// once finds what an earlier try of the same act has stored.
func once(tx *sqldb.Tx, conversation string, e bot.Event) (seq int64, ok bool, err error) {
	var kind bot.EventKind
	var stored string
	row := tx.QueryRow(`SELECT seq, kind, body FROM event WHERE conversation = $1 AND author = $2 AND author_id = $3 AND client_id = $4 AND client_id <> ''`,
		conversation, string(e.Author.Kind), e.Author.ID, e.ClientID)
	switch err := row.Scan(&seq, &kind, &stored); {
	case errors.Is(err, sql.ErrNoRows):
		return 0, false, nil
	case err != nil:
		return 0, false, fmt.Errorf("look for an earlier try: %w", err)
	}
	var b bot.Body
	if err := json.Unmarshal([]byte(stored), &b); err != nil {
		return 0, false, fmt.Errorf("read event %d: %w", seq, err)
	}
	if kind != e.Kind || !sameAct(b, e.Body) {
		return 0, false, bot.ErrIDReused
	}
	return seq, true, nil
}

// sameAct compares what the sender chose; what the server added, such as a queue place, may differ.
func sameAct(a, b bot.Body) bool {
	return a.Text == b.Text && a.Choice == b.Choice && a.Cause == b.Cause && a.Ref == b.Ref &&
		a.Score == b.Score && a.Email == b.Email && a.Name == b.Name &&
		(a.Helpful == nil) == (b.Helpful == nil) && (a.Helpful == nil || *a.Helpful == *b.Helpful)
}

// apply writes a change. Everything that may refuse it comes before the first write, so that a refusal
// does not cost those who share the transaction.
func (s *Store) apply(tx *sqldb.Tx, r *bot.Outcome, ch bot.Change, fresh bool) error {
	r.Conversation = ch.Before
	if len(ch.Events) == 0 {
		r.Seq = ch.Before.Head
		return errUnchanged
	}
	for _, e := range ch.Events {
		for _, c := range e.Body.Citations {
			ok, err := s.published(tx, c.Article, c.Revision)
			if err != nil {
				return fmt.Errorf("check citation of %s: %w", c.Article, err)
			}
			if !ok {
				return bot.ErrUnpublished
			}
		}
	}
	after := ch.After
	r.Moved = after.Owner != ch.Before.Owner || after.Status != ch.Before.Status || after.Epoch != ch.Before.Epoch
	place := 0
	if r.Moved && after.Owner.Kind == bot.OwnerQueue {
		if err := tx.QueryRow(`SELECT count(*) FROM conversation WHERE owner = 'queue' AND (queued, id) < ($1, $2)`,
			millis(after.Queued), after.ID).Scan(&place); err != nil {
			return fmt.Errorf("find the queue place: %w", err)
		}
		place++
	}
	after.Head = ch.Before.Head + int64(len(ch.Events))
	if err := save(tx, ch.Before, after, fresh); err != nil {
		return err
	}
	r.Events = make([]bot.Event, len(ch.Events))
	for i, e := range ch.Events {
		e.Conversation, e.Seq, e.Epoch = after.ID, ch.Before.Head+int64(i)+1, after.Epoch
		if e.Kind == bot.EventOwner && e.Body.Owner == bot.OwnerQueue {
			e.Body.Place = place
		}
		if err := insert(tx, e); err != nil {
			return err
		}
		r.Events[i] = e
	}
	if err := turn(tx, after.ID, ch.Turn, ch.Events[0].At); err != nil {
		return err
	}
	r.Conversation, r.Seq, r.Turn = after, r.Events[0].Seq, ch.Turn
	return nil
}

func turn(tx *sqldb.Tx, conversation string, t bot.Turn, now time.Time) (err error) {
	switch t {
	case bot.TurnStart:
		_, err = tx.Exec(`INSERT INTO turn (conversation, due, attempts) VALUES ($1, $2, 0)
			ON CONFLICT (conversation) DO UPDATE SET due = excluded.due, attempts = 0`, conversation, millis(now))
	case bot.TurnCancel:
		_, err = tx.Exec(`DELETE FROM turn WHERE conversation = $1`, conversation)
	}
	if err != nil {
		return fmt.Errorf("write the pending turn: %w", err)
	}
	return nil
}

func insert(tx *sqldb.Tx, e bot.Event) error {
	body, err := json.Marshal(e.Body)
	if err != nil {
		return fmt.Errorf("write event: %w", err)
	}
	trace := ""
	if e.Trace != nil {
		t, err := json.Marshal(e.Trace)
		if err != nil {
			return fmt.Errorf("write trace: %w", err)
		}
		trace = string(t)
	}
	_, err = tx.Exec(`INSERT INTO event (conversation, seq, kind, author, author_id, author_name, client_id, at, epoch, body, trace)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		e.Conversation, e.Seq, string(e.Kind), string(e.Author.Kind), e.Author.ID, e.Author.Name, e.ClientID, millis(e.At), e.Epoch, string(body), trace)
	if err != nil {
		return fmt.Errorf("append event %d: %w", e.Seq, err)
	}
	return nil
}

// millis is how times are stored; the zero time is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
