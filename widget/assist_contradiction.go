package widget

import (
	"context"
	"net/http"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/assist"
	"frontdesk/knowledge/care"
)

var errNoContradiction = &fault{http.StatusNotFound, "not_found", "These two articles do not contradict each other any more; look at the list again."}

// assistContradiction answers POST /api/editor/assist/contradiction with which of two articles says what, in two
// sentences. Which is right is for the editor to find out.
func (e *edge) assistContradiction(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	var in struct {
		One   string `json:"one"`
		Other string `json:"other"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	row, err := e.contradiction(r.Context(), in.One, in.Other)
	if err != nil {
		return err
	}
	text, err := e.Writing.Explain(r.Context(),
		assist.Said{Title: row.Article.Title, Text: row.Sentences[0], Locale: row.Article.Locale},
		assist.Said{Title: row.Other.Title, Text: row.Sentences[1], Locale: row.Other.Locale}, bot.Payer{Purpose: bot.ForEditor})
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, map[string]string{"text": text})
}

// contradiction finds the line of a pair on the list, whichever of the two it names first.
func (e *edge) contradiction(ctx context.Context, one, other string) (care.Row, error) {
	rows, _, err := e.Care.List(ctx, care.Twins)
	if err != nil {
		return care.Row{}, err
	}
	for _, row := range rows {
		if row.Sentences == nil || row.Other == nil {
			continue
		}
		if a, b := row.Article.ID, row.Other.ID; a == one && b == other || a == other && b == one {
			return row, nil
		}
	}
	return care.Row{}, errNoContradiction
}
