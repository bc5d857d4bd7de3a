package widget

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// Requests that change something are accepted from our own pages only, and from what is no browser.
func TestForeignOrigin(t *testing.T) {
	d := openDesk(t, nil, nil)
	admin := cookie(d.session(d.staff("admin@shop.example", account.Admin)))
	vote := `{"article":"returns","revision":1,"helpful":true}`
	for name, c := range map[string]struct {
		origin, site string
		want         int
	}{
		"own page":                  {ownURL, "same-origin", 204},
		"own page, old browser":     {ownURL, "", 204},
		"no browser":                {"", "", 204},
		"foreign page":              {"https://evil.example", "cross-site", 403},
		"foreign page, old browser": {"https://evil.example", "", 403},
		"customer's site":           {"https://shop.example", "same-site", 403},
		"sandboxed frame":           {"null", "cross-site", 403},
		"look-alike":                {"https://desk.example.evil.example", "", 403},
	} {
		from := func(r *http.Request) { header("Origin", c.origin)(r); header("Sec-Fetch-Site", c.site)(r) }
		for _, target := range []string{"/api/site/shop/article/helpful", "/api/sign-out"} {
			w := d.do(request("POST", target, vote, admin, from))
			if w.Code != c.want || c.want == 403 && !strings.Contains(w.Body.String(), codeForeignOrigin) {
				t.Errorf("%s to %s: %d %s; want %d", name, target, w.Code, w.Body, c.want)
			}
		}
	}
}

// A socket is opened with a GET, to which browsers add the cookie whichever page asks.
func TestSocketOrigins(t *testing.T) {
	d := openDesk(t, nil, nil)
	who := d.staff("agent@shop.example", account.Agent)
	agent := cookie(d.session(who))
	for origin, want := range map[string][2]int{
		ownURL:                 {202, 202},
		"https://shop.example": {202, 403},
		"https://evil.example": {403, 403},
		"http://desk.example":  {403, 403},
		"null":                 {403, 403},
		"":                     {403, 403},
	} {
		for i, target := range []string{"/ws/customer", "/ws/staff"} {
			if w := d.do(request("GET", target, "", agent, header("Origin", origin))); w.Code != want[i] {
				t.Errorf("%s from %q: %d; want %d", target, origin, w.Code, want[i])
			}
		}
	}
	w := d.want(202, request("GET", "/ws/staff", "", agent), nil)
	if id, session, _ := strings.Cut(w.Header().Get("Who"), " "); id != who.ID || len(session) != 64 {
		t.Errorf("the socket was given %q", w.Header().Get("Who"))
	}
	d.refused(401, codeSignedOut, request("GET", "/ws/staff", ""))
}

func TestBadBodies(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	big := func(n int) string { return `{"body":"` + strings.Repeat("x", n) + `"}` }
	for name, c := range map[string]struct {
		target, body, kind string
		status             int
		code               string
	}{
		"not JSON":             {"/api/sign-in", "email=a", "application/x-www-form-urlencoded", 415, codeNotJSON},
		"a form's text":        {"/api/sign-in", "{}", "text/plain", 415, codeNotJSON},
		"no content type":      {"/api/sign-in", "{}", "", 415, codeNotJSON},
		"broken content type":  {"/api/sign-in", "{}", "application/json;;;", 415, codeNotJSON},
		"other charset":        {"/api/sign-in", "{\"email\":\"\xff\"}", "application/json; charset=latin1", 400, codeBadJSON},
		"empty":                {"/api/sign-in", " ", "application/json", 400, codeBadJSON},
		"cut off":              {"/api/sign-in", `{"email":"a`, "application/json", 400, codeBadJSON},
		"two values":           {"/api/sign-in", `{} {}`, "application/json", 400, codeBadJSON},
		"null":                 {"/api/sign-in", ` null `, "application/json", 400, codeBadJSON},
		"a list":               {"/api/sign-in", `[]`, "application/json", 400, codeBadJSON},
		"wrong type":           {"/api/sign-in", `{"email":7}`, "application/json", 400, codeBadJSON},
		"deep nesting":         {"/api/sign-in", strings.Repeat("[", 60_000), "application/json", 400, codeBadJSON},
		"64 KiB":               {"/api/sign-in", big(maxBody), "application/json", 413, codeTooLarge},
		"1 MiB":                {"/api/editor/preview", big(maxArticle), "application/json", 413, codeTooLarge},
		"article of 257 KiB":   {"/api/editor/preview", big(257 << 10), "application/json", 422, "invalid"},
		"Markdown bomb":        {"/api/editor/preview", `{"body":"` + strings.Repeat(">", 60_000) + `"}`, "application/json", 422, "invalid"},
		"NUL":                  {"/api/editor/preview", `{"body":"a\u0000b"}`, "application/json", 422, "invalid"},
		"vote without a vote":  {"/api/site/shop/article/helpful", `{"article":"returns","revision":1}`, "application/json", 422, "invalid"},
		"vote for a negative":  {"/api/site/shop/article/helpful", `{"article":"returns","revision":-1,"helpful":true}`, "application/json", 422, "invalid"},
		"vote for a draft":     {"/api/site/shop/article/helpful", `{"article":"draft","revision":1,"helpful":true}`, "application/json", 404, "not_found"},
		"vote for the unsaid":  {"/api/site/shop/article/helpful", `{"article":"returns","revision":9,"helpful":true}`, "application/json", 404, "not_found"},
		"vote for the gone":    {"/api/site/shop/article/helpful", `{"article":"gone","revision":1,"helpful":true}`, "application/json", 404, "not_found"},
		"publish nothing":      {"/api/editor/publish", `{}`, "application/json", 422, "invalid"},
		"withdraw nothing":     {"/api/editor/withdraw", `{}`, "application/json", 422, "invalid"},
		"withdraw the unknown": {"/api/editor/withdraw", `{"id":"nope"}`, "application/json", 404, "not_found"},
		"article without name": {"/api/editor/article", `{"body":"x"}`, "application/json", 422, "invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			d.t = t
			p := d.refused(c.status, c.code, request("POST", c.target, c.body, editor, header("Content-Type", c.kind)))
			for _, leak := range []string{"json:", "Go ", "struct", "invalid character", "xxxx"} {
				if strings.Contains(p.Message, leak) {
					t.Errorf("the sentence %q shows how we work", p.Message)
				}
			}
		})
	}
	d.t = t
	if votes, err := d.votes.Best(t.Context(), 1e18, 10); err != nil || len(votes) != 0 {
		t.Errorf("refused votes were counted: %v, %v", votes, err)
	}
	p := d.refused(400, codeBadJSON, request("POST", "/api/sign-in", `{"email": "a", }`))
	if p.Message != "The request is not valid JSON; the fault is at byte 16." {
		t.Errorf("said %q", p.Message)
	}
	p = d.refused(400, codeBadJSON, request("POST", "/api/sign-in", `{"email": 7}`))
	if p.Message != `The field "email" has the wrong type.` {
		t.Errorf("said %q", p.Message)
	}
}

// An address never becomes a path of the file system.
func TestAssetPaths(t *testing.T) {
	d := openDesk(t, nil, nil)
	for _, path := range []string{"/ui/../panel.html", "/ui/..%2fpanel.html", "/ui/%2e%2e/widget.go", "/ui/..%5cwidget.go", "/ui//etc/passwd",
		"/ui/%2fetc%2fpasswd", "/ui/panel.js%00", "/ui/panel.html", "/ui/widget.js", "/ui/", "/ui", "/ui/PANEL.JS", "/ui/panel.js/", "/ui/.", "/ui/%c0%ae%c0%ae/x"} {
		r := request("GET", "/", "")
		r.URL.Path, r.URL.RawPath = path, ""
		if u, err := r.URL.Parse(path); err == nil {
			r.URL.Path, r.URL.RawPath = u.Path, u.RawPath
		}
		if w := d.do(r); w.Code != 404 || strings.Contains(w.Body.String(), "content of") {
			t.Errorf("%s: %d %.60s", path, w.Code, w.Body)
		}
	}
}

func TestUnknownAddresses(t *testing.T) {
	d := openDesk(t, nil, nil)
	for target, code := range map[string]string{
		"/api/": "not_found", "/api/nothing": "not_found", "/api/site/shop/nothing": "not_found", "/ws/other": "not_found",
		"/api/site/nosite": "unknown_site", "/api/site/nosite/search?q=x": "unknown_site", "/api/site/nosite/article?id=returns": "unknown_site",
		"/api/site/..%2fshop": "unknown_site", "/api/site/shop/article?id=nope": "not_found",
	} {
		d.refused(404, code, request("GET", target, ""))
	}
	d.refused(404, "unknown_site", request("POST", "/api/site/nosite/article/helpful", `{}`))
	for _, target := range []string{"/", "/nothing", "/panel", "/panel?site=nosite", "/panel?site=../shop", "/agent/", "/.env", "/debug/pprof/"} {
		w := d.want(404, request("GET", target, ""), nil)
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") || strings.Contains(w.Body.String(), "nosite") {
			t.Errorf("%s: %s", target, w.Body)
		}
	}
	for target, methods := range map[string]string{"/api/me": "GET", "/api/sign-in": "POST", "/api/editor/article?id=returns": "GET POST PUT"} {
		r := request("DELETE", target, "")
		w := d.do(r)
		if got := strings.Join(w.Header().Values("Allow"), " "); w.Code != 405 || got != methods || !strings.Contains(w.Body.String(), codeMethod) {
			t.Errorf("DELETE %s: %d, allows %q; want %q", target, w.Code, got, methods)
		}
	}
	d.want(405, request("BREW", "/api/me", ""), nil)
}

// Ids may hold what separates paths elsewhere: they travel in the query.
func TestArticleIDsWithSlashes(t *testing.T) {
	d := openDesk(t, nil, nil)
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	const id = "sales/../post & ship?#" // as an importer makes it of a path
	doc := knowledge.Content{Title: "Post", Body: "text", Locale: "en"}
	if _, err := d.shelf.Create(t.Context(), store.Put{ID: id, Content: doc, Text: "text", Author: "import", At: time.Now(), Publish: true}); err != nil {
		t.Fatal(err)
	}
	var out choice
	d.want(200, request("GET", "/api/site/shop/article?id="+url.QueryEscape(id), ""), &out)
	if out.Article != id {
		t.Errorf("read %q", out.Article)
	}
	d.want(200, request("PUT", "/api/editor/article?id="+url.QueryEscape(id), `{"base":1,"title":"Post","body":"new"}`, editor), nil)
	d.want(204, request("POST", "/api/site/shop/article/helpful", fmt.Sprintf(`{"article":%q,"revision":1,"helpful":true}`, id)), nil)
	for _, bad := range []string{"", "?id=", "?id=%00", "?id=a%0Ab", "?id=%ff", "?id=+x", "?id=" + strings.Repeat("a", 301),
		"?id=returns&revision=0", "?id=returns&revision=-1", "?id=returns&revision=x", "?id=returns&revision=99999999999999999999"} {
		d.refused(400, "invalid", request("GET", "/api/site/shop/article"+bad, ""))
	}
	for _, bad := range []string{"?page=0", "?page=x", "?page=99999999", "?status=deleted", "?q=%00", "?q=%ff", "?q=" + strings.Repeat("a", 2000)} {
		d.refused(400, "invalid", request("GET", "/api/editor/articles"+bad, "", editor))
	}
	d.refused(400, "invalid", request("GET", "/api/site/shop/search?q="+strings.Repeat("a", 2000), ""))
	d.refused(400, "invalid", request("GET", "/api/editor/revision?id=returns", "", editor))
}

// What goes wrong inside is told to the log and to nobody else.
func TestInternalErrorsAreConstant(t *testing.T) {
	d := openDesk(t, nil, nil)
	d.shelf.fault = errors.New("dial tcp 10.0.0.7:5432: password authentication failed for user frontdesk")
	w := d.want(500, request("GET", "/api/site/shop/article?id=returns&secret=hush", ""), nil)
	if got := w.Body.String(); got != `{"code":"internal","message":"Something went wrong here; try again."}`+"\n" {
		t.Errorf("answered %s", got)
	}
	id := w.Header().Get("X-Request-Id")
	if log := d.log.String(); !strings.Contains(log, "10.0.0.7") || !strings.Contains(log, "request="+id) || strings.Contains(log, "hush") {
		t.Errorf("logged %s", log)
	}
	// The panel opens all the same, so that a person can be asked for.
	var home struct{ Top []choice }
	d.want(200, request("GET", "/api/site/shop", ""), &home)
	if home.Top == nil || len(home.Top) != 0 {
		t.Errorf("top %v", home.Top)
	}
}

func TestPanic(t *testing.T) {
	d := openDesk(t, nil, nil)
	d.edge.mux.Get("/panics", func(http.ResponseWriter, *http.Request) { panic("index out of range in secret.go") })
	d.edge.mux.Get("/panics-late", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(200); panic("late") })
	d.edge.mux.Get("/aborts", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	p := d.refused(500, "internal", request("GET", "/panics", ""))
	if strings.Contains(p.Message, "secret") || !strings.Contains(d.log.String(), "secret.go") || !strings.Contains(d.log.String(), "panicked") {
		t.Errorf("answered %+v, logged %s", p, d.log)
	}
	if w := d.do(request("GET", "/panics-late", "")); w.Code != 200 || w.Body.Len() != 0 {
		t.Errorf("a panic after the head: %d %s", w.Code, w.Body)
	}
	func() {
		defer func() {
			if recover() != http.ErrAbortHandler {
				t.Error("breaking off an answer was swallowed")
			}
		}()
		d.do(request("GET", "/aborts", ""))
	}()
}

// Neither tokens nor passwords nor what people search for reach the log.
func TestLogKeepsSecrets(t *testing.T) {
	d := openDesk(t, nil, nil)
	c := d.session(d.staff("agent@shop.example", account.Agent))
	d.do(request("GET", "/api/me", "", cookie(c)))
	d.do(request("GET", "/api/site/shop/search?q=my+broken+marriage", ""))
	d.do(request("POST", "/api/sign-in", `{"email":"agent@shop.example","password":"hunter2hunter2"}`))
	d.do(request("POST", "/api/sign-in/link", `{"token":"tok-en"}`))
	log := d.log.String()
	for _, secret := range []string{c.Value, "marriage", "hunter2", "tok-en", "agent@shop.example"} {
		if strings.Contains(log, secret) {
			t.Errorf("%q is in the log", secret)
		}
	}
	if strings.Count(log, "msg=request ") != 4 {
		t.Errorf("logged %s", log)
	}
}

func TestClientThatLeft(t *testing.T) {
	d := openDesk(t, nil, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := request("POST", "/api/sign-in", `{"email":"a@shop.example","password":"x"}`).WithContext(ctx)
	if w := d.do(r); w.Code != 503 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
