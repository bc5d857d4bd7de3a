package widget

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"frontdesk/bot/account"
	"frontdesk/bot/desk"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/editing"
)

// gated has the exam sat before anything is said.
func gated(t *testing.T) *testDesk {
	t.Helper()
	d := openDesk(t, nil, nil)
	d.edge.Editing = editing.New(editing.Config{
		Store: d.shelf.Store, Clock: d.shelf.tick, Log: slog.New(slog.DiscardHandler), Gate: d.shelf.stage(t),
		Follow: func(context.Context, int64) error { return nil },
	})
	return d
}

func TestSynonyms(t *testing.T) {
	d := gated(t)
	boss := d.staff("boss@shop.example", account.Manager)
	editor, manager := d.editor(), cookie(d.session(boss))
	d.shelf.exam("boots?", "size")
	d.shelf.exam("returns?", "returns")

	var v synonymsView
	d.want(200, request("GET", "/api/editor/synonyms", "", editor), &v)
	if v != (synonymsView{}) {
		t.Errorf("at first: %+v", v)
	}
	var tried struct {
		Problems   []lineProblem
		Comparison *comparison
	}
	d.want(200, request("POST", "/api/editor/synonyms/try", `{"text":"boots => size"}`, editor), &tried)
	if len(tried.Problems) != 0 || tried.Comparison == nil || len(tried.Comparison.Better) != 1 || tried.Comparison.Better[0].Question != "boots?" {
		t.Errorf("tried: %+v", tried)
	}
	d.want(200, request("POST", "/api/editor/synonyms/try", `{"text":"a, b\nwifi\nx => y => z"}`, editor), &tried)
	if len(tried.Problems) != 2 || tried.Problems[0].Line != 2 || tried.Problems[1].Line != 3 || !strings.HasSuffix(tried.Problems[0].Message, ".") || tried.Comparison != nil {
		t.Errorf("two lines cannot be used: %+v", tried)
	}

	d.want(200, request("PUT", "/api/editor/synonyms", `{"version":0,"text":"boots => size"}`, editor), &v)
	if v.Version != 1 || v.Comparison == nil || v.Comparison.Is != 2 || v.Author != "Name of editor@shop.example" {
		t.Errorf("saved: %+v", v)
	}
	d.refused(409, "conflict", request("PUT", "/api/editor/synonyms", `{"version":0,"text":"a, b"}`, editor))
	if p := d.refused(422, "invalid", request("PUT", "/api/editor/synonyms", `{"version":1,"text":"a, b\nwifi"}`, editor)); !strings.HasPrefix(p.Message, "Line 2: ") {
		t.Errorf("said %q", p.Message)
	}
	d.refused(400, "invalid", request("PUT", "/api/editor/synonyms", `{"version":-1,"text":""}`, editor))

	// What makes the exam worse is stopped and shown; who may overrule that says why.
	p := d.refused(409, "exam_worse", request("PUT", "/api/editor/synonyms", `{"version":1,"text":"returns => nowhere"}`, editor))
	if p.Comparison == nil || len(p.Comparison.Worse) == 0 || p.Comparison.Worse[0].Articles[0].Title == "" {
		t.Errorf("the gate shows %+v", p)
	}
	worse := `{"version":1,"text":"returns => nowhere","overrule":"we do not take returns any more"}`
	d.refused(403, "forbidden", request("PUT", "/api/editor/synonyms", worse, editor))
	d.refused(422, "invalid", request("PUT", "/api/editor/synonyms", `{"version":1,"text":"returns => nowhere","overrule":"so"}`, manager))
	if v = (synonymsView{}); d.want(200, request("PUT", "/api/editor/synonyms", worse, manager), &v).Code == 200 && (v.Version != 2 || v.Author != boss.Name) {
		t.Errorf("overruled: %+v", v)
	}
	log, err := audit.List(t.Context(), d.shelf.db, audit.Filter{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	told := ""
	for _, e := range log {
		told += e.Who + " " + e.What + " " + e.Detail + "\n"
	}
	if !strings.Contains(told, boss.ID+" article.overrule") || !strings.Contains(told, "we do not take returns any more") {
		t.Errorf("the log has\n%s", told)
	}
}

func TestNeverSay(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := d.editor()
	d.shelf.exam("size?", "size")
	d.shelf.exam("hats?")
	var doc struct {
		Revision int64
		Value    []map[string]any
	}
	d.want(200, request("GET", "/api/editor/neversay", "", editor), &doc)
	if doc.Revision != 0 || len(doc.Value) != 0 || doc.Value == nil {
		t.Errorf("at first: %+v", doc)
	}
	var tried struct {
		Problems []problemOf
		Blocked  []blockedAnswer
		Asked    int
	}
	try := func(value string) {
		t.Helper()
		d.want(200, request("POST", "/api/editor/neversay/try", `{"value":`+value+`}`, editor), &tried)
	}
	const rule = `[{"id":"r1","phrase":"about size","reason":"we do not say that","bot":true,"agents":false}]`
	try(rule)
	if len(tried.Problems) != 0 || tried.Asked != 2 || len(tried.Blocked) != 1 || tried.Blocked[0] != (blockedAnswer{Question: "size?", Article: named{"size", "Size"}, Rule: "r1", Text: "About Size"}) {
		t.Errorf("tried: %+v", tried)
	}
	d.want(200, request("PUT", "/api/editor/neversay", `{"revision":0,"value":`+rule+`}`, editor), &doc)
	if doc.Revision != 1 {
		t.Errorf("saved: %+v", doc)
	}
	if got := d.want(200, request("GET", "/api/editor/neversay", "", editor), nil).Body.String(); !strings.Contains(got, `"author":"Name of editor@shop.example"`) || strings.Contains(got, `"at":0`) {
		t.Errorf("saved: %s", got)
	}
	try(rule)
	if len(tried.Blocked) != 1 || !tried.Blocked[0].Now {
		t.Errorf("in use already: %+v", tried.Blocked)
	}
	try(`[{"id":"r1","phrase":"about size","reason":"for agents","bot":false,"agents":true}]`)
	if len(tried.Blocked) != 0 {
		t.Errorf("a rule for agents blocks %+v", tried.Blocked)
	}
	try(`[{"id":"r1","phrase":"about size","bot":true}]`)
	if len(tried.Problems) != 1 || tried.Problems[0].Rule != "r1" || !strings.Contains(tried.Problems[0].Message, "reason") || len(tried.Blocked) != 0 {
		t.Errorf("a rule without a reason: %+v", tried)
	}
	d.refused(400, "invalid", request("POST", "/api/editor/neversay/try", `{"value":[{"phrases":"x"}]}`, editor))
	d.refused(409, "conflict", request("PUT", "/api/editor/neversay", `{"revision":0,"value":[]}`, editor))
	d.refused(400, "invalid", request("PUT", "/api/editor/neversay", `{"revision":1,"value":[{"id":"r1","phrase":"about size","bot":true}]}`, editor))
	if s, err := d.talk.book.Get(t.Context(), desk.DocNeverSay); err != nil || s.Revision != 1 {
		t.Errorf("the document is %+v, %v", s, err)
	}
}
