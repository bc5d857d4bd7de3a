package index

import (
	"fmt"
	"slices"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/importing/importtest"
)

// readBy limits an article to an audience.
func readBy(r knowledge.Revision, audience ...string) knowledge.Revision {
	r.Audience = audience
	return r
}

func mixedAudiences() []knowledge.Revision {
	all := returnsCorpus()
	return append(all,
		readBy(article("staff-refund", "How do I refund an opened item at the till?", "Open the till and press refund. The code is zebrafish.", "refund opened item"), knowledge.StaffOnly),
		readBy(article("outlet-return", "Can I return an opened item to the outlet?", "The outlet takes back opened items within 10 days.", "outlet opened item"), "outlet"),
		readBy(article("both-return", "Can I return an opened item by courier?", "The courier fetches it."), "outlet", "shop"),
	)
}

func TestAudiences(t *testing.T) {
	restricted := map[string][]string{"staff-refund": nil, "outlet-return": {"outlet"}, "both-return": {"outlet", "shop"}}
	ix := taughtWith(t, Options{Source: newMemory(mixedAudiences()...), Fit: judges, Encoder: builtIn(t)})
	titles, err := Open(t.Context(), Options{Source: newMemory(mixedAudiences()...)})
	if err != nil {
		t.Fatal(err)
	}
	gate := make(chan struct{})
	titles.step = func(string) { <-gate }
	run(t, titles)
	defer close(gate)
	for name, s := range map[string]searcher{"index": ix, "titles only": titles, "rehearsal": rehearsed(t, ix, knowledge.Proposal{})} {
		for _, site := range []string{"", "shop", "outlet", "staff", "nowhere"} {
			for _, staff := range []bool{false, true} {
				for _, text := range []string{"can I return an opened item", "refund at the till", "zebrafish", "outlet", "courier"} {
					res, err := s.Search(t.Context(), knowledge.Query{Text: text, Site: site, Staff: staff, Limit: 50})
					if err != nil {
						t.Fatal(err)
					}
					for _, h := range res.Hits {
						if sites, some := restricted[h.Article]; some && !staff && !slices.Contains(sites, site) {
							t.Errorf("%s: %q asked by a customer of %q finds %s", name, text, site, h.Article)
						}
					}
					if text == "can I return an opened item" {
						for id, sites := range restricted {
							if may := staff || slices.Contains(sites, site); may && !slices.Contains(articles(res), id) {
								t.Errorf("%s: %q asked by %q (staff: %v) does not find %s but %v", name, text, site, staff, id, articles(res))
							}
						}
					}
				}
			}
		}
	}
}

// TestHiddenArticlesLeaveNoTrace compares what a customer gets from a corpus with articles that are hidden with what
// the same lesson says when the hidden articles are looked away from by hand, and with a corpus that never had them.
func TestHiddenArticlesLeaveNoTrace(t *testing.T) {
	ix := taughtWith(t, Options{Source: newMemory(mixedAudiences()...), Fit: judges})
	without := taughtWith(t, Options{Source: newMemory(returnsCorpus()...), Fit: judges})
	for _, text := range []string{"can I return an opened item", "refund an opened item at the till", "zebrafish code", "exchange without receipt", "gfit card", "Can I return an unopened item?"} {
		seen, err := ix.Search(t.Context(), knowledge.Query{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		plain, err := without.Search(t.Context(), knowledge.Query{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if !sameHits(seen, plain, 1) || !slices.Equal(seen.Terms, plain.Terms) {
			t.Errorf("%q: %v by the terms %v, without the hidden ones %v by %v", text, articles(seen), seen.Terms, articles(plain), plain.Terms)
		}
		words := func(f knowledge.Features) string { // that no lesson goes into
			return fmt.Sprintf("%.9f %.9f %.9f %.9f %.9f %d", f.Normalised, f.Coverage, f.Nearest, f.Proximity, f.Unknown, f.Length)
		}
		for _, h := range seen.Hits {
			at := slices.IndexFunc(plain.Hits, func(p knowledge.Hit) bool { return p.Article == h.Article })
			if at < 0 { // a classifier of another lesson brought it
				continue
			}
			if words(h.Features) != words(plain.Hits[at].Features) {
				t.Errorf("%q: %s has %s, which differs without the hidden ones", text, h.Article, words(h.Features))
			}
		}
		shares := 0.0
		for _, h := range seen.Hits {
			shares += h.Score
		}
		if len(seen.Hits) > 0 && (shares < .999999 || shares > 1.000001) {
			t.Errorf("%q: the shares of what is shown add up to %v, so that something hidden has one", text, shares)
		}
	}
}

// TestHiddenTwinIsNoRival hides the double of every article: the double must neither be a near miss nor have votes.
func TestHiddenTwinIsNoRival(t *testing.T) {
	revs := importtest.DemoShop(t)[:40]
	all := slices.Clone(revs)
	for _, r := range revs {
		twin := readBy(r, knowledge.StaffOnly)
		twin.Article = "twin/" + r.Article
		all = append(all, twin)
	}
	ix := taughtWith(t, Options{Source: newMemory(all...), Fit: judges})
	sure := 0
	for _, r := range revs {
		hidden, err := ix.Search(t.Context(), knowledge.Query{Text: r.Title})
		if err != nil {
			t.Fatal(err)
		}
		open, err := ix.Search(t.Context(), knowledge.Query{Text: r.Title, Staff: true})
		if err != nil {
			t.Fatal(err)
		}
		if hidden.Hits[0].Article != r.Article {
			continue // few titles say less than another's phrasing
		}
		if h, o := hidden.Hits[0].Features, open.Hits[0].Features; h.Vote > o.Vote && h.LearntShare > o.LearntShare && h.Agree > o.Agree && h.GramsLead > .05 && o.GramsLead < .01 {
			sure++
		}
	}
	if least := len(revs) * 3 / 4; sure < least {
		t.Errorf("%d of %d articles stand alone when their doubles are hidden, want %d", sure, len(revs), least)
	}
}

func TestAudiencesChangeAtOnce(t *testing.T) {
	source := newMemory(mixedAudiences()...)
	ix := started(t, Options{Source: source})
	ready(t, ix)
	if got := find(t, ix, "invoice for the order"); len(got) == 0 || got[0] != "invoice" {
		t.Fatalf("found %v", got)
	}
	hidden := readBy(returnsCorpus()[6], "outlet")
	hidden.Number = 2
	source.publish(hidden)
	ix.Nudge()
	eventually(t, "the article to be hidden", func() bool { return !slices.Contains(find(t, ix, "invoice for the order"), "invoice") })
	source.withdraw("staff-refund")
	source.withdraw("outlet-return")
	source.withdraw("both-return")
	source.withdraw("invoice")
	ix.Nudge()
	eventually(t, "a corpus for everybody", func() bool { return ix.books.Load().seenBy("", false) == ix.books.Load() })
}

// TestHiddenCrowd has far more articles that are hidden than a search engine proposes.
func TestHiddenCrowd(t *testing.T) {
	all := []knowledge.Revision{article("open", "Delivery of a parcel to a village", "On the day after.")}
	for i := range 500 {
		all = append(all, readBy(article(fmt.Sprintf("hidden%d", i), "Delivery of a parcel", "On the same day, a parcel delivery."), knowledge.StaffOnly))
	}
	ix := started(t, Options{Source: newMemory(all...)})
	ready(t, ix)
	if got := find(t, ix, "delivery parcel"); !slices.Equal(got, []string{"open"}) {
		t.Errorf("found %v", got)
	}
}

func TestSetExam(t *testing.T) {
	f := &fitter{}
	exam := func(text string) []knowledge.Asked {
		return []knowledge.Asked{{Text: text, Articles: []string{"invoice"}}}
	}
	source := newMemory(returnsCorpus()...)
	ix := taughtWith(t, Options{Source: source, Fit: f.fit, Exam: exam("where is the bill")})
	one := len(f.last(byWords).trials)
	ix.SetExam(append(exam("where is the bill"), exam("send me the paper for the tax office")...))
	if n := f.last(byWords).number; len(f.last(byWords).trials) != one || n != 1 {
		t.Errorf("the exam was sat at once, in fit %d", n)
	}
	source.publish(returnsCorpus()[0])
	ix.Nudge()
	if err := ix.WaitLearned(t.Context()); err != nil {
		t.Fatal(err)
	}
	if two := len(f.last(byWords).trials); two != one+1 {
		t.Errorf("%d trials with two questions in the exam, %d with one", two, one)
	}
}
