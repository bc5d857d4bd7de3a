package store

import (
	"errors"
	"fmt"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

// recentSize is how many conversations are remembered; one takes about a kilobyte.
const recentSize = 16384

// view is a conversation as it was at its head, with the ids its senders have used so far.
type view struct {
	bot.Conversation
	sent map[act]int64 // → number of the event
}

// act is what makes an act of a sender known again.
type act struct {
	author   bot.AuthorKind
	id       string // of the author
	clientID string
}

func actOf(e bot.Event) act { return act{e.Author.Kind, e.Author.ID, e.ClientID} }

// recent remembers the conversations that were written last, so that a message needs no read. A view may be
// out of date, after a rolled-back transaction or a write by another process. That is noticed by the key of
// the log: the number after its head is taken. Then the view is read again.
type recent struct {
	size      int
	now, last map[string]*view // two generations: the older is dropped when the newer is full
}

func newRecent(size int) *recent {
	return &recent{size: size, now: make(map[string]*view)}
}

func (r *recent) get(id string) *view {
	if v := r.now[id]; v != nil {
		return v
	}
	return r.last[id]
}

func (r *recent) put(v *view) {
	if len(r.now) >= r.size/2 {
		r.now, r.last = make(map[string]*view), r.now
	}
	r.now[v.ID] = v
}

func (r *recent) drop(id string) {
	delete(r.now, id)
	delete(r.last, id)
}

// append notes what was written.
func (v *view) append(after bot.Conversation, events []bot.Event) {
	v.Conversation = after
	for _, e := range events {
		if e.ClientID != "" {
			v.sent[actOf(e)] = e.Seq
		}
	}
}

// look reads a conversation with the ids its senders have used, or returns bot.ErrNotFound.
func look(tx *sqldb.Tx, id string) (*view, error) {
	c, err := scan(tx.QueryRow(`SELECT `+columns+` FROM conversation WHERE id = $1`, id))
	if err != nil {
		return nil, err
	}
	v := &view{Conversation: c, sent: make(map[act]int64)}
	rows, err := tx.Query(`SELECT seq, author, author_id, client_id FROM event WHERE conversation = $1 AND client_id <> ''`, id)
	if err != nil {
		return nil, fmt.Errorf("read the ids used in %s: %w", id, err)
	}
	for rows.Next() {
		var a act
		var seq int64
		if err := rows.Scan(&seq, &a.author, &a.id, &a.clientID); err != nil {
			return nil, errors.Join(fmt.Errorf("read the ids used in %s: %w", id, err), rows.Close())
		}
		v.sent[a] = seq
	}
	return v, errors.Join(rows.Err(), rows.Close())
}
