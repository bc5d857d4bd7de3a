package main_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"frontdesk/knowledge/sqldb"
	"frontdesk/widget/wire"
)

// stored is an event as the database has it.
type stored struct {
	seq              int64
	kind, author, id string
	body             struct{ Text, Owner, Email string }
}

// verify compares what the crowd was told with what the database holds, and says what does not fit.
func verify(t *testing.T, db *sqldb.DB, h *heard, waiting []string) (faults []string) {
	t.Helper()
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	for _, b := range h.broken {
		fault("a promise was broken on the way: %s", b)
	}
	logs := readLogs(t, db, fault)
	for _, s := range h.acks {
		checkAck(s, logs[s.conversation], fault)
	}
	checkOrder(h.acks, fault)
	for id, all := range h.held {
		for _, held := range all {
			checkHeld(id, held, logs[id], false, fault)
		}
	}
	for id, all := range h.staff {
		for _, held := range all {
			checkHeld(id, held, logs[id], true, fault)
		}
	}
	checkOwners(t, db, logs, waiting, fault)
	for id, log := range logs {
		checkManners(id, log, fault)
	}
	for _, id := range unanswered(t, db) {
		fault("%s: the bot owes an answer", id)
	}
	if db.Engine() == sqldb.Postgres {
		return faults
	}
	query(t, db, `PRAGMA integrity_check`, func(r *sql.Rows) error {
		var s string
		if err := r.Scan(&s); err != nil {
			return err
		}
		if s != "ok" {
			fault("integrity: %s", s)
		}
		return nil
	})
	query(t, db, `PRAGMA foreign_key_check`, func(*sql.Rows) error { fault("a foreign key leads nowhere"); return nil })
	return faults
}

func query(t *testing.T, db *sqldb.DB, q string, each func(*sql.Rows) error) {
	t.Helper()
	rows, err := db.Read().QueryContext(t.Context(), q)
	if err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", q, err)
	}
}

// readLogs reads all logs and checks that their numbers have no gaps and that no act is in them twice.
func readLogs(t *testing.T, db *sqldb.DB, fault func(string, ...any)) map[string][]stored {
	logs := make(map[string][]stored)
	once := make(map[string]int64)
	query(t, db, `SELECT conversation, seq, kind, author, author_id, client_id, body FROM event ORDER BY conversation, seq`, func(r *sql.Rows) error {
		var id, who, body string
		var e stored
		if err := r.Scan(&id, &e.seq, &e.kind, &e.author, &who, &e.id, &body); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(body), &e.body); err != nil {
			return err
		}
		if want := int64(len(logs[id]) + 1); e.seq != want {
			fault("%s: number %d is followed by %d", id, want-1, e.seq)
		}
		if key := id + " " + who + " " + e.id; e.id != "" {
			if first, twice := once[key]; twice {
				fault("%s: %s is there twice, as %d and %d", id, e.id, first, e.seq)
			}
			once[key] = e.seq
		}
		logs[id] = append(logs[id], e)
		return nil
	})
	return logs
}

// checkAck looks for an acknowledged act under the number that was told.
func checkAck(s said, log []stored, fault func(string, ...any)) {
	i := slices.IndexFunc(log, func(e stored) bool { return e.seq == s.seq })
	if i < 0 {
		fault("%s: %s of the %s was acknowledged as %d and is not there", s.conversation, s.id, s.by, s.seq)
		return
	}
	e := log[i]
	if s.kind == wire.TypePerson && e.id != s.id {
		// It changed nothing, because a person was on it already.
		if owner, _ := ownerAfter(log[:i+1]); owner == "bot" {
			fault("%s: the wish %s for a person was acknowledged at %d and is lost", s.conversation, s.id, s.seq)
		}
		return
	}
	want := map[string]string{
		wire.TypeSend: "message", wire.TypeNote: "note", wire.TypePerson: "owner", wire.TypeContact: "contact",
		wire.TypeResolve: "resolved", wire.TypeHandBack: "owner", wire.TypeRelease: "owner",
	}[s.kind]
	if e.id != s.id || e.author != s.by || e.kind != want || e.body.Text != s.text {
		fault("%s: %+v was acknowledged, and in its place stands %+v", s.conversation, s, e)
	}
}

// checkOrder makes sure that each side's acts stand in the order in which they were done.
func checkOrder(acks []said, fault func(string, ...any)) {
	newest := make(map[string]said)
	for _, s := range acks {
		if s.kind == wire.TypePerson || s.by != "customer" {
			continue // one that changed nothing has the number of what was there; agents take turns
		}
		if before := newest[s.conversation]; s.seq <= before.seq {
			fault("%s: %s has number %d, and %s after it %d", s.conversation, before.id, before.seq, s.id, s.seq)
		}
		newest[s.conversation] = s
	}
}

// checkHeld compares what somebody holds with the beginning of the log.
func checkHeld(id string, held []wire.Event, log []stored, staff bool, fault func(string, ...any)) {
	if len(held) > len(log) {
		fault("%s: somebody holds %d events, the log has %d", id, len(held), len(log))
		return
	}
	for i, got := range held {
		e := log[i]
		want := wire.Event{Seq: e.seq, Kind: e.kind, From: e.author, Text: e.body.Text, Owner: e.body.Owner, Email: e.body.Email}
		if !staff && e.kind == "note" {
			want = wire.Event{Seq: e.seq, Kind: "hidden"}
		}
		if got.Seq != want.Seq || got.Kind != want.Kind || got.From != want.From || got.Text != want.Text || got.Owner != want.Owner || got.Email != want.Email {
			fault("%s: somebody holds %+v, the log has %+v", id, got, want)
		}
	}
}

// checkManners looks for words of the bot in what is an agent's.
func checkManners(id string, log []stored, fault func(string, ...any)) {
	for i, e := range log {
		if owner, _ := ownerAfter(log[:i]); owner == "agent" && e.kind == "message" && e.author == "bot" {
			fault("%s: the bot speaks as %d while an agent has the conversation", id, e.seq)
		}
	}
}

// ownerAfter follows the changes of owner in a log.
func ownerAfter(log []stored) (owner, status string) {
	owner, status = "bot", "open"
	for _, e := range log {
		switch e.kind {
		case "owner":
			owner, status = e.body.Owner, "open"
		case "resolved":
			owner, status = "bot", "resolved"
		}
	}
	return owner, status
}

// checkOwners compares each conversation with what its log says became of it, and the queue with what the
// agents see.
func checkOwners(t *testing.T, db *sqldb.DB, logs map[string][]stored, waiting []string, fault func(string, ...any)) {
	seen := make(map[string]bool)
	query(t, db, `SELECT id, owner, status FROM conversation`, func(r *sql.Rows) error {
		var id, owner, status string
		if err := r.Scan(&id, &owner, &status); err != nil {
			return err
		}
		seen[id] = true
		wantOwner, wantStatus := ownerAfter(logs[id])
		if owner != wantOwner || status != wantStatus {
			fault("%s: the conversation is %s with the %s; by its log it is %s with the %s", id, status, owner, wantStatus, wantOwner)
		}
		if (owner == "queue") != slices.Contains(waiting, id) {
			fault("%s: the owner is %s, but whether the agents see it waiting: %v", id, owner, slices.Contains(waiting, id))
		}
		return nil
	})
	for id := range logs {
		if !seen[id] {
			fault("%s: there is a log and no conversation", id)
		}
	}
}

// unanswered lists the conversations in which the bot has not reacted to the customer's last words, or has
// not noticed that it did.
func unanswered(t *testing.T, db *sqldb.DB) (ids []string) {
	t.Helper()
	query(t, db, `SELECT id FROM conversation WHERE id IN (SELECT conversation FROM turn) OR owner = 'bot' AND status = 'open' AND
		coalesce((SELECT max(seq) FROM event WHERE conversation = id AND kind = 'message' AND author = 'customer' AND epoch = conversation.epoch), 0) >
		coalesce((SELECT max(seq) FROM event WHERE conversation = id AND kind = 'message' AND author = 'bot'), 0)`, func(r *sql.Rows) error {
		var id string
		if err := r.Scan(&id); err != nil {
			return err
		}
		ids = append(ids, id)
		return nil
	})
	return ids
}

// harms are what the verifier must notice: the sabotage twins of TestKill.
func harms(t *testing.T, h *heard) map[string]string {
	t.Helper()
	pick := func(what string, fits func(said) bool) said {
		for _, s := range slices.Backward(h.acks) {
			if fits(s) {
				return s
			}
		}
		t.Fatalf("nobody did what is to be harmed: %s", what)
		return said{}
	}
	message := pick("a message", func(s said) bool { return s.kind == wire.TypeSend && s.by == "customer" })
	reply := pick("a reply", func(s said) bool { return s.kind == wire.TypeSend && s.by == "agent" })
	at := func(s said) string { return fmt.Sprintf("conversation = '%s' AND seq = %d", s.conversation, s.seq) }
	return map[string]string{
		"a lost message":    `DELETE FROM event WHERE ` + at(message),
		"a lost last event": fmt.Sprintf(`DELETE FROM event WHERE conversation = '%s' AND seq = (SELECT max(seq) FROM event WHERE conversation = '%[1]s')`, message.conversation),
		"a message stored twice": fmt.Sprintf(`INSERT INTO event SELECT conversation, (SELECT max(seq) + 1 FROM event WHERE conversation = '%s'), kind, author, author_id, author_name,
			client_id, at, epoch, body, trace FROM event WHERE %s`, message.conversation, at(message)),
		"a changed message":    `UPDATE event SET body = '{"text":"something else"}' WHERE ` + at(message),
		"a reply of somebody":  `UPDATE event SET author = 'customer' WHERE ` + at(reply),
		"an id that was given": `UPDATE event SET client_id = 'other' WHERE ` + at(reply),
		"a forgotten hand-off": `UPDATE conversation SET owner = 'bot' WHERE id = (SELECT id FROM conversation WHERE owner <> 'bot' LIMIT 1)`,
		// Not the one that was just forgotten, where the harms are done one after the other.
		"a hand-off from nobody": `UPDATE conversation SET owner = 'queue' WHERE id = (SELECT id FROM conversation WHERE owner = 'bot'
			ORDER BY id IN (SELECT conversation FROM event WHERE kind = 'owner') LIMIT 1)`,
		"a turn that is owed":   `INSERT INTO turn (conversation, due, attempts) SELECT id, 9000000000000, 1 FROM conversation WHERE owner <> 'bot' LIMIT 1`,
		"a number out of order": `UPDATE event SET seq = seq + 1000 WHERE ` + at(message),
	}
}
