package folder

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/care"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

// desk is a folder, and the real store and room that it goes into. Its exam is a list of texts that may not be
// published and of articles that must be.
type desk struct {
	*Folder
	t     testing.TB
	dir   string
	store *store.Store
	log   *logged

	mu       sync.Mutex
	bad      []string // a published body with one of these fails
	together []string // bodies that fail only if all are published by the same change
	needed   []string // ids that have to stay
	blind    bool     // the exam does not say which article it was
	sittings int
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func open(t testing.TB, files ...string) *desk {
	t.Helper()
	d := &desk{t: t, dir: filepath.Join(t.TempDir(), "docs"), log: &logged{}}
	db, err := sqldb.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), sqldb.Options{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	d.store = store.New(db)
	if err := d.store.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(d.log, nil))
	room := editing.New(editing.Config{Store: d.store, Clock: func() time.Time { return noon }, Log: slog.New(slog.DiscardHandler), Gate: d})
	d.Folder, err = New(Config{Dir: d.dir, Articles: d.store, Writer: room, Clock: func() time.Time { return noon }, Log: log, Inspect: care.Take})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(d.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	d.files(files...)
	return d
}

// Sit implements editing.Gate.
func (d *desk) Sit(_ context.Context, p knowledge.Proposal) (exam.Comparison, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.sittings++
	c, found := exam.Comparison{Asked: 10}, 0
	worse := func(id, text string) {
		pair := exam.Pair{ExamQuestion: knowledge.ExamQuestion{Asked: knowledge.Asked{Text: text}}, WasGrade: exam.Correct, IsGrade: exam.Wrong,
			Was: exam.Verdict{Decision: exam.Answer, Article: "other"}, Is: exam.Verdict{Decision: exam.Answer, Article: id}}
		if d.blind {
			pair.Is.Article = "elsewhere"
		}
		c.Worse = append(c.Worse, pair)
	}
	for _, change := range p.Changes {
		for _, id := range d.needed {
			if change.Revision == nil && change.Article == id {
				worse(id, "who needs "+id)
			}
		}
		if change.Revision == nil {
			continue
		}
		for _, b := range d.bad {
			if strings.Contains(change.Revision.Body, b) {
				worse(change.Article, "what about "+b)
			}
		}
		for _, b := range d.together {
			if strings.Contains(change.Revision.Body, b) {
				found++
			}
		}
	}
	if found > 0 && found < len(d.together) {
		worse("", "one without the other")
	}
	return c, nil
}

// files writes files given as name, text, name, text …; a text "-" removes the file.
func (d *desk) files(files ...string) {
	d.t.Helper()
	for i := 0; i < len(files); i += 2 {
		path := filepath.Join(d.dir, filepath.FromSlash(files[i]))
		if files[i+1] == "-" {
			if err := os.RemoveAll(path); err != nil {
				d.t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			d.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(files[i+1]), 0o644); err != nil {
			d.t.Fatal(err)
		}
	}
}

// see looks at the folder once, when it is quiet.
func (d *desk) see() {
	d.t.Helper()
	if d.look(d.t.Context(), still{}, true) {
		d.t.Fatal("another look is wanted")
	}
}

// still watches nothing.
type still struct{}

func (still) Watch(_, _ []string) error { return nil }
func (still) Changes() <-chan struct{}  { return nil }
func (still) Close() error              { return nil }

// stand returns what is published of an article, and "draft …" with its newest revision, "refused" and so on.
func (d *desk) stand(id string) string {
	d.t.Helper()
	a, newest, err := d.store.Current(d.t.Context(), id)
	if err != nil {
		return "-"
	}
	out := string(a.Status)
	if r, err := d.store.PublishedRevision(d.t.Context(), id); err == nil {
		out = r.Text
	}
	if a.HasDraft() && a.Status != knowledge.Withdrawn {
		out += ", draft " + newest.Text
	}
	if a.Refused != "" {
		out += ", refused: " + a.Refused
	}
	if a.Source != Source {
		out += ", not the folder's"
	}
	return out
}

// want compares how articles stand, given as id, beginning, id, beginning …
func (d *desk) want(when string, stands ...string) {
	d.t.Helper()
	for i := 0; i < len(stands); i += 2 {
		got := d.stand(stands[i])
		if got != stands[i+1] && !(strings.HasSuffix(stands[i+1], "…") && strings.HasPrefix(got, strings.TrimSuffix(stands[i+1], "…"))) {
			d.t.Errorf("%s: %s is %q, want %q", when, stands[i], got, stands[i+1])
		}
	}
}

// logged is a log that may be read while it is written.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// take returns what was logged since the last time.
func (l *logged) take() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.b.Reset()
	return l.b.String()
}

func (d *desk) logs(when string, want ...string) {
	d.t.Helper()
	got := d.log.take()
	for _, w := range want {
		if !strings.Contains(got, w) {
			d.t.Errorf("%s: the log has no %q:\n%s", when, w, got)
		}
	}
	if len(want) == 0 && got != "" {
		d.t.Errorf("%s: the log says\n%s", when, got)
	}
}
