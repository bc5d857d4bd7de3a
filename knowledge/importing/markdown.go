package importing

import (
	"bytes"
	"path"
	"strings"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/markup"
	"frontdesk/knowledge/pattern"
)

func isMarkdown(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown":
		return true
	}
	return false
}

// skipReason returns why a file is no article, "" if it may be one.
func skipReason(name string) string {
	base := strings.ToLower(path.Base(name))
	switch {
	case strings.HasPrefix(name, ".") || strings.Contains(name, "/.") || strings.HasPrefix(name, "__MACOSX/"):
		return "a hidden file"
	case isHTML(base), isJSON(base):
	case !isMarkdown(base):
		return "neither Markdown nor HTML"
	case base == "toc.md" || base == "_sidebar.md" || base == "summary.md":
		return "a table of contents, not an article"
	}
	for _, folder := range strings.Split(path.Dir(name), "/") {
		if f := strings.ToLower(folder); f == "includes" || f == "_includes" {
			return "a fragment for other files to include"
		}
	}
	return ""
}

// article makes an item of Markdown. include resolves references to other files.
func (r *reading) article(p place, raw []byte, include func(markup.Include) string) {
	broken := func(f *fault) {
		p.id = roughID(raw, p.id)
		p.problem(r, Error, f.line, "%s", f.message)
	}
	text, f := decode(raw)
	if f != nil {
		broken(f)
		return
	}
	matter, body, line, f := cutFrontMatter(text)
	if f != nil {
		broken(f)
		return
	}
	about, f := parseFrontMatter(matter)
	if f != nil {
		broken(f)
		return
	}
	if about.title == "" && strings.TrimSpace(body) == "" {
		r.skip(p.file, p.label+"empty")
		return
	}
	if about.id != "" {
		p.id = about.id
	}
	content, words, err := titled(about.content(plainTitle(about.title, include), markup.Includes(body, include)), p.name)
	if err != nil {
		p.problem(r, Error, line, "%s", plain(err))
		return
	}
	if words == "" {
		p.problem(r, Warning, line, "the article has no text; it can be found but says nothing")
	}
	r.add(Item{ID: p.id, Content: content, Text: words, Draft: about.draft, Overrule: about.overrule, File: p.file, Line: max(p.line, 1)})
}

// roughID returns the id that front matter seems to name, however broken the rest of it is, so that what is wrong can be
// told of the right article; else the one given.
func roughID(raw []byte, otherwise string) string {
	first, rest, _ := bytes.Cut(bytes.TrimPrefix(raw, []byte(bom)), []byte("\n"))
	if strings.TrimRight(string(first), " \t\r") != "---" {
		return otherwise
	}
	for range maxRoughLines {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		key, value, found := strings.Cut(string(line), ":")
		if !found || !strings.EqualFold(strings.TrimRight(key, " \t"), "id") {
			continue
		}
		id := strings.TrimSpace(value)
		if n := len(id); n > 1 && (id[0] == '"' || id[0] == '\'') && id[n-1] == id[0] {
			id = id[1 : n-1]
		}
		if knowledge.ValidID(id) == nil {
			return id
		}
		return otherwise
	}
	return otherwise
}

// maxRoughLines is how many lines of front matter are looked through for an id.
const maxRoughLines = 200

// plainTitle returns the words of a title, which is Markdown; one of which nothing is left is taken as it is.
func plainTitle(title string, include func(markup.Include) string) string {
	if words := markup.Inline(markup.Includes(title, include)); words != "" {
		return words
	}
	return title
}

// titled checks the content and gives it a title if it has none: its first heading, else the name of
// the file. A heading that begins the body and repeats the title is left out, since the title is shown
// above the body anyway.
func titled(c knowledge.Content, name string) (knowledge.Content, string, error) {
	if strings.TrimSpace(c.Title) == "" {
		doc, err := markup.Parse(c.Body)
		if err != nil {
			return c, "", err
		}
		if c.Title = firstHeading(doc); c.Title == "" {
			c.Title = nameTitle(name)
		}
	}
	if m := topHeading.FindStringSubmatch(c.Body); m != nil && markup.Inline(m[1]) == strings.Join(strings.Fields(c.Title), " ") {
		c.Body = c.Body[len(m[0]):]
	}
	return editing.Check(c)
}

var topHeading = pattern.Of(`^\s*# +([^\n]+?)[ \t]*#*[ \t\r]*(?:\n|$)`)

func firstHeading(doc markup.Doc) string {
	for _, b := range doc.Blocks {
		if b.Kind == markup.Heading {
			return strings.Join(strings.Fields(doc.Text[b.Start:b.End]), " ")
		}
	}
	return ""
}

// nameTitle makes a title of a file's name: "gift-cards.md" becomes "Gift cards".
func nameTitle(name string) string {
	words := strings.FieldsFunc(strings.TrimSuffix(path.Base(name), path.Ext(name)), func(r rune) bool { return r == '-' || r == '_' || r == ' ' })
	title := []rune(strings.Join(words, " "))
	if len(title) == 0 {
		return "Article"
	}
	return strings.ToUpper(string(title[:1])) + string(title[1:])
}
