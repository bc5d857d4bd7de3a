package care

import (
	"context"
	"fmt"
	"time"

	"frontdesk/knowledge/markup"
)

// brokenLinks lists published articles that lead to articles or files that readers cannot open, or to addresses where
// nothing was found when they were last checked. An article is listed once for each.
func (l *Lists) brokenLinks(ctx context.Context, all []*entry, _ time.Time) (out []Row, err error) {
	published := make(map[string]bool, len(all))
	for _, e := range all {
		published[e.id] = true
	}
	targets := make(map[string]target)
	for _, e := range all {
		for _, id := range distinct(e.article) {
			if published[id] {
				continue
			}
			to, ok := targets[id]
			if !ok {
				if to, err = l.target(ctx, id); err != nil {
					return nil, err
				}
				targets[id] = to
			}
			if reason, broken := reasons[to.state]; broken {
				out = append(out, Row{Article: e.named(), Other: to.article, At: e.at, Why: fmt.Sprintf(reason, id), Detail: markup.ArticleScheme + id,
					Next: "Link to another article, take the link out, or publish what it leads to."})
			}
		}
		for _, href := range distinct(e.files) {
			there, err := l.hasFile(ctx, href)
			if err != nil {
				return nil, err
			}
			if !there {
				out = append(out, Row{Article: e.named(), At: e.at, Detail: href,
					Why: "It shows or links to a file that is not there.", Next: "Add the file again, or take the link out."})
			}
		}
		for _, address := range distinct(e.outside) {
			if p, dead := l.Links.dead(address); dead {
				out = append(out, Row{Article: e.named(), At: p.at, Detail: address + " – " + p.detail,
					Why: "It links to an address where nothing was found.", Next: "Open the address; correct the link or take it out."})
			}
		}
	}
	return out, nil
}

// reasons say what is wrong with an article that is linked to.
var reasons = map[LinkState]string{
	LinkMissing: "It links to the article %q, which does not exist.", LinkWithdrawn: "It links to the article %q, which was withdrawn.",
	LinkDraft: "It links to the article %q, which is not published yet.",
}

// target is an article that is linked to and not published.
type target struct {
	state   LinkState
	article *Named // nil if there is none
}

func (l *Lists) target(ctx context.Context, id string) (to target, err error) {
	if to.state, _, err = articleState(ctx, l.Store, id); err != nil {
		return to, err
	}
	row, ok, err := l.row(ctx, id)
	if ok {
		to.article = &row.Article
	}
	return to, err
}

// hasFile reports whether a file is there. Files never go away, so that what was seen is not looked for again.
func (l *Lists) hasFile(ctx context.Context, href string) (bool, error) {
	id, _, _ := markup.File(href)
	if l.files[id] {
		return true, nil
	}
	there, err := l.Store.HasFile(ctx, id)
	if there {
		l.files[id] = true
	}
	return there, err
}

func distinct(in []string) (out []string) {
	seen := make(map[string]bool, len(in))
	for _, s := range in {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
