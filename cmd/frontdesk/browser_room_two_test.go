package main

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"frontdesk/bot/account"
)

const (
	firstWords  = "Yes. You may open an item and try it on at home, and send it back within 30 days."
	theirWords  = "Yes. You may open an item and try it on at home, and send it back within 40 days."
	myWords     = "Yes. You may open an item and wash it at home, and send it back within 30 days."
	mergedWords = "Yes. You may open an item and wash it at home, and send it back within 40 days."
)

// Two editors at one article: each sees that the other writes, who saves second is shown both texts word by word and
// merges them by hand, and nothing that was typed is lost.
func TestBrowserTwoEditors(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	b := startBrowser(t)
	edwin := p.signIn(b, "Edwin", account.Editor)
	edith := p.signIn(b, "Edith", account.Editor)
	edwin.openArticle(p, openedArticle)
	edwin.write("[data-test=body]", firstWords)
	edwin.click("[data-test=save]", "")
	edwin.see("[data-test=save-state]", "Saved")
	for _, d := range []*document{edwin, edith} {
		d.openArticle(p, openedArticle)
		d.see("[data-test=preview]", "within 30 days")
	}

	t.Log("the second one to save is shown both texts")
	edith.write("[data-test=body]", myWords)
	edith.see("[data-test=kept][data-state=kept]", "")
	edwin.write("[data-test=body]", theirWords)
	edwin.click("[data-test=save]", "")
	edwin.see("[data-test=standing]", "Revision 3 is a draft")
	edwin.see("[data-test=others]", "Edith")
	edith.click("[data-test=save]", "")
	edith.see("[data-test=conflict-who]", "Edwin saved revision 3")
	edith.see("td.removed del", "40")
	edith.see("td.added ins", "wash")
	s.visit(edith, "room-conflict")

	t.Log("and merges by hand")
	edith.click("[data-test=conflict-merge]", "")
	edith.seeNot("dialog", "")
	edith.see("[data-test=merging]", "You merge your text with revision 3 of Edwin.")
	s.visit(edith, "room-merging")
	edith.write("[data-test=body]", mergedWords)
	edith.click("[data-test=save]", "")
	edith.see("[data-test=standing]", "Revision 4 is a draft")
	edith.seeNot("[data-test=merging]", "")
	if got := edith.holdsIn("body"); got != mergedWords {
		t.Errorf("after the merge the text is %q", got)
	}

	t.Log("any two revisions are compared word by word")
	edith.click("[data-test=section-revisions]", "")
	edith.see("[data-test=revisions]", "Revision 4")
	edith.click("[data-test=compare]", "")
	edith.see("dialog ins", "")
	s.visit(edith, "room-compare")
	edith.dismiss()
	none(t, edwin)
	noneBut(t, []string{"status of 409"}, edith)
}

// What is typed and not saved outlives a reload, a closed tab and another browser window, and no customer sees it.
func TestBrowserAutosave(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	b := startBrowser(t)
	editor := p.signIn(b, "Edwin", account.Editor)
	p.learned()
	editor.openArticle(p, openedArticle)
	editor.write("[data-test=body]", newRule)
	editor.see("[data-test=kept][data-state=kept]", "")

	t.Log("it is there after a reload, to be decided about")
	editor.do("reload", chromedp.Reload())
	editor.see("[data-test=found]", "did not save it")
	editor.see("[data-test=preview]", openedAnswer)
	s.visit(editor, "room-found")
	editor.click("[data-test=found-go-on]", "")
	editor.see("[data-test=preview]", newRule)

	t.Log("and after the tab was closed at once, in another one")
	editor.write("[data-test=body]", newRule+" Really.")
	tab := editor.another("Edwin's second tab")
	editor.leaves()
	tab.openArticle(p, openedArticle)
	tab.see("[data-test=found]", "")
	tab.click("[data-test=found-go-on]", "")
	tab.see("[data-test=preview]", "Really.")

	t.Log("no customer sees it, wherever they look")
	panel := p.asks(b, "Olga", opened)
	panel.see(".message.bot .bubble", openedAnswer)
	panel.click(".sources button", openedTitle)
	panel.see(".cited", openedAnswer)
	if panel.says("77 days") {
		t.Error("a customer reads what was never saved")
	}
	status, answer := tab.calls("GET", "/api/site/tarnside/article?id="+openedArticle, nil)
	if status != 200 || strings.Contains(answer, "77 days") {
		t.Errorf("the public page of the article: %d %s", status, answer)
	}

	t.Log("and it can be dropped")
	tab.do("reload", chromedp.Reload())
	tab.click("[data-test=found-drop]", "")
	tab.seeNot("[data-test=found]", "")
	tab.do("reload", chromedp.Reload())
	tab.see("main.editor-article[data-state=ready]", "")
	tab.see("[data-test=preview]", openedAnswer)
	requireNo(t, tab, "[data-test=found]", "")

	t.Log("a new article is found again in the list")
	tab.open(p.app.URL + "/editor?new=1")
	tab.write("[data-test=title]", "Do you sell skis?")
	tab.write("[data-test=body]", "Not yet.")
	tab.see("[data-test=kept][data-state=kept]", "")
	tab.open(p.app.URL + "/editor")
	tab.see("[data-test=unsaved]", "Do you sell skis?")
	s.visit(tab, "room-unsaved")
	tab.click("[data-test=unsaved] a", "Do you sell skis?")
	tab.see("[data-test=preview]", "Not yet.")
	none(t, tab)
}
