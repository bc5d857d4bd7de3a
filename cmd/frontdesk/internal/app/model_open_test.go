package app

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"frontdesk/bot"
	"frontdesk/bot/llm/scripted"
	"frontdesk/knowledge/sqldb"
)

// modelStage is a model server, and a database for its ledger.
type modelStage struct {
	server *scripted.Server
	config ModelConfig
	db     *sqldb.DB
	log    bytes.Buffer
}

func openModelStage(t *testing.T) *modelStage {
	t.Helper()
	s := &modelStage{server: scripted.New(scripted.Config{Key: "secret", Models: []string{"small"}})}
	base, stop, err := s.server.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stop() })
	if s.db, err = sqldb.Open(t.Context(), filepath.Join(t.TempDir(), "desk.db"), sqldb.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.db.Close() })
	s.config = ModelConfig{URL: base, Key: "secret", Name: "small", PriceIn: 1, PriceOut: 2, Visitor: 5000}
	return s
}

func (s *modelStage) open(t *testing.T) (*model, *prometheus.Registry) {
	t.Helper()
	r := prometheus.NewRegistry()
	m, err := openModel(t.Context(), s.config, s.db, r, slog.New(slog.NewTextHandler(&s.log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return m, r
}

func ask(m *model, visitor, text string) (string, error) {
	var said strings.Builder
	_, err := m.metered.Stream(context.Background(), bot.Prompt{Spoken: []bot.Spoken{{Text: text}}, Payer: bot.Payer{Purpose: bot.ForAnswer, Visitor: visitor}},
		func(piece string) error { said.WriteString(piece); return nil })
	return said.String(), err
}

// A model that answers is counted, and what it takes is kept over a restart and refused when it is too much.
func TestModelBooks(t *testing.T) {
	s := openModelStage(t)
	s.server.Usually(scripted.Chat, scripted.Say("You have 30 days."))
	m, r := s.open(t)
	if state := m.State(); state.Down || state.Why != "" || state.Answered.IsZero() || !state.Priced || !strings.HasSuffix(state.Name, "/small") {
		t.Errorf("state %+v", state)
	}
	if said, err := ask(m, "visitor-eve", "How long?"); err != nil || said != "You have 30 days." {
		t.Fatalf("%q, %v", said, err)
	}
	if _, err := ask(m, "visitor-eve", strings.Repeat("word ", 3000)); !errors.Is(err, bot.ErrBudget) {
		t.Fatalf("a question larger than the budget: %v", err)
	}
	m.observe(bot.Drafting{Purpose: bot.ForAnswer, Outcome: bot.DraftUsed, Sentences: []bot.Sentence{{Verdict: bot.Passed}, {Verdict: bot.Number}}})
	figures := gathered(t, r)
	for name, want := range map[string]float64{
		"frontdesk_model_requests_total outcome=ok purpose=answer":     1,
		"frontdesk_model_requests_total outcome=budget purpose=answer": 1,
		"frontdesk_model_sentences_total verdict=number":               1,
		"frontdesk_model_sentences_total verdict=passed":               1,
		"frontdesk_model_drafts_total outcome=used purpose=answer":     1,
		"frontdesk_model_seconds":                                      1, // what was refused took no time of the model's
		"frontdesk_model_down":                                         0,
	} {
		if got, there := figures[name]; !there || got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	if figures["frontdesk_model_cost_total"] == 0 || figures["frontdesk_model_tokens_total kind=completion"] == 0 {
		t.Errorf("figures %v", figures)
	}
	if err := m.close(); err != nil {
		t.Fatal(err)
	}

	m, _ = s.open(t)
	defer m.close()
	days, err := m.Days(t.Context(), 1)
	if err != nil || days[0].All.Requests != 1 || days[0].All.Refused != 1 || days[0].All.Tokens() == 0 || days[0].All.Cost == 0 {
		t.Errorf("after a restart: %+v, %v", days, err)
	}
	if strings.Contains(s.log.String(), "visitor-eve") || strings.Contains(s.log.String(), "secret") {
		t.Errorf("the log tells too much:\n%s", s.log.String())
	}
}

// What is wrong with a model is said at start and in the console, with what to do; starting never fails for it.
func TestModelFails(t *testing.T) {
	s := openModelStage(t)
	s.config.Key = "wrong"
	m, _ := s.open(t)
	defer m.close()
	state := m.State()
	if !strings.Contains(s.log.String(), "key") || !strings.Contains(state.Why, "key") || state.Since.IsZero() || strings.Contains(state.Why, "wrong") {
		t.Errorf("a wrong key: state %+v, log:\n%s", state, s.log.String())
	}
	if err := m.Check(t.Context()); err == nil || !strings.HasPrefix(err.Error(), "the model server at ") {
		t.Errorf("asked again: %v", err)
	}

	s.config.Key = "secret"
	m, r := s.open(t)
	defer m.close()
	s.server.Play(scripted.Chat, scripted.Empty())
	if _, err := ask(m, "visitor-eve", "?"); !errors.Is(err, bot.ErrModelEmpty) {
		t.Fatalf("nothing was taken for an answer: %v", err)
	}
	if state := m.State(); state.Why == "" || state.Answered.IsZero() || state.Down {
		t.Errorf("after an empty answer: %+v", state)
	}
	s.server.Play(scripted.Chat, scripted.Say("Yes."))
	if _, err := ask(m, "visitor-eve", "?"); err != nil {
		t.Fatal(err)
	}
	if state := m.State(); state.Why != "" || !state.Since.IsZero() {
		t.Errorf("after an answer: %+v", state)
	}
	if got := gathered(t, r)["frontdesk_model_requests_total outcome=empty purpose=answer"]; got != 1 {
		t.Errorf("%v empty answers were counted", got)
	}
}

// gathered are the values of all metrics by name and labels; of a histogram, how much was observed.
func gathered(t *testing.T, r *prometheus.Registry) map[string]float64 {
	t.Helper()
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]float64)
	for _, f := range families {
		for _, m := range f.GetMetric() {
			name := f.GetName()
			for _, l := range m.GetLabel() {
				name += " " + l.GetName() + "=" + l.GetValue()
			}
			out[name] = m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
		}
	}
	return out
}

func TestModelOff(t *testing.T) {
	s := openModelStage(t)
	s.config = ModelConfig{}
	m, r := s.open(t)
	if m != nil || m.models() != nil || m.close() != nil {
		t.Error("without an address there is a model")
	}
	m.run(t.Context())
	if families, _ := r.Gather(); len(families) > 0 {
		t.Errorf("it has metrics: %v", families)
	}
	s.config = ModelConfig{URL: "models.example", Name: "small"}
	if _, err := openModel(t.Context(), s.config, s.db, r, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "--model-url") {
		t.Errorf("an address without a scheme: %v", err)
	}
}
