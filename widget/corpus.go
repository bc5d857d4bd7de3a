package widget

import (
	"context"

	"frontdesk/knowledge"
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
}

// Editing is how the corpus changes; each method says by whom. *editing.Room is one.
type Editing interface {
	Create(ctx context.Context, c knowledge.Content, author string) (knowledge.Article, error)
	Save(ctx context.Context, id string, base int, c knowledge.Content, author string) (knowledge.Article, error)
	Publish(ctx context.Context, id string, revision int, author string) (knowledge.Article, error)
	Withdraw(ctx context.Context, id, author string) (knowledge.Article, error)
}
