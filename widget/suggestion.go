package widget

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// Suggestions keeps what agents think should be mended; *store.Store of the articles is one.
type Suggestions interface {
	PutSuggestion(ctx context.Context, g store.Suggestion) error
	CloseSuggestion(ctx context.Context, id, state, by string, at time.Time) error
}

// maxSuggestion bounds the words of a suggestion, in bytes.
const maxSuggestion = 4 << 10

// suggestFix answers POST /api/agent/article-suggestion. An agent may suggest a change to any revision that was ever
// said, and name a conversation that they may read.
func (e *edge) suggestFix(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		Article      string `json:"article"`
		Revision     int    `json:"revision"`
		Conversation string `json:"conversation"`
		Text         string `json:"text"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	in.Text = strings.TrimSpace(in.Text)
	switch {
	case knowledge.ValidID(in.Article) != nil || in.Revision < 1:
		return invalid("The article or the number of its revision is missing.")
	case in.Text == "":
		return invalid("Say what should be changed.")
	case len(in.Text) > maxSuggestion:
		return invalid("The suggestion is too long; say it in fewer words.")
	case strings.ContainsRune(in.Text, 0):
		return invalid("The suggestion contains a NUL character; remove it.")
	}
	was, err := e.Corpus.WasPublished(r.Context(), in.Article, in.Revision)
	if err != nil {
		return err
	}
	if !was {
		return knowledge.ErrNotFound
	}
	if in.Conversation != "" {
		if !bot.ValidID(in.Conversation, 1) {
			return bot.ErrNotFound
		}
		if _, err := e.Agents.Readable(r.Context(), who.ID, e.supervises(who), in.Conversation); err != nil {
			return err
		}
	}
	s := store.Suggestion{ID: e.NewID(), Article: in.Article, Revision: in.Revision, Conversation: in.Conversation, Text: in.Text, Author: who.ID, At: e.clock()}
	if err := e.Suggestions.PutSuggestion(r.Context(), s); err != nil {
		return err
	}
	return writeJSON(w, http.StatusCreated, map[string]string{"id": s.ID})
}

var (
	errNoSuggestion     = &fault{http.StatusNotFound, "not_found", "There is no such suggestion."}
	errSuggestionClosed = &fault{http.StatusConflict, codeConflict, "Somebody else has dealt with this suggestion."}
)

// closeSuggestion answers POST /api/editor/suggestion: it was done, or declined.
func (e *edge) closeSuggestion(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		ID    string `json:"id"`
		State string `json:"state"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	if in.State != store.SuggestionDone && in.State != store.SuggestionDeclined {
		return invalid("A suggestion is done or declined.")
	}
	switch err := e.Suggestions.CloseSuggestion(r.Context(), in.ID, in.State, who.ID, e.clock()); {
	case errors.Is(err, knowledge.ErrNotFound):
		return errNoSuggestion
	case errors.Is(err, knowledge.ErrConflict):
		return errSuggestionClosed
	case err != nil:
		return err
	}
	return noContent(w)
}
