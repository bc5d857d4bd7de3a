package editing

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// maxNote bounds what is said with a review, in bytes.
const maxNote = 2000

// note cleans what is said with a review.
func note(written string) (string, error) {
	written = strings.TrimSpace(written)
	switch {
	case !utf8.ValidString(written) || strings.ContainsRune(written, 0):
		return "", fmt.Errorf("%w: the note is not readable text; write it anew", knowledge.ErrInvalid)
	case len(written) > maxNote:
		return "", fmt.Errorf("%w: the note has %d bytes; at most %d are allowed", knowledge.ErrInvalid, len(written), maxNote)
	}
	return written, nil
}

// AskReview has a revision, which must be the newest, wait for a colleague to look at it, with a note that may be "".
// The wait ends when it or a newer one is published, or a colleague sends it back. It returns knowledge.ErrConflict if
// there is a newer revision, and knowledge.ErrSource for an article that is kept elsewhere.
func (r *Room) AskReview(ctx context.Context, id string, revision int, why, author string) error {
	why, err := note(why)
	if err != nil {
		return err
	}
	a, err := r.store.Article(ctx, id)
	switch {
	case err != nil:
		return err
	case a.Status == knowledge.Published && a.Published == revision:
		return fmt.Errorf("%w: revision %d is published already, so there is nothing to review", knowledge.ErrInvalid, revision)
	}
	err = r.store.AskReview(ctx, store.Review{Article: id, Revision: revision, Author: author, Note: why, At: r.clock()})
	if err != nil {
		return err
	}
	r.log.Info("review asked for", "article", id, "revision", revision, "author", author)
	return nil
}

// ReturnReview sends what waits for review back to whoever asked, with a note that says why. It returns
// knowledge.ErrNotFound if nothing of the article waits.
func (r *Room) ReturnReview(ctx context.Context, id, why, reviewer string) error {
	why, err := note(why)
	switch {
	case err != nil:
		return err
	case why == "":
		return fmt.Errorf("%w: the note is empty; say what should be changed", knowledge.ErrInvalid)
	}
	if err := r.store.ReturnReview(ctx, id, reviewer, why, r.clock()); err != nil {
		return err
	}
	r.log.Info("review sent back", "article", id, "reviewer", reviewer)
	return nil
}
