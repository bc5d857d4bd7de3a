package widget

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
)

type examList struct {
	Questions          []examQuestion
	Total, Page, Pages int
}

func TestExamQuestions(t *testing.T) {
	now := time.Unix(1, 0)
	d := openDesk(t, func(c *Config) { c.Clock = func() time.Time { now = now.Add(time.Second); return now } }, nil)
	who := d.staff("editor@shop.example", account.Editor)
	editor := cookie(d.session(who))
	add := func(body string) string {
		t.Helper()
		var out struct{ ID string }
		d.want(201, request("POST", "/api/editor/exam", body, editor), &out)
		return out.ID
	}
	list := func(query string) (l examList) {
		t.Helper()
		d.want(200, request("GET", "/api/editor/exam"+query, "", editor), &l)
		return l
	}
	first := add(`{"question":" Where do I send it? ","articles":["returns","gone","returns"]}`)
	second := add(`{"question":"and by when?","before":["can I send it back"],"articles":["returns"]}`)
	third := add(`{"question":"Are you on Mars?","articles":[]}`)
	if l := list(""); l.Total != 3 || l.Page != 1 || l.Pages != 1 || l.Questions[0].ID != third || l.Questions[2].ID != first {
		t.Errorf("the list: %+v", l)
	}
	l := list("?q=WHERE+send")
	if l.Total != 1 {
		t.Fatalf("by words: %+v", l)
	}
	q := l.Questions[0]
	if q.Question != "Where do I send it?" || q.Author != who.Name || q.At == 0 || len(q.Articles) != 2 ||
		q.Articles[0] != (examArticle{named{"returns", "Returns"}, knowledge.Published}) || q.Articles[1] != (examArticle{named{"gone", "Gone"}, knowledge.Withdrawn}) {
		t.Errorf("by words: %+v", q)
	}
	if l := list("?article=returns"); l.Total != 2 || l.Questions[0].ID != second || l.Questions[0].Before[0] != "can I send it back" {
		t.Errorf("of an article: %+v", l)
	}
	if l := list("?page=7"); l.Total != 3 || len(l.Questions) != 0 || l.Page != 7 {
		t.Errorf("a page that is not there: %+v", l)
	}
	d.shelf.now = now
	d.shelf.exam("what became of it", "erased")
	if l := list("?q=became"); l.Questions[0].Articles[0] != (examArticle{named{"erased", "erased"}, ""}) || l.Questions[0].Author != "import" {
		t.Errorf("of an article that is not there: %+v", l.Questions)
	}
	d.want(204, request("DELETE", "/api/editor/exam?id="+first, "", editor), nil)
	d.refused(404, "not_found", request("DELETE", "/api/editor/exam?id="+first, "", editor))
	if l := list(""); l.Total != 3 {
		t.Errorf("one was taken out: %+v", l)
	}

	long := strings.Repeat("x", 1001)
	if p := d.refused(409, "exists", request("POST", "/api/editor/exam", `{"question":"Are you on Mars?","articles":["size"]}`, editor)); p.ID != third {
		t.Errorf("kept already: %+v", p)
	}
	for name, c := range map[string]struct {
		body, code, says string
		status           int
	}{
		"again":            {`{"question":"Are you on Mars?","articles":["size"]}`, "exists", "The exam has this question already.", 409},
		"empty":            {`{"question":" ","articles":[]}`, "invalid", "The question is empty; write it, or take it out.", 422},
		"long":             {`{"question":"` + long + `","articles":[]}`, "invalid", "The question has 1001 bytes; at most 1000 are allowed.", 422},
		"long before":      {`{"question":"x","before":["a","` + long + `"]}`, "invalid", "Earlier question 2 has 1001 bytes; at most 1000 are allowed.", 422},
		"many before":      {`{"question":"x","before":["1","2","3","4","5","6","7","8","9","10","11"]}`, "invalid", "There are 11 earlier questions; at most 10 are allowed.", 422},
		"no such article":  {`{"question":"x","articles":["size","nothing"]}`, "invalid", "There is no article “nothing”; choose another.", 422},
		"nothing readable": {`[]`, "bad_json", "", 400},
	} {
		if p := d.refused(c.status, c.code, request("POST", "/api/editor/exam", c.body, editor)); c.says != "" && p.Message != c.says {
			t.Errorf("%s: %q", name, p.Message)
		}
	}
	for _, query := range []string{"?page=0", "?page=x", "?page=99999", "?q=" + long} {
		d.refused(400, "invalid", request("GET", "/api/editor/exam"+query, "", editor))
	}
}

// crowdedExam is an exam in which there is no room for another question.
type crowdedExam struct{ *shelf }

func (c *crowdedExam) Exam(context.Context) ([]knowledge.ExamQuestion, error) {
	return make([]knowledge.ExamQuestion, maxExam), nil
}

func TestExamIsFull(t *testing.T) {
	d := openDesk(t, func(c *Config) { c.Exam = &crowdedExam{} }, nil)
	editor := d.editor()
	p := d.refused(422, "invalid", request("POST", "/api/editor/exam", `{"question":"x","articles":[]}`, editor))
	if p.Message != fmt.Sprintf("The exam has %d questions already, and no more are allowed; take some out first.", maxExam) {
		t.Errorf("said %q", p.Message)
	}
}

func TestSitExam(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := d.editor()
	type sat struct {
		Comparison comparison
		Pairs      []pair
	}
	sit := func(body string) (s sat) {
		t.Helper()
		d.want(200, request("POST", "/api/editor/exam/sit", body, editor), &s)
		return s
	}
	if s := sit(`{"withdraw":true,"id":"size"}`); s.Comparison.Asked != 0 || s.Comparison.Worse == nil || s.Comparison.Better == nil {
		t.Errorf("without a question: %+v", s)
	}
	d.shelf.exam("size?", "size")
	d.shelf.exam("hats?", "returns")
	if s := sit(`{}`); s.Comparison.Asked != 2 || s.Comparison.Was != 1 || s.Comparison.Is != 1 || s.Pairs != nil {
		t.Errorf("as it is: %+v", s)
	}
	s := sit(`{"withdraw":true,"id":"size","all":true}`)
	if c := s.Comparison; c.Was != 1 || c.Is != 0 || len(c.Worse) != 1 || c.Worse[0].Question != "size?" || c.Worse[0].Articles[0].Title != "Size" || len(s.Pairs) != 2 {
		t.Errorf("a withdrawal: %+v", s)
	}
	s = sit(`{"id":"returns","content":{"title":"Hats","body":"b"}}`)
	if c := s.Comparison; c.Was != 1 || c.Is != 2 || len(c.Better) != 1 || c.Better[0].Is.Article != "returns" || c.Better[0].Is.Title != "Hats" {
		t.Errorf("a draft: %+v", s)
	}
	d.refused(404, "not_found", request("POST", "/api/editor/exam/sit", `{"withdraw":true,"id":"nothing"}`, editor))
	d.refused(422, "invalid", request("POST", "/api/editor/exam/sit", `{"withdraw":true,"id":"size","content":{"title":"T","body":"b"}}`, editor))
}

// A draft that was saved is tried as the revision that is published then.
func TestSavedDraftIsTriedAsItIsPublished(t *testing.T) {
	d := openDesk(t, nil, nil)
	c := viewContent(knowledge.Content{Title: "Draft", Body: "About **Draft**.\n\n- first\n- second", Locale: "en"})
	saved, err := d.edge.draft(t.Context(), "draft", c)
	if err != nil || saved.Number != 1 {
		t.Errorf("saved: %+v, %v", saved, err)
	}
	c.Title = "Other"
	if typed, err := d.edge.draft(t.Context(), "draft", c); err != nil || typed.Number != 2 || typed.Article != "draft" {
		t.Errorf("typed: %+v, %v", typed, err)
	}
}
