package widget

import (
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
)

// anyRevision answers GET /api/staff/article?id=&revision= with any revision that was ever published, so that an
// agent sees what the bot cited even if it was withdrawn since. Without a number it is the newest of them.
func (e *edge) anyRevision(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	id, number, err := articleQuery(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	a, err := e.Corpus.Article(ctx, id)
	if err != nil {
		return err
	}
	if number == 0 {
		if number, err = e.newestPublished(r, a); err != nil {
			return err
		}
	}
	was, err := e.Corpus.WasPublished(ctx, id, number)
	if err != nil {
		return err
	}
	if !was {
		return knowledge.ErrNotFound
	}
	rev, err := e.Corpus.Revision(ctx, id, number)
	if err != nil {
		return err
	}
	v, err := view(rev)
	if err != nil {
		return err
	}
	v.Withdrawn = a.Status != knowledge.Published
	v.Related = e.related(ctx, reader{staff: true}, id, rev.Title)
	return writeJSON(w, http.StatusOK, v)
}

// newestPublished finds the number of the newest revision that was ever published.
func (e *edge) newestPublished(r *http.Request, a knowledge.Article) (int, error) {
	if a.Published != 0 {
		return a.Published, nil
	}
	for n := a.Latest; n > 0; n-- {
		was, err := e.Corpus.WasPublished(r.Context(), a.ID, n)
		if err != nil || was {
			return n, err
		}
	}
	return 0, knowledge.ErrNotFound
}
