package widget

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/insight"
)

// Standards tells whether service standards were kept; *insight.Standards is one.
type Standards interface {
	Report(ctx context.Context, span time.Duration) (insight.Report, error)
}

// Days that a report may be about.
const (
	usualDays = 30
	mostDays  = 366
)

// standardsView is a report as managers read it.
type standardsView struct {
	Days  int            `json:"days"`
	Since int64          `json:"since"` // ms since 1970
	Until int64          `json:"until"` //
	Least int            `json:"least"` // with fewer cases a number says little
	Rows  []standardView `json:"rows"`
}

type standardView struct {
	Team     string     `json:"team"`
	Title    string     `json:"title"` // of the team, its id if the team is gone
	Priority string     `json:"priority"`
	Kind     string     `json:"kind"`
	Now      figureView `json:"now"`
	Before   figureView `json:"before"`
}

// figureView is what was measured in a period. What is not known is null.
type figureView struct {
	N      int      `json:"n"`
	Judged int      `json:"judged"` // those of n that had a standard
	Kept   int      `json:"kept"`
	Share  *float64 `json:"share"`  // kept of the judged, 0 to 1
	Median *int64   `json:"median"` // s
	P90    *int64   `json:"p90"`    // s
	Enough bool     `json:"enough"` // n is at least the least
}

// standards answers GET /api/insight/standards?days= with how many standards and promises were kept in so many days
// up to now, and in as many before.
func (e *edge) standards(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	days, err := days(r.URL.Query().Get("days"))
	if err != nil {
		return err
	}
	report, err := e.Standards.Report(r.Context(), time.Duration(days)*24*time.Hour)
	if err != nil {
		return err
	}
	v := standardsView{Days: days, Since: bot.Millis(report.Since), Until: bot.Millis(report.Until), Least: insight.Enough, Rows: []standardView{}}
	plan := e.Book.Plan()
	for _, s := range report.Standards {
		v.Rows = append(v.Rows, standardView{s.Team, teamTitle(plan, s.Team), string(s.Priority), s.Kind, viewFigure(s.Now, s.Kind), viewFigure(s.Before, s.Kind)})
	}
	return writeJSON(w, http.StatusOK, v)
}

// days reads a number of days; the usual one if there is none.
func days(s string) (int, error) {
	if s == "" {
		return usualDays, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > mostDays {
		return 0, badQuery("The number of days must be from 1 to 366.")
	}
	return n, nil
}

// teamTitle is what a team is called. Figures outlive their team.
func teamTitle(plan *bot.Plan, id string) string {
	if !plan.HasTeam(id) {
		return id
	}
	return plan.Team(id).Title
}

func viewFigure(f insight.Figure, kind string) figureView {
	v := figureView{N: f.N, Judged: f.Judged, Kept: f.Kept, Enough: f.N >= insight.Enough}
	if f.Judged > 0 {
		share := f.Share()
		v.Share = &share
	}
	if f.N > 0 && kind != bot.MeasurePromise {
		median, p90 := int64(f.Median/time.Second), int64(f.P90/time.Second)
		v.Median, v.P90 = &median, &p90
	}
	return v
}
