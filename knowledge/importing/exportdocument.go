package importing

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// exportReader reads one export.
type exportReader struct {
	r     *reading
	name  string
	in    *meter
	lines *newlines
	dec   *json.Decoder
	found int            // articles and sections
	other map[string]int // kinds of objects that are neither
}

// export reads a document, several after one another, or a list of them. It returns an error only if ctx ended.
func (r *reading) export(name string, in *meter, from *bufio.Reader) error {
	if head, err := from.Peek(len(bom)); err == nil && string(head) == bom {
		if _, err := from.Discard(len(bom)); err != nil {
			return err
		}
	}
	lines := &newlines{in: from}
	e := &exportReader{r: r, name: name, in: in, lines: lines, dec: json.NewDecoder(lines), other: make(map[string]int)}
	for {
		t, err := e.dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = e.value(t)
		}
		if r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		if err != nil {
			e.fault(err)
			return nil
		}
	}
	if e.found == 0 && len(e.other) > 0 {
		r.problem(Error, name, 0, "the file holds %s and no articles; export the articles of the help centre", kinds(e.other))
	}
	return nil
}

// value reads the value that begins with a token.
func (e *exportReader) value(t json.Token) error {
	switch t {
	case json.Delim('{'):
		return e.document()
	case json.Delim('['):
		for e.dec.More() {
			t, err := e.dec.Token()
			if err == nil {
				err = e.value(t)
			}
			if err != nil {
				return err
			}
		}
		_, err := e.dec.Token()
		return err
	}
	return errNoDocument
}

var errNoDocument = errors.New("an object {…} is expected")

// document reads one object: a page of an export, or an article by itself.
func (e *exportReader) document() error {
	line := e.lines.at(e.dec.InputOffset())
	own := make(map[string]json.RawMessage) // what an article by itself says
	for e.dec.More() {
		key, err := e.dec.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		switch {
		case slices.Contains(articleLists, name), slices.Contains(sectionLists, name):
			err = e.list(name)
		case slices.Contains(foreignKeys, name):
			e.other["\""+name+"\""]++
			err = e.pass()
		default:
			err = e.keep(own, name)
		}
		if err != nil {
			return err
		}
		e.in.next()
	}
	if _, err := e.dec.Token(); err != nil {
		return err
	}
	if own["body"] == nil || own["id"] == nil {
		return nil
	}
	raw, err := json.Marshal(own)
	if err != nil {
		return err
	}
	return e.object("articles", raw, line)
}

// articleKeys are what is read of an article.
var articleKeys = []string{"type", "id", "title", "name", "body", "label_names", "locale", "source_locale", "default_locale", "section_id", "parent_id",
	"draft", "state", "html_url", "url", "translated_content"}

// keep reads a value and keeps it if an article by itself may have it.
func (e *exportReader) keep(own map[string]json.RawMessage, name string) error {
	if !slices.Contains(articleKeys, name) {
		return e.pass()
	}
	var raw json.RawMessage
	err := e.dec.Decode(&raw)
	own[name] = raw
	return err
}

// pass reads a value without keeping it.
func (e *exportReader) pass() error {
	t, err := e.dec.Token()
	if d, open := t.(json.Delim); err == nil && open && (d == '[' || d == '{') {
		e.in.skipping = true
		err = skipRest(e.dec)
		e.in.skipping = false
	}
	return err
}

// list reads a list of articles or sections.
func (e *exportReader) list(name string) error {
	t, err := e.dec.Token()
	switch {
	case err != nil:
		return err
	case t == nil: // null
		return nil
	case t != json.Delim('['):
		return fmt.Errorf("%q is no list; the file is no export of a help centre", name)
	}
	for e.dec.More() {
		if err := e.r.ctx.Err(); err != nil {
			return err
		}
		var raw json.RawMessage
		if err := e.dec.Decode(&raw); err != nil {
			return err
		}
		e.in.next()
		if err := e.object(name, raw, e.lines.at(e.dec.InputOffset()-int64(len(raw)))); err != nil {
			return err
		}
	}
	_, err = e.dec.Token()
	return err
}

// object takes up one entry of a list.
func (e *exportReader) object(list string, raw []byte, line int) error {
	r := e.r
	var a exported
	if !utf8.Valid(raw) {
		r.problem(Error, e.name, line, "the text is not valid UTF-8; %s", saveAsUTF8)
		return nil
	}
	if err := json.Unmarshal(raw, &a); err != nil {
		r.problem(Error, e.name, line, "the entry of %q cannot be read (%v); export it again", list, err)
		return nil
	}
	kind := string(a.Type)
	if slices.Contains(sectionLists, list) {
		kind = "section"
	}
	switch kind {
	case "", "article", "internal_article":
	case "section", "collection", "category", "help_center":
		e.found++
		if r.exports.sections == nil {
			r.exports.sections = make(map[string]string)
		}
		r.exports.sections[string(a.ID)] = first(a.Name, a.Title)
		return nil
	default:
		e.other[fmt.Sprintf("%.40q", kind)]++
		return nil
	}
	e.found++
	switch {
	case a.ID == "":
		r.problem(Error, e.name, line, "the entry of %q has no id and so is no article of a help centre; export the articles again", list)
		return nil
	case a.Body == nil && first(a.Title, a.Name) == "":
		r.problem(Error, e.name, line, "the entry %q has neither title nor body; export the articles with their bodies", a.ID)
		return nil
	}
	a.file, a.line = e.name, line
	r.exports.articles = append(r.exports.articles, a)
	return nil
}

// fault reports why an export cannot be read on.
func (e *exportReader) fault(err error) {
	at := e.dec.InputOffset()
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		at = e.lines.read
	}
	line := e.lines.at(at)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		e.r.problem(Error, e.name, line, "the file ends in the middle; it may be cut off, export it again")
	case errors.Is(err, errLongRow):
		e.r.problem(Error, e.name, line, "an entry has more than %d bytes; split the article", e.r.limits.File)
	default:
		e.r.problem(Error, e.name, line, "the file cannot be read on: %v; export it again", err)
	}
}

func kinds(found map[string]int) string {
	var names []string
	for name := range found {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names[:min(len(names), 3)], ", ")
}
