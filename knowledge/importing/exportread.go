package importing

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"path"
	"strings"
)

func isJSON(name string) bool { return strings.ToLower(path.Ext(name)) == ".json" }

// exports is what was read from the exports of help centres. Its articles become items when all files are read, since
// they link to each other and name sections that may stand in other files.
type exports struct {
	articles []exported
	sections map[string]string // names by id
}

// exported is an article as a help centre exports it. The fields are those of Zendesk's Help Center API
// (GET /api/v2/help_center/articles) and of Intercom's Articles API (GET /articles), which share most of them.
type exported struct {
	Type    text  `json:"type"` // Intercom: what the object is
	ID      text  `json:"id"`
	Title   text  `json:"title"`
	Name    text  `json:"name"` // of sections and collections; an older name of Zendesk's title
	Body    *text `json:"body"` // HTML
	Labels  texts `json:"label_names"`
	Locale  text  `json:"locale"`
	Source  text  `json:"source_locale"`
	Default text  `json:"default_locale"`
	Section text  `json:"section_id"`
	Parent  text  `json:"parent_id"`
	Draft   bool  `json:"draft"`
	State   text  `json:"state"` // Intercom: published or draft
	HTMLURL text  `json:"html_url"`
	URL     text  `json:"url"`

	Translations map[string]json.RawMessage `json:"translated_content"` // Intercom: by locale, and one entry "type"

	file string
	line int
}

// address returns where readers find the article.
func (a exported) address() string { return first(a.HTMLURL, a.URL) }

// json reads JSON lines or the export of a help centre, whichever it is.
func (r *reading) json(name string, in *meter) error {
	buffered := bufio.NewReaderSize(in, readAhead)
	head, err := buffered.Peek(readAhead / 2)
	if len(head) > 0 && (err == nil || errors.Is(err, io.EOF)) && encoding(head) == "" && isExport(head) {
		return r.export(name, in, buffered)
	}
	return r.jsonLines(name, in, buffered)
}

// exportEntry reads a file of a folder or ZIP if it is an export; stop says that nothing more may be read.
func (r *reading) exportEntry(e entry) (stop bool) {
	f, err := e.open()
	if err != nil {
		r.problem(Error, e.name, 0, "the file cannot be opened: %v", err)
		return false
	}
	defer f.Close()
	in := &meter{in: f, all: r.limits.Unpacked - r.unpacked, row: r.limits.File}
	room := in.all
	buffered := bufio.NewReaderSize(in, readAhead)
	head, err := buffered.Peek(readAhead / 2)
	if err != nil && !errors.Is(err, io.EOF) {
		r.problem(Error, e.name, 0, "the file cannot be read: %v", err)
		return errors.Is(err, errTooMuch)
	}
	if encoding(head) != "" || !isExport(head) {
		r.skip(e.name, "JSON that is no export of a help centre; import JSON lines on their own")
		return false
	}
	err = r.export(e.name, in, buffered)
	r.unpacked += room - in.all
	return err != nil || r.unpacked > r.limits.Unpacked
}
