package widget

import (
	"context"

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
	Audience  []string `json:"audience"`
	Review    string   `json:"review"` // a day, or ""

	Original         string `json:"original"`
	OriginalRevision int    `json:"original_revision"`
}

func (c content) knowledge() knowledge.Content {
	return knowledge.Content{Title: c.Title, Body: c.Body, Phrasings: c.Phrasings, Tags: c.Tags, Category: c.Category, Locale: c.Locale,
		Audience: c.Audience, Review: c.Review, Original: c.Original, OriginalRevision: c.OriginalRevision}
}

func viewContent(c knowledge.Content) content {
	return content{Title: c.Title, Body: c.Body, Phrasings: list(c.Phrasings), Tags: list(c.Tags), Category: c.Category, Locale: c.Locale,
		Audience: list(c.Audience), Review: c.Review, Original: c.Original, OriginalRevision: c.OriginalRevision}
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
