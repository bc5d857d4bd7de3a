package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
)

// Act is what is done to an article as a whole.
type Act string

// The acts.
const (
	ActPublish  Act = "publish"
	ActWithdraw Act = "withdraw"
)

// AnyHead as the number of a change means that no particular one is demanded.
const AnyHead int64 = -1

// Unsat in place of a number of questions says that the exam could not be sat at all.
const Unsat = -1

// ErrUnscheduled is returned for an appointment that is not, or no longer, as it was read: somebody cancelled it,
// changed it, or carried it out.
var ErrUnscheduled = errors.New("this is not scheduled any more")

// Examined is one publication or withdrawal after its exam.
type Examined struct {
	Act      Act
	Article  string
	Revision int // to be published; 0 for a withdrawal
	At       time.Time
	Head     int64 // number of the last change when the exam was sat, or AnyHead
	Overrule string
	Worse    int        // questions that get worse, or Unsat; for the audit log, with Overrule
	Due      *Scheduled // the appointment that this carries out, nil if it is done by hand
}

// Carry carries out a publication or withdrawal. Any revision of the article can be published, so an older one can
// be brought back; what is so already changes nothing. It returns knowledge.ErrMoved if Head is not the last change
// any more, ErrUnscheduled if Due is not to be done any more, knowledge.ErrConflict for the withdrawal of an article
// that was never published, and knowledge.ErrSource for an article that is kept elsewhere.
//
// An appointment is taken off the list in the same transaction, so that it is carried out once however many try. A
// publication also takes off the list an appointment to publish the same revision or an older one, and ends the
// review of these.
func (s *Store) Carry(ctx context.Context, e Examined) (knowledge.Article, error) {
	var a knowledge.Article
	err := s.db.Write(ctx, func(tx *sqldb.Tx) (err error) {
		if a, err = e.carry(ctx, tx); err != nil {
			return err
		}
		if err := record(ctx, tx, e.told()); err != nil {
			return err
		}
		return overruled(ctx, tx, e.At, e.Article, e.Overrule, e.Worse)
	})
	if err != nil {
		return knowledge.Article{}, err
	}
	return a, nil
}

func (e Examined) carry(ctx context.Context, tx *sqldb.Tx) (a knowledge.Article, err error) {
	if err := demandHead(tx, e.Head); err != nil {
		return a, err
	}
	if e.Due != nil {
		if err := takeOff(tx, *e.Due); err != nil {
			return a, err
		}
	}
	switch e.Act {
	case ActPublish:
		return publish(ctx, tx, Publication{ID: e.Article, Revision: e.Revision}, e.At)
	case ActWithdraw:
		return withdraw(ctx, tx, Publication{ID: e.Article}, e.At)
	}
	return a, fmt.Errorf("%w: %q is nothing that is done to an article", knowledge.ErrInvalid, e.Act)
}

// told is the entry of the audit log about it.
func (e Examined) told() audit.Entry {
	told := audit.Entry{At: e.At, What: "article." + string(e.Act), Object: e.Article}
	if e.Act == ActPublish {
		told.Detail = fmt.Sprintf("revision %d", e.Revision)
	}
	if e.Due != nil {
		told.Detail = strings.TrimSpace(told.Detail + " as " + e.Due.Author + " scheduled it")
	}
	return told
}

// demandHead refuses with knowledge.ErrMoved if the last change has another number.
func demandHead(tx *sqldb.Tx, head int64) error {
	if head == AnyHead {
		return nil
	}
	var last sql.NullInt64
	if err := tx.QueryRow(`SELECT MAX(seq) FROM change`).Scan(&last); err != nil {
		return fmt.Errorf("read the number of the last change: %w", err)
	}
	if last.Int64 != head {
		return fmt.Errorf("write upon change %d, the last being %d: %w", head, last.Int64, knowledge.ErrMoved)
	}
	return nil
}

// overruled records why something was done although the exam gets worse, if there is a reason and it was done.
func overruled(ctx context.Context, tx *sqldb.Tx, at time.Time, article, reason string, worse int) error {
	if reason == "" {
		return nil
	}
	count := fmt.Sprintf("%d questions get worse", worse)
	switch worse {
	case Unsat:
		count = "the exam could not be sat"
	case 1:
		count = "1 question gets worse"
	}
	return record(ctx, tx, audit.Entry{At: at, What: "article.overrule", Object: article, Detail: count + ": " + reason})
}
