package widget

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/knowledge"
)

// exam puts a question of the exam on the shelf.
func (s *shelf) exam(text string, articles ...string) {
	s.t.Helper()
	q := knowledge.ExamQuestion{ID: "q-" + text, Asked: knowledge.Asked{Text: text, Articles: articles}, Author: "import", At: s.tick()}
	if err := s.PutExamQuestion(s.t.Context(), q); err != nil {
		s.t.Fatal(err)
	}
}

func (d *testDesk) editor() func(*http.Request) {
	return cookie(d.session(d.staff("editor@shop.example", account.Editor)))
}

func encoded(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

type checked struct {
	Pairs []pair     `json:"pairs"`
	Taken []pair     `json:"taken"`
	Gaps  []gapCheck `json:"gaps"`
}

func questionsOf(pairs []pair) (out []string) {
	for _, p := range pairs {
		out = append(out, p.Question)
	}
	return out
}

// A draft is tried on questions beside what is published, and tells what it takes away from others.
func TestCheck(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := d.editor()
	d.talk.says(firstTalk, "I am Bob Miller, where do returns go?")
	d.shelf.exam("size of returns", "returns", "size")
	d.shelf.exam("returns abroad", "returns")
	d.shelf.exam("never near", "gone")
	check := func(id string, c content, questions ...string) (out checked) {
		t.Helper()
		body := encoded(t, map[string]any{"id": id, "content": c, "questions": questions})
		d.want(200, request("POST", "/api/editor/check", body, editor), &out)
		return out
	}

	out := check("size", content{Title: "Size", Body: "New words."}, "size of boots", "hats", "size of boots ")
	if got := questionsOf(out.Pairs); !slices.Equal(got, []string{"size of boots", "hats"}) {
		t.Fatalf("asked %q", got)
	}
	p := out.Pairs[0]
	if p.Was.Decision != "answer" || !strings.HasPrefix(p.Was.Text, "About Size.") || p.Was.Revision != 1 || p.Is.Text != "New words." || p.Is.Revision != 2 || p.Is.Passage != "New w" ||
		p.Is.Place != 1 || p.Is.Confidence != 0.9 || p.Is.Threshold != 0.5 || p.WasGrade != "correct" || p.IsGrade != "correct" || p.Change != "same" ||
		len(p.Articles) != 1 || p.Articles[0] != (named{"size", "Size"}) {
		t.Errorf("the pair is %+v", p)
	}
	d.shelf.exam("hats", "size")
	if again := check("size", content{Title: "Size", Body: "New words."}, "hats"); again.Pairs[0].ID != "q-hats" || p.ID != "" {
		t.Errorf("in the exam as %q", again.Pairs[0].ID)
	}
	if q := out.Pairs[1]; q.Is.Decision == "answer" || q.Is.Article != "" || q.IsGrade != "nothing" || q.Is.Offered == nil || q.Before == nil {
		t.Errorf("what it does not answer: %+v", q)
	}
	if len(out.Taken) != 0 || out.Gaps == nil || len(out.Gaps) != 0 {
		t.Errorf("it takes %+v, gaps %+v", out.Taken, out.Gaps)
	}

	// A new article with a greedy title takes what others answer: of the exam, of their own words, of customers.
	out = check("", content{Title: "R", Body: "All about R.", Phrasings: []string{"returns"}}, "r?")
	if p := out.Pairs[0]; p.Articles[0] != (named{newDraft, "R"}) || p.Change != "better" || p.Is.Title != "R" || p.Is.Article != newDraft || p.Was.Article != "" {
		t.Errorf("of the new article: %+v", p)
	}
	got := questionsOf(out.Taken)
	slices.Sort(got)
	if !slices.Equal(got, []string{"I am Bob Miller, where do returns go?", "Returns", "returns abroad"}) {
		t.Errorf("it takes %q", got)
	}
	for _, p := range out.Taken {
		if p.Change != "worse" || p.Is.Article != newDraft && !slices.Contains(p.Is.Offered, named{newDraft, "R"}) || p.Articles[0] != (named{"returns", "Returns"}) {
			t.Errorf("taken %+v", p)
		}
	}
	if _, err := d.shelf.PublishedRevision(t.Context(), newDraft); err == nil {
		t.Error("the draft was published")
	}
}

// What customers asked is asked without their names.
func TestCheckTellsNobodysName(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := d.editor()
	d.talk.says(firstTalk, "I am Bob Miller, where do returns go?")
	if _, err := d.talk.room.LeaveContact(t.Context(), d.talk.act(firstTalk), "bob@example.org", "Bob Miller"); err != nil {
		t.Fatal(err)
	}
	var out struct{ Questions []realQuestion }
	all := ""
	for _, path := range []string{"?id=returns", "?q=returns", "?id=returns&q=returns", "?id=", "?id=size"} {
		out.Questions = nil
		all += d.want(200, request("GET", "/api/editor/questions"+path, "", editor), &out).Body.String()
		if len(out.Questions) == 0 {
			t.Errorf("%s gives nothing", path)
		}
	}
	all += d.want(200, request("POST", "/api/editor/check", `{"id":"","content":{"title":"Where do returns","body":"b"}}`, editor), nil).Body.String()
	if strings.Contains(all, "Miller") || strings.Contains(all, "erased") || !strings.Contains(all, "returns go?") {
		t.Errorf("told %s", all)
	}

	d.want(200, request("GET", "/api/editor/questions?id=returns", "", editor), &out)
	last := out.Questions[len(out.Questions)-1]
	if first := out.Questions[0]; first.Customers != 4 || len(out.Questions) != 2 || first.Source != "asked" || first.Outcome != "fine" || last != (realQuestion{Question: "Returns", Source: "phrasing"}) {
		t.Errorf("about returns: %+v", out.Questions)
	}
	d.want(200, request("GET", "/api/editor/questions?q=engrave", "", editor), &out)
	if len(out.Questions) != 1 || out.Questions[0].Source != "gap" || out.Questions[0].Outcome != "unanswered" {
		t.Errorf("about engraving: %+v", out.Questions)
	}
}

// Before publishing, the check says what becomes of the article's gaps; afterwards the gaps themselves do.
func TestGapsOfAnArticle(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := d.editor()
	d.want(204, request("POST", "/api/editor/gap/write", `{"id":"g1","article":"draft"}`, editor), nil)
	var out checked
	d.want(200, request("POST", "/api/editor/check", `{"id":"draft","content":{"title":"engrave","body":"We do."}}`, editor), &out)
	if len(out.Gaps) != 1 || out.Gaps[0].ID != "g1" || out.Gaps[0].Asked != 3 || out.Gaps[0].Was != 0 || out.Gaps[0].Is != 2 || strings.Contains(out.Gaps[0].Title, "bob@") {
		t.Errorf("with the draft: %+v", out.Gaps)
	}
	var told struct{ Gaps []articleGap }
	d.want(200, request("GET", "/api/editor/article/gaps?id=draft", "", editor), &told)
	if len(told.Gaps) != 1 || told.Gaps[0].Asked != 3 || told.Gaps[0].Answered != 2 || told.Gaps[0].Checked != 77 || told.Gaps[0].State != "open" || strings.Contains(told.Gaps[0].Title, "bob@") {
		t.Errorf("afterwards: %+v", told.Gaps)
	}
	if got := d.want(200, request("GET", "/api/editor/article/gaps?id=size", "", editor), nil).Body.String(); got != `{"gaps":[]}`+"\n" {
		t.Errorf("of an article without any: %s", got)
	}
	d.refused(400, "invalid", request("GET", "/api/editor/article/gaps", "", editor))
}

func TestCheckRefuses(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := d.editor()
	long := strings.Repeat("x", maxQuestion+1)
	many := make([]string, maxChecked+1)
	for i := range many {
		many[i] = "q"
	}
	ok := content{Title: "T", Body: "b"}
	for name, c := range map[string]struct {
		body   map[string]any
		status int
		says   string
	}{
		"too many":         {map[string]any{"content": ok, "questions": many}, 422, "There are 101 questions; at most 100 are checked at a time."},
		"too long":         {map[string]any{"content": ok, "questions": []string{"q", long}}, 422, "Question 2 has 1001 bytes; at most 1000 are allowed."},
		"empty":            {map[string]any{"content": ok, "questions": []string{" "}}, 422, "Question 1 is empty; write it, or take it out."},
		"NUL":              {map[string]any{"content": ok, "questions": []string{"a\x00b"}}, 422, "Question 1 is not readable text; write it anew."},
		"no title":         {map[string]any{"content": content{Body: "b"}}, 422, "The title is empty; give the article a title."},
		"nested too deep":  {map[string]any{"content": content{Title: "T", Body: strings.Repeat(">", 5000)}}, 422, ""},
		"no such article":  {map[string]any{"id": "nothing", "content": ok}, 404, "There is no such article."},
		"body of 256 KiB+": {map[string]any{"content": content{Title: "T", Body: strings.Repeat("x", knowledge.MaxBody+1)}}, 422, ""},
	} {
		for _, path := range []string{"check", "try", "exam/sit"} {
			if path != "check" && c.body["questions"] != nil {
				continue
			}
			body := map[string]any{"text": "hello"}
			for k, v := range c.body {
				body[k] = v
			}
			code := map[int]string{422: "invalid", 404: "not_found"}[c.status]
			if p := d.refused(c.status, code, request("POST", "/api/editor/"+path, encoded(t, body), editor)); c.says != "" && p.Message != c.says {
				t.Errorf("%s, %s: %q", path, name, p.Message)
			}
		}
	}
	d.refused(422, "invalid", request("POST", "/api/editor/try", encoded(t, map[string]any{"content": ok, "text": ""}), editor))
	d.refused(422, "invalid", request("POST", "/api/editor/try", encoded(t, map[string]any{"content": ok, "text": "x", "earlier": make([]exchange, 51)}), editor))
	d.shelf.state = knowledge.IndexDown
	d.refused(503, "unavailable", request("POST", "/api/editor/try", encoded(t, map[string]any{"content": ok, "text": "returns"}), editor))
	d.refused(503, "unavailable", request("POST", "/api/editor/check", encoded(t, map[string]any{"content": ok, "questions": []string{"returns"}}), editor))
	d.refused(503, "unavailable", request("POST", "/api/editor/check", encoded(t, map[string]any{"content": ok}), editor))
}

// Try it answers as a customer would be answered, in a conversation that exists nowhere.
func TestTry(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := d.editor()
	try := func(body map[string]any) (v reaction) {
		t.Helper()
		d.want(200, request("POST", "/api/editor/try", encoded(t, body), editor), &v)
		return v
	}
	draft := content{Title: "Hats", Body: "We have hats."}
	v := try(map[string]any{"content": draft, "text": "hats?"})
	if v.Kind != bot.Answer || v.Text != "We have hats." || len(v.Citations) != 1 || v.Citations[0].Article != newDraft || v.Citations[0].End != len(v.Text) ||
		v.Rule != "confident" || v.Confidence != 0.9 || v.Threshold != 0.5 || v.Choices == nil {
		t.Errorf("an answer: %+v", v)
	}
	earlier := []exchange{{Question: "hats?", Kind: v.Kind, Articles: []string{newDraft}}}
	if v = try(map[string]any{"content": draft, "text": "that did not help", "earlier": earlier}); v.Rule != "did-not-help" || !v.Offer || v.Reason != bot.ReasonLowConfidence {
		t.Errorf("after it did not help: %+v", v)
	}
	if v = try(map[string]any{"content": draft, "text": "Returns", "choice": "returns"}); v.Kind != bot.Answer || v.Citations[0].Article != "returns" {
		t.Errorf("picked: %+v", v)
	}
	draft.Audience = []string{"club"}
	if v = try(map[string]any{"content": draft, "text": "hats?"}); v.Kind != bot.Answer {
		t.Errorf("for another site: %+v", v)
	}
	draft.Audience = []string{knowledge.StaffOnly}
	if v = try(map[string]any{"content": draft, "text": "hats?"}); v.Kind != bot.Answer {
		t.Errorf("for the staff: %+v", v)
	}
	if got := len(d.talk.asked); got != 0 {
		t.Errorf("the bot that serves customers was asked %d times", got)
	}
}
