package index

import (
	"fmt"
	"slices"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/importing/importtest"
)

// translation is an article that says in another locale what its original says.
func translation(locale, of, id, title, text string, phrasings ...string) knowledge.Revision {
	r := inLocale(locale, id, title, text, phrasings...)
	r.Original, r.OriginalRevision = of, 1
	return r
}

func twoLanguages() []knowledge.Revision {
	return []knowledge.Revision{
		article("hours", "When is the shop open?", "The shop opens at nine and closes at six. The Outdoorbude in Salzburg is open on Sundays.", "opening hours of the shop", "are you open on sundays"),
		translation("de", "hours", "hours-de", "Wann hat der Laden geöffnet?", "Der Laden öffnet um neun und schließt um sechs Uhr.", "Öffnungszeiten von eurem Laden", "habt ihr am Sonntag offen"),
		article("gift", "How do I pay with a Trailcard?", "Type the number of the Trailcard at checkout.", "use my Trailcard", "redeem a Trailcard voucher"),
		translation("de-AT", "gift", "gift-de", "Gutscheine einlösen", "Geben Sie die Nummer an der Kassa ein.", "wie kann ich einen Gutschein verwenden", "Gutscheinkarte"),
		article("jobs", "Do you have jobs?", "Send your application by mail.", "work for you", "open positions"),
		article("repair", "Do you repair Zephyrtents?", "We repair every Zephyrtent in our workshop.", "mend my Zephyrtent", "broken tent pole"),
		article("parcel", "Where is my parcel?", "The link is in the mail.", "track my order", "has it been sent"),
	}
}

func TestFamilies(t *testing.T) {
	source := newMemory(twoLanguages()...)
	ix := taughtWith(t, Options{Source: source, Fit: judges})
	for _, c := range []struct {
		text, language, first string
		passage               bool
	}{
		{"Wann habt ihr am Sonntag geöffnet und wann schließt der Laden?", "de", "hours-de", true},
		{"When does the shop open on sundays and when does it close?", "en", "hours", true},
		{"Wie kann ich bei euch mit der Trailcard bezahlen, wenn ich das möchte?", "de", "gift-de", false},
		{"Könnt ihr bitte mein Zephyrtent reparieren, das ist nicht mehr ganz?", "de", "repair", false}, // there is no German one
		{"Zephyrtent", "", "repair", true},
		{"Trailcard", "", "gift", true},
		{"Je voudrais savoir comment utiliser la Trailcard pour payer", "fr", "gift", true},
	} {
		res, err := ix.Search(t.Context(), knowledge.Query{Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		if res.Language != c.language || len(res.Hits) == 0 || res.Hits[0].Article != c.first {
			t.Errorf("%q is in %q and finds %v, want %q and %s", c.text, res.Language, articles(res), c.language, c.first)
			continue
		}
		h := res.Hits[0]
		if c.passage && h.Passage == (knowledge.Span{}) {
			t.Errorf("%q: no passage of %s", c.text, h.Article)
		}
		for _, member := range twoLanguages() {
			if member.Article == h.Article && (h.Title != member.Title || h.Locale != member.Locale || h.Passage.End > len(member.Text)) {
				t.Errorf("%q: %+v is not of %s", c.text, h, member.Article)
			}
		}
		for _, pair := range [][2]string{{"hours", "hours-de"}, {"gift", "gift-de"}} {
			if got := articles(res); slices.Contains(got, pair[0]) && slices.Contains(got, pair[1]) {
				t.Errorf("%q finds two that say the same: %v", c.text, got)
			}
		}
	}
}

func TestSwappedInMemberHasARankAndNoPassage(t *testing.T) {
	ix := taughtWith(t, Options{Source: newMemory(twoLanguages()...), Fit: judges})
	res, err := ix.Search(t.Context(), knowledge.Query{Text: "Wie kann ich bei euch mit der Trailcard bezahlen?"})
	if err != nil {
		t.Fatal(err)
	}
	h := res.Hits[0]
	if h.Article != "gift-de" || h.Passage != (knowledge.Span{}) || h.Features.Coverage == 0 || h.Phrasing == "" {
		t.Errorf("in the place of the English article stands %+v", h)
	}
	only, err := ix.Search(t.Context(), knowledge.Query{Text: "Wie kann ich bei euch mit der Trailcard bezahlen?", Without: []string{"gift-de"}})
	if err != nil {
		t.Fatal(err)
	}
	if slices.Contains(articles(only), "gift") {
		t.Errorf("whoever does not want the German article gets what it was translated from: %v", articles(only))
	}
}

// TestTranslationsAreNoRivals compares a corpus in which every article has a translation that is the same word for
// word with the corpus alone: the translations must not make articles less sure.
func TestTranslationsAreNoRivals(t *testing.T) {
	revs := importtest.DemoShop(t)[:40]
	both, strangers := slices.Clone(revs), slices.Clone(revs)
	for _, r := range revs {
		r.Article += "-2"
		strangers = append(strangers, r)
		r.Original, r.Locale = r.Article[:len(r.Article)-2], "en-GB"
		both = append(both, r)
	}
	figures := func(revs []knowledge.Revision) (said, margin, agree float64) {
		ix := taughtWith(t, Options{Source: newMemory(revs...), Fit: judges})
		n := 0.0
		for _, r := range importtest.DemoShop(t)[:40] {
			res, err := ix.Search(t.Context(), knowledge.Query{Text: r.Title})
			if err != nil {
				t.Fatal(err)
			}
			n++
			f := res.Hits[0].Features
			margin, agree = margin+f.Margin, agree+f.Agree
			if res.Judge.Probability(f) >= res.Judge.Threshold() {
				said++
			}
		}
		return said / n, margin / n, agree / n
	}
	said, margin, agree := figures(revs)
	said2, margin2, agree2 := figures(both)
	saidS, marginS, agreeS := figures(strangers)
	t.Logf("said, margin, agree: alone %.3f %.3f %.3f, with translations %.3f %.3f %.3f, with strangers that say the same %.3f %.3f %.3f", said, margin, agree, said2, margin2, agree2, saidS, marginS, agreeS)
	if said2 < said-.03 || margin2 < margin-.05 || agree2 < agree-.05 {
		t.Errorf("translations make articles less sure")
	}
	if marginS > margin-.2 {
		t.Error("even strangers that say the same are no rivals: the test shows nothing")
	}
}

func TestRootsOfFamilies(t *testing.T) {
	c := newCatalogue()
	enter := func(id, original string) {
		if _, err := c.publish(translation("de", original, id, "Title", "Text.")); err != nil {
			t.Fatal(err)
		}
	}
	for id, original := range map[string]string{
		"alone": "", "de": "draft", "fr": "draft", "second": "de", // the original is not published
		"a": "b", "b": "c", "c": "a", // a ring
		"self": "self",
	} {
		enter(id, original)
	}
	for i := range 40 {
		enter(fmt.Sprintf("chain%02d", i+1), fmt.Sprintf("chain%02d", i))
	}
	for id, want := range map[string]string{"alone": "alone", "de": "draft", "fr": "draft", "second": "draft", "a": "a", "b": "a", "c": "a", "self": "self"} {
		if got := c.root(id); got != want {
			t.Errorf("the root of %s is %s, want %s", id, got, want)
		}
	}
	c.root("chain40") // ends
	ids := func(id string) (out []string) {
		for _, e := range c.family(id) {
			out = append(out, e.article)
		}
		return out
	}
	if got := ids("second"); !slices.Equal(got, []string{"de", "fr", "second"}) {
		t.Errorf("the family of second is %v", got)
	}
	if got := ids("b"); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("the family of b is %v", got)
	}
	c.withdraw("de")
	if got := ids("fr"); !slices.Equal(got, []string{"fr"}) {
		t.Errorf("after the withdrawal the family of fr is %v", got)
	}
}

// TestFamilyOfAnAudience has a German translation that only staff may read.
func TestFamilyOfAnAudience(t *testing.T) {
	all := twoLanguages()
	all[1].Audience = []string{knowledge.StaffOnly}
	ix := taughtWith(t, Options{Source: newMemory(all...)})
	text := "Ist die Outdoorbude in Salzburg am Sonntag geöffnet, und wann?"
	for staff, want := range map[bool]string{false: "hours", true: "hours-de"} {
		res, err := ix.Search(t.Context(), knowledge.Query{Text: text, Staff: staff})
		if err != nil {
			t.Fatal(err)
		}
		if len(res.Hits) == 0 || res.Hits[0].Article != want {
			t.Errorf("staff %v: %v, want %s first", staff, articles(res), want)
		}
	}
}

func TestLanguageAsked(t *testing.T) {
	for text, want := range map[string]string{
		"Wo ist meine Bestellung geblieben?": "de", "Where is my order, please?": "en", "Où est ma commande, s'il vous plaît ?": "fr",
		"返品したいのですが": "ja", "我想退货": "zh", "반품하고 싶어요": "ko", "Где мой заказ?": "ru", "আমার অর্ডার কোথায়?": "bn", "என் ஆர்டர் எங்கே?": "ta",
		"": "", "PayPal": "", "WX-200b": "", "12345": "",
	} {
		if got := languageAsked(text, "en"); got != want {
			t.Errorf("%q is in %q, want %q", text, got, want)
		}
	}
	for locale, base := range map[string]string{"de-AT": "de", "nb": "no", "ja-JP": "ja", "pt-BR": "pt"} {
		if !isIn(locale, base) {
			t.Errorf("%s is not in %s", locale, base)
		}
	}
	if isIn("ja", "zh") || isIn("de", "en") {
		t.Error("two languages are one")
	}
}
