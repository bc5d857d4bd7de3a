package main

import (
	"testing"

	"frontdesk/bot/account"
)

// at chooses a time so many seconds from now in the dialog that is open.
func (d *document) at(seconds int) {
	d.t.Helper()
	d.see("[data-test=when-time]", "")
	ask[bool](d, `const e = found('[data-test=when-time]', '')[0], due = new Date(Date.now() + 1000 * args[0]), two = (n) => String(n).padStart(2, '0');
Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(e, due.getFullYear() + '-' + two(due.getMonth() + 1) + '-' + two(due.getDate()) + 'T' + two(due.getHours()) + ':' + two(due.getMinutes()) + ':' + two(due.getSeconds()));
e.dispatchEvent(new Event('input', { bubbles: true }));
return true`, seconds)
}

// What has a date happens by itself; a date can be cancelled; and what the exam stops then says so on the article's page.
func TestBrowserSchedule(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	b := startBrowser(t)
	editor := p.signIn(b, "Edwin", account.Editor)
	p.learned()

	t.Log("a revision is published at its time, and a customer gets it")
	editor.openArticle(p, openedArticle)
	editor.write("[data-test=body]", newRule)
	editor.click("[data-test=more-acts]", "")
	editor.click("[data-test=publish-at]", "")
	editor.at(-60)
	editor.click("[data-test=publish-confirm]", "")
	editor.see("[data-test=dialog-fault]", "That time is past")
	editor.at(25)
	s.visit(editor, "room-publish-at")
	editor.at(4)
	editor.click("[data-test=publish-confirm]", "")
	editor.see("[data-test=scheduled-publish]", "Revision 2 will be published")
	editor.finds("[data-test=standing]", "Customers read revision 2.")
	editor.seeNot("[data-test=scheduled-publish]", "")
	p.learned()
	panel := p.asks(b, "Olga", opened)
	panel.see(".message.bot .bubble", newRule)

	t.Log("a date is cancelled")
	editor.click("[data-test=more-acts]", "")
	editor.click("[data-test=withdraw-at]", "")
	editor.at(3600)
	editor.click("[data-test=withdraw-confirm]", "")
	editor.see("[data-test=scheduled-withdraw]", "The article will be withdrawn")
	s.visit(editor, "room-scheduled")
	editor.click("[data-test=unschedule]", "")
	editor.seeNot("[data-test=scheduled-withdraw]", "")

	t.Log("the exam stops a withdrawal at its time, and the article says why")
	editor.click("[data-test=more-acts]", "")
	editor.click("[data-test=withdraw-at]", "")
	editor.at(6)
	editor.click("[data-test=withdraw-confirm]", "")
	editor.see("[data-test=scheduled-withdraw]", "The article will be withdrawn")
	editor.examine(opened, openedArticle)
	editor.finds("[data-test=scheduled-withdraw]", "The article was not withdrawn")
	editor.see("[data-test=scheduled-withdraw]", opened)
	s.visit(editor, "room-schedule-fault")
	p.asks(b, "Pia", opened).see(".message.bot .bubble", newRule)
	editor.open(p.app.URL + "/editor?care=scheduled")
	editor.see("[data-test=care-row]", openedTitle)
	none(t, editor)
}

// Where two persons are wanted, nobody publishes what they wrote themselves.
func TestBrowserTwoPersons(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	p.close()
	p.config.TwoPersons = true
	p.start()
	b := startBrowser(t)
	edwin := p.signIn(b, "Edwin", account.Editor)
	edith := p.signIn(b, "Edith", account.Editor)

	t.Log("the author asks for a review and cannot publish")
	edwin.openArticle(p, openedArticle)
	edwin.write("[data-test=body]", newRule)
	requireNo(t, edwin, "[data-test=publish]", "")
	edwin.click("[data-test=ask-review]", "")
	edwin.write("[data-test=review-note]", "The law says 77 days since March.")
	s.visit(edwin, "room-review-ask")
	edwin.click("[data-test=review-confirm]", "")
	edwin.see("[data-test=review-banner]", "You asked for a review of revision 2")
	status, answer := edwin.calls("POST", "/api/editor/publish", map[string]any{"id": openedArticle, "revision": 2})
	if status != 409 {
		t.Errorf("the author publishes: %d %s", status, answer)
	}

	t.Log("the colleague finds it and sends it back")
	edith.open(p.app.URL + "/editor?care=waiting")
	edith.click("[data-test=care-row] [data-test=care-article]", openedTitle)
	edith.see("[data-test=review-banner]", "Edwin asks for a review of revision 2")
	edith.see("[data-test=review-banner]", "The law says 77 days")
	s.visit(edith, "room-review")
	edith.click("[data-test=review-return]", "")
	edith.click("[data-test=return-confirm]", "")
	edith.see("dialog .fault", "Say what is to be changed.")
	edith.write("[data-test=return-note]", "Say that it holds for Europe only.")
	edith.click("[data-test=return-confirm]", "")
	edith.see("[data-test=review-banner]", "Edith sent revision 2 back.")
	edwin.finds("[data-test=review-banner]", "Say that it holds for Europe only.")
	s.visit(edwin, "room-review-returned")

	t.Log("the author mends it and asks again; the colleague publishes")
	edwin.write("[data-test=body]", newRule+" This holds in Europe.")
	edwin.click("[data-test=ask-review]", "")
	edwin.click("[data-test=review-confirm]", "")
	edwin.see("[data-test=review-banner]", "You asked for a review of revision 3")
	edith.finds("[data-test=review-banner]", "Edwin asks for a review of revision 3")
	edith.click("[data-test=review-publish]", "")
	edith.click("[data-test=publish-confirm]", "")
	edith.see("[data-test=standing]", "Customers read revision 3.")
	p.learned()
	p.asks(b, "Olga", opened).see(".message.bot .bubble", "This holds in Europe.")
	none(t, edith)
	noneBut(t, []string{"status of 409"}, edwin)
}
