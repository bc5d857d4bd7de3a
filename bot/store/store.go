// Package store keeps conversations in SQL: visitors, conversations, their logs of events, and the turns
// the bot owes. One act is one transaction; see [Store.Change].
//
// Several nodes may work over one database. Whatever belongs to a conversation is written under its key, so that writes
// of one conversation follow one another and those of others go on beside them. A node remembers what it wrote last, and
// the log tells it when that is out of date: see recent.
package store

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/audit"
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
	mail      Mail
	recent    *recent
	word      word // of this process about who is connected to it
}

// Mail is the outgoing mail, as a part of the transaction that causes it.
type Mail interface {
	// Post tells the customer of a conversation by mail what they have not seen.
	Post(tx *sqldb.Tx, c bot.Conversation, unseen []bot.Event) error
	// Withdraw takes back what waits to be sent and tells nothing beyond an event that the customer has seen by now.
	Withdraw(tx *sqldb.Tx, conversation string, seen int64, now time.Time) error
}

// New returns a store on db and brings its tables up to date. What the bot cites is checked with
// published when it is committed; what is to go out by mail is given to mail, or dropped if that is nil.
func New(ctx context.Context, db *sqldb.DB, published Published, mail Mail) (*Store, error) {
	if err := audit.Migrate(ctx, db); err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx, "bot", migrations); err != nil {
		return nil, err
	}
	return &Store{db: db, published: published, mail: mail, recent: newRecent(recentSize)}, nil
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
	err := s.db.WriteKey(ctx, conversationKey(id), func(tx *sqldb.Tx) error {
		if v := s.recent.take(id); v != nil {
			err := s.change(tx, &r, v, false, try, rule)
			if err == nil || err == errUnchanged || tx.Wrote() {
				return err
			}
			// The refusal may be due to an old view; so look.
			if !errors.Is(err, errTaken) && upToDate(tx, v) == nil {
				s.recent.put(v)
				return err
			}
		}
		v, err := look(tx, id)
		fresh := errors.Is(err, bot.ErrNotFound) && create != nil
		if fresh {
			v, err = &view{Conversation: *create, sent: make(map[act]int64)}, nil
		}
		if err != nil {
			return err
		}
		return s.change(tx, &r, v, fresh, try, rule)
	})
	if err == errUnchanged {
		return r, nil
	}
	return r, err
}

// Drop forgets what is remembered of a conversation, for when it was erased.
func (s *Store) Drop(conversation string) { s.recent.drop(conversation) }

// change carries out an act on a view of the conversation, which it puts back if the view is good.
func (s *Store) change(tx *sqldb.Tx, r *bot.Outcome, v *view, fresh bool, try bot.Event, rule bot.Rule) error {
	*r = bot.Outcome{Conversation: v.Conversation, Seq: v.Head}
	if try.ClientID != "" {
		if seq, ok := v.sent[actOf(try.Author.Kind, try.Author.ID, try.ClientID)]; ok {
			r.Seq = seq
			return s.kept(v, sameAct(tx, v.ID, seq, try))
		}
	}
	ch, err := rule(v.Conversation)
	if err != nil {
		return err
	}
	if !fresh && (len(ch.Events) == 0 || !v.MailDue.IsZero()) {
		// Nothing will collide in the log, or a mail may have gone out of which the log does not tell: an old view has
		// to be noticed here.
		if err := upToDate(tx, v); err != nil {
			return err
		}
	}
	if len(ch.Events) == 0 && !ch.Quiet {
		if fresh {
			return errUnchanged
		}
		return s.kept(v, errUnchanged)
	}
	tx.Undo(func() { s.recent.drop(v.ID) }) // the view would be ahead of the log
	version := tx.Version()
	if err := s.apply(tx, r, ch, fresh, version != 0 && version == v.version); err != nil {
		return err
	}
	v.append(r.Conversation, r.Events)
	v.version = version
	s.recent.put(v)
	return nil
}

// kept puts a view back that nothing has to be written to, for it has the act already.
func (s *Store) kept(v *view, err error) error {
	if err == errUnchanged {
		s.recent.put(v)
	}
	return err
}

// upToDate returns errTaken if the log has grown since the view was made, or something was done that the log does
// not tell of.
func upToDate(tx *sqldb.Tx, v *view) error {
	var head, alarm, mailDue int64
	err := tx.QueryRow(`SELECT (SELECT coalesce(max(seq), 0) FROM event WHERE conversation = $1), alarm, mail_due FROM conversation WHERE id = $1`, v.ID).Scan(&head, &alarm, &mailDue)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return errTaken // it was erased
	case err != nil:
		return fmt.Errorf("read the head of %s: %w", v.ID, err)
	case head != v.Head, alarm != millis(v.Alarm), mailDue != millis(v.MailDue):
		return errTaken
	}
	return nil
}

// sameAct compares a further try with the event that the first one has stored. It returns errUnchanged if they are the
// same, and bot.ErrIDReused if not. What the server added, such as a queue place, may differ. It returns errTaken if
// the first try is not in the log under that number: then the view was wrong.
func sameAct(tx *sqldb.Tx, conversation string, seq int64, try bot.Event) error {
	var kind bot.EventKind
	var stored string
	err := tx.QueryRow(`SELECT kind, body FROM event WHERE conversation = $1 AND seq = $2 AND author = $3 AND author_id = $4 AND client_id = $5`,
		conversation, seq, string(try.Author.Kind), try.Author.ID, try.ClientID).Scan(&kind, &stored)
	if errors.Is(err, sql.ErrNoRows) {
		return errTaken
	}
	if err != nil {
		return fmt.Errorf("read the earlier try: %w", err)
	}
	var first bot.Body
	if err := json.Unmarshal([]byte(stored), &first); err != nil {
		return fmt.Errorf("read event %d: %w", seq, err)
	}
	if kind != try.Kind || !first.SameAct(try.Body) {
		return bot.ErrIDReused
	}
	return errUnchanged
}

// apply writes a change. Everything that may refuse it comes before the first write, so that a refusal
// does not cost those who share the transaction. The first event of a known conversation is what may
// collide: its number is taken if the view was out of date. With current, the head is known to be there.
func (s *Store) apply(tx *sqldb.Tx, r *bot.Outcome, ch bot.Change, fresh, current bool) error {
	if err := s.checkCitations(tx, ch.Events); err != nil {
		return err
	}
	after := ch.After
	after.Head = ch.Before.Head + int64(len(ch.Events))
	r.Moved = after.Owner != ch.Before.Owner || after.Status != ch.Before.Status || after.Epoch != ch.Before.Epoch
	place, err := queuePlace(tx, r.Moved, ch.Events, after)
	if err != nil {
		return err
	}
	if fresh {
		if err := begin(tx, after); err != nil {
			return err
		}
	}
	r.Events = ch.Events
	for i := range r.Events {
		e := &r.Events[i]
		e.Conversation, e.Seq, e.Epoch = after.ID, ch.Before.Head+int64(i)+1, after.Epoch
		if e.Kind == bot.EventOwner && e.Body.Owner == bot.OwnerQueue || e.Kind == bot.EventWait {
			e.Body.Place = place
		}
		if err := s.insert(tx, e, i == 0 && e.Seq > 1 && !current); err != nil {
			return err
		}
	}
	if !fresh {
		if err := save(tx, ch.Before, &after); err != nil {
			return err
		}
	}
	r.Conversation, r.Seq, r.Turn = after, after.Head, ch.Turn
	if err := s.consequences(tx, r, ch); err != nil {
		return err
	}
	if len(r.Events) > 0 {
		r.Seq = r.Events[0].Seq
	}
	return nil
}

// waits reports whether the customer is told that they wait longer.
func waits(events []bot.Event) bool {
	return slices.ContainsFunc(events, func(e bot.Event) bool { return e.Kind == bot.EventWait })
}

// errTaken says that the number of an event is taken.
var errTaken = errors.New("the log has grown meanwhile")

// checkCitations refuses what cites a revision that is not published any more.
func (s *Store) checkCitations(tx *sqldb.Tx, events []bot.Event) error {
	for _, e := range events {
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
	return nil
}

// queuePlace is the place in its team's queue, 1 is next, of who moved there or is told to wait longer; 0 for others. Who
// has just come is behind all who wait, whatever the nodes' clocks say, and nobody else comes before that is committed.
func queuePlace(tx *sqldb.Tx, moved bool, events []bot.Event, c bot.Conversation) (place int, err error) {
	if c.Owner.Kind != bot.OwnerQueue || !moved && !waits(events) {
		return 0, nil
	}
	if err := tx.Lock("queue/" + c.Team); err != nil {
		return 0, err
	}
	last := moved && len(events) > 0 && c.Queued.Equal(events[0].At)
	err = tx.QueryRow(`SELECT count(*) FROM conversation WHERE owner = 'queue' AND team = $3 AND id <> $2 AND ($4 OR (queued, id) < ($1, $2))`, millis(c.Queued), c.ID, c.Team, last).Scan(&place)
	if err != nil {
		return 0, fmt.Errorf("find the queue place: %w", err)
	}
	return place + 1, nil
}

// turn writes what becomes of the turn that the bot owes.
func turn(tx *sqldb.Tx, conversation string, t bot.Turn, events []bot.Event) (err error) {
	switch t {
	case bot.TurnStart:
		now := events[0].At
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
