package editing_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

// world is a room and what is known of what went on in it.
type world struct {
	*bench
	t          *rapid.T
	twoPersons bool
	overruled  bool // the act that goes on has a reason, or carries out appointments of which one has
}

var someIDs, someTexts, someStaff = []string{"a", "b", "c"}, []string{"k1", "k2", "k1 k2", "k1 k2 k3", "not-k1", "k3 not-k2", "plain"}, []string{"mia", "bob"}

// draw returns one of what there is to choose from.
func draw[T any](w *world, name string, from []T) T { return rapid.SampledFrom(from).Draw(w.t, name) }

// latest returns the number of the newest revision, 0 if there is no such article.
func (w *world) latest(id string) int {
	a, err := w.store.Article(context.Background(), id)
	if err != nil {
		return 0
	}
	return a.Latest
}

// revision draws one that there is, or just is not.
func (w *world) revision(id string) int {
	return rapid.IntRange(0, w.latest(id)+1).Draw(w.t, "revision")
}

// reason draws whether the exam is overruled.
func (w *world) reason() string {
	if !rapid.Bool().Draw(w.t, "overrule") {
		return ""
	}
	w.overruled = true
	return "for the sake of the test"
}

func (w *world) save() error {
	id, text, who := draw(w, "id", someIDs), draw(w, "text", someTexts), draw(w, "who", someStaff)
	if n := w.latest(id); n > 0 {
		return second(w.Save(context.Background(), id, n, knowledge.Content{Title: id, Body: text}, who))
	}
	return second(w.Create(context.Background(), id, knowledge.Content{Title: id, Body: text}, who))
}

func (w *world) publishOne() error {
	id, who := draw(w, "id", someIDs), draw(w, "who", someStaff)
	number := w.revision(id)
	was, _ := w.store.Article(context.Background(), id)
	_, c, err := w.Publish(context.Background(), editing.Step{ID: id, Revision: number, Author: who, Overrule: w.reason()})
	if err == nil && w.twoPersons && was.Published != number {
		if r, err := w.store.Revision(context.Background(), id, number); err != nil || r.Author == who {
			w.t.Fatalf("%s published their own revision %d of %s: %v", who, number, id, err)
		}
	}
	if stopped, ok := errors.AsType[*editing.Stopped](err); ok && (len(c.Worse) == 0 || len(stopped.Comparison.Worse) != len(c.Worse) || w.overruled) {
		w.t.Fatalf("stopped by %+v, with a reason: %v", c, w.overruled)
	}
	return err
}

func (w *world) withdrawOne() error {
	return third(w.Withdraw(context.Background(), editing.Step{ID: draw(w, "id", someIDs), Author: draw(w, "who", someStaff), Overrule: w.reason()}))
}

func (w *world) typeOnly() error {
	return w.Autosave(context.Background(), store.Autosave{Article: draw(w, "id", someIDs), Author: draw(w, "who", someStaff), Content: knowledge.Content{Title: "x", Body: "only typed"}})
}

func (w *world) bring() error {
	source := draw(w, "source", []string{"", "", "folder"})
	b := store.Batch{At: w.clock(), Overrule: w.reason()}
	for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom(someIDs), 1, 3, rapid.ID).Draw(w.t, "ids") {
		text := draw(w, "text", someTexts)
		switch n := w.latest(id); draw(w, "how", []string{"put", "put", "draft", "again", "gone"}) {
		case "put":
			b.Puts = append(b.Puts, store.Put{ID: id, Base: n, Content: knowledge.Content{Title: id, Body: text, Locale: "en"}, Text: text, Author: "import", At: b.At, Publish: true, Source: source})
		case "draft":
			b.Puts = append(b.Puts, store.Put{ID: id, Base: n, Content: knowledge.Content{Title: id, Body: text, Locale: "en"}, Text: text, Author: "import", At: b.At, Source: source})
		case "again":
			b.Again = append(b.Again, store.Publication{ID: id, Revision: n, Source: source})
		case "gone":
			b.Gone = append(b.Gone, store.Publication{ID: id, Revision: n, Source: source})
		}
	}
	return w.Write(context.Background(), b)
}

func (w *world) appoint() error {
	s := store.Scheduled{Article: draw(w, "id", someIDs), Act: draw(w, "act", []store.Act{store.ActPublish, store.ActWithdraw}), Author: draw(w, "who", someStaff), Overrule: w.reason(),
		Due: w.clock().Add(time.Duration(rapid.IntRange(-1, 5).Draw(w.t, "hours")) * time.Hour)}
	if s.Act == store.ActPublish {
		s.Revision = w.revision(s.Article)
	}
	return w.Schedule(context.Background(), s)
}

func (w *world) wait() error {
	w.later(time.Duration(rapid.IntRange(1, 3).Draw(w.t, "hours")) * time.Hour)
	all, err := w.store.AllScheduled(context.Background())
	if err != nil {
		return err
	}
	w.overruled = slices.ContainsFunc(all, func(s store.Scheduled) bool { return s.Overrule != "" })
	if err := w.RunDue(context.Background()); err != nil {
		w.t.Fatalf("what was due: %v", err)
	}
	due, err := w.store.Due(context.Background(), w.clock(), 100)
	if err != nil || len(due) > 0 {
		w.t.Fatalf("still due: %+v %v", due, err)
	}
	return nil
}

// TestNeverWorse does anything in any order and checks after each step: a question gets worse only if somebody gave a
// reason; what is refused changes nothing; what is published was saved as a revision, and by two persons where that is
// wanted.
func TestNeverWorse(t *testing.T) {
	rooms := map[bool]*bench{false: open(t, editing.Config{Gate: new(words)})}
	rooms[true] = rooms[false].beside(t, editing.Config{Gate: new(words), TwoPersons: true})
	published, stopped, declined := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		w := &world{t: t, twoPersons: rapid.Bool().Draw(t, "two persons")}
		w.bench = rooms[w.twoPersons]
		w.empty(t)
		acts := map[string]func() error{"save": w.save, "save too": w.save, "publish": w.publishOne, "publish too": w.publishOne, "withdraw": w.withdrawOne, "type": w.typeOnly, "bring": w.bring, "appoint": w.appoint, "wait": w.wait}
		names := []string{"save", "save too", "publish", "publish too", "withdraw", "type", "bring", "appoint", "wait"}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			before := w.history(t)
			w.overruled = false
			name := draw(w, "act", names)
			err := acts[name]()
			after := w.history(t)
			switch {
			case !expected(err):
				t.Fatalf("%s: %v", name, err)
			case err != nil && len(after) != len(before):
				t.Fatalf("%s was refused (%v), and the corpus changed", name, err)
			}
			steps := after[max(0, len(before)-1):]
			if name == "bring" && len(steps) > 2 { // a batch is examined as a whole
				steps = []string{steps[0], steps[len(steps)-1]}
			}
			if len(before) == 0 {
				steps = nil // there was no corpus to get worse
			}
			if worse := declines(steps); len(worse) > 0 && !w.overruled {
				t.Fatalf("%s made the exam worse: %q", name, worse)
			} else if len(worse) > 0 {
				declined++
			}
			if errors.Is(err, knowledge.ErrExam) {
				stopped++
			}
			published = max(published, len(after))
		}
		for _, text := range w.said(t) {
			if !slices.Contains(someTexts, text) {
				t.Fatalf("%q was published and never saved", text)
			}
		}
		if reasons := strings.Join(w.trail(t, ""), "\n"); strings.Contains(reasons, "article.overrule: 0") {
			t.Fatalf("nothing was overruled:\n%s", reasons)
		}
	})
	if published == 0 || stopped == 0 || declined == 0 {
		t.Errorf("%d changes at most, %d stopped, %d overruled: nothing was proved", published, stopped, declined)
	}
}

// empty takes everything out of the store.
func (b *bench) empty(t tester) {
	t.Helper()
	err := b.db.Write(context.Background(), func(tx *sqldb.Tx) error {
		for _, table := range []string{"review", "schedule", "autosave", "change", "revision", "article"} {
			if _, err := tx.Exec("DELETE FROM " + table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// said returns every text that ever was published.
func (b *bench) said(t tester) (texts []string) {
	t.Helper()
	rows, err := b.db.Read().Query(`SELECT r.text FROM change c JOIN revision r ON r.article = c.article AND r.number = c.revision`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, text)
	}
	return texts
}
