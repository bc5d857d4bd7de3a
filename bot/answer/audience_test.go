package answer

import (
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// What is not for whoever asks is not searched for, not quoted when the index still has it for everybody, and not opened
// by its id either.
func TestOthersArticlesAreNotSaid(t *testing.T) {
	house := newShop([]knowledge.Revision{
		{Article: "refunds", Number: 1, Text: "Refund up to 50 euros at once.", Content: knowledge.Content{Title: "Refunds by staff", Audience: []string{knowledge.StaffOnly}}},
		{Article: "club", Number: 1, Text: "Members pay no postage.", Content: knowledge.Content{Title: "Postage for members", Audience: []string{"club"}}},
		{Article: "postage", Number: 1, Text: "Postage is 4 euros.", Content: knowledge.Content{Title: "Postage"}},
	})
	results := map[string]knowledge.Result{
		"refund": found(hit("refunds", .9, .9)), "postage": found(hit("club", .9, .9), hit("postage", .2, .8)),
	}
	for _, c := range []struct {
		name    string
		request bot.Question
		quotes  string // "" for none
	}{
		{"staff's article for a customer", bot.Question{Text: "refund", Site: "shop"}, ""},
		{"staff's article for a customer of a site that is called so", bot.Question{Text: "refund", Site: knowledge.StaffOnly}, ""},
		{"staff's article for the staff", bot.Question{Text: "refund", Site: "shop", Staff: true}, "refunds"},
		{"another site's", bot.Question{Text: "postage", Site: "shop"}, "postage"},
		{"of no site", bot.Question{Text: "postage"}, "postage"},
		{"the site's own", bot.Question{Text: "postage", Site: "club"}, "club"},
		{"picked by its id", bot.Question{Text: "Refunds by staff", Choice: "refunds", Site: "shop"}, ""},
		{"picked by its id by the staff", bot.Question{Text: "Refunds by staff", Choice: "refunds", Staff: true}, "refunds"},
	} {
		search := &scripted{results: results}
		d := New(Config{Search: search, Revisions: house}).Turn(t.Context(), c.request)
		quoted := ""
		if len(d.Citations) > 0 {
			quoted = d.Citations[0].Article
		}
		if quoted != c.quotes {
			t.Errorf("%s: quotes %q, want %q: %q", c.name, quoted, c.quotes, d.Text)
		}
		for _, q := range search.asked {
			if q.Site != c.request.Site || q.Staff != c.request.Staff {
				t.Errorf("%s: searched as site %q, staff %v", c.name, q.Site, q.Staff)
			}
		}
	}
}

// Every way to search asks as whoever asked.
func TestEverySearchIsOfTheSite(t *testing.T) {
	results := map[string]knowledge.Result{"tent poles": found(hit("tents", .6, .8), hit("boots", .3, .3))}
	answered := bot.Exchange{Question: "tent poles", Kind: bot.Answer, Articles: []string{"tents"}}
	for _, text := range []string{"that didn't help", "and how long does it take?", "tent poles"} {
		search := &scripted{results: results}
		New(Config{Search: search, Revisions: threeArticles()}).Turn(t.Context(), bot.Question{Text: text, Site: "shop", Earlier: []bot.Exchange{answered}})
		if len(search.asked) == 0 {
			t.Errorf("%q was not searched", text)
		}
		for _, q := range search.asked {
			if q.Site != "shop" {
				t.Errorf("%q was searched as of site %q", text, q.Site)
			}
		}
	}
}

// Where there is no article in the question's language, the answer says so first, in that language, and cites on.
func TestForeignAnswerSaysSo(t *testing.T) {
	german := "Sie können den Artikel innerhalb von 30 Tagen zurücksenden. Das Geld bekommen Sie dann auf Ihr Konto zurück."
	english := "You can return the item within 30 days. The money is then paid back to your account."
	for _, c := range []struct {
		name, asked, locale, text string
		says                      string
	}{
		{"English question, German article", "en", "de", german, textForeign},
		{"German question, English article", "de", "en", english, textForeignGerman},
		{"French question, English article", "fr", "en", english, textForeign},
		{"the same language", "de", "de-AT", german, ""},
		{"the locale that nobody named", "de", "en", german, ""},
		{"too short to tell, locale not named", "de", "en", "30", ""},
		{"too short to tell, locale named", "en", "de", "30", textForeign},
		{"language not known", "", "de", german, ""},
	} {
		house := newShop([]knowledge.Revision{{Article: "returns", Number: 1, Text: c.text, Content: knowledge.Content{Title: "X", Locale: c.locale}}})
		r := found(hit("returns", .9, .9))
		r.Language = c.asked
		d := New(Config{Search: &scripted{results: map[string]knowledge.Result{"rueckgabe": r}}, Revisions: house}).Turn(t.Context(), bot.Question{Text: "rueckgabe"})
		before, _, _ := strings.Cut(d.Text, "\n\n")
		if c.says == "" && !strings.HasPrefix(c.text, before) || c.says != "" && before != c.says {
			t.Errorf("%s: says %q", c.name, d.Text)
		}
		madeOfItsSources(t, d, house)
		if n := len(d.Citations); n == 0 || d.Citations[n-1].At+d.Citations[n-1].End-d.Citations[n-1].Start != len(d.Text) {
			t.Errorf("%s: cites %+v of %q", c.name, d.Citations, d.Text)
		}
	}
}
