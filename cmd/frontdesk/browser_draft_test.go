package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"frontdesk/bot/account"
	"frontdesk/bot/llm/scripted"
	"frontdesk/cmd/frontdesk/internal/app"
)

// modelOf starts a model that quotes what it is given, and writes a word in each pace.
func modelOf(t *testing.T) (*scripted.Server, string) {
	t.Helper()
	s := scripted.New(scripted.Config{})
	base, stop, err := s.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop() })
	return s, base
}

// A customer reads along while a model words the answer, stops it, and is served by an agent in the middle of it.
func TestBrowserDraft(t *testing.T) {
	model, base := modelOf(t)
	p := openPremises(t, func(c *app.Config) {
		c.Model.URL, c.Model.Name, c.Model.Key = base, "small", "k"
		c.Model.Timeout = 20 * time.Second
		c.Model.Idle = 20 * time.Second
		c.TurnDeadline = 25 * time.Second
	})
	b := startBrowser(t)
	shop, panel := p.customer(b, "Customer")
	axe := axeSource(t)
	s := &screens{t: t, axe: axe, dir: artifacts(t)}
	panel.click("button", "Start a conversation")

	t.Log("the answer grows, and its message takes its place")
	model.Usually(scripted.Chat, scripted.Pace(100*time.Millisecond, scripted.Quote()))
	panel.say(composer, opened)
	panel.see(".message.bot button.typing", "Stop")
	panel.see(".message.bot .muted", "Worded by a language model")
	if read := ask[string](panel, `return document.querySelector('[aria-live=polite]').textContent`); strings.Contains(read, "indoors") {
		t.Errorf("the growing text is read out: %s", read)
	}
	ask[bool](panel, `window.grown = document.querySelector('.message.bot:last-child'); return true`)
	panel.seeNot(".message.bot button.typing", "")
	panel.see(".message.bot .bubble", openedAnswer)
	panel.see(".message.bot .muted", "Worded by a language model from the pages below.")
	if same := ask[bool](panel, `return document.contains(window.grown) && !!window.grown.querySelector('.yesno')`); !same {
		t.Error("another element took the place of the growing one")
	}
	if read := ask[string](panel, `return document.querySelector('[aria-live=polite]').textContent`); !strings.Contains(read, openedAnswer) {
		t.Errorf("the message is not read out: %s", read)
	}
	panel.click(".message.bot .sources button", "")
	panel.see(".cited", "")
	panel.click("header button", "Back")
	s.visit(panel, "drafted")

	t.Log("the customer stops it")
	model.Usually(scripted.Chat, scripted.Pace(30*time.Millisecond, scripted.StallAfter(90, scripted.Quote())))
	panel.say(composer, "Can I return something that I have opened?")
	panel.see("button.typing", "Stop")
	if s.dir != "" {
		shop.picture(filepath.Join(s.dir, "growing.png"))
	}
	for _, fault := range panel.faults(axe) {
		t.Errorf("growing: %s", fault)
	}
	ask[bool](panel, `document.querySelector('button.typing').focus(); return true`)
	panel.press(kb.Enter)
	panel.seeNot("button.typing", "")
	if at := ask[string](panel, `return document.activeElement.getAttribute('role') ?? document.activeElement.tagName`); at != "log" {
		t.Errorf("the focus is on %s after the stop", at)
	}
	if n := panel.count(".message.bot .muted", "Worded by"); n != 1 {
		t.Errorf("%d messages are said to be worded by a model, want the first", n)
	}

	t.Log("an agent takes over in the middle")
	agent := p.signIn(b, "Ana", account.Agent)
	panel.say(composer, "May I return an opened item?")
	panel.see("button.typing", "Stop")
	panel.click("button", "Talk to a person")
	panel.see(".queue", "You are next.")
	panel.seeNot("button.typing", "")
	agent.see("[data-test=row]", "")
	none(t, shop, agent)
}
