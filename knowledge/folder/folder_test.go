package folder

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/knowledge"
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
	d.Folder, err = New(Config{Dir: d.dir, Articles: d.store, Writer: room, Clock: func() time.Time { return noon }, Log: log})
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
		pair := exam.Pair{ExamQuestion: knowledge.ExamQuestion{Asked: knowledge.Asked{Text: text}}, BeforeGrade: exam.Correct, AfterGrade: exam.Wrong,
			Before: exam.Verdict{Decision: exam.Answer, Article: "other"}, After: exam.Verdict{Decision: exam.Answer, Article: id}}
		if d.blind {
			pair.After.Article = "elsewhere"
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

// A folder's life: it comes, changes, loses files and takes over what was written here.
func TestFolder(t *testing.T) {
	d := open(t, "a.md", "A", "sub/b.md", "B", "c.md", "---\ndraft: true\n---\nC")
	ctx := t.Context()
	for _, id := range []string{"a", "mine"} {
		if _, err := d.store.Create(ctx, store.Put{ID: id, Content: knowledge.Content{Title: "Mine", Body: "mine", Locale: "en"}, Text: "mine", Author: "mia", At: noon, Publish: true}); err != nil {
			t.Fatal(err)
		}
	}
	d.see()
	d.want("at first", "a", "A", "sub/b", "B", "c", "draft, draft C", "mine", "mine, not the folder's")
	d.logs("at first", "articles of the folder published", "new=2 changed=1", "drafts=1")
	if r, err := d.store.Revision(ctx, "a", 1); err != nil || r.Text != "mine" {
		t.Errorf("the revision that was taken over: %+v %v", r, err)
	}
	d.see()
	d.logs("a second look")

	d.files("a.md", "A2", "sub/b.md", "-", "new.md", "N")
	d.see()
	d.want("after changes", "a", "A2", "sub/b", "withdrawn, not the folder's", "new", "N", "mine", "mine, not the folder's")
	d.logs("after changes", "new=1 changed=1", "withdrawn=1")
	d.files("sub/b.md", "B")
	d.see()
	d.want("back", "sub/b", "B")
	d.log.take()

	// An editor's temporary files are no articles.
	d.files(".a.md.swp", "x", "a.md~", "x", "4913", "x", "#a.md#", "x")
	d.see()
	d.logs("temporary files")
}

// A file that cannot be read keeps nobody else out, and its article stays.
func TestBrokenFiles(t *testing.T) {
	d := open(t, "a.md", "A", "b.md", "B", "named.md", "---\nid: other\n---\nO", "late.md", "L")
	d.see()
	d.log.take()
	d.files("a.md", "A2", "b.md", "---\ntitle: x: y\n---\n", "named.md", "---\nid: other\ntitle: [\n---\nO", "never.md", "\xff", "late.md", "-")
	d.see()
	d.want("broken", "a", "A2", "b", "B, refused: b.md:2: the front matter is not valid YAML…", "other", "O, refused: named.md:…", "never", "-", "late", "withdrawn…")
	d.logs("broken", "file=b.md line=2", "file=named.md", "file=never.md line=1", "changed=1")
	d.see()
	d.files("c.md", "C")
	d.see()
	if got := d.log.take(); strings.Contains(got, "b.md") || !strings.Contains(got, "new=1") {
		t.Errorf("the same faults are told again:\n%s", got)
	}
	d.files("b.md", "B", "named.md", "---\nid: other\n---\nO2", "never.md", "-")
	d.see()
	d.want("mended", "b", "B", "other", "O2")
	d.files("b.md", "---\ntitle: x: y\n---\n")
	d.log.take()
	d.see()
	d.logs("broken again", "file=b.md line=2")

	// Nobody knows whose article is in a file that cannot be read at all: then nothing is gone for sure.
	d.files("a.md", "-", "huge.md", strings.Repeat("x", 5<<20))
	d.see()
	d.want("unreadable", "a", "A2")
	d.files("huge.md", "-")
	d.see()
	d.want("readable", "a", "withdrawn…")
}

// A folder that is not there, or that holds nothing, takes nothing away.
func TestLostFolder(t *testing.T) {
	d := open(t, "a.md", "A", "b.md", "B")
	d.see()
	d.log.take()
	lost := func(when, word string) {
		t.Helper()
		d.see()
		d.want(when, "a", "A", "b", "B")
		d.logs(when, word, "level=ERROR")
		d.see()
		d.logs(when + ", and again")
	}
	moved := d.dir + ".moved"
	if err := os.Rename(d.dir, moved); err != nil {
		t.Fatal(err)
	}
	lost("gone", "the folder cannot be read")
	if err := os.WriteFile(d.dir, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	lost("a file", "the folder cannot be read")
	if err := os.Remove(d.dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(d.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	lost("empty", "there is no article in the folder")
	d.files("image.png", "x")
	d.see()
	d.want("without articles", "a", "A", "b", "B")
	d.files("a.md", "A2")
	d.see()
	d.want("back", "a", "A2", "b", "withdrawn…")
	d.logs("back", "the folder is followed again", "withdrawn=1")
}

// While files are changing, what is there is published and nothing is withdrawn.
func TestRestlessFolder(t *testing.T) {
	d := open(t, "a.md", "A", "b.md", "B")
	d.see()
	d.files("a.md", "A2", "b.md", "-")
	if !d.look(t.Context(), still{}, false) {
		t.Error("no further look is wanted")
	}
	d.want("restless", "a", "A2", "b", "B")
	d.see()
	d.want("quiet", "b", "withdrawn…")
}

// A file that makes the exam worse is refused and kept as a draft, and tried again when something has changed.
func TestRefused(t *testing.T) {
	d := open(t, "a.md", "A", "b.md", "B")
	d.see()
	d.bad, d.needed = []string{"poison"}, []string{"b"}
	d.files("a.md", "poison", "b.md", "-", "new.md", "more poison", "good.md", "G")
	d.log.take()
	d.see()
	why := "refused: the exam gets worse: “what about poison” was answered rightly from \"other\" and would be answered wrongly from "
	d.want("refused", "a", "A, draft poison, "+why+`"a"`, "b", "B, refused: its file is gone, but without it the exam gets worse: “who needs b”…",
		"new", "draft, draft more poison, "+why+`"new"`, "good", "G")
	d.logs("refused", "article=a", "file=a.md", "article=b", "article=new", "new=1", "refused=3")
	was := d.sittings
	d.see()
	d.logs("nothing new")
	if d.sittings != was {
		t.Error("the exam is sat again although nothing has changed")
	}

	// Another file changes: they are tried again, and what is known is not told again.
	d.files("good.md", "G2")
	d.see()
	d.want("tried again", "a", "A, draft poison, "+why+`"a"`, "good", "G2")
	if got := d.log.take(); strings.Contains(got, "is refused") {
		t.Errorf("told again:\n%s", got)
	}
	if r, err := d.store.Revisions(t.Context(), "a"); err != nil || len(r) != 2 {
		t.Errorf("%d revisions of a %v", len(r), err)
	}

	// The exam changes, and no file does.
	d.bad = nil
	if err := d.store.PutExamQuestion(t.Context(), knowledge.ExamQuestion{ID: "q", Asked: knowledge.Asked{Text: "?"}, At: noon}); err != nil {
		t.Fatal(err)
	}
	d.see()
	d.want("another exam", "a", "poison", "new", "more poison", "b", "B, refused…")

	// The file is back as it was: nothing is refused any more.
	d.files("b.md", "B")
	d.see()
	d.want("mended", "b", "B")
}

// A file may bring its own reason. It counts for that file alone, and only where the exam stops it.
func TestOverrule(t *testing.T) {
	d := open(t)
	d.bad = []string{"poison"}
	d.files("a.md", "---\noverrule: the question is out of date\n---\npoison", "b.md", "poison", "c.md", "---\noverrule: nothing to overrule here\n---\nC")
	d.see()
	d.want("overruled", "a", "poison", "b", "draft…", "c", "C")
	d.logs("overruled", "a file of the folder overrules the exam", `reason="the question is out of date"`)
	d.see()
	d.logs("a second look")
}

// Of many files, those that pass get out, and the exam is not sat for each by itself.
func TestOffenders(t *testing.T) {
	const files, offenders = 120, 3
	for name, blind := range map[string]bool{"the exam says which": false, "the exam does not": true} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			d.bad, d.blind = []string{"poison"}, blind
			for i := range files {
				text := "good"
				if i%(files/offenders) == 7 {
					text = "poison"
				}
				d.files(fmt.Sprintf("f%03d.md", i), text)
			}
			d.see()
			var published, refused int
			for i := range files {
				switch got := d.stand(fmt.Sprintf("f%03d", i)); {
				case got == "good":
					published++
				case strings.HasPrefix(got, "draft"):
					refused++
				}
			}
			if published != files-offenders || refused != offenders {
				t.Errorf("%d published, %d refused", published, refused)
			}
			if most := 12; !blind && d.sittings > most {
				t.Errorf("%d sittings, want at most %d", d.sittings, most)
			}
			if d.sittings > maxSittings+2*offenders {
				t.Errorf("%d sittings", d.sittings)
			}
			t.Logf("%d sittings", d.sittings)
		})
	}
	// Too many to find them all: it ends, what is not examined is refused with that reason, and the rest is out.
	d := open(t)
	d.bad, d.blind = []string{"poison"}, true
	for i := range files {
		d.files(fmt.Sprintf("f%03d.md", i), []string{"good", "poison"}[i%2])
	}
	d.see()
	if d.sittings > maxSittings+files {
		t.Errorf("%d sittings", d.sittings)
	}
	if got := d.stand("f118"); !strings.HasPrefix(got, "draft, draft good, refused: the exam gets worse with this and other files") {
		t.Errorf("what was not examined by itself: %s", got)
	}
}

// What passes only together goes out together, also beside something that does not.
func TestTogether(t *testing.T) {
	d := open(t)
	d.bad, d.together = []string{"poison"}, []string{"one", "other"}
	d.files("a.md", "the one", "b.md", "the other", "c.md", "poison", "d.md", "D")
	d.see()
	d.want("together", "a", "the one", "b", "the other", "c", "draft…", "d", "D")
}

// An article that was edited while its file was read is tried again.
func TestConflict(t *testing.T) {
	d := open(t, "a.md", "A")
	w := d.Writer
	d.Writer = writeFunc(func(ctx context.Context, b store.Batch) error {
		d.Writer = w
		return fmt.Errorf("save: %w", knowledge.ErrConflict)
	})
	if !d.look(t.Context(), still{}, true) {
		t.Error("no further look is wanted after a conflict")
	}
	d.see()
	d.want("again", "a", "A")
	d.files("a.md", "A2")
	d.Writer = writeFunc(func(ctx context.Context, b store.Batch) error { return fmt.Errorf("the disk is full") })
	d.log.take()
	d.see()
	d.logs("a fault", "the articles of the folder are not up to date", "the disk is full")
	d.see()
	d.logs("the same fault")
	d.Writer = w
	d.see()
	d.want("mended", "a", "A2")
}

type writeFunc func(context.Context, store.Batch) error

func (f writeFunc) Write(ctx context.Context, b store.Batch) error { return f(ctx, b) }
