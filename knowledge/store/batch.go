package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
)

// Publication names a revision that exists and is to be published, or, among what is gone, the newest one of an
// article that is to be withdrawn.
type Publication struct {
	ID       string
	Revision int
	// Source is where a published article is kept from now on, as in Put. For one that is withdrawn it says who does
	// so; the article is kept here from then on.
	Source string
}

// Refusal marks an article whose source's newest version was refused. "" as the reason takes the mark away.
type Refusal struct{ ID, Reason string }

// Batch is what an import, a folder or the editors' room writes in one transaction.
type Batch struct {
	Files  []File // that the articles show; as in PutFile, one that is kept already stays as it is
	Puts   []Put
	Again  []Publication // published although their content has not changed
	Gone   []Publication // withdrawn, unless they have a newer revision than the one named
	Refuse []Refusal     // an id that no article has is passed over
	At     time.Time
	Head   int64 // number of the last change that was known, or AnyHead

	Overrule string // why it is written although the exam gets worse, "" if it does not
	Worse    int    // questions that get worse, or Unsat; for the audit log, with Overrule
}

// Write writes a batch: either all of it is kept or nothing. It returns knowledge.ErrMoved if Head is not the last
// change any more; other errors name the article they are about.
func (s *Store) Write(ctx context.Context, b Batch) error {
	return s.db.Write(ctx, func(tx *sqldb.Tx) error {
		if err := demandHead(tx, b.Head); err != nil {
			return err
		}
		for _, f := range b.Files {
			if err := putFile(ctx, tx, f); err != nil {
				return err
			}
		}
		for _, p := range b.Puts {
			if _, err := put(ctx, tx, p); err != nil {
				return err
			}
		}
		for _, p := range b.Again {
			if _, err := publish(ctx, tx, p, b.At); err != nil {
				return err
			}
		}
		for _, p := range b.Gone {
			a, err := withdraw(ctx, tx, p, b.At)
			if err == nil && a.Latest != p.Revision {
				err = fmt.Errorf("withdraw %q, which was edited meanwhile: %w", p.ID, knowledge.ErrConflict)
			}
			if err != nil {
				return err
			}
		}
		if told, ok := b.told(); ok {
			if err := record(ctx, tx, told); err != nil {
				return err
			}
			if err := overruled(ctx, tx, b.At, told.Object, b.Overrule, b.Worse); err != nil {
				return err
			}
		}
		for _, r := range b.Refuse {
			if err := refuse(ctx, tx, r, b.At); err != nil {
				return err
			}
		}
		return nil
	})
}

// told is the entry of the audit log about a batch, if it writes anything but refusals.
func (b Batch) told() (audit.Entry, bool) {
	e := audit.Entry{At: b.At, What: "article.import",
		Detail: fmt.Sprintf("%d revisions written, %d published again, %d withdrawn", len(b.Puts), len(b.Again), len(b.Gone))}
	ids := b.ids()
	if len(ids) == 1 {
		e.Object = ids[0]
	} else if len(ids) <= maxNamed {
		e.Detail += ": " + strings.Join(ids, ", ")
	}
	return e, len(ids) > 0
}

// maxNamed is how many articles of a batch the audit log names.
const maxNamed = 20

func (b Batch) ids() (out []string) {
	for _, p := range b.Puts {
		out = append(out, p.ID)
	}
	for _, p := range append(b.Again[:len(b.Again):len(b.Again)], b.Gone...) {
		out = append(out, p.ID)
	}
	return out
}

// refuse keeps why the newest version of an article's source is not the one published here.
func refuse(ctx context.Context, tx *sqldb.Tx, r Refusal, at time.Time) error {
	a, err := current(tx, r.ID)
	switch {
	case errors.Is(err, knowledge.ErrNotFound):
		return nil
	case err != nil:
		return err
	case a.Refused == r.Reason:
		return nil
	}
	a.Refused = r.Reason
	if err := update(tx, a); err != nil {
		return err
	}
	if r.Reason == "" {
		return nil
	}
	return record(ctx, tx, audit.Entry{At: at, What: "article.refuse", Object: r.ID, Detail: r.Reason})
}

// Release has every article that is kept in a source be kept here from now on, for when there is no such source any
// more. It returns how many there were.
func (s *Store) Release(ctx context.Context, source string, at time.Time) (released int, err error) {
	if source == "" {
		return 0, nil
	}
	err = s.db.Write(ctx, func(tx *sqldb.Tx) error {
		result, err := tx.Exec(`UPDATE article SET source = '', refused = '' WHERE source = $1`, source)
		if err != nil {
			return fmt.Errorf("release the articles of the %s: %w", source, err)
		}
		n, err := result.RowsAffected()
		if err != nil || n == 0 {
			return err
		}
		released = int(n)
		return record(ctx, tx, audit.Entry{At: at, What: "article.release", Object: source, Detail: fmt.Sprintf("%d articles are kept here from now on", n)})
	})
	return released, err
}
