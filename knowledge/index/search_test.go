package index

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/knowledge"
)

// returnsCorpus has neighbours that differ in a single condition.
func returnsCorpus() []knowledge.Revision {
	filler := "\n\nOur shop is open from nine to six. We answer within one working day."
	return []knowledge.Revision{
		article("opened", "Can I return an opened item?", "You can return an opened item within 30 days."+filler, "i unpacked it already"),
		article("unopened", "Can I return an unopened item?", "Unopened items can be returned within 60 days."+filler, "still sealed"),
		article("receipt", "Exchange with a receipt", "Bring the receipt and the item to the store."+filler, "i have the receipt"),
		article("no-receipt", "Exchange without a receipt", "Without the receipt we exchange at the lowest price."+filler, "lost my receipt"),
		article("giftcard", "How do I use a gift card?", "Type the code of your gift card at checkout."+filler, "redeem a voucher"),
		article("raincoat", "Washing a raincoat", "Wash the raincoat at 30 degrees, without softener."+filler),
		article("invoice", "Where is my invoice?", "The invoice is attached to the dispatch e-mail. Part number TX-4711 stands on it."+filler),
		article("shipping", "What does delivery cost?", "Delivery costs 4.95 euros.\n\nExpress\n\nExpress delivery arrives the next morning if you order before noon."+filler),
	}
}

func TestFinds(t *testing.T) {
	ix := started(t, Options{Source: newMemory(returnsCorpus()...)})
	ready(t, ix)
	for question, want := range map[string]string{
		"can I return an opened item":               "opened",
		"can i return an unopened item":             "unopened",
		"exchange with receipt":                     "receipt",
		"exchange without receipt":                  "no-receipt",
		"exchange when I don't have it, no receipt": "no-receipt",
		"redeem voucher":                            "giftcard",
		"giftcard code":                             "giftcard",
		"gfit card":                                 "giftcard",
		"wash my rain coat":                         "raincoat",
		"invioce":                                   "invoice",
		"TX-4711":                                   "invoice",
		"how fast is express delivery":              "shipping",
		"next morning":                              "shipping",
		"still sealed":                              "unopened",
		"delivrey costs":                            "shipping",
	} {
		if got := find(t, ix, question); len(got) == 0 || got[0] != want {
			t.Errorf("%q finds %v, want %s first", question, got, want)
		}
	}
	res, err := ix.Search(t.Context(), knowledge.Query{Text: "how fast is express delivery"})
	if err != nil {
		t.Fatal(err)
	}
	h := res.Hits[0]
	text := returnsCorpus()[7].Text
	if !strings.Contains(text[h.Passage.Start:h.Passage.End], "next morning") || res.State != knowledge.IndexReady || h.Revision != 1 || res.Version != 8 {
		t.Errorf("hit %+v of %+v", h, res)
	}
	if res, _ := ix.Search(t.Context(), knowledge.Query{Text: "invioce", Limit: 1}); !res.Fuzzy || len(res.Hits) != 1 {
		t.Errorf("a misspelt word: fuzzy %v, %d hits", res.Fuzzy, len(res.Hits))
	}
}

func TestFeaturesOfHits(t *testing.T) {
	ix := started(t, Options{Source: newMemory(returnsCorpus()...)})
	ready(t, ix)
	first := func(q string) knowledge.Features {
		res, err := ix.Search(t.Context(), knowledge.Query{Text: q})
		if err != nil || len(res.Hits) == 0 {
			t.Fatalf("%q: %v", q, err)
		}
		return res.Hits[0].Features
	}
	exact, part, strange := first("Where is my invoice?"), first("invoice for the tax office of my grandmother"), first("zzyzx flurble invoice")
	if exact.Nearest < .99 || exact.Coverage < .99 || exact.Unknown != 0 || exact.Margin < .3 {
		t.Errorf("a title repeated: %+v", exact)
	}
	if part.Nearest >= exact.Nearest || part.Coverage >= exact.Coverage || part.Unknown <= 0 || part.Length != 8 {
		t.Errorf("partly understood: %+v", part)
	}
	if strange.Unknown < .5 || strange.Normalised >= part.Normalised+.2 {
		t.Errorf("hardly understood: %+v", strange)
	}
}

func TestContextOfEarlierQuestionsBreaksTies(t *testing.T) {
	ix := started(t, Options{Source: newMemory(
		article("a", "Washing boots", "Use a brush for them."), article("b", "Washing tents", "Use a brush for them."),
	)})
	ready(t, ix)
	for before, want := range map[string]string{"how do I repair boots": "a", "how do I repair tents": "b"} {
		res, err := ix.Search(t.Context(), knowledge.Query{Text: "washing", Before: []string{before}})
		if err != nil || len(res.Hits) != 2 || res.Hits[0].Article != want {
			t.Errorf("after %q: %v, want %s first (%v)", before, articles(res), want, err)
		}
	}
}

func TestOddQuestions(t *testing.T) {
	ix := started(t, Options{Source: newMemory(returnsCorpus()...)})
	ready(t, ix)
	for _, q := range []string{
		"", "   ", "🙂", "🙂🙂🙂 🎉", "?", "the", "how do I", "what is it", strings.Repeat("a", 4000), strings.Repeat("return item ", 400), strings.Repeat("🙂", 1000),
		"\x00", "\xff\xfe", "SELECT * FROM articles; --", "+field:\"x\" ~2 AND (", "*", "a* OR b?", strings.Repeat("x ", 2000), "返品したい", "٣", "1234567890",
	} {
		res, err := ix.Search(t.Context(), knowledge.Query{Text: q})
		if err != nil {
			t.Errorf("%.30q: %v", q, err)
		}
		sane(t, q, res)
	}
}

func TestTinyAndUniformCorpora(t *testing.T) {
	var same []knowledge.Revision
	for i := range 3000 {
		same = append(same, article(fmt.Sprintf("a%04d", i), "The same title", "The same text in every article."))
	}
	for name, corpus := range map[string][]knowledge.Revision{
		"empty": nil, "one": {article("only", "Refunds", "Refunds take five days.")}, "identical": same,
		"no text": {article("x", "Title alone", "")}, "symbols": {article("x", "???", "🙂"), article("y", "!!!", "…")},
	} {
		t.Run(name, func(t *testing.T) {
			ix := started(t, Options{Dir: t.TempDir(), Source: newMemory(corpus...)})
			ready(t, ix)
			for _, q := range []string{"refunds", "the same title", "something else entirely", "title alone", "", "???"} {
				began := time.Now()
				res, err := ix.Search(t.Context(), knowledge.Query{Text: q})
				if err != nil {
					t.Fatal(err)
				}
				sane(t, q, res)
				if took := time.Since(began); took > 2*time.Second {
					t.Errorf("%q takes %v", q, took)
				}
				if again := find(t, ix, q); !slices.Equal(again, articles(res)) {
					t.Errorf("%q: %v and then %v", q, articles(res), again)
				}
			}
		})
	}
}

func TestAnythingIsSane(t *testing.T) {
	ix := started(t, Options{Source: newMemory(returnsCorpus()...)})
	ready(t, ix)
	word := rapid.OneOf(rapid.SampledFrom(strings.Fields("return returns opened without receipt not the a invoice delivry 4711 é 🙂 giftcard rain coat how is")), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		q := strings.Join(rapid.SliceOfN(word, 0, 40).Draw(t, "words"), " ")
		res, err := ix.Search(context.Background(), knowledge.Query{Text: q, Limit: rapid.IntRange(-1, 30).Draw(t, "limit")})
		if err != nil {
			t.Fatal(err)
		}
		sane(t, q, res)
	})
}

// sane checks what must hold of any result.
func sane(t interface{ Errorf(string, ...any) }, q string, res knowledge.Result) {
	last := math.Inf(1)
	for i, h := range res.Hits {
		f := h.Features
		for name, x := range map[string]float64{
			"normalised": f.Normalised, "margin": f.Margin, "coverage": f.Coverage, "nearest": f.Nearest, "unknown": f.Unknown, "proximity": f.Proximity, "score": h.Score,
		} {
			if !(x >= 0 && x <= 1) {
				t.Errorf("%.30q: %s of hit %d is %v", q, name, i, x)
			}
		}
		if h.Score > last || h.Score == last && h.Article < res.Hits[i-1].Article {
			t.Errorf("%.30q: hit %d is out of order", q, i)
		}
		last = h.Score
	}
}

func TestTitlesAreSearchedWhileTheCopyIsBuilt(t *testing.T) {
	gate := make(chan struct{})
	ix, err := Open(t.Context(), Options{Dir: t.TempDir(), Source: newMemory(returnsCorpus()...), Poll: 5 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	ix.step = func(step string) {
		if step == "written" {
			<-gate
		}
	}
	run(t, ix)
	res, err := ix.Search(t.Context(), knowledge.Query{Text: "exchange without receipt"})
	if err != nil || res.State != knowledge.IndexTitlesOnly || len(res.Hits) == 0 || res.Hits[0].Article != "no-receipt" || res.Hits[0].Passage != (knowledge.Span{}) {
		t.Errorf("while building: %+v, %v", res, err)
	}
	if done, state := ix.Progress(); done != 8 || state != knowledge.IndexTitlesOnly {
		t.Errorf("progress %d, %s", done, state)
	}
	close(gate)
	ready(t, ix)
	if done, state := ix.Progress(); done != 8 || state != knowledge.IndexReady {
		t.Errorf("progress %d, %s", done, state)
	}
}

func TestSearchBeforeTheCorpusIsRead(t *testing.T) {
	source := newMemory(returnsCorpus()...)
	source.fail(errors.New("the database is busy"))
	ix := started(t, Options{Source: source})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	res, err := ix.Search(ctx, knowledge.Query{Text: "receipt"})
	if err == nil || res.State != knowledge.IndexDown || ix.State() != knowledge.IndexDown {
		t.Errorf("with no corpus: %+v, %v", res, err)
	}
	source.fail(nil)
	ready(t, ix)
	if got := find(t, ix, "exchange without receipt"); got[0] != "no-receipt" {
		t.Errorf("after the database came back: %v", got)
	}
}
