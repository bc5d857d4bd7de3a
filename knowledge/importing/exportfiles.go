package importing

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"frontdesk/knowledge"
	"frontdesk/knowledge/markup"
)

// shownFiles writes the files that articles show, each once.
type shownFiles struct {
	files   Corpus
	write   func(name string, content []byte) error
	missing func(article, address string)
	seen    map[string]bool // by id; whether the file is there
	written int
}

// of writes the files that a revision shows or links to and that are not written yet.
func (s *shownFiles) of(ctx context.Context, r knowledge.Revision) error {
	if !mayShowFiles(r.Body) {
		return nil
	}
	doc, err := markup.Parse(r.Body)
	if err != nil {
		return fmt.Errorf("look for the files of article %q: %w", r.Article, err)
	}
	told := make(map[string]bool)
	for _, l := range doc.Links {
		id, _, ok := markup.File(strings.TrimSpace(l.Href))
		if !ok {
			continue
		}
		there, known := s.seen[id]
		if !known {
			if there, err = s.one(ctx, id); err != nil {
				return err
			}
			s.seen[id] = there
		}
		if !there && !told[id] && s.missing != nil {
			told[id] = true
			s.missing(r.Article, l.Href)
		}
	}
	return nil
}

// one writes a file and reports whether it is there.
func (s *shownFiles) one(ctx context.Context, id string) (there bool, err error) {
	f, err := s.files.File(ctx, id)
	switch {
	case errors.Is(err, knowledge.ErrNotFound):
		return false, nil
	case err != nil:
		return false, err
	}
	if err := s.write(attachedName(f.ID, f.Name), f.Data); err != nil {
		return false, fmt.Errorf("write file %q: %w", id, err)
	}
	s.written++
	return true, nil
}

// mayShowFiles spares most articles the parsing: an address is spelled out unless some of its characters are escaped.
func mayShowFiles(body string) bool {
	return strings.Contains(body, "file") || strings.Contains(body, "&")
}
