package importing

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"

	"frontdesk/knowledge"
	"frontdesk/knowledge/importing/hypertext"
	"frontdesk/knowledge/markup"
)

func isHTML(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml":
		return true
	}
	return false
}

// place is where an article to be was found.
type place struct {
	file  string // as problems name it
	line  int    // of an entry in the file; 0 if the file is the article
	label string // what the entry is called within the file, with ": " after it; "" if the file is the article
	name  string // the last part of which is its title if it has no other
	id    string
}

func (p place) problem(r *reading, s Severity, line int, format string, a ...any) {
	if p.line > 0 {
		line = p.line
	}
	r.problem(s, p.file, line, "%s%s", p.label, fmt.Sprintf(format, a...))
	if s == Error {
		r.batch.Problems[len(r.batch.Problems)-1].Article = p.id
	}
}

// page makes an item of an HTML page. contentType is what a server said about it, "" for a file.
func (r *reading) page(p place, raw []byte, contentType string, link func(string) (string, bool)) {
	if message := encoding(raw); strings.Contains(message, "ZIP") {
		p.problem(r, Error, 1, "%s", message)
		return
	}
	text, err := hypertext.Decode(raw, contentType)
	if err != nil {
		p.problem(r, Error, 0, "%v", err)
		return
	}
	page, err := hypertext.Read(text, hypertext.Options{Link: link})
	if err != nil {
		p.pageFault(r, err)
		return
	}
	if page.Title == "" && strings.TrimSpace(page.Body) == "" {
		r.skip(p.file, p.label+"empty")
		return
	}
	p.leftOut(r, page)
	content, words, err := titled(knowledge.Content{Title: page.Title, Body: page.Body, Locale: locale(page.Locale)}, p.name)
	if err != nil {
		p.problem(r, Error, 0, "%s", plain(err))
		return
	}
	if words == "" {
		p.problem(r, Warning, 0, "no text was found in the page; it can be found but says nothing")
	}
	r.add(Item{ID: p.id, Content: content, Text: words, Bare: true, File: p.file, Line: max(p.line, 1)})
}

func (p place) pageFault(r *reading, err error) {
	var f *hypertext.Fault
	switch {
	case !errors.As(err, &f):
		p.problem(r, Error, 0, "%v", err)
	case p.line > 0:
		p.problem(r, Error, 0, "at line %d of the page: %s", f.Line, f.Message)
	default:
		p.problem(r, Error, f.Line, "%s", f.Message)
	}
}

// leftOut says what of a page did not come along.
func (p place) leftOut(r *reading, page hypertext.Page) {
	if page.Images > 0 {
		p.problem(r, Warning, 0, "%s left out (%.80q); say in words what customers need of it", count(page.Images, "image is", "images are"), page.Image)
	}
	if page.Media > 0 {
		p.problem(r, Warning, 0, "%s left out; add a link where customers need it", count(page.Media, "video or embedded page is", "videos or embedded pages are"))
	}
	if page.Unlinks > 0 {
		p.problem(r, Warning, 0, "%s nowhere that is imported or on the web; the words are kept", count(page.Unlinks, "link leads", "links lead"))
	}
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// locale returns what a page says about its language if it is a language tag, else "".
func locale(said string) string {
	said = strings.ReplaceAll(strings.TrimSpace(said), "_", "-")
	if (knowledge.Content{Title: "x", Locale: said}).Validate() != nil {
		return ""
	}
	return said
}

// articleLink is the address of an article of the import.
func articleLink(id string) string { return markup.ArticleScheme + strings.ReplaceAll(id, "%", "%25") }

// onWeb reports whether a link leads out to the web or to a mailbox.
func onWeb(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" || u.Scheme == "mailto" && strings.Contains(u.Opaque, "@")
}

// linksAmong returns the resolver for links between the pages of a folder or ZIP: those to a page of the import lead
// to its article, those to the web stay.
func linksAmong(pages map[string]string, from string) func(string) (string, bool) {
	return func(href string) (string, bool) {
		u, err := url.Parse(href)
		if err != nil {
			return "", false
		}
		if u.Scheme != "" || u.Host != "" {
			return u.String(), onWeb(u)
		}
		target := path.Join(path.Dir(from), u.Path)
		if strings.HasPrefix(u.Path, "/") {
			target = strings.TrimPrefix(path.Clean(u.Path), "/")
		}
		for _, name := range []string{target, target + ".html", target + ".htm", target + "/index.html"} {
			if id, ok := pages[name]; ok {
				return articleLink(id), true
			}
		}
		return "", false
	}
}
