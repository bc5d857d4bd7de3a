package editing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// maxAutosave bounds what is kept of what somebody types, in bytes of JSON. It is more than an article may have, so
// that a text that is too long is not lost while it is cut.
const maxAutosave = 1 << 20

// Autosave keeps what somebody has typed, as it is: neither clean nor checked. It is no revision, and nothing publishes
// it. It returns knowledge.ErrInvalid if it is larger than a mebibyte, and knowledge.ErrSource for an article that is
// kept elsewhere. The room sets the time.
func (r *Room) Autosave(ctx context.Context, s store.Autosave) error {
	raw, err := json.Marshal(s.Content)
	switch {
	case err != nil:
		return fmt.Errorf("keep what was typed for %q: %w", s.Article, err)
	case len(raw) > maxAutosave:
		return fmt.Errorf("%w: what was typed has %d bytes; at most %d are kept, split the article", knowledge.ErrInvalid, len(raw), maxAutosave)
	case s.Author == "":
		return fmt.Errorf("%w: it is not known who typed this", knowledge.ErrInvalid)
	}
	if err := knowledge.ValidID(s.Article); err != nil {
		return err
	}
	a, err := r.store.Article(ctx, s.Article)
	switch {
	case errors.Is(err, knowledge.ErrNotFound): // a new article has a name of the page's own
	case err != nil:
		return err
	case a.Source != "":
		return elsewhere(a)
	}
	s.At = r.clock()
	return r.store.PutAutosave(ctx, s)
}
