package main

import (
	"testing"

	"github.com/chromedp/chromedp"

	"frontdesk/bot/account"
)

// drawing makes a picture in the page and pastes it into the text, as a person does with a screenshot.
const drawing = `const canvas = document.createElement('canvas');
canvas.width = 240; canvas.height = 120;
const pen = canvas.getContext('2d');
pen.fillStyle = '#2563eb'; pen.fillRect(0, 0, 240, 120);
pen.fillStyle = '#fff'; pen.font = '24px sans-serif'; pen.fillText('workshop', 60, 70);
const bytes = Uint8Array.from(atob(canvas.toDataURL('image/png').split(',')[1]), (c) => c.charCodeAt(0));
const data = new DataTransfer();
data.items.add(new File([bytes], 'the workshop.png', { type: 'image/png' }));
const text = found('[data-test=body]', '')[0];
text.focus();
text.setSelectionRange(text.value.length, text.value.length);
text.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
return true`

// A picture that is pasted into an article is seen by customers, and what is no picture is refused with a reason.
func TestBrowserPictureInArticle(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	b := startBrowser(t)
	editor := p.signIn(b, "Edwin", account.Editor)
	editor.open(p.app.URL + "/editor?new=1")
	editor.write("[data-test=title]", "Can you engrave a knife?")
	editor.write("[data-test=body]", engraved+"\n\nThis is our workshop:\n\n")
	ask[bool](editor, drawing)
	editor.see("[data-test=uploads]", "the workshop.png is in the text.")
	editor.see("[data-test=preview] img", "")
	editor.await("the picture", func() (bool, error) {
		return evaluate[bool](editor, `return found('[data-test=preview] img', '')[0]?.naturalWidth === 240`)
	})
	s.visit(editor, "room-picture")
	ask[bool](editor, `const data = new DataTransfer();
data.items.add(new File(['<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'], 'evil.png', { type: 'image/png' }));
found('[data-test=body]', '')[0].dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
return true`)
	editor.see("[data-test=uploads] [role=alert]", "evil.png")
	s.visitAt(editor, "room-picture-refused", "[data-test=uploads]")
	editor.write("[data-test=phrasings]", unknown)
	editor.publishes()
	editor.see("[data-test=standing]", "Customers read revision 1.")
	p.learned()

	panel := p.asks(b, "Olga", unknown)
	panel.see(".message.bot .bubble", engraved)
	panel.click(".sources button", "Can you engrave a knife?")
	panel.see("article h1", "Can you engrave a knife?")
	panel.await("the picture", func() (bool, error) {
		return evaluate[bool](panel, `return found('article img', '')[0]?.naturalWidth === 240`)
	})
	s.visit(panel, "panel-picture")
	none(t, panel)
	noneBut(t, []string{"status of 422", "status of 415", "status of 400"}, editor)
}

// What is for the staff is said to no customer, and the agent finds it, and suggests a change of it.
func TestBrowserStaffOnly(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	b := startBrowser(t)
	editor := p.signIn(b, "Edwin", account.Editor)
	agent := p.signIn(b, "Ana", account.Agent)
	editor.open(p.app.URL + "/editor?new=1")
	editor.write("[data-test=title]", "Can you engrave a knife?")
	editor.write("[data-test=body]", engraved)
	editor.write("[data-test=phrasings]", unknown)
	editor.click("[data-test=more-fields] summary", "")
	editor.click("[data-test=audience-staff]", "")
	editor.publishes()
	editor.see("[data-test=standing]", "Customers read revision 1.")
	p.learned()

	panel := p.asks(b, "Olga", unknown)
	panel.see(".queue", "You are next.")
	agent.click("[data-test=accept-row]", "")
	agent.click("[data-test=suggested-articles] button", "Can you engrave a knife?")
	agent.see("dialog", engraved)
	agent.dismiss()
	agent.click("[data-test=suggested-articles] [data-test=suggest-fix]", "Can you engrave a knife?")
	agent.click("[data-test=fix-send]", "")
	agent.see("dialog [role=alert]", "")
	agent.write("[data-test=fix-text]", "It costs 12 euros since March.")
	s.visit(agent, "room-suggest")
	agent.click("[data-test=fix-send]", "")
	agent.seeNot("dialog", "")
	editor.do("reload", chromedp.Reload())
	editor.click("[data-test=suggestions]", "1 suggestion by agents")
	editor.see("[data-test=care-row]", "It costs 12 euros since March.")
	if panel.says("9 euros") {
		t.Error("a customer is told what is for the staff")
	}
	none(t, editor, agent, panel)
}

const (
	germanQuestion = "kann man bei euch messer gravieren lassen"
	germanAnswer   = "Ja, ab März gravieren wir Namen auf Messer. Das kostet 9 Euro."
)

// Who asks in German gets the English article with a word that there is no German one, and the German one as soon as
// there is one.
func TestBrowserLanguages(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	b := startBrowser(t)
	editor := p.signIn(b, "Edwin", account.Editor)
	editor.open(p.app.URL + "/editor?new=1")
	editor.write("[data-test=title]", "Can you engrave a knife?")
	editor.write("[data-test=body]", engraved)
	editor.write("[data-test=phrasings]", unknown+"\n"+germanQuestion)
	editor.publishes()
	editor.see("[data-test=standing]", "Customers read revision 1.")
	p.learned()
	panel := p.asks(b, "Olga", germanQuestion)
	panel.see(".message.bot .bubble", engraved)
	panel.see(".message.bot .bubble", "nur in einer anderen Sprache")
	s.visit(panel, "panel-other-language")

	t.Log("the translation is begun from the original")
	editor.click("[data-test=section-translations]", "")
	editor.click("[data-test=translate]", "")
	editor.see("#translate-fault", "Name a language")
	s.visitAt(editor, "room-translations", "[data-test=translations]")
	editor.write("[data-test=translate-into]", "de")
	editor.click("[data-test=translate]", "")
	editor.see("h2", "New article")
	editor.write("[data-test=title]", "Können Sie ein Messer gravieren?")
	editor.write("[data-test=body]", germanAnswer)
	editor.write("[data-test=phrasings]", germanQuestion)
	editor.click("[data-test=more-fields] summary", "")
	editor.see("[data-test=original]", "Can you engrave a knife?")
	s.visitAt(editor, "room-translation", "[data-test=original]")
	editor.publishes()
	editor.see("[data-test=standing]", "Customers read revision 1.")
	editor.click("[data-test=section-translations]", "")
	editor.see("[data-test=translations]", "Can you engrave a knife?")
	p.learned()
	german := p.asks(b, "Dora", germanQuestion)
	german.see(".message.bot .bubble", germanAnswer)
	requireNo(t, german, ".message.bot .bubble", "anderen Sprache")
	english := p.asks(b, "Emil", unknown)
	english.see(".message.bot .bubble", engraved)
	none(t, editor)
}
