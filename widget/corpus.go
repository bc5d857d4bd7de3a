package widget

import (
	"context"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/store"
)

// Corpus is the truth about articles; *store.Store is one. All its methods return knowledge.ErrNotFound for what
// is not there.
type Corpus interface {
	Article(ctx context.Context, id string) (knowledge.Article, error)
	PublishedRevision(ctx context.Context, id string) (knowledge.Revision, error)
	Revision(ctx context.Context, id string, number int) (knowledge.Revision, error)
	Revisions(ctx context.Context, id string) ([]knowledge.Revision, error)
	WasPublished(ctx context.Context, id string, number int) (bool, error)
	List(ctx context.Context, f store.Filter) (rows []store.Row, total int, err error)
	Drafts
}

// Editing is how the corpus changes; each method says by whom. *editing.Room is one.
type Editing interface {
	Create(ctx context.Context, slug string, c knowledge.Content, author string) (knowledge.Article, error)
	Save(ctx context.Context, id string, base int, c knowledge.Content, author string) (knowledge.Article, error)
	Publish(ctx context.Context, s editing.Step) (knowledge.Article, exam.Comparison, error)
	Withdraw(ctx context.Context, s editing.Step) (knowledge.Article, exam.Comparison, error)
	PutSynonyms(ctx context.Context, l store.SynonymList, overrule string) (store.SynonymList, exam.Comparison, error)
	TwoPersons() bool
	MayPublish(ctx context.Context, s editing.Step) (bool, error)
	Autosave(ctx context.Context, s store.Autosave) error
	Schedule(ctx context.Context, s store.Scheduled) error
	Unschedule(ctx context.Context, article string, act store.Act, author string) error
	AskReview(ctx context.Context, id string, revision int, note, author string) error
	ReturnReview(ctx context.Context, id, note, reviewer string) error
}
