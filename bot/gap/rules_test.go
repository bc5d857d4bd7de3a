package gap

import (
	"slices"
	"testing"
	"time"

	"frontdesk/bot"
)

func TestRank(t *testing.T) {
	gaps := []Ranked{
		{ID: "quiet", Now: Tally{Questions: 1, Customers: 1}},
		{ID: "often", Now: Tally{Questions: 9, Customers: 8}},
		{ID: "one customer, again and again", Now: Tally{Questions: 40, Customers: 1}},
		{ID: "long", Now: Tally{Questions: 2, Customers: 2, Time: 2 * time.Hour, Messages: 30}},
		{ID: "before", Before: Tally{Questions: 90, Customers: 90}},
	}
	Rank(gaps)
	var got []string
	for _, g := range gaps {
		got = append(got, g.ID)
	}
	if want := []string{"long", "often", "one customer, again and again", "quiet", "before"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestTrend(t *testing.T) {
	for _, c := range []struct {
		now, before int
		want        Trend
	}{
		{0, 0, Steady}, {1, 0, Steady}, {2, 0, Steady}, {3, 0, Rising}, {3, 1, Steady}, {30, 10, Rising}, {10, 30, Falling}, {100, 90, Steady}, {0, 3, Falling},
	} {
		if got := TrendOf(Tally{Customers: c.now}, Tally{Customers: c.before}); got != c.want {
			t.Errorf("%d after %d is %s, want %s", c.now, c.before, got, c.want)
		}
	}
}

func TestStates(t *testing.T) {
	for _, c := range []struct {
		was             State
		asked, answered int
		want            State
	}{
		{Open, 0, 0, Open}, {Open, 4, 2, Open}, {Open, 4, 3, Closed}, {Reopened, 1, 1, Closed},
		{Closed, 4, 2, Closed}, {Closed, 4, 1, Reopened}, {Closed, 0, 0, Closed}, {Dismissed, 4, 4, Dismissed},
	} {
		if got := c.was.Checked(c.asked, c.answered); got != c.want {
			t.Errorf("%s with %d of %d answered is %s, want %s", c.was, c.answered, c.asked, got, c.want)
		}
	}
	for _, c := range []struct{ into, from, want State }{
		{Open, Closed, Open}, {Open, Open, Open}, {Reopened, Open, Reopened}, {Closed, Open, Reopened}, {Closed, Closed, Closed},
		{Dismissed, Open, Open}, {Dismissed, Reopened, Reopened}, {Dismissed, Closed, Dismissed}, {Closed, Dismissed, Closed},
	} {
		if got := c.into.Merged(c.from); got != c.want {
			t.Errorf("%s with %s is %s, want %s", c.into, c.from, got, c.want)
		}
	}
}

func TestAnswered(t *testing.T) {
	cites := func(article string, revision int) []bot.Citation {
		return []bot.Citation{{Article: article, Revision: revision}}
	}
	for _, c := range []struct {
		name string
		old  []bot.Citation
		now  bot.Decision
		want bool
	}{
		{"nothing then, an answer now", nil, bot.Decision{Kind: bot.Answer, Citations: cites("a", 1)}, true},
		{"asks back", nil, bot.Decision{Kind: bot.Clarification}, false},
		{"hands off", nil, bot.Decision{Kind: bot.Handoff}, false},
		{"the same that did not help", cites("a", 1), bot.Decision{Kind: bot.Answer, Citations: cites("a", 1)}, false},
		{"a new revision", cites("a", 1), bot.Decision{Kind: bot.Answer, Citations: cites("a", 2)}, true},
		{"another article", cites("a", 1), bot.Decision{Kind: bot.Answer, Citations: cites("b", 1)}, true},
	} {
		if got := Answered(Question{Cited: c.old}, c.now); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestMaterial(t *testing.T) {
	m := MaterialOf([]Question{
		{Text: "rent a tent", Answers: []Reply{{At: noon, Text: "We do."}}, Tried: []bot.Candidate{{Article: "tents", Score: 0.2}, {Article: "shop", Score: 0.1}}},
		{Text: "tent hire"},
		{Text: "Tent  Hire", Answers: []Reply{{At: noon.Add(time.Hour), Text: "we do."}, {At: noon.Add(2 * time.Hour), Text: "Come in."}}, Tried: []bot.Candidate{{Article: "shop", Score: 0.3}}},
	})
	if !slices.Equal(m.Phrasings, []string{"tent hire", "rent a tent"}) {
		t.Errorf("asked as %q", m.Phrasings)
	}
	if len(m.Answers) != 2 || m.Answers[0].Text != "Come in." || !m.Answers[1].At.Equal(noon.Add(time.Hour)) {
		t.Errorf("answered by %+v", m.Answers)
	}
	if len(m.Tried) != 2 || m.Tried[0].Article != "shop" || m.Tried[0].Score != 0.3 {
		t.Errorf("tried %+v", m.Tried)
	}
}
