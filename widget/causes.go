package widget

import (
	"net/http"

	"frontdesk/bot/account"
)

// causes answers GET /api/agent/causes with suggestions; agents may write any other.
func (e *edge) causes(w http.ResponseWriter, _ *http.Request, _ account.Staff) error {
	return writeJSON(w, http.StatusOK, map[string][]string{"causes": e.Causes})
}
