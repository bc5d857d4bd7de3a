package widget

import (
	"net/http"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/aid"
)

// commitmentView is something that was said to be done by a time.
type commitmentView struct {
	Text  string `json:"text"`
	Due   int64  `json:"due"`   // ms since 1970
	Start int    `json:"start"` // bytes of the text that was sent
	End   int    `json:"end"`
}

// commitments answers POST /api/agent/commitments with what a text commits to by a time, to be recorded as promises.
// The zone, in which times of day are meant, and the locale of the writer may be left out.
func (e *edge) commitments(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	var in struct {
		Text   string `json:"text"`
		Zone   string `json:"zone"`
		Locale string `json:"locale"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	if len(in.Text) > bot.MaxMessage {
		return invalid("The text is longer than a message can be; shorten it.")
	}
	out := []commitmentView{}
	for _, c := range aid.Commitments(in.Text, e.clock(), e.zone(in.Zone), in.Locale) {
		out = append(out, commitmentView{c.Text, c.Due.UnixMilli(), c.Start, c.End})
	}
	return writeJSON(w, http.StatusOK, map[string]any{"commitments": out})
}
