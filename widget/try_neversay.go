package widget

import (
	"encoding/json"
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/bot/aid"
)

// maxTryText is the longest text to try rules on, in bytes.
const maxTryText = 16 << 10

// triedHit is a place where a text breaks a rule.
type triedHit struct {
	Rule  string `json:"rule"`  // id
	Start int    `json:"start"` // bytes of the text
	End   int    `json:"end"`
}

// tryNeverSay answers POST /api/settings/neversay/try with what rules that are not saved yet find in a text.
func (e *edge) tryNeverSay(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	var in struct {
		Value json.RawMessage `json:"value"`
		Text  string          `json:"text"`
	}
	if err := readJSON(w, r, maxSettings, &in); err != nil {
		return err
	}
	if len(in.Text) > maxTryText {
		return badQuery("The text to try the rules on is too long; shorten it.")
	}
	var list []aid.NeverSay
	if err := strictly(in.Value, &list); err != nil {
		return err
	}
	rules, err := aid.CompileNeverSay(list)
	if err != nil {
		return badQuery(sentence(err.Error()))
	}
	hits := []triedHit{}
	for _, h := range rules.Check(in.Text) {
		hits = append(hits, triedHit{h.Rule.ID, h.Start, h.End})
	}
	return writeJSON(w, http.StatusOK, map[string]any{"hits": hits})
}
