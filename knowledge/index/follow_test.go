package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/knowledge"
)

func TestPublishAndWithdrawAreSeenInTime(t *testing.T) {
	for name, dir := range map[string]string{"memory": "", "disk": t.TempDir()} {
		t.Run(name, func(t *testing.T) {
			source := newMemory(returnsCorpus()...)
			ix := started(t, Options{Dir: dir, Source: source, Poll: 500 * time.Millisecond})
			ready(t, ix)

			within := func(what string, limit time.Duration, ok func() bool) {
				t.Helper()
				began := time.Now()
				eventually(t, what, ok)
				if took := time.Since(began); took > limit {
					t.Errorf("%s took %v", what, took)
				}
			}
			text := "The kayak rental opens in May.\n\nPrices\n\nA paddle costs three euros."
			source.publish(article("kayak", "Renting boats", text))
			within("the published article without a nudge", 2*time.Second, func() bool { return slices.Contains(find(t, ix, "paddle"), "kayak") })

			changed := article("kayak", "Renting boats", "The canoe rental opens in May.")
			changed.Number = 2
			source.publish(changed)
			ix.Nudge()
			within("the edit", time.Second, func() bool { return slices.Contains(find(t, ix, "canoe"), "kayak") })
			if got := find(t, ix, "paddle"); slices.Contains(got, "kayak") {
				t.Errorf("the old text is still found: %v", got)
			}

			source.withdraw("kayak")
			ix.Nudge()
			within("the withdrawal", time.Second, func() bool { return !slices.Contains(find(t, ix, "canoe rental"), "kayak") })
			if got := find(t, ix, "renting boats"); slices.Contains(got, "kayak") {
				t.Errorf("withdrawn, but found: %v", got)
			}
			// The catalogue hides what was withdrawn at once; the copy follows in the same step.
			eventually(t, "the copy that holds what it must and no more", func() bool {
				return ix.engine.Load().audit(ix.books.Load().current()) == nil
			})
		})
	}
}

func TestPoisonIsQuarantined(t *testing.T) {
	poison := article("poison", "Bro\xffken", "Not UTF-8 \xfe at all.")
	source := newMemory(append(returnsCorpus(), poison)...)
	ix := started(t, Options{Dir: t.TempDir(), Source: source})
	ready(t, ix)
	if q := ix.Quarantined(); len(q) != 1 || !errors.Is(q["poison"], errPoison) {
		t.Errorf("quarantined: %v", q)
	}
	if got := find(t, ix, "exchange without receipt"); got[0] != "no-receipt" {
		t.Errorf("the others: %v", got)
	}
	source.publish(article("giftcard", "G\xff", "broken by an edit"))
	ix.Nudge()
	eventually(t, "the edit's quarantine", func() bool { return len(ix.Quarantined()) == 2 })
	if got := find(t, ix, "redeem voucher"); slices.Contains(got, "giftcard") {
		t.Errorf("a revision that is not published any more is found: %v", got)
	}
	source.publish(article("poison", "Mended kayak", "All is well."))
	source.withdraw("giftcard")
	ix.Nudge()
	eventually(t, "the mended article", func() bool {
		return slices.Contains(find(t, ix, "mended kayak"), "poison") && len(ix.Quarantined()) == 0
	})
}

func TestPreparePanicIsContained(t *testing.T) {
	if _, err := prepare(nil, article("x", "title", "text")); !errors.Is(err, errPoison) {
		t.Errorf("a panic in the analysis gives %v", err)
	}
}

func TestRestoredBackupStartsOver(t *testing.T) {
	source := newMemory(returnsCorpus()...)
	source.publish(article("late", "A late addition", "Written after the backup."))
	ix := started(t, Options{Dir: t.TempDir(), Source: source})
	ready(t, ix)
	source.mu.Lock()
	source.changes = source.changes[:len(source.changes)-1]
	delete(source.published, "late")
	source.mu.Unlock()
	ix.Nudge()
	eventually(t, "the index of the backup", func() bool {
		if ix.State() != knowledge.IndexReady || ix.Version() != 8 {
			return false
		}
		return !slices.Contains(find(t, ix, "late addition"), "late")
	})
}

func TestSourceFaultsAreSurvived(t *testing.T) {
	source := newMemory(returnsCorpus()...)
	ix := started(t, Options{Source: source, Poll: 5 * time.Millisecond})
	ready(t, ix)
	source.fail(errors.New("the database restarts"))
	time.Sleep(30 * time.Millisecond)
	if got := find(t, ix, "exchange without receipt"); got[0] != "no-receipt" {
		t.Errorf("while the database is away: %v", got)
	}
	source.fail(nil)
	source.publish(article("kayak", "Kayaks", "Rent one."))
	eventually(t, "the next article", func() bool { return slices.Contains(find(t, ix, "kayaks"), "kayak") })
}

// TestSearchDuringSwaps searches without a pause while new copies are swapped in and articles change:
// no search may fail, go without the article that is always there, or see one that never was.
func TestSearchDuringSwaps(t *testing.T) {
	source := newMemory(returnsCorpus()...)
	ix := started(t, Options{Dir: t.TempDir(), Source: source, Poll: 5 * time.Millisecond})
	ready(t, ix)
	var swaps atomic.Int64
	ctx, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for ctx.Err() == nil {
				res, err := ix.Search(context.Background(), knowledge.Query{Text: "exchange without a receipt"})
				if err != nil || len(res.Hits) == 0 || res.Hits[0].Article != "no-receipt" || res.State != knowledge.IndexReady {
					t.Errorf("during a swap: %v %s %v", articles(res), res.State, err)
					return
				}
			}
		})
	}
	before := ix.engine.Load()
	for i := 0; swaps.Load() < 5; i++ {
		r := article("changing", "A changing article", fmt.Sprintf("Its text is number %d.", i))
		r.Number = i + 1
		source.publish(r)
		if i%2 == 0 {
			source.withdraw("changing")
		}
		ix.Rebuild()
		eventually(t, "a swap", func() bool { now := ix.engine.Load(); return now != nil && now != before })
		before = ix.engine.Load()
		swaps.Add(1)
	}
	stop()
	wg.Wait()
	head, _ := source.Head(t.Context())
	eventually(t, "all changes", func() bool { return ix.Version() == head })
	if err := ix.engine.Load().audit(ix.books.Load().current()); err != nil {
		t.Error(err)
	}
}

func TestManyChangesAtOnce(t *testing.T) {
	source := newMemory()
	ix := started(t, Options{Dir: t.TempDir(), Source: source, Poll: 5 * time.Millisecond})
	ready(t, ix)
	for i := range 1200 {
		source.publish(article(fmt.Sprintf("a%d", i%700), fmt.Sprintf("Article on subject%d", i), strings.Repeat("Words of it. ", 20)))
	}
	head, _ := source.Head(t.Context())
	eventually(t, "all changes", func() bool { return ix.Version() == head })
	if got := find(t, ix, "subject1100"); len(got) == 0 || got[0] != "a400" {
		t.Errorf("found %v", got)
	}
	if err := ix.engine.Load().audit(ix.books.Load().current()); err != nil {
		t.Error(err)
	}
}
