package main

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The widget by keyboard alone: open, write, break a line, send, close.
func TestBrowserKeys(t *testing.T) {
	p := openPremises(t)
	b := startBrowser(t)
	shop := b.somebody(t, "Customer")
	shop.open(p.shop)
	shop.see("button", "Open help")
	focused := func(d *document, what, test string) {
		t.Helper()
		d.await("the focus on "+what, func() (bool, error) { return evaluate[bool](d, test) })
	}
	const onLauncher = `return document.querySelector('frontdesk-widget').shadowRoot.activeElement?.tagName === 'BUTTON'`

	for n := 0; !ask[bool](shop, onLauncher); n++ {
		if n > 50 {
			t.Fatal("Tab does not reach the launcher")
		}
		shop.press(kb.Tab)
	}
	shop.press(kb.Enter)
	panel := shop.panel()
	focused(panel, "the heading", `return document.activeElement?.tagName === 'H1'`)
	for n := 0; !ask[bool](panel, `return said(document.activeElement).includes('Start a conversation') && document.activeElement.tagName === 'BUTTON'`); n++ {
		if n > 20 {
			t.Fatal("Tab does not reach the start of a conversation")
		}
		shop.press(kb.Tab)
	}
	shop.press(kb.Enter)
	focused(panel, "the composer", `return document.activeElement?.matches('.composer textarea') ?? false`)
	panel.insert("can i return a package")
	shop.press(kb.Enter, chromedp.ModifierShift)
	panel.insert("i opened")
	if got := ask[string](panel, `return document.activeElement.value`); got != "can i return a package\ni opened" {
		t.Errorf("after Shift+Enter the composer holds %q", got)
	}
	if n := panel.count(".message.mine", ""); n != 0 {
		t.Error("Shift+Enter sent the message")
	}
	shop.press(kb.Enter)
	panel.see(".message.bot .bubble", openedAnswer)
	if got := ask[string](panel, `return document.activeElement.value`); got != "" {
		t.Errorf("after Enter the composer holds %q", got)
	}
	if p.stored(`package\ni opened`) != 1 {
		t.Error("the line break did not arrive")
	}

	shop.press(kb.Escape)
	focused(shop, "the launcher", onLauncher)
	shop.see("button", "Open help")
	shop.seeNot("iframe", "")

	t.Log("a closed panel takes no focus, but is ready for it: its frame would hear too late that it is to be laid out")
	for range 10 {
		focused(panel, "nothing", `return document.body.inert`)
		if ask[bool](panel, `const e = document.querySelector('.composer textarea'); e.focus(); return document.activeElement === e || !e.checkVisibility()`) {
			t.Fatal("the composer of a closed panel takes the focus, or is not laid out")
		}
		shop.press(kb.Enter)
		shop.see("iframe", "")
		focused(panel, "the composer again", `return document.activeElement?.matches('.composer textarea') ?? false`)
		shop.press(kb.Escape)
		focused(shop, "the launcher", onLauncher)
		shop.seeNot("iframe", "")
	}
	none(t, shop)
}

// The panel takes the focus when somebody opens it, and leaves it where it is otherwise.
func TestBrowserFocusIsNotTaken(t *testing.T) {
	p := openPremises(t)
	b := startBrowser(t)
	shop, panel := p.customer(b, "Customer")
	inFrame := func(what string) {
		t.Helper()
		shop.await(what, func() (bool, error) {
			return evaluate[bool](shop, `return document.querySelector('frontdesk-widget').shadowRoot.activeElement?.tagName === 'IFRAME'`)
		})
	}
	inFrame("the focus in the panel that was opened")
	panel.await("the focus on the heading", func() (bool, error) {
		return evaluate[bool](panel, `return document.activeElement?.tagName === 'H1'`)
	})

	t.Log("a page that opens with the panel, and one that says who the customer is")
	const write = `const e = document.createElement('input'); e.id = 'order'; document.body.prepend(e); e.focus(); return true`
	const there = `return document.activeElement?.id === 'order'`
	shop.do("reload", chromedp.Reload())
	ask[bool](shop, write)
	panel = shop.panel()
	panel.see("h1", p.config.Greeting)
	shop.await("the panel", func() (bool, error) {
		return evaluate[bool](shop, `return !!document.querySelector('frontdesk-widget').shadowRoot.querySelector('iframe[data-ready]')`)
	})
	stays := func(what string) {
		t.Helper()
		for range 10 {
			if !ask[bool](shop, there) || ask[bool](panel, `return document.hasFocus()`) {
				t.Fatal("the panel took the focus from a field of the page: " + what)
			}
		}
	}
	stays("when the page was opened")
	ask[bool](shop, `Frontdesk('identify', { name: 'Noa' }); return true`)
	stays("when it was told who the customer is")

	panel.click("button", "Start a conversation")
	inFrame("the focus in the panel that was pressed")
	panel.say(composer, unknown)
	panel.await("the name that was given", func() (bool, error) {
		return evaluate[bool](panel, `return found('.queue input', '').some((e) => e.value === 'Noa')`)
	})
	none(t, shop)
}
