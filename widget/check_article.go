package widget

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/gap"
	"frontdesk/knowledge"
	"frontdesk/knowledge/exam"
)

const (
	maxChecked  = 100 // questions that are checked at a time
	maxCheck    = maxArticle + maxChecked*(6*maxQuestion+3)
	checkedGaps = 5 // gaps of the article whose questions are asked
)

// gapCheck is what a draft does to a gap that its article is written for.
type gapCheck struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Asked int    `json:"asked"`
	Was   int    `json:"was"` // answered now
	Is    int    `json:"is"`  // answered with the draft
}

// checkArticle answers POST /api/editor/check: which questions the draft answers, which questions of other articles it
// takes away, and what becomes of its gaps.
func (e *edge) checkArticle(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	var in struct {
		ID        string   `json:"id"`
		Content   content  `json:"content"`
		Questions []string `json:"questions"`
	}
	if err := readJSON(w, r, maxCheck, &in); err != nil {
		return err
	}
	asked, err := pasted(in.Questions)
	if err != nil {
		return err
	}
	draft, err := e.draft(r.Context(), in.ID, in.Content)
	if err != nil {
		return err
	}
	kept, err := e.Exam.Exam(r.Context())
	if err != nil {
		return err
	}
	for i := range asked {
		asked[i].ID, asked[i].Articles = idOf(kept, asked[i]), []string{draft.Article}
	}
	pairs, err := e.Stage.Ask(r.Context(), publishing(draft), asked)
	if err != nil {
		return err
	}
	taken, err := e.taken(r.Context(), draft)
	if err != nil {
		return err
	}
	t := e.titles()
	t.known[draft.Article] = draft.Title
	var out struct {
		Pairs []pair     `json:"pairs"`
		Taken []pair     `json:"taken"`
		Gaps  []gapCheck `json:"gaps"`
	}
	if out.Pairs, err = t.pairs(r.Context(), pairs); err != nil {
		return err
	}
	if out.Taken, err = t.pairs(r.Context(), taken); err != nil {
		return err
	}
	if out.Gaps, err = e.gapsWith(r.Context(), draft); err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, out)
}

// pasted reads the questions that somebody entered, each once.
func pasted(texts []string) ([]knowledge.ExamQuestion, error) {
	if len(texts) > maxChecked {
		return nil, invalid(fmt.Sprintf("There are %d questions; at most %d are checked at a time.", len(texts), maxChecked))
	}
	var out []knowledge.ExamQuestion
	known := make(map[string]bool)
	for i, text := range texts {
		text = strings.TrimSpace(text)
		if err := checkQuestion(fmt.Sprintf("Question %d", i+1), text); err != nil {
			return nil, err
		}
		if !known[text] {
			known[text] = true
			out = append(out, knowledge.ExamQuestion{Asked: knowledge.Asked{Text: text}})
		}
	}
	return out, nil
}

// gapsWith tells how many questions of the gaps of a draft's article are answered, without the draft and with it.
func (e *edge) gapsWith(ctx context.Context, draft knowledge.Revision) ([]gapCheck, error) {
	out := []gapCheck{}
	if draft.Article == newDraft {
		return out, nil
	}
	gaps, err := e.Gaps.Of(ctx, draft.Article)
	if err != nil {
		return nil, err
	}
	for _, g := range gaps[:min(len(gaps), checkedGaps)] {
		questions, err := e.Gaps.Questions(ctx, g.ID)
		if err != nil {
			return nil, err
		}
		asked := make([]knowledge.ExamQuestion, len(questions))
		for i, q := range questions {
			asked[i].Text = q.Text
		}
		pairs, err := e.Stage.Ask(ctx, publishing(draft), asked)
		if err != nil {
			return nil, err
		}
		c := gapCheck{ID: g.ID, Title: without(nil)(g.Example), Asked: len(pairs)}
		for i, p := range pairs {
			if answers(questions[i], p.Was) {
				c.Was++
			}
			if answers(questions[i], p.Is) {
				c.Is++
			}
		}
		out = append(out, c)
	}
	return out, nil
}

// answers reports whether a verdict answers a question that went wrong before.
func answers(q gap.Question, v exam.Verdict) bool {
	return v.Decision == exam.Answer && gap.Answered(q, bot.Decision{Kind: bot.Answer, Citations: []bot.Citation{{Article: v.Article, Revision: v.Revision}}})
}
