package app

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/exam"
	"frontdesk/knowledge/store"
)

// told is an index that is told the exam.
type told struct{ asked []knowledge.Asked }

func (i *told) SetExam(asked []knowledge.Asked) { i.asked = asked }

// house is a corpus with the room in which it is edited and the gate before it.
type house struct {
	t      *testing.T
	corpus *Corpus
	room   *editing.Room
	exam   *examRoom
	index  *told
}

func openGate(t *testing.T) *house {
	t.Helper()
	c := Default()
	c.Data, c.Encoder = t.TempDir(), "off"
	c.Exam = []knowledge.Asked{{Text: "given"}}
	log := slog.New(slog.DiscardHandler)
	k, err := OpenCorpus(t.Context(), c, log, nil)
	if err != nil {
		t.Fatal(err)
	}
	stage := k.Stage(c, "main", nil, log)
	h := &house{t: t, corpus: k, index: new(told), exam: newExamRoom(k, c, stage, log)}
	h.exam.index = h.index
	h.room = editing.New(editing.Config{Store: k.Articles, Clock: time.Now, Log: log, Announce: k.Index.Nudge, Follow: k.follow, Gate: stage})
	t.Cleanup(func() {
		stage.Close()
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

func (h *house) writes(title, body string, phrasings ...string) knowledge.Article {
	h.t.Helper()
	a, err := h.room.Create(h.t.Context(), "", knowledge.Content{Title: title, Body: body, Phrasings: phrasings}, "anna")
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

// What would break a question of the exam is not published and not withdrawn, and the synonyms stay as they are; with a
// reason they go through.
func TestGate(t *testing.T) {
	h := openGate(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for _, a := range []knowledge.Article{
		h.writes("Where can I return an item", "Send it back within 30 days.", "send an item back", "return a parcel"),
		h.writes("How much is the postage", "Postage is 4 euros.", "what does shipping cost", "delivery fee"),
		h.writes("When does the shop open", "The shop opens at nine.", "opening hours", "are you open on Saturday"),
		h.writes("Do you sell gift vouchers", "Vouchers are valid for three years.", "buy a gift card", "a voucher for a friend"),
	} {
		if _, c, err := h.room.Publish(ctx, editing.Step{ID: a.ID, Revision: 1, Author: "anna"}); err != nil || c.Asked != 0 {
			t.Fatal(c, err)
		}
	}
	q := knowledge.ExamQuestion{ID: "q1", Asked: knowledge.Asked{Text: "where can i return an item", Articles: []string{"where-can-i-return-an-item"}}, Author: "anna", At: time.Now()}
	if err := h.exam.PutExamQuestion(ctx, q); err != nil {
		t.Fatal(err)
	}
	if len(h.index.asked) != 2 || h.index.asked[0].Text != "given" || h.index.asked[1].Text != q.Text {
		t.Errorf("the index learns from %+v", h.index.asked)
	}

	step := editing.Step{ID: "where-can-i-return-an-item", Author: "anna"}
	_, c, err := h.room.Withdraw(ctx, step)
	stopped, ok := errors.AsType[*editing.Stopped](err)
	if !ok || len(stopped.Comparison.Worse) != 1 || stopped.Comparison.Worse[0].ID != "q1" || stopped.Comparison.Worse[0].WasGrade != exam.Correct {
		t.Fatalf("the withdrawal: %+v, %v", c, err)
	}
	if _, err := h.corpus.Articles.PublishedRevision(ctx, step.ID); err != nil {
		t.Errorf("it was withdrawn: %v", err)
	}
	nonsense := "return => voucher"
	if _, _, err := h.room.PutSynonyms(ctx, store.SynonymList{Text: nonsense, Author: "anna", At: time.Now()}, ""); err != nil && !errors.Is(err, knowledge.ErrExam) {
		t.Errorf("synonyms: %v", err)
	}
	better := h.writes("Which hats are there", "We have blue hats.", "hats", "blue hats")
	if _, c, err := h.room.Publish(ctx, editing.Step{ID: better.ID, Revision: 1, Author: "anna"}); err != nil || c.Asked != 1 || c.Is != 1 {
		t.Errorf("one that breaks nothing: %+v, %v", c, err)
	}
	step.Overrule = "we do not take items back any more"
	if _, c, err = h.room.Withdraw(ctx, step); err != nil || len(c.Worse) != 1 {
		t.Errorf("overruled: %+v, %v", c, err)
	}
	if err := h.exam.DropExamQuestion(ctx, "q1", time.Now()); err != nil || len(h.index.asked) != 1 {
		t.Errorf("taken out: %v, %v", h.index.asked, err)
	}
}

// A stamp is of one state of the corpus: it does not change by itself, and rises with what is published.
func TestStamp(t *testing.T) {
	h := openGate(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := h.corpus.Index.Wait(ctx); err != nil {
		t.Fatal(err)
	}
	if err := h.corpus.Index.WaitLearned(ctx); err != nil {
		t.Fatal(err)
	}
	first, err := h.corpus.stamp(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := h.corpus.stamp(ctx); err != nil || again != first {
		t.Errorf("%s, then %s, %v", first, again, err)
	}
	a := h.writes("Which hats are there", "We have blue hats.")
	if _, _, err := h.room.Publish(ctx, editing.Step{ID: a.ID, Revision: 1, Author: "anna"}); err != nil {
		t.Fatal(err)
	}
	if then, err := h.corpus.stamp(ctx); err != nil || then == first {
		t.Errorf("after a publication it is %s, %v", then, err)
	}
}
