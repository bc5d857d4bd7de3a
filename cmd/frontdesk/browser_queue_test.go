package main

import (
	"testing"

	"frontdesk/bot/account"
)

// holdable lets the test hold back what a socket brings, so that two people act on the same old picture.
const holdable = `window.held = null;
const Real = WebSocket;
window.WebSocket = class extends Real {
  set onmessage(f) {
    super.onmessage = (event) => (window.held ? window.held.push({ data: event.data, go: () => f(event) }) : f(event));
  }
};`

// Nobody is there at first: an address can be left. Then two agents reach for the same conversation, and
// the slower one is told who has it.
func TestBrowserQueue(t *testing.T) {
	p := openPremises(t)
	b := startBrowser(t)
	shop, panel := p.customer(b, "Customer")

	t.Log("nobody is there")
	panel.see(".card", p.config.Hours)
	panel.click("button", "Start a conversation")
	panel.say(composer, unknown)
	panel.see(".queue", "Nobody is here right now.")
	panel.write(".queue input[type=email]", "mia at example")
	panel.click("button", "Leave your address")
	panel.see("[role=alert]", "Please enter an e-mail address")
	panel.write(".queue input[type=email]", "mia@example.org")
	panel.click("button", "Leave your address")
	panel.see(".queue", "Our team can reach you at mia@example.org.")

	t.Log("two agents come and reach for it at the same time")
	ana := p.signIn(b, "Ana", account.Agent)
	ben := p.signInHoldable(b, "Ben", account.Agent)
	panel.see(".queue", "You are next.")
	for _, agent := range []*document{ana, ben} {
		agent.see("[data-test=accept-row]", "")
	}
	ben.hold()
	ana.click("[data-test=accept-row]", "")
	ana.see("[data-test=standing]", "Yours")
	ana.see("[data-test=customer]", "mia@example.org")
	ben.click("[data-test=accept-row]", "")
	ben.holds(`"taken"`)
	ben.release()
	ben.see("[data-test=notice]", "Ana")
	ben.see(".empty", "Nobody is waiting.")
	if n := ben.count("[data-test=view-mine]", "Mine 0"); n != 1 {
		t.Error("the slower agent has the conversation too")
	}
	panel.see(".line", "Ana is here now.")
	if n := panel.count(".line", "is here now"); n != 1 {
		t.Errorf("the customer was told %d times that somebody joined", n)
	}
	none(t, shop, ana, ben)
}
