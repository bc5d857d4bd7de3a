package widget

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/spend"
)

// oneModel is a language model of which everything is known.
type oneModel struct {
	state ModelState
	check error
	days  error
}

func (m *oneModel) State() ModelState    { return m.state }
func (m *oneModel) Limits() spend.Limits { return spend.Limits{Day: 1000, Visitor: 50} }
func (m *oneModel) Check(ctx context.Context) error {
	if _, bounded := ctx.Deadline(); !bounded {
		return errors.New("without end")
	}
	return m.check
}

func (m *oneModel) Days(_ context.Context, n int) ([]spend.Day, error) {
	answers, edits := spend.Use{Requests: 3, Failed: 1, Refused: 2, Estimated: 1, Prompt: 400, Completion: 60, Cost: 0.02}, spend.Use{Requests: 1, Prompt: 100}
	out := make([]spend.Day, n)
	for i := range out {
		out[i].Date = time.Date(2026, 11, 21-i, 0, 0, 0, 0, time.UTC)
	}
	out[0].All = spend.Use{Requests: 4, Failed: 1, Refused: 2, Estimated: 1, Prompt: 500, Completion: 60, Cost: 0.02}
	out[0].Purpose = map[bot.Purpose]spend.Use{bot.ForAnswer: answers, bot.ForEditor: edits}
	out[0].Site = map[string]spend.Use{"club": {Prompt: 60}, "shop": {Prompt: 400}, "blog": {Prompt: 60}}
	return out, m.days
}

func modelDesk(t *testing.T, m *oneModel) (ask func(method, target, body string) (int, string)) {
	d := openDesk(t, func(c *Config) {
		if m != nil {
			c.Models = m
		}
	}, nil)
	who := d.session(d.staff("admin@shop.example", account.Admin))
	return func(method, target, body string) (int, string) {
		w := d.do(request(method, target, body, cookie(who)))
		return w.Code, w.Body.String()
	}
}

func TestModel(t *testing.T) {
	m := &oneModel{state: ModelState{Name: "models.example/small", Priced: true, Answered: time.UnixMilli(5000)}}
	ask := modelDesk(t, m)
	code, body := ask("GET", "/api/model", "")
	var v modelView
	if err := json.Unmarshal([]byte(body), &v); err != nil || code != 200 {
		t.Fatalf("%d %s: %v", code, body, err)
	}
	if !v.On || v.Name != "models.example/small" || v.Down || v.Why != "" || v.Since != 0 || v.Answered != 5000 || !v.Priced {
		t.Errorf("state %+v", v)
	}
	if v.Limits != (limitsView{Day: 1000, Visitor: 50}) || len(v.Days) != modelDays || v.Days[1].Date != "2026-11-20" {
		t.Errorf("limits and days %+v", v)
	}
	if v.Today.Requests != 4 || v.Today.Prompt != 500 || v.Today.Purposes["answer"].Failed != 1 || v.Today.Purposes["editor"].Prompt != 100 {
		t.Errorf("today %+v", v.Today)
	}
	if len(v.Sites) != 3 || v.Sites[0] != (siteUseView{"shop", 400}) || v.Sites[1].Site != "blog" {
		t.Errorf("sites %+v", v.Sites)
	}
	m.days = errors.New("the disk at /var/secret is gone")
	if code, body := ask("GET", "/api/model", ""); code != 500 || strings.Contains(body, "secret") {
		t.Errorf("a broken database: %d %s", code, body)
	}
}

// What is wrong is told as a sentence, and the server is ready all the same.
func TestModelDown(t *testing.T) {
	m := &oneModel{state: ModelState{Name: "h/m", Down: true, Why: "the model server at h refuses the key: write another", Since: time.UnixMilli(7000)}}
	ask := modelDesk(t, m)
	_, body := ask("GET", "/api/model", "")
	for _, want := range []string{`"down":true`, `"why":"The model server at h refuses the key: write another."`, `"since":7000`, `"answered":0`} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is not in %s", want, body)
		}
	}
	if code, body := ask("GET", "/readyz", ""); code != 200 || !strings.Contains(body, `"without":["model"]`) || !strings.Contains(body, `"status":"ready"`) {
		t.Errorf("readyz: %d %s", code, body)
	}
	m.state = ModelState{Name: "h/m"}
	if code, body := ask("GET", "/readyz", ""); code != 200 || !strings.Contains(body, `"without":[]`) {
		t.Errorf("readyz with a model that answers: %d %s", code, body)
	}
}

func TestCheckModel(t *testing.T) {
	m := &oneModel{}
	ask := modelDesk(t, m)
	for _, c := range []struct {
		fault error
		want  string
	}{
		{nil, `{"ok":true,"why":""}`},
		{errors.New("the server refuses connections: is it running?"), `{"ok":false,"why":"The server refuses connections: is it running?"}`},
		{errors.New("the model's name is not known"), `{"ok":false,"why":"The model's name is not known."}`},
	} {
		m.check = c.fault
		if code, body := ask("POST", "/api/model/check", "{}"); code != 200 || strings.TrimSpace(body) != c.want {
			t.Errorf("%v: %d %s", c.fault, code, body)
		}
	}
}

// Without a model there is nothing to be known of it, and nothing about it in what the server says of itself.
func TestModelOff(t *testing.T) {
	ask := modelDesk(t, nil)
	for _, r := range [][2]string{{"GET", "/api/model"}, {"POST", "/api/model/check"}} {
		if code, body := ask(r[0], r[1], map[string]string{"POST": "{}"}[r[0]]); code != 404 || !strings.Contains(body, `"code":"model_off"`) {
			t.Errorf("%v: %d %s", r, code, body)
		}
	}
	if _, body := ask("GET", "/readyz", ""); strings.Contains(body, "without") {
		t.Errorf("readyz: %s", body)
	}
}
