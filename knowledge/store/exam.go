package store

import (
	"context"
	"fmt"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
)

const examColumns = `id, question, before, articles, author, at`

func scanExam(row scanner) (q knowledge.ExamQuestion, err error) {
	var before, articles string
	var at int64
	if err = row.Scan(&q.ID, &q.Text, &before, &articles, &q.Author, &at); err != nil {
		return q, err
	}
	q.At = time.UnixMilli(at).UTC()
	if q.Before, err = decode(before); err != nil {
		return q, fmt.Errorf("history of exam question %s: %w", q.ID, err)
	}
	if q.Articles, err = decode(articles); err != nil {
		return q, fmt.Errorf("articles of exam question %s: %w", q.ID, err)
	}
	return q, nil
}

// PutExamQuestion keeps a question with its answer. It returns knowledge.ErrExists if the same question with the same
// history is kept. The store checks neither the question nor whether the articles are there.
func (s *Store) PutExamQuestion(ctx context.Context, q knowledge.ExamQuestion) error {
	return s.db.Write(ctx, func(tx *sqldb.Tx) error {
		added, err := putExam(tx, q)
		if err == nil && !added {
			err = knowledge.ErrExists
		}
		if err != nil {
			return fmt.Errorf("keep the exam question %.80q: %w", q.Text, err)
		}
		return record(ctx, tx, audit.Entry{At: q.At, What: "exam.add", Object: q.ID, Detail: shortened(q.Text)})
	})
}

// PutExam keeps many questions in one transaction, and passes over those that are kept already. It returns how many
// were added.
func (s *Store) PutExam(ctx context.Context, questions []knowledge.ExamQuestion, at time.Time) (added int, err error) {
	err = s.db.Write(ctx, func(tx *sqldb.Tx) error {
		added = 0
		for _, q := range questions {
			ok, err := putExam(tx, q)
			if err != nil {
				return fmt.Errorf("keep the exam question %.80q: %w", q.Text, err)
			}
			if ok {
				added++
			}
		}
		return record(ctx, tx, audit.Entry{At: at, What: "exam.import", Detail: fmt.Sprintf("%d questions", added)})
	})
	return added, err
}

func putExam(tx *sqldb.Tx, q knowledge.ExamQuestion) (added bool, err error) {
	before, err := encode(q.Before)
	if err != nil {
		return false, err
	}
	articles, err := encode(q.Articles)
	if err != nil {
		return false, err
	}
	kept, err := has(tx, `SELECT COUNT(*) FROM exam WHERE question = $1 AND before = $2`, q.Text, before)
	if err != nil || kept {
		return false, err
	}
	_, err = tx.Exec(`INSERT INTO exam (`+examColumns+`) VALUES ($1, $2, $3, $4, $5, $6)`, q.ID, q.Text, before, articles, q.Author, q.At.UnixMilli())
	return err == nil, err
}

// DropExamQuestion takes a question out of the exam. It returns knowledge.ErrNotFound if there is none with the id.
func (s *Store) DropExamQuestion(ctx context.Context, id string, at time.Time) error {
	return s.db.Write(ctx, func(tx *sqldb.Tx) error {
		q, err := scanExam(tx.QueryRow(`SELECT `+examColumns+` FROM exam WHERE id = $1`, id))
		if err == nil {
			_, err = tx.Exec(`DELETE FROM exam WHERE id = $1`, id)
		}
		if err != nil {
			return found(err, "drop exam question %q", id)
		}
		return record(ctx, tx, audit.Entry{At: at, What: "exam.drop", Object: id, Detail: shortened(q.Text)})
	})
}

// ExamQuestion returns one question of the exam, or knowledge.ErrNotFound.
func (s *Store) ExamQuestion(ctx context.Context, id string) (knowledge.ExamQuestion, error) {
	q, err := scanExam(s.db.Read().QueryRowContext(ctx, `SELECT `+examColumns+` FROM exam WHERE id = $1`, id))
	return q, found(err, "read exam question %q", id)
}

// Exam returns all questions of the exam, oldest first.
func (s *Store) Exam(ctx context.Context) ([]knowledge.ExamQuestion, error) {
	return query(ctx, s.db, "read the exam", scanExam, `SELECT `+examColumns+` FROM exam ORDER BY at, id`)
}

// maxDetail bounds a customer's or editor's words in the audit log, in characters.
const maxDetail = 200

// shortened returns the beginning of a text for the audit log.
func shortened(text string) string {
	n := 0
	for i := range text {
		if n++; n > maxDetail {
			return text[:i] + "…"
		}
	}
	return text
}
