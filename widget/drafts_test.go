package widget

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
)

// stateSeen is what the tests look at of an article's state.
type stateSeen struct {
	Status    string
	Latest    int
	Published int
	Autosave  *struct {
		Base    int
		Content struct{ Title, Body string }
	}
	Others   []struct{ Name string }
	Schedule []struct{ Act, Author, Fault string }
	Review   *struct {
		Author, Note, Returned, Reviewer string
		Mine                             bool
	}
	MayPublish  bool `json:"may_publish"`
	MayOverrule bool `json:"may_overrule"`
	Comparison  struct{ Asked int }
}

// What somebody types is kept for them alone, and is never what readers see.
func TestTyped(t *testing.T) {
	d := openDesk(t, nil, nil)
	d.shelf.now = time.Now()
	mia, ben := cookie(d.session(d.staff("mia@shop.example", account.Editor))), cookie(d.session(d.staff("ben@shop.example", account.Editor)))
	var s stateSeen
	d.want(200, request("PUT", "/api/editor/autosave", `{"article":"returns","base":1,"content":{"title":"Returns","body":"half a sen"}}`, mia), nil)
	d.want(200, request("GET", "/api/editor/article?id=returns", "", mia), &s)
	if s.Autosave == nil || s.Autosave.Content.Body != "half a sen" || s.Latest != 1 || len(s.Others) != 0 {
		t.Errorf("Mia finds %+v", s)
	}
	s = stateSeen{}
	d.want(200, request("GET", "/api/editor/article?id=returns", "", ben), &s)
	if s.Autosave != nil || len(s.Others) != 1 || s.Others[0].Name == "" {
		t.Errorf("Ben finds %+v", s)
	}
	var read struct{ Revision int }
	d.want(200, request("GET", "/api/site/shop/article?id=returns", ""), &read)
	if read.Revision != 1 {
		t.Errorf("readers see revision %d", read.Revision)
	}
	d.want(200, request("PUT", "/api/editor/autosave", `{"article":"new:1","base":0,"content":{"title":" Gift ca"}}`, mia), nil)
	var mine struct {
		Autosaves []struct{ Article, Title string }
	}
	d.want(200, request("GET", "/api/editor/autosaves", "", mia), &mine)
	if len(mine.Autosaves) != 2 || mine.Autosaves[0].Article != "new:1" || mine.Autosaves[0].Title != "Gift ca" {
		t.Errorf("Mia has typed %+v", mine)
	}
	d.want(204, request("DELETE", "/api/editor/autosave?article=new:1", "", mia), nil)
	d.want(200, request("PUT", "/api/editor/article?id=returns", `{"base":1,"title":"Returns","body":"A whole sentence."}`, mia), &s)
	d.want(200, request("GET", "/api/editor/autosaves", "", mia), &mine)
	if len(mine.Autosaves) != 0 || s.Autosave != nil {
		t.Errorf("saved, and still kept as typed: %+v", mine)
	}
	d.refused(422, "invalid", request("PUT", "/api/editor/autosave", `{"content":{}}`, mia))
	d.refused(400, "invalid", request("DELETE", "/api/editor/autosave", "", mia))
}

// The exam stops a publication, and only a manager's reason lets it through.
func TestGate(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor, manager := cookie(d.session(d.staff("editor@shop.example", account.Editor))), cookie(d.session(d.staff("manager@shop.example", account.Manager)))
	d.shelf.gate.worse = []exam.Pair{exam.PairOf(
		knowledge.ExamQuestion{ID: "q1", Asked: knowledge.Asked{Text: "how do I return it", Articles: []string{"returns"}}},
		exam.Verdict{Decision: exam.Answer, Article: "returns", Title: "Returns", Ranked: []string{"returns"}},
		exam.Verdict{Decision: exam.Answer, Article: "draft", Title: "Draft", Ranked: []string{"draft", "returns"}})}
	var stopped struct {
		Code, Message string
		Comparison    struct {
			Asked int
			Worse []struct {
				Question string
				Was, Is  struct {
					Article, Title string
					Place          int
				}
			}
		}
	}
	d.want(409, request("POST", "/api/editor/publish", `{"id":"draft","revision":1}`, editor), &stopped)
	if w := stopped.Comparison.Worse; stopped.Code != "exam_worse" || len(w) != 1 || w[0].Question != "how do I return it" || w[0].Was.Title != "Returns" || w[0].Is.Title != "Draft" || w[0].Is.Place != 2 {
		t.Errorf("stopped with %+v", stopped)
	}
	if !strings.Contains(stopped.Message, "how do I return it") {
		t.Errorf("says %q", stopped.Message)
	}
	d.refused(403, "forbidden", request("POST", "/api/editor/publish", `{"id":"draft","revision":1,"overrule":"The old answer is wrong."}`, editor))
	d.refused(422, "invalid", request("POST", "/api/editor/publish", `{"id":"draft","revision":1,"overrule":"ok"}`, manager))
	var s stateSeen
	d.want(200, request("POST", "/api/editor/publish", `{"id":"draft","revision":1,"overrule":"The old answer is wrong."}`, manager), &s)
	if s.Status != "published" || s.Comparison.Asked != 1 || !s.MayOverrule {
		t.Errorf("overruled: %+v", s)
	}
	d.want(409, request("POST", "/api/editor/withdraw", `{"id":"returns"}`, manager), &stopped)
	if stopped.Code != "exam_worse" {
		t.Errorf("withdrawn in spite of the exam: %+v", stopped)
	}
}

// Schedules and reviews are seen, and can be taken back.
func TestPlans(t *testing.T) {
	d := openDesk(t, nil, nil)
	mia, ben := cookie(d.session(d.staff("mia@shop.example", account.Editor))), cookie(d.session(d.staff("ben@shop.example", account.Editor)))
	var s stateSeen
	d.want(200, request("POST", "/api/editor/schedule", `{"id":"draft","act":"publish","revision":1,"due":1000000000}`, mia), &s)
	if len(s.Schedule) != 1 || s.Schedule[0].Act != "publish" || s.Status != "draft" {
		t.Errorf("scheduled: %+v", s)
	}
	for _, bad := range []string{
		`{"id":"draft","act":"publish","revision":1,"due":1}`, `{"id":"draft","act":"publish","due":1000000000}`, `{"id":"draft","act":"burn","due":1000000000}`,
		`{"act":"publish","revision":1,"due":1000000000}`, `{"id":"draft","act":"publish","revision":1}`,
	} {
		d.refused(422, "invalid", request("POST", "/api/editor/schedule", bad, mia))
	}
	s = stateSeen{}
	d.want(200, request("POST", "/api/editor/unschedule", `{"id":"draft","act":"publish"}`, ben), &s)
	if len(s.Schedule) != 0 {
		t.Errorf("cancelled: %+v", s)
	}
	if p := d.refused(404, "not_found", request("POST", "/api/editor/unschedule", `{"id":"draft","act":"publish"}`, ben)); !strings.HasPrefix(p.Message, "Nothing of that kind") {
		t.Errorf("says %q", p.Message)
	}

	d.want(200, request("POST", "/api/editor/review", `{"id":"draft","revision":1,"note":"Is the price right?"}`, mia), &s)
	if s.Review == nil || !s.Review.Mine || s.Review.Note != "Is the price right?" {
		t.Errorf("asked: %+v", s.Review)
	}
	s = stateSeen{}
	d.want(200, request("POST", "/api/editor/review/return", `{"id":"draft","note":"It is 5, not 4."}`, ben), &s)
	if s.Review == nil || s.Review.Mine || s.Review.Returned != "It is 5, not 4." || s.Review.Reviewer == "" {
		t.Errorf("returned: %+v", s.Review)
	}
}

// A slug can be chosen, once.
func TestSlug(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	d.want(201, request("POST", "/api/editor/article", fmt.Sprintf(article, "", `,"slug":"cards"`), editor), nil)
	p := d.refused(409, "exists", request("POST", "/api/editor/article", fmt.Sprintf(article, "", `,"slug":"cards"`), editor))
	if !strings.Contains(p.Message, "cards") {
		t.Errorf("says %q", p.Message)
	}
}
