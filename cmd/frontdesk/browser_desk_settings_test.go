package main

import (
	"sync"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"frontdesk/bot/account"
)

// manage opens a section of the settings and waits for its document.
func (d *document) manage(p *premises, section string) {
	d.t.Helper()
	d.open(p.app.URL + "/settings#" + section)
	d.see("[data-test=section-"+section+"]:not([data-state=loading])", "")
}

// saved waits until the section says that everything is stored.
func (d *document) saved() {
	d.t.Helper()
	d.click("[data-test=save]", "")
	d.see("main[data-state=saved]", "")
}

// A manager writes the rules of the house: what is wrong is refused with a sentence, what somebody else saved is
// not overwritten silently, what is saved reaches the agents, and what is not saved is not lost silently.
func TestBrowserDeskSettings(t *testing.T) {
	p := openPremises(t)
	p.furnish()
	b := startBrowser(t)
	mia := p.signIn(b, "Mia", account.Manager)
	max := p.signIn(b, "Max", account.Manager)
	ana := p.signIn(b, "Ana", account.Agent)
	ana.open(p.app.URL + "/settings")
	ana.see("body", "Not for your role")
	ana.open(p.app.URL + "/agent")

	t.Log("hours that overlap are refused, with the reason where they are")
	for _, manager := range []*document{mia, max} {
		manager.manage(p, "hours")
		manager.click("[data-test=week-times]", "")
		manager.see("[data-test=day-1]", "")
	}
	mia.click("[data-test=add-hours-1]", "")
	mia.write("[data-test=opens-1-1]", "16:00")
	mia.write("[data-test=closes-1-1]", "20:00")
	mia.see("[data-test=day-1] .fault", "overlap")
	mia.click("[data-test=save]", "")
	mia.see("[data-test=fault] .notice", "overlap")
	mia.see("main[data-state=unsaved]", "")
	mia.write("[data-test=opens-1-1]", "19:00")
	mia.seeNot("[data-test=day-1] .fault", "overlap")
	mia.saved()
	mia.see("[data-test=week-words]", "19:00")
	if hours := p.app.Book.Plan().Teams[0].Hours; len(hours.Week) != 6 {
		t.Errorf("the desk's hours are %+v, want six spans", hours)
	}

	t.Log("Max had the old hours before him: he is told, and loses nothing")
	max.write("[data-test=opens-5-0]", "10:00")
	max.click("[data-test=save]", "")
	max.see("[data-test=conflict]", "Mia saved this")
	max.holdsText("[data-test=opens-5-0]", "10:00")
	max.click("[data-test=load-theirs]", "")
	max.see("[data-test=opens-1-1]", "")
	max.write("[data-test=opens-5-0]", "11:00")
	max.saved()
	mia.write("[data-test=opens-2-0]", "07:30")
	mia.click("[data-test=save]", "")
	mia.see("[data-test=conflict]", "Max saved this")
	mia.click("[data-test=keep-mine]", "")
	mia.see("main[data-state=saved]", "")
	if from := p.app.Book.Plan().Teams[0].Hours.Week; from[0].From == "" {
		t.Errorf("the hours are gone: %+v", from)
	}

	t.Log("a canned reply reaches the console as soon as it is saved")
	mia.manage(p, "canned")
	mia.click("[data-test=canned-open]", "Greeting")
	mia.write("[data-test=canned-text]", "Good day {{customer}}, {{agent}} here. {{oops}}")
	mia.see("[data-test=canned-preview] .wrong", "oops")
	mia.click("[data-test=save]", "")
	mia.see("[data-test=fault] .notice", "oops")
	mia.write("[data-test=canned-text]", "Good day {{customer}}, {{agent}} here.")
	mia.see("[data-test=canned-preview]", "Good day Maria Keller, Mia here.")
	mia.saved()
	_, panel := p.asksForPerson(b, "Customer", unknown)
	ana.takes()
	ana.click("[data-test=canned-open]", "")
	ana.write("[data-test=canned-input]", "hello")
	ana.see("dialog", "Ana here.")
	ana.press(kb.Enter)
	ana.holdsText("[data-test=composer]", "Good day ")

	t.Log("a never-say rule is tried before it is saved")
	mia.manage(p, "neversay")
	mia.click("[data-test=rule-add]", "")
	mia.write("[data-test=rule-phrase]", "as fast as possible")
	mia.write("[data-test=rule-reason]", "It says nothing.")
	mia.write("[data-test=try-text]", "We answer as fast as possible, I guarantee it.")
	mia.click("[data-test=try]", "")
	mia.see("[data-test=try-result]", "It breaks rules in 2 places:")
	mia.see("[data-test=try-result] mark", "as fast as possible")
	mia.see("[data-test=try-result]", "It says nothing.")
	mia.saved()
	ana.write("[data-test=composer]", "I come back as fast as possible")
	ana.press(kb.Enter, chromedp.ModifierCtrl)
	ana.see("[data-test=neversay-dialog]", "It says nothing.")
	ana.click("[data-test=neversay-edit]", "")
	requireNo(t, panel, ".message.agent", "")

	t.Log("a pattern that does not compile, and one that forbids everything")
	mia.click("[data-test=rule-pattern]", "")
	mia.write("[data-test=rule-phrase]", "(unclosed")
	mia.click("[data-test=save]", "")
	mia.see("[data-test=fault] .notice", "")
	mia.write("[data-test=rule-phrase]", ".*")
	mia.click("[data-test=save]", "")
	mia.see("[data-test=fault] .notice", "")
	mia.see("main[data-state=unsaved]", "")

	t.Log("what is not saved is asked about before it is lost")
	asked := mia.dialogs(false)
	mia.click("[data-test=go-agent]", "")
	asked.await(mia, page.DialogTypeBeforeunload)
	mia.see("main[data-state=unsaved]", "")
	mia.click("[data-test=sign-out]", "")
	asked.await(mia, page.DialogTypeConfirm)
	mia.see("main[data-state=unsaved]", "")
	mia.holdsText("[data-test=rule-phrase]", ".*")
}

// questions are the dialogs of the browser itself that a page has opened.
type questions struct {
	mu    sync.Mutex
	kinds []page.DialogType
}

// dialogs answers what the browser itself asks from now on: yes or no.
func (d *document) dialogs(yes bool) *questions {
	d.t.Helper()
	q := &questions{}
	err := chromedp.Listen(d.ctx, func(ev any) {
		opening, ok := ev.(*page.EventJavascriptDialogOpening)
		if !ok {
			return
		}
		q.mu.Lock()
		defer q.mu.Unlock()
		q.kinds = append(q.kinds, opening.Type)
		// A listener must not wait for the browser, which waits for it. What goes wrong shows: the page stands still.
		go chromedp.Call(d.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: yes})
	})
	d.must(nil, err)
	return q
}

// await waits until the browser has asked such a question.
func (q *questions) await(d *document, kind page.DialogType) {
	d.t.Helper()
	d.await("the browser asks: "+string(kind), func() (bool, error) {
		q.mu.Lock()
		defer q.mu.Unlock()
		for _, k := range q.kinds {
			if k == kind {
				return true, nil
			}
		}
		return false, nil
	})
}
