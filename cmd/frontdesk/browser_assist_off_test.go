package main

import (
	"testing"

	"frontdesk/bot/account"
)

// Without a model nobody is offered its help: not the agent with a conversation in another language and a suggested
// reply, not the editor with a gap, an article and a contradiction.
func TestBrowserAssistOff(t *testing.T) {
	p := openPremises(t)
	p.learned()
	b := startBrowser(t)
	ana := p.signIn(b, "Ana", account.Agent)
	mia := p.signIn(b, "Mia", account.Manager)
	nothing := func(d *document, of ...string) {
		t.Helper()
		for _, name := range of {
			requireNo(t, d, "[data-test="+name+"]", "")
		}
	}

	t.Log("an agent")
	_, panel := p.asksForPerson(b, "Dora", inGerman)
	ana.takes()
	ana.see("[data-test=message-customer]", inGerman)
	panel.saysTo(ana, opened)
	ana.see("[data-test=suggestion]", "")
	ana.click("[data-test=suggestion] summary", "Suggested reply")
	ana.see("[data-test=suggestion-text]", openedAnswer)
	ana.write("[data-test=composer]", replyEnglish)
	ana.see("[data-test=summary]", inGerman)
	nothing(ana, "word-reply", "worded", "reword", "reword-translate", "wording", "translate-message", "summary-drafted")

	t.Log("an editor")
	p.neglect(mia)
	mia.open(p.app.URL + "/editor?care=twins")
	mia.see("[data-test=care-row]", "How old must I be to shop?")
	nothing(mia, "explain-ask", "to-voice")
	mia.gap("mein Zelt")
	mia.openGap("mein Zelt", 1)
	mia.see("[data-test=gap-write]", "")
	nothing(mia, "gap-draft", "to-voice")
	mia.openArticle(p, openedArticle)
	mia.see("[data-test=phrasings]", "")
	nothing(mia, "phrasings-ask", "doubts", "to-voice")
	none(t, ana, mia, panel)
}
