package widget

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/assist"
	"frontdesk/bot/desk"
	"frontdesk/bot/draft"
	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/store"
)

// fixedDrafts always drafts the same.
type fixedDrafts struct{}

func (fixedDrafts) Summary(context.Context, assist.Talk) (assist.Summary, error) {
	return assist.Summary{Text: "Wants a label.", Cites: []int64{1}}, nil
}

func (fixedDrafts) Reply(context.Context, bot.Question) (bot.Decision, error) {
	return bot.Decision{Kind: bot.Answer, Text: "So."}, nil
}

func (fixedDrafts) Rewrite(context.Context, assist.Text, string) (string, error) { return "So.", nil }

func (fixedDrafts) Translate(context.Context, assist.Text, string, string) (string, error) {
	return "So.", nil
}

func (fixedDrafts) Article(context.Context, assist.Material) (assist.ArticleDraft, error) {
	return assist.ArticleDraft{Title: "T", Body: "b"}, nil
}

func (fixedDrafts) Phrasings(context.Context, knowledge.Revision, bot.Payer) ([]string, error) {
	return []string{"how?"}, nil
}

func (fixedDrafts) Explain(context.Context, assist.Said, assist.Said, bot.Payer) (string, error) {
	return "So.", nil
}

func (fixedDrafts) Preview(context.Context, bot.Question, bot.Voice) (bot.Decision, bot.Decision, error) {
	return bot.Decision{Kind: bot.Answer, Text: "So."}, bot.Decision{}, nil
}

// scribe is a model that replies with what the test wants, and remembers what it was sent.
type scribe struct {
	reply string
	err   error
	asked []bot.Prompt
}

func (s *scribe) Name() string { return "test/scribe" }

func (s *scribe) Stream(_ context.Context, p bot.Prompt, each func(string) error) (bot.Usage, error) {
	s.asked = append(s.asked, p)
	if s.reply != "" {
		if err := each(s.reply); err != nil {
			return bot.Usage{}, err
		}
	}
	return bot.Usage{Prompt: 100, Completion: 10}, s.err
}

func (s *scribe) sent() string {
	if len(s.asked) == 0 {
		return ""
	}
	p := s.asked[len(s.asked)-1]
	return p.System + "\n" + p.Spoken[len(p.Spoken)-1].Text
}

// assisted is a desk with a model: the real drafts over the corpus on the shelf.
func assisted(t *testing.T) (*testDesk, *scribe) {
	t.Helper()
	s := &scribe{}
	d := openDesk(t, func(c *Config) {
		drafter := draft.New(draft.Config{Answerer: c.Answerer, Model: s, Revisions: c.Corpus, Price: func(bot.Usage) float64 { return 0.5 }})
		a := assist.New(assist.Config{Model: s, Drafter: drafter, Voice: bot.DefaultVoice})
		c.Drafts, c.Writing = a, a
	}, nil)
	d.talk.bot = answersReturns
	return d, s
}

func (d *testDesk) agent() func(*http.Request) {
	return cookie(d.session(d.staff("agent@shop.example", account.Agent)))
}

func (d *testDesk) asks(as func(*http.Request), path, body string, out any, with ...func(*http.Request)) {
	d.t.Helper()
	d.want(200, request("POST", path, body, append(with, as)...), out)
}

type summarised struct {
	Text    string
	Cites   []int64
	Drafted bool
}

func TestAssistSummary(t *testing.T) {
	d, s := assisted(t)
	agent := d.agent()
	ask := func() (out summarised) {
		t.Helper()
		d.asks(agent, "/api/agent/assist/summary", `{"conversation":"`+firstTalk+`"}`, &out)
		return out
	}
	d.talk.says(firstTalk, "Where do returns go? Mail bob@example.org, I am Bob Miller.")
	if _, err := d.talk.room.LeaveContact(t.Context(), d.talk.act(firstTalk), "bob@example.org", "Bob Miller"); err != nil {
		t.Fatal(err)
	}
	s.reply = "The customer asks where returns go [1]."
	if out := ask(); !out.Drafted || out.Text != "The customer asks where returns go." || !slices.Equal(out.Cites, []int64{1}) {
		t.Errorf("%+v", out)
	}
	if sent := s.sent(); strings.Contains(sent, "Bob") || strings.Contains(sent, "Miller") || strings.Contains(sent, "example.org") || !strings.Contains(sent, "Where do returns go?") {
		t.Errorf("sent %s", sent)
	}
	if s.asked[0].Payer != (bot.Payer{Purpose: bot.ForAgent, Site: "shop"}) {
		t.Errorf("paid by %+v", s.asked[0].Payer)
	}
	if ask(); len(s.asked) != 1 {
		t.Errorf("asked %d times", len(s.asked))
	}
	// Whatever goes wrong with the model, the words of the customer or of the hand-off are there.
	d.talk.says(firstTalk, "and how long does it take?")
	for _, bad := range []scribe{{reply: "The customer wants 500 euros [1]."}, {err: bot.ErrModelDown}, {err: bot.ErrBudget}, {err: errors.New("HTTP 500")}, {}} {
		s.reply, s.err = bad.reply, bad.err
		if out := ask(); out.Drafted || !strings.Contains(out.Text, "how long does it take?") || len(out.Cites) != 1 {
			t.Errorf("after %+v: %+v", bad, out)
		}
	}
	d.talk.answers(firstTalk, bot.Decision{Kind: bot.Handoff, Reason: bot.ReasonLowConfidence, Text: "I fetch somebody.", Trace: bot.Trace{Query: "how long returns take"}})
	if out := ask(); out.Drafted || out.Text != "how long returns take" || len(out.Cites) != 1 {
		t.Errorf("after the hand-off: %+v", out)
	}
	if strings.Contains(d.log.String(), "how long") || strings.Contains(d.log.String(), "returns go") {
		t.Errorf("the log has what was said: %s", d.log)
	}
}

type replied struct {
	Text      string
	Citations []struct {
		Article        string
		Revision, N    int
		Start, End, At int
		Len            int
	}
	Drafted bool
}

func TestAssistReply(t *testing.T) {
	d, s := assisted(t)
	agent := d.agent()
	ask := func() (out replied) {
		t.Helper()
		d.asks(agent, "/api/agent/assist/reply", `{"conversation":"`+firstTalk+`"}`, &out)
		return out
	}
	d.talk.says(firstTalk, aboutReturns)
	s.reply = "About Returns [1]."
	out := ask()
	if !out.Drafted || !strings.HasPrefix(out.Text, "About Returns") || len(out.Citations) == 0 || out.Citations[0].Article != "returns" {
		t.Errorf("%+v, sent %s", out, s.sent())
	}
	for _, bad := range []scribe{{reply: "It takes 99 days [1]."}, {err: bot.ErrModelDown}, {err: bot.ErrBudget}, {}} {
		s.reply, s.err = bad.reply, bad.err
		if out := ask(); out.Drafted || out.Text != "About Returns" || len(out.Citations) != 1 || out.Citations[0].End != 13 {
			t.Errorf("after %+v: %+v", bad, out)
		}
	}
	for _, q := range d.talk.asked {
		if q.Staff {
			t.Errorf("asked as one of the staff: %+v", q)
		}
	}
	before := len(s.asked)
	d.talk.says("talk-of-something-else", "what nobody knows")
	d.asks(agent, "/api/agent/assist/reply", `{"conversation":"talk-of-something-else"}`, &out)
	if out.Text != "" || out.Drafted || out.Citations == nil || len(s.asked) != before {
		t.Errorf("without an answer: %+v", out)
	}
}

func TestAssistRewrite(t *testing.T) {
	d, s := assisted(t)
	agent := d.agent()
	d.talk.says(firstTalk, aboutReturns)
	body := func(text, how string) string {
		return encoded(t, map[string]string{"conversation": firstTalk, "text": text, "how": how})
	}
	s.reply = "Returns take 14 days."
	var out struct{ Text string }
	d.asks(agent, "/api/agent/assist/rewrite", body("Please note that returns usually take 14 days.", "shorter"), &out)
	if out.Text != s.reply {
		t.Errorf("%+v", out)
	}
	s.reply = "Returns take 30 days."
	p := d.refused(503, "model_failed", request("POST", "/api/agent/assist/rewrite", body("Please note that returns usually take 14 days.", "shorter"), agent))
	if !strings.HasSuffix(p.Message, "Your text stays.") || !strings.Contains(p.Message, "14") {
		t.Errorf("refused with %q", p.Message)
	}
	s.err = bot.ErrBudget
	if p := d.refused(503, "model_failed", request("POST", "/api/agent/assist/rewrite", body("It takes 14 days.", "shorter"), agent)); !strings.Contains(p.Message, "budget") {
		t.Errorf("refused with %q", p.Message)
	}
	d.refused(422, "invalid", request("POST", "/api/agent/assist/rewrite", body("It takes 14 days.", "ruder"), agent))
	d.refused(422, "invalid", request("POST", "/api/agent/assist/rewrite", body(strings.Repeat("x", maxAssisted+1), "shorter"), agent))
	d.refused(422, "invalid", request("POST", "/api/agent/assist/rewrite", body(" ", "shorter"), agent))
	d.refused(404, "not_found", request("POST", "/api/agent/assist/rewrite", `{"conversation":"talk-of-nobody-at-all","text":"a","how":"shorter"}`, agent))
	if strings.Contains(d.log.String(), "14 days") {
		t.Errorf("the log has the text: %s", d.log)
	}
}

func TestAssistTranslate(t *testing.T) {
	d, s := assisted(t)
	anna := d.staff("agent@shop.example", account.Agent)
	agent := cookie(d.session(anna))
	d.talk.says(firstTalk, "Wohin schicke ich meine Rücksendung, und wie lange dauert das?")
	d.talk.takes(anna, firstTalk)
	d.talk.agent(anna, firstTalk, func(a desk.Act) (int64, error) { return d.talk.desk.Note(t.Context(), a, "A secret of the house.") })
	type translated struct{ Text, From, To string }
	ask := func(body string, with ...func(*http.Request)) (out translated) {
		t.Helper()
		d.asks(agent, "/api/agent/assist/translate", body, &out, with...)
		return out
	}
	talk := `{"conversation":"` + firstTalk + `",`
	s.reply = "Where do I send my return, and how long does that take?"
	if out := ask(talk + `"seq":1}`); out != (translated{s.reply, "de", "en"}) || !strings.Contains(s.sent(), "into English") {
		t.Errorf("the customer's message: %+v", out)
	}
	s.reply = "Bitte schicken Sie die Rücksendung innerhalb von 14 Tagen an unser Lager zurück."
	if out := ask(talk + `"text":"Please send the return back to our warehouse within 14 days."}`); out != (translated{s.reply, "en", "de"}) {
		t.Errorf("the agent's text: %+v", out)
	}
	s.reply = "Veuillez renvoyer le colis à notre entrepôt dans les 14 jours, s'il vous plaît."
	if out := ask(talk + `"text":"Please send the return back to our warehouse within 14 days.","to":"fr-CA"}`); out.To != "fr" {
		t.Errorf("into French: %+v", out)
	}
	before := len(s.asked)
	if out := ask(talk+`"seq":1}`, header("Accept-Language", "de-AT,en;q=0.5")); out != (translated{"Wohin schicke ich meine Rücksendung, und wie lange dauert das?", "de", "de"}) || len(s.asked) != before {
		t.Errorf("for a German agent: %+v", out)
	}
	for body, why := range map[string]string{`"seq":3}`: "Only messages", `"seq":99}`: "no such message", `"seq":-1}`: "no such message", `"text":"hello","to":"tlh"}`: "language", `"text":""}`: "empty"} {
		if p := d.refused(422, "invalid", request("POST", "/api/agent/assist/translate", talk+body, agent)); !strings.Contains(p.Message, why) {
			t.Errorf("%s: %q", body, p.Message)
		}
	}
	if len(s.asked) != before {
		t.Error("the model was asked about a note or nothing")
	}
}

func TestAssistArticle(t *testing.T) {
	d, s := assisted(t)
	editor := d.editor()
	d.talk.says(firstTalk, "I am Bob Miller, can you engrave my knife?")
	if _, err := d.talk.room.LeaveContact(t.Context(), d.talk.act(firstTalk), "bob@example.org", "Bob Miller"); err != nil {
		t.Fatal(err)
	}
	var out struct {
		Title, Body string
		Phrasings   []string
		Doubts      []struct{ Text, Why string }
	}
	s.reply = `{"title":"Engraving","body":"We engrave from March on [1]. It costs EUR 99 [1].","phrasings":["Do you engrave?"]}`
	d.asks(editor, "/api/editor/assist/article", `{"gap":"g1"}`, &out)
	if out.Title != "Engraving" || !strings.Contains(out.Body, "EUR 99") || len(out.Doubts) == 0 || !slices.Contains(out.Phrasings, "Do you engrave?") || !strings.Contains(out.Phrasings[0], "can you engrave my knife?") {
		t.Errorf("%+v", out)
	}
	for _, personal := range []string{"Bob", "Miller", "bob@example.org"} {
		if strings.Contains(s.sent(), personal) || strings.Contains(fmt.Sprint(out), personal) {
			t.Errorf("%s is told: %s, %+v", personal, s.sent(), out)
		}
	}
	if s.asked[0].Payer.Purpose != bot.ForEditor {
		t.Errorf("paid by %+v", s.asked[0].Payer)
	}
	s.reply = "<h1>no</h1>"
	d.refused(503, "model_failed", request("POST", "/api/editor/assist/article", `{"gap":"g1"}`, editor))
	d.refused(404, "not_found", request("POST", "/api/editor/assist/article", `{"gap":"g2"}`, editor))
}

func TestAssistPhrasings(t *testing.T) {
	d, s := assisted(t)
	editor := d.editor()
	s.reply = `{"phrasings":["Size please","Returns please","Something else"]}`
	var out struct{ Phrasings []phrasing }
	want := []phrasing{{"Size please", "found", "", ""}, {"Returns please", "taken", "returns", "Returns"}, {"Something else", "new", "", ""}}
	for _, body := range []string{`{"article":"size"}`, `{"article":"size","content":{"title":"Size","body":"New words."}}`} {
		if d.asks(editor, "/api/editor/assist/phrasings", body, &out); !slices.Equal(out.Phrasings, want) {
			t.Errorf("%s: %+v", body, out)
		}
	}
	s.reply = `{"phrasings":["Gloves please"]}`
	d.asks(editor, "/api/editor/assist/phrasings", `{"article":"","content":{"title":"Gloves","body":"New words."}}`, &out)
	if !slices.Equal(out.Phrasings, []phrasing{{"Gloves please", "found", "", ""}}) {
		t.Errorf("of a new article: %+v", out)
	}
	d.refused(404, "not_found", request("POST", "/api/editor/assist/phrasings", `{"article":"nope"}`, editor))
	d.refused(422, "invalid", request("POST", "/api/editor/assist/phrasings", `{"article":"","content":{"title":"","body":"x"}}`, editor))
	d.shelf.fault = errors.New("the disk is gone")
	s.reply = `{"phrasings":["Size please"]}`
	if w := d.do(request("POST", "/api/editor/assist/phrasings", `{"article":"size"}`, editor)); w.Code < 500 || strings.Contains(w.Body.String(), "disk") {
		t.Errorf("with a broken shelf: %d %s", w.Code, w.Body)
	}
}

// slowStage rehearses for longer than anybody waits.
type slowStage struct{ Stage }

func (slowStage) Ask(ctx context.Context, _ knowledge.Proposal, _ []knowledge.ExamQuestion) ([]exam.Pair, error) {
	<-ctx.Done()
	return nil, fmt.Errorf("rehearsing: %w", ctx.Err())
}

// A corpus that takes too long to rehearse is searched as it is.
func TestAssistPhrasingsWithoutRehearsal(t *testing.T) {
	d, _ := assisted(t)
	ctx, cancel := context.WithTimeout(t.Context(), afterRehearsal+20*time.Millisecond)
	defer cancel()
	d.edge.Stage = slowStage{d.edge.Stage}
	size, err := d.shelf.PublishedRevision(ctx, "size")
	if err != nil {
		t.Fatal(err)
	}
	out, err := d.edge.leading(ctx, size, []string{"size", "returns", "other"})
	if want := []phrasing{{"size", "found", "", ""}, {"returns", "new", "", ""}, {"other", "new", "", ""}}; err != nil || !slices.Equal(out, want) {
		t.Errorf("%+v, %v", out, err)
	}
}

func TestAssistContradiction(t *testing.T) {
	d, s := assisted(t)
	editor := d.editor()
	for id, body := range map[string]string{"back-1": "You can return goods within 30 days of delivery.", "back-2": "You can return goods within 14 days of delivery."} {
		c := knowledge.Content{Title: "Sending goods back", Body: body, Locale: "en"}
		if _, err := d.shelf.Create(t.Context(), store.Put{ID: id, Content: c, Text: body, At: d.shelf.tick(), Publish: true}); err != nil {
			t.Fatal(err)
		}
	}
	s.reply = "“Sending goods back” says that you can return goods within 30 days of delivery [1]. “Sending goods back” says that you can return goods within 14 days of delivery [2]."
	var out struct{ Text string }
	d.asks(editor, "/api/editor/assist/contradiction", `{"one":"back-1","other":"back-2"}`, &out)
	if !strings.Contains(out.Text, "30 days") || !strings.Contains(out.Text, "14 days") {
		t.Errorf("%+v", out)
	}
	d.asks(editor, "/api/editor/assist/contradiction", `{"one":"back-2","other":"back-1"}`, &out)
	d.refused(404, "not_found", request("POST", "/api/editor/assist/contradiction", `{"one":"back-1","other":"size"}`, editor))
	s.reply = "The first one is right [1]. The second one is wrong [2]."
	d.refused(503, "model_failed", request("POST", "/api/editor/assist/contradiction", `{"one":"back-1","other":"back-2"}`, editor))
}

func TestAssistPreview(t *testing.T) {
	d, s := assisted(t)
	editor := d.editor()
	type view struct {
		Extract, Draft replied
		Sentences      []struct {
			Text, Verdict, Found string
			Cites                []int
		}
		Usage   usageView
		Outcome string
	}
	var out view
	s.reply = "About Returns [1]. It takes 99 days [1]."
	d.asks(editor, "/api/editor/assist/preview", `{"question":"`+aboutReturns+`","voice":{"tone":"friendly","length":"short","language":"article"}}`, &out)
	if out.Extract.Text != "About Returns" || out.Extract.Drafted || len(out.Extract.Citations) != 1 || len(out.Sentences) != 2 || out.Sentences[1].Verdict != "number" && out.Sentences[1].Verdict != "duration" ||
		out.Usage.Prompt != 100 || out.Usage.Completion != 10 || out.Usage.Cost != 0.5 || out.Outcome == "" {
		t.Errorf("%+v", out)
	}
	if !strings.Contains(s.sent(), "warmly") {
		t.Errorf("sent %s", s.sent())
	}
	if s.asked[0].Payer.Purpose != bot.ForEditor {
		t.Errorf("paid by %+v", s.asked[0].Payer)
	}
	out = view{}
	d.asks(editor, "/api/editor/assist/preview", `{"question":"what nobody knows"}`, &out)
	if out.Extract.Text == "" || out.Draft.Text != "" || out.Draft.Citations == nil || out.Sentences == nil || out.Outcome != "" {
		t.Errorf("what nobody knows: %+v", out)
	}
	d.refused(422, "invalid", request("POST", "/api/editor/assist/preview", `{"question":"a","voice":{"tone":"rude"}}`, editor))
	d.refused(400, "bad_json", request("POST", "/api/editor/assist/preview", `{"question":"a","voice":7}`, editor))
	d.refused(422, "invalid", request("POST", "/api/editor/assist/preview", `{"question":""}`, editor))
	s.err = bot.ErrModelDown
	d.refused(503, "model_failed", request("POST", "/api/editor/assist/preview", `{"question":"`+aboutReturns+`"}`, editor))
}

// Without a model the routes are not there, for those who could use them, and nobody is told of a model.
func TestAssistWithoutAModel(t *testing.T) {
	d := openDesk(t, nil, nil)
	agent, editor := d.agent(), d.editor()
	for _, row := range matrix {
		if !strings.Contains(row.route, "/assist/") {
			continue
		}
		as := agent
		if strings.Contains(row.route, "/editor/") {
			as = editor
		}
		d.refused(404, "model_off", request("POST", row.ask, row.body, as))
		d.want(401, request("POST", row.ask, row.body), nil)
	}
	var me struct {
		Staff struct{ Name string }
		Model *bool
	}
	d.want(200, request("GET", "/api/me", "", agent), &me)
	if me.Model == nil || *me.Model || me.Staff.Name == "" {
		t.Errorf("me %+v", me)
	}
	e, _ := assisted(t)
	e.want(200, request("GET", "/api/me", "", e.agent()), &me)
	if me.Model == nil || !*me.Model {
		t.Errorf("me with a model %+v", me)
	}
}

// One member of the staff cannot use up the model for all.
func TestAssistIsLimited(t *testing.T) {
	d := openDesk(t, func(c *Config) { c.Drafts, c.Writing = fixedDrafts{}, fixedDrafts{} }, nil)
	d.talk.says(firstTalk, aboutReturns)
	agent, editor := d.agent(), d.editor()
	ask := func() *http.Request {
		return request("POST", "/api/agent/assist/summary", `{"conversation":"`+firstTalk+`"}`, agent)
	}
	for range assistPerMinute / 2 {
		d.want(200, ask(), nil)
	}
	if p := d.refused(429, "rate_limited", ask()); p.RetryAfter == 0 {
		t.Errorf("%+v", p)
	}
	d.want(200, request("POST", "/api/editor/assist/preview", `{"question":"a"}`, editor), nil)
}

// Every reason why a model fails has a sentence with a next step, and nothing of its error's text.
func TestUndrafted(t *testing.T) {
	for _, err := range []error{bot.ErrBudget, bot.ErrModelDown, bot.ErrModelLate, bot.ErrModelEmpty, bot.ErrModelDeclined, bot.ErrModelWindow, bot.ErrModelCut, errors.New("HTTP 500 at 10.0.0.1")} {
		f := undrafted(fmt.Errorf("%w: %w", assist.ErrFailed, err))
		if f == nil || f.status != 503 || f.code != "model_failed" || strings.Contains(f.message, "10.0.0.1") || strings.Count(f.message, ".") < 2 && !strings.Contains(f.message, ";") {
			t.Errorf("%v: %+v", err, f)
		}
	}
	for _, err := range []error{nil, bot.ErrNotFound, context.Canceled, assist.ErrNothing} {
		if f := undrafted(err); f != nil {
			t.Errorf("%v: %+v", err, f)
		}
	}
	b, _ := json.Marshal(filled[int64](nil))
	if string(b) != "[]" {
		t.Error("no cites are not an empty list")
	}
}
