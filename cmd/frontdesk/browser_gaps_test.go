package main

import (
	"testing"

	"frontdesk/bot/account"
)

// The loop: a customer asks what nobody wrote down, an agent answers, an editor finds the gap and writes the article of
// it, and the next customer gets the answer, with its source. The gap closes by itself.
func TestBrowserGaps(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t)
	b := startBrowser(t)
	agent := p.signIn(b, "Ana", account.Agent)
	editor := p.signIn(b, "Edwin", account.Editor)
	editor.click("[data-test=to-gaps]", "")
	editor.see("[data-test=gaps-empty]", "")
	s.visit(editor, "gaps-empty")

	_, panel := p.customer(b, "Customer")
	panel.click("button", "Start a conversation")
	panel.say(composer, unknown)
	agent.click("[data-test=accept-row]", "")
	agent.see("[data-test=standing]", "Yours")
	agent.write("[data-test=composer]", "Yes, we engrave names on knives from March on. Write to ana@shop.example.")
	agent.click("[data-test=send]", "")
	panel.see(".message.agent .bubble", "from March on")
	agent.click("[data-test=resolve]", "")
	agent.write("[data-test=cause]", "engraving")
	agent.click("[data-test=resolve-confirm]", "")
	panel.see(".line", "The conversation was closed.")

	t.Log("the editor finds the gap, with what the agent answered and nobody's address")
	editor.await("the gap", func() (bool, error) {
		ask[bool](editor, `location.reload(); return true`)
		editor.see("[data-test=gaps][data-state=ready]", "")
		return editor.count("[data-test=gap-link]", "") > 0, nil
	})
	editor.see("[data-test=gap-link]", unknown)
	s.visit(editor, "gaps")
	editor.click("[data-test=gap-link]", "")
	editor.see("[data-test=gap-answer]", "from March on")
	editor.see("[data-test=gap-tried]", "")
	if editor.count("[data-test=gap-answer]", "ana@shop.example") > 0 {
		t.Error("an address is shown to editors")
	}
	s.visit(editor, "gap")

	t.Log("and writes the article of it")
	editor.click("[data-test=gap-write]", "")
	editor.see("[data-test=preview]", "from March on")
	editor.write("[data-test=body]", "Yes. We engrave names on knives from March on, for 9 euros.")
	editor.click("[data-test=publish]", "")
	editor.click("[data-test=publish-confirm]", "")
	editor.see("[role=status]", "Published.")
	editor.see("[data-test=written-for]", "gap")
	if err := p.app.Corpus.Index.WaitLearned(t.Context()); err != nil {
		t.Fatal(err)
	}

	t.Log("the next customer gets the answer")
	_, next := p.customer(b, "Next")
	next.click("button", "Start a conversation")
	next.say(composer, unknown)
	next.see(".message.bot .bubble", "engrave names on knives from March on")
	next.see(".message.bot sup", "1")

	t.Log("and the gap closes")
	editor.await("the gap to close", func() (bool, error) {
		editor.open(p.app.URL + "/editor?gaps=1&state=closed")
		editor.see("[data-test=gaps][data-state=ready]", "")
		return editor.count("[data-test=gap-link]", "") > 0, nil
	})
	none(t, agent, editor)
}
