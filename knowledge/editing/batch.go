package editing

import (
	"context"

	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/store"
)

// Write takes what an import or a folder brings through the gate and keeps it, all or nothing. The room sets the
// batch's Head to what was examined, and Overrule to "" if nothing had to be overruled. It returns what Publish does,
// but wants no second person.
func (r *Room) Write(ctx context.Context, b store.Batch) error {
	_, err := r.change(ctx, b.Overrule, func() (knowledge.Proposal, error) { return r.Proposal(ctx, b) }, func(through passage) error {
		b.Head, b.Overrule, b.Worse = through.head, through.overrule, through.worse
		return r.store.Write(ctx, b)
	})
	if err != nil {
		return err
	}
	r.log.Info("articles written", "revisions", len(b.Puts), "published again", len(b.Again), "withdrawn", len(b.Gone), "refused", len(b.Refuse), "files", len(b.Files))
	r.announce()
	return nil
}

// Proposal says what the corpus would be after a batch. Drafts and what is so already are not in it.
func (r *Room) Proposal(ctx context.Context, b store.Batch) (knowledge.Proposal, error) {
	var p knowledge.Proposal
	for _, put := range b.Puts {
		if put.Publish {
			p.Changes = append(p.Changes, knowledge.Change{Article: put.ID, Revision: &knowledge.Revision{
				Content: put.Content, Article: put.ID, Number: put.Base + 1, Text: put.Text, Author: put.Author, At: put.At}})
		}
	}
	for _, again := range b.Again {
		a, err := r.store.Article(ctx, again.ID)
		if err != nil {
			return p, err
		}
		if a.Status == knowledge.Published && a.Published == again.Revision {
			continue
		}
		text, err := r.store.Revision(ctx, again.ID, again.Revision)
		if err != nil {
			return p, err
		}
		p.Changes = append(p.Changes, knowledge.Change{Article: again.ID, Revision: &text})
	}
	for _, gone := range b.Gone {
		a, err := r.store.Article(ctx, gone.ID)
		if err != nil {
			return p, err
		}
		if a.Status == knowledge.Published {
			p.Changes = append(p.Changes, knowledge.Change{Article: gone.ID})
		}
	}
	return p, nil
}

// PutSynonyms takes a list of synonyms through the gate and keeps it, in turn with the publications. It returns
// knowledge.ErrConflict if another list was written since the version that l names, and otherwise what Publish does.
func (r *Room) PutSynonyms(ctx context.Context, l store.SynonymList, overrule string) (store.SynonymList, exam.Comparison, error) {
	var kept store.SynonymList
	c, err := r.change(ctx, overrule, func() (knowledge.Proposal, error) {
		now, err := r.store.Synonyms(ctx)
		if err != nil || now.Text == l.Text {
			return knowledge.Proposal{}, err
		}
		return knowledge.Proposal{Synonyms: &l.Text}, nil
	}, func(through passage) (err error) {
		kept, err = r.store.PutSynonymsExamined(ctx, l, store.Batch{Head: through.head, Overrule: through.overrule, Worse: through.worse})
		return err
	})
	if err != nil {
		return store.SynonymList{}, c, err
	}
	r.log.Info("synonyms written", "version", kept.Version, "author", l.Author)
	r.announce()
	return kept, c, nil
}
