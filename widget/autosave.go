package widget

import (
	"context"
	"net/http"
	"strings"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// Drafts is what the store keeps about articles beside their revisions; *store.Store is one.
type Drafts interface {
	Autosaves(ctx context.Context, article string) ([]store.Autosave, error)
	AutosavesBy(ctx context.Context, author string) ([]store.Autosave, error)
	DropAutosave(ctx context.Context, article, author string) error
	Scheduled(ctx context.Context, article string) ([]store.Scheduled, error)
	Review(ctx context.Context, article string) (r store.Review, ok bool, err error)
	Family(ctx context.Context, id string) ([]store.Row, error)
	SuggestionsOn(ctx context.Context, article string) (open int, err error)
}

// autosave is what somebody has typed and not saved.
type autosave struct {
	Article string  `json:"article"`
	Title   string  `json:"title,omitempty"`
	Base    int     `json:"base"` // newest revision when typing began; 0 for a new article
	Content content `json:"content"`
	At      int64   `json:"at"` // ms since 1970
}

// keepTyped answers PUT /api/editor/autosave. What is kept is no revision, whatever it says.
func (e *edge) keepTyped(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in autosave
	if err := readJSON(w, r, maxArticle, &in); err != nil {
		return err
	}
	if knowledge.ValidID(in.Article) != nil || in.Base < 0 {
		return invalid("The article, or the revision that was edited, is missing.")
	}
	kept := store.Autosave{Article: in.Article, Author: who.ID, Base: in.Base, Content: in.Content.knowledge()}
	if err := e.Editing.Autosave(r.Context(), kept); err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, map[string]int64{"at": e.clock().UnixMilli()})
}

// dropTyped answers DELETE /api/editor/autosave?article=ID.
func (e *edge) dropTyped(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	article := r.URL.Query().Get("article")
	if knowledge.ValidID(article) != nil {
		return badQuery("The address does not name an article.")
	}
	if err := e.Corpus.DropAutosave(r.Context(), article, who.ID); err != nil {
		return err
	}
	return noContent(w)
}

// listTyped answers GET /api/editor/autosaves with everything that the reader has typed and not saved, newest first.
func (e *edge) listTyped(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	all, err := e.Corpus.AutosavesBy(r.Context(), who.ID)
	if err != nil {
		return err
	}
	out := make([]autosave, 0, len(all))
	for _, t := range all {
		out = append(out, autosave{Article: t.Article, Title: strings.TrimSpace(t.Content.Title), Base: t.Base, Content: viewContent(t.Content), At: t.At.UnixMilli()})
	}
	return writeJSON(w, http.StatusOK, map[string]any{"autosaves": out})
}
