package widget

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"frontdesk/knowledge"
	"frontdesk/knowledge/markup"
)

// articleView is an article to read.
type articleView struct {
	choice
	Revision  int           `json:"revision"`
	Updated   int64         `json:"updated"` // when the revision was written, ms since 1970
	Body      []markup.Node `json:"body"`
	Related   []choice      `json:"related"`
	Withdrawn bool          `json:"withdrawn"`
}

// article answers GET /api/site/{site}/article?id=ID[&revision=N] with the published revision. A citation may
// name an older one, whose words nobody stands by any more: then the current revision is shown, without the
// offsets by which the cited words would be marked in it.
func (e *edge) article(w http.ResponseWriter, r *http.Request) error {
	s, err := e.site(r)
	if err != nil {
		return err
	}
	id, number, err := articleQuery(r)
	if err != nil {
		return err
	}
	rev, err := e.publicRevision(r.Context(), reader{site: s.ID}, id)
	if err != nil {
		return err
	}
	v, err := view(rev)
	if err != nil {
		return err
	}
	if number != 0 && number != rev.Number {
		dropOffsets(v.Body)
	}
	v.Related = e.related(r.Context(), reader{site: s.ID}, id, rev.Title)
	return writeJSON(w, http.StatusOK, v)
}

// reader is who reads articles: the customers of a site, or the staff.
type reader struct {
	site  string
	staff bool
}

// publicRevision is the published revision of an article as far as somebody may read it: what is for others does not
// exist for them.
func (e *edge) publicRevision(ctx context.Context, who reader, id string) (knowledge.Revision, error) {
	rev, err := e.Corpus.PublishedRevision(ctx, id)
	if err == nil && !rev.MayRead(who.site, who.staff) {
		return knowledge.Revision{}, fmt.Errorf("read %q, which is for others than the customers of %q: %w", id, who.site, knowledge.ErrNotFound)
	}
	return rev, err
}

// articleQuery reads id and revision; a revision that is not named is 0.
func articleQuery(r *http.Request) (id string, revision int, err error) {
	q := r.URL.Query()
	if id = q.Get("id"); knowledge.ValidID(id) != nil {
		return "", 0, badQuery("The address does not name an article.")
	}
	if s := q.Get("revision"); s != "" {
		if revision, err = strconv.Atoi(s); err != nil || revision < 1 {
			return "", 0, badQuery("The revision must be a number from 1.")
		}
	}
	return id, revision, nil
}

func view(rev knowledge.Revision) (articleView, error) {
	doc, err := markup.Parse(rev.Body)
	if err != nil { // it was accepted when it was written, so this is our fault and not the reader's
		return articleView{}, fmt.Errorf("render revision %d of %q: %v", rev.Number, rev.Article, err)
	}
	if doc.Text != rev.Text { // written by another version of the renderer: citations point into its text
		dropOffsets(doc.Nodes)
	}
	if doc.Nodes == nil {
		doc.Nodes = []markup.Node{}
	}
	return articleView{choice: choice{rev.Article, rev.Title}, Revision: rev.Number, Updated: rev.At.UnixMilli(),
		Body: doc.Nodes, Related: []choice{}}, nil
}

func dropOffsets(nodes []markup.Node) {
	for i := range nodes {
		nodes[i].Off = nil
		dropOffsets(nodes[i].Kids)
	}
}
