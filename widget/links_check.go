package widget

import (
	"context"
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/knowledge/care"
)

// LinkCheck says where the links of a body lead; *care.Links is one. The error wraps knowledge.ErrInvalid if the body
// cannot be shown.
type LinkCheck interface {
	Check(ctx context.Context, body string) ([]care.Checked, error)
}

// checkLinks answers POST /api/editor/links with every link of a body and where it leads.
func (e *edge) checkLinks(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	var in struct {
		Body string `json:"body"`
	}
	if err := readJSON(w, r, maxArticle, &in); err != nil {
		return err
	}
	found, err := e.LinkCheck.Check(r.Context(), in.Body)
	if err != nil {
		return err
	}
	type link struct {
		Href   string         `json:"href"`
		Text   string         `json:"text"`
		State  care.LinkState `json:"state"`
		Detail string         `json:"detail"`
	}
	links := make([]link, 0, len(found))
	for _, c := range found {
		links = append(links, link{c.Href, c.Text, c.State, c.Detail})
	}
	return writeJSON(w, http.StatusOK, map[string]any{"links": links})
}
