package main

import (
	"strings"
	"testing"

	"frontdesk/bot/account"
)

const newRule = "Yes. Since this spring you have 77 days to send an opened item back."

// An editor changes what the bot says while a customer asks, takes it back, and two editors meet in one
// article.
func TestBrowserEditor(t *testing.T) {
	p := openPremises(t)
	b := startBrowser(t)
	edwin := p.signIn(b, "Edwin", account.Editor)
	edith := p.signIn(b, "Edith", account.Editor)
	shop, panel := p.customer(b, "Customer")
	indexed := func() {
		t.Helper()
		if err := p.app.Corpus.Index.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
	}

	t.Log("both editors open the same article; one edits and publishes")
	for _, editor := range []*document{edwin, edith} {
		editor.write("[data-test=search]", "item I have opened")
		editor.click("[data-test=article-link]", openedTitle)
		editor.see("[data-test=preview]", openedAnswer)
	}
	edwin.write("[data-test=body]", newRule)
	edwin.see("[data-test=preview] p", newRule)
	edwin.click("[data-test=publish]", "")
	edwin.see("dialog", "This replaces revision 1")
	edwin.click("[data-test=publish-confirm]", "")
	edwin.see("[role=status]", "Published.")
	indexed()

	t.Log("the customer gets the new words")
	panel.click("button", "Start a conversation")
	panel.say(composer, opened)
	panel.see(".message.bot .bubble", newRule)
	panel.click(".sources button", openedTitle)
	panel.see(".cited", newRule)
	panel.click("header button", "Back")

	t.Log("the other editor is told of the conflict and loses nothing")
	edith.write("[data-test=body]", "My own words.")
	edith.click("[data-test=save]", "")
	edith.see("[data-test=conflict-who]", "Edwin saved revision 2")
	edith.see("td.removed", newRule)
	edith.see("td.added", "My own words.")
	edith.click("[data-test=conflict-edit]", "")
	edith.seeNot("dialog", "")
	if got := ask[string](edith, `return found('[data-test=body]', '')[0].value`); got != "My own words." {
		t.Errorf("after the conflict the editor holds %q", got)
	}
	edith.click("[data-test=save]", "")
	edith.click("[data-test=conflict-theirs]", "")
	edith.see("[data-test=preview] p", newRule)

	t.Log("the article is withdrawn, and the bot says it no more")
	edwin.click("[data-test=more-acts]", "")
	edwin.click("[data-test=withdraw]", "")
	edwin.click("[data-test=withdraw-confirm]", "")
	edwin.see("[data-test=standing]", "Withdrawn")
	indexed()
	before := panel.count(".message.bot .bubble", "")
	panel.say(composer, opened)
	panel.await("another reaction of the bot", func() (bool, error) {
		return panel.count(".message.bot .bubble", "") > before, nil
	})
	said := ask[[]string](panel, `return found('.message.bot .bubble', '').map((e) => said(e))`)
	if last := said[len(said)-1]; strings.Contains(last, "77 days") {
		t.Errorf("the bot still says what was withdrawn: %s", last)
	}
	panel.click(".sources button", openedTitle)
	panel.see("[role=alert]", "This page is no longer available.")

	// The refused save and the withdrawn page are answered with 409 and 404, which a browser reports.
	var rest []string
	for _, text := range append(append(edwin.heard.list(), edith.heard.list()...), shop.heard.list()...) {
		if !strings.Contains(text, "status of 409") && !strings.Contains(text, "status of 404") {
			rest = append(rest, text)
		}
	}
	if rest != nil {
		t.Errorf("the browser complained:\n%s", strings.Join(rest, "\n"))
	}
}
