package index

import (
	"fmt"
	"sync"
	"testing"

	"frontdesk/knowledge"
)

// numbered is a Judge that knows the how manieth fit it came from.
type numbered struct {
	knowledge.Judge
	number int
	trials []knowledge.Trial
}

func (n numbered) Version() string { return fmt.Sprint(n.number) }

// fitter numbers its fits by way.
type fitter struct {
	mu  sync.Mutex
	all [ways][]numbered
}

func (f *fitter) fit(trials []knowledge.Trial, meaning bool) knowledge.Judge {
	f.mu.Lock()
	defer f.mu.Unlock()
	way := byWords
	if meaning {
		way = withMeaning
	}
	n := numbered{number: len(f.all[way]), trials: trials}
	f.all[way] = append(f.all[way], n)
	return n
}

// last is the newest fit of a way.
func (f *fitter) last(way int) numbered {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.all[way][len(f.all[way])-1]
}

func TestRefitKeepsTheLessonAndChangesTheJudge(t *testing.T) {
	f := &fitter{}
	m := newMemory(
		article("returns", "Return an item", "Send it back within 30 days.", "how do I send something back", "can I return my order"),
		article("parcel", "Track a parcel", "The link is in the mail.", "where is my parcel", "has my order been sent"),
	)
	ix, err := Open(t.Context(), Options{Source: m, Fit: f.fit})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	ix.Refit()
	if n := f.last(byWords).number; n != 0 {
		t.Fatalf("before the first lesson there is nothing to fit to, but %d fits followed", n)
	}
	run(t, ix)
	if err := ix.WaitLearned(t.Context()); err != nil {
		t.Fatal(err)
	}
	lesson := f.last(byWords)
	if len(lesson.trials) == 0 {
		t.Fatal("the lesson had no trials")
	}
	before := ask(t, ix)

	ix.Refit()
	again := f.last(byWords)
	if again.number != lesson.number+1 || len(again.trials) != len(lesson.trials) || &again.trials[0] != &lesson.trials[0] {
		t.Errorf("fit %d to %d trials, want %d to the %d of the lesson", again.number, len(again.trials), lesson.number+1, len(lesson.trials))
	}
	after := ask(t, ix)
	if before.Judge.Version() != lesson.Version() || after.Judge.Version() != again.Version() {
		t.Errorf("judged by fits %s and %s, want %s and then %s", before.Judge.Version(), after.Judge.Version(), lesson.Version(), again.Version())
	}
	if before.Hits[0].Features != after.Hits[0].Features {
		t.Errorf("the hit looks different after the fit:\n%+v\n%+v", before.Hits[0].Features, after.Hits[0].Features)
	}
}

func ask(t *testing.T, ix *Index) knowledge.Result {
	t.Helper()
	r, err := ix.Search(t.Context(), knowledge.Query{Text: "where is my parcel now"})
	if err != nil || len(r.Hits) == 0 {
		t.Fatalf("%d hits, %v", len(r.Hits), err)
	}
	return r
}

// A lesson that ends while fits go on must not bring back a judge from before them.
func TestRefitsAndLessonsDoNotOvertakeEachOther(t *testing.T) {
	f := &fitter{}
	ix, err := Open(t.Context(), Options{Source: newMemory(article("a", "A title", "Text.", "a question")), Fit: f.fit})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 50 {
				lesson := *ix.blank.learned
				ix.judgeBy(&lesson)
			}
		})
		wg.Go(func() {
			for range 50 {
				ix.Refit()
			}
		})
	}
	wg.Wait()
	for way := range ix.learned.Load().ranking {
		if got, want := ix.learned.Load().ranking[way].judge.Version(), f.last(way).Version(); got != want {
			t.Errorf("way %d is judged by fit %s, the last was %s", way, got, want)
		}
	}
}
