package widget

import (
	"fmt"
	"strings"
	"testing"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
)

type editorRevision struct {
	Number    int
	Title     string
	Body      *string
	Author    string
	Published *bool
	Phrasings []string
	Tags      []string
}

type editorArticle struct {
	ID                string
	Status            string
	Latest, Published int
	Revision          editorRevision
	Public            *editorRevision `json:"published_revision"`
}

// An article's life, from its first draft to its withdrawal.
func TestEditorsRoom(t *testing.T) {
	d := openDesk(t, nil, nil)
	who := d.staff("editor@shop.example", account.Editor)
	editor := cookie(d.session(who))
	var a editorArticle
	d.want(201, request("POST", "/api/editor/article", `{"title":" Gift  cards ","body":"One year.","phrasings":["voucher?"],"tags":null,"unknown":1}`, editor), &a)
	if a.ID != "gift-cards" || a.Status != "draft" || a.Latest != 1 || a.Published != 0 || a.Public != nil {
		t.Fatalf("created %+v", a)
	}
	id := a.ID
	if r := a.Revision; r.Title != "Gift cards" || *r.Body != "One year." || r.Author != who.Name || r.Tags == nil || len(r.Phrasings) != 1 {
		t.Errorf("revision %+v", r)
	}
	d.want(200, request("POST", "/api/editor/publish", fmt.Sprintf(`{"id":%q,"revision":1}`, a.ID), editor), &a)
	d.want(200, request("PUT", "/api/editor/article?id="+id, `{"base":1,"title":"Gift cards","body":"Three years."}`, editor), &a)
	if a.Status != "published" || a.Latest != 2 || a.Published != 1 || *a.Revision.Body != "Three years." || *a.Public.Body != "One year." {
		t.Errorf("a draft over the published one: %+v", a)
	}

	// Somebody else began at the same revision: they are shown what is there now, and nothing is overwritten.
	var conflict struct {
		Code    string
		Current editorRevision
	}
	d.want(409, request("PUT", "/api/editor/article?id="+id, `{"base":1,"title":"Gift cards","body":"Two years."}`, editor), &conflict)
	if conflict.Code != "conflict" || conflict.Current.Number != 2 || *conflict.Current.Body != "Three years." || conflict.Current.Author != who.Name {
		t.Errorf("conflict %+v", conflict)
	}
	d.refused(422, "invalid", request("PUT", "/api/editor/article?id="+id, `{"title":"Gift cards","body":"x"}`, editor))
	d.refused(404, "not_found", request("PUT", "/api/editor/article?id=nope", `{"base":1,"title":"x","body":"x"}`, editor))
	d.refused(422, "invalid", request("POST", "/api/editor/withdraw", `{"id":"draft"}`, editor)) // was never said
	var same editorArticle
	d.want(200, request("PUT", "/api/editor/article?id="+id, `{"base":2,"title":"Gift cards","body":"Three years.","phrasings":[]}`, editor), &same)
	if same.Latest != 2 {
		t.Errorf("content that did not change made revision %d", same.Latest)
	}
	p := d.refused(422, "invalid", request("PUT", "/api/editor/article?id="+id, `{"base":2,"title":"","body":"x"}`, editor))
	if p.Message != "The title is empty; give the article a title." {
		t.Errorf("said %q", p.Message)
	}

	var history struct{ Revisions []editorRevision }
	d.want(200, request("GET", "/api/editor/revisions?id="+id, "", editor), &history)
	if r := history.Revisions; len(r) != 2 || r[0].Number != 2 || *r[0].Published || !*r[1].Published || r[0].Body != nil {
		t.Errorf("history %+v", r)
	}
	var r editorRevision
	d.want(200, request("GET", "/api/editor/revision?number=1&id="+id, "", editor), &r)
	if *r.Body != "One year." {
		t.Errorf("revision 1: %+v", r)
	}
	d.refused(404, "not_found", request("GET", "/api/editor/revision?number=9&id="+id, "", editor))
	d.refused(404, "not_found", request("GET", "/api/editor/revisions?id=nope", "", editor))

	d.want(200, request("POST", "/api/editor/withdraw", fmt.Sprintf(`{"id":%q}`, a.ID), editor), &a)
	if a.Status != "withdrawn" || a.Published != 0 || a.Public != nil {
		t.Errorf("withdrawn: %+v", a)
	}
	d.want(404, request("GET", "/api/site/shop/article?id="+id, ""), nil)
}

type editorList struct {
	Articles []struct {
		ID, Title, Status, Author string
		HasDraft                  bool `json:"has_draft"`
		Tags                      []string
	}
	Total, Page, Pages int
	Index              string
}

func TestEditorsList(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	list := func(query string) (l editorList) {
		d.want(200, request("GET", "/api/editor/articles"+query, "", editor), &l)
		return l
	}
	l := list("")
	if l.Total != 4 || l.Page != 1 || l.Pages != 1 || l.Index != "ready" || len(l.Articles) != 4 {
		t.Fatalf("all: %+v", l)
	}
	if first := l.Articles[3]; first.ID != "draft" || first.Status != "draft" || !first.HasDraft || first.Author != "import" || first.Tags == nil {
		t.Errorf("last row %+v", first)
	}
	for query, want := range map[string]int{"?status=all": 4, "?status=published": 2, "?status=withdrawn": 1, "?status=draft": 1, "?q=SIZE": 1, "?q=none": 0} {
		if l := list(query); l.Total != want || l.Articles == nil || l.Pages != 1 {
			t.Errorf("%s: %+v", query, l)
		}
	}
	d.shelf.fill(60)
	if l := list("?page=2"); l.Page != 2 || l.Pages != 2 || l.Total != 64 || len(l.Articles) != 14 {
		t.Errorf("page 2: %+v", l)
	}
	if l := list("?page=3"); len(l.Articles) != 0 || l.Total != 64 {
		t.Errorf("page 3: %+v", l)
	}
	d.shelf.state = knowledge.IndexTitlesOnly
	if l := list(""); l.Index != "titles-only" {
		t.Errorf("index %q", l.Index)
	}
}

func TestPreview(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	w := d.want(200, request("POST", "/api/editor/preview", `{"body":"A [link](javascript:alert(1)) <script>x</script>"}`, editor), nil)
	if got := w.Body.String(); strings.Contains(got, "javascript") || strings.Contains(got, "script") || !strings.Contains(got, `"text":"A link`) {
		t.Errorf("preview %s", got)
	}
	if got := d.want(200, request("POST", "/api/editor/preview", `{}`, editor), nil).Body.String(); got != `{"body":[],"text":""}`+"\n" {
		t.Errorf("preview of nothing: %s", got)
	}
}
