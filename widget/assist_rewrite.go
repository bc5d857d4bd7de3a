package widget

import (
	"net/http"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/assist"
)

// assistRewrite answers POST /api/agent/assist/rewrite with the agent's text in other words.
func (e *edge) assistRewrite(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		Conversation string `json:"conversation"`
		Text         string `json:"text"`
		How          string `json:"how"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	if err := bot.ValidText(in.Text, maxAssisted); err != nil {
		return err
	}
	if !assist.ValidWay(in.How) {
		return invalid("A text is made shorter, friendlier or plainer.")
	}
	t, err := e.talk(r.Context(), who, in.Conversation)
	if err != nil {
		return err
	}
	text, err := e.Drafts.Rewrite(r.Context(), assist.Text{Text: in.Text, Names: t.names, Payer: t.forAgent()}, in.How)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, map[string]string{"text": text})
}
