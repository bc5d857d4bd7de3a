package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"time"

	"frontdesk/bot/account"
	"frontdesk/cmd/frontdesk/internal/actor"
)

// atDesk is a member of the staff without a browser.
type atDesk struct {
	p   *premises
	web *http.Client
}

// atDesk signs somebody in.
func (p *premises) atDesk(name string, role account.Role) *atDesk {
	p.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	d := &atDesk{p, &http.Client{Jar: jar, Timeout: patience}}
	_, token, _ := strings.Cut(p.link(name, role), "#link=")
	d.send(http.MethodPost, "/api/sign-in/link", map[string]string{"token": token}, nil)
	return d
}

// send asks the server for something that it must not refuse. A body of bytes is sent as it is.
func (d *atDesk) send(method, path string, in, out any) {
	d.p.t.Helper()
	body, raw := in.([]byte)
	if !raw {
		var err error
		if body, err = json.Marshal(in); err != nil {
			d.p.t.Fatal(err)
		}
	}
	r, err := http.NewRequestWithContext(d.p.t.Context(), method, d.p.app.URL+path, bytes.NewReader(body))
	if err != nil {
		d.p.t.Fatal(err)
	}
	if !raw {
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := d.web.Do(r)
	if err != nil {
		d.p.t.Fatal(err)
	}
	defer answer.Body.Close()
	var said bytes.Buffer
	if _, err := said.ReadFrom(answer.Body); err != nil {
		d.p.t.Fatal(err)
	}
	if answer.StatusCode >= 300 {
		d.p.t.Fatalf("%s %s: %s %s", method, path, answer.Status, &said)
	}
	if out != nil {
		if err := json.Unmarshal(said.Bytes(), out); err != nil {
			d.p.t.Fatal(err)
		}
	}
}

// act does something with an article.
func (d *atDesk) act(what string, in map[string]any) {
	d.p.t.Helper()
	d.send(http.MethodPost, "/api/editor/"+what, in, nil)
}

// write saves the words as the newest revision of the article.
func (d *atDesk) write(body string) {
	d.p.t.Helper()
	in := map[string]any{"slug": engraving, "title": "About engraving", "body": body, "locale": "en", "phrasings": []string{unknown}}
	if body == marked(1) {
		d.send(http.MethodPost, "/api/editor/article", in, nil)
		return
	}
	in["base"] = d.state().Latest
	d.send(http.MethodPut, "/api/editor/article?id="+engraving, in, nil)
}

func (d *atDesk) state() (a actor.Article) {
	d.p.t.Helper()
	d.send(http.MethodGet, "/api/editor/article?id="+engraving, nil, &a)
	return a
}

// awaits waits until the article has the status.
func (d *atDesk) awaits(status string) {
	d.p.t.Helper()
	deadline := time.Now().Add(patience)
	for d.state().Status != status {
		if time.Now().After(deadline) {
			d.p.t.Fatalf("the article is %s, not %s", d.state().Status, status)
		}
		time.Sleep(look)
	}
}

// imports brings in a file with one article; what the same file brought before and has no more is withdrawn.
func (d *atDesk) imports(lines string) {
	d.p.t.Helper()
	var seen struct{ Token string }
	d.send(http.MethodPost, "/api/editor/import?name=engraving.jsonl", []byte(lines+"\n"), &seen)
	d.send(http.MethodPost, "/api/editor/import/apply", map[string]any{"token": seen.Token, "withdraw_gone": true}, nil)
}
