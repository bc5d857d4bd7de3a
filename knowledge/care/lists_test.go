package care_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/care"
	"frontdesk/knowledge/store"
)

func TestPastReview(t *testing.T) {
	r := openRoom(t)
	r.write("old", knowledge.Content{Title: "Old", Body: "x", Review: "2025-12-31"})
	r.write("today", knowledge.Content{Title: "Today", Body: "x", Review: "2026-03-01"})
	r.write("tomorrow", knowledge.Content{Title: "Tomorrow", Body: "x", Review: "2026-03-02"})
	r.write("never", knowledge.Content{Title: "Never", Body: "x"})
	r.want(care.PastReview, "old: Its review was due on 31 December 2025.", "today: Its review was due on 1 March 2026.")
	r.now = r.now.Add(24 * time.Hour)
	r.want(care.PastReview, "old: Its review was due on 31 December 2025.", "today: Its review was due on 1 March 2026.", "tomorrow: Its review was due on 2 March 2026.")
	r.write("old", knowledge.Content{Title: "Old", Body: "x", Review: "2027-12-31"})
	if _, err := r.Withdraw(t.Context(), "today", r.now); err != nil {
		t.Fatal(err)
	}
	r.want(care.PastReview, "tomorrow: Its review was due on 2 March 2026.")
}

func TestRated(t *testing.T) {
	r := openRoom(t)
	for _, id := range []string{"bad", "worse", "mixed", "few", "mended", "good"} {
		r.write(id, knowledge.Content{Title: id, Body: "About " + id})
	}
	r.write("mended", knowledge.Content{Title: "mended", Body: "In other words."})
	r.tallies = []care.Tally{{"bad", 1, 0, 5}, {"worse", 1, 2, 20}, {"mixed", 1, 1, 4}, {"few", 1, 0, 4}, {"mended", 1, 0, 30}, {"good", 1, 30, 1}}
	r.want(care.Rated, "worse: Only 2 of 22 readers found it helpful in the last 90 days.", "bad: Only 0 of 5 readers found it helpful in the last 90 days.")
}

func TestWilson(t *testing.T) {
	for _, c := range []struct {
		up, n        int
		lower, upper float64
	}{{0, 5, 0, 0.434}, {5, 5, 0.566, 1}, {1, 5, 0.036, 0.624}, {50, 100, 0.404, 0.596}, {0, 0, 0, 1}} {
		lower, upper := care.Wilson(c.up, c.n)
		if diff := max(lower-c.lower, c.lower-lower, upper-c.upper, c.upper-upper); diff > 0.001 {
			t.Errorf("%d of %d: %.3f to %.3f, want %.3f to %.3f", c.up, c.n, lower, upper, c.lower, c.upper)
		}
	}
}

func TestUseless(t *testing.T) {
	r := openRoom(t)
	r.write("quoted", knowledge.Content{Title: "Quoted", Body: "x"})
	r.write("quiet", knowledge.Content{Title: "Quiet", Body: "x"})
	r.write("for-staff", knowledge.Content{Title: "For the staff", Body: "x", Audience: []string{knowledge.StaffOnly}})
	r.now = r.now.Add(20 * 24 * time.Hour)
	r.write("young", knowledge.Content{Title: "Young", Body: "x"})
	r.now = r.now.Add(11 * 24 * time.Hour)
	r.quoted, r.answers = map[string]bool{"quoted": true}, 99
	r.want(care.Useless)
	r.answers = 100
	r.now = r.now.Add(time.Minute)
	r.want(care.Useless, "quiet: None of the 100 answers of the last 90 days quoted it.")
}

// Twins appear when both are published, change with what they say, and go with either.
func TestTwinsList(t *testing.T) {
	r := openRoom(t)
	r.write("returns", knowledge.Content{Title: "How long can I return an item?", Body: "You can return an item within 14 days."})
	r.write("return-period", knowledge.Content{Title: "How long can I return items?", Body: "Items can be returned within **30 days**."})
	r.want(care.Twins, `return-period: Same question, different numbers: "How long can I return an item?" says otherwise. → returns`)
	rows, _, _ := r.lists.List(t.Context(), care.Twins)
	if want := [2]string{"Items can be returned within 30 days.", "You can return an item within 14 days."}; len(rows) != 1 || rows[0].Sentences == nil || *rows[0].Sentences != want {
		t.Errorf("sentences %+v", rows)
	}
	r.write("return-period", knowledge.Content{Title: "How long can I return items?", Body: "You can return items within two weeks."})
	r.want(care.Twins, `return-period: It answers the same question as "How long can I return an item?" and says the same. → returns`)
	if _, err := r.Withdraw(t.Context(), "returns", r.now); err != nil {
		t.Fatal(err)
	}
	r.want(care.Twins)
}

// What is not for the same readers is no twin: another language, another site, the staff, a translation, a topic.
func TestNoTwins(t *testing.T) {
	r := openRoom(t)
	c := func(change func(*knowledge.Content)) knowledge.Content {
		c := knowledge.Content{Title: "Return period for items", Body: "Items can be returned within 14 days.", Audience: []string{"shop"}}
		change(&c)
		return c
	}
	r.write("a", c(func(*knowledge.Content) {}))
	r.write("b", c(func(c *knowledge.Content) { c.Locale = "en-GB" }))
	r.write("c", c(func(c *knowledge.Content) { c.Audience = []string{"club"} }))
	r.write("d", c(func(c *knowledge.Content) { c.Audience = []string{knowledge.StaffOnly} }))
	r.write("e", c(func(c *knowledge.Content) { c.Original, c.OriginalRevision = "a", 1 }))
	r.want(care.Twins)
	for i := range 5 {
		r.write(fmt.Sprintf("topic-%d", i), knowledge.Content{Title: "Overview", Body: fmt.Sprintf("It takes %d days to read all of it.", i+2)})
	}
	r.want(care.Twins)
	if _, err := r.Withdraw(t.Context(), "d", r.now); err != nil { // five with the very same question were a topic
		t.Fatal(err)
	}
	r.write("f", c(func(c *knowledge.Content) { c.Audience = nil })) // for everybody, so also for those of a, c and e
	if got := r.rows(care.Twins); len(got) != 3 {
		t.Errorf("twins of f: %q", got)
	}
}

func TestTranslations(t *testing.T) {
	r := openRoom(t)
	for i := range 5 {
		r.write(fmt.Sprintf("o%d", i), knowledge.Content{Title: fmt.Sprintf("Original %d", i), Body: "x", Category: "c"})
	}
	r.want(care.Translations)
	german := knowledge.Content{Title: "Übersetzung", Body: "y", Locale: "de-AT", Original: "o0", OriginalRevision: 1}
	r.write("o0-de", german)
	why := "There is no published version of it in de, which a fifth of the articles here or in its category have."
	r.want(care.Translations, "o1: "+why, "o2: "+why, "o3: "+why, "o4: "+why)
	for i := 5; i < 10; i++ {
		r.write(fmt.Sprintf("o%d", i), knowledge.Content{Title: fmt.Sprintf("Original %d", i), Body: "x"})
	}
	r.want(care.Translations, "o1: "+why, "o2: "+why, "o3: "+why, "o4: "+why) // a fifth of the category, not of all

	r.write("o0", knowledge.Content{Title: "Original 0", Body: "x", Category: "c", Tags: []string{"new"}}) // says the same
	if got := r.rows(care.Translations); len(got) != 4 {
		t.Errorf("a tag makes translations old: %q", got)
	}
	r.write("o0", knowledge.Content{Title: "Original 0", Body: "z", Category: "c"})
	if got, want := r.rows(care.Translations)[0], "o0-de: It translates revision 1; its original is published in revision 3 and says something else. → o0"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	german.OriginalRevision = 3
	r.write("o0-de", german)
	if got := r.rows(care.Translations); len(got) != 4 {
		t.Errorf("brought up to date: %q", got)
	}
	if _, err := r.Withdraw(t.Context(), "o0", r.now); err != nil {
		t.Fatal(err)
	}
	r.want(care.Translations, "o0-de: Its original was withdrawn.")
	r.write("lost", knowledge.Content{Title: "Lost", Body: "y", Locale: "fr", Original: "nowhere"})
	r.want(care.Translations, `lost: It is a translation of "nowhere", which does not exist.`, "o0-de: Its original was withdrawn.")
}

func TestWork(t *testing.T) {
	r := openRoom(t)
	ctx := t.Context()
	for _, id := range []string{"a", "b", "c"} {
		r.write(id, knowledge.Content{Title: "Article " + id, Body: "x"})
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	r.want(care.Suggestions)
	must(r.PutSuggestion(ctx, store.Suggestion{ID: "s1", Article: "a", Revision: 1, Text: "It is 30 days now.", Author: "anna", At: r.now}))
	r.want(care.Suggestions, "a: An agent suggests a change.")
	r.write("a", knowledge.Content{Title: "Article a", Body: "y"})
	r.want(care.Suggestions, "a: An agent suggests a change to revision 1; there is a newer one.")
	rows, _, err := r.lists.List(ctx, care.Suggestions)
	if err != nil || rows[0].Suggestion.ID != "s1" || rows[0].By != "anna" || rows[0].Detail != "It is 30 days now." {
		t.Errorf("%+v, %v", rows, err)
	}
	must(r.CloseSuggestion(ctx, "s1", store.SuggestionDone, "eve", r.now))
	r.want(care.Suggestions)

	must(r.AskReview(ctx, store.Review{Article: "b", Revision: 1, Author: "eve", Note: "Is it true?", At: r.now}))
	r.want(care.Waiting, "b: Revision 1 waits for review.")
	must(r.ReturnReview(ctx, "b", "max", "It is not.", r.now))
	r.want(care.Waiting, "b: Revision 1 was sent back.")

	due := store.Scheduled{Article: "c", Act: store.ActWithdraw, Due: r.now.Add(time.Hour), Author: "eve"}
	must(r.PutScheduled(ctx, due, r.now))
	must(r.PutScheduled(ctx, store.Scheduled{Article: "b", Act: store.ActPublish, Revision: 1, Due: r.now, Author: "eve"}, r.now))
	r.want(care.Due, "b: It is to be published in revision 1 by itself.", "c: It is to be withdrawn by itself.")
	due.Fault = "The exam gets worse."
	must(r.FailScheduled(ctx, due, r.now))
	r.want(care.Due, "c: It was to be withdrawn, and could not.", "b: It is to be published in revision 1 by itself.")

	must(r.Write(ctx, store.Batch{At: r.now, Head: store.AnyHead, Refuse: []store.Refusal{{ID: "b", Reason: "line 3: the title is empty"}}}))
	r.want(care.Refused, "b: The newest version in the folder was not taken over; customers get the one before.")
}

func TestUnknownList(t *testing.T) {
	r := openRoom(t)
	if rows, total, err := r.lists.List(t.Context(), "lost"); rows != nil || total != 0 || err != nil {
		t.Errorf("%v, %d, %v", rows, total, err)
	}
}

// A list that was made while the database could not be read is made again.
func TestListsAfterFault(t *testing.T) {
	r := openRoom(t)
	r.write("old", knowledge.Content{Title: "Old", Body: "x", Review: "2025-12-31"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.lists.Counts(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("counted: %v", err)
	}
	r.want(care.PastReview, "old: Its review was due on 31 December 2025.")
}
