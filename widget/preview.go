package widget

import (
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/knowledge/markup"
)

// preview answers POST /api/editor/preview with what readers would see, by the renderer that they would see it by.
func (e *edge) preview(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	var in struct {
		Body string `json:"body"`
	}
	if err := readJSON(w, r, maxArticle, &in); err != nil {
		return err
	}
	doc, err := markup.Parse(in.Body)
	if err != nil {
		return err
	}
	if doc.Nodes == nil {
		doc.Nodes = []markup.Node{}
	}
	return writeJSON(w, http.StatusOK, map[string]any{"body": doc.Nodes, "text": doc.Text})
}
