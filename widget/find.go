package widget

import (
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/store"
	"frontdesk/knowledge"
	"frontdesk/widget/live"
	"frontdesk/widget/wire"
)

const (
	maxFind    = 200             // longest text to search conversations for, in bytes
	findWithin = 2 * time.Second // after which a page ends early
)

// foundRow is a conversation that was found.
type foundRow struct {
	wire.Row
	Cause   string `json:"cause,omitempty"`
	Created int64  `json:"created"` // ms since 1970
}

// findConversations answers GET /api/agent/find?q=&customer=&tag=&cause=&team=&site=&status=&from=&to=&zone=&before=.
// Days are those of the zone, or of the house without one. A page may end before it is full; the note then says how
// far back was looked, and next goes on from there.
func (e *edge) findConversations(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	f, err := e.findQuery(r.URL.Query())
	if err != nil {
		return err
	}
	began := e.clock()
	f.Sees, f.Enough = e.sees(who), func() bool { return e.clock().Sub(began) >= findWithin }
	found, err := e.History.Find(r.Context(), f)
	if err != nil {
		return err
	}
	names, err := e.names(r.Context())
	if err != nil {
		return err
	}
	rows, plan := []foundRow{}, e.Book.Plan()
	for _, l := range found.Lines {
		row := live.RowOf(&l.Line, plan, names.of)
		row.View, row.Snippet = live.ViewOf(l.Conversation, who.ID), snippet(l.Snippet, knowledge.Span{})
		rows = append(rows, foundRow{row, l.Cause, bot.Millis(l.Created)})
	}
	note := ""
	if !found.Until.IsZero() {
		note = "Searched back to " + found.Until.In(e.zone(r.URL.Query().Get("zone"))).Format("2 January 2006") + "; show more to search further back."
	}
	return writeJSON(w, http.StatusOK, map[string]any{"rows": rows, "next": found.Next, "note": note})
}

// findQuery reads what is looked for.
func (e *edge) findQuery(q url.Values) (f store.Find, err error) {
	for _, values := range q {
		for _, v := range values {
			if len(v) > maxFind || !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return f, badQuery("What to search for is too long or not valid text.")
			}
		}
	}
	f = store.Find{Text: q.Get("q"), Customer: q.Get("customer"), Cause: strings.TrimSpace(q.Get("cause")), Team: q.Get("team"), Site: q.Get("site"),
		Status: bot.Status(q.Get("status")), Before: q.Get("before")}
	if f.Tags, err = bot.ParseTags(strings.Fields(q.Get("tag"))); err != nil {
		return f, badQuery("A tag is one word of at most 40 bytes.")
	}
	switch f.Status {
	case "", bot.Open, bot.Resolved:
	default:
		return f, badQuery("The status must be open or resolved, or left out.")
	}
	zone := e.zone(q.Get("zone"))
	if f.From, err = day(q.Get("from"), zone, 0); err != nil {
		return f, err
	}
	if f.To, err = day(q.Get("to"), zone, 1); err != nil {
		return f, err
	}
	if !f.From.IsZero() && !f.To.IsZero() && !f.From.Before(f.To) {
		return f, badQuery("The first day is after the last one; swap them.")
	}
	return f, nil
}

// day is the beginning of a day, or of one some days later; zero without a date.
func day(date string, zone *time.Location, later int) (time.Time, error) {
	if date == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, date, zone)
	if err != nil {
		return time.Time{}, badQuery("A day is written like 2026-03-31.")
	}
	return t.AddDate(0, 0, later), nil
}
