package app

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"frontdesk/bot/rehearse"
	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// Stage returns the stage on which changes of the corpus are tried before they are made: the same bot, over rehearsals of
// the same index. guard keeps it from saying what a never-say rule forbids; nil for no rules. site is whose customers ask.
// The stage is to be closed before the corpus.
func (k *Corpus) Stage(c Config, site string, guard func(rehearse.Answerer) rehearse.Answerer, log *slog.Logger) *rehearse.Stage {
	return rehearse.New(rehearse.Config{
		Rehearse: func(ctx context.Context, p knowledge.Proposal) (rehearse.Searcher, error) {
			r, err := k.Index.Rehearse(ctx, p)
			if err != nil {
				return nil, err
			}
			return r, nil
		},
		Stamp: k.stamp, Revisions: k.Articles, Exam: k.Articles.Exam, Threshold: c.Threshold, Guard: guard, Site: site, Clock: time.Now, Log: log,
	})
}

// stamp names what a rehearsal that is made now would be made from. Before it does, the index takes in all changes that
// were made until now.
func (k *Corpus) stamp(ctx context.Context) (string, error) {
	head, err := k.Articles.Head(ctx)
	if err != nil {
		return "", err
	}
	if err := k.follow(ctx, head); err != nil {
		return "", err
	}
	return fmt.Sprint(k.Index.Generation()), nil
}

// examRoom keeps the exam, and has the index learn from it how sure it may be.
type examRoom struct {
	*store.Store
	index interface{ SetExam(asked []knowledge.Asked) }
	given []knowledge.Asked // questions besides those that are kept
	stage *rehearse.Stage
	log   *slog.Logger
}

func newExamRoom(k *Corpus, c Config, stage *rehearse.Stage, log *slog.Logger) *examRoom {
	return &examRoom{Store: k.Articles, index: k.Index, given: c.Exam, stage: stage, log: log}
}

// PutExamQuestion keeps a question.
func (x *examRoom) PutExamQuestion(ctx context.Context, q knowledge.ExamQuestion) error {
	if err := x.Store.PutExamQuestion(ctx, q); err != nil {
		return err
	}
	x.look(ctx)
	return nil
}

// DropExamQuestion takes a question out.
func (x *examRoom) DropExamQuestion(ctx context.Context, id string, at time.Time) error {
	if err := x.Store.DropExamQuestion(ctx, id, at); err != nil {
		return err
	}
	x.look(ctx)
	return nil
}

// look gives the index the exam as it is now. Nothing waits for that: it matters with the next lesson.
func (x *examRoom) look(ctx context.Context) {
	kept, err := x.Store.Exam(ctx)
	if err != nil {
		if ctx.Err() == nil {
			x.log.Error("the exam cannot be read; the index goes on with the one before", "error", err)
		}
		return
	}
	asked := slices.Clone(x.given)
	for _, q := range kept {
		asked = append(asked, q.Asked)
	}
	x.index.SetExam(asked)
}

const (
	examPoll = time.Minute      // how often the exam is looked at: a command may have changed it
	idle     = 10 * time.Minute // after which a rehearsal that nobody asks gives its memory back
)

// follow keeps the index at the exam and clears the stage up, until ctx ends.
func (x *examRoom) follow(ctx context.Context) {
	ticker := time.NewTicker(examPoll)
	defer ticker.Stop()
	for {
		x.look(ctx)
		x.stage.Rest(idle)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
