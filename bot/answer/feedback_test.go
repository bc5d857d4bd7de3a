package answer

import (
	"testing"

	"frontdesk/bot"
)

func TestDeniesHelp(t *testing.T) {
	for _, s := range []string{
		"that didn't help", "No, that's not what I meant", "this does not help me at all", "not helpful", "that is not what i asked", "wrong answer",
		"that doesn't answer my question", "you didn't understand my question", "no that's wrong", "I know that already", "sorry but that was not useful",
		"i meant something else", "none of these", "That's not it", "it didn't work", "didn't help",
	} {
		if !deniesHelp(s) {
			t.Errorf("not understood as a verdict: %q", s)
		}
	}
	for _, s := range []string{
		"that helped", "my zip didn't work", "is this not useful for winter", "the code does not work at checkout", "no", "wrong item in my parcel",
		"not delivered", "it is not the right size, can I exchange it", "something else for my dog", "", "i know that size runs small, but which should I take",
	} {
		if deniesHelp(s) {
			t.Errorf("wrongly taken as a verdict: %q", s)
		}
	}
}

func TestFailuresInARow(t *testing.T) {
	yes, no := true, false
	answer := func(q string) bot.Exchange {
		return bot.Exchange{Question: q, Kind: bot.Answer, Articles: []string{"a"}}
	}
	rated := func(q string, helpful *bool) bot.Exchange { e := answer(q); e.Helpful = helpful; return e }
	unsure := bot.Exchange{Question: "what about the thing", Kind: bot.Clarification, Offer: true, Reason: bot.ReasonLowConfidence}
	which := bot.Exchange{Question: "return a tent", Kind: bot.Clarification}
	hello := bot.Exchange{Question: "hi", Kind: bot.SmallTalk}
	for _, c := range []struct {
		name    string
		earlier []bot.Exchange
		now     string
		want    int
	}{
		{"nothing yet", nil, "where is my parcel", 0},
		{"one answer, another question", []bot.Exchange{answer("where is my parcel")}, "how do I pay", 0},
		{"one answer denied", []bot.Exchange{answer("where is my parcel")}, "that didn't help", 1},
		{"asked again in other words", []bot.Exchange{answer("where is my parcel")}, "so where is the parcel now", 1},
		{"two marked", []bot.Exchange{rated("where is my parcel", &no), rated("how do I pay", &no)}, "opening hours", 2},
		{"marked, then helped", []bot.Exchange{rated("where is my parcel", &no), rated("how do I pay", &yes)}, "opening hours", 0},
		{"denied, asked anew, denied", []bot.Exchange{answer("where is my parcel"), {Question: "that didn't help", Kind: bot.Clarification, Offer: true, Reason: bot.ReasonLowConfidence}, answer("parcel late")}, "no", 2},
		{"denied, then asked anew", []bot.Exchange{answer("where is my parcel"), {Question: "that didn't help", Kind: bot.Clarification, Offer: true, Reason: bot.ReasonLowConfidence}}, "my delivery has not come", 1},
		{"unsure twice", []bot.Exchange{unsure, unsure}, "hmm what else", 2},
		{"small talk between", []bot.Exchange{rated("where is my parcel", &no), hello, rated("how do I pay", &no)}, "opening hours", 2},
		{"a near miss is no failure", []bot.Exchange{which}, "a tent that was opened", 0},
		{"a follow-up is no complaint", []bot.Exchange{answer("can I return an unopened tent")}, "and for opened ones?", 0},
	} {
		if got := failures(c.earlier, c.now); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestElliptic(t *testing.T) {
	for _, s := range []string{"and for opened ones?", "what about express?", "how long does that take?", "why?", "how much?", "and to Switzerland?", "how much is it", "which one", "also for sale items?"} {
		if !elliptic(s) {
			t.Errorf("not understood as a follow-up: %q", s)
		}
	}
	for _, s := range []string{
		"where is my parcel", "can I return an unopened tent within 30 days", "how long does a refund to my credit card take", "how do I reset my password", "is it possible to change the delivery address of my order",
		"and that is why I want to know where the parcel with the two tents is", "that didn't help", "",
	} {
		if elliptic(s) {
			t.Errorf("wrongly taken as a follow-up: %q", s)
		}
	}
}
