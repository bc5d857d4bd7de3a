package widget

import (
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
)

// revisionRow is a revision without its body.
type revisionRow struct {
	Number    int      `json:"number"`
	Title     string   `json:"title"`
	Phrasings []string `json:"phrasings"`
	Tags      []string `json:"tags"`
	Category  string   `json:"category"`
	Locale    string   `json:"locale"`
	Author    string   `json:"author"` // a name
	At        int64    `json:"at"`     // ms since 1970
	Published bool     `json:"published"`
}

// listRevisions answers GET /api/editor/revisions?id=ID, newest first.
func (e *edge) listRevisions(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	id, _, err := articleQuery(r)
	if err != nil {
		return err
	}
	a, err := e.Corpus.Article(r.Context(), id)
	if err != nil {
		return err
	}
	all, err := e.Corpus.Revisions(r.Context(), id)
	if err != nil {
		return err
	}
	names, err := e.names(r.Context())
	if err != nil {
		return err
	}
	rows := []revisionRow{}
	for _, rev := range all {
		v := viewRev(rev, names)
		rows = append(rows, revisionRow{Number: v.Number, Title: v.Title, Phrasings: v.Phrasings, Tags: v.Tags, Category: v.Category,
			Locale: v.Locale, Author: v.Author, At: v.At, Published: a.Status == knowledge.Published && a.Published == v.Number})
	}
	return writeJSON(w, http.StatusOK, map[string]any{"revisions": rows})
}
