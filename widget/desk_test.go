package widget

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"frontdesk/bot/account"
	"frontdesk/bot/gap"
	"frontdesk/bot/insight"
	"frontdesk/knowledge/care"
	"frontdesk/knowledge/sqldb"
)

// testDesk is the whole edge over a real database, with a corpus on a shelf.
type testDesk struct {
	t        testing.TB
	edge     *edge
	accounts *account.Accounts
	votes    *insight.Votes
	shelf    *shelf
	talk     *talk
	log      *strings.Builder
	staffed  bool
	db       *sqldb.DB
	config   Config // as the desk was opened, before what the test changed
}

func (d *testDesk) Staffed(string) bool { return d.staffed }

const ownURL = "https://desk.example"

// built are pages as the build makes them, in little.
func built() fs.FS {
	files := fstest.MapFS{}
	for _, name := range []string{"widget.js", "panel.html", "signin.html", "agent.html", "editor.html", "settings.html", "continue.html", "panel.js", "staff.css", "chime.mp3", "odd"} {
		files[name] = &fstest.MapFile{Data: []byte("the content of " + name + strings.Repeat(" and more", 200))}
	}
	return files
}

// openDesk starts a desk; change may alter its configuration, permit replaces the rule about roles.
func openDesk(t testing.TB, change func(*Config), permit func([]account.Role, account.Permission) bool) *testDesk {
	t.Helper()
	db, err := sqldb.Open(t.Context(), filepath.Join(t.TempDir(), "desk.db"), sqldb.Options{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, migrate := range []func(context.Context, *sqldb.DB) error{account.Migrate, insight.Migrate} {
		if err := migrate(t.Context(), db); err != nil {
			t.Fatal(err)
		}
	}
	d := &testDesk{t: t, shelf: newShelf(t, db), log: &strings.Builder{}}
	log := slog.New(slog.NewTextHandler(d.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	d.accounts = account.New(db, time.Now, rand.Reader, slog.New(slog.DiscardHandler))
	d.votes = insight.NewVotes(db, time.Now)
	d.talk = openTalk(t, db, d.accounts)
	c := Config{
		PublicURL: ownURL,
		Sites: []Site{
			{ID: "shop", Title: "Tarnside help", Greeting: "Hello!", Hours: "9–17", Origins: []string{"https://shop.example", "https://www.shop.example"}},
			{ID: "club", Title: "Club", Top: []string{"size", "gone", "returns"}},
		},
		Files: built(), Accounts: d.accounts, Index: d.shelf, Corpus: d.shelf, Editing: d.shelf.room, Votes: d.votes, Desk: d, Standards: insight.NewStandards(db, d.talk.clock),
		Gaps:  &oneGap{conversation: firstTalk, visitor: "first", state: gap.Open},
		Stage: d.shelf.stage(t), Exam: d.shelf, Synonyms: d.shelf,
		Imports: Imports{Articles: d.shelf.Store, Writer: d.shelf.room, Inspect: care.Take, Dir: filepath.Join(t.TempDir(), "uploads")},
		Care:    d.shelf.lists, LinkCheck: d.shelf.links, Uploads: d.shelf, Suggestions: d.shelf,
		Privacy: d.talk.privacy, Agents: d.talk.desk, Book: d.talk.book, Settings: d.talk.book, Answerer: d.talk, History: d.talk.store, Visitors: d.talk.store,
		Links: d.talk.links, NewToken: func() string { return rand.Text() + rand.Text() }, NewID: rand.Text,
		CustomerSocket: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }),
		StaffSocket: func(w http.ResponseWriter, _ *http.Request, who account.Staff) {
			w.Header().Set("Who", who.ID+" "+who.Session)
			w.WriteHeader(http.StatusAccepted)
		},
		Ready:    func(context.Context) []Problem { return nil },
		Registry: prometheus.NewRegistry(), Clock: time.Now, Log: log,
		Limits: Limits{Customer: 100_000, Search: 100_000, Vote: 100_000, SignIn: 100_000, Staff: 100_000},
	}
	d.db, d.config = db, c
	if change != nil {
		change(&c)
	}
	if permit == nil {
		permit = account.Allowed
	}
	if d.edge, err = newEdge(c, permit); err != nil {
		t.Fatal(err)
	}
	return d
}

// node is another node of the same desk.
func (d *testDesk) node(change func(*Config)) *testDesk {
	d.t.Helper()
	other, c := *d, d.config
	c.Registry, c.Imports.Dir = prometheus.NewRegistry(), filepath.Join(d.t.TempDir(), "uploads")
	if change != nil {
		change(&c)
	}
	var err error
	if other.edge, err = newEdge(c, account.Allowed); err != nil {
		d.t.Fatal(err)
	}
	return &other
}

// rows counts those of a table.
func (d *testDesk) rows(table string) (n int) {
	d.t.Helper()
	if err := d.db.Read().QueryRowContext(d.t.Context(), `SELECT COUNT(*) FROM `+table).Scan(&n); err != nil {
		d.t.Fatal(err)
	}
	return n
}

// exec changes something in the database.
func (d *testDesk) exec(query string, args ...any) {
	d.t.Helper()
	if err := d.db.Write(d.t.Context(), func(tx *sqldb.Tx) error { _, err := tx.Exec(query, args...); return err }); err != nil {
		d.t.Fatal(err)
	}
}

// staff creates a person and returns their record.
func (d *testDesk) staff(email string, roles ...account.Role) account.Staff {
	d.t.Helper()
	s, err := d.accounts.Create(d.t.Context(), email, "Name of "+email, roles)
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

// session begins a session and returns its cookie.
func (d *testDesk) session(s account.Staff) *http.Cookie {
	d.t.Helper()
	link, err := d.accounts.IssueLink(d.t.Context(), s.ID, 0)
	if err != nil {
		d.t.Fatal(err)
	}
	g, err := d.accounts.RedeemLink(d.t.Context(), link)
	if err != nil {
		d.t.Fatal(err)
	}
	return &http.Cookie{Name: "__Host-frontdesk", Value: g.Token}
}

// request makes a request as a page of the desk would; with changes something about it.
func request(method, target, body string, with ...func(*http.Request)) *http.Request {
	r := httptest.NewRequest(method, ownURL+target, strings.NewReader(body))
	r.RemoteAddr = "192.0.2.1:1234"
	r.Header.Set("Origin", ownURL)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, change := range with {
		change(r)
	}
	return r
}

func cookie(c *http.Cookie) func(*http.Request) {
	return func(r *http.Request) { r.AddCookie(c) }
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) {
		if value == "" {
			r.Header.Del(name)
			return
		}
		r.Header.Set(name, value)
	}
}

func (d *testDesk) do(r *http.Request) *httptest.ResponseRecorder {
	d.t.Helper()
	w := httptest.NewRecorder()
	d.edge.mux.ServeHTTP(w, r)
	return w
}

// want makes a request and checks its status; the answer's JSON is read into out unless that is nil.
func (d *testDesk) want(status int, r *http.Request, out any) *httptest.ResponseRecorder {
	d.t.Helper()
	w := d.do(r)
	if w.Code != status {
		d.t.Fatalf("%s %s: %d %s; want %d", r.Method, r.URL, w.Code, w.Body, status)
	}
	if out != nil {
		if err := json.Unmarshal(w.Body.Bytes(), out); err != nil {
			d.t.Fatalf("%s %s: %v in %s", r.Method, r.URL, err, w.Body)
		}
	}
	return w
}

// refused makes a request that must be refused with the status and the code, in a body of the agreed form.
func (d *testDesk) refused(status int, code string, r *http.Request) problem {
	d.t.Helper()
	var p problem
	d.want(status, r, &p)
	if p.Code != code || len(p.Message) < 10 || !strings.HasSuffix(p.Message, ".") {
		d.t.Errorf("%s %s: %+v; want the code %s and a sentence", r.Method, r.URL, p, code)
	}
	return p
}
