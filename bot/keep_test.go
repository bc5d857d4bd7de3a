package bot

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestKeepRefusesWhatCannotHold(t *testing.T) {
	many := Keep{Sites: make([]KeepSite, MaxKeepSites+1)}
	for _, c := range []struct {
		keep Keep
		want string // a part of the sentence, "" if it is allowed
	}{
		{Keep{}, ""},
		{Keep{All: KeepDays{Conversations: 365, Anonymous: 30, Mail: 90, Questions: 365, Traces: 14, Visitors: 1}}, ""},
		{Keep{All: KeepDays{Anonymous: 30, Questions: 9999}}, ""}, // conversations are kept for ever
		{Keep{Sites: []KeepSite{{"shop", KeepDays{Mail: MaxKeepDays}}}}, ""},
		{Keep{All: KeepDays{Conversations: -1}}, "for all sites, conversations are kept for -1 days"},
		{Keep{All: KeepDays{Traces: MaxKeepDays + 1}}, "the bot's reasons"},
		{Keep{Sites: []KeepSite{{"shop", KeepDays{Visitors: -3}}}}, "for the site shop, visitors are kept for -3 days"},
		{Keep{All: KeepDays{Conversations: 30, Anonymous: 31}}, "cannot be kept for 31 days when conversations go after 30"},
		{Keep{All: KeepDays{Conversations: 30, Questions: 400}}, "questions cannot be kept for 400 days"},
		{Keep{Sites: []KeepSite{{Site: "My Shop"}}}, `"My Shop" is no name of a site`},
		{Keep{Sites: []KeepSite{{Site: "shop"}, {Site: "shop"}}}, "the site shop has rules twice"},
		{many, "at most 100 sites"},
	} {
		err := c.keep.Validate()
		if c.want == "" {
			if err != nil {
				t.Errorf("%+v: %v", c.keep, err)
			}
			continue
		}
		if !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v; want an error about %q", c.keep, err, c.want)
		}
	}
}

// A site's own rules hold as a whole, and every kind is read from its own field.
func TestKeepOfASite(t *testing.T) {
	k := Keep{All: KeepDays{1, 2, 3, 4, 5, 6}, Sites: []KeepSite{{"shop", KeepDays{Conversations: 10}}}}
	if got := k.Of("club"); got != k.All {
		t.Errorf("a site without rules of its own: %+v", got)
	}
	want := map[KeepKind]int{KeepConversations: 1, KeepAnonymous: 2, KeepMail: 3, KeepQuestions: 4, KeepVisitors: 5, KeepTraces: 6}
	for _, kind := range KeepKinds() {
		if got := k.All.Of(kind); got != want[kind] {
			t.Errorf("%s: %d days, want %d", kind, got, want[kind])
		}
	}
	if len(want) != len(KeepKinds()) || KeepDays.Of(k.All, "nothing") != 0 {
		t.Error("kinds are missing, or there are unknown ones")
	}
	now := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	if before, ok := k.Before("shop", KeepConversations, now); !ok || !before.Equal(time.Date(2026, 3, 21, 12, 0, 0, 0, time.UTC)) {
		t.Errorf("ten days before: %v, %v", before, ok)
	}
	if _, ok := k.Before("shop", KeepMail, now); ok {
		t.Error("the rules of all sites hold beside a site's own")
	}
}
