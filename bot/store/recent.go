package store

import (
	"errors"
	"fmt"
	"hash/maphash"
	"sync"

	"frontdesk/bot"
	"frontdesk/knowledge/sqldb"
)

// recentSize is how many conversations are remembered; one takes about a kilobyte.
const recentSize = 16384

// view is a conversation as it was at its head, with the ids its senders have used so far.
type view struct {
	bot.Conversation
	sent    map[act]int64 // → number of the event
	version int64         // of the database when it was written, see sqldb.Tx.Version
}

// act is what makes an act of a sender known again: 64 bits that stand for the author and the client's id. Two acts that
// share them, which nobody can bring about, would be found out when the earlier one is read. It spares the memory of the
// texts, and the collector the way through them.
type act uint64

// actSeed keeps clients from choosing ids that share their bits.
var actSeed = maphash.MakeSeed()

func actOf(author bot.AuthorKind, id, clientID string) act {
	var h maphash.Hash
	h.SetSeed(actSeed)
	for _, s := range [...]string{string(author), id, clientID} {
		h.WriteString(s)
		h.WriteByte(0)
	}
	return act(h.Sum64())
}

// recent remembers the conversations that were written last, so that a message needs no read. Whoever writes in a
// conversation takes its view out and puts it back when it is true again: so a view is in nobody's hands but theirs,
// although several writers work at the same time.
//
// A view may be out of date all the same: behind, after a write by another process, or ahead, for a moment in which the
// database has given a transaction up and its writer does not know yet. Both are noticed by the log: an event goes in
// only if the number after the head is free and the head is there, which needs no look where the database tells that
// nobody else has written. Then the view is read again.
type recent struct {
	size int

	mu        sync.Mutex
	now, last map[string]*view // two generations: the older is dropped when the newer is full
}

func newRecent(size int) *recent {
	return &recent{size: size, now: make(map[string]*view)}
}

// take returns what is remembered of a conversation and forgets it; nil if there is nothing.
func (r *recent) take(id string) *view {
	r.mu.Lock()
	defer r.mu.Unlock()
	if v := r.now[id]; v != nil {
		delete(r.now, id)
		return v
	}
	v := r.last[id]
	delete(r.last, id)
	return v
}

func (r *recent) put(v *view) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.now) >= r.size/2 {
		r.now, r.last = make(map[string]*view), r.now
	}
	r.now[v.ID] = v
}

func (r *recent) drop(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.now, id)
	delete(r.last, id)
}

// append notes what was written.
func (v *view) append(after bot.Conversation, events []bot.Event) {
	v.Conversation = after
	for i := range events {
		if e := &events[i]; e.ClientID != "" {
			v.sent[actOf(e.Author.Kind, e.Author.ID, e.ClientID)] = e.Seq
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
		var author bot.AuthorKind
		var by, client string
		var seq int64
		if err := rows.Scan(&seq, &author, &by, &client); err != nil {
			return nil, errors.Join(fmt.Errorf("read the ids used in %s: %w", id, err), rows.Close())
		}
		v.sent[actOf(author, by, client)] = seq
	}
	return v, errors.Join(rows.Err(), rows.Close())
}
