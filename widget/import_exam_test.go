package widget

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
)

// The exam stops an import, and whoever may overrules it.
func TestImportExam(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	manager := cookie(d.session(d.staff("manager@shop.example", account.Manager)))
	question := knowledge.ExamQuestion{ID: "q1", Asked: knowledge.Asked{Text: "returns", Articles: []string{"returns"}}, Author: "x", At: time.Unix(1, 0)}
	if err := d.shelf.PutExamQuestion(t.Context(), question); err != nil {
		t.Fatal(err)
	}
	d.shelf.gate.worse = []exam.Pair{exam.PairOf(question, exam.Verdict{Decision: exam.Answer, Article: "returns"}, exam.Verdict{Decision: exam.Answer, Article: "size"})}
	var seen lookedAt
	d.want(200, upload("x.csv", "id,title,body\nsize,Size,returns\n", manager), &seen)
	if seen.Comparison == nil || seen.Comparison.Asked != 1 {
		t.Errorf("seen %+v", seen)
	}
	apply := func(extra string) *http.Request {
		return request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q%s}`, seen.Token, extra), manager)
	}
	if seen.ComparisonGone != nil {
		t.Errorf("nothing is gone, and withdrawing it has %+v", seen.ComparisonGone)
	}
	before := d.head()
	var stopped struct {
		Code       string
		Comparison struct{ Worse []struct{ Question string } }
	}
	d.want(409, apply(""), &stopped)
	if stopped.Code != "exam_worse" || len(stopped.Comparison.Worse) != 1 || d.head() != before {
		t.Errorf("stopped with %+v", stopped)
	}
	d.refused(422, "invalid", apply(`,"overrule":"ok"`))
	d.want(200, apply(`,"overrule":"The old answer is wrong."`), nil)
	if d.head() == before {
		t.Error("nothing was imported")
	}
	d.want(200, upload("x.csv", "id,title,body\nsize,Size,again\n", editor), &seen)
	d.refused(403, "forbidden", request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q,"overrule":"The old answer is wrong."}`, seen.Token), editor))
	d.want(409, request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q}`, seen.Token), editor), nil) // it is still there
}

// The look shows what the exam says with and without what is gone.
func TestImportExamOfWhatIsGone(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	question := knowledge.ExamQuestion{ID: "q1", Asked: knowledge.Asked{Text: "size", Articles: []string{"size"}}, Author: "x", At: time.Unix(1, 0)}
	if err := d.shelf.PutExamQuestion(t.Context(), question); err != nil {
		t.Fatal(err)
	}
	var seen lookedAt
	d.want(200, upload("x.csv", "id,title,body\nsize,Size,Large.\nboats,Boats,None.\n", editor), &seen)
	d.want(200, request("POST", "/api/editor/import/apply", fmt.Sprintf(`{"token":%q}`, seen.Token), editor), nil)
	seen = lookedAt{}
	d.want(200, upload("x.csv", "id,title,body\nboats,Boats,None.\n", editor), &seen)
	if seen.Counts["gone"] != 1 || seen.Comparison != nil || seen.ComparisonGone == nil || seen.ComparisonGone.Was != 1 || seen.ComparisonGone.Is != 0 {
		t.Errorf("seen %+v, with what is gone %+v", seen, seen.ComparisonGone)
	}
}
