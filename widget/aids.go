package widget

import (
	"context"
	"net/http"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/aid"
)

// teamView is a team as agents see it.
type teamView struct {
	ID        string                        `json:"id"`
	Title     string                        `json:"title"`
	Standards map[bot.Priority]bot.Standard `json:"standards"`
	Show      bool                          `json:"show"`
}

// personView is a colleague.
type personView struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// selfView is the agent who asks.
type selfView struct {
	personView
	Supervisor bool     `json:"supervisor"`
	Teams      []string `json:"teams"` // ids
}

// aidsView is what agents work with.
type aidsView struct {
	Causes    []aid.Cause    `json:"causes"`
	Canned    []aid.Canned   `json:"canned"`
	Playbooks []aid.Playbook `json:"playbooks"`
	Teams     []teamView     `json:"teams"`
	Me        selfView       `json:"me"`
	People    []personView   `json:"people"`
	Settings  bool           `json:"settings"` // may write all this
}

// aids answers GET /api/agent/aids with the job aids of the agent's teams, the teams, and who is who.
func (e *edge) aids(w http.ResponseWriter, r *http.Request, who account.Staff) error {
	people, err := e.colleagues(r.Context())
	if err != nil {
		return err
	}
	v := aidsView{
		Causes: filled(e.Book.Causes()), Canned: []aid.Canned{}, Playbooks: filled(e.playbooks(who)), Teams: []teamView{}, People: people,
		Me:       selfView{personView{who.ID, who.Name}, e.supervises(who), []string{}},
		Settings: e.permit(who.Roles, account.ManageDesk),
	}
	plan := e.Book.Plan()
	for _, t := range plan.Teams {
		standards := t.Standards
		if standards == nil {
			standards = map[bot.Priority]bot.Standard{}
		}
		v.Teams = append(v.Teams, teamView{t.ID, t.Title, standards, t.Show})
		if plan.Sees(who.ID, t.ID) {
			v.Me.Teams = append(v.Me.Teams, t.ID)
		}
	}
	for _, c := range e.Book.Canned() {
		if e.sharesAid(who, c.Team) {
			v.Canned = append(v.Canned, c)
		}
	}
	return writeJSON(w, http.StatusOK, v)
}

// sharesAid reports whether a job aid of a team, or of all if that is "", is for this member of the staff.
func (e *edge) sharesAid(who account.Staff, team string) bool {
	return team == "" || e.supervises(who) || e.Book.Plan().Sees(who.ID, team)
}

// playbooks are those that are for this member of the staff.
func (e *edge) playbooks(who account.Staff) (out []aid.Playbook) {
	for _, p := range e.Book.Playbooks() {
		if e.sharesAid(who, p.Team) {
			out = append(out, p)
		}
	}
	return out
}

// colleagues are those who can be given conversations.
func (e *edge) colleagues(ctx context.Context) ([]personView, error) {
	all, err := e.Accounts.List(ctx)
	if err != nil {
		return nil, err
	}
	out := []personView{}
	for _, s := range all {
		if e.mayTake(s) {
			out = append(out, personView{s.ID, s.Name})
		}
	}
	return out, nil
}
