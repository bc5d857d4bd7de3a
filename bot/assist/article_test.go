package assist

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
)

// engraving is the material of a gap about knives.
func engraving() Material {
	return Material{
		Locale:    "en",
		Questions: []string{"can you engrave\nmy knife?", "do you do engravings? I am Bob Miller, bob@example.org"},
		Answers:   []string{"Yes, we engrave knives from March on. It costs EUR 12 and takes 5 working days.", "Send the knife to bob@example.org first."},
		Nearest:   []Near{{Title: "Gift wrapping", Text: "We wrap gifts for EUR 3. See https://shop.example/gifts for pictures.", Link: "https://desk.example/panel?article=gifts"}},
		Names:     []string{"Bob Miller"},
	}
}

func draftOf(t *testing.T, title, body string, phrasings ...string) string {
	t.Helper()
	b, err := json.Marshal(writtenArticle{title, body, phrasings})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func write(t *testing.T, reply string) (ArticleDraft, error) {
	t.Helper()
	return with(says(reply)).Article(t.Context(), engraving())
}

func doubted(d ArticleDraft, text, why string) bool {
	return slices.ContainsFunc(d.Doubts, func(q Doubt) bool { return strings.Contains(q.Text, text) && strings.Contains(q.Why, why) })
}

func TestArticle(t *testing.T) {
	body := "We engrave knives from March on [1].\n\n## Price\n\n- It costs EUR 12 [1].\n- It takes 5 working days [1]."
	m := says("```json\n" + draftOf(t, "Engraving knives", body, "Do you engrave knives?", "can you engrave my knife", "What does engraving cost?") + "\n```")
	d, err := with(m).Article(t.Context(), engraving())
	if err != nil {
		t.Fatal(err)
	}
	if want := "We engrave knives from March on.\n\n## Price\n\n- It costs EUR 12.\n- It takes 5 working days."; d.Title != "Engraving knives" || d.Body != want || len(d.Doubts) != 0 {
		t.Errorf("%+v", d)
	}
	if want := []string{"can you engrave my knife?", "do you do engravings? I am [name], [e-mail]", "Do you engrave knives?", "What does engraving cost?"}; !slices.Equal(d.Phrasings, want) {
		t.Errorf("phrasings %q", d.Phrasings)
	}
	if p := m.asked[0]; !p.JSON || p.Tokens == 0 || strings.Contains(m.sent(), "Miller") || !strings.Contains(m.sent(), "Gift wrapping") {
		t.Errorf("asked %+v", p)
	}
}

// What no source says stays for the editor to judge, and is named; what must not stay is taken out.
func TestArticleInDoubt(t *testing.T) {
	for name, c := range map[string]struct {
		body          string
		keeps, misses string
		doubt, why    string
	}{
		"another amount":      {"It costs EUR 99 [1].", "EUR 99", "", "EUR 99", "99"},
		"another source":      {"It costs EUR 12 [2].", "EUR 12", "€€", "", ""},
		"no source":           {"It costs EUR 12.", "EUR 12", "€€", "", ""},
		"unheard of":          {"Our pirates sing ballads about treasure islands [1].", "pirates", "", "pirates", "source"},
		"a link":              {"It costs EUR 12, see https://evil.example/x [1].", "EUR 12", "evil", "EUR 12", "address"},
		"a link of Markdown":  {"It [costs](https://evil.example/x) EUR 12 [1].", "It costs EUR 12", "evil", "costs", "link"},
		"a script as a link":  {"It [costs](javascript:alert(1)) EUR 12 [1].", "costs", "javascript", "costs", "link"},
		"a link of a source":  {"See https://shop.example/gifts for pictures [3].", "https://shop.example/gifts", "€€", "", ""},
		"personal data":       {"Send the knife to [e-mail] first [2].", "[e-mail]", "", "[e-mail]", "Personal data"},
		"facts in a heading":  {"## Only EUR 99\n\nIt costs EUR 12 [1].", "## Only EUR 99", "", "EUR 99", "sources"},
		"a commitment":        {"It costs EUR 12 [1]. We guarantee a lifelong refund [1].", "EUR 12", "guarantee", "guarantee", "taken out"},
		"what is never said":  {"We engrave knives from March on [1].", "March", "", "knives", "never-say"},
		"the gap's own order": {"It costs EUR 12 [1]. Send the knife to evil.example now [4].", "EUR 12", "evil", "Send the knife", "taken out"},
	} {
		t.Run(name, func(t *testing.T) {
			a := with(says(draftOf(t, "Engraving", c.body)))
			if name == "what is never said" {
				a.Unsayable = func(text string) (string, bool) { return "knives", strings.Contains(text, "knives") }
			}
			d, err := a.Article(t.Context(), engraving())
			if err != nil || !strings.Contains(d.Body, c.keeps) || c.misses != "" && strings.Contains(d.Body, c.misses) {
				t.Fatalf("%+v, %v", d, err)
			}
			if c.doubt == "" && len(d.Doubts) > 0 || c.doubt != "" && !doubted(d, c.doubt, c.why) {
				t.Errorf("doubts %+v", d.Doubts)
			}
		})
	}
}

// What has not the form of an article ends in one clear sentence.
func TestArticleOfTheWrongForm(t *testing.T) {
	good := "We engrave knives from March on [1]."
	for name, reply := range map[string]string{
		"no JSON":        "Here is your article: " + good,
		"half":           `{"title":"Engraving","body":"We engr`,
		"two":            `{"title":"a","body":"b"} {"title":"a","body":"b"}`,
		"a list":         `[{"title":"a","body":"b"}]`,
		"other types":    `{"title":1,"body":["x"]}`,
		"no body":        `{"title":"Engraving"}`,
		"null":           `null`,
		"HTML":           draftOf(t, "Engraving", good+" <script>alert(1)</script>"),
		"a picture":      draftOf(t, "Engraving", good+" ![x](https://evil.example/x.png)"),
		"code":           draftOf(t, "Engraving", "```\n"+good+"\n```"),
		"a definition":   draftOf(t, "Engraving", good+"\n\n[x]: javascript:alert(1)"),
		"NUL":            `{"title":"Engraving","body":"We engrave\u0000 knives [1]."}`,
		"controls":       `{"title":"Engraving","body":"We \u001b engrave knives [1]."}`,
		"very long":      draftOf(t, "Engraving", strings.Repeat(good+"\n", 600)),
		"deep":           strings.Repeat("[", 30_000),
		"only a promise": draftOf(t, "Engraving", "![]"),
	} {
		t.Run(name, func(t *testing.T) {
			d, err := write(t, reply)
			if name == "only a promise" { // words that are none stay for the editor, or go
				if err == nil && d.Body == "" {
					t.Error("an empty draft")
				}
				return
			}
			refusedWith(t, err, "form of an article")
		})
	}
	_, err := write(t, draftOf(t, "Engraving", good+strings.Repeat("\n\nPirates sail for EUR 99 [1].", mostUnfounded+2)))
	refusedWith(t, err, "Hardly anything")
	_, err = write(t, draftOf(t, "Engraving", "We guarantee a lifelong refund [1]."))
	refusedWith(t, err, "Hardly anything")
	if _, err := with(says("{}")).Article(t.Context(), Material{Questions: []string{"how?"}}); !errors.Is(err, ErrNothing) {
		t.Errorf("without sources: %v", err)
	}
	if _, err := with(says("{}")).Article(t.Context(), Material{Answers: []string{"so"}}); !errors.Is(err, ErrNothing) {
		t.Errorf("without questions: %v", err)
	}
}

// Titles and phrasings that cannot be used are replaced or left out.
func TestArticleTitlesAndPhrasings(t *testing.T) {
	body := "We engrave knives from March on [1]."
	for _, title := range []string{"", "<b>x</b>", "See https://evil.example", strings.Repeat("long ", 60), "a\nb|c"} {
		if d, err := write(t, draftOf(t, title, body)); err != nil || d.Title != "can you engrave my knife?" {
			t.Errorf("%q became %q, %v", title, d.Title, err)
		}
	}
	d, err := write(t, draftOf(t, "Engraving for EUR 99", body, "", "Why EUR 99?", "see www.evil.example", "<i>how</i>?", strings.Repeat("how ", 99), "Can I have it engraved?", "can i have it  engraved", "mail [e-mail]?"))
	if err != nil || !slices.Equal(d.Phrasings[2:], []string{"Can I have it engraved?"}) || !doubted(d, "EUR 99", "sources") {
		t.Errorf("%+v, %v", d, err)
	}
}

// Whatever a model writes, a draft that comes out is one that the editors' room accepts.
func FuzzArticle(f *testing.F) {
	f.Add("Engraving", "We engrave knives from March on [1].\n\n- a\n    - b\n1. c\n> d\n| e | f |\n* * *", "how?")
	f.Add("# x", "[a](b)[c][d]\n\n[e]\n***bold***\n\tcode\n---\n=====\n", "")
	f.Add("a", "See www.evil.example, dhttp://evil.example/x and [x](//evil.example) [1].", "?")
	f.Add("", "Setext\n===\n\\<b\\> &lt;b&gt; `x` ~~y~~ http://x [1][2]", "?")
	f.Fuzz(func(t *testing.T, title, body, phrasing string) {
		b, err := json.Marshal(writtenArticle{title, body, []string{phrasing}})
		if err != nil {
			t.Skip("no JSON")
		}
		d, err := with(says(string(b))).Article(t.Context(), engraving())
		if err != nil {
			if _, refused := errors.AsType[*Refused](err); !refused {
				t.Fatal(err)
			}
			return
		}
		c := knowledge.Content{Title: d.Title, Body: d.Body, Phrasings: d.Phrasings, Locale: "en"}
		if _, _, err := editing.Check(c); err != nil {
			t.Errorf("%+v: %v", d, err)
		}
		for _, a := range address.FindAllString(d.Body, -1) {
			if !strings.HasPrefix(a, "https://shop.example/gifts") {
				t.Errorf("the address %q in %q", a, d.Body)
			}
		}
		if len(d.Phrasings) > mostPhrasings || len(d.Doubts) > mostDoubts {
			t.Errorf("%+v", d)
		}
	})
}

// returns is an article.
func returns() knowledge.Revision {
	return knowledge.Revision{Article: "returns", Number: 1, Text: "You can return goods within 30 days of delivery. Returns are free.",
		Content: knowledge.Content{Title: "Returning goods", Body: "…", Phrasings: []string{"how do I send it back?"}, Locale: "en"}}
}

func TestPhrasings(t *testing.T) {
	reply := `{"phrasings":["Can I send goods back?","How do I send it back","returning goods","Can I return it after 90 days?","Wie lange kann ich die Ware nach der Lieferung zurückgeben?",
		"https://evil.example?","<b>free</b>?","","Is it still possible within 30 days?","can I send  goods back?","` + strings.Repeat("very ", 60) + `long?"]}`
	got, err := with(says(reply)).Phrasings(t.Context(), returns(), bot.Payer{Purpose: bot.ForEditor})
	if want := []string{"Can I send goods back?", "Is it still possible within 30 days?"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v", got, err)
	}
	many := `{"phrasings":["a?"` + strings.Repeat(`,"is it a?"`, 5)
	for i := range 40 {
		many += `,"may I send goods of kind ` + strings.Repeat("x", i+1) + ` back?"`
	}
	if got, err := with(says(many+"]}")).Phrasings(t.Context(), returns(), bot.Payer{}); err != nil || len(got) != mostAsked {
		t.Errorf("%d phrasings, %v", len(got), err)
	}
	for _, broken := range []string{"no list", `{"phrasings":"x"}`, `["a"]`} {
		_, err := with(says(broken)).Phrasings(t.Context(), returns(), bot.Payer{})
		refusedWith(t, err, "form of a list")
	}
	_, err = with(says(`{"phrasings":["returning goods"]}`)).Phrasings(t.Context(), returns(), bot.Payer{})
	refusedWith(t, err, "no further way")
}

var (
	thirty   = Said{Title: "Returns", Text: "You can return goods within 30 days of delivery.", Locale: "en"}
	fourteen = Said{Title: "Sending back", Text: "Goods can be sent back within 14 days.", Locale: "en"}
)

func TestExplain(t *testing.T) {
	const one, other = "“Returns” says that you can return goods within 30 days of delivery [1].", "“Sending back” says that goods can be sent back within 14 days [2]."
	for name, c := range map[string]struct {
		reply string
		good  bool
	}{
		"good":               {one + " " + other, true},
		"one alone":          {one, false},
		"three":              {one + " " + other + " " + other, false},
		"turned round":       {other + " " + one, false},
		"swapped":            {strings.Replace(one, "30", "14", 1) + " " + strings.Replace(other, "14", "30", 1), false},
		"swapped titles":     {strings.Replace(one, "Returns", "Sending back", 1) + " " + other, false},
		"judges":             {one + " " + strings.Replace(other, "says", "wrongly says", 1), false},
		"judges by age":      {one + " " + strings.Replace(other, "“Sending", "The newer “Sending", 1), false},
		"cites both":         {strings.Replace(one, "[1]", "[1][2]", 1) + " " + other, false},
		"cites nothing":      {strings.Replace(one, " [1]", "", 1) + " " + other, false},
		"an invented reason": {one + " “Sending back” says 14 days because of the law of 2002 [2].", false},
		"HTML":               {strings.Replace(one, "Returns", "<b>Returns</b>", 1) + " " + other, false},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := with(says(c.reply)).Explain(t.Context(), thirty, fourteen, bot.Payer{})
			if c.good {
				if want := strings.NewReplacer(" [1]", "", " [2]", "").Replace(c.reply); err != nil || got != want {
					t.Errorf("%q, %v", got, err)
				}
				return
			}
			refusedWith(t, err, "Compare the two sentences")
		})
	}
}
