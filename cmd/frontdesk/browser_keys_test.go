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
	shop.press(kb.Enter)
	shop.see("iframe", "")
	focused(panel, "the composer again", `return document.activeElement?.matches('.composer textarea') ?? false`)
	none(t, shop)
}
