package widget

import (
	"errors"
	"net/http"

	"frontdesk/bot"
	"frontdesk/bot/mail"
	"frontdesk/bot/store"
	"frontdesk/widget/session"
)

// continueTalk answers POST /api/continue: whoever has the signed link from an e-mail goes on as the visitor to whom it
// was sent, with a token of their own.
func (e *edge) continueTalk(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		Token string `json:"token"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	id, visitor, err := e.Links.Open(in.Token)
	if err != nil {
		return err
	}
	v, known, err := e.Visitors.VisitorOf(r.Context(), visitor)
	if err != nil {
		return err
	}
	c, err := e.Agents.Readable(r.Context(), "", true, id)
	if !known || errors.Is(err, bot.ErrNotFound) || err == nil && c.Visitor != v.ID { // the link was ours, and what it led to is gone
		return mail.ErrLinkInvalid
	}
	if err != nil {
		return err
	}
	if _, served := e.sites[v.Site]; !served {
		return errUnknownSite
	}
	token, now := e.NewToken(), e.clock()
	if err := e.Visitors.AddToken(r.Context(), v.ID, session.Hash(token), now, now.Add(store.TokenLife)); err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, map[string]string{"site": v.Site, "visitor_token": token, "conversation": c.ID})
}
