package widget

import (
	"encoding/json"
	"net/http"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/widget/wire"
)

// previewed is what customers would be told.
type previewed struct {
	Text      string          `json:"text"`
	Citations []wire.Citation `json:"citations"`
	Drafted   bool            `json:"drafted"`
}

// usageView is what a draft took.
type usageView struct {
	Prompt     int     `json:"prompt"`     // tokens
	Completion int     `json:"completion"` // tokens
	Cost       float64 `json:"cost"`
	Micros     int64   `json:"micros"`
}

// assistPreview answers POST /api/editor/assist/preview with what customers would be told about a question in a voice: in
// the articles' own words, in the model's, and what the gate made of each of its sentences.
func (e *edge) assistPreview(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	var in struct {
		Question string          `json:"question"`
		Voice    json.RawMessage `json:"voice"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	if err := bot.ValidText(in.Question, bot.MaxMessage); err != nil {
		return err
	}
	voice := bot.DefaultVoice()
	if len(in.Voice) > 0 {
		if err := decode(in.Voice, &voice); err != nil {
			return err
		}
	}
	if err := voice.Validate(); err != nil {
		return err
	}
	q := bot.Question{Text: in.Question, Site: e.Sites[0].ID, Payer: bot.Payer{Purpose: bot.ForEditor, Site: e.Sites[0].ID}}
	extract, drafted, err := e.Writing.Preview(r.Context(), q, voice)
	if err != nil {
		return err
	}
	var trace bot.Drafting
	if drafted.Trace.Draft != nil {
		trace = *drafted.Trace.Draft
	}
	return writeJSON(w, http.StatusOK, map[string]any{
		"extract":   previewed{extract.Text, viewCitations(extract.Citations), false},
		"draft":     previewed{drafted.Text, viewCitations(drafted.Citations), drafted.Drafted},
		"sentences": viewSentences(trace.Sentences),
		"usage":     usageView{trace.Prompt, trace.Completion, trace.Cost, trace.Micros},
		"outcome":   trace.Outcome,
	})
}

func viewSentences(in []bot.Sentence) []map[string]any {
	out := make([]map[string]any, 0, len(in))
	for _, s := range in {
		out = append(out, map[string]any{"text": s.Text, "cites": filled(s.Cites), "verdict": s.Verdict, "found": s.Found})
	}
	return out
}
