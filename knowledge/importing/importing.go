// Package importing reads help articles from files: a folder or ZIP of Markdown, one Markdown file,
// CSV, or JSON lines (either also gzipped).
//
// An import has three steps, so that it can be looked at before anything happens:
//
//  1. [Read] parses and checks everything and collects all problems with file and line. Every file
//     ends as an item, a problem or a skip with its reason; none is dropped silently.
//  2. [MakePlan] compares the items with the store: new, changed, to be published again, the same.
//     Articles that are in the store but not in the files are never touched.
//  3. [Apply] writes and publishes in one transaction: all or nothing.
//
// Input is not trusted: the bytes unpacked, the number and size of files and the work of parsing are
// bounded, and names in a ZIP must stay inside it.
package importing

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"frontdesk/knowledge"
)

// Options of a reading.
type Options struct {
	// Progress is told how far the reading is: in files of a folder or ZIP, else in bytes. May be nil.
	Progress func(done, total int)
	Limits   Limits
}

// Limits bound what one import may contain. A zero field means the default.
type Limits struct {
	Unpacked int64 // bytes in all, after unpacking; default 512 MiB
	Files    int   // in a folder or ZIP; default 200,000
	File     int64 // bytes of one Markdown file, CSV record or JSON line; default 4 MiB
}

func (l Limits) orDefault() Limits {
	if l.Unpacked <= 0 {
		l.Unpacked = 512 << 20
	}
	if l.Files <= 0 {
		l.Files = 200_000
	}
	if l.File <= 0 {
		l.File = 4 << 20
	}
	return l
}

// Batch is what the files contain.
type Batch struct {
	Items    []Item    // in the order of the files
	Problems []Problem // by file and line
	Skips    []Skip    // files that are no articles, in the order of the files
	Files    int       // files looked at
}

// Item is one article to be.
type Item struct {
	ID      string
	Content knowledge.Content // clean and valid
	Text    string            // the plain text of Content.Body
	File    string            // where it stands, relative to what was read
	Line    int               // from 1
}

// Severity says whether a problem stops the import.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Problem is something to be put right in the files.
type Problem struct {
	File     string
	Line     int // from 1; 0 if the whole file is meant
	Message  string
	Severity Severity
}

// String returns "file:line: error: message".
func (p Problem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s: %s", p.File, p.Severity, p.Message)
	}
	return fmt.Sprintf("%s:%d: %s: %s", p.File, p.Line, p.Severity, p.Message)
}

// Skip is a file that is no article, with the reason.
type Skip struct {
	File   string
	Reason string
}

// Errors counts the problems that stop the import.
func (b Batch) Errors() int {
	n := 0
	for _, p := range b.Problems {
		if p.Severity == Error {
			n++
		}
	}
	return n
}

// Read reads and checks what is at path. It returns an error only if path cannot be read at all, is
// of no known kind, or ctx ends; what is wrong inside is in Batch.Problems.
func Read(ctx context.Context, path string, o Options) (Batch, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Batch{}, fmt.Errorf("read what to import: %w", err)
	}
	r := newReading(ctx, o)
	name := strings.ToLower(info.Name())
	switch {
	case info.IsDir():
		err = r.folder(path)
	case !info.Mode().IsRegular():
		return Batch{}, fmt.Errorf("%s is neither a file nor a folder", path)
	case strings.HasSuffix(name, ".zip"):
		err = r.zip(path)
	case isMarkdown(name):
		err = r.single(path)
	case rowFormat(name) != nil:
		err = r.rows(path, rowFormat(name))
	default:
		return Batch{}, fmt.Errorf("%s is of no known kind; give a folder, .zip, .md, .csv, .jsonl or .jsonl.gz", filepath.Base(path))
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return Batch{}, fmt.Errorf("read %s: %w", path, err)
	}
	return r.finish(), nil
}

// reading is the state of one Read.
type reading struct {
	ctx      context.Context
	progress func(done, total int)
	limits   Limits
	batch    Batch
	ids      map[string]string // where each id was first seen
	copies   map[string]int    // how many rows repeated an id
	unpacked int64             // bytes read so far
	missing  missingFragments
}

func newReading(ctx context.Context, o Options) *reading {
	r := &reading{ctx: ctx, progress: o.Progress, limits: o.Limits.orDefault(), ids: make(map[string]string), copies: make(map[string]int)}
	if r.progress == nil {
		r.progress = func(int, int) {}
	}
	return r
}

func (r *reading) problem(s Severity, file string, line int, format string, a ...any) {
	r.batch.Problems = append(r.batch.Problems, Problem{File: file, Line: line, Message: fmt.Sprintf(format, a...), Severity: s})
}

func (r *reading) skip(file, reason string) {
	r.batch.Skips = append(r.batch.Skips, Skip{File: file, Reason: reason})
}

// add accepts an item unless its id is taken or invalid.
func (r *reading) add(i Item) {
	if err := knowledge.ValidID(i.ID); err != nil {
		r.problem(Error, i.File, i.Line, "%s", plain(err))
		return
	}
	if first, taken := r.ids[i.ID]; taken {
		r.problem(Error, i.File, i.Line, "the id %q is used already at %s; give one of the two another id", i.ID, first)
		return
	}
	r.ids[i.ID] = fmt.Sprintf("%s:%d", i.File, i.Line)
	r.batch.Items = append(r.batch.Items, i)
}

// addNumbered accepts an item of a file of rows. Exports often repeat ids, so a row whose id is taken
// keeps its place under a numbered id, with a warning.
func (r *reading) addNumbered(i Item) {
	first, taken := r.ids[i.ID]
	for id := i.ID; taken; {
		r.copies[id]++
		i.ID = fmt.Sprintf("%s~%d", id, r.copies[id]+1)
		if _, taken = r.ids[i.ID]; !taken {
			r.problem(Warning, i.File, i.Line, "the id %q is used already at %s; the row is imported as %q", id, first, i.ID)
		}
	}
	r.add(i)
}

func (r *reading) finish() Batch {
	if p, any := r.missing.problem(); any {
		r.batch.Problems = append(r.batch.Problems, p)
	}
	sort.SliceStable(r.batch.Problems, func(i, j int) bool {
		a, b := r.batch.Problems[i], r.batch.Problems[j]
		if a.File != b.File {
			return a.File < b.File
		}
		return a.Line < b.Line
	})
	return r.batch
}

// plain returns the sentence of an error of the rules, without the mark that it is one.
func plain(err error) string {
	return strings.TrimPrefix(err.Error(), knowledge.ErrInvalid.Error()+": ")
}
