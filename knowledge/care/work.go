package care

import (
	"context"
	"errors"
	"fmt"

	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// work reads the lists of what is being done in the editors' room. They are short and always as they stand.
func (l *Lists) work(ctx context.Context, name List) ([]Row, error) {
	switch name {
	case Suggestions:
		return l.suggested(ctx)
	case Waiting:
		return l.waiting(ctx)
	case Due:
		return l.scheduled(ctx)
	case Refused:
		return l.refused(ctx)
	}
	return nil, nil
}

// mostSuggestions is how many open suggestions are counted.
const mostSuggestions = 5000

func (l *Lists) suggested(ctx context.Context) (out []Row, err error) {
	open, err := l.Store.Suggestions(ctx, store.SuggestionOpen, mostSuggestions)
	if err != nil {
		return nil, err
	}
	for _, s := range open {
		row, ok, err := l.row(ctx, s.Article)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		row.Why = "An agent suggests a change."
		if row.now > s.Revision && s.Revision > 0 {
			row.Why = fmt.Sprintf("An agent suggests a change to revision %d; there is a newer one.", s.Revision)
		}
		row.Next = "Change the article and mark the suggestion as done, or decline it."
		row.Detail, row.At, row.By, row.Suggestion = s.Text, s.At, s.Author, &s
		out = append(out, row.Row)
	}
	return out, nil
}

func (l *Lists) waiting(ctx context.Context) (out []Row, err error) {
	reviews, err := l.Store.Reviews(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range reviews {
		row, ok, err := l.row(ctx, r.Article)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		row.Why, row.Next = fmt.Sprintf("Revision %d waits for review.", r.Revision), "Read it, then publish it or send it back with a reason."
		row.Detail, row.At, row.By = r.Note, r.At, r.Author
		if r.Reviewer != "" {
			row.Why, row.Next, row.Detail = fmt.Sprintf("Revision %d was sent back.", r.Revision), "Change what was asked for and ask for review again.", r.Returned
		}
		out = append(out, row.Row)
	}
	return out, nil
}

func (l *Lists) scheduled(ctx context.Context) (out []Row, err error) {
	all, err := l.Store.AllScheduled(ctx)
	if err != nil {
		return nil, err
	}
	var planned []Row
	for _, s := range all {
		row, ok, err := l.row(ctx, s.Article)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		what := "be withdrawn"
		if s.Act == store.ActPublish {
			what = fmt.Sprintf("be published in revision %d", s.Revision)
		}
		row.At, row.By = s.Due, s.Author
		if s.Fault != "" { // first: somebody expected it to have happened
			row.Why, row.Next, row.Detail = fmt.Sprintf("It was to %s, and could not.", what), "Mend what is in the way and do it by hand, choose another time, or cancel it.", s.Fault
			out = append(out, row.Row)
			continue
		}
		row.Why, row.Next = fmt.Sprintf("It is to %s by itself.", what), "Nothing, unless the time or the text has to change."
		planned = append(planned, row.Row)
	}
	return append(out, planned...), nil
}

func (l *Lists) refused(ctx context.Context) (out []Row, err error) {
	rows, err := l.Store.Refused(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		out = append(out, Row{Article: Named{r.ID, r.Title, r.Locale, r.Status}, At: r.Updated, Detail: r.Refused,
			Why:  "The newest version in the folder was not taken over; customers get the one before.",
			Next: "Mend the file in the folder; it is tried again by itself."})
	}
	return out, nil
}

// numbered is a row with the newest revision of its article.
type numbered struct {
	Row
	now int
}

// row begins the row of an article by its newest revision; ok is false for one that is not there.
func (l *Lists) row(ctx context.Context, id string) (n numbered, ok bool, err error) {
	a, r, err := l.Store.Current(ctx, id)
	if errors.Is(err, knowledge.ErrNotFound) {
		return n, false, nil
	}
	n.Article, n.now = Named{id, r.Title, r.Locale, a.Status}, a.Latest
	return n, err == nil, err
}
