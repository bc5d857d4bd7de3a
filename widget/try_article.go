package widget

import (
	"fmt"
	"net/http"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/widget/wire"
)

// maxExchanges bounds a conversation that is only tried.
const maxExchanges = 50

// exchange is an earlier turn of a conversation that is only tried, as the page was told it.
type exchange struct {
	Question string            `json:"question"`
	Choice   string            `json:"choice"`
	Kind     bot.DecisionKind  `json:"kind"`
	Offer    bool              `json:"offer"`
	Reason   bot.HandoffReason `json:"reason"`
	Articles []string          `json:"articles"`
}

// reaction is what the bot says in a conversation that is only tried.
type reaction struct {
	Kind       bot.DecisionKind  `json:"kind"`
	Text       string            `json:"text"`
	Citations  []wire.Citation   `json:"citations"`
	Choices    []choice          `json:"choices"`
	Offer      bool              `json:"offer"`
	Reason     bot.HandoffReason `json:"reason"`
	Confidence float64           `json:"confidence"`
	Threshold  float64           `json:"threshold"`
	Rule       string            `json:"rule"`
}

// tryArticle answers POST /api/editor/try: the bot answers with the draft in place, as a customer would be answered.
func (e *edge) tryArticle(w http.ResponseWriter, r *http.Request, _ account.Staff) error {
	var in struct {
		ID      string     `json:"id"`
		Content content    `json:"content"`
		Text    string     `json:"text"`
		Choice  string     `json:"choice"`
		Earlier []exchange `json:"earlier"`
	}
	if err := readJSON(w, r, maxArticle+maxBody, &in); err != nil {
		return err
	}
	if err := bot.ValidText(in.Text, bot.MaxMessage); err != nil {
		return err
	}
	if len(in.Earlier) > maxExchanges {
		return invalid(fmt.Sprintf("The conversation has more than %d turns; begin another.", maxExchanges))
	}
	draft, err := e.draft(r.Context(), in.ID, in.Content)
	if err != nil {
		return err
	}
	q := bot.Question{Text: in.Text, Choice: in.Choice, Locale: draft.Locale}
	for _, x := range in.Earlier {
		q.Earlier = append(q.Earlier, bot.Exchange{Question: x.Question, Choice: x.Choice, Kind: x.Kind, Offer: x.Offer, Reason: x.Reason, Articles: x.Articles})
	}
	d, err := e.Stage.Turn(r.Context(), publishing(draft), q)
	if err != nil {
		return err
	}
	v := reaction{
		Kind: d.Kind, Text: d.Text, Citations: viewCitations(d.Citations), Choices: []choice{}, Offer: d.Offer, Reason: d.Reason,
		Confidence: d.Trace.Confidence, Threshold: d.Trace.Threshold, Rule: d.Trace.Rule,
	}
	for _, c := range d.Choices {
		v.Choices = append(v.Choices, choice{c.Article, c.Title})
	}
	return writeJSON(w, http.StatusOK, v)
}
