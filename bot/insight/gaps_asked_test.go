package insight_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/insight"
)

func (h *gapsHouse) wordings(w insight.Wordings) (out []string) {
	h.t.Helper()
	list, err := h.gaps.Wordings(h.t.Context(), w)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, a := range list {
		out = append(out, fmt.Sprintf("%s: %d %s", a.Text, a.Customers, a.Outcome))
	}
	return out
}

// Everything that customers asked can be found, by its words, by the article that answers it, and by the article that is
// written for it.
func TestWordings(t *testing.T) { each(t, testWordings) }

func testWordings(t *testing.T) {
	h := openGaps(t)
	washes := func(conversation, visitor, text string) {
		t.Helper()
		h.now = h.now.Add(time.Minute)
		h.writes(conversation, visitor, text)
		h.decides(conversation, bot.Decision{Kind: bot.Answer, Citations: []bot.Citation{{Article: "wash", Revision: 1}}})
	}
	washes("conversation-wash01", "a", "How to wash a 100% down jacket")
	washes("conversation-wash02", "b", "how to wash a 100%  down jacket")
	washes("conversation-wash03", "b", "how to wash a 100% down jacket")
	washes("conversation-wash04", "c", "wash ÄRMEL")
	h.fails("conversation-rent01", "d", "do you rent tents")
	h.fails("conversation-rent02", "e", "rent tents to wash")
	h.follow()
	h.follow()

	for name, c := range map[string]struct {
		w    insight.Wordings
		want []string
	}{
		"all":           {insight.Wordings{}, []string{"how to wash a 100% down jacket: 2 fine", "do you rent tents: 1 unanswered", "rent tents to wash: 1 unanswered", "wash ÄRMEL: 1 fine"}},
		"by words":      {insight.Wordings{Text: "WASH rent"}, []string{"rent tents to wash: 1 unanswered"}},
		"other letters": {insight.Wordings{Text: "ärmel"}, []string{"wash ÄRMEL: 1 fine"}},
		"no pattern":    {insight.Wordings{Text: "0% d"}, []string{"how to wash a 100% down jacket: 2 fine"}},
		"nothing":       {insight.Wordings{Text: "parrot"}, nil},
		"an article":    {insight.Wordings{Article: "wash"}, []string{"how to wash a 100% down jacket: 2 fine", "wash ÄRMEL: 1 fine"}},
		"few":           {insight.Wordings{Limit: 1}, []string{"how to wash a 100% down jacket: 2 fine"}},
		"not written":   {insight.Wordings{Article: "rent"}, nil},
	} {
		got := h.wordings(c.w)
		if name == "all" { // those of one customer each, by time: two at the same moment
			slices.Sort(got[1:])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if err := h.gaps.Write(t.Context(), "gap-1", "rent"); err != nil {
		t.Fatal(err)
	}
	got := h.wordings(insight.Wordings{Article: "rent"})
	slices.Sort(got)
	if !slices.Equal(got, []string{"do you rent tents: 1 unanswered", "rent tents to wash: 1 unanswered"}) {
		t.Errorf("of its gap: %q", got)
	}

	if err := h.gaps.Erase(t.Context(), "conversation-wash04"); err != nil {
		t.Fatal(err)
	}
	if got := h.wordings(insight.Wordings{Text: "ärmel"}); got != nil {
		t.Errorf("erased, and still there: %q", got)
	}
	h.now = h.now.Add(401 * 24 * time.Hour)
	h.follow()
	if got := h.wordings(insight.Wordings{}); got != nil {
		t.Errorf("after more than a year: %q", got)
	}
}

// The gaps of an article tell how they stand.
func TestGapsOfAnArticle(t *testing.T) { each(t, testGapsOfAnArticle) }

func testGapsOfAnArticle(t *testing.T) {
	h := openGaps(t)
	h.fails("conversation-rent01", "a", "do you rent tents")
	h.fails("conversation-rent02", "b", "rent tents")
	h.now = h.now.Add(time.Minute)
	h.fails("conversation-parrot", "c", "can i bring my parrot")
	h.follow()
	if err := h.gaps.Write(t.Context(), "gap-1", "rent"); err != nil {
		t.Fatal(err)
	}
	h.now = h.now.Add(time.Hour)
	h.recheck("gap-1", answering("rent tents"))
	of, err := h.gaps.Of(t.Context(), "rent")
	if err != nil || len(of) != 1 || of[0].ID != "gap-1" || of[0].Asked != 2 || of[0].Answered != 1 || !of[0].Checked.Equal(h.now) || of[0].Example == "" {
		t.Errorf("%+v, %v", of, err)
	}
	if of, err := h.gaps.Of(t.Context(), "other"); err != nil || len(of) != 0 {
		t.Errorf("another's: %+v, %v", of, err)
	}
	questions, err := h.gaps.Questions(t.Context(), "gap-1")
	if err != nil || len(questions) != 2 || questions[0].Site != "shop" {
		t.Errorf("%+v, %v", questions, err)
	}
	// Those somebody writes for are asked again first, however long ago they were asked.
	h.now = h.now.Add(time.Hour)
	h.fails("conversation-parr02", "d", "can I bring my parrot?")
	h.follow()
	done, err := h.gaps.RecheckAll(t.Context(), answering(), 1)
	if err != nil || len(done) != 1 || done[0].Gap != "gap-1" {
		t.Errorf("%+v, %v", done, err)
	}
}
