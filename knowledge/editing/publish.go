package editing

import (
	"context"
	"errors"
	"fmt"

	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/store"
)

// Step is one person's decision about an article.
type Step struct {
	ID       string // of the article
	Revision int    // to be published; a withdrawal has none
	Author   string // whose decision it is
	Overrule string // why it is right although the exam gets worse, "" if that is to stop it
}

// Publish makes a revision the one that may be said. It returns a *Stopped if the exam gets worse and no reason is
// given, knowledge.ErrSecond if somebody else has to publish it, knowledge.ErrSource for an article that is kept
// elsewhere, and knowledge.ErrMoved if others changed the corpus during every exam. The comparison is returned also
// when nothing stopped it. Publishing what is published changes nothing and sits no exam.
func (r *Room) Publish(ctx context.Context, s Step) (knowledge.Article, exam.Comparison, error) {
	return r.step(ctx, store.ActPublish, s, nil)
}

// Withdraw takes an article out of what may be said. It returns knowledge.ErrConflict for a draft that was never
// published, and otherwise what Publish does.
func (r *Room) Withdraw(ctx context.Context, s Step) (knowledge.Article, exam.Comparison, error) {
	s.Revision = 0
	return r.step(ctx, store.ActWithdraw, s, nil)
}

// MayPublish reports whether the rule of two persons lets somebody publish a revision.
func (r *Room) MayPublish(ctx context.Context, s Step) (bool, error) {
	err := r.second(ctx, s)
	if errors.Is(err, knowledge.ErrSecond) {
		return false, nil
	}
	return err == nil, err
}

// step takes one act through the gate. due is the appointment that it carries out, if it does.
func (r *Room) step(ctx context.Context, act store.Act, s Step, due *store.Scheduled) (knowledge.Article, exam.Comparison, error) {
	var a knowledge.Article
	propose := func() (p knowledge.Proposal, err error) {
		p, err = r.proposal(ctx, act, s.ID, s.Revision)
		if err == nil && act == store.ActPublish && due == nil {
			err = r.second(ctx, s)
		}
		return p, err
	}
	c, err := r.change(ctx, s.Overrule, propose, func(through passage) (err error) {
		a, err = r.carry(ctx, store.Examined{Act: act, Article: s.ID, Revision: s.Revision, At: r.clock(),
			Head: through.head, Overrule: through.overrule, Worse: through.worse, Due: due})
		return err
	})
	if err != nil {
		return knowledge.Article{}, c, err
	}
	r.log.Info("article changed", "act", act, "article", s.ID, "revision", s.Revision, "author", s.Author)
	r.announce()
	return a, c, nil
}

// proposal says what the corpus would be after an act, and refuses an act that cannot be done. It is empty if the act
// changes nothing.
func (r *Room) proposal(ctx context.Context, act store.Act, id string, revision int) (knowledge.Proposal, error) {
	a, err := r.store.Article(ctx, id)
	switch {
	case err != nil:
		return knowledge.Proposal{}, err
	case a.Source != "":
		return knowledge.Proposal{}, elsewhere(a)
	case act == store.ActWithdraw && a.Status == knowledge.Draft:
		return knowledge.Proposal{}, fmt.Errorf("withdraw %q, which was never published: %w", id, knowledge.ErrConflict)
	case act == store.ActWithdraw && a.Status == knowledge.Withdrawn, act == store.ActPublish && a.Status == knowledge.Published && a.Published == revision:
		return knowledge.Proposal{}, nil
	case act == store.ActWithdraw:
		return knowledge.Proposal{Changes: []knowledge.Change{{Article: id}}}, nil
	}
	text, err := r.store.Revision(ctx, id, revision)
	if err != nil {
		return knowledge.Proposal{}, err
	}
	return knowledge.Proposal{Changes: []knowledge.Change{{Article: id, Revision: &text}}}, nil
}

// second refuses with knowledge.ErrSecond if the site wants two persons and this one is not the second: has written
// the revision, or one since that which was published last, or asked for its review. What a revision says may come
// from any of those before it.
func (r *Room) second(ctx context.Context, s Step) error {
	if !r.twoPersons {
		return nil
	}
	last, err := r.store.LastPublished(ctx, s.ID)
	if err != nil {
		return err
	}
	all, err := r.store.Revisions(ctx, s.ID)
	if err != nil {
		return err
	}
	for _, rev := range all {
		if rev.Author == s.Author && (rev.Number == s.Revision || last < rev.Number && rev.Number < s.Revision) {
			return fmt.Errorf("%w: you have written revision %d; ask a colleague to look at it and publish it", knowledge.ErrSecond, rev.Number)
		}
	}
	review, ok, err := r.store.Review(ctx, s.ID)
	if err == nil && ok && review.Author == s.Author {
		err = fmt.Errorf("%w: you have asked for its review; a colleague has to publish it", knowledge.ErrSecond)
	}
	return err
}
