package importing

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
)

// lists are the lists in an export, and what they hold.
var (
	articleLists = []string{"articles", "data"}
	sectionLists = []string{"sections", "categories", "collections", "help_centers"}
	// foreignKeys begin documents that come from the same places and hold no articles.
	foreignKeys = []string{"tickets", "users", "results", "requests", "conversations", "contacts", "topics", "posts", "error", "errors", "organizations", "macros"}
)

// isExport reports whether JSON that begins with head comes from a help centre, by the names in it.
func isExport(head []byte) bool {
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(head, []byte(bom))))
	t, err := dec.Token()
	if t == json.Delim('[') && err == nil {
		t, err = dec.Token()
	}
	if err != nil || t != json.Delim('{') {
		return false
	}
	found := make(map[string]bool)
	for {
		key, err := dec.Token()
		name, ok := key.(string)
		if err != nil || !ok {
			break
		}
		found[name] = true
		value, err := dec.Token()
		if d, open := value.(json.Delim); err != nil || open && (d == '[' || d == '{') && skipRest(dec) != nil {
			break
		}
	}
	if found["question"] || found["answer"] {
		return false
	}
	for _, name := range slices.Concat(articleLists, sectionLists, foreignKeys) {
		if found[name] {
			return true
		}
	}
	// An article by itself.
	return found["body"] && (found["html_url"] || found["section_id"] || found["label_names"] || found["author_id"] || found["workspace_id"])
}

// skipRest reads to the end of the list or object that was just opened.
func skipRest(dec *json.Decoder) error {
	for depth := 1; depth > 0; {
		t, err := dec.Token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('['), json.Delim('{'):
			depth++
		case json.Delim(']'), json.Delim('}'):
			depth--
		}
	}
	return nil
}

// newlines knows the lines of what was read, as far as they may still be asked for.
type newlines struct {
	in   io.Reader
	read int64   // bytes
	ends []int64 // offsets of the line ends that were not asked for yet
	line int     // line ends before those
}

// Read implements io.Reader.
func (n *newlines) Read(p []byte) (int, error) {
	c, err := n.in.Read(p)
	for i, b := range p[:c] {
		if b == '\n' {
			n.ends = append(n.ends, n.read+int64(i))
		}
	}
	n.read += int64(c)
	return c, err
}

// at returns the line of an offset, from 1. Offsets must not fall.
func (n *newlines) at(offset int64) int {
	passed := 0
	for passed < len(n.ends) && n.ends[passed] < offset {
		passed++
	}
	n.line += passed
	n.ends = append(n.ends[:0], n.ends[passed:]...)
	return n.line + 1
}
