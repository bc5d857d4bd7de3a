package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"frontdesk/bot/account"
)

const (
	composer     = ".composer textarea"
	opened       = "can i return a package i opened"
	openedTitle  = "Can I return an item I have opened?"
	openedAnswer = "You may open an item, try it on and inspect it indoors"
	unknown      = "can you engrave my name on a knife"
)

// The whole story, told by two people at their screens: a customer who asks, and an agent who helps.
func TestBrowserStory(t *testing.T) {
	p := openPremises(t)
	b := startBrowser(t)
	agent := p.signIn(b, "Ana", account.Agent)
	agent.see(".empty", "Nobody is waiting.")
	shop, panel := p.customer(b, "Customer")

	t.Log("the customer searches and reads")
	panel.write("input[type=search]", "return opened")
	panel.click(".links button", openedTitle)
	panel.see("article h1", openedTitle)
	panel.click("button", "Was this page helpful? Yes")
	panel.see("[role=status]", "Thank you for telling us.")
	panel.click("header button", "Back")

	t.Log("the customer asks, and gets an answer with its source")
	panel.click("button", "Start a conversation")
	panel.say(composer, opened)
	panel.see(".message.bot .bubble", openedAnswer)
	panel.see(".message.bot sup", "1")
	panel.click(".sources button", openedTitle)
	panel.see(".cited", openedAnswer)
	if n := panel.count(".prose .cited", ""); n != 1 {
		t.Errorf("%d blocks are marked as cited, want the one that was quoted", n)
	}
	panel.click("header button", "Back")

	t.Log("the customer asks what nobody wrote down")
	panel.say(composer, unknown)
	panel.see(".queue", "You are next.")
	panel.see(".message.bot .bubble", "I found no answer to this in our help articles.")
	panel.see(".line", "I've asked Support. You are next.")

	t.Log("the agent sees it without doing anything, and takes it with one click")
	agent.see("[data-test=row]", "No sure answer in the articles")
	agent.click("[data-test=accept-row]", "")
	panel.see(".line", "Ana is here now.")
	agent.see("[data-test=standing]", "Yours")
	agent.see("[data-test=handoff]", "No sure answer in the articles")
	agent.see("[data-test=handoff]", unknown)
	agent.see("[data-test=message-bot] .bubble", openedAnswer)
	agent.see("[data-test=citation]", openedTitle)
	agent.click("[data-test=trace] summary", "Answer")
	agent.see("[data-test=trace] .candidates td.number", "%")
	agent.see("[data-test=candidate]", openedTitle)
	agent.click("[data-test=tried] button", openedTitle)
	agent.see("dialog .cited", openedAnswer)
	agent.press(kb.Escape)
	agent.seeNot("dialog", "")

	t.Log("both talk; a note stays among the staff")
	agent.write("[data-test=composer]", "Hello! Which knife is it?")
	agent.press(kb.Enter, chromedp.ModifierCtrl)
	panel.see(".message.agent .bubble", "Which knife is it?")
	panel.write(composer, "The small one with the red handle")
	agent.see(".typing", "The customer is writing")
	panel.press(kb.Enter)
	agent.see("[data-test=message-customer] .bubble", "red handle")
	agent.click("[data-test=mode-note]", "")
	agent.write("[data-test=composer]", "Engraving is not on offer before March")
	agent.click("[data-test=send]", "")
	agent.see("[data-test=message-note] .bubble", "not on offer before March")

	t.Log("the customer comes back to the page")
	shop.do("reload", chromedp.Reload())
	panel = shop.panel()
	panel.see(".message.agent .bubble", "Which knife is it?")
	panel.see(".message.mine .bubble", "red handle")
	agent.click("[data-test=mode-reply]", "")
	agent.write("[data-test=composer]", "We do not engrave, but the shop next door does.")
	agent.click("[data-test=send]", "")
	panel.see(".message.agent .bubble", "the shop next door does")
	if text := ask[string](panel, `return document.documentElement.innerHTML`); strings.Contains(text, "March") {
		t.Error("the note of the staff reached the customer's browser")
	}

	t.Log("the agent resolves, the customer rates")
	agent.click("[data-test=resolve]", "")
	agent.write("[data-test=cause]", "engraving")
	agent.click("[data-test=resolve-confirm]", "")
	agent.see("[data-test=standing]", "Resolved · engraving")
	panel.see(".line", "The conversation was closed.")
	panel.click(".scores label", "Good")
	panel.write(".ended textarea", "Quick and honest")
	panel.click("button", "Send rating")
	panel.see("[role=status]", "Thank you for your rating.")
	agent.see("[data-test=event-rating]", "The customer rated 4 of 5")
	agent.see("[data-test=event-rating]", "Quick and honest")

	none(t, shop, agent)
}

// What listens for complaints hears them: in the page, in the panel's frame and on the staff's pages.
func TestBrowserComplaintsAreHeard(t *testing.T) {
	p := openPremises(t)
	b := startBrowser(t)
	shop, panel := p.customer(b, "Customer")
	agent := p.signIn(b, "Ana", account.Agent)
	none(t, shop, agent)
	const violate = `const s = document.createElement('style'); s.textContent = 'p{}'; document.head.append(s); return true`
	for _, d := range []*document{shop, panel, agent} {
		ask[bool](d, violate)
		d.await("a complaint", func() (bool, error) {
			for _, text := range d.heard.list() {
				if strings.HasPrefix(text, d.name+": ") && strings.Contains(text, "Content Security Policy") {
					return true, nil
				}
			}
			return false, nil
		})
	}
}
