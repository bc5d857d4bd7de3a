package widget

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/sqldb"
)

func TestHome(t *testing.T) {
	d := openDesk(t, nil, nil)
	d.staffed = true
	w := d.want(200, request("GET", "/api/site/shop", ""), nil)
	want := `{"name":"shop","title":"Tarnside help","greeting":"Hello!","staffed":true,"hours":"9–17",` +
		`"origins":["https://shop.example","https://www.shop.example"],` +
		`"top":[{"article":"returns","title":"Returns"},{"article":"size","title":"Size"}]}` + "\n"
	if w.Body.String() != want {
		t.Errorf("answered %s\nwant     %s", w.Body, want)
	}
	// The order of the configured list is kept and what is withdrawn left out; absent lists are empty ones.
	d.staffed = false
	w = d.want(200, request("GET", "/api/site/club", ""), nil)
	want = `{"name":"club","title":"Club","greeting":"","staffed":false,"origins":[],` +
		`"top":[{"article":"size","title":"Size"},{"article":"returns","title":"Returns"}]}` + "\n"
	if w.Body.String() != want {
		t.Errorf("answered %s\nwant     %s", w.Body, want)
	}
}

// What readers found helpful comes first, what was withdrawn is gone at once, and there are never more than six.
func TestTopArticles(t *testing.T) {
	now := time.Now()
	d := openDesk(t, func(c *Config) { c.Clock = func() time.Time { return now } }, nil)
	top := func() (ids []string) {
		var home struct{ Top []choice }
		d.want(200, request("GET", "/api/site/shop", ""), &home)
		for _, c := range home.Top {
			ids = append(ids, c.Article)
		}
		return ids
	}
	vote := func(article string, helpful bool) {
		d.want(204, request("POST", "/api/site/shop/article/helpful", fmt.Sprintf(`{"article":%q,"revision":1,"helpful":%v}`, article, helpful)), nil)
	}
	if got := top(); !slices.Equal(got, []string{"returns", "size"}) {
		t.Fatalf("without votes: %v", got)
	}
	vote("size", true)
	vote("size", true)
	vote("returns", false)
	now = now.Add(bestFor)
	if got := top(); !slices.Equal(got, []string{"size", "returns"}) {
		t.Fatalf("after votes: %v", got)
	}
	d.shelf.withdraw("size")
	if got := top(); !slices.Equal(got, []string{"returns"}) {
		t.Fatalf("after a withdrawal: %v", got)
	}
	d.shelf.fill(10)
	if got := top(); len(got) != maxTop {
		t.Fatalf("of eleven: %v", got)
	}
}

type found struct {
	Hits  []hit
	State string
}

func TestSearch(t *testing.T) {
	d := openDesk(t, nil, nil)
	w := d.want(200, request("GET", "/api/site/shop/search?q=Returns+please", ""), nil)
	if got := w.Body.String(); got != `{"hits":[{"article":"returns","title":"Returns","snippet":"About"}],"state":"ready"}`+"\n" {
		t.Errorf("answered %s", got)
	}
	if got := d.want(200, request("GET", "/api/site/shop/search?q=+", ""), nil).Body.String(); got != `{"hits":[],"state":"ready"}`+"\n" {
		t.Errorf("nothing asked: %s", got)
	}
	d.shelf.state = knowledge.IndexDown
	if got := d.want(200, request("GET", "/api/site/shop/search?q=returns", ""), nil).Body.String(); got != `{"hits":[],"state":"down"}`+"\n" {
		t.Errorf("without an index: %s", got)
	}
	if !strings.Contains(d.log.String(), "corrupt") {
		t.Error("the fault is not in the log")
	}
}

// An index that has not heard of a change yet must not make the desk say what was withdrawn, nor quote a passage
// of one revision out of another. (P9)
func TestSearchBehindTheTruth(t *testing.T) {
	d := openDesk(t, nil, nil)
	d.shelf.lag = []knowledge.Hit{
		{Article: "gone", Revision: 1, Title: "Gone", Passage: knowledge.Span{End: 5}},
		{Article: "never", Revision: 1, Title: "Never there"},
		{Article: "size", Revision: 7, Title: "Old title", Passage: knowledge.Span{Start: 2, End: 5}},
		{Article: "returns", Revision: 1, Title: "Returns", Passage: knowledge.Span{Start: 2, End: 10_000}},
	}
	var out found
	d.want(200, request("GET", "/api/site/shop/search?q=anything", ""), &out)
	if len(out.Hits) != 2 || out.Hits[0].Title != "Size" || !strings.HasPrefix(out.Hits[0].Snippet, "About Size") || !strings.HasPrefix(out.Hits[1].Snippet, "About Returns") {
		t.Errorf("found %+v", out.Hits)
	}
}

func TestSnippet(t *testing.T) {
	long := strings.Repeat("word ", 100)
	for _, c := range []struct {
		text string
		span knowledge.Span
		want string
	}{
		{"", knowledge.Span{}, ""},
		{"short\n\ntext", knowledge.Span{}, "short text"},
		{"one two three", knowledge.Span{Start: 4, End: 7}, "two"},
		{"one", knowledge.Span{Start: 2, End: 9}, "one"},
		{"one", knowledge.Span{Start: -1, End: 2}, "one"},
		{"äö", knowledge.Span{Start: 1, End: 4}, "ö"},
		{long, knowledge.Span{}, strings.TrimSpace(strings.Repeat("word ", 32)) + " …"},
	} {
		if got := snippet(c.text, c.span); got != c.want {
			t.Errorf("%.20q %v: %q; want %q", c.text, c.span, got, c.want)
		}
	}
	for n := range 20 {
		got := snippet(strings.Repeat("x", n)+strings.Repeat("€", 200), knowledge.Span{})
		if !utf8.ValidString(got) || len(got) > maxSnippet+len(" …") {
			t.Errorf("%d: %q", n, got)
		}
	}
}

func TestArticle(t *testing.T) {
	d := openDesk(t, nil, nil)
	const p = `{"t":"p","off":[0,14],"c":["About ",{"t":"strong","c":["Returns"]},"."]}`
	w := d.want(200, request("GET", "/api/site/shop/article?id=returns&revision=1", ""), nil)
	if got := w.Body.String(); !strings.HasPrefix(got, `{"article":"returns","title":"Returns","revision":1,"updated":7000,"body":[`+p) ||
		!strings.HasSuffix(got, `"related":[],"withdrawn":false}`+"\n") {
		t.Errorf("answered %s", got)
	}
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("may be kept: %q", got)
	}
	for _, id := range []string{"gone", "draft", "never"} {
		d.refused(404, "not_found", request("GET", "/api/site/shop/article?id="+id, ""))
	}
	// A citation of a revision that was replaced shows today's words, and marks none of them as cited.
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	d.want(200, request("PUT", "/api/editor/article?id=returns", `{"base":1,"title":"Returns","body":"Size matters now.","locale":"en"}`, editor), nil)
	d.want(200, request("POST", "/api/editor/publish", `{"id":"returns","revision":2}`, editor), nil)
	for revision, off := range map[int]bool{1: false, 2: true} {
		w = d.want(200, request("GET", fmt.Sprintf("/api/site/shop/article?id=returns&revision=%d", revision), ""), nil)
		if got := w.Body.String(); !strings.Contains(got, `"revision":2`) || !strings.Contains(got, "Size matters now.") || strings.Contains(got, `"off"`) != off {
			t.Errorf("revision %d: %s", revision, got)
		}
	}
	// The offsets are left out too when the renderer counts differently from the one that wrote the text.
	err := d.shelf.db.Write(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec("UPDATE revision SET text = 'Size  matters now.' WHERE article = 'returns' AND number = 2")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w = d.want(200, request("GET", "/api/site/shop/article?id=returns", ""), nil)
	if strings.Contains(w.Body.String(), `"off"`) {
		t.Errorf("offsets into another text: %s", w.Body)
	}
}

func TestRelated(t *testing.T) {
	d := openDesk(t, nil, nil)
	d.shelf.add("Returns and size", true)
	d.shelf.add("Size and returns", true)
	var out struct{ Related []choice }
	d.want(200, request("GET", "/api/site/shop/article?id=returns-and-size", ""), &out)
	if !slices.Equal(out.Related, []choice{{"returns", "Returns"}, {"size", "Size"}}) {
		t.Errorf("related %v", out.Related)
	}
	d.want(200, request("GET", "/api/site/shop/article?id=returns", ""), &out)
	if len(out.Related) != 0 {
		t.Errorf("an article is related to itself: %v", out.Related)
	}
}

func TestStaffArticle(t *testing.T) {
	d := openDesk(t, nil, nil)
	agent := cookie(d.session(d.staff("agent@shop.example", account.Agent)))
	var out struct {
		Title     string
		Revision  int
		Withdrawn bool
		Body      json.RawMessage
	}
	d.want(200, request("GET", "/api/staff/article?id=gone", "", agent), &out)
	if !out.Withdrawn || out.Revision != 1 || !strings.Contains(string(out.Body), "Gone") {
		t.Errorf("withdrawn article: %+v", out)
	}
	d.want(200, request("GET", "/api/staff/article?id=returns&revision=1", "", agent), &out)
	if out.Withdrawn || out.Title != "Returns" {
		t.Errorf("published article: %+v", out)
	}
	d.refused(404, "not_found", request("GET", "/api/staff/article?id=draft", "", agent))
	d.refused(404, "not_found", request("GET", "/api/staff/article?id=draft&revision=1", "", agent))
	d.refused(404, "not_found", request("GET", "/api/staff/article?id=returns&revision=2", "", agent))
}
