package widget

import (
	"encoding/json"
	"net/http"

	"frontdesk/bot/account"
	"frontdesk/bot/aid"
	"frontdesk/knowledge/exam"
)

// blockedAnswer is an answer that a rule would keep the bot from giving.
type blockedAnswer struct {
	Question string `json:"question"`
	Article  named  `json:"article"` // that it is from
	Rule     string `json:"rule"`    // id
	Text     string `json:"text"`    // the words that break the rule
	Now      bool   `json:"now"`     // the rules in use block it, too
}

// previewNeverSay answers POST /api/editor/neversay/try with what rules that are not saved yet would block of the answers
// to the exam.
func (e *edge) previewNeverSay(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	var in struct {
		Value json.RawMessage `json:"value"`
	}
	if err := readJSON(w, r, maxSettings, &in); err != nil {
		return err
	}
	var written []aid.NeverSay
	if err := strictly(in.Value, &written); err != nil {
		return err
	}
	var out struct {
		Problems []problemOf     `json:"problems"`
		Blocked  []blockedAnswer `json:"blocked"`
		Asked    int             `json:"asked"`
	}
	out.Problems, out.Blocked = []problemOf{}, []blockedAnswer{}
	rules, err := aid.CompileNeverSay(written)
	if err != nil {
		out.Problems = append(out.Problems, problemOf{sentence(err.Error()), faulty(written)})
		return writeJSON(w, http.StatusOK, out)
	}
	questions, err := e.Exam.Exam(r.Context())
	if err != nil {
		return err
	}
	said, err := e.Stage.Said(r.Context(), questions)
	if err != nil {
		return err
	}
	out.Asked = len(said)
	holding, inUse := rules.Bot(), e.Book.NeverSay().Bot()
	for i, v := range said {
		hits := holding.Check(v.Text)
		if v.Decision == exam.Handoff || len(hits) == 0 {
			continue
		}
		first := hits[0]
		out.Blocked = append(out.Blocked, blockedAnswer{
			Question: questions[i].Text, Article: named{v.Article, v.Title}, Rule: first.Rule.ID, Text: v.Text[first.Start:first.End], Now: len(inUse.Check(v.Text)) > 0,
		})
	}
	return writeJSON(w, http.StatusOK, out)
}

// problemOf is what is wrong with a list, in a sentence that names the rule.
type problemOf struct {
	Message string `json:"message"`
	Rule    string `json:"rule,omitempty"` // id; "" if it is about the list as a whole
}

// faulty is the id of the first rule that cannot be used by itself.
func faulty(list []aid.NeverSay) string {
	for i, one := range list {
		if _, err := aid.CompileNeverSay(list[i : i+1]); err != nil {
			return one.ID
		}
	}
	return ""
}
