package desk_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/chat"
	"frontdesk/bot/desk"
	"frontdesk/bot/store"
	"frontdesk/knowledge/sqldb"
)

// watch is a clock that stands still unless it is moved.
type watch struct {
	mu  sync.Mutex
	now time.Time
}

func (w *watch) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *watch) set(t time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = t
}

// monday is when the stories begin: a Monday at ten, in UTC.
var monday = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)

// stage is a desk over a real database with a clock that the test moves. Processes are opened and closed on it.
type stage struct {
	t      testing.TB
	path   string
	watch  *watch
	people []desk.Colleague
	wrap   func(chat.Log) chat.Log // sabotage
	dead   func() bool             // the process was killed; nil if that does not happen
	*process
	ids int
}

// process is what one process holds in memory.
type process struct {
	db     *sqldb.DB
	store  *store.Store
	book   *desk.Book
	floor  *desk.Floor
	room   *chat.Room
	desk   *desk.Desk
	keeper *desk.Keeper
	stays  map[string][]*desk.Stay
}

// Colleagues returns who may take conversations.
func (s *stage) Colleagues(context.Context) ([]desk.Colleague, error) {
	return slices.Clone(s.people), nil
}

// Turn is the bot, which has nothing to say: the tests decide for it.
func (s *stage) Turn(context.Context, bot.Question) bot.Decision { return bot.Decision{} }

// newStage opens a desk with these settings. Who is named may take conversations.
func newStage(t testing.TB, settings bot.Settings, people ...string) *stage {
	t.Helper()
	s := &stage{t: t, path: filepath.Join(t.TempDir(), "desk.db"), watch: &watch{now: monday}}
	for _, p := range people {
		s.people = append(s.people, desk.Colleague{ID: p, Name: "Agent " + p})
	}
	s.process = s.open()
	t.Cleanup(func() { s.db.Close() })
	s.settle(settings)
	return s
}

// open starts a process on the database. Syncs to the disk are left out: what they are for is proved elsewhere.
func (s *stage) open() *process {
	s.t.Helper()
	ctx := context.Background()
	db, err := sqldb.Open(ctx, s.path, sqldb.Options{Synchronous: "OFF"})
	s.must(err)
	s.must(db.Write(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(`CREATE TABLE IF NOT EXISTS posted (conversation TEXT, seqs TEXT, seen BIGINT, head BIGINT, at BIGINT)`)
		return err
	}))
	st, err := store.New(ctx, db, func(*sqldb.Tx, string, int) (bool, error) { return true, nil }, outbox{s})
	s.must(err)
	p := &process{db: db, store: st, stays: make(map[string][]*desk.Stay)}
	quiet := func(string, any) error { return nil }
	p.book, err = desk.OpenBook(ctx, st, quiet)
	s.must(err)
	p.floor = desk.NewFloor(p.book, st, s.watch.Now, func() {})
	var log chat.Log = st
	if s.wrap != nil {
		log = s.wrap(st)
	}
	p.room = chat.New(chat.Config{
		Log: log, Turns: st, Answerer: s, Announce: quiet, Plan: p.book.Plan, Prospect: p.floor.Prospect, Here: p.floor.Here,
		Name:  func(_ context.Context, id string) string { return "Agent " + id },
		Clock: s.watch.Now, Observe: func(bot.Decision, time.Duration) {}, BotName: "Bot", Workers: 1, Deadline: time.Second, Logger: slog.New(slog.DiscardHandler),
	})
	p.desk = desk.New(p.room, st, s, p.floor, p.book, s.watch.Now)
	p.keeper = desk.NewKeeper(p.desk, st, slog.New(loud{s}))
	return p
}

// loud makes a test fail for what the keeper of a living process could not do.
type loud struct{ *stage }

func (loud) Enabled(context.Context, slog.Level) bool { return true }
func (l loud) Handle(_ context.Context, r slog.Record) error {
	if l.dead == nil || !l.dead() {
		r.Attrs(func(a slog.Attr) bool { l.t.Errorf("%s: %v", r.Message, a); return true })
	}
	return nil
}
func (l loud) WithAttrs([]slog.Attr) slog.Handler { return l }
func (l loud) WithGroup(string) slog.Handler      { return l }

// outbox is the outgoing mail of a stage.
type outbox struct{ *stage }

// Withdraw keeps everything: the tests look at what was posted.
func (outbox) Withdraw(*sqldb.Tx, string, int64, time.Time) error { return nil }

// Post keeps what goes out by mail, in the transaction of its cause.
func (s outbox) Post(tx *sqldb.Tx, c bot.Conversation, unseen []bot.Event) error {
	var seqs []int64
	for _, e := range unseen {
		seqs = append(seqs, e.Seq)
	}
	list, err := json.Marshal(seqs)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO posted (conversation, seqs, seen, head, at) SELECT $1, $2,
		coalesce((SELECT seq FROM reader WHERE conversation = $1 AND reader = ''), 0), (SELECT max(seq) FROM event WHERE conversation = $1), $3`,
		c.ID, string(list), s.watch.Now().UnixMilli())
	return err
}

// posted is a mail that went out.
type posted struct {
	Seqs []int64
	Seen int64 // how far the customer had read
	Head int64 // how long the log was
	At   time.Time
}

// mails returns the mails of a conversation, first first.
func (s *stage) mails(conversation string) (out []posted) {
	s.t.Helper()
	rows, err := s.db.Read().Query(`SELECT seqs, seen, head, at FROM posted WHERE conversation = $1 ORDER BY rowid`, conversation)
	s.must(err)
	defer rows.Close()
	for rows.Next() {
		var p posted
		var seqs string
		var at int64
		s.must(rows.Scan(&seqs, &p.Seen, &p.Head, &at))
		s.must(json.Unmarshal([]byte(seqs), &p.Seqs))
		p.At = time.UnixMilli(at).UTC()
		out = append(out, p)
	}
	s.must(rows.Err())
	return out
}

// measures returns what was measured in a conversation, in order.
func (s *stage) measures(conversation string) (out []bot.Measure) {
	s.t.Helper()
	rows, err := s.db.Read().Query(`SELECT kind, team, priority, agent, began, due, ended, kept FROM measure WHERE conversation = $1 ORDER BY seq, rowid`, conversation)
	s.must(err)
	defer rows.Close()
	for rows.Next() {
		var m bot.Measure
		var began, due, ended int64
		s.must(rows.Scan(&m.Kind, &m.Team, &m.Priority, &m.Agent, &began, &due, &ended, &m.Kept))
		m.Began, m.Ended = time.UnixMilli(began).UTC(), time.UnixMilli(ended).UTC()
		if due != 0 {
			m.Due = time.UnixMilli(due).UTC()
		}
		out = append(out, m)
	}
	s.must(rows.Err())
	return out
}

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// restart ends the process and starts another one.
func (s *stage) restart() {
	s.t.Helper()
	s.must(s.db.Close())
	s.process = s.open()
}

// settle writes settings as a manager does.
func (s *stage) settle(settings bot.Settings) {
	s.t.Helper()
	_, err := s.put(desk.DocDesk, settings)
	s.must(err)
}

// put writes a document over the revision that there is.
func (s *stage) put(name string, v any) (int64, error) {
	s.t.Helper()
	body, err := json.Marshal(v)
	s.must(err)
	now, err := s.book.Get(context.Background(), name)
	s.must(err)
	return s.book.Put(context.Background(), bot.Setting{Name: name, Revision: now.Revision, Body: string(body), Author: "boss", At: s.watch.Now()})
}

// pass lets time go by, during which whoever is connected is active, and has the keeper look at its end.
func (s *stage) pass(d time.Duration) {
	s.watch.set(s.watch.Now().Add(d))
	for _, stays := range s.stays {
		for _, stay := range stays {
			stay.Touch(true)
		}
	}
	s.look()
}

// look has the keeper do what is due.
func (s *stage) look() { s.keeper.Look(context.Background()) }
