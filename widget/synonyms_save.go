package widget

import (
	"errors"
	"net/http"
	"strings"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/language"
	"frontdesk/knowledge/store"
	"frontdesk/widget/session"
)

// maxSynonyms bounds a request with a list, which JSON may make larger.
const maxSynonyms = 2*language.MaxSynonyms + maxBody

// saveSynonyms answers PUT /api/editor/synonyms with the list that is in use from now on, unless the exam gets worse by it
// and nobody overrules that.
func (e *edge) saveSynonyms(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		Version  int    `json:"version"`
		Text     string `json:"text"`
		Overrule string `json:"overrule"`
	}
	if err := readJSON(w, r, maxSynonyms, &in); err != nil {
		return err
	}
	if in.Version < 0 {
		return badQuery("The number of the version that was edited is not valid.")
	}
	if strings.TrimSpace(in.Overrule) != "" && !e.permit(who.Roles, account.OverruleExam) {
		return session.ErrForbidden
	}
	if problems := readSynonyms(in.Text); len(problems) > 0 {
		return invalid(problems[0].sentence())
	}
	kept, c, err := e.Editing.PutSynonyms(r.Context(), store.SynonymList{Version: in.Version, Text: in.Text, Author: who.ID, At: e.clock()}, in.Overrule)
	if errors.Is(err, knowledge.ErrConflict) {
		return &fault{http.StatusConflict, codeConflict, "Somebody else has changed the synonyms meanwhile; load them anew."}
	}
	if err != nil {
		return err
	}
	v, err := e.viewSynonyms(r.Context(), kept)
	if err != nil {
		return err
	}
	sat, err := e.viewComparison(r.Context(), c)
	if err != nil {
		return err
	}
	v.Comparison = &sat
	return writeJSON(w, http.StatusOK, v)
}
