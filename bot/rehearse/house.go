package rehearse

import (
	"context"
	"errors"
	"fmt"

	"frontdesk/bot"
	"frontdesk/bot/answer"
	"frontdesk/knowledge"
)

// ErrBroken is returned if questions cannot be asked because something does not work: then nothing is known of the
// change, neither good nor bad.
var ErrBroken = errors.New("the corpus cannot be rehearsed at the moment")

// tries is how often both sides are made anew because the corpus has changed between the one and the other.
const tries = 3

// house is a corpus with the bot that answers from it.
type house struct {
	bot, unguarded Answerer
	corpus         answer.Searcher
	now            answer.Revisions // published ones
	revisions      overlay          // as they would be
	site           string           // whose customers ask if nothing else is known
}

func (s *Stage) house(r *rehearsal, p knowledge.Proposal) house {
	h := house{corpus: r, now: s.Revisions, revisions: newOverlay(s.Revisions, p), site: s.Site}
	h.unguarded = remembering{answer.New(answer.Config{Search: r, Revisions: h.revisions, Threshold: s.Threshold, Clock: s.Clock, Log: s.Log}), &r.said}
	h.bot = s.Guard(h.unguarded)
	return h
}

// both makes the corpus as it is and as it would be, of the same stamp. release is called once neither is needed any more.
func (s *Stage) both(ctx context.Context, p knowledge.Proposal) (before, after house, release func(), err error) {
	stamp, err := s.Stamp(ctx)
	for range tries {
		if err != nil {
			return before, after, nil, fmt.Errorf("rehearsing: %w", err)
		}
		var was, is *rehearsal
		if was, err = s.rehearsal(ctx, stamp, knowledge.Proposal{}); err != nil {
			return before, after, nil, err
		}
		if is, err = s.rehearsal(ctx, stamp, p); err != nil {
			s.kept.release(was)
			return before, after, nil, err
		}
		release = func() { s.kept.release(is); s.kept.release(was) }
		var now string
		if now, err = s.Stamp(ctx); err == nil && now == stamp {
			return s.house(was, knowledge.Proposal{}), s.house(is, p), release, nil
		}
		release()
		stamp = now
	}
	if err == nil {
		err = knowledge.ErrMoved
	}
	return before, after, nil, fmt.Errorf("rehearsing: %w", err)
}

func (s *Stage) rehearsal(ctx context.Context, stamp string, p knowledge.Proposal) (*rehearsal, error) {
	r, err := s.kept.get(ctx, nameOf(stamp, p), func(ctx context.Context) (Searcher, error) { return s.Rehearse(ctx, p) })
	if err != nil {
		return nil, fmt.Errorf("rehearsing: %w", err)
	}
	return r, nil
}

// asker tells as whom a question is asked that these articles answer: as a customer of the usual site, unless an article
// is for others only. An article that is not published yet counts as proposed. Where no article is named, those that are
// proposed count.
func (h house) asker(ctx context.Context, articles []string) (site string, staff bool, err error) {
	if len(articles) == 0 {
		articles = h.revisions.proposed()
	}
	site = h.site
	usual := true
	for _, id := range articles {
		rev, err := h.now.PublishedRevision(ctx, id)
		if errors.Is(err, knowledge.ErrNotFound) {
			rev, err = h.revisions.PublishedRevision(ctx, id)
		}
		switch {
		case errors.Is(err, knowledge.ErrNotFound):
		case err != nil:
			return "", false, fmt.Errorf("reading who may read %q: %w", id, err)
		case rev.MayRead(h.site, false):
			return h.site, false, nil
		case !usual: // the first of them counts
		case rev.Audience[0] == knowledge.StaffOnly:
			staff, usual = true, false
		default:
			site, usual = rev.Audience[0], false
		}
	}
	return site, staff, nil
}

// overlay is the published revisions as a proposal would make them.
type overlay struct {
	kept    answer.Revisions
	changes []knowledge.Change
	at      map[string]int // newest change by article
}

func newOverlay(kept answer.Revisions, p knowledge.Proposal) overlay {
	o := overlay{kept: kept, changes: p.Changes, at: make(map[string]int, len(p.Changes))}
	for i, c := range p.Changes {
		o.at[c.Article] = i
	}
	return o
}

// PublishedRevision returns the proposed revision of an article, or else the one that is published.
func (o overlay) PublishedRevision(ctx context.Context, article string) (knowledge.Revision, error) {
	i, proposed := o.at[article]
	switch {
	case !proposed:
		return o.kept.PublishedRevision(ctx, article)
	case o.changes[i].Revision == nil:
		return knowledge.Revision{}, fmt.Errorf("reading %q, which would be withdrawn: %w", article, knowledge.ErrNotFound)
	}
	return *o.changes[i].Revision, nil
}

// proposed lists the articles that would be published.
func (o overlay) proposed() (ids []string) {
	for _, c := range o.changes {
		if c.Revision != nil {
			ids = append(ids, c.Article)
		}
	}
	return ids
}

// broken is an error if a decision says nothing about the articles, because something did not work or the time was over.
func broken(ctx context.Context, d bot.Decision) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if d.Reason == bot.ReasonSearchDown || d.Reason == bot.ReasonBotFailed {
		return fmt.Errorf("asking %q: %w", d.Trace.Query, ErrBroken)
	}
	return nil
}
