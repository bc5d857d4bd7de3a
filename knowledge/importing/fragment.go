package importing

import (
	"fmt"
	"path"
	"sort"
	"strings"

	"frontdesk/knowledge"
	"frontdesk/knowledge/markup"
)

// maxIncludes bounds fragments inside fragments.
const maxIncludes = 6

// fragments resolves references to files of the same folder or ZIP by their text.
type fragments struct {
	read    func(name string) (text string, ok bool) // the text of a file of the import
	missing *missingFragments
	cache   map[string]string
}

// in returns the resolver for references that stand in the named file.
func (f *fragments) in(name string) func(markup.Include) string {
	budget := 2 * knowledge.MaxBody // bytes that includes may add to one file
	return func(i markup.Include) string { return f.resolve(i, name, name, 1, &budget) }
}

func (f *fragments) resolve(i markup.Include, file, article string, depth int, budget *int) string {
	target := strings.TrimPrefix(i.Path, "~/")
	if target == i.Path {
		target = path.Join(path.Dir(file), i.Path)
	}
	text, ok := f.text(target)
	if !ok || depth > maxIncludes || *budget < 0 {
		f.missing.note(path.Base(i.Path), article)
		return i.Words()
	}
	*budget -= len(text)
	return markup.Includes(text, func(inner markup.Include) string { return f.resolve(inner, target, article, depth+1, budget) })
}

// text returns the text of a fragment without front matter and the line ends around it.
func (f *fragments) text(name string) (string, bool) {
	if text, ok := f.cache[name]; ok {
		return text, text != ""
	}
	text, ok := f.read(name)
	if ok {
		if _, body, _, fault := cutFrontMatter(text); fault == nil {
			text = body
		}
	}
	text = strings.TrimSpace(text)
	f.cache[name] = text
	return text, text != ""
}

// missingFragments collects references to files that are not there, to be reported once.
type missingFragments struct {
	names map[string]int // how often each was referred to
	first string         // the file of the first reference
}

func (m *missingFragments) note(name, file string) {
	if m.names == nil {
		m.names = make(map[string]int)
		m.first = file
	}
	m.names[name]++
}

func (m *missingFragments) problem() (Problem, bool) {
	if len(m.names) == 0 {
		return Problem{}, false
	}
	names := make([]string, 0, len(m.names))
	uses := 0
	for name, n := range m.names {
		names = append(names, name)
		uses += n
	}
	sort.Slice(names, func(i, j int) bool {
		if m.names[names[i]] != m.names[names[j]] {
			return m.names[names[i]] > m.names[names[j]]
		}
		return names[i] < names[j]
	})
	some := strings.Join(names[:min(3, len(names))], ", ")
	if len(names) > 3 {
		some += ", …"
	}
	return Problem{File: m.first, Severity: Warning, Message: fmt.Sprintf(
		"%d fragments to be included are not among the files (%s); at %d places the fragment's name or nothing stands instead. "+
			"Put the files beside the articles to have their text", len(names), some, uses)}, true
}
