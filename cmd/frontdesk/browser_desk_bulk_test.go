package main

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"frontdesk/bot/account"
)

// inOrder are the names of the rows on the screen, with everything that is said about them.
const inOrder = `return found('.row', '').map((row) => words(row.innerText))`

// Many conversations at once, and what can be done to one beside talking.
func TestBrowserDeskBulk(t *testing.T) {
	p := openPremises(t)
	p.furnish()
	b := startBrowser(t)
	crowd := p.crowd(4)
	ana := p.signIn(b, "Ana", account.Agent)
	rows := func(n int, words string) {
		t.Helper()
		ana.await(fmt.Sprintf("%d rows with %q", n, words), func() (bool, error) {
			all, err := evaluate[[]string](ana, inOrder)
			found := 0
			for _, row := range all {
				if strings.Contains(row, words) {
					found++
				}
			}
			if err == nil && found != n {
				err = errors.New(strings.Join(all, " | "))
			}
			return err == nil, err
		})
	}
	rows(4, crowdQuestion)

	t.Log("tags on three of them, and off again")
	for _, n := range []int{0, 1, 3} {
		ana.click(fmt.Sprintf(".row:nth-child(%d) .tick", n+1), "")
	}
	ana.see(".bulk", "3 chosen")
	ana.click("[data-test=bulk-more]", "")
	ana.click("[data-test=bulk-tag]", "")
	ana.write("[data-test=tag-words]", "VIP #knives")
	ana.click("[data-test=tag-confirm]", "")
	ana.see("[data-test=notice]", "Done for 3 conversations.")
	rows(3, "knives")
	rows(3, "vip")
	ana.click("[data-test=undo]", "")
	ana.see("[data-test=notice]", "Undone for 3 conversations.")
	rows(0, "knives")

	t.Log("a priority for one")
	ana.click(".row:nth-child(4) .tick", "")
	ana.click("[data-test=bulk-more]", "")
	ana.click("[data-test=bulk-priority]", "")
	ana.click("dialog label", "Urgent")
	ana.click("[data-test=priority-confirm]", "")
	rows(1, "Urgent")

	t.Log("take two; what cannot be put aside is said, with the reason")
	ana.click(".row:nth-child(1) .tick", "")
	ana.click(".row:nth-child(2) .tick", "")
	ana.click("[data-test=bulk-more]", "")
	ana.click("[data-test=bulk-accept]", "")
	ana.see("[data-test=notice]", "Done for 2 conversations.")
	ana.see("[data-test=view-mine]", "Mine 2")
	ana.click("[data-test=view-mine]", "")
	rows(2, crowdQuestion)
	ana.click("[data-test=choose-all]", "")
	ana.click("[data-test=bulk-more]", "")
	ana.click("[data-test=bulk-snooze]", "")
	ana.click("[data-test=snooze-tomorrow]", "")
	ana.see("[data-test=notice]", "Not done:")
	ana.see("[data-test=view-snoozed]", "Snoozed 0")

	t.Log("put aside until tomorrow, until the customer writes, and taken up again")
	ana.click("[data-test=row]", "")
	ana.see("[data-test=standing]", "Yours")
	mine := ask[string](ana, `return decodeURIComponent(location.hash.slice(1))`)
	ana.replies("I will ask the workshop.")
	ana.see("[data-test=message-agent] .bubble", "I will ask the workshop.")
	ana.click("[data-test=snooze]", "")
	ana.click("[data-test=snooze-tomorrow]", "")
	ana.see("[data-test=view-snoozed]", "Snoozed 1")
	ana.see(".marks", "Snoozed until ")
	ana.click("[data-test=snooze-end]", "")
	ana.see("[data-test=view-snoozed]", "Snoozed 0")
	ana.click("[data-test=snooze]", "")
	ana.click("[data-test=snooze-answer]", "")
	ana.see("[data-test=view-snoozed]", "Snoozed 1")
	for _, c := range crowd {
		if c.Conversation == mine {
			if _, err := c.Say(t.Context(), "Any news?"); err != nil {
				t.Fatal(err)
			}
		}
	}
	ana.see("[data-test=view-snoozed]", "Snoozed 0")
	ana.see("[data-test=view-mine]", "Mine 2")

	t.Log("tags and priority of one")
	ana.write("[data-test=tag]", "engraving")
	ana.click("[data-test=tag-add]", "")
	ana.see("[data-test=tags]", "engraving")
	rows(1, "engraving")
	ana.click("[data-test=tag-remove]", "Remove engraving")
	rows(0, "engraving")
	ana.click("[data-test=more]", "")
	ana.click("[data-test=priority]", "")
	ana.click("dialog label", "Low")
	ana.click("[data-test=priority-confirm]", "")
	ana.see(".marks", "Low priority")
	none(t, ana)
}

// Two conversations of one customer become one, and the customer's panel goes along. A customer who is blocked
// is told so.
func TestBrowserDeskMerge(t *testing.T) {
	p := openPremises(t)
	p.furnish()
	b := startBrowser(t)
	ana := p.signIn(b, "Ana", account.Agent)
	shop, panel := p.customer(b, "Customer")
	panel.click("button", "Start a conversation")
	shop.await("the visitor's token", func() (bool, error) {
		return evaluate[bool](shop, `return Object.keys(localStorage).some((key) => key.endsWith('token'))`)
	})
	tab := shop.another("Customer's second tab")
	tab.open(p.shop)
	tab.click("button", "Open help")
	second := tab.panelBeside(panel)
	second.see(composer, "") // the conversation is where the customer was
	const first = "can you engrave my name on a knife"
	panel.say(composer, first)
	panel.see(".queue", "You are next.")
	second.say(composer, "can you engrave my name on a mug")
	second.see(".message.bot .bubble", "")
	second.wantsPerson()
	second.see(".queue", "You are number 2.")

	t.Log("Ana puts the second into the first")
	ana.await("both rows", func() (bool, error) { return ana.count("[data-test=accept-row]", "") == 2, nil })
	ana.click(".row:nth-child(2) [data-test=accept-row]", "")
	ana.see("[data-test=standing]", "Yours")
	ana.see("[data-test=message-customer]", "on a mug")
	ana.await("the other conversation", func() (bool, error) { return ana.count("[data-test=history-open]", "") == 1, nil })
	ana.click("[data-test=more]", "")
	ana.click("[data-test=merge]", "")
	ana.click("[data-test=merge-confirm]", "")
	ana.see("[role=alert]", "Choose the conversation that goes on.")
	ana.click("dialog .choices label", "")
	ana.click("[data-test=merge-confirm]", "")
	ana.seeNot("dialog", "")
	ana.see("[data-test=message-customer]", first)
	second.see(".message.mine .bubble", first)
	second.see(".line", "Another conversation of yours was put together with this one.")

	t.Log("both tabs are in the one that goes on")
	if ana.count("[data-test=accept]", "") == 1 {
		ana.click("[data-test=accept]", "")
	}
	ana.see("[data-test=standing]", "Yours")
	ana.tells("Both on one page now.", panel, second)
	second.saysTo(ana, "Thank you for tidying up")

	t.Log("the customer is blocked, and let in again")
	ana.click("[data-test=block]", "")
	ana.click("[data-test=block-confirm]", "")
	ana.see("[role=alert]", "Write a word or two.")
	ana.write("[data-test=block-words]", "Threats")
	ana.click("[data-test=block-confirm]", "")
	panel.see(".banner", "This chat is not available to you.")
	second.see(".banner", "This chat is not available to you.")
	ana.see("[data-test=event-blocked]", "Ana blocked the customer: Threats")
	if panel.says("Threats") {
		t.Error("the customer sees why they were blocked")
	}
	ana.click("[data-test=unblock]", "")
	ana.write("[data-test=block-words]", "It was a misunderstanding")
	ana.click("[data-test=block-confirm]", "")
	ana.see("[data-test=block]", "")
	shop.do("reload", chromedp.Reload())
	back := shop.panelBeside(second)
	back.see(".message.agent .bubble", "Both on one page now.")
	back.saysTo(ana, "Sorry for the words")
}
