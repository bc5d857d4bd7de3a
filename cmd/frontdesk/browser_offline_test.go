package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// stored counts how often the desk has a customer's message with these words.
func (p *premises) stored(text string) (n int) {
	p.t.Helper()
	err := p.app.Corpus.DB.Read().QueryRowContext(p.t.Context(),
		`SELECT count(*) FROM event WHERE kind = 'message' AND author = 'customer' AND body LIKE '%' || $1 || '%'`, text).Scan(&n)
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

// The desk goes away while the customer writes. Nothing is lost, nothing is said twice.
func TestBrowserDeskAway(t *testing.T) {
	p := openPremises(t)
	b := startBrowser(t)
	shop, panel := p.customer(b, "Customer")
	panel.click("button", "Start a conversation")
	panel.say(composer, opened)
	panel.see(".message.bot .bubble", openedAnswer)

	t.Log("a short absence: the message waits in the panel")
	p.close()
	const first, second = "how long is the tent guarantee", "how do i wash a down jacket"
	panel.say(composer, first)
	panel.see(".message.mine", "Sending …")
	panel.see(".banner", "No connection. Trying again …")
	p.start()
	panel.see(".banner", "You are connected again.")
	panel.await("two answers", func() (bool, error) { return panel.count(".sources button", "") == 2, nil })

	t.Log("a long absence: the customer is told, and may close the page")
	p.close()
	panel.say(composer, second)
	panel.see(".message.mine [role=alert]", "Not sent yet.")
	panel.see(".message.mine button", "Retry")
	shop.do("reload without a desk", chromedp.Reload())
	p.start()
	shop.do("reload with the desk", chromedp.Reload())
	panel = shop.panel()
	panel.see(".message.mine .bubble", second)
	panel.await("three answers", func() (bool, error) { return panel.count(".sources button", "") == 3, nil })
	panel.seeNot(".message.mine", "Sending …")
	for _, text := range []string{opened, first, second} {
		if n := panel.count(".message.mine .bubble", text); n != 1 {
			t.Errorf("%q stands %d times in the log", text, n)
		}
		if n := p.stored(text); n != 1 {
			t.Errorf("%q is stored %d times", text, n)
		}
	}
}
