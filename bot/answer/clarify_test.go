package answer

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

func TestDifference(t *testing.T) {
	for _, c := range []struct {
		titles []string
		want   string
	}{
		{[]string{"Zip repair for tents", "Zip repair for jackets"}, "tents|jackets"},
		{[]string{"Returning opened items", "Returning unopened items"}, "opened|unopened"},
		{[]string{"Can I return an item I have opened?", "Can I return an unopened item?"}, "item I have opened|unopened item"},
		{[]string{"Can I exchange it with the receipt?", "Can I exchange it without the receipt?"}, "with the receipt|without the receipt"},
		{[]string{"Change the address before it is sent", "Change the address after it is sent"}, "before it is sent|after it is sent"},
		{[]string{"Guarantee on tents", "guarantee on packs", "Guarantee on sleeping bags"}, "tents|packs|sleeping bags"},
		{[]string{"“Opened” goods: return", "“Sealed” goods: return"}, "Opened|Sealed"},
		{[]string{"Returns", "Delivery times"}, ""},                            // the titles themselves are the difference
		{[]string{"Return an item", "Return an item without the receipt"}, ""}, // one of them has nothing special
		{[]string{"Can I?", "Can they?"}, ""},                                  // words that say nothing
		{[]string{"Returns", "Returns"}, ""},                                   //
		{[]string{"", "Returns"}, ""},                                          //
		{[]string{"The a b c d e f g h way", "The i j k l m n o p q way"}, ""}, // too long to be said
	} {
		if got := strings.Join(difference(c.titles), "|"); got != c.want {
			t.Errorf("%q: %q, want %q", c.titles, got, c.want)
		}
	}
}

// TestAnyDifferenceIsWritten: what is named is part of its title, and differs from what the others have.
func TestAnyDifferenceIsWritten(t *testing.T) {
	words := rapid.SampledFrom([]string{"return", "an", "opened", "(un)opened", "item?", "with", "–", "“tent”", "ü", " ", "a", "the", "漢字"})
	title := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(words, 0, 9).Draw(t, "words"), " ") })
	rapid.Check(t, func(t *rapid.T) {
		titles := rapid.SliceOfN(title, 2, 3).Draw(t, "titles")
		named := difference(titles)
		if named == nil {
			return
		}
		if len(named) != len(titles) {
			t.Fatalf("%q for %q", named, titles)
		}
		for i, n := range named {
			if n == "" || !strings.Contains(titles[i], n) {
				t.Errorf("%q is no part of %q", n, titles[i])
			}
		}
		if distinct(titles) && plain(named[0]) == plain(named[1]) && len(named) == 2 {
			t.Errorf("%q tells nothing apart in %q", named, titles)
		}
	})
}

// talking plays a conversation: each line is what the customer says, "→ article" a button pressed.
func talking(t *testing.T, a *Answerer, lines ...string) []bot.Decision {
	t.Helper()
	var out []bot.Decision
	var earlier []bot.Exchange
	for _, line := range lines {
		q := bot.Question{Text: line, Earlier: earlier}
		if article, ok := strings.CutPrefix(line, "→ "); ok {
			q.Text, q.Choice = "About "+article, article
		}
		d := a.Turn(t.Context(), q)
		e := bot.Exchange{Question: q.Text, Choice: q.Choice, Kind: d.Kind, Offer: d.Offer, Reason: d.Reason}
		for _, c := range d.Citations {
			e.Articles = append(e.Articles, c.Article)
		}
		for _, c := range d.Choices {
			e.Articles = append(e.Articles, c.Article)
		}
		out, earlier = append(out, d), append(earlier, e)
	}
	return out
}

// told lists what the decisions were: the rule and, of an answer, the article.
func told(decisions []bot.Decision) string {
	var out []string
	for _, d := range decisions {
		s := d.Trace.Rule
		if d.Kind == bot.Answer {
			s += " " + d.Citations[0].Article
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func TestAskedBackOncePerQuestion(t *testing.T) {
	results := map[string]knowledge.Result{
		"zip repair":     found(hit("tents", .45, .4), hit("boots", .4, .4)),
		"Zip repair??":   found(hit("tents", .45, .4), hit("boots", .4, .4)),
		"sure zip":       found(hit("tents", .46, .6), hit("boots", .45, .6)),
		"opening hours":  found(hit("parcels", .9, .9)),
		"laces and glue": found(hit("boots", .5, .4), hit("parcels", .4, .4)),
		"odd noise":      found(hit("boots", .5, .3)),
	}
	for _, c := range []struct {
		name  string
		lines []string
		want  string
	}{
		{"the choice answers", []string{"zip repair", "→ boots"}, "near-miss, chosen boots"},
		{"the choice is remembered", []string{"zip repair", "→ boots", "opening hours", "Zip repair??"}, "near-miss, chosen boots, confident parcels, remembered boots"},
		{"remembered at once", []string{"zip repair", "→ boots", "hello, zip repair please"}, "near-miss, chosen boots, remembered boots"},
		{"but not over and over", []string{"zip repair", "→ boots", "zip repair", "zip repair"}, "near-miss, chosen boots, remembered boots, did-not-help"},
		{"nor when it did not help", []string{"zip repair", "→ boots", "that didn't help", "opening hours", "zip repair"}, "near-miss, chosen boots, did-not-help, confident parcels, twice-unsure"},
		{"never asked twice, and sure enough", []string{"sure zip", "opening hours", "sure zip"}, "near-miss, confident parcels, confident tents"},
		{"never asked twice, and unsure", []string{"zip repair", "opening hours", "Zip repair??"}, "near-miss, confident parcels, twice-unsure"},
		{"another question may be asked back about", []string{"zip repair", "→ boots", "laces and glue"}, "near-miss, chosen boots, near-miss"},
		{"picked by a word", []string{"zip repair", "boots"}, "near-miss, chosen boots"},
		{"picked by a word is remembered", []string{"zip repair", "the boots one please", "opening hours", "zip repair"}, "near-miss, chosen boots, confident parcels, remembered boots"},
		{"picked by its place", []string{"zip repair", "the second one"}, "near-miss, chosen boots"},
		{"a place that there is not", []string{"zip repair", "the third"}, "near-miss, no-answer"},
		{"another question is no pick", []string{"zip repair", "opening hours"}, "near-miss, confident parcels"},
		{"yes to the only choice", []string{"odd noise", "yes"}, "unsure, chosen boots"},
		{"yes to one of two is yes to the offer", []string{"opening hours", "that didn't help", "yes please"}, "confident parcels, did-not-help, offer-accepted"},
		{"what brings in a person still does", []string{"odd noise", "yes bring one in"}, "unsure, offer-accepted"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := New(Config{Search: &scripted{results: results, greets: true}, Revisions: threeArticles()})
			if got := told(talking(t, a, c.lines...)); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestWhatIsAskedBack(t *testing.T) {
	titled := func(score, confidence float64, article, title string) knowledge.Hit {
		h := hit(article, score, confidence)
		h.Title = title
		return h
	}
	for _, c := range []struct {
		name string
		hits []knowledge.Hit
		rule string
		text string
	}{
		{"the difference is named", []knowledge.Hit{titled(.4, .3, "tents", "Zip repair for tents"), titled(.35, .3, "boots", "Zip repair for boots")}, "near-miss", "Do you mean “tents” or “boots”?"},
		{"of three", []knowledge.Hit{titled(.3, .3, "tents", "Zips of tents"), titled(.3, .3, "boots", "Zips of boots"), titled(.3, .2, "parcels", "Zips of parcels")}, "near-miss", "Do you mean “tents”, “boots” or “parcels”?"},
		{"but not with little to go by", []knowledge.Hit{titled(.3, .2, "tents", "Zips of tents"), titled(.3, .2, "boots", "Zips of boots"), titled(.3, .2, "parcels", "Zips of parcels")}, "unsure", textUnsure},
		{"nor with next to nothing", []knowledge.Hit{titled(.3, .06, "tents", "Zips of tents"), titled(.3, .06, "boots", "Zips of boots"), titled(.3, .06, "parcels", "Zips of parcels")}, "no-answer", textNoAnswer},
		{"or left to the titles", []knowledge.Hit{titled(.4, .3, "tents", "Zip repair"), titled(.35, .3, "boots", "Glue")}, "near-miss", textNearMiss},
		{"titles that are the same are no choice", []knowledge.Hit{titled(.4, .3, "tents", "Zip repair"), titled(.35, .3, "boots", "zip repair!")}, "unsure", textUnsure},
		{"four are too many", []knowledge.Hit{titled(.24, .2, "tents", "A tent"), titled(.23, .2, "boots", "A boot"), titled(.22, .2, "parcels", "A parcel"), titled(.21, .2, "x", "An x")}, "unsure", textUnsure},
		{"together not likely enough", []knowledge.Hit{titled(.3, .3, "tents", "A tent"), titled(.16, .2, "boots", "A boot")}, "unsure", textUnsure},
		{"sure of the first", []knowledge.Hit{titled(.5, .7, "tents", "A tent"), titled(.3, .2, "boots", "A boot")}, "confident", ""},
		{"sure, but tied", []knowledge.Hit{titled(.46, .55, "tents", "A tent"), titled(.45, .5, "boots", "A boot")}, "near-miss", "Do you mean “tent” or “boot”?"},
		{"sure, but the question is silent on the difference", []knowledge.Hit{titled(.5, .7, "tents", "Zips of tents"), titled(.4, .2, "boots", "Zips of boots")}, "near-miss", "Do you mean “tents” or “boots”?"},
		{"sure, and it is not", []knowledge.Hit{titled(.5, .7, "tents", "Zips anywhere"), titled(.4, .2, "boots", "Zips of boots")}, "confident", ""},
		{"one alone is asked about alone", []knowledge.Hit{titled(.5, .3, "tents", "A tent"), titled(.1, .1, "boots", "A boot")}, "unsure", textUnsureOne},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := New(Config{Search: &scripted{results: map[string]knowledge.Result{"zips anywhere": found(c.hits...)}}, Revisions: threeArticles()})
			d := a.Turn(t.Context(), bot.Question{Text: "zips anywhere"})
			if d.Trace.Rule != c.rule || c.text != "" && d.Text != c.text {
				t.Errorf("%s %q, want %s %q", d.Trace.Rule, d.Text, c.rule, c.text)
			}
			madeOfItsSources(t, d, threeArticles())
		})
	}
}

// TestTheChosenArticleMayBeWithdrawn: what was remembered is not published any more.
func TestTheChosenArticleMayBeWithdrawn(t *testing.T) {
	s := threeArticles()
	a := New(Config{Search: &scripted{results: map[string]knowledge.Result{"zip repair": found(hit("tents", .45, .6), hit("boots", .44, .6))}}, Revisions: s})
	earlier := []bot.Exchange{
		{Question: "zip repair", Kind: bot.Clarification, Articles: []string{"tents", "boots"}},
		{Question: "About boots", Choice: "boots", Kind: bot.Answer, Articles: []string{"boots"}},
		{Question: "something else", Kind: bot.Answer, Articles: []string{"parcels"}},
	}
	delete(s.revisions, "boots")
	d := a.Turn(t.Context(), bot.Question{Text: "zip repair", Earlier: earlier})
	if d.Trace.Rule != "confident" || d.Citations[0].Article != "tents" {
		t.Errorf("%s %+v", d.Trace.Rule, d.Citations)
	}
}

// TestSameWords: what counts as the same question.
func TestSameWords(t *testing.T) {
	for _, same := range [][2]string{{"zip repair", "Zip repair?"}, {"Hi, can I return it please", "can i return it"}, {"repair the zip", "repair zip, thanks"}} {
		if !sameWords(same[0], same[1]) {
			t.Errorf("%q are not the same", same)
		}
	}
	for _, other := range [][2]string{{"with a receipt", "without a receipt"}, {"opened", "unopened"}, {"can I return it", "can I not return it"}, {"tents", "tent poles"}} {
		if sameWords(other[0], other[1]) {
			t.Errorf("%q are the same", other)
		}
	}
}

// TestSearchedPast: a search goes past what is withdrawn, denied or contrasted, by asking again without it.
func TestSearchedPast(t *testing.T) {
	results := map[string]knowledge.Result{
		"tent poles":                        found(hit("tents", .6, .8), hit("boots", .3, .6)),
		"gone":                              found(hit("gone", .6, .9), hit("boots", .3, .8)),
		"and for boots?":                    found(hit("parcels", .2, .2)),
		"tent poles and for boots?":         found(hit("tents", .6, .9), hit("boots", .3, .8)),
		"and on sundays?":                   found(hit("parcels", .2, .2)),
		"tent poles and on sundays?":        found(hit("tents", .6, .7), hit("boots", .3, .8)),
		"how long does it take?":            found(hit("parcels", .5, .6)),
		"tent poles how long does it take?": found(hit("tents", .6, .7)),
	}
	for _, c := range []struct {
		lines   []string
		want    string
		without string // of the last search
	}{
		{[]string{"gone"}, "confident boots", "gone"},
		{[]string{"tent poles", "that didn't help"}, "confident tents, did-not-help", "tents"},
		{[]string{"tent poles", "and for boots?"}, "confident tents, confident boots", "tents"},
		{[]string{"tent poles", "and on sundays?"}, "confident tents, confident tents", ""},        // no article has it in its title
		{[]string{"tent poles", "how long does it take?"}, "confident tents, confident tents", ""}, // it asks on about the same
		{[]string{"how long does it take?"}, "confident parcels", ""},                              // there is nothing to carry on
	} {
		s := &scripted{results: results}
		got := told(talking(t, New(Config{Search: s, Revisions: threeArticles()}), c.lines...))
		if asked := s.asked[len(s.asked)-1]; got != c.want || strings.Join(asked.Without, " ") != c.without {
			t.Errorf("%q: %s, searched without %q; want %s, without %q", c.lines, got, asked.Without, c.want, c.without)
		}
	}
}

// TestRelated: other articles are worth a look if they have some share of the probability.
func TestRelated(t *testing.T) {
	a := New(Config{Search: &scripted{results: map[string]knowledge.Result{
		"tent poles": found(hit("tents", .6, .8), hit("boots", .2, .3), hit("parcels", .06, .1), hit("x", .052, .1), hit("y", .051, .1), hit("z", .01, .1)),
		"clear case": found(hit("tents", .97, .8), hit("boots", .02, .3)),
	}}, Revisions: threeArticles()})
	for question, want := range map[string][]string{"tent poles": {"boots", "parcels", "x"}, "clear case": nil} {
		var got []string
		for _, r := range a.Turn(t.Context(), bot.Question{Text: question}).Related {
			got = append(got, r.Article)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: related %q, want %q", question, got, want)
		}
	}
}

// TestASingleWordMayMeanMany: it is met with articles that would be too unlikely beside a whole question.
func TestASingleWordMayMeanMany(t *testing.T) {
	list := found(hit("tents", .5, .4), hit("boots", .08, .1), hit("parcels", .06, .1))
	a := New(Config{Search: &scripted{results: map[string]knowledge.Result{"returns": list, "how do returns of poles work": list}}, Revisions: threeArticles()})
	for question, want := range map[string]int{"returns": 3, "how do returns of poles work": 1} {
		if d := a.Turn(t.Context(), bot.Question{Text: question}); d.Trace.Rule != "unsure" || len(d.Choices) != want {
			t.Errorf("%q: %s, %d choices, want %d", question, d.Trace.Rule, len(d.Choices), want)
		}
	}
}
