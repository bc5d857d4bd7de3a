package widget

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"frontdesk/knowledge"
)

const (
	maxHits     = 6
	maxQuestion = 1000 // bytes; a longer one belongs into the chat
	maxSnippet  = 160  // bytes
)

// hit is one found article.
type hit struct {
	choice
	Snippet string `json:"snippet"`
}

// search answers GET /api/site/{site}/search?q=… with published articles.
func (e *edge) search(w http.ResponseWriter, r *http.Request) error {
	s, err := e.site(r)
	if err != nil {
		return err
	}
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	switch {
	case len(q) > maxQuestion:
		return badQuery("The question is too long to search for.")
	case !utf8.ValidString(q) || strings.ContainsRune(q, 0):
		return badQuery("The question is not valid text.")
	}
	hits, state, err := e.find(r.Context(), reader{site: s.ID}, q)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, map[string]any{"hits": hits, "state": state})
}

// find asks the index and checks each hit against the truth: what was withdrawn since, or is for others since, is not
// shown, and a passage is quoted only from the revision in which it was found.
func (e *edge) find(ctx context.Context, who reader, q string) ([]hit, knowledge.IndexState, error) {
	hits := []hit{}
	if q == "" {
		return hits, e.Index.State(), nil
	}
	found, err := e.Index.Search(ctx, knowledge.Query{Text: q, Limit: maxHits, Site: who.site, Staff: who.staff})
	if err != nil {
		if ctx.Err() != nil {
			return nil, "", err
		}
		e.log.Error("search failed", "error", err)
		return hits, knowledge.IndexDown, nil
	}
	for _, h := range found.Hits {
		if len(hits) == maxHits {
			break
		}
		rev, err := e.publicRevision(ctx, who, h.Article)
		if errors.Is(err, knowledge.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, "", err
		}
		passage := h.Passage
		if rev.Number != h.Revision {
			passage = knowledge.Span{}
		}
		hits = append(hits, hit{choice{rev.Article, rev.Title}, snippet(rev.Text, passage)})
	}
	return hits, found.State, nil
}

// related offers further articles near a title.
func (e *edge) related(ctx context.Context, who reader, id, title string) []choice {
	out := []choice{}
	found, _, err := e.find(ctx, who, title[:min(len(title), maxQuestion)])
	if err != nil {
		return out // nice to have, and its absence harms nobody
	}
	for _, h := range found {
		if h.Article != id && len(out) < 3 {
			out = append(out, h.choice)
		}
	}
	return out
}

// snippet cuts at most maxSnippet bytes out of a text, from the passage or, without one, from the beginning. It
// ends between words and says with an ellipsis that it is a part.
func snippet(text string, passage knowledge.Span) string {
	if passage.Start < 0 || passage.Start >= passage.End || passage.End > len(text) {
		passage = knowledge.Span{End: len(text)}
	}
	part := strings.Join(strings.Fields(strings.ToValidUTF8(text[passage.Start:passage.End], "")), " ")
	if len(part) <= maxSnippet {
		return part
	}
	cut := maxSnippet
	for cut > 0 && !utf8.RuneStart(part[cut]) {
		cut--
	}
	if blank := strings.LastIndexByte(part[:cut+1], ' '); blank > maxSnippet/2 {
		cut = blank
	}
	return strings.TrimRight(part[:cut], " ") + " …"
}
