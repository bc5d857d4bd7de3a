package widget

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/gap"
	"frontdesk/bot/insight"
	"frontdesk/knowledge"
)

// oneGap is a list with a single gap, "g1", about the conversation that the test has made.
type oneGap struct {
	conversation, visitor string
	written               string
	state                 gap.State
}

func (g *oneGap) gap() insight.Gap {
	return insight.Gap{
		Ranked: gap.Ranked{ID: "g1", Now: gap.Tally{Questions: 3, Customers: 2, Time: 7 * time.Minute}}, State: g.state, Article: g.written,
		Example: "mail me at bob@example.org, can you engrave", Trend: gap.Rising, Outcomes: map[gap.Outcome]int{gap.Unanswered: 3},
	}
}

func (g *oneGap) List(_ context.Context, l insight.GapList) ([]insight.Gap, error) {
	if l.States != nil && g.state == gap.Open && len(l.States) == 1 {
		return nil, nil
	}
	return []insight.Gap{g.gap()}, nil
}

func (g *oneGap) known(id string) error {
	if id != "g1" {
		return insight.ErrNoGap
	}
	return nil
}

func (g *oneGap) Gap(_ context.Context, id string, _ time.Duration) (insight.GapDetail, error) {
	q := gap.Question{
		Conversation: g.conversation, Visitor: g.visitor, Text: "I am Bob Miller, can you engrave my knife?", Outcome: gap.Unanswered,
		Tried: []bot.Candidate{{Article: "returns", Title: "Returns"}}, Answers: []gap.Reply{{Text: "Yes, write to bob@example.org from March on."}},
	}
	return insight.GapDetail{
		Gap: g.gap(), Questions: []insight.AskedAgain{{Question: q}}, Material: gap.MaterialOf([]gap.Question{q}),
	}, g.known(id)
}

func (g *oneGap) AskAgain(_ context.Context, id string) (insight.Rechecked, error) {
	return insight.Rechecked{Gap: id, Asked: 3, Answered: 2, Now: gap.Open}, g.known(id)
}

func (g *oneGap) Write(_ context.Context, id, article string) error {
	if article == "" {
		return knowledge.ErrNotFound
	}
	g.written = article
	return g.known(id)
}

func (g *oneGap) Dismiss(_ context.Context, id string) error {
	g.state = gap.Dismissed
	return g.known(id)
}

func (g *oneGap) Reopen(_ context.Context, id string) error {
	g.state = gap.Open
	return g.known(id)
}

func (g *oneGap) Of(_ context.Context, article string) ([]insight.Gap, error) {
	if article != g.written {
		return nil, nil
	}
	of := g.gap()
	of.Asked, of.Answered, of.Checked = 3, 2, time.UnixMilli(77)
	return []insight.Gap{of}, nil
}

func (g *oneGap) Questions(_ context.Context, id string) ([]gap.Question, error) {
	return []gap.Question{{Text: "can you engrave my knife"}, {Text: "engrave"}, {Text: "nothing"}}, g.known(id)
}

func (g *oneGap) Wordings(_ context.Context, w insight.Wordings) ([]insight.Wording, error) {
	all := []insight.Wording{
		{Text: "I am Bob Miller, where do returns go?", Customers: 3, Outcome: gap.Fine, Conversation: g.conversation, Visitor: g.visitor},
		{Text: "can you engrave my knife", Customers: 2, Outcome: gap.Unanswered, Conversation: g.conversation, Visitor: g.visitor},
		{Text: "i am \n bob miller, where do returns go?", Customers: 1, Outcome: gap.Fine, Conversation: g.conversation, Visitor: g.visitor},
		{Text: "erased returns", Customers: 1, Outcome: gap.Fine, Conversation: "talk-of-somebody-erased", Visitor: "gone"},
	}
	return slices.DeleteFunc(all, func(a insight.Wording) bool { return !strings.Contains(a.Text, cmp.Or(w.Text, w.Article)) }), nil
}

// What customers and agents wrote is shown to editors without what tells who the customer is.
func TestGapsTellNobodysName(t *testing.T) {
	d := openDesk(t, nil, nil)
	d.talk.says(firstTalk, "I am Bob Miller, can you engrave my knife?")
	if _, err := d.talk.room.LeaveContact(t.Context(), d.talk.act(firstTalk), "bob@example.org", "Bob Miller"); err != nil {
		t.Fatal(err)
	}
	editor := cookie(d.session(d.staff("editor@shop.example", account.Editor)))
	for path, parts := range map[string][]string{
		"/api/editor/gaps":      {`"customers":2`, `"minutes":7`, `"trend":"rising"`, "can you engrave"},
		"/api/editor/gap?id=g1": {`"phrasings":[`, `"title":`, "can you engrave my knife", "from March on"},
	} {
		got := d.want(http.StatusOK, request(http.MethodGet, path, "", editor), nil).Body.String()
		for _, part := range parts {
			if !strings.Contains(got, part) {
				t.Errorf("%s has no %s: %s", path, part, got)
			}
		}
		for _, personal := range []string{"bob@example.org", "Miller"} {
			if strings.Contains(got, personal) {
				t.Errorf("%s tells %s: %s", path, personal, got)
			}
		}
	}
	d.refused(http.StatusNotFound, "not_found", request(http.MethodGet, "/api/editor/gap?id=g2", "", editor))
	d.refused(http.StatusBadRequest, "invalid", request(http.MethodGet, "/api/editor/gaps?state=lost", "", editor))
	d.refused(http.StatusBadRequest, "invalid", request(http.MethodGet, "/api/editor/gaps?days=0", "", editor))
}
