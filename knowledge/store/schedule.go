package store

import (
	"context"
	"fmt"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
)

// Scheduled is what is to happen to an article by itself. An article has at most one appointment of each act. It
// names a revision: what is written after it was made is not published by it.
type Scheduled struct {
	Article  string
	Act      Act
	Revision int // to be published; 0 for a withdrawal
	Due      time.Time
	Author   string // who scheduled it
	Overrule string // reason to do it in spite of the exam, "" without one
	Fault    string // why it could not be done when it was due, "" while nothing is wrong
}

const scheduleColumns = `article, act, revision, due, author, overrule, fault`

func scanScheduled(row scanner) (s Scheduled, err error) {
	var due int64
	err = row.Scan(&s.Article, &s.Act, &s.Revision, &due, &s.Author, &s.Overrule, &s.Fault)
	s.Due = time.UnixMilli(due).UTC()
	return s, err
}

// PutScheduled makes an appointment in place of the article's earlier one of the same act. It returns
// knowledge.ErrNotFound if there is no such article or revision, and knowledge.ErrSource if it is kept elsewhere.
func (s *Store) PutScheduled(ctx context.Context, p Scheduled, at time.Time) error {
	told := audit.Entry{At: at, What: "schedule.set", Object: p.Article, Detail: string(p.Act) + " at " + p.Due.UTC().Format(time.RFC3339)}
	if p.Act == ActPublish {
		told.Detail = fmt.Sprintf("publish revision %d at %s", p.Revision, p.Due.UTC().Format(time.RFC3339))
	} else {
		p.Revision = 0
	}
	if p.Overrule != "" {
		told.Detail += ", overruling the exam: " + p.Overrule
	}
	return s.db.Write(ctx, func(tx *sqldb.Tx) error {
		a, err := current(tx, p.Article)
		switch {
		case err != nil:
			return err
		case a.Source != "":
			return elsewhere(a)
		case p.Act != ActPublish && p.Act != ActWithdraw:
			return fmt.Errorf("%w: %q is nothing that can be scheduled", knowledge.ErrInvalid, p.Act)
		case p.Act == ActPublish && (p.Revision < 1 || p.Revision > a.Latest):
			return fmt.Errorf("schedule revision %d of %q: %w", p.Revision, p.Article, knowledge.ErrNotFound)
		}
		_, err = tx.Exec(`DELETE FROM schedule WHERE article = $1 AND act = $2`, p.Article, string(p.Act))
		if err == nil {
			_, err = tx.Exec(`INSERT INTO schedule (`+scheduleColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
				p.Article, string(p.Act), p.Revision, p.Due.UnixMilli(), p.Author, p.Overrule, p.Fault)
		}
		if err != nil {
			return fmt.Errorf("schedule to %s %q: %w", p.Act, p.Article, err)
		}
		return record(ctx, tx, told)
	})
}

// DropScheduled cancels an appointment. It returns knowledge.ErrNotFound if there is none.
func (s *Store) DropScheduled(ctx context.Context, article string, act Act, at time.Time) error {
	return s.db.Write(ctx, func(tx *sqldb.Tx) error {
		there, err := has(tx, `SELECT COUNT(*) FROM schedule WHERE article = $1 AND act = $2`, article, string(act))
		if err == nil && !there {
			err = knowledge.ErrNotFound
		}
		if err == nil {
			_, err = tx.Exec(`DELETE FROM schedule WHERE article = $1 AND act = $2`, article, string(act))
		}
		if err != nil {
			return fmt.Errorf("cancel to %s %q: %w", act, article, err)
		}
		return record(ctx, tx, audit.Entry{At: at, What: "schedule.drop", Object: article, Detail: string(act)})
	})
}

// Scheduled returns what is to happen to an article, soonest first.
func (s *Store) Scheduled(ctx context.Context, article string) ([]Scheduled, error) {
	return s.scheduled(ctx, `WHERE article = $1 ORDER BY due, act`, article)
}

// AllScheduled returns what is to happen to any article, soonest first, with what could not be done.
func (s *Store) AllScheduled(ctx context.Context) ([]Scheduled, error) {
	return s.scheduled(ctx, `ORDER BY due, article, act`)
}

// Due returns up to limit appointments whose time has come, soonest first, without those that could not be done.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]Scheduled, error) {
	return s.scheduled(ctx, `WHERE fault = '' AND due <= $1 ORDER BY due, article, act LIMIT $2`, now.UnixMilli(), limit)
}

func (s *Store) scheduled(ctx context.Context, where string, args ...any) ([]Scheduled, error) {
	return query(ctx, s.db, "read what is scheduled", scanScheduled, `SELECT `+scheduleColumns+` FROM schedule `+where, args...)
}

// FailScheduled keeps with an appointment, in f.Fault, why it could not be done when it was due. It is not tried again;
// it stands there until somebody makes another one, cancels it, or does it by hand. It returns ErrUnscheduled if the
// appointment is not as it was read.
func (s *Store) FailScheduled(ctx context.Context, f Scheduled, at time.Time) error {
	return s.db.Write(ctx, func(tx *sqldb.Tx) error {
		if err := stillScheduled(tx, f); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE schedule SET fault = $3 WHERE article = $1 AND act = $2`, f.Article, string(f.Act), f.Fault); err != nil {
			return fmt.Errorf("keep why %q was not done to %q: %w", f.Act, f.Article, err)
		}
		return record(ctx, tx, audit.Entry{At: at, What: "schedule.fail", Object: f.Article, Detail: string(f.Act) + ": " + f.Fault})
	})
}

// stillScheduled refuses with ErrUnscheduled if an appointment is not as it was read.
func stillScheduled(tx *sqldb.Tx, s Scheduled) error {
	there, err := has(tx, `SELECT COUNT(*) FROM schedule WHERE article = $1 AND act = $2 AND revision = $3 AND due = $4 AND fault = ''`,
		s.Article, string(s.Act), s.Revision, s.Due.UnixMilli())
	if err == nil && !there {
		err = ErrUnscheduled
	}
	if err != nil {
		return fmt.Errorf("%s %q as scheduled: %w", s.Act, s.Article, err)
	}
	return nil
}

// takeOff takes an appointment that is being carried out off the list.
func takeOff(tx *sqldb.Tx, s Scheduled) error {
	if err := stillScheduled(tx, s); err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM schedule WHERE article = $1 AND act = $2`, s.Article, string(s.Act)); err != nil {
		return fmt.Errorf("%s %q as scheduled: %w", s.Act, s.Article, err)
	}
	return nil
}
