package widget

import (
	"context"
	"net/http"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/knowledge/store"
)

// Synonyms are what editors say means the same; *store.Store is one.
type Synonyms interface {
	Synonyms(ctx context.Context) (store.SynonymList, error)
}

// synonymsView is the list in use.
type synonymsView struct {
	Version int    `json:"version"` // 0 if nobody has written any
	Text    string `json:"text"`
	Author  string `json:"author"` // a name
	At      int64  `json:"at"`     // ms since 1970; 0 if nobody has written any

	Comparison *comparison `json:"comparison,omitempty"` // of the exam, after a change
}

// openSynonyms answers GET /api/editor/synonyms.
func (e *edge) openSynonyms(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	l, err := e.Synonyms.Synonyms(r.Context())
	if err != nil {
		return err
	}
	v, err := e.viewSynonyms(r.Context(), l)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, v)
}

func (e *edge) viewSynonyms(ctx context.Context, l store.SynonymList) (synonymsView, error) {
	v := synonymsView{Version: l.Version, Text: l.Text}
	if l.Version == 0 {
		return v, nil
	}
	names, err := e.names(ctx)
	v.Author, v.At = names.of(l.Author), bot.Millis(l.At)
	return v, err
}
