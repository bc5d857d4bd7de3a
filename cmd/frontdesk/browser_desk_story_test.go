package main

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"frontdesk/bot/account"
)

// A hand-off from the question to the look at its low rating, by a customer and two agents.
func TestBrowserDeskStory(t *testing.T) {
	p := openPremises(t)
	p.furnish()
	b := startBrowser(t)
	ana := p.signInHoldable(b, "Ana", account.Agent)
	ben := p.signInHoldable(b, "Ben", account.Agent)
	shop, panel := p.customer(b, "Customer")

	t.Log("the customer asks what nobody wrote down, and is told who was asked and what to expect")
	panel.starts(unknown)
	panel.see(".line", "I've asked our shop team. You are next. We answer within 4 minutes.")
	panel.see(".queue", "You are next.")
	panel.click(".queue button", "Answer me by e-mail instead")
	panel.write(".queue input[type=email]", "mia@example.org")
	panel.write(".queue input[autocomplete=name]", "Mia Keller")
	panel.click(".queue button", "Leave your address")
	panel.see(".line", "Our team can reach you at mia@example.org.")

	t.Log("Ana looks: she sees why, may only leave a note, and the customer is told that somebody reads")
	ana.see("[data-test=row] [data-test=standard]", "Answer due in")
	ana.click("[data-test=row]", "Mia Keller")
	ana.see("[data-test=handoff]", "No sure answer in the articles")
	ana.see("[data-test=handoff]", unknown)
	ana.see("[data-test=composer-hint]", "Accept the conversation to reply.")
	if !ask[bool](ana, `return found('[data-test=mode-reply]', '')[0].disabled`) {
		t.Error("a reply can be written before the conversation is owned")
	}
	panel.see(".line", "Ana is reading your question.")
	ben.see("[data-test=row]", "Here: Ana")
	ana.write("[data-test=composer]", "@Be")
	ana.press(kb.Enter)
	ana.holdsText("[data-test=composer]", "@Ben")
	ana.insert("have you seen this knife?")
	ana.click("[data-test=send]", "")
	ana.see("[data-test=message-note] .bubble", "@Ben have you seen this knife?")
	ben.see("[data-test=row]", "1 mention")

	t.Log("both accept at the same moment; Ben sees who won")
	ben.hold()
	ana.click("[data-test=accept]", "")
	ana.see("[data-test=standing]", "Yours")
	ben.click("[data-test=accept-row]", "")
	ben.holds(`"taken"`)
	ben.release()
	ben.see("[data-test=notice]", "Ana")
	ben.see("[data-test=view-mine]", "Mine 0")
	panel.see(".line", "Ana is here now.")

	talkWithAids(t, panel, ana)
	promiseAndResolve(t, panel, ana)

	t.Log("a low rating, and somebody looks at it")
	panel.click(".scores label", "Very bad")
	panel.write(".ended textarea", "Nobody could help me")
	panel.click("button", "Send rating")
	panel.see("[role=status]", "Thank you. We will look into it.")
	ben.see("[data-test=view-followup]", "Follow-ups 1")
	ben.click("[data-test=view-followup]", "")
	ben.click("[data-test=row]", "Mia Keller")
	ben.see("[data-test=event-rating]", "The customer rated 1 of 5; Ana had served")
	ben.click("[data-test=followup]", "")
	ben.click("[data-test=followup-confirm]", "")
	ben.see("[role=alert]", "Write a word or two.")
	ben.write("[data-test=followup-words]", "Called her: the shop next door engraves.")
	ben.click("[data-test=followup-confirm]", "")
	ben.see("[data-test=view-followup]", "Follow-ups 0")
	ben.see("[data-test=event-followup]", "Ben looked at the low rating: Called her")
	ana.see("[data-test=view-followup]", "Follow-ups 0")
	if panel.says("Called her") {
		t.Error("the customer sees what came of the rating among the staff")
	}
	none(t, shop, ana, ben)
}

// talkWithAids writes with everything that helps, or warns.
func talkWithAids(t *testing.T, panel, ana *document) {
	t.Log("a canned reply by its shortcut, with its variables filled")
	ana.click("[data-test=composer]", "")
	ana.press("/")
	ana.write("[data-test=canned-input]", "hello")
	ana.see("[data-test=canned-option]", "Greeting")
	ana.press(kb.Enter)
	ana.holdsText("[data-test=composer]", "Hello Mia Keller, this is Ana of Tarnside.")
	ana.press(kb.Enter, chromedp.ModifierCtrl)
	panel.see(".message.agent .bubble", "Hello Mia Keller, this is Ana of Tarnside.")

	t.Log("a never-say rule: back to the text, the alternative, or all the same")
	ana.replies("I guarantee that the knife arrives with your name.")
	ana.see("[data-test=neversay-dialog]", "Nobody can guarantee what the carrier does.")
	ana.click("[data-test=neversay-edit]", "")
	ana.holdsText("[data-test=composer]", "I guarantee that the knife")
	ana.press(kb.Enter, chromedp.ModifierCtrl)
	ana.click("[data-test=neversay-alternative]", "")
	ana.holdsText("[data-test=composer]", "I expect that the knife arrives")
	requireNo(t, panel, ".message.agent .bubble", "that the knife arrives")
	ana.press(kb.Enter, chromedp.ModifierCtrl)
	panel.see(".message.agent .bubble", "I expect that the knife arrives with your name.")
	ana.replies("Engraving is not my department.")
	ana.click("[data-test=neversay-send]", "")
	panel.see(".message.agent .bubble", "Engraving is not my department.")
	ana.see("[data-test=event-neversay]", "not my department")

	t.Log("what the customer wrote meanwhile is shown before the reply goes out")
	ana.hold()
	panel.say(composer, "Never mind the name, can I have my money back?")
	ana.holds("my money back")
	ana.replies("We engrave again from March on.")
	ana.holds(`"newer"`)
	ana.release()
	ana.see("[data-test=newer-dialog]", "can I have my money back?")
	ana.see("[data-test=newer-dialog]", "We engrave again from March on.")
	ana.click("[data-test=newer-edit]", "")
	ana.holdsText("[data-test=composer]", "We engrave again from March on.")
	requireNo(t, panel, ".message.agent .bubble", "from March on")
	ana.press(kb.Enter, chromedp.ModifierCtrl)
	panel.see(".message.agent .bubble", "We engrave again from March on.")
}

// promiseAndResolve makes one, keeps it, and resolves the conversation.
func promiseAndResolve(t *testing.T, panel, ana *document) {
	t.Log("a time that the reply names is offered as a promise; one key records it")
	ana.replies("I'll get back to you by tomorrow 17:00.")
	ana.see("[data-test=offer]", "Record the promise?")
	ana.press("p", chromedp.ModifierAlt) // with the cursor still in the composer
	ana.seeNot("[data-test=offer]", "")
	panel.see(".line", "Promised by 17:00 tomorrow")
	ana.see("[data-test=promise]", "open")
	ana.see(".marks", "1 promise open")

	t.Log("it cannot be closed silently")
	ana.click("[data-test=resolve]", "")
	ana.see("[data-test=resolve-dialog]", "Promises are still open")
	requireNo(t, ana, "[data-test=resolve-confirm]", "")
	ana.click("dialog [data-test=promise-kept]", "")
	panel.see(".line", "Done as promised:")

	t.Log("the cause comes from the tree")
	ana.see("[data-test=cause]", "")
	ana.click("[data-test=resolve-confirm]", "")
	ana.see("[role=alert]", "Say why the customer had to ask.")
	ana.click(".suggestions [data-test=cause-suggestion]", "Refund")
	ana.holdsText("[data-test=cause]", "Refund")
	ana.click("[data-test=resolve-confirm]", "")
	ana.see("[data-test=standing]", "Resolved · Billing › Refund")
	panel.see(".line", "The conversation was closed.")
}
