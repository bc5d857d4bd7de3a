package widget

import (
	"errors"
	"net/http"
	"time"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
	"frontdesk/widget/wire"
)

// scheduleArticle answers POST /api/editor/schedule: at a time, a revision is to be published or the article withdrawn.
func (e *edge) scheduleArticle(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		ID       string    `json:"id"`
		Act      store.Act `json:"act"`
		Revision int       `json:"revision"`
		Due      int64     `json:"due"` // ms since 1970
		Overrule string    `json:"overrule"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	switch {
	case knowledge.ValidID(in.ID) != nil:
		return invalid("The article is missing.")
	case in.Act != store.ActPublish && in.Act != store.ActWithdraw:
		return invalid("Say whether the article is to be published or withdrawn.")
	case in.Act == store.ActPublish && in.Revision < 1:
		return invalid("The number of the revision that is to be published is missing.")
	case in.Due <= 0:
		return invalid("The time is missing.")
	}
	if err := e.mayOverrule(who, in.Overrule); err != nil {
		return err
	}
	planned := store.Scheduled{Article: in.ID, Act: in.Act, Due: time.UnixMilli(in.Due), Author: who.ID, Overrule: in.Overrule}
	if in.Act == store.ActPublish {
		planned.Revision = in.Revision
	}
	if err := e.Editing.Schedule(r.Context(), planned); err != nil {
		return err
	}
	return e.answerState(w, r, http.StatusOK, in.ID, who)
}

var errNotScheduled = &fault{http.StatusNotFound, wire.CodeNotFound, "Nothing of that kind is scheduled for this article, or not any more."}

// unscheduleArticle answers POST /api/editor/unschedule.
func (e *edge) unscheduleArticle(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		ID  string    `json:"id"`
		Act store.Act `json:"act"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	if knowledge.ValidID(in.ID) != nil {
		return invalid("The article is missing.")
	}
	err := e.Editing.Unschedule(r.Context(), in.ID, in.Act, who.ID)
	if errors.Is(err, knowledge.ErrNotFound) {
		return errNotScheduled
	}
	if err != nil {
		return err
	}
	return e.answerState(w, r, http.StatusOK, in.ID, who)
}
