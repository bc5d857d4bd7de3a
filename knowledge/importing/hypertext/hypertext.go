// Package hypertext turns an HTML page into the Markdown of an article: its title, its main content and its links.
//
// # What is kept
//
// Headings, paragraphs, lists, tables, quotes, code, emphasis and links. Of a whole page, only the main content:
// what <main> or <article> holds, or else the body without navigation, page header, footer and side columns.
// Scripts, styles, forms' controls, embedded objects and hidden elements never pass. Images and embedded media are
// left out and counted, so that whoever imports can be told.
//
// # Text stays text
//
// Every character that Markdown would take for a mark is escaped, so the plain text of the result is the text of
// the page: a page cannot smuggle in links, code or HTML by writing Markdown.
//
// # Bombs
//
// The reader is a single pass over the bytes. Elements nested too deeply and pages with too many of them are
// refused with the line; see [Fault].
package hypertext

import (
	"fmt"
	"strings"
)

// Bounds of a page. People's pages stay far below: deep ones have 60 levels and large ones 20,000 elements.
const (
	MaxDepth    = 256     // elements inside one another
	MaxElements = 200_000 // elements and pieces of text of one page
)

// Page is what a page says.
type Page struct {
	Title  string // of its main heading, else of its head; "" if it has none
	Locale string // as the page declares it, such as "en" or "de-AT"; "" if it does not
	Body   string // Markdown

	Images  int    // images left out
	Image   string // the first of them: its description or else its address
	Media   int    // videos, frames and other embedded things left out
	Unlinks int    // links that lead nowhere an article may, of which the words were kept
}

// Options of a reading.
type Options struct {
	// Fragment says that the HTML is the content itself, as in the exports of help centres, and not a page around it.
	Fragment bool
	// Link returns the address that a link is to have, absolute or "article:ID"; ok false keeps its words only.
	// Nil keeps http, https and mailto.
	Link func(href string) (target string, ok bool)
}

// Fault is something in a page for which it is refused.
type Fault struct {
	Line    int // from 1
	Message string
}

// Error implements error.
func (f *Fault) Error() string { return fmt.Sprintf("line %d: %s", f.Line, f.Message) }

// Read reads a page. The only error is a *Fault. The text must be UTF-8; see [Decode].
func Read(html string, o Options) (Page, error) {
	root, err := parse(html)
	if err != nil {
		return Page{}, err
	}
	if o.Link == nil {
		o.Link = func(href string) (string, bool) { return href, webAddress(href) }
	}
	p := Page{Locale: root.locale()}
	w := &writer{link: o.Link, page: &p}
	content := root
	if !o.Fragment {
		content, w.whole = root.content()
		p.Title = root.title(content)
	}
	w.kids(content, 0, "")
	w.flush()
	p.Body = join(w.out)
	return p, nil
}

// webAddress reports whether a link leads where an article may link to.
func webAddress(href string) bool {
	scheme, rest, found := strings.Cut(href, ":")
	switch strings.ToLower(scheme) {
	case "http", "https":
		return found && strings.HasPrefix(rest, "//") && len(rest) > 2
	case "mailto":
		return found && strings.Contains(rest, "@")
	}
	return false
}
