package main

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"frontdesk/bot"
	"frontdesk/bot/account"
)

// A conversation goes from hand to hand: passed on with a note, taken over, lost with a closed tab, and found
// again in the queue. The customer is told each time.
func TestBrowserDeskPassing(t *testing.T) {
	p := openPremises(t)
	p.furnish(func(s *bot.Settings) { s.Grace = 2 })
	b := startBrowser(t)
	ana := p.signIn(b, "Ana", account.Agent)
	ben := p.signIn(b, "Ben", account.Agent)
	mia := p.signIn(b, "Mia", account.Manager)
	shop, panel := p.asksForPerson(b, "Customer", unknown)
	ana.meets(panel)

	t.Log("Ana passes it on to Ben, with a note")
	ana.click("[data-test=transfer]", "")
	ana.click("[data-test=transfer-confirm]", "")
	ana.see("[role=alert]", "Choose a colleague or a team.")
	ana.click("dialog label", "Ben")
	ana.write("[data-test=transfer-note]", "Ask for the length of the blade first")
	ana.click("[data-test=transfer-confirm]", "")
	ana.seeNot("dialog", "")
	panel.see(".line", "Ana has passed you on to Ben.")
	ana.see("[data-test=standing]", "With Ben")
	ana.see("[data-test=composer-hint]", "Ben has this conversation.")
	ben.opensMine()
	ben.see("[data-test=message-note] .bubble", "Ask for the length of the blade first")
	ben.see("[data-test=event-owner]", "Ana passed it on to Ben")
	if panel.says("length of the blade") {
		t.Error("the customer sees the note")
	}

	t.Log("each sees who is there, and who writes")
	ben.see("[data-test=looking]", "Ana")
	ana.see("[data-test=looking]", "Ben")
	ben.write("[data-test=composer]", "Hello, how long")
	ana.see("[data-test=looking]", "Ben (replying)")
	panel.see(".typing", "Ben is writing")

	t.Log("the manager takes it over")
	mia.click("[data-test=view-team]", "")
	mia.see("[data-test=row]", "With Ben")
	mia.click("[data-test=row]", "")
	mia.click("[data-test=takeover]", "")
	mia.see("[data-test=takeover-dialog]", "Ben has this conversation.")
	mia.click("[data-test=takeover-confirm]", "")
	mia.see("[data-test=standing]", "Yours")
	panel.see(".line", "Mia has taken over.")
	ben.see("[data-test=standing]", "With Mia")
	ben.see("[data-test=view-mine]", "Mine 0")
	ben.see("[data-test=composer-hint]", "Mia has this conversation.")
	if n := ben.count("[data-test=takeover]", ""); n != 0 {
		t.Error("an agent may take over what a supervisor has")
	}
	ben.click("[data-test=mode-note]", "")
	ben.holdsText("[data-test=composer]", "") // the reply that was begun is no note

	t.Log("her tab is closed: the case is back in the queue after a short while, and the customer is told")
	mia.leaves()
	panel.see(".line", "The connection to Mia was lost. You keep your place: number 1.")
	panel.see(".queue", "You are next.")
	for _, agent := range []*document{ana, ben} {
		agent.click("[data-test=view-waiting]", "")
		agent.see("[data-test=row]", unknown)
	}
	ben.meets(panel)
	ana.see(".empty", "Nobody is waiting.")
	ben.holdsText("[data-test=composer]", "Hello, how long") // drafts are kept
	ben.press(kb.Escape)
	none(t, shop, ana, ben)
}

// An agent with two tabs is one agent: both show the same, and one of them may be closed.
func TestBrowserDeskTwoTabs(t *testing.T) {
	p := openPremises(t)
	p.furnish(func(s *bot.Settings) { s.Grace = 1 })
	b := startBrowser(t)
	ana := p.signIn(b, "Ana", account.Agent)
	tab := ana.another("Ana's second tab")
	tab.open(p.app.URL + "/agent")
	tab.see("[data-test=view-waiting]", "Waiting 0")
	ben := p.signIn(b, "Ben", account.Agent)
	ana.see(".agents", "2 agents online")
	_, panel := p.asksForPerson(b, "Customer", unknown)
	ana.takes()
	tab.opensMine()
	tab.tells("Hello from the second tab!", panel)
	ana.see("[data-test=message-agent] .bubble", "Hello from the second tab!")
	_, other := p.asksForPerson(b, "Another customer", unknown)
	ben.meets(other)

	t.Log("Ana closes one tab and Ben his only one: Ben's case goes back to the queue, Ana's does not")
	ana.leaves()
	ben.leaves()
	other.see(".line", "The connection to Ben was lost.")
	tab.see("[data-test=view-waiting]", "Waiting 1")
	tab.see("[data-test=view-mine]", "Mine 1")
	tab.tells("Still here.", panel)
	requireNo(t, panel, ".line", "The connection to Ana was lost.")
}
