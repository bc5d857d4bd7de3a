// Package importing reads help articles from where they were kept before, and writes them out again: folders and ZIPs
// of Markdown or HTML, one such file, CSV, JSON lines and the JSON exports of help centres (these also gzipped), and
// lists of web addresses.
//
// An import has three steps, so that it can be looked at before anything happens:
//
//  1. [Read] parses and checks everything and collects all problems with file and line. Every file
//     ends as an item, a problem or a skip with its reason; none is dropped silently.
//  2. [MakePlan] compares the items with the store: new, changed, to be published again, the same, and
//     gone: those that an earlier import of the same source brought and this one does not.
//  3. [Apply] writes and publishes in one transaction: all or nothing. Other articles are never touched.
//
// [Export] writes the corpus as the Markdown that Read reads. Images and documents that the articles show travel with
// it as files/ID/name, where the articles call them file:ID/name.
//
// Input is not trusted: the bytes unpacked, the number and size of files and the work of parsing are
// bounded, and names in a ZIP must stay inside it. A batch is held in memory with its Markdown and its
// text, up to four times the bytes that were unpacked: 16,407 articles take 190 MB, and the most allowed 1 GB.
package importing

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// Options of a reading.
type Options struct {
	// Progress is told how far the reading is: in files of a folder or ZIP, else in bytes. May be nil.
	Progress func(done, total int)
	Limits   Limits
	// Source names where the articles come from, so that a later import of the same source can tell which of them are
	// gone. "" means the name of what is read, without its ending.
	Source string
	// Keeper is what keeps the articles from now on, such as "folder", so that they are changed there and not here.
	// "" means that they are kept here.
	Keeper string
	// Links follows symbolic links within a folder; see [Walk].
	Links bool
	// Fetch gets the pages of a list of addresses. Nil refuses such lists.
	Fetch Fetcher
	// Inspect says whether a file that comes with the articles may be kept, and as what; care.Take does. Its error is
	// a sentence for people. Nil refuses such files.
	Inspect func(name string, data []byte) (store.File, error)
}

// Limits bound what one import may contain. A zero field means the default.
type Limits struct {
	Unpacked int64 // bytes in all, after unpacking; default 256 MiB
	Files    int   // in a folder or ZIP; default 200,000
	File     int64 // bytes of one Markdown file, CSV record or JSON line; default 4 MiB
}

func (l Limits) orDefault() Limits {
	if l.Unpacked <= 0 {
		l.Unpacked = 256 << 20
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
	Items    []Item       // in the order of the files
	Problems []Problem    // by file and line
	Skips    []Skip       // files that are no articles, in the order of the files
	Files    int          // files looked at
	Attached []store.File // images and documents that the articles show, each once; without author and time
	Source   string       // where the articles come from
	Keeper   string       // what keeps them, as in [Options]
}

// Item is one article to be.
type Item struct {
	ID      string
	Content knowledge.Content // clean and valid
	Text    string            // the plain text of Content.Body
	Draft   bool              // not to be published, because it is not published where it comes from
	// Bare says that the source is silent about audience, review and original: an article keeps those that it has here.
	Bare bool
	// Overrule is why a watched folder is to publish it although the exam gets worse, "" without a reason.
	Overrule string
	File     string // where it stands, relative to what was read
	Line     int    // from 1
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
	Article  string // id of the article that it keeps from being read, "" if none or not known
	Line     int    // from 1; 0 if the whole file is meant
	Message  string
	Severity Severity
	Attached bool // it is about a file that articles show, which is no article itself
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

// Unreadable is the error of something that cannot be read at all.
type Unreadable struct {
	Path   string
	Reason error // for the person who gave it; it does not name the path, unless a file could not be opened (fs.PathError)
}

// Error implements error.
func (u *Unreadable) Error() string { return fmt.Sprintf("read %s: %v", u.Path, u.Reason) }

// Unwrap returns the reason.
func (u *Unreadable) Unwrap() error { return u.Reason }

// errKind is the reason of what is of no known kind.
var errKind = errors.New("it is of no known kind; give a folder, .zip, .md, .html, .csv, .json, .jsonl (also with .gz), or a .txt with one web address a line")

// Read reads and checks what is at path. It returns an error only if path cannot be read at all or is of no known kind,
// which is an [Unreadable], or ctx ends; what is wrong inside is in Batch.Problems.
func Read(ctx context.Context, path string, o Options) (Batch, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Batch{}, &Unreadable{path, err}
	}
	r := newReading(ctx, o)
	name := strings.ToLower(info.Name())
	switch {
	case info.IsDir():
		err = r.folder(path)
	case !info.Mode().IsRegular():
		return Batch{}, &Unreadable{path, errors.New("it is neither a file nor a folder")}
	case strings.HasSuffix(name, ".zip"):
		err = r.zip(path)
	case isMarkdown(name), isHTML(name):
		err = r.single(path)
	case strings.HasSuffix(name, ".txt"):
		err = r.addresses(path)
	case rowFormat(name) != nil:
		err = r.rows(path, rowFormat(name))
	default:
		return Batch{}, &Unreadable{path, errKind}
	}
	if err == nil {
		err = r.convertExports()
	}
	switch {
	case ctx.Err() != nil:
		return Batch{}, fmt.Errorf("read %s: %w", path, ctx.Err())
	case err != nil:
		return Batch{}, &Unreadable{path, err}
	}
	r.batch.Source, r.batch.Keeper = sourceName(path, o.Source), o.Keeper
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
	links    bool
	fetch    Fetcher
	inspect  func(name string, data []byte) (store.File, error)
	attached map[string]string // where each file that articles show was first seen, by its id
	exports  exports           // what was read from exports of help centres
	wide     bool              // the rows were UTF-16
}

// sourceName returns the name that was given to a source, else the name of what is read without its ending, so that a
// folder and its ZIP are the same source.
func sourceName(path, given string) string {
	if given != "" {
		return given
	}
	if whole, err := filepath.Abs(path); err == nil {
		path = whole
	}
	name := strings.TrimSuffix(filepath.Base(path), ".gz")
	switch ext := strings.ToLower(filepath.Ext(name)); ext {
	case ".zip", ".md", ".markdown", ".html", ".htm", ".xhtml", ".csv", ".json", ".jsonl", ".ndjson", ".txt":
		name = name[:len(name)-len(ext)]
	}
	return name
}

func newReading(ctx context.Context, o Options) *reading {
	r := &reading{ctx: ctx, progress: o.Progress, fetch: o.Fetch, inspect: o.Inspect, attached: make(map[string]string), links: o.Links, limits: o.Limits.orDefault(), ids: make(map[string]string), copies: make(map[string]int)}
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
