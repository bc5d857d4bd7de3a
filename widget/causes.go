package widget

import (
	"net/http"

	"frontdesk/bot/account"
)

// causes answers GET /api/agent/causes with the tree and its paths; agents may write any other cause.
func (e *edge) causes(w http.ResponseWriter, _ *http.Request, _ account.Staff) error {
	tree := e.Book.Causes()
	return writeJSON(w, http.StatusOK, map[string]any{"causes": list(tree.Paths()), "tree": filled(tree)})
}
