package bot_test

import (
	"testing"

	"frontdesk/bot"
)

// TestAnExchangeCarriesTheChoice: what the customer picked belongs to the exchange it was said in, and to no
// later one.
func TestAnExchangeCarriesTheChoice(t *testing.T) {
	log := numbered([]bot.Event{
		{Kind: bot.EventMessage, Author: bot.Author{Kind: bot.ByCustomer}, Body: bot.Body{Text: "zip repair"}},
		{Kind: bot.EventMessage, Author: bot.Author{Kind: bot.ByBot}, Body: bot.Body{
			Text: "Which?", Decision: bot.Clarification, Choices: []bot.Choice{{Article: "tents", Title: "Tents"}, {Article: "jackets", Title: "Jackets"}},
		}},
		{Kind: bot.EventMessage, Author: bot.Author{Kind: bot.ByCustomer}, Body: bot.Body{Text: "Jackets", Choice: "jackets"}},
		{Kind: bot.EventMessage, Author: bot.Author{Kind: bot.ByBot}, Body: bot.Body{Text: "Send it.", Decision: bot.Answer, Citations: []bot.Citation{{N: 1, Article: "jackets"}}}},
		{Kind: bot.EventMessage, Author: bot.Author{Kind: bot.ByCustomer}, Body: bot.Body{Text: "zip repair"}},
	})
	q, ok := bot.ReadQuestion(log, "")
	if !ok || len(q.Earlier) != 2 || q.Earlier[0].Choice != "" || q.Earlier[1].Choice != "jackets" || q.Choice != "" {
		t.Fatalf("%v %+v", ok, q)
	}
	if q, _ := bot.ReadQuestion(log[:3], ""); q.Choice != "jackets" || len(q.Earlier) != 1 {
		t.Errorf("the choice that was just made is not read: %+v", q)
	}
}
