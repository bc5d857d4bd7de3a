package answer

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/knowledge"
	"frontdesk/knowledge/importing/importtest"
)

// TestDemoShopSaysOnlyWhatIsWritten asks the real index every title and phrasing of the demo's corpus:
// each must be answered or asked back about, and nothing may be said that is not written.
func TestDemoShopSaysOnlyWhatIsWritten(t *testing.T) {
	s := newShop(importtest.DemoShop(t))
	a := New(Config{Search: s.serving(t), Revisions: s})
	asked, answered, right, clarified := 0, 0, 0, 0
	for _, id := range s.order {
		r := s.revisions[id]
		for _, q := range append([]string{r.Title}, r.Phrasings...) {
			d := a.Turn(t.Context(), bot.Question{Text: q})
			madeOfItsSources(t, d, s)
			switch asked++; {
			case d.Kind == bot.Answer:
				answered++
				if d.Citations[0].Article == id {
					right++
				} else {
					t.Logf("%q is answered from %s instead of %s (%.2f)", q, d.Citations[0].Article, id, d.Trace.Confidence)
				}
			case d.Kind == bot.Clarification:
				clarified++
			case d.Trace.Rule != "person":
				t.Logf("%q ends in %s by %s (%.2f)", q, d.Kind, d.Trace.Rule, d.Trace.Confidence)
			}
		}
	}
	t.Logf("%d questions: %d answered, %d of them rightly, %d asked back", asked, answered, right, clarified)
	if answered*10 < asked*9 || right*100 < answered*98 {
		t.Errorf("of %d questions in the corpus's own words %d were answered and %d rightly", asked, answered, right)
	}
}

// TestDemoShopRefusesWhatItDoesNotKnow asks questions of other trades.
func TestDemoShopRefusesWhatItDoesNotKnow(t *testing.T) {
	s := newShop(importtest.DemoShop(t))
	a := New(Config{Search: s.serving(t), Revisions: s})
	wrong := 0
	questions := []string{
		"how do I renew my passport", "what is the capital of australia", "my toner cartridge is empty", "can you recommend a dentist", "train times to london",
		"how do I bake sourdough bread", "who won the football match", "is my mortgage application approved", "reset my router", "book a flight to paris",
		"what's the weather tomorrow", "tell me a joke", "how tall is mount everest", "asdf qwerty zxcv", "do you serve vegan burgers",
		"how do I install python", "my landlord raised the rent", "vaccination for dogs", "what does kubernetes do", "translate hello into japanese",
	}
	for _, q := range questions {
		if d := a.Turn(t.Context(), bot.Question{Text: q}); d.Kind == bot.Answer {
			wrong++
			t.Logf("%q is answered from %s (%.2f)", q, d.Citations[0].Article, d.Trace.Confidence)
		}
	}
	if wrong > len(questions)/5 {
		t.Errorf("%d of %d questions of other trades are answered", wrong, len(questions))
	}
}

// TestNearNeighboursAreKeptApart: articles of the demo that differ in one condition.
func TestNearNeighboursAreKeptApart(t *testing.T) {
	s := newShop(importtest.DemoShop(t))
	a := New(Config{Search: s.serving(t), Revisions: s})
	for question, want := range map[string]string{
		"can I return an opened item":                   "returns/opened-item",
		"can I return an unopened item":                 "returns/unopened-item",
		"exchange in the store with a receipt":          "returns/store-exchange-with-receipt",
		"exchange in the store without a receipt":       "returns/store-exchange-without-receipt",
		"cancel an order that was not sent yet":         "orders/cancel-before-dispatch",
		"cancel an order that was dispatched already":   "orders/cancel-after-dispatch",
		"redirect a parcel on its way":                  "orders/change-address-after-dispatch",
		"change delivery address before it is sent":     "orders/change-address-before-dispatch",
		"it says delivered but I have not received it":  "delivery/marked-delivered-not-received",
		"can I cahnge the delivery adress before sendt": "orders/change-address-before-dispatch",
	} {
		if _, ok := s.revisions[want]; !ok {
			t.Logf("the demo has no %s", want)
			continue
		}
		d := a.Turn(t.Context(), bot.Question{Text: question})
		got := ""
		if len(d.Citations) > 0 {
			got = d.Citations[0].Article
		} else if slices.ContainsFunc(d.Choices, func(c bot.Choice) bool { return c.Article == want }) {
			got = want // asked back, with the right one to choose
		}
		if got != want {
			t.Errorf("%q: %s %s %q (%.2f), want %s", question, d.Kind, d.Trace.Rule, got, d.Trace.Confidence, want)
		}
	}
}

// TestFollowUpInTheDemo carries a question on.
func TestFollowUpInTheDemo(t *testing.T) {
	s := newShop(importtest.DemoShop(t))
	a := New(Config{Search: s.serving(t), Revisions: s})
	first := a.Turn(t.Context(), bot.Question{Text: "can I return an unopened item"})
	if first.Kind != bot.Answer {
		t.Fatalf("%s by %s", first.Kind, first.Trace.Rule)
	}
	second := a.Turn(t.Context(), bot.Question{Text: "and for opened ones?", Earlier: []bot.Exchange{
		{Question: "can I return an unopened item", Kind: first.Kind, Articles: []string{first.Citations[0].Article}},
	}})
	ok := len(second.Citations) > 0 && second.Citations[0].Article == "returns/opened-item" || len(second.Choices) > 0 && second.Choices[0].Article == "returns/opened-item"
	if !ok || !strings.Contains(second.Trace.Query, "return") {
		t.Errorf("%s by %s for %q: %+v %+v", second.Kind, second.Trace.Rule, second.Trace.Query, second.Citations, second.Choices)
	}
}

// BenchmarkAnswer measures a whole turn, and as a yardstick the search within it. FRONTDESK_CORPUS
// names a folder of Markdown to measure on instead of the demo's.
func BenchmarkAnswer(b *testing.B) {
	revisions := importtest.DemoShop
	if dir := os.Getenv("FRONTDESK_CORPUS"); dir != "" {
		revisions = func(t testing.TB) []knowledge.Revision { return importtest.Read(t, dir) }
	}
	s := newShop(revisions(b))
	ix := s.serving(b)
	a := New(Config{Search: ix, Revisions: s})
	var questions []string
	for _, id := range s.order {
		questions = append(questions, s.revisions[id].Title)
	}
	b.Run("search", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := ix.Search(context.Background(), knowledge.Query{Text: questions[i%len(questions)], Limit: considered}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("turn", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			a.Turn(context.Background(), bot.Question{Text: questions[i%len(questions)]})
		}
	})
}
