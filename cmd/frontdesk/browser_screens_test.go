package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"frontdesk/bot/account"
)

// screens visits one screen after the other.
type screens struct {
	t   *testing.T
	axe string
	dir string // for pictures, "" for none
	at  string // selector of what is to be in the middle of the pictures, "" leaves the screen as it is
}

// visitAt is visit with something in the middle of the pictures.
func (s *screens) visitAt(d *document, name, css string) {
	s.t.Helper()
	s.at = css
	s.visit(d, name)
	s.at = ""
}

// visit checks a screen as it is: axe-core in light and dark, for the panel also from right to left, on a
// telephone, and a walk with the Tab key. It leaves the screen as it was, except for the focus.
func (s *screens) visit(d *document, name string) {
	s.t.Helper()
	top := d.top()
	show := func(how string) {
		s.t.Helper()
		if s.at != "" {
			d.scrollTo(s.at, "center")
		}
		if s.dir != "" {
			top.picture(filepath.Join(s.dir, name+"-"+strings.ReplaceAll(how, " ", "-")+".png"))
		}
	}
	check := func(how string, besides ...string) {
		s.t.Helper()
		show(how)
		for _, fault := range d.faults(s.axe, besides...) {
			s.t.Errorf("%s, %s: %s", name, how, fault)
		}
		if how == "light" && d != top {
			for _, fault := range top.faults(s.axe) {
				s.t.Errorf("the shop around %s, %s: %s", name, how, fault)
			}
		}
	}
	for _, scheme := range []string{"dark", "light"} {
		top.theme(scheme)
		if d != top {
			d.theme(scheme)
			ask[bool](d, `document.documentElement.dir = 'rtl'; return true`)
			if scheme == "light" {
				check(scheme+" rtl", contrast) // the colours are the same from both sides
			} else {
				show(scheme + " rtl")
			}
			ask[bool](d, `document.documentElement.dir = 'ltr'; return true`)
		}
		check(scheme)
	}
	top.do("take a telephone", chromedp.EmulateViewport(360, 780))
	check("phone")
	if wide := ask[int](d, `return document.documentElement.scrollWidth - innerWidth`); wide > 0 {
		s.t.Errorf("%s is %d pixels wider than a telephone", name, wide)
	}
	top.do("take a desktop", chromedp.EmulateViewport(1280, 800))
	for _, fault := range d.walk() {
		s.t.Errorf("%s, by keyboard: %s", name, fault)
	}
}

// Every screen, seen by everybody who cannot see, cannot use a pointer, or likes the dark.
func TestBrowserScreens(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	b := startBrowser(t)
	s.nobodyThere(p, b)
	agent := s.arrivals(p, b)
	s.talk(p, b, agent)
	s.room(p, b)
}

// nobodyThere shows the panel of a customer who comes when no agent is there.
func (s *screens) nobodyThere(p *premises, b *browser) {
	shop := b.somebody(s.t, "Mia")
	shop.open(p.shop)
	shop.see("button", "Open help")
	s.visit(shop, "shop")
	shop.click("button", "Open help")
	panel := shop.panel()
	panel.see("h1", p.config.Greeting)
	s.visit(panel, "home")
	panel.write("input[type=search]", "return opened")
	panel.see(".links button", openedTitle)
	s.visit(panel, "search")
	panel.click(".links button", openedTitle)
	panel.see("article h1", openedTitle)
	s.visit(panel, "article")
	panel.click("header button", "Back")
	panel.click("button", "Start a conversation")
	panel.see(".message", "Hello!")
	s.visit(panel, "hello")
	panel.say(composer, unknown)
	panel.see(".queue", "Nobody is here right now.")
	panel.click("button", "Leave your address")
	panel.see("[role=alert]", "Please enter an e-mail address")
	s.visit(panel, "nobody")
	panel.write(".queue input[type=email]", "mia@example.org")
	panel.click("button", "Leave your address")
	panel.see(".queue", "Our team can reach you at mia@example.org.")
	s.visit(panel, "address")
}

// arrivals shows how an agent comes in, up to a console with one conversation that waits.
func (s *screens) arrivals(p *premises, b *browser) *document {
	agent := b.somebody(s.t, "Ana")
	agent.open(p.app.URL + "/agent")
	agent.see("h1", "Sign in")
	s.visit(agent, "sign-in")
	agent.click("[data-test=sign-in]", "")
	agent.see("[role=alert]", "Enter your password.")
	s.visit(agent, "sign-in-faults")
	agent.open(p.link("Ana", account.Agent))
	agent.see("h1", "Welcome, Ana")
	s.visit(agent, "set-password")
	agent.click("button", "Skip for now")
	agent.see("[data-test=accept-row]", "")
	s.visit(agent, "console-waiting")
	agent.click("[data-test=view-closed]", "")
	agent.see(".empty", "No conversation is closed yet.")
	s.visit(agent, "console-empty")
	agent.click("[data-test=view-waiting]", "")
	return agent
}

// talk shows both sides of a conversation from its first question to its rating.
func (s *screens) talk(p *premises, b *browser, agent *document) {
	shop, panel := p.customer(b, "Noa")
	panel.click("button", "Start a conversation")
	panel.say(composer, "do I need tags on the item when I send it back")
	panel.see(".choices button", openedTitle)
	s.visit(panel, "clarification")
	panel.click(".choices button", openedTitle)
	panel.see(".sources button", openedTitle)
	s.visit(panel, "answer")
	panel.click(".sources button", openedTitle)
	panel.see(".cited", "")
	s.visit(panel, "cited")
	panel.click("header button", "Back")
	panel.say(composer, unknown)
	panel.see(".queue", "You are number 2.")
	s.visit(panel, "queue")

	agent.await("both rows", func() (bool, error) { return agent.count("[data-test=accept-row]", "") == 2, nil })
	ask[bool](agent, `const all = found('[data-test=accept-row]', ''); all.at(-1).click(); return true`)
	agent.see("[data-test=notice]", "is yours")
	agent.see("[data-test=message-customer]", unknown)
	agent.click("[data-test=trace] summary", "Answer")
	agent.write("[data-test=composer]", "Hello Noa! Which knife is it?")
	agent.press(kb.Enter, chromedp.ModifierCtrl)
	panel.see(".message.agent .bubble", "Which knife is it?")
	agent.click("[data-test=mode-note]", "")
	agent.write("[data-test=composer]", "Engraving is not on offer before March")
	s.visit(agent, "console-note")
	agent.click("[data-test=send]", "")
	agent.see("[data-test=message-note] .bubble", "before March")
	panel.say(composer, "The small one with the red handle, order 8812")
	agent.see("[data-test=message-customer]", "red handle")
	agent.click("[data-test=mode-reply]", "")
	s.visit(agent, "console-conversation")
	agent.write("[data-test=composer]", "One moment")
	s.visit(panel, "person")
	s.overlays(agent)

	s.t.Log("without a network")
	offline := func(is bool) {
		panel.must(chromedp.Call(panel.ctx, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: is}))
	}
	offline(true)
	panel.see(".banner", "You are offline.")
	s.visit(panel, "offline")
	offline(false)
	panel.seeNot(".banner", "You are offline.")

	s.t.Log("the end")
	agent.click("[data-test=resolve]", "")
	agent.write("[data-test=cause]", "engraving")
	agent.click("[data-test=resolve-confirm]", "")
	panel.see(".scores", "")
	s.visit(panel, "ended")
	panel.click(".scores label", "Very good")
	panel.write(".ended textarea", "Quick and honest")
	s.visit(panel, "rating")
	panel.click("button", "Send rating")
	panel.see("[role=status]", "Thank you for your rating.")
	s.visit(panel, "rated")
	agent.see("[data-test=event-rating]", "5 of 5")
	s.visit(agent, "console-resolved")

	s.t.Log("from right to left, by the page's own setting")
	ask[bool](shop, `window.Frontdesk('set', { locale: 'ar' }); return true`)
	panel.await("the other direction", func() (bool, error) {
		return evaluate[bool](panel, `return document.documentElement.dir === 'rtl'`)
	})
	ask[bool](shop, `window.Frontdesk('set', { locale: 'de' }); return true`)
	panel.see("button", "Neues Gespräch beginnen")
	s.visit(panel, "german")
}

// overlays shows what lies over the console.
func (s *screens) overlays(agent *document) {
	agent.click("[data-test=commands]", "")
	agent.see("[data-test=palette]", "Write a note")
	s.visit(agent, "console-palette")
	agent.press(kb.Escape)
	agent.seeNot("dialog", "")
	agent.click("[data-test=help]", "")
	agent.see("dialog", "Single keys are active")
	s.visit(agent, "console-help")
	agent.press(kb.Escape)
	agent.seeNot("dialog", "")
	agent.click("[data-test=tried] button", openedTitle)
	agent.see("dialog .cited", "")
	s.visit(agent, "console-article")
	agent.press(kb.Escape)
	agent.seeNot("dialog", "")
	agent.click("[data-test=resolve]", "")
	agent.click("[data-test=resolve-confirm]", "")
	agent.see("[role=alert]", "Say why the customer had to ask.")
	s.visit(agent, "console-resolve")
	agent.press(kb.Escape)
	agent.seeNot("dialog", "")
}

// room shows the editor's room.
func (s *screens) room(p *premises, b *browser) {
	editor := p.signIn(b, "Edwin", account.Editor)
	other := p.signIn(b, "Edith", account.Editor)
	editor.see("[data-test=article-link]", "")
	s.visit(editor, "articles")
	editor.write("[data-test=search]", "nothing has these words xyzzy")
	editor.see(".empty", "No article matches.")
	s.visit(editor, "articles-none")
	for _, d := range []*document{editor, other} {
		d.write("[data-test=search]", "item I have opened")
		d.click("[data-test=article-link]", openedTitle)
		d.see("[data-test=preview]", openedAnswer)
	}
	s.visit(editor, "editor")
	editor.click("[data-test=more-fields] > summary", "")
	editor.see("[data-test=original-search]", "")
	s.visit(editor, "editor-more")
	other.write("[data-test=body]", newRule)
	other.click("[data-test=save]", "")
	other.see("[data-test=standing]", "Revision 2 is a draft")
	s.visit(other, "editor-draft")
	other.click("[data-test=publish]", "")
	other.see("dialog", "This replaces revision 1")
	s.visit(other, "editor-publish")
	other.press(kb.Escape)
	other.seeNot("dialog", "")
	other.click("[data-test=section-revisions]", "")
	other.see("[data-test=revisions]", "Revision 1")
	other.click("[data-test=view-revision]", "View revision 1")
	other.see("dialog", openedAnswer)
	s.visit(other, "editor-revision")
	other.press(kb.Escape)
	other.seeNot("dialog", "")
	editor.write("[data-test=title]", "")
	editor.click("[data-test=save]", "")
	editor.see("[data-test=fault-title]", "Give the article a title.")
	s.visit(editor, "editor-fault")
	editor.write("[data-test=title]", openedTitle)
	editor.write("[data-test=body]", "My own words.")
	editor.click("[data-test=save]", "")
	editor.see("[data-test=conflict-who]", "Edith saved revision 2")
	s.visit(editor, "editor-conflict")
	editor.click("[data-test=conflict-edit]", "")
	editor.seeNot("dialog", "")
	editor.see("[data-test=kept]", "Kept")
	editor.click("[data-test=all-articles]", "")
	editor.click("[data-test=unsaved-link]", openedTitle)
	editor.see("[data-test=found]", "did not save")
	s.visit(editor, "editor-found")
}
