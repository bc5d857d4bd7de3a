package main

import (
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"frontdesk/bot/account"
)

// The two pictures of the README: the widget on a shop's page, and the agents' console. They are made where
// artifacts are wanted; the committed ones are copies.
func TestBrowserPictures(t *testing.T) {
	dir := artifacts(t)
	if dir == "" {
		t.Skip("no pictures are wanted: FRONTDESK_ARTIFACTS is not set")
	}
	p := openPremises(t)
	b := startBrowser(t)
	agent := p.signIn(b, "Ana", account.Agent)
	shop := b.somebody(t, "Customer")
	for _, d := range []*document{agent, shop} {
		d.theme("light")
		d.do("take the size of the pictures", chromedp.EmulateViewport(1200, 800))
	}
	shop.open(p.shop)
	shop.click("button", "Open help")
	panel := shop.panel()
	panel.click("button", "Start a conversation")
	panel.say(composer, opened)
	panel.see(".sources button", openedTitle)
	panel.await("the ask for an opinion", func() (bool, error) { return panel.count(".yesno", "") == 1, nil })
	shop.picture(filepath.Join(dir, "widget.png"))

	panel.say(composer, unknown)
	agent.click("[data-test=accept-row]", "")
	agent.see("[data-test=message-customer]", unknown)
	agent.write("[data-test=composer]", "Hello! We do not engrave ourselves, but the shop next door does.")
	agent.press(kb.Enter, chromedp.ModifierCtrl)
	panel.see(".message.agent .bubble", "next door")
	panel.say(composer, "Good to know. Do they open on Saturdays?")
	agent.see("[data-test=message-customer]", "Saturdays")
	agent.click(".toast button", "Close")
	agent.seeNot(".toast", "")
	agent.write("[data-test=composer]", "Yes, from 10:00 to 14:00.")
	agent.picture(filepath.Join(dir, "console.png"))
}
