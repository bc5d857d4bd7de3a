package widget

import (
	"errors"
	"net/http"
	"net/url"

	"frontdesk/bot/account"
	"frontdesk/widget/session"
)

// panel answers GET /panel?site=S with the frame in which customers chat. Only pages of the site's origins may
// show it.
func (e *edge) panel(w http.ResponseWriter, r *http.Request) error {
	site, ok := e.sites[r.URL.Query().Get("site")]
	if !ok {
		return plainPage(w, http.StatusNotFound, unknownSitePage)
	}
	framedBy(w.Header(), e.origins.Of(site.ID))
	e.page(w, r, "panel.html")
	return nil
}

// signInPage answers GET /sign-in.
func (e *edge) signInPage(w http.ResponseWriter, r *http.Request) error {
	framedBy(w.Header(), nil)
	e.page(w, r, "signin.html")
	return nil
}

// continuePage answers GET /continue, where a link from an e-mail leads. The page takes the token from the fragment of
// its address, which is in no request and no log.
func (e *edge) continuePage(w http.ResponseWriter, r *http.Request) error {
	framedBy(w.Header(), nil)
	e.page(w, r, "continue.html")
	return nil
}

// staffPage answers with a page for those whose roles allow what it is for; strangers are sent to sign in.
func (e *edge) staffPage(shell string, p account.Permission) action {
	return func(w http.ResponseWriter, r *http.Request) error {
		_, err := e.gate.Require(r, p)
		switch {
		case errors.Is(err, account.ErrNoSession):
			w.Header().Set("Cache-Control", "no-store")
			http.Redirect(w, r, "/sign-in?next="+url.QueryEscape(r.URL.Path), http.StatusSeeOther)
			return nil
		case errors.Is(err, session.ErrForbidden):
			return plainPage(w, http.StatusForbidden, forbiddenPage)
		case err != nil:
			return err
		}
		framedBy(w.Header(), nil)
		e.page(w, r, shell)
		return nil
	}
}

// page serves a shell. It is asked for anew each time, because who may see it changes.
func (e *edge) page(w http.ResponseWriter, r *http.Request, shell string) {
	w.Header().Set("Cache-Control", "no-cache")
	e.assets[shell].serve(w, r)
}

// Pages that say one thing. They are constant.
const (
	pageHead        = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">`
	notFoundPage    = pageHead + `<title>Not found</title><h1>Not found</h1><p>There is nothing at this address.</p></html>` + "\n"
	unknownSitePage = pageHead + `<title>Unknown site</title><h1>Unknown site</h1><p>This desk does not serve a site of that name.</p></html>` + "\n"
	forbiddenPage   = pageHead + `<title>Not for your role</title><h1>Not for your role</h1><p>Your role does not include this page.</p>` +
		`<p><a href="/agent">Agent console</a> · <a href="/editor">Articles</a> · <a href="/sign-in">Sign in as somebody else</a></p></html>` + "\n"
)

func plainPage(w http.ResponseWriter, status int, page string) error {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(page)) // the client is gone if this fails
	return nil
}
