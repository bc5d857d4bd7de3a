package editing_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/markup"
	"frontdesk/knowledge/store"
)

// says checks an error's kind and the sentence after the kind's own words.
func says(t *testing.T, name string, err, kind error, sentence string) {
	t.Helper()
	if !errors.Is(err, kind) || !strings.Contains(err.Error(), kind.Error()+": "+sentence) {
		t.Errorf("%s: %v, want %v: %s", name, err, kind, sentence)
	}
}

func TestSlugOfAPerson(t *testing.T) {
	b, ctx := open(t), t.Context()
	create := func(slug, title string) (knowledge.Article, error) {
		return b.Create(ctx, slug, knowledge.Content{Title: title, Body: "x"}, "mia")
	}
	if a, err := create("returns", "How do I send it back?"); err != nil || a.ID != "returns" {
		t.Errorf("created %+v %v", a, err)
	}
	says(t, "taken", second(create("returns", "Other")), knowledge.ErrExists, `the slug "returns" is used by the article "How do I send it back?"; choose another`)
	for slug, would := range map[string]string{"Gift Cards": "gift-cards", "a/../b": "a-b", "übers": "ubers", "-": "article", "a\x00b": "a-b", strings.Repeat("a", 81): strings.Repeat("a", 80)} {
		says(t, slug, second(create(slug, "Other")), knowledge.ErrInvalid, "the slug ")
		if err := second(create(slug, "Other")); !strings.HasSuffix(err.Error(), fmt.Sprintf("%q would do", would)) {
			t.Errorf("%q: %v", slug, err)
		}
	}
	if c, err := b.store.Count(ctx); err != nil || c.All != 1 {
		t.Errorf("refusals left %+v %v", c, err)
	}
}

func TestOriginals(t *testing.T) {
	b, ctx := open(t), t.Context()
	b.write(t, "tent", "x", "mia")
	translate := func(id, locale, original string, revision int) error {
		return second(b.Create(ctx, id, knowledge.Content{Title: id, Locale: locale, Original: original, OriginalRevision: revision}, "mia"))
	}
	if err := translate("zelt", "de", "tent", 1); err != nil {
		t.Fatal(err)
	}
	says(t, "none", translate("a", "de", "lost", 1), knowledge.ErrInvalid, `the original "lost" is no article here; name one that is, or none`)
	says(t, "a translation", translate("a", "fr", "zelt", 1), knowledge.ErrInvalid, `the original "zelt" is a translation itself; name its original "tent"`)
	says(t, "same language", translate("a", "en", "tent", 1), knowledge.ErrInvalid, `the original "tent" is in the language en too; give the translation the locale of its own language`)
	says(t, "no revision", translate("a", "fr", "tent", 2), knowledge.ErrInvalid, `the original "tent" has no revision 2, the newest is 1`)
	b.write(t, "camp", "x", "mia")
	save := func(id string, base int, original string) error {
		return second(b.Save(ctx, id, base, knowledge.Content{Title: id, Locale: "it", Original: original}, "mia"))
	}
	says(t, "itself", save("camp", 1, "camp"), knowledge.ErrInvalid, "the article is named as its own original; name another article, or none")
	says(t, "has translations", save("tent", 1, "camp"), knowledge.ErrInvalid, `the article is the original of "zelt", so it cannot be a translation; name that one's original first`)
	if err := save("camp", 1, "tent"); err != nil {
		t.Error(err)
	}
	if err := save("zelt", 1, ""); err != nil { // it is none any more
		t.Error(err)
	}
}

// TestBadInput proves that what is too large or wrong is refused with a sentence, and that what is published stays.
func TestBadInput(t *testing.T) {
	g := new(words)
	b, ctx := open(t, editing.Config{Gate: g}), t.Context()
	b.write(t, "a", "k1", "mia")
	b.publish(t, "a", 1)
	many := make([]string, 10_000)
	for i := range many {
		many[i] = fmt.Sprint("how ", i)
	}
	for name, c := range map[string]struct {
		knowledge.Content
		says string
	}{
		"256 KiB":   {knowledge.Content{Title: "a", Body: strings.Repeat("a", knowledge.MaxBody+1)}, "the body has 262145 bytes; at most 262144 are allowed, split the article"},
		"phrasings": {knowledge.Content{Title: "a", Phrasings: many}, "there are 10000 phrasings; at most 1000 are allowed"},
		"phrasing":  {knowledge.Content{Title: "a", Phrasings: []string{strings.Repeat("a", 501)}}, "the phrasing "},
		"review":    {knowledge.Content{Title: "a", Review: "31.12.2026"}, `the review date "31.12.2026" is not a day such as 2026-12-31`},
		"audience":  {knowledge.Content{Title: "a", Audience: []string{"staff", "shop"}}, `the audience is "staff" and sites besides; name either`},
		"locale":    {knowledge.Content{Title: "a", Locale: "German"}, ""},
		"depth":     {knowledge.Content{Title: "a", Body: strings.Repeat("> ", 1000) + "a"}, ""},
	} {
		if name == "locale" {
			c.Locale = "de_AT!"
		}
		says(t, "create, "+name, second(b.Create(ctx, "new", c.Content, "mia")), knowledge.ErrInvalid, c.says)
		says(t, "save, "+name, second(b.Save(ctx, "a", 1, c.Content, "mia")), knowledge.ErrInvalid, c.says)
	}
	full := knowledge.Content{Title: "full", Body: strings.Repeat("word ", knowledge.MaxBody/5), Phrasings: many[:knowledge.MaxPhrasings]}
	if a, err := b.Create(ctx, "", full, "mia"); err != nil || a.ID != "full" {
		t.Errorf("as large as it may be: %+v %v", a, err)
	}
	script := knowledge.Content{Title: "<script>", Body: "<script>alert(1)</script> [x](javascript:alert(1)) ![y](data:text/html,z)"}
	if _, err := b.Create(ctx, "script", script, "mia"); err != nil {
		t.Error(err)
	}
	if doc, err := b.Preview(script.Body); err != nil || hasAddress(doc.Nodes) {
		t.Errorf("a script is shown as %+v %v", doc, err)
	}
	if head, err := b.store.Head(ctx); err != nil || head != 1 {
		t.Errorf("bad input left head %d %v", head, err)
	}
	if r, err := b.store.PublishedRevision(ctx, "a"); err != nil || r.Text != "k1" {
		t.Errorf("published is %+v %v", r, err)
	}
}

// hasAddress reports whether any node leads somewhere.
func hasAddress(nodes []markup.Node) bool {
	return slices.ContainsFunc(nodes, func(n markup.Node) bool { return n.Href != "" || hasAddress(n.Kids) })
}

// TestKeptElsewhere proves that the room leaves alone what a folder keeps.
func TestKeptElsewhere(t *testing.T) {
	b, ctx := open(t, editing.Config{Gate: new(words)}), t.Context()
	put := store.Put{ID: "a", Content: knowledge.Content{Title: "a", Locale: "en", Body: "k1"}, Text: "k1", Author: "folder", At: morning, Publish: true, Source: "folder"}
	if err := b.Write(ctx, store.Batch{Puts: []store.Put{put}, At: morning}); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"save":     second(b.Save(ctx, "a", 1, knowledge.Content{Title: "mine"}, "mia")),
		"publish":  third(b.Publish(ctx, editing.Step{ID: "a", Revision: 1, Author: "mia"})),
		"withdraw": third(b.Withdraw(ctx, editing.Step{ID: "a", Author: "mia", Overrule: "for the test"})),
		"schedule": b.Schedule(ctx, store.Scheduled{Article: "a", Act: store.ActWithdraw, Due: morning.AddDate(0, 0, 1), Author: "mia"}),
		"autosave": b.Autosave(ctx, store.Autosave{Article: "a", Author: "mia"}),
		"import":   b.Write(ctx, store.Batch{Puts: []store.Put{{ID: "a", Base: 1, Content: knowledge.Content{Title: "b"}, At: morning}}, At: morning}),
	} {
		says(t, name, err, knowledge.ErrSource, `"a" is kept in the folder; change it there`)
	}
	b.write(t, "b", "x", "mia")
	if err := b.AskReview(ctx, "b", 1, "", "mia"); err != nil {
		t.Fatal(err)
	}
	put = store.Put{ID: "b", Base: 1, Content: knowledge.Content{Title: "b", Locale: "en", Body: "k2"}, Text: "k2", Author: "folder", At: morning, Source: "folder"}
	if err := b.Write(ctx, store.Batch{Puts: []store.Put{put}, At: morning}); err != nil {
		t.Fatal(err)
	}
	if r, ok, err := b.store.Review(ctx, "b"); ok || err != nil {
		t.Errorf("a folder took it over, and there waits %+v %v", r, err)
	}
	says(t, "review", b.AskReview(ctx, "b", 2, "", "mia"), knowledge.ErrSource, `"b" is kept in the folder; change it there`)
}
