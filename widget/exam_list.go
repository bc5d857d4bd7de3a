package widget

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/bot/account"
	"frontdesk/knowledge"
)

// Exam keeps the questions that are asked before the articles change; *store.Store is one.
type Exam interface {
	Exam(ctx context.Context) ([]knowledge.ExamQuestion, error)
	PutExamQuestion(ctx context.Context, q knowledge.ExamQuestion) error
	DropExamQuestion(ctx context.Context, id string, at time.Time) error
}

const (
	examPage    = 50
	maxExam     = 5000 // questions; the exam is to be sat while somebody waits
	maxExamPage = maxExam/examPage + 1
)

// examArticle is an article that is right for a question.
type examArticle struct {
	named
	Status knowledge.Status `json:"status"` // "" if there is no such article any more
}

// examQuestion is a question of the exam.
type examQuestion struct {
	ID       string        `json:"id"`
	Question string        `json:"question"`
	Before   []string      `json:"before"`
	Articles []examArticle `json:"articles"`
	Author   string        `json:"author"` // a name
	At       int64         `json:"at"`     // ms since 1970
}

// listExam answers GET /api/editor/exam?article=&q=&page= with the newest questions first.
func (e *edge) listExam(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	q := r.URL.Query()
	page := 1
	if s := q.Get("page"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > maxExamPage {
			return badQuery("The page must be a number from 1.")
		}
		page = n
	}
	if len(q.Get("q")) > maxQuestion {
		return badQuery("The words to look for are too long.")
	}
	all, err := e.Exam.Exam(r.Context())
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(x knowledge.ExamQuestion) bool { return !matches(x, q.Get("article"), strings.Fields(q.Get("q"))) })
	slices.Reverse(all)
	shown := all[min(len(all), (page-1)*examPage):min(len(all), page*examPage)]
	questions, err := e.viewExam(r.Context(), shown)
	if err != nil {
		return err
	}
	pages := max(1, (len(all)+examPage-1)/examPage)
	return writeJSON(w, http.StatusOK, map[string]any{"questions": questions, "total": len(all), "page": page, "pages": pages})
}

// matches reports whether an article is right for a question ("" is for any) and all words are in it.
func matches(x knowledge.ExamQuestion, article string, words []string) bool {
	if article != "" && !slices.Contains(x.Articles, article) {
		return false
	}
	text := strings.ToLower(strings.Join(append([]string{x.Text}, x.Articles...), "\n"))
	for _, word := range words {
		if !strings.Contains(text, strings.ToLower(word)) {
			return false
		}
	}
	return true
}

func (e *edge) viewExam(ctx context.Context, questions []knowledge.ExamQuestion) ([]examQuestion, error) {
	names, err := e.names(ctx)
	if err != nil {
		return nil, err
	}
	t := e.titles()
	status := make(map[string]knowledge.Status)
	out := make([]examQuestion, len(questions))
	for i, q := range questions {
		out[i] = examQuestion{ID: q.ID, Question: q.Text, Before: list(q.Before), Articles: []examArticle{}, Author: names.of(q.Author), At: q.At.UnixMilli()}
		for _, id := range q.Articles {
			title, err := t.of(ctx, id)
			if err != nil {
				return nil, err
			}
			if _, known := status[id]; !known {
				a, err := e.Corpus.Article(ctx, id)
				if err != nil && !errors.Is(err, knowledge.ErrNotFound) {
					return nil, err
				}
				status[id] = a.Status
			}
			out[i].Articles = append(out[i].Articles, examArticle{named{id, title}, status[id]})
		}
	}
	return out, nil
}
