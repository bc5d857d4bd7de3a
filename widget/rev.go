package widget

import (
	"context"
	"fmt"

	"frontdesk/knowledge"
)

// content is what an editor writes.
type content struct {
	Title     string   `json:"title"`
	Body      string   `json:"body"`
	Phrasings []string `json:"phrasings"`
	Tags      []string `json:"tags"`
	Category  string   `json:"category"`
	Locale    string   `json:"locale"`
}

func (c content) knowledge() knowledge.Content {
	return knowledge.Content{Title: c.Title, Body: c.Body, Phrasings: c.Phrasings, Tags: c.Tags, Category: c.Category, Locale: c.Locale}
}

func viewContent(c knowledge.Content) content {
	return content{Title: c.Title, Body: c.Body, Phrasings: list(c.Phrasings), Tags: list(c.Tags), Category: c.Category, Locale: c.Locale}
}

// list makes an absent list an empty one, which is what the pages expect.
func list(in []string) []string {
	if in == nil {
		return []string{}
	}
	return in
}

// rev is a revision as editors see it.
type rev struct {
	Number int `json:"number"`
	content
	Author string `json:"author"` // a name
	At     int64  `json:"at"`     // ms since 1970
}

func viewRev(r knowledge.Revision, names names) rev {
	return rev{Number: r.Number, content: viewContent(r.Content), Author: names.of(r.Author), At: r.At.UnixMilli()}
}

// names tells what to show for the author of a revision.
type names map[string]string

func (n names) of(author string) string {
	if name, ok := n[author]; ok {
		return name
	}
	return author // "import", or somebody the staff no longer knows
}

func (e *edge) names(ctx context.Context) (names, error) {
	all, err := e.Accounts.List(ctx)
	if err != nil {
		return nil, err
	}
	n := make(names, len(all))
	for _, s := range all {
		n[s.ID] = s.Name
	}
	return n, nil
}

// articleState is an article as its editor sees it.
type articleState struct {
	ID        string           `json:"id"`
	Status    knowledge.Status `json:"status"`
	Latest    int              `json:"latest"`
	Published int              `json:"published"` // 0 if none is
	Created   int64            `json:"created"`   // ms since 1970
	Updated   int64            `json:"updated"`
	Revision  rev              `json:"revision"` // the newest
	Public    *rev             `json:"published_revision"`
}

// state reads how an article stands.
func (e *edge) state(ctx context.Context, id string) (articleState, error) {
	a, err := e.Corpus.Article(ctx, id)
	if err != nil {
		return articleState{}, err
	}
	names, err := e.names(ctx)
	if err != nil {
		return articleState{}, err
	}
	latest, err := e.Corpus.Revision(ctx, id, a.Latest)
	if err != nil {
		return articleState{}, fmt.Errorf("read newest revision: %w", err)
	}
	if a.Status != knowledge.Published {
		a.Published = 0
	}
	s := articleState{ID: a.ID, Status: a.Status, Latest: a.Latest, Published: a.Published,
		Created: a.Created.UnixMilli(), Updated: a.Updated.UnixMilli(), Revision: viewRev(latest, names)}
	if a.Published == 0 {
		return s, nil
	}
	public := latest
	if a.Published != a.Latest {
		if public, err = e.Corpus.Revision(ctx, id, a.Published); err != nil {
			return articleState{}, fmt.Errorf("read published revision: %w", err)
		}
	}
	v := viewRev(public, names)
	s.Public = &v
	return s, nil
}
