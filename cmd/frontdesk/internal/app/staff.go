package app

import (
	"context"
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/bot/desk"
	"frontdesk/widget/live"
)

// colleagues are the members of the staff who may take conversations.
type colleagues struct{ accounts *account.Accounts }

// Colleagues lists them.
func (c colleagues) Colleagues(ctx context.Context) ([]desk.Colleague, error) {
	all, err := c.accounts.List(ctx)
	if err != nil {
		return nil, err
	}
	var out []desk.Colleague
	for _, s := range all {
		if !s.Disabled && account.Allowed(s.Roles, account.TakeConversations) {
			out = append(out, desk.Colleague{ID: s.ID, Name: s.Name})
		}
	}
	return out, nil
}

// staffName is the name to show for a staff id, "" if there is none.
func (a *App) staffName(ctx context.Context, id string) string {
	s, err := a.Accounts.ByID(ctx, id)
	if err != nil {
		return ""
	}
	return s.Name
}

// serveStaff opens the socket of a member of the staff whom the edge has authenticated.
func (a *App) serveStaff(w http.ResponseWriter, r *http.Request, s account.Staff) {
	roles := make([]string, len(s.Roles))
	for i, role := range s.Roles {
		roles[i] = string(role)
	}
	a.hub.ServeStaff(w, r, live.Agent{
		ID: s.ID, Name: s.Name, Roles: roles, Session: s.Session,
		MayTake: account.Allowed(s.Roles, account.TakeConversations), Supervisor: account.Allowed(s.Roles, account.SuperviseConversations),
	})
}
