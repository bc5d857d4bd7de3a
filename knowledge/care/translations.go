package care

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/knowledge"
)

// wantedShare is the share of originals, of the desk or of a category, that have a translation into a language; from
// there on the others of the desk or the category want one too.
const wantedShare = 0.2

// family is an original with the languages that it is published in.
type family struct {
	original  *entry
	languages map[string]bool
}

// translations lists translations whose original has changed or gone, then originals without one.
func (l *Lists) translations(ctx context.Context, all []*entry, _ time.Time) ([]Row, error) {
	byID := make(map[string]*entry, len(all))
	families := make(map[string]*family)
	for _, e := range all {
		byID[e.id] = e
		if e.original == "" {
			families[e.id] = &family{e, map[string]bool{base(e.tag): true}}
		}
	}
	var out []Row
	for _, e := range all {
		if e.original == "" {
			continue
		}
		if f := families[e.original]; f != nil {
			f.languages[base(e.tag)] = true
		}
		row, err := l.behind(ctx, e, byID[e.original])
		if err != nil {
			return nil, err
		}
		if row != nil {
			out = append(out, *row)
		}
	}
	return append(out, missing(families)...), nil
}

// base is the language of a locale, in small letters: what is written for Austria is read in Germany.
func base(tag string) string {
	lang, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return lang
}

// behind says what is wrong with a translation; nil if it says the same as its original or nobody can tell.
func (l *Lists) behind(ctx context.Context, e, original *entry) (*Row, error) {
	row := &Row{Article: e.named(), Next: "Bring it up to date and publish it as a translation of that revision."}
	if original == nil {
		a, err := l.Store.Article(ctx, e.original)
		if errors.Is(err, knowledge.ErrNotFound) {
			row.Why = fmt.Sprintf("It is a translation of %q, which does not exist.", e.original)
			row.Next, row.At = "Name its original, or make it an article of its own.", e.at
			return row, nil
		}
		if err != nil {
			return nil, err
		}
		if a.Status == knowledge.Withdrawn {
			row.Why, row.At = "Its original was withdrawn.", a.Updated
			row.Next = "Withdraw it too, or make it an article of its own."
			return row, nil
		}
		return nil, nil // the original is still being written
	}
	other := original.named()
	row.Other, row.At = &other, original.at
	if e.version == 0 {
		row.Why = "It does not say which revision of its original it translates, and the original has changed since."
		if !original.at.After(e.at) {
			return nil, nil
		}
		return row, nil
	}
	if e.version >= original.number {
		return nil, nil
	}
	then, err := l.Store.Revision(ctx, original.id, e.version)
	if err != nil && !errors.Is(err, knowledge.ErrNotFound) {
		return nil, err
	}
	now, err := l.Store.Revision(ctx, original.id, original.number)
	if err != nil {
		return nil, err
	}
	if then.Title == now.Title && then.Body == now.Body {
		return nil, nil
	}
	row.Why = fmt.Sprintf("It translates revision %d; its original is published in revision %d and says something else.", e.version, original.number)
	return row, nil
}

// missing lists the originals that have no published version in a language that they should have.
func missing(families map[string]*family) (out []Row) {
	ids := make([]string, 0, len(families))
	for id := range families {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	desk := newShares()
	categories := make(map[string]*shares)
	for _, id := range ids {
		f := families[id]
		desk.add(f)
		if c := f.original.category; c != "" {
			if categories[c] == nil {
				categories[c] = newShares()
			}
			categories[c].add(f)
		}
	}
	for _, id := range ids {
		f := families[id]
		wanted := desk.wanted()
		if c := categories[f.original.category]; c != nil {
			wanted = append(wanted, c.wanted()...)
		}
		slices.Sort(wanted)
		wanted = slices.DeleteFunc(slices.Compact(wanted), func(lang string) bool { return f.languages[lang] })
		if len(wanted) == 0 {
			continue
		}
		out = append(out, Row{Article: f.original.named(), At: f.original.at,
			Why:    fmt.Sprintf("There is no published version of it in %s, which a fifth of the articles here or in its category have.", strings.Join(wanted, ", ")),
			Next:   "Translate it, or link the translation that exists to it.",
			Detail: strings.Join(wanted, " ")})
	}
	return out
}

// shares counts the languages into which originals are translated.
type shares struct {
	originals  int
	translated map[string]int
}

func newShares() *shares { return &shares{translated: make(map[string]int)} }

func (s *shares) add(f *family) {
	s.originals++
	for lang := range f.languages {
		if lang != base(f.original.tag) {
			s.translated[lang]++
		}
	}
}

func (s *shares) wanted() (out []string) {
	for lang, n := range s.translated {
		if float64(n) >= wantedShare*float64(s.originals) {
			out = append(out, lang)
		}
	}
	return out
}
