package importing

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
)

// format reads a file that has one article per row.
type format func(r *reading, name string, in *meter) error

// rowFormat returns the format that a file's name (in lower case) tells, nil if none.
func rowFormat(name string) format {
	name = strings.TrimSuffix(name, ".gz")
	switch filepath.Ext(name) {
	case ".csv":
		return (*reading).csv
	case ".jsonl", ".ndjson", ".json":
		return (*reading).json
	}
	return nil
}

// rows reads a file of rows, unpacking it if it is gzipped.
func (r *reading) rows(file string, read format) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	packed := &counter{in: f, tell: func(n int64) { r.progress(int(n), int(info.Size())) }}
	var in io.Reader = packed
	if strings.HasSuffix(strings.ToLower(file), ".gz") {
		z, err := gzip.NewReader(bufio.NewReader(packed))
		if err != nil {
			return fmt.Errorf("the file is not gzipped: %w", err)
		}
		defer z.Close()
		in = z
	}
	if in, r.wide, err = narrow(in); err != nil {
		return fmt.Errorf("the file cannot be unpacked: %w", err)
	}
	r.batch.Files++
	name := filepath.Base(file)
	if err := read(r, name, &meter{in: in, all: r.limits.Unpacked, row: r.limits.File}); err != nil {
		return err
	}
	if len(r.batch.Items) == 0 && len(r.batch.Problems) == 0 && len(r.exports.articles) == 0 {
		r.skip(name, "empty")
	}
	r.progress(int(info.Size()), int(info.Size()))
	return nil
}

// row is one article as a row tells it.
type row struct {
	id, title, body, category, locale string
	phrasings, tags, audience         []string
	review, original                  string
	originalRevision                  string
	bare                              bool // nothing is said about the four above
	file                              string
	line                              int
}

// content returns what the row says, not yet clean.
func (in row) content() (knowledge.Content, error) {
	c := knowledge.Content{
		Title: in.title, Body: dedent(in.body), Phrasings: in.phrasings, Tags: in.tags, Category: in.category, Locale: in.locale,
		Audience: in.audience, Review: in.review, Original: in.original,
	}
	number := strings.TrimSpace(in.originalRevision)
	if number == "" || number == "0" {
		return c, nil
	}
	if strings.TrimSpace(in.original) == "" {
		return c, errors.New("original_revision: the article it is of is missing; name it with original")
	}
	var err error
	if c.OriginalRevision, err = revisionNumber(number); err != nil {
		return c, fmt.Errorf("original_revision: %w", err)
	}
	return c, nil
}

// addRow makes an item of a row.
func (r *reading) addRow(in row) {
	if r.wide && in.broken() {
		r.problem(Error, in.file, in.line, "the file is UTF-16 and a character of this row is broken; %s", saveAsUTF8)
		return
	}
	content, err := in.content()
	var text string
	if err == nil {
		content, text, err = editing.Check(content)
	}
	if err != nil {
		r.problem(Error, in.file, in.line, "%s", plain(err))
		return
	}
	if text == "" {
		r.problem(Warning, in.file, in.line, "%q has no answer; it can be found but says nothing", content.Title)
	}
	id := strings.TrimSpace(in.id)
	if id == "" {
		id = editing.Slug(content.Title)
	}
	r.addNumbered(Item{ID: id, Content: content, Text: text, Bare: in.bare, File: in.file, Line: in.line})
}

// broken reports whether a character could not be decoded.
func (in row) broken() bool {
	all := slices.Concat([]string{in.id, in.title, in.body, in.category, in.locale, in.original}, in.phrasings, in.tags, in.audience)
	return slices.ContainsFunc(all, func(s string) bool { return strings.ContainsRune(s, utf8.RuneError) })
}

// pageIndent is the indentation from which a line was laid out on a page rather than written as
// Markdown. Lists nest less deeply than that, and code keeps its own indentation inside fences.
const pageIndent = 12

// dedent takes the indentation off lines that were copied from a laid-out page, where Markdown would
// take them for code.
func dedent(body string) string {
	if !strings.Contains(body, strings.Repeat(" ", pageIndent)) || strings.Contains(body, "```") || strings.Contains(body, "~~~") {
		return body
	}
	lines := strings.Split(body, "\n")
	for i, line := range lines {
		if trimmed := strings.TrimLeft(line, " "); len(line)-len(trimmed) >= pageIndent {
			lines[i] = trimmed
		}
	}
	return strings.Join(lines, "\n")
}

// counter tells how many bytes went through it.
type counter struct {
	in   io.Reader
	n    int64
	tell func(int64)
}

// Read implements io.Reader.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	c.tell(c.n)
	return n, err
}

var errLongRow = errors.New("the row is too long")

// meter ends a file that unpacks to too many bytes or has a row that is too long.
type meter struct {
	in       io.Reader
	all, row int64 // bytes still allowed, bytes a row may have
	since    int64 // bytes since the last row
	skipping bool  // what comes is passed over without being kept, however long it is
}

// Read implements io.Reader.
func (m *meter) Read(p []byte) (int, error) {
	n, err := m.in.Read(p)
	m.all -= int64(n)
	m.since += int64(n)
	switch {
	case m.all < 0:
		return 0, fmt.Errorf("%w: the file is too large; import it in parts", errTooMuch)
	case m.since > m.row+readAhead && !m.skipping:
		return 0, errLongRow
	}
	return n, err
}

// readAhead is how far a buffered reader may be ahead of the row it returned.
const readAhead = 64 << 10

// next is called after each row.
func (m *meter) next() { m.since = 0 }
