package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/importing/importtest"
	"frontdesk/knowledge/language"
)

// rehearsed makes a rehearsal that is closed when the test ends.
func rehearsed(t testing.TB, ix *Index, p knowledge.Proposal) *Rehearsal {
	t.Helper()
	r, err := ix.Rehearse(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Errorf("closing a rehearsal: %v", err)
		}
	})
	return r
}

func findIn(t testing.TB, s searcher, text string) []string {
	t.Helper()
	res, err := s.Search(t.Context(), knowledge.Query{Text: text})
	if err != nil {
		t.Fatalf("searching %q: %v", text, err)
	}
	return articles(res)
}

func published(r knowledge.Revision) knowledge.Change {
	return knowledge.Change{Article: r.Article, Revision: &r}
}

func TestRehearsalChangesNothing(t *testing.T) {
	source := newMemory(returnsCorpus()...)
	ix := taught(t, source, nil)
	words, learnt := len(ix.books.Load().vocabulary.names), ix.learned.Load()
	before := findIn(t, ix, "rent a kayak")

	kayak := article("kayak", "Can I rent a kayak?", "Yes, at the pier, for twelve euros an hour.", "paddle boats for hire")
	invoice := article("invoice", "Where is my invoice?", "The invoice lies in your postbox.")
	invoice.Number = 2
	r := rehearsed(t, ix, knowledge.Proposal{Changes: []knowledge.Change{published(kayak), published(invoice), {Article: "opened"}}})
	for question, want := range map[string]string{"rent a kayak": "kayak", "paddle boat": "kayak", "postbox": "invoice", "at the pier": "kayak"} {
		if got := findIn(t, r, question); len(got) == 0 || got[0] != want {
			t.Errorf("the rehearsal of %q finds %v, want %s first", question, got, want)
		}
	}
	if got := findIn(t, r, "can I return an opened item"); slices.Contains(got, "opened") {
		t.Errorf("withdrawn in the rehearsal, but found: %v", got)
	}
	if res, err := r.Search(t.Context(), knowledge.Query{Text: "postbox"}); err != nil || res.Hits[0].Revision != 2 || res.Version != 8 || r.Version() != 8 {
		t.Errorf("the changed article: %+v, %v", res, err)
	}

	if got := findIn(t, ix, "rent a kayak"); !slices.Equal(got, before) || slices.Contains(got, "kayak") {
		t.Errorf("the live index now finds %v, before it was %v", got, before)
	}
	if got := findIn(t, ix, "can I return an opened item"); got[0] != "opened" {
		t.Errorf("withdrawn in the rehearsal only, but the live index finds %v", got)
	}
	if n := len(ix.books.Load().vocabulary.names); n != words || ix.learned.Load() != learnt || ix.Version() != 8 {
		t.Errorf("the live index has %d terms after %d, or another lesson, or another version", n, words)
	}
	if err := ix.engine.Load().audit(ix.books.Load().current()); err != nil {
		t.Errorf("the live copy: %v", err)
	}
}

func TestRehearsalOfNothingIsTheCorpusAsItIs(t *testing.T) {
	ix := taughtWith(t, Options{Source: newMemory(importtest.DemoShop(t)...), Fit: judges})
	r := rehearsed(t, ix, knowledge.Proposal{})
	for _, rev := range importtest.DemoShop(t) {
		for _, text := range []string{rev.Title, strings.Join(strings.Fields(rev.Text)[:4], " ")} {
			x, err := ix.Search(t.Context(), knowledge.Query{Text: text})
			if err != nil {
				t.Fatal(err)
			}
			y, err := r.Search(t.Context(), knowledge.Query{Text: text})
			if err != nil {
				t.Fatal(err)
			}
			if !sameHits(x, y, 3) || len(x.Hits) > 0 && x.Hits[0].Features != y.Hits[0].Features || x.Judge.Version() != y.Judge.Version() {
				t.Errorf("%q finds %v, its rehearsal %v", text, articles(x), articles(y))
			}
		}
	}
}

func TestRehearsalOfSynonyms(t *testing.T) {
	ix := taught(t, newMemory(returnsCorpus()...), nil)
	own, err := language.ParseSynonyms("flurble, receipt")
	if err != nil {
		t.Fatal(err)
	}
	ix.SetSynonyms(own)
	text := "zzyzx, invoice"
	r := rehearsed(t, ix, knowledge.Proposal{Synonyms: &text})
	covered := func(s searcher, text string) float64 {
		res, err := s.Search(t.Context(), knowledge.Query{Text: text})
		if err != nil || len(res.Hits) == 0 {
			t.Fatalf("%q finds %d articles: %v", text, len(res.Hits), err)
		}
		return res.Hits[0].Features.Coverage
	}
	if got := findIn(t, r, "zzyzx"); got[0] != "invoice" || covered(r, "zzyzx") == 0 {
		t.Errorf("the proposed synonym finds %v", got)
	}
	for _, c := range []struct {
		name  string
		in    searcher
		text  string
		known bool
	}{
		{"the synonym that would be gone", r, "flurble", false},
		{"the proposed synonym in the live index", ix, "zzyzx", false},
		{"the synonym in use", ix, "flurble", true},
		{"the synonym in use, in a rehearsal without others", rehearsed(t, ix, knowledge.Proposal{}), "flurble", true},
	} {
		if known := covered(c.in, c.text) > 0; known != c.known {
			t.Errorf("%s is known: %v", c.name, known)
		}
	}
	wrong := "zzyzx"
	var line *language.SynonymError
	if _, err := ix.Rehearse(t.Context(), knowledge.Proposal{Synonyms: &wrong}); !errors.As(err, &line) || line.Line != 1 {
		t.Errorf("a list that cannot be read gives %v", err)
	}
}

func TestRehearsalWaits(t *testing.T) {
	ix, err := Open(t.Context(), Options{Source: newMemory(returnsCorpus()...)})
	if err != nil {
		t.Fatal(err)
	}
	gate := make(chan struct{})
	ix.step = func(step string) {
		if step == "written" {
			<-gate
		}
	}
	run(t, ix)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ix.Rehearse(ctx, knowledge.Proposal{}); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "the index is being built") {
		t.Errorf("while the index is built: %v", err)
	}
	close(gate)
	r := rehearsed(t, ix, knowledge.Proposal{})
	if err := errors.Join(r.Close(), r.Close()); err != nil {
		t.Error(err)
	}
	if _, err := r.Search(t.Context(), knowledge.Query{Text: "receipt"}); err == nil {
		t.Error("a closed rehearsal can be searched")
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := ix.Rehearse(t.Context(), knowledge.Proposal{}); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("a closed index: %v", err)
	}
}

func TestRehearsalLeavesOutWhatCannotBeIndexed(t *testing.T) {
	ix := taught(t, newMemory(returnsCorpus()...), nil)
	broken := article("invoice", "Broken \xff", "nothing")
	r := rehearsed(t, ix, knowledge.Proposal{Changes: []knowledge.Change{published(broken)}})
	if got := findIn(t, r, "Where is my invoice"); slices.Contains(got, "invoice") {
		t.Errorf("an article that the index would have in quarantine is found: %v", got)
	}
}

func TestRehearsalIsCancelled(t *testing.T) {
	ix := taught(t, newMemory(returnsCorpus()...), nil)
	r := rehearsed(t, ix, knowledge.Proposal{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Search(ctx, knowledge.Query{Text: "receipt"}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled question gives %v", err)
	}
	if _, err := ix.Rehearse(ctx, knowledge.Proposal{Changes: []knowledge.Change{{Article: "invoice"}}}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled rehearsal gives %v", err)
	}
}

// TestRehearsalsWhileTheIndexMoves rehearses without a pause while articles are published and withdrawn, copies are
// built and swapped, and finally the index is closed: a rehearsal finds what it found when it was made.
func TestRehearsalsWhileTheIndexMoves(t *testing.T) {
	for _, dir := range []string{"", t.TempDir()} {
		source := newMemory(returnsCorpus()...)
		ix := taughtWith(t, Options{Dir: dir, Source: source, Poll: 1})
		kayak := article("kayak", "Can I rent a kayak?", "Yes, at the pier.")
		held := rehearsed(t, ix, knowledge.Proposal{Changes: []knowledge.Change{published(kayak), {Article: "raincoat"}}})
		check := func(r *Rehearsal) {
			for question, want := range map[string]string{"rent a kayak": "kayak", "exchange without a receipt": "no-receipt"} {
				if got := findIn(t, r, question); len(got) == 0 || got[0] != want {
					t.Errorf("%q finds %v, want %s first", question, got, want)
				}
			}
			if got := findIn(t, r, "wash my raincoat"); slices.Contains(got, "raincoat") {
				t.Errorf("withdrawn, but found: %v", got)
			}
		}
		stop := make(chan struct{})
		var moving, asking sync.WaitGroup
		moving.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				changing := article("changing", fmt.Sprintf("Number%d of a changing article", i), "Its text.", "one", "two", "three")
				changing.Number = i + 1
				source.publish(changing)
				source.withdraw("giftcard")
				source.publish(returnsCorpus()[4])
				ix.Nudge()
				if i%20 == 0 {
					ix.Rebuild()
				}
				if got := find(t, ix, "exchange without a receipt"); len(got) == 0 || got[0] != "no-receipt" {
					t.Errorf("the live index finds %v", got)
				}
			}
		})
		for range 2 {
			asking.Go(func() {
				for range 8 {
					check(held)
					r, err := ix.Rehearse(t.Context(), knowledge.Proposal{Changes: []knowledge.Change{published(kayak), {Article: "raincoat"}}})
					if err != nil {
						t.Error(err)
						return
					}
					check(r)
					if err := r.Close(); err != nil {
						t.Error(err)
					}
				}
			})
		}
		asking.Wait()
		close(stop)
		moving.Wait()
		if err := ix.Close(); err != nil {
			t.Fatal(err)
		}
		check(held)
	}
}

// counted counts the texts that it is asked to encode.
type counted struct {
	knowledge.Encoder
	mu    sync.Mutex
	texts []string
}

func (c *counted) Encode(ctx context.Context, texts []string) ([][]float32, error) {
	c.mu.Lock()
	c.texts = append(c.texts, texts...)
	c.mu.Unlock()
	return c.Encoder.Encode(ctx, texts)
}

func TestRehearsalEncodesWhatIsNew(t *testing.T) {
	texts := &counted{Encoder: builtIn(t)}
	revs := returnsCorpus()
	ix := taughtWith(t, Options{Source: newMemory(revs...), Encoder: builtIn(t), Texts: texts})
	texts.texts = nil
	changed := revs[3]
	changed.Number, changed.Phrasings = 2, append(slices.Clone(changed.Phrasings), "an altogether new phrasing")
	r := rehearsed(t, ix, knowledge.Proposal{Changes: []knowledge.Change{published(changed)}})
	if !slices.Equal(texts.texts, []string{"an altogether new phrasing"}) {
		t.Errorf("encoded %q, want the new phrasing alone", texts.texts)
	}
	if got := findIn(t, r, "altogether new phrasing"); len(got) == 0 || got[0] != changed.Article {
		t.Errorf("the new phrasing finds %v", got)
	}
}

// TestManyStaleDocuments rehearses imports that replace or withdraw a part of the articles, or nearly all: what the copy
// in use proposes for the question is nearly all out of date.
func TestManyStaleDocuments(t *testing.T) {
	for _, others := range []int{0, 700} { // that have nothing to do with it
		var base []knowledge.Revision
		var changes []knowledge.Change
		for i := range others {
			base = append(base, article(fmt.Sprintf("other%03d", i), fmt.Sprintf("Subject%d", i), "Something else."))
		}
		for i := range 600 {
			r := article(fmt.Sprintf("a%03d", i), "Delivery of a parcel", fmt.Sprintf("The parcel number%d is delivered.", i))
			base = append(base, r)
			switch {
			case i%100 == 0:
			case i%2 == 0:
				changes = append(changes, knowledge.Change{Article: r.Article})
			default:
				r.Number, r.Title = 2, "Opening hours of a branch"
				changes = append(changes, published(r))
			}
		}
		ix := taught(t, newMemory(base...), nil)
		r := rehearsed(t, ix, knowledge.Proposal{Changes: changes})
		got := findIn(t, r, "delivery of a parcel")
		for i := range 6 {
			if want := fmt.Sprintf("a%d00", i); !slices.Contains(got[:min(6, len(got))], want) {
				t.Errorf("%s, whose title alone is what is asked, is not among the first six of %v", want, got)
			}
		}
		if got := findIn(t, r, "opening hours branch number301"); len(got) == 0 || got[0] != "a301" {
			t.Errorf("a changed one is not found: %v", got)
		}
	}
}
