package widget

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
)

// Limits of one question of the exam.
const (
	maxEarlier = 10 // questions of the same conversation before it
	maxRight   = 20 // articles that are right
)

// addExamQuestion answers POST /api/editor/exam with the id of the question.
func (e *edge) addExamQuestion(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		Question string   `json:"question"`
		Before   []string `json:"before"`
		Articles []string `json:"articles"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	q := knowledge.ExamQuestion{ID: e.NewID(), Author: who.ID, At: e.clock()}
	q.Text = strings.TrimSpace(in.Question)
	if err := checkQuestion("The question", q.Text); err != nil {
		return err
	}
	if len(in.Before) > maxEarlier {
		return invalid(fmt.Sprintf("There are %d earlier questions; at most %d are allowed.", len(in.Before), maxEarlier))
	}
	for i, text := range in.Before {
		text = strings.TrimSpace(text)
		if err := checkQuestion(fmt.Sprintf("Earlier question %d", i+1), text); err != nil {
			return err
		}
		q.Before = append(q.Before, text)
	}
	var err error
	if q.Articles, err = e.rightArticles(r.Context(), in.Articles); err != nil {
		return err
	}
	kept, err := e.Exam.Exam(r.Context())
	if err != nil {
		return err
	}
	if len(kept) >= maxExam {
		return invalid(fmt.Sprintf("The exam has %d questions already, and no more are allowed; take some out first.", len(kept)))
	}
	err = e.Exam.PutExamQuestion(r.Context(), q)
	if errors.Is(err, knowledge.ErrExists) {
		return &keptError{id: idOf(kept, q)}
	}
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusCreated, map[string]string{"id": q.ID})
}

// keptError says that a question is in the exam already.
type keptError struct{ id string }

func (k *keptError) Error() string { return knowledge.ErrExists.Error() }

// Unwrap returns what is to be answered.
func (k *keptError) Unwrap() error {
	return &fault{http.StatusConflict, codeExists, "The exam has this question already."}
}

// idOf is the id of a question among those that are kept, "" if it is not.
func idOf(kept []knowledge.ExamQuestion, q knowledge.ExamQuestion) string {
	for _, k := range kept {
		if k.Text == q.Text && slices.Equal(k.Before, q.Before) {
			return k.ID
		}
	}
	return ""
}

// checkQuestion says what is wrong with a question that somebody entered.
func checkQuestion(what, text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return invalid(what + " is empty; write it, or take it out.")
	case len(text) > maxQuestion:
		return invalid(fmt.Sprintf("%s has %d bytes; at most %d are allowed.", what, len(text), maxQuestion))
	case strings.ContainsRune(text, 0):
		return invalid(what + " is not readable text; write it anew.")
	}
	return nil
}

// rightArticles returns the articles that were named for a question, each once. None says that a person has to answer.
func (e *edge) rightArticles(ctx context.Context, ids []string) ([]string, error) {
	var out []string
	for _, id := range ids {
		if slices.Contains(out, id) {
			continue
		}
		if len(out) == maxRight {
			return nil, invalid(fmt.Sprintf("There are more than %d articles for one question; leave some out.", maxRight))
		}
		_, err := e.Corpus.Article(ctx, id)
		if errors.Is(err, knowledge.ErrNotFound) {
			return nil, invalid(fmt.Sprintf("There is no article “%s”; choose another.", clip(id)))
		}
		if err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, nil
}
