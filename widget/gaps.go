package widget

import (
	"context"
	"net/http"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/gap"
	"frontdesk/bot/insight"
	"frontdesk/bot/redact"
)

// Gaps are the questions that got no good answer, by need; the app makes them of *insight.Gaps and the bot.
type Gaps interface {
	List(ctx context.Context, l insight.GapList) ([]insight.Gap, error)
	Gap(ctx context.Context, id string, span time.Duration) (insight.GapDetail, error)
	AskAgain(ctx context.Context, id string) (insight.Rechecked, error)
	Write(ctx context.Context, id, article string) error
	Dismiss(ctx context.Context, id string) error
	Reopen(ctx context.Context, id string) error

	Of(ctx context.Context, article string) ([]insight.Gap, error)
	Questions(ctx context.Context, id string) ([]gap.Question, error)
	Wordings(ctx context.Context, w insight.Wordings) ([]insight.Wording, error)
}

// gapRow is one line of the list.
type gapRow struct {
	ID              string              `json:"id"`
	Example         string              `json:"example"`
	Locale          string              `json:"locale"`
	State           gap.State           `json:"state"`
	Article         string              `json:"article"` // that was written for it, or ""
	Questions       int                 `json:"questions"`
	Customers       int                 `json:"customers"`
	Minutes         int                 `json:"minutes"` // of agents
	BeforeQuestions int                 `json:"before_questions"`
	BeforeCustomers int                 `json:"before_customers"`
	Trend           gap.Trend           `json:"trend"`
	First           int64               `json:"first"` // ms since 1970
	Last            int64               `json:"last"`
	Outcomes        map[gap.Outcome]int `json:"outcomes"`
	Asked           int                 `json:"asked"`    // questions that were asked again
	Answered        int                 `json:"answered"` // and answered
	Checked         int64               `json:"checked"`  // when; 0 if never
}

func viewGap(g insight.Gap, example string) gapRow {
	r := gapRow{
		ID: g.ID, Example: example, Locale: g.Locale, State: g.State, Article: g.Article,
		Questions: g.Now.Questions, Customers: g.Now.Customers, Minutes: int(g.Now.Time.Round(time.Minute) / time.Minute),
		BeforeQuestions: g.Before.Questions, BeforeCustomers: g.Before.Customers, Trend: g.Trend,
		First: g.First.UnixMilli(), Last: g.Last.UnixMilli(), Outcomes: g.Outcomes, Asked: g.Asked, Answered: g.Answered,
	}
	if !g.Checked.IsZero() {
		r.Checked = g.Checked.UnixMilli()
	}
	return r
}

// gapStates are the lists that can be asked for; nil is what waits.
var gapStates = map[string][]gap.State{
	"": nil, "open": nil, "closed": {gap.Closed}, "dismissed": {gap.Dismissed},
	"all": {gap.Open, gap.Reopened, gap.Closed, gap.Dismissed},
}

// listGaps answers GET /api/editor/gaps?days=&state=. What customers wrote is shown without what tells who they are.
func (e *edge) listGaps(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	days, err := days(r.URL.Query().Get("days"))
	if err != nil {
		return err
	}
	states, ok := gapStates[r.URL.Query().Get("state")]
	if !ok {
		return &fault{http.StatusBadRequest, "invalid", "The states are open, closed, dismissed and all."}
	}
	found, err := e.Gaps.List(r.Context(), insight.GapList{Span: time.Duration(days) * 24 * time.Hour, States: states})
	if err != nil {
		return err
	}
	rows := make([]gapRow, 0, len(found))
	clean := without(nil)
	for _, g := range found {
		rows = append(rows, viewGap(g, clean(g.Example)))
	}
	return writeJSON(w, http.StatusOK, map[string]any{"days": days, "gaps": rows})
}

// gapQuestion is a question of a gap as editors see it.
type gapQuestion struct {
	Text    string      `json:"text"`
	Locale  string      `json:"locale"`
	At      int64       `json:"at"` // ms since 1970
	Outcome gap.Outcome `json:"outcome"`
	Reason  string      `json:"reason,omitempty"` // of the hand-off
	Tried   []choice    `json:"tried"`
	Answers []string    `json:"answers"` // of agents
}

// maxTried is how many of the articles that the bot thought of are shown.
const maxTried = 5

// openGap answers GET /api/editor/gap?id=&days= with examples and a draft of the article that is missing.
func (e *edge) openGap(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	days, err := days(r.URL.Query().Get("days"))
	if err != nil {
		return err
	}
	g, err := e.Gaps.Gap(r.Context(), r.URL.Query().Get("id"), time.Duration(days)*24*time.Hour)
	if err != nil {
		return err
	}
	var names []string
	examples := make([]gapQuestion, 0, len(g.Questions))
	for _, q := range g.Questions {
		of, err := e.namesIn(r.Context(), q.Conversation, q.Visitor)
		if err != nil {
			return err
		}
		names = append(names, of...)
		examples = append(examples, viewAsked(q.Question, of))
	}
	clean := without(names)
	return writeJSON(w, http.StatusOK, map[string]any{
		"gap": viewGap(g.Gap, clean(g.Example)), "examples": examples, "draft": draftOf(g.Material, clean),
	})
}

func viewAsked(q gap.Question, names []string) gapQuestion {
	clean := without(names)
	a := gapQuestion{Text: clean(q.Text), Locale: q.Locale, At: q.At.UnixMilli(), Outcome: q.Outcome, Reason: string(q.Reason), Tried: []choice{}, Answers: []string{}}
	for _, c := range q.Tried[:min(maxTried, len(q.Tried))] {
		a.Tried = append(a.Tried, choice{c.Article, c.Title})
	}
	for _, s := range q.Answers {
		a.Answers = append(a.Answers, clean(s.Text))
	}
	return a
}

// draftOf is what an article for a gap can begin with: the ways in which it was asked, and what agents answered.
func draftOf(m gap.Material, clean func(string) string) map[string]any {
	phrasings := []string{}
	for _, p := range m.Phrasings {
		phrasings = append(phrasings, clean(p))
	}
	var answers []string
	for _, a := range m.Answers {
		answers = append(answers, clean(a.Text))
	}
	title := ""
	if len(phrasings) > 0 {
		title = titleOf(phrasings[0])
	}
	return map[string]any{"title": title, "phrasings": phrasings, "body": strings.Join(answers, "\n\n")}
}

// without takes out of texts what tells who wrote them: addresses, numbers and the names.
func without(names []string) func(text string) string {
	return func(text string) string {
		clean, _ := redact.Text(text, names...)
		return clean
	}
}

// namesIn are the names of the customer of a conversation.
func (e *edge) namesIn(ctx context.Context, conversation, visitor string) (names []string, err error) {
	c, err := e.Agents.Readable(ctx, "", true, conversation)
	if err != nil {
		return nil, err
	}
	v, _, err := e.Visitors.VisitorOf(ctx, visitor)
	if err != nil {
		return nil, err
	}
	return customersNames(c, v), nil
}

// customersNames are the names by which a customer is known.
func customersNames(c bot.Conversation, v bot.Visitor) (names []string) {
	for _, n := range []string{c.Name, vouchedName(v)} {
		if strings.TrimSpace(n) != "" {
			names = append(names, n)
		}
	}
	return names
}

// gapAct is the body of what is done to a gap.
type gapAct struct {
	ID      string `json:"id"`
	Article string `json:"article"`
}

// recheckGap answers POST /api/editor/gap/recheck: its questions are put to the bot again.
func (e *edge) recheckGap(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	var in gapAct
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	done, err := e.Gaps.AskAgain(r.Context(), in.ID)
	if err != nil {
		return err
	}
	return writeJSON(w, http.StatusOK, map[string]any{"asked": done.Asked, "answered": done.Answered, "state": done.Now})
}

// changeGap answers the POSTs that change how a gap stands.
func (e *edge) changeGap(change func(ctx context.Context, in gapAct) error) staffAction {
	return func(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
		var in gapAct
		if err := readJSON(w, r, maxBody, &in); err != nil {
			return err
		}
		if err := change(r.Context(), in); err != nil {
			return err
		}
		return noContent(w)
	}
}
