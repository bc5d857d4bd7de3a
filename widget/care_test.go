package widget

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

type careAnswer struct {
	List  string
	Total int
	Rows  []struct {
		Article           struct{ ID, Title, Status, Locale string }
		Why, Next, Detail string
		By                string
		At                int64
		Other             *struct{ ID, Title string }
		Suggestion        *struct{ ID, Text, Author, Conversation string }
	}
}

func TestCareLists(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	ctx := t.Context()
	c := knowledge.Content{Title: "Old news", Body: "See [that](article:nowhere).", Review: "2020-01-01", Locale: "en"}
	if _, err := d.shelf.Create(ctx, store.Put{ID: "old", Content: c, Text: "See that.", At: d.shelf.tick(), Publish: true}); err != nil {
		t.Fatal(err)
	}
	var counts struct {
		Lists []struct {
			Name  string
			Count int
		}
	}
	d.want(200, request("GET", "/api/editor/care", "", editor), &counts)
	if got, want := fmt.Sprint(counts.Lists), "[{suggestions 1} {waiting 0} {refused 0} {scheduled 0} {rated 0} {twins 0} {links 1} {review 1} {translations 0} {useless 0}]"; got != want {
		t.Errorf("counts %s, want %s", got, want)
	}
	for _, l := range counts.Lists {
		var a careAnswer
		d.want(200, request("GET", "/api/editor/care?list="+l.Name, "", editor), &a)
		if a.List != l.Name || a.Rows == nil || len(a.Rows) != l.Count || a.Total != l.Count {
			t.Errorf("%s: %+v", l.Name, a)
		}
	}
	var a careAnswer
	d.want(200, request("GET", "/api/editor/care?list=review", "", editor), &a)
	if r := a.Rows[0]; r.Article.ID != "old" || r.Article.Status != "published" || r.Article.Locale != "en" || r.Why == "" || r.Next == "" || r.At == 0 || r.Suggestion != nil {
		t.Errorf("review: %+v", r)
	}
	d.refused(400, "invalid", request("GET", "/api/editor/care?list=lost", "", editor))
}

// An agent's suggestion reaches the editors, who close it once.
func TestSuggestFix(t *testing.T) {
	d := openDesk(t, nil, nil)
	d.talk.says(firstTalk, "How long can I return it?")
	anna := d.staff("agent@shop.example", account.Agent)
	agent := cookie(d.session(anna))
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	suggest := func(article string, revision int, conversation, text string) *http.Request {
		return request("POST", "/api/agent/article-suggestion",
			fmt.Sprintf(`{"article":%q,"revision":%d,"conversation":%q,"text":%q}`, article, revision, conversation, text), agent)
	}
	var made struct{ ID string }
	d.want(201, suggest("returns", 1, firstTalk, "  It is 30 days <b>now</b>. "), &made)
	var a careAnswer
	d.want(200, request("GET", "/api/editor/care?list=suggestions", "", editor), &a)
	if len(a.Rows) != 2 {
		t.Fatalf("suggestions %+v", a)
	}
	if r := a.Rows[0]; r.Suggestion == nil || r.Suggestion.ID != made.ID || r.Suggestion.Text != "It is 30 days <b>now</b>." || r.Suggestion.Author != anna.Name || r.Suggestion.Conversation != firstTalk {
		t.Errorf("suggestion %+v", r.Suggestion)
	}
	d.want(201, suggest("gone", 1, "", "Bring it back."), nil) // was said once
	d.refused(404, "not_found", suggest("draft", 1, "", "Publish it."))
	d.refused(404, "not_found", suggest("returns", 9, "", "x"))
	d.refused(404, "not_found", suggest("returns", 1, "never-begun", "x"))
	d.refused(422, "invalid", suggest("returns", 1, "", "  "))
	d.refused(422, "invalid", suggest("returns", 1, "", strings.Repeat("x", maxSuggestion+1)))
	d.refused(422, "invalid", suggest("returns", 0, "", "x"))
	d.refused(422, "invalid", suggest("", 1, "", "x"))

	act := func(id, state string) *http.Request {
		return request("POST", "/api/editor/suggestion", fmt.Sprintf(`{"id":%q,"state":%q}`, id, state), editor)
	}
	d.refused(422, "invalid", act(made.ID, "open"))
	d.want(204, act(made.ID, "declined"), nil)
	d.refused(409, "conflict", act(made.ID, "done"))
	d.refused(404, "not_found", act("lost", "done"))
}

func TestCheckLinks(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	got := d.want(200, request("POST", "/api/editor/links", `{"body":"[r](article:returns) [g](article:gone) ![a](file:`+keptFile+`/a.png) https://shop.example/x"}`, editor), nil).Body.String()
	for _, part := range []string{`"href":"article:returns","text":"r","state":"ok"`, `"state":"withdrawn"`, `"href":"file:` + keptFile + `/a.png","text":"a","state":"ok"`, `"state":"dead","detail":"The server answers 404`} {
		if !strings.Contains(got, part) {
			t.Errorf("no %s in %s", part, got)
		}
	}
	if got := d.want(200, request("POST", "/api/editor/links", `{"body":""}`, editor), nil).Body.String(); got != `{"links":[]}`+"\n" {
		t.Errorf("no links: %s", got)
	}
}
