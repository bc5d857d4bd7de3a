package importing_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/importing"
)

// centrePage is a page of an export, with articles given as ids and bodies.
func centrePage(articles ...string) string {
	var list []string
	for i := 0; i < len(articles); i += 2 {
		list = append(list, fmt.Sprintf(`{"id":%s,"title":"Title %s","body":%q,"locale":"en-us","html_url":"https://a.example/hc/en-us/articles/%s-Title","section_id":5,"label_names":["x","y"]}`, articles[i], articles[i], articles[i+1], articles[i]))
	}
	return `{"articles":[` + strings.Join(list, ",\n") + `],"next_page":null}`
}

func TestZendesk(t *testing.T) {
	first := centrePage("1", `<p>See <a href="/hc/en-us/articles/2">two</a>, <a href="https://a.example/hc/en-us/articles/2-Title#x">again</a>, <a href="https://b.example/">out</a>, <a href="https://b.example/articles/2">there</a> and <a href="/hc/en-us/requests/new">ask</a>.</p>`)
	second := centrePage("2", "<h2>A</h2>b")
	sections := `{"sections":[{"id":5,"name":"Delivery"}]}`
	want := importing.Item{ID: "1", Text: "See two, again, out, there and ask.", Content: knowledge.Content{
		Title: "Title 1", Tags: []string{"x", "y"}, Category: "Delivery", Locale: "en-us",
		Body: "See [two](article:2), [again](article:2), [out](https://b.example/), [there](https://b.example/articles/2) and [ask](https://a.example/hc/en-us/requests/new)."}}
	for name, path := range map[string]string{
		"one after another": file(t, "x.json", first+"\n"+second+sections),
		"a list of pages":   file(t, "x.json", "["+first+","+second+","+sections+"]"),
		"a folder":          folder(t, "1.json", first, "2.json", second, "sections.json", sections),
		"a ZIP":             packed(t, "x/1.json", first, "x/2.json", second, "x/sections.json", sections),
		"marked":            file(t, "x.json", "\ufeff"+first+second+sections),
		"UTF-16":            file(t, "x.json", wide(first+second+sections, false, true)),
	} {
		b := read(t, path)
		if len(b.Problems) > 0 || !slices.Equal(ids(b), []string{"1", "2"}) {
			t.Errorf("%s: %v %q", name, ids(b), problems(b))
			continue
		}
		if got := b.Items[0]; got.Text != want.Text || !got.Content.Equal(want.Content) || got.Draft {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestHelpCentres(t *testing.T) {
	for _, c := range []struct {
		name, text string
		ids        []string
		problems   []string
	}{
		{"translations of Zendesk", `{"articles":[{"id":1,"title":"A","body":"a","locale":"en","source_locale":"en"},{"id":1,"title":"B","body":"b","locale":"de","source_locale":"en"}]}`, []string{"1", "1.de"}, nil},
		{"overlapping pages", centrePage("1", "a") + centrePage("1", "a"), []string{"1"}, []string{"x.json:1: warning: article 1: it stands at x.json:1 already"}},
		{"articles in a list", `[{"id":1,"title":"A","body":"a","html_url":""},{"id":2,"title":"B","body":"b","html_url":""}]`, []string{"1", "2"}, nil},
		{"articles on lines", `{"id":1,"title":"A","body":"a","section_id":1}` + "\n" + `{"id":2,"title":"B","body":"b","section_id":1}`, []string{"1", "2"}, nil},
		{"Intercom with collections", `{"type":"list","data":[{"type":"collection","id":"9","name":"C"}]}{"type":"list","data":[{"type":"article","id":"1","title":"A","body":"a","parent_id":9,"state":"draft"}]}`, []string{"1"}, nil},
		{"no body", `{"articles":[{"id":1,"title":"A","body":null}]}`, []string{"1"}, []string{"x.json:1: warning: article 1: it has no text"}},
		{"empty", `{"articles":[],"count":0}`, nil, nil},
		{"no list", `{"articles":{"id":1}}`, nil, []string{`x.json:1: error: the file cannot be read on: "articles" is no list`}},
		{"no id", "{\"articles\":[\n{\"title\":\"A\"}]}", nil, []string{`x.json:2: error: the entry of "articles" has no id`}},
		{"titles only", `{"articles":[{"id":1}]}`, nil, []string{`x.json:1: error: the entry "1" has neither title nor body`}},
		{"wrong kinds", `{"articles":[{"id":1,"title":["A"]}]}`, nil, []string{`x.json:1: error: the entry of "articles" cannot be read`}},
		{"tickets", `{"tickets":[{"id":1}]}`, nil, []string{`x.json: error: the file holds "tickets" and no articles`}},
		{"users", `{"type":"list","data":[{"type":"contact"},{"type":"admin"}]}`, nil, []string{`x.json: error: the file holds "admin", "contact" and no articles`}},
		{"deep HTML", "{\"articles\":[\n" + `{"id":1,"title":"A","body":"` + strings.Repeat("<div>", 1000) + `"}]}`, nil, []string{"x.json:2: error: article 1: at line 1 of the page: elements are nested more than"}},
		{"cut off", "{\"articles\":[{\"id\":1,\"title\":\"A\",\"body\":\"a\"},\n{", []string{"1"}, []string{"x.json:2: error: the file ends in the middle"}},
		{"broken", "{\"articles\":[}", nil, []string{"x.json:1: error: the file cannot be read on"}},
		{"deep JSON", `{"articles":[{"id":` + strings.Repeat("[", 20000), nil, []string{"x.json:1: error"}},
		{"large entry", `{"articles":[{"id":1,"title":"A","body":"` + strings.Repeat("a", 5<<20) + `"}]}`, nil, []string{"x.json:1: error: an entry has more than"}},
		{"broken text", "{\"articles\":[{\"id\":1,\"title\":\"\xff\",\"body\":\"a\"}]}", nil, []string{"x.json:1: error: the text is not valid UTF-8"}},
		{"JSON lines", `{"question":"q","answer":"a"}`, []string{"q"}, nil},
	} {
		b := read(t, file(t, "x.json", c.text))
		if got := ids(b); !slices.Equal(got, c.ids) {
			t.Errorf("%s: items %v, want %v", c.name, got, c.ids)
		}
		checkProblems(t, c.name, b, len(c.ids), c.problems)
	}
	b := read(t, file(t, "x.json", strings.Repeat(" ", 100)+`{"type":"list","data":[{"type":"article","id":"1","title":"A","body":"a","state":"draft","default_locale":"en","translated_content":{"type":"t","de":{"title":"B","body":"b","state":"published"},"fr":{"title":"","body":""}}}]}`))
	if !slices.Equal(ids(b), []string{"1", "1.de"}) || !b.Items[0].Draft || b.Items[1].Draft || b.Items[1].Content.Locale != "de" {
		t.Errorf("translations of Intercom: %+v %q", b.Items, problems(b))
	}
}

func TestHTMLFiles(t *testing.T) {
	b := read(t, folder(t,
		"a.html", `<title>A page</title><meta charset="iso-8859-1"><p>Gr`+"\xfc"+`n, see <a href="sub/b">b</a>, <a href="sub/">c</a>, <a href="/a.html">a</a> and <a href="gone.html">gone</a>.</p>`,
		"sub/b.htm", "<h1>B</h1>b", "sub/index.html", "<html lang=xx_not-a_tag-at-all-you-see><h1>Index</h1>i", "empty.html", "<html><body></body></html>", "data.json", `{"x":1}`, "notes.txt", "x"))
	if !slices.Equal(ids(b), []string{"a", "sub/b", "sub/index"}) || b.Items[0].Content.Body != "Grün, see [b](article:sub/b), [c](article:sub/index), [a](article:a) and gone." ||
		b.Items[1].Content.Title != "B" || b.Items[1].Content.Body != "b" || b.Items[2].Content.Locale != "en" || len(b.Skips) != 3 {
		t.Errorf("%+v %+v", b.Items, b.Skips)
	}
	if got := problems(b); len(got) != 1 || !strings.HasPrefix(got[0], "a.html: warning: 1 link leads nowhere") {
		t.Errorf("problems %q", got)
	}
	for text, want := range map[string]string{
		"x\n" + strings.Repeat("<div>", 1000):            "f.html:2: error: elements are nested more than 256 levels deep",
		"<p>\xff</p>":                                    "f.html: error: the page is not valid UTF-8",
		"PK\x03\x04":                                     "f.html:1: error: the file is a ZIP",
		"<p>" + strings.Repeat("word ", 100_000):         "f.html: error: the text has",
		"<title>t</title>" + strings.Repeat("x ", 3<<20): "f.html: error: the file has more than",
		"<title>t</title><script>x</script>":             "f.html: warning: no text was found",
	} {
		b := read(t, file(t, "f.html", text))
		if len(b.Problems) != 1 || !strings.HasPrefix(b.Problems[0].String(), want) {
			t.Errorf("%.30q: %q, want %q", text, problems(b), want)
		}
	}
	if b := read(t, packed(t, "../a.html", "x", "b.html", strings.Repeat("<b>x</b>", 1<<20))); b.Errors() != 2 || len(b.Items) != 0 {
		t.Errorf("a hostile ZIP gave %v and %q", ids(b), problems(b))
	}
}

// Translations say of which article they are one, if that is in the export too.
func TestTranslationsAreLinked(t *testing.T) {
	b := read(t, file(t, "x.json", `{"articles":[{"id":1,"title":"A","body":"a","locale":"en","source_locale":"en"},{"id":1,"title":"B","body":"b","locale":"de","source_locale":"en"},{"id":2,"title":"C","body":"c","locale":"de","source_locale":"en"}]}`))
	var got []string
	for _, i := range b.Items {
		got = append(got, i.ID+" of "+i.Content.Original)
	}
	if want := []string{"1 of ", "1.de of 1", "2.de of "}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
