package widget

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/spend"
)

// Models knows how the language model does and what it took.
type Models interface {
	State() ModelState
	Limits() spend.Limits
	// Days returns what the last n days took, today first.
	Days(ctx context.Context, n int) ([]spend.Day, error)
	// Check asks the model once. The error says in a sentence what is wrong and what to do.
	Check(ctx context.Context) error
}

// ModelState is how the language model does at the moment.
type ModelState struct {
	Name     string // "host/model"
	Down     bool   // it is not asked for a while, because it failed too often
	Why      string // what is wrong and what to do, in a sentence without secrets; "" if nothing is
	Since    time.Time
	Answered time.Time // when it answered last; zero if it never did
	Priced   bool      // what it costs is known
}

const (
	modelDays = 14
	// checkModelWithin bounds how long the model may take to answer when somebody asks whether it does.
	checkModelWithin = 8 * time.Second
)

// modelView is what administrators read of the language model.
type modelView struct {
	On       bool           `json:"on"`
	Name     string         `json:"name"`
	Down     bool           `json:"down"`
	Why      string         `json:"why"`
	Since    int64          `json:"since"`    // ms since 1970: of what is wrong; 0 if nothing is
	Answered int64          `json:"answered"` // ms since 1970; 0 if it never did
	Priced   bool           `json:"priced"`
	Limits   limitsView     `json:"limits"`
	Sites    []siteUseView  `json:"sites"` // what customers took today, most first
	Today    modelDayView   `json:"today"`
	Days     []modelDayView `json:"days"` // today first
}

// limitsView are tokens a day; 0 is no limit.
type limitsView struct {
	Day     int64 `json:"day"`
	Site    int64 `json:"site"`
	Visitor int64 `json:"visitor"`
	Address int64 `json:"address"`
}

type siteUseView struct {
	Site   string `json:"site"`
	Tokens int64  `json:"tokens"`
}

type modelDayView struct {
	Date string `json:"date"` // UTC, as 2026-11-21
	useView
	Purposes map[bot.Purpose]useView `json:"purposes"`
}

type useView struct {
	Requests   int64   `json:"requests"`
	Failed     int64   `json:"failed"`    // of the requests
	Refused    int64   `json:"refused"`   // besides them
	Estimated  int64   `json:"estimated"` // requests whose tokens the server did not count
	Prompt     int64   `json:"prompt"`
	Completion int64   `json:"completion"`
	Cost       float64 `json:"cost"`
}

// model answers GET /api/model with how the language model does, what it may take and what it took.
func (e *edge) model(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	if e.Models == nil {
		return errModelOff
	}
	days, err := e.Models.Days(r.Context(), modelDays)
	if err != nil {
		return err
	}
	s, l := e.Models.State(), e.Models.Limits()
	v := modelView{On: true, Name: s.Name, Down: s.Down, Why: reason(s.Why), Priced: s.Priced, Limits: limitsView(l), Sites: []siteUseView{}, Days: []modelDayView{}}
	v.Since, v.Answered = moment(s.Since), moment(s.Answered)
	for i, d := range days {
		view := viewModelDay(d)
		v.Days = append(v.Days, view)
		if i == 0 {
			v.Today, v.Sites = view, viewSites(d)
		}
	}
	return writeJSON(w, http.StatusOK, v)
}

// checkModel answers POST /api/model/check: whether the model answers, and if not why.
func (e *edge) checkModel(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	if e.Models == nil {
		return errModelOff
	}
	ctx, cancel := context.WithTimeout(r.Context(), checkModelWithin)
	defer cancel()
	if err := e.Models.Check(ctx); err != nil {
		return writeJSON(w, http.StatusOK, map[string]any{"ok": false, "why": reason(err.Error())})
	}
	return writeJSON(w, http.StatusOK, map[string]any{"ok": true, "why": ""})
}

// reason is why a model does not work, as a sentence: errors begin with a small letter.
func reason(why string) string {
	if why == "" {
		return ""
	}
	if strings.HasSuffix(why, "?") {
		return strings.TrimSuffix(sentence(why), ".")
	}
	return sentence(why)
}

// moment is a time in ms since 1970, 0 for none.
func moment(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return bot.Millis(at)
}

func viewModelDay(d spend.Day) modelDayView {
	v := modelDayView{Date: d.Date.Format(time.DateOnly), useView: useView(d.All), Purposes: make(map[bot.Purpose]useView)}
	for p, u := range d.Purpose {
		v.Purposes[p] = useView(u)
	}
	return v
}

func viewSites(d spend.Day) []siteUseView {
	out := []siteUseView{}
	for site, u := range d.Site {
		out = append(out, siteUseView{site, u.Tokens()})
	}
	slices.SortFunc(out, func(a, b siteUseView) int {
		if a.Tokens != b.Tokens {
			return int(b.Tokens - a.Tokens)
		}
		return strings.Compare(a.Site, b.Site)
	})
	return out
}
