package widget

import (
	"net/http"

	"frontdesk/knowledge"
)

// helpful answers POST /api/site/{site}/article/helpful. A vote counts for a revision that is or was published;
// a reader may have had the page open while it was replaced.
func (e *edge) helpful(w http.ResponseWriter, r *http.Request) error {
	s, err := e.site(r)
	if err != nil {
		return err
	}
	var in struct {
		Article  string `json:"article"`
		Revision int    `json:"revision"`
		Helpful  *bool  `json:"helpful"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	if in.Helpful == nil || in.Revision < 1 || knowledge.ValidID(in.Article) != nil {
		return invalid("A vote needs an article, its revision, and whether it was helpful.")
	}
	if _, err := e.publicRevision(r.Context(), reader{site: s.ID}, in.Article); err != nil {
		return err
	}
	was, err := e.Corpus.WasPublished(r.Context(), in.Article, in.Revision)
	if err != nil {
		return err
	}
	if !was {
		return knowledge.ErrNotFound
	}
	if err := e.Votes.Add(r.Context(), in.Article, in.Revision, *in.Helpful); err != nil {
		return err
	}
	return noContent(w)
}
