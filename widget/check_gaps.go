package widget

import (
	"net/http"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/gap"
	"frontdesk/knowledge"
)

// articleGap is how a gap stands that an article is written for.
type articleGap struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	State    gap.State `json:"state"`
	Asked    int       `json:"asked"`      // different questions, when they were asked again last
	Answered int       `json:"answered"`   // and how many of them had an answer
	Checked  int64     `json:"checked_at"` // when that was, ms since 1970; 0 if never
}

// articleGaps answers GET /api/editor/article/gaps?id= with what became of the gaps that an article is written for. After
// a publish, their questions are asked again as soon as the bot has learnt the article.
func (e *edge) articleGaps(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	id := r.URL.Query().Get("id")
	if knowledge.ValidID(id) != nil {
		return badQuery("The address does not name an article.")
	}
	gaps, err := e.Gaps.Of(r.Context(), id)
	if err != nil {
		return err
	}
	out, clean := []articleGap{}, without(nil)
	for _, g := range gaps {
		out = append(out, articleGap{ID: g.ID, Title: clean(g.Example), State: g.State, Asked: g.Asked, Answered: g.Answered, Checked: bot.Millis(g.Checked)})
	}
	return writeJSON(w, http.StatusOK, map[string]any{"gaps": out})
}
