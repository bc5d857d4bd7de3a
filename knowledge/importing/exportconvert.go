package importing

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/importing/hypertext"
	"frontdesk/knowledge/pattern"
)

// convertExports makes items of the articles that were exported. It returns an error only if ctx ended.
func (r *reading) convertExports() error {
	articles := r.translations()
	among := newCentre(articles)
	for i := range articles {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		r.guarded(place{file: articles[i].file, line: articles[i].line, id: articles[i].id()}, func() bool { r.exportedItem(articles[i], among); return false })
		articles[i].Body = nil // its HTML is not needed any more
	}
	r.exports.articles = nil
	return nil
}

// id returns the article's id here: that of the help centre, and for a translation its language too.
func (a exported) id() string {
	if a.Source != "" && a.Locale != "" && !strings.EqualFold(string(a.Source), string(a.Locale)) {
		return string(a.ID) + "." + strings.ToLower(string(a.Locale))
	}
	return string(a.ID)
}

// translations returns the articles with the translations that stand inside them.
func (r *reading) translations() []exported {
	var out []exported
	for _, a := range r.exports.articles {
		if a.Locale == "" {
			a.Locale = a.Default
		}
		inside := a.Translations
		a.Translations = nil
		out = append(out, a)
		var locales []string
		for l := range inside {
			if l != "type" && !strings.EqualFold(l, string(a.Locale)) {
				locales = append(locales, l)
			}
		}
		slices.Sort(locales)
		for _, l := range locales {
			var t exported
			if err := json.Unmarshal(inside[l], &t); err != nil {
				r.problem(Error, a.file, a.line, "the translation %.20q of %q cannot be read (%v); export it again", l, a.ID, err)
				continue
			}
			if t.Body == nil || first(t.Title, t.Name) == "" {
				continue // the list names every language of the centre, also those without a translation
			}
			t.ID, t.Locale, t.Source, t.Parent, t.file, t.line = a.ID, text(l), "original", a.Parent, a.file, a.line
			out = append(out, t)
		}
	}
	return out
}

// exportedItem makes an item of one article.
func (r *reading) exportedItem(a exported, among *centre) {
	p := place{file: a.file, line: a.line, label: fmt.Sprintf("article %s: ", a.id()), id: a.id()}
	if earlier, again := r.ids[p.id]; again {
		p.problem(r, Warning, 0, "it stands at %s already, which is kept; pages of an export may overlap", earlier)
		return
	}
	var body string
	if a.Body != nil {
		body = string(*a.Body)
	}
	page, err := hypertext.Read(body, hypertext.Options{Fragment: true, Link: among.linksOf(a)})
	if err != nil {
		p.pageFault(r, err)
		return
	}
	p.leftOut(r, page)
	section := r.exports.sections[first(a.Section, a.Parent)]
	content, words, err := editing.Check(knowledge.Content{
		Title: first(a.Title, a.Name), Body: page.Body, Tags: a.Labels.split(","), Category: section, Locale: locale(string(a.Locale)),
	})
	if err != nil {
		p.problem(r, Error, 0, "%s", plain(err))
		return
	}
	if original := string(a.ID); original != p.id && among.ids[original] {
		content.Original = original
	}
	if words == "" {
		p.problem(r, Warning, 0, "it has no text; it can be found but says nothing")
	}
	r.add(Item{ID: p.id, Content: content, Text: words, Bare: true, Draft: a.Draft || a.State == "draft", File: a.file, Line: a.line})
}

// centre knows where the articles of a help centre were found, for the links between them.
type centre struct {
	byAddress map[string]string // ids by address
	byNumber  map[string]string // ids by the number in a Zendesk address
	hosts     map[string]bool
	ids       map[string]bool // of the articles
}

// articleNumber is how Zendesk's addresses name an article, whatever its title was when the link was made.
var articleNumber = pattern.Of(`/articles/([0-9]+)(?:-|$|\.json)`)

func newCentre(articles []exported) *centre {
	c := &centre{byAddress: make(map[string]string), byNumber: make(map[string]string), hosts: make(map[string]bool), ids: make(map[string]bool)}
	for _, a := range articles {
		id := a.id()
		c.ids[id] = true
		if c.byNumber[string(a.ID)] == "" {
			c.byNumber[string(a.ID)] = id
		}
		if u, err := url.Parse(a.address()); err == nil && u.Host != "" {
			c.hosts[strings.ToLower(u.Host)] = true
			c.byAddress[sameness(a.address())] = id
		}
	}
	return c
}

// linksOf returns the resolver for the links of an article.
func (c *centre) linksOf(a exported) func(string) (string, bool) {
	base, err := url.Parse(a.address())
	if err != nil || !base.IsAbs() {
		base = &url.URL{}
	}
	return func(href string) (string, bool) {
		u, err := base.Parse(href)
		if err != nil {
			return "", false
		}
		if id, ok := c.byAddress[sameness(u.String())]; ok {
			return articleLink(id), true
		}
		if m := articleNumber.FindStringSubmatch(u.Path); m != nil && (u.Host == "" || c.hosts[strings.ToLower(u.Host)]) {
			if id, ok := c.byNumber[m[1]]; ok {
				return articleLink(id), true
			}
		}
		return u.String(), onWeb(u)
	}
}
