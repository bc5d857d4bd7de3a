package main

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"frontdesk/bot"
	"frontdesk/bot/account"
)

// dismiss closes the dialog that is open.
func (d *document) dismiss() {
	d.t.Helper()
	d.press(kb.Escape)
	d.seeNot("dialog", "")
}

// Every screen of the desk's console, and every dialog over it, seen by everybody who cannot see, cannot use a
// pointer, or likes the dark.
func TestBrowserDeskScreens(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	p.furnish()
	b := startBrowser(t)
	p.crowd(3)
	mia := p.signIn(b, "Mia", account.Manager)
	ben := p.signIn(b, "Ben", account.Agent)
	_, panel := p.customer(b, "Noa")
	panel.click("button", "Start a conversation")
	panel.say(composer, "the seam of my tent is torn, can I talk to somebody about a refund")
	panel.see(".queue", "")
	s.lists(mia)
	s.conversation(mia, ben, panel)
	s.ending(mia, panel)
	mia.manage(p, "kept")
	mia.see("main table", "")
	s.visit(mia, "settings-kept-figures")
}

// lists shows the left column: bulk actions and the search.
func (s *screens) lists(mia *document) {
	mia.see("[data-test=accept-row]", "")
	mia.await("all rows", func() (bool, error) { return mia.count("[data-test=row]", "") == 4, nil })
	mia.click(".row:nth-child(1) .tick", "")
	mia.click(".row:nth-child(2) .tick", "")
	mia.see(".bulk", "2 chosen")
	s.visit(mia, "desk-bulk")
	mia.click("[data-test=bulk-more]", "")
	mia.click("[data-test=bulk-tag]", "")
	mia.write("[data-test=tag-words]", "vip parcel")
	s.visit(mia, "desk-bulk-tags")
	mia.click("[data-test=tag-confirm]", "")
	mia.see("[data-test=notice]", "Done for 2 conversations.")
	mia.see("[data-test=undo]", "")
	s.visit(mia, "desk-bulk-undo")
	mia.click(".row:nth-child(3) .tick", "")
	mia.click("[data-test=bulk-more]", "")
	mia.click("[data-test=bulk-resolve]", "")
	mia.see("dialog [data-test=cause]", "")
	s.visit(mia, "desk-bulk-resolve")
	mia.dismiss()
	mia.click("[data-test=bulk-clear]", "")
	mia.click("[data-test=view-search]", "")
	mia.write("[data-test=search-q]", "parcel")
	mia.click("[data-test=search-go]", "")
	mia.see("[data-test=search-found]", "3 conversations")
	s.visit(mia, "desk-search")
	if mia.count("[data-test=search-fields]", "") == 1 {
		mia.click("[data-test=search-fields]", "")
		s.visit(mia, "desk-search-fields")
	}
	mia.click("[data-test=view-waiting]", "")
}

// conversation shows one from before it is owned up to its promise, and what is asked on the way.
func (s *screens) conversation(mia, ben, panel *document) {
	mia.click("[data-test=row]", "seam")
	mia.see("[data-test=composer-hint]", "Accept the conversation to reply.")
	s.visit(mia, "desk-note-only")
	mia.click("[data-test=accept]", "")
	mia.see("[data-test=standing]", "Yours")
	mia.see("[data-test=playbook]", "")
	s.visit(mia, "desk-conversation")
	panel.say(composer, opened)
	mia.click("[data-test=suggestion] summary", "Suggested reply")
	mia.see("[data-test=suggestion-text]", openedAnswer)
	s.visit(mia, "desk-suggestion")
	mia.click("[data-test=suggestion-citation]", openedTitle)
	mia.see("dialog .cited", openedAnswer)
	mia.dismiss()
	mia.click("[data-test=suggestion-insert]", "")
	mia.holdsText("[data-test=composer]", openedAnswer)
	requireNo(s.t, panel, ".message.agent", "")
	mia.write("[data-test=composer]", "")
	mia.click("[data-test=playbook] summary, [data-test=playbook] button", "")
	mia.see("[data-test=playbook-step]", "")
	mia.click("[data-test=playbook-step]", "")
	mia.see("[data-test=event-step]", "Mia did a step")
	s.visit(mia, "desk-playbook")
	if mia.count(".to-end", "") > 0 { // the walk has scrolled the log; an open menu would cover half of the way back
		mia.click(".to-end", "")
		mia.seeNot(".to-end", "")
	}
	mia.click("[data-test=more]", "")
	mia.see("[data-test=merge]", "")
	s.visit(mia, "desk-more")
	mia.press(kb.Escape)
	for _, dialog := range []struct{ open, name, fault string }{
		{"transfer", "desk-transfer", "Choose a colleague or a team."},
		{"snooze", "desk-snooze", ""},
		{"promise-new", "desk-promise", "Say what is promised."},
	} {
		mia.click("[data-test="+dialog.open+"]", "")
		mia.see("dialog", "")
		if dialog.fault != "" {
			mia.click("dialog button[type=submit]", "")
			mia.see("[role=alert]", dialog.fault)
		}
		s.visit(mia, dialog.name)
		mia.dismiss()
	}
	for _, test := range []string{"assign", "priority", "merge"} {
		mia.click("[data-test=more]", "")
		mia.click("[data-test="+test+"]", "")
		mia.see("dialog", "")
		s.visit(mia, "desk-"+test)
		mia.dismiss()
	}
	mia.click("[data-test=block]", "")
	mia.see("dialog", "")
	s.visit(mia, "desk-block")
	mia.dismiss()
	s.writing(mia, ben, panel)
}

// writing shows the composer and what it asks.
func (s *screens) writing(mia, ben, panel *document) {
	mia.click("[data-test=canned-open]", "")
	mia.see("[data-test=canned-option]", "Greeting")
	s.visit(mia, "desk-canned")
	mia.click("[data-test=canned-option]", "Greeting")
	mia.holdsText("[data-test=composer]", "[customer]")
	mia.see("[data-test=gaps]", "To fill in:")
	s.visit(mia, "desk-gaps")
	mia.click("[data-test=send]", "")
	mia.see("[data-test=gaps-edit]", "")
	s.visit(mia, "desk-gaps-dialog")
	mia.click("[data-test=gaps-edit]", "")
	mia.seeNot("dialog", "")
	mia.replies("I guarantee a refund.")
	mia.see("[data-test=neversay-dialog]", "")
	s.visit(mia, "desk-neversay")
	mia.click("[data-test=neversay-edit]", "")
	mia.seeNot("dialog", "")
	mia.replies("I'll get back to you by tomorrow 17:00.")
	mia.see("[data-test=offer]", "Record the promise?")
	s.visit(mia, "desk-offer")
	mia.click("[data-test=offer-record]", "")
	panel.see(".line", "Promised by 17:00 tomorrow")
	s.visit(panel, "panel-promise")
	mia.see("[data-test=promise]", "open")
	ben.click("[data-test=view-team]", "")
	ben.click("[data-test=row]", "With Mia")
	mia.see("[data-test=looking]", "Ben")
	mia.click("[data-test=mode-note]", "")
	mia.write("[data-test=composer]", "@")
	mia.see("[data-test=mentions]", "@Ben")
	s.visit(mia, "desk-mention")
	mia.press(kb.Escape)
	mia.write("[data-test=composer]", "@Ben do you know this batch of tents?")
	mia.click("[data-test=send]", "")
	mia.see("[data-test=message-note]", "this batch")
	s.visit(ben, "desk-colleague")
	mia.click("[data-test=mode-reply]", "")
}

// ending shows how a conversation is closed and what comes after.
func (s *screens) ending(mia, panel *document) {
	mia.click("[data-test=resolve]", "")
	mia.see("[data-test=resolve-dialog]", "Promises are still open")
	s.visit(mia, "desk-resolve-promises")
	mia.click("dialog [data-test=promise-takeback]", "")
	mia.see("[data-test=takeback-words]", "")
	s.visit(mia, "desk-takeback")
	mia.write("[data-test=takeback-words]", "The workshop is closed tomorrow")
	mia.click("[data-test=takeback-confirm]", "")
	mia.see("[data-test=cause]", "")
	mia.see(".suggestions", "Suggested")
	s.visit(mia, "desk-resolve-cause")
	panel.see(".line", "We cannot keep this promise")
	s.visit(panel, "panel-promise-dropped")
	mia.click(".suggestions [data-test=cause-suggestion]", "")
	mia.click("[data-test=resolve-confirm]", "")
	panel.click(".scores label", "Very bad")
	panel.click("button", "Send rating")
	panel.see("[role=status]", "Thank you. We will look into it.")
	s.visit(panel, "panel-low-rating")
	mia.click("[data-test=view-followup]", "")
	mia.see("[data-test=row]", "Low rating")
	mia.see("[data-test=followup]", "")
	s.visit(mia, "desk-followup")
	mia.click("[data-test=followup]", "")
	mia.see("[data-test=followup-words]", "")
	s.visit(mia, "desk-followup-dialog")
	mia.dismiss()
}

// Every section of the settings, empty where that can be, filled, and with faults.
func TestBrowserSettingsScreens(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	p.furnish()
	b := startBrowser(t)
	mia := p.signIn(b, "Mia", account.Manager)
	p.link("Ana", account.Agent)
	for _, section := range []struct{ name, open string }{
		{"teams", "[data-test=team-open]"}, {"hours", ""}, {"routes", ""}, {"desk", ""}, {"causes", ""},
		{"canned", "[data-test=canned-open]"}, {"playbooks", "[data-test=playbook-open]"}, {"kept", ""}, {"neversay", "[data-test=rule-open]"},
	} {
		mia.manage(p, section.name)
		s.visit(mia, "settings-"+section.name)
		if section.open != "" {
			if mia.count(section.open+"[aria-expanded=true]", "") == 0 {
				mia.click(section.open, "")
			}
			mia.see(section.open+"[aria-expanded=true]", "")
			s.visit(mia, "settings-"+section.name+"-open")
		}
	}
	mia.write("[data-test=rule-phrase]", "(")
	mia.click("[data-test=rule-pattern]", "")
	mia.click("[data-test=save]", "")
	mia.see("[data-test=fault] .notice", "")
	s.visit(mia, "settings-fault")
	mia.write("[data-test=try-text]", "I guarantee it, it is not my department")
	mia.write("[data-test=rule-phrase]", "I guarantee")
	mia.click("[data-test=try]", "")
	mia.see("[data-test=try-result]", "It breaks rules")
	s.visit(mia, "settings-try")
	mia.saved()

	t.Log("hours that overlap, a holiday, and somebody else who was faster")
	mia.manage(p, "hours")
	mia.click("[data-test=week-times]", "")
	mia.click("[data-test=holiday-add]", "")
	mia.scrollTo("[data-test=day-1]", "center") // from under the head, which stays in sight
	mia.click("[data-test=add-hours-1]", "")
	mia.write("[data-test=opens-1-1]", "16:00")
	mia.see("[data-test=day-1] .fault", "overlap")
	s.visit(mia, "settings-hours-faults")
	mia.scrollTo("[data-test=day-1]", "center")
	mia.click("[data-test=remove-hours-1-1]", "")
	mia.scrollTo("[data-test=holiday-remove]", "center")
	mia.click("[data-test=holiday-remove]", "")
	p.furnish(func(r *bot.Settings) { r.Grace = 61 })
	mia.click("[data-test=save]", "")
	mia.see("[data-test=conflict]", "")
	s.visit(mia, "settings-conflict")
	mia.click("[data-test=load-theirs]", "")

	t.Log("an empty list")
	for name, body := range map[string]string{"canned": "[]", "playbooks": "[]", "neversay": "[]"} {
		p.settle(name, body)
		mia.open("about:blank")
		mia.manage(p, name)
		mia.see("[data-test=empty]", "")
		s.visit(mia, "settings-"+name+"-empty")
	}
}

// The page behind the link of a mail.
func TestBrowserContinueScreens(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	b := startBrowser(t)
	somebody := b.somebody(t, "Somebody")
	somebody.open(p.app.URL + "/continue#nonsense")
	somebody.see("[role=alert] h1", "")
	s.visit(somebody, "continue-invalid")
	somebody.open(p.app.URL + "/continue?site=tarnside")
	somebody.see(composer, "")
	s.visit(somebody, "continue")
}
