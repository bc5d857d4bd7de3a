package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf8"

	"frontdesk/knowledge"
	"frontdesk/knowledge/audit"
	"frontdesk/knowledge/sqldb"
	"frontdesk/knowledge/store"
)

// examCommand keeps the exam.
type examCommand struct {
	List   examList   `cmd:"" help:"Print the questions with their ids."`
	Add    examAdd    `cmd:"" help:"Add a question."`
	Remove examRemove `cmd:"" help:"Take questions out."`
	Import examImport `cmd:"" help:"Add the questions of a file."`
	Export examExport `cmd:"" help:"Write the questions as an exam script."`
	Sit    examSit    `cmd:"" help:"Ask all questions now and print those that fail."`
}

// Help is shown below the commands.
func (examCommand) Help() string {
	return `The exam is a list of questions whose right answer is known. It is sat before anything is published, withdrawn or imported, on the articles as they would be: if a question that was answered rightly would not be any more, the change is stopped, and only a written reason lets it through.

  frontdesk exam add "can I return an opened item" returns/opened-item
  frontdesk exam add "do you sell boats" --nobody
  frontdesk exam import shop.exam
  frontdesk exam sit --strict

A file of questions is an exam script or JSON lines, as "frontdesk eval -h" describes them. An exam script is plain text:

  can I return an opened item → returns/opened-item
    and without the box? → returns/opened-item, returns/how-to-return
  do you sell boats → nobody

A running server takes changes up within a minute.`
}

// examOf says where the exam is kept.
type examOf struct {
	deskAt `embed:""`
}

// with opens the store, runs f and closes it.
func (e examOf) with(ctx context.Context, common *common, f func(*store.Store) error) error {
	return common.withDatabase(ctx, e.deskAt, func(db *sqldb.DB) error {
		articles := store.New(db)
		if err := articles.Migrate(ctx); err != nil {
			return err
		}
		return f(articles)
	})
}

// questions returns the exam that is kept.
func (e examOf) questions(ctx context.Context, common *common) (out []knowledge.ExamQuestion, err error) {
	err = e.with(ctx, common, func(s *store.Store) error {
		out, err = s.Exam(ctx)
		return err
	})
	return out, err
}

type examList struct {
	examOf `embed:""`
}

// Run prints the questions.
func (c *examList) Run(ctx context.Context, common *common) error {
	questions, err := c.questions(ctx, common)
	if err != nil {
		return err
	}
	if len(questions) == 0 {
		fmt.Fprintln(os.Stderr, `no questions are kept; add some with "frontdesk exam add" or "frontdesk exam import"`)
		return nil
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tQUESTION\tRIGHT\tADDED\tBY")
	for _, q := range questions {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", q.ID, short(asked(q), 70), rightOnes(q.Articles), q.At.Local().Format("2006-01-02"), q.Author)
	}
	return w.Flush()
}

// asked is a question with those before it in the same conversation.
func asked(q knowledge.ExamQuestion) string {
	words := strings.Join(append(q.Before[:len(q.Before):len(q.Before)], q.Text), " … ")
	return strings.Join(strings.Fields(words), " ")
}

type examAdd struct {
	examOf   `embed:""`
	Question string   `arg:"" help:"The question, in a customer's words."`
	Articles []string `arg:"" optional:"" help:"Ids of the articles of which any is right."`
	Nobody   bool     `help:"No article answers it: a person has to."`
	Before   []string `help:"What the customer asked before it in the same conversation; repeat in order." sep:"none" placeholder:"QUESTION"`
}

// Run adds a question.
func (c *examAdd) Run(ctx context.Context, common *common) error {
	switch {
	case c.Nobody && len(c.Articles) > 0:
		return errors.New("--nobody says that no article answers the question, and articles are named; give one of them")
	case !c.Nobody && len(c.Articles) == 0:
		return errors.New("name the articles that answer the question, or say --nobody")
	}
	q := knowledge.Asked{Text: strings.TrimSpace(c.Question), Before: c.Before, Articles: c.Articles}
	if err := checkAsked(q); err != nil {
		return err
	}
	return c.with(ctx, common, func(s *store.Store) error {
		if err := published(ctx, s, q.Articles); err != nil {
			return err
		}
		kept := knowledge.ExamQuestion{ID: rand.Text(), Asked: q, Author: audit.CommandLine, At: time.Now()}
		err := s.PutExamQuestion(ctx, kept)
		if errors.Is(err, knowledge.ErrExists) {
			return errors.New("the question is in the exam already; remove it first if another article is right now")
		}
		if err == nil {
			fmt.Printf("added as %s\n", kept.ID)
		}
		return err
	})
}

// Limits of a question of the exam.
const (
	maxQuestion = 4 << 10 // bytes, as of a customer's message
	maxBefore   = 100
	maxRight    = 50
)

// checkAsked says what is wrong with a question.
func checkAsked(q knowledge.Asked) error {
	switch {
	case strings.TrimSpace(q.Text) == "":
		return errors.New("the question is empty")
	case len(q.Before) > maxBefore:
		return fmt.Errorf("%d questions come before it; at most %d may", len(q.Before), maxBefore)
	case len(q.Articles) > maxRight:
		return fmt.Errorf("%d articles are named; at most %d may be", len(q.Articles), maxRight)
	}
	for _, text := range append(q.Before[:len(q.Before):len(q.Before)], q.Text) {
		if len(text) > maxQuestion || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			return fmt.Errorf("the question %.40q… is not readable text of at most %d bytes", text, maxQuestion)
		}
	}
	return nil
}

// published warns of articles that are not published, and refuses those that are not there at all.
func published(ctx context.Context, s *store.Store, ids []string) error {
	for _, id := range ids {
		a, err := s.Article(ctx, id)
		switch {
		case errors.Is(err, knowledge.ErrNotFound):
			return fmt.Errorf("there is no article %q; see the ids in the editor's room or with \"frontdesk export\"", id)
		case err != nil:
			return err
		case a.Status != knowledge.Published:
			fmt.Fprintf(os.Stderr, "the article %q is %s: the question fails until it is published\n", id, a.Status)
		}
	}
	return nil
}

type examRemove struct {
	examOf `embed:""`
	IDs    []string `arg:"" help:"Ids, as \"frontdesk exam list\" prints them."`
}

// Run takes questions out, all that are named or none.
func (c *examRemove) Run(ctx context.Context, common *common) error {
	ids := slices.Compact(slices.Sorted(slices.Values(c.IDs)))
	return c.with(ctx, common, func(s *store.Store) error {
		for _, id := range ids {
			if _, err := s.ExamQuestion(ctx, id); errors.Is(err, knowledge.ErrNotFound) {
				return fmt.Errorf("no question of the exam has the id %s; nothing was removed", id)
			} else if err != nil {
				return err
			}
		}
		for _, id := range ids {
			if err := s.DropExamQuestion(ctx, id, time.Now()); err != nil {
				return err
			}
		}
		fmt.Printf("%s removed\n", questionsOf(len(ids)))
		return nil
	})
}

func questionsOf(n int) string {
	if n == 1 {
		return "1 question"
	}
	return fmt.Sprintf("%d questions", n)
}
