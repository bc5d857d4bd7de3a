package widget

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/desk"
)

// refusedView is a conversation of a bulk action that stayed as it was, and why.
type refusedView struct {
	ID      string `json:"id"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// bulkView is what became of a bulk action.
type bulkView struct {
	Done    []string      `json:"done"`
	Refused []refusedView `json:"refused"`
	Undo    string        `json:"undo,omitempty"`
}

// bulk answers POST /api/agent/bulk: one action on several conversations, each done or refused by itself.
func (e *edge) bulk(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		Action   string   `json:"action"`
		IDs      []string `json:"ids"`
		To       string   `json:"to"`
		Team     string   `json:"team"`
		Tags     []string `json:"tags"`
		Priority string   `json:"priority"`
		Cause    string   `json:"cause"`
		Until    int64    `json:"until"` // ms since 1970; -1 until the customer writes; 0 takes up again
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	b := desk.Bulk{Action: in.Action, IDs: unique(in.IDs), To: in.To, Team: in.Team, Tags: in.Tags, Priority: priority(in.Priority), Cause: in.Cause, Until: until(in.Until)}
	if err := checkBulk(b); err != nil {
		return err
	}
	done, err := e.Agents.Bulk(r.Context(), e.act(who), b)
	if err != nil {
		return err
	}
	return e.answerBulk(w, done)
}

// undoBulk answers POST /api/agent/bulk/undo with what could be put back.
func (e *edge) undoBulk(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	var in struct {
		Undo string `json:"undo"`
	}
	if err := readJSON(w, r, maxBody, &in); err != nil {
		return err
	}
	done, err := e.Agents.UndoBulk(r.Context(), e.act(who), in.Undo)
	if err != nil {
		return err
	}
	return e.answerBulk(w, done)
}

// act is something that a member of the staff does here and now.
func (e *edge) act(who account.Staff) desk.Act {
	return desk.Act{Agent: bot.Author{Kind: bot.ByAgent, ID: who.ID, Name: who.Name}, Supervisor: e.supervises(who), ID: e.NewID()}
}

// checkBulk refuses what would be refused for each conversation alike.
func checkBulk(b desk.Bulk) error {
	switch {
	case len(b.IDs) == 0:
		return invalid("No conversation was chosen; choose at least one.")
	case len(b.IDs) > desk.MaxBulk:
		return invalid("Too many conversations were chosen; choose 200 at most.")
	case slices.ContainsFunc(b.IDs, func(id string) bool { return !bot.ValidID(id, 1) }):
		return invalid("One of the conversations is not named by an id.")
	case !slices.Contains([]string{"accept", "assign", "priority", "release", "resolve", "snooze", "tag", "team", "untag"}, b.Action):
		return invalid("There is no such action for several conversations.")
	case !b.Priority.Valid():
		return invalid("The priority must be low, normal, high or urgent.")
	case b.Action == "resolve" && bot.ValidText(b.Cause, bot.MaxCause) != nil:
		return invalid("The cause is missing or too long; say in a few words why the customers had to ask.")
	}
	if tags, err := bot.ParseTags(b.Tags); err != nil {
		return err
	} else if tags == "" && (b.Action == "tag" || b.Action == "untag") {
		return invalid("No tag was given; write at least one.")
	}
	return nil
}

func (e *edge) answerBulk(w http.ResponseWriter, r desk.BulkResult) error {
	v := bulkView{Done: list(r.Done), Refused: []refusedView{}, Undo: r.Undo}
	for id, err := range r.Refused {
		f, known := faultOf(err)
		if !known {
			e.log.Error("bulk action failed", "request", requestID(w), "conversation", id, "error", err)
		}
		v.Refused = append(v.Refused, refusedView{id, f.code, f.message})
	}
	slices.SortFunc(v.Refused, func(a, b refusedView) int { return strings.Compare(a.ID, b.ID) })
	return writeJSON(w, http.StatusOK, v)
}

// unique keeps the first of each.
func unique(in []string) []string {
	var out []string
	seen := make(map[string]bool)
	for _, s := range in {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// priority reads a priority as the wire has it.
func priority(s string) bot.Priority {
	if s == "normal" {
		return bot.Normal
	}
	return bot.Priority(s)
}

// until reads the time of a snooze as the wire has it.
func until(at int64) time.Time {
	switch at {
	case 0:
		return time.Time{}
	case -1:
		return bot.UntilAnswer
	}
	return time.UnixMilli(at)
}
