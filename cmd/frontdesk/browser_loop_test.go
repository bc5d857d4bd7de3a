package main

import (
	"strings"
	"testing"

	"frontdesk/bot/account"
)

const (
	withAddress = unknown + "? I am mia.marten@mail.example"
	otherWords  = "is it possible to have my name engraved on a knife"
	engraved    = "Yes, we engrave names on knives from March on. It costs 9 euros."
	greedy      = unknown + "\n" + opened // the second is what another article answers
)

// The whole loop: a customer asks what nobody wrote down, an agent answers, an editor finds the gap and writes the
// article of it, is stopped for breaking another question, mends it and publishes, and the next customer gets the
// answer, cited. The gap closes by itself.
func TestBrowserLoop(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	b := startBrowser(t)
	agent := p.signIn(b, "Ana", account.Agent)
	editor := p.signIn(b, "Edwin", account.Editor)
	p.learned()
	editor.click("[data-test=to-gaps]", "")
	editor.see("[data-test=gaps-empty]", "")
	s.visit(editor, "gaps-empty")

	t.Log("one customer asks what an article answers")
	_, other := p.customer(b, "Olga")
	other.starts(opened)
	other.see(".message.bot .bubble", openedAnswer)

	t.Log("another one asks what nobody wrote down, and an agent answers")
	_, panel := p.customer(b, "Mia")
	panel.starts(withAddress)
	agent.click("[data-test=accept-row]", "")
	agent.see("[data-test=standing]", "Yours")
	agent.tells(engraved+" Write to ana@shop.example.", panel)
	agent.click("[data-test=resolve]", "")
	agent.write("[data-test=cause]", "engraving")
	agent.click("[data-test=resolve-confirm]", "")
	panel.see(".line", "The conversation was closed.")

	nora := p.asks(b, "Nora", otherWords)
	nora.see(".queue", "")

	t.Log("the editor finds the gap, and writes its article from what the agent said")
	editor.gap("on a knife")
	s.visit(editor, "gaps")
	editor.openGap("on a knife", 2)
	editor.see("[data-test=gap-answer]", "from March on")
	editor.see("[data-test=gap-tried]", "")
	requireNo(t, editor, "[data-test=gap-answer]", "ana@shop.example")
	requireNo(t, editor, "[data-test=gap-example]", "mia.marten")
	s.visit(editor, "gap")
	editor.click("[data-test=gap-write]", "")
	editor.see("[data-test=preview]", "from March on")
	for _, address := range []string{"mia.marten", "ana@shop.example"} {
		if text := editor.typed(); strings.Contains(text, address) {
			t.Errorf("personal data is in the draft: %s", text)
		}
	}
	editor.write("[data-test=title]", "Can you engrave a knife?")
	editor.write("[data-test=body]", engraved)

	t.Log("it answers the question of the gap, but takes one away from another article")
	editor.write("[data-test=check-questions]", unknown)
	editor.click("[data-test=check-ask]", "")
	editor.see("[data-test=check-pairs-row]", "Better")
	editor.see("[data-test=takes-nothing]", "")
	editor.write("[data-test=phrasings]", greedy)
	editor.see("[data-test=taken-row]", opened)
	s.visitAt(editor, "room-questions", "[data-test=taken-row]")
	editor.click("[data-test=taken-row] [data-test=exam-add]", opened)
	editor.see("[data-test=in-exam]", "")

	t.Log("the exam stops it, and says why")
	editor.publishes()
	editor.see("[data-test=gate-dialog]", "1 question gets worse")
	editor.see("[data-test=gate-dialog]", openedTitle)
	editor.see("[data-test=gate-dialog]", "Can you engrave a knife?")
	requireNo(t, editor, "[data-test=overrule]", "")
	s.visit(editor, "room-gate")

	t.Log("the editor mends it and publishes")
	editor.click("[data-test=gate-mend]", "")
	editor.seeNot("dialog", "")
	editor.write("[data-test=phrasings]", unknown+"\n"+otherWords)
	editor.publishes()
	editor.see("[data-test=done]", "Exam: 1 of 1 right.")
	editor.see("[data-test=written-for]", "gap")
	editor.see("[data-test=gaps-answered]", "2 of 2 questions of the gap")
	editor.see("[data-test=gaps-answered]", "are answered now; the gap is closed.")
	s.visitAt(editor, "room-published", "[data-test=gaps-answered]")

	t.Log("the next customer gets the answer, with its source")
	_, next := p.customer(b, "Nils")
	next.starts(unknown)
	next.see(".message.bot .bubble", engraved)
	next.see(".message.bot sup", "1")
	next.click(".sources button", "Can you engrave a knife?")
	next.see(".cited", engraved)

	t.Log("and the other question is answered as ever")
	_, last := p.customer(b, "Pia")
	last.starts(opened)
	last.see(".message.bot .bubble", openedAnswer)

	editor.open(p.app.URL + "/editor?gaps=1&state=closed")
	editor.see("[data-test=gap-link]", "on a knife")
	none(t, agent)
	noneBut(t, []string{"status of 409"}, editor)
}
