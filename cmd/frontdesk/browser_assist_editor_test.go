package main

import (
	"testing"

	"frontdesk/bot/account"
	"frontdesk/bot/llm/scripted"
)

const (
	draftedArticle = `{"title": "Can you engrave a knife?", "body": "Yes, we engrave names on knives from March on [1]. It costs 12 euros [1].\n\nYou get it for free with every order [1].", "phrasings": ["do you put names on knives"]}`
	otherPhrasings = `{"phrasings": ["can I have a knife with my name", "who puts initials on a present", "can i return a package i opened"]}`
	twoApart       = "“How old must I be to shop?” says that you must be 16 years old to shop here [1]. “How old must I be to shop here?” says that you must be 18 years old to shop here [2]."
	inVoice        = "You may open an item and still return it for a full refund within 30 days of delivery, provided that it shows no signs of use and the tags are attached [1]. We guarantee the refund within 2 days [1]."
)

// An editor is helped by a model with a gap, with phrasings, with two articles that contradict each other, and hears how
// the bot would word its answers. What the model writes is marked and in doubt where no source has it, and nothing is
// published by itself.
func TestBrowserAssistEditor(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p, model := withSpeaker(t)
	p.learned()
	b := startBrowser(t)
	ana := p.signIn(b, "Ana", account.Agent)
	editor := p.signIn(b, "Edwin", account.Editor)

	t.Log("a customer asks what nobody wrote down, and an agent answers")
	_, panel := p.asksForPerson(b, "Mia", unknown)
	ana.takes()
	ana.tells(engraved, panel)
	ana.click("[data-test=resolve]", "")
	ana.write("[data-test=cause]", "engraving")
	ana.click("[data-test=resolve-confirm]", "")
	panel.see(".line", "The conversation was closed.")

	before := p.readable()
	s.draftOfGap(editor, model)
	s.phrasings(editor, model)
	if n := p.readable(); n != before {
		t.Errorf("customers can read %d articles, want %d as before", n, before)
	}
	s.voice(p, editor, model)

	t.Log("two articles that contradict each other")
	mia := p.signIn(b, "Mia", account.Manager)
	p.neglect(mia)
	before = p.readable()
	s.contradiction(p, editor, model)
	if n := p.readable(); n != before {
		t.Errorf("customers can read %d articles, want %d as before", n, before)
	}
	none(t, ana, panel)
	noneBut(t, []string{"status of 503"}, editor)
}

// draftOfGap has the model draft the article of a gap.
func (s *screens) draftOfGap(editor *document, model *speaker) {
	s.t.Log("the model is down: the button says so, and what to do")
	model.fails(true)
	editor.gap("on a knife")
	editor.openGap("on a knife", 1)
	editor.see("[data-test=gap-answer]", "from March on")
	editor.click("[data-test=gap-draft]", "Draft an article with the model")
	editor.see("[data-test=gap-draft-said]", "write it yourself")
	s.visit(editor, "assist-gap-down")
	model.fails(false)

	s.t.Log("the draft of an article, with what is in doubt")
	model.on(toDraftArticle, scripted.Say(draftedArticle))
	editor.click("[data-test=gap-draft]", "")
	editor.see("[data-test=doubts]", "Nothing of it is published.")
	editor.see("[data-test=doubt][data-state=there]", "It costs 12 euros.")
	editor.see("[data-test=doubt][data-state=out]", "for free")
	editor.see("[data-test=preview]", "from March on")
	s.visit(editor, "assist-doubts")
	editor.click("[data-test=doubt-show]", "It costs 12 euros.")
	if marked := ask[string](editor, `const e = document.activeElement; return e.value.slice(e.selectionStart, e.selectionEnd)`); marked != "It costs 12 euros." {
		s.t.Errorf("%q is marked", marked)
	}
	editor.write("[data-test=body]", engraved)
	editor.see("[data-test=doubt][data-state=gone]", "It costs 12 euros.")
	s.visitAt(editor, "assist-doubts-gone", "[data-test=doubts]")
	editor.click("[data-test=doubts-read]", "")
	editor.seeNot("[data-test=doubts]", "")
}

// phrasings has the model suggest further ways to ask, each of them tried.
func (s *screens) phrasings(editor *document, model *speaker) {
	s.t.Log("suggested phrasings say where they lead, and one is added")
	model.on(toAskOtherwise, scripted.Say(otherPhrasings))
	editor.click("[data-test=phrasings-ask]", "Suggest phrasings")
	editor.see("[data-test=phrasing][data-state=found]", "can I have a knife with my name")
	editor.see("[data-test=phrasing][data-state=new]", "who puts initials on a present")
	editor.see("[data-test=phrasing][data-state=taken]", opened)
	editor.see("[data-test=phrasing-taken]", openedTitle)
	editor.click("[data-test=phrasing-add]", "who puts initials on a present")
	editor.holdsText("[data-test=phrasings]", "who puts initials on a present")
	editor.see("[data-test=phrasing-add]", "Added")
	s.visitAt(editor, "assist-phrasings", "[data-test=phrasings-suggested]")
	editor.click("[data-test=save]", "")
	editor.see("[data-test=standing]", "Not published")
}

// voice has the model word an answer as the house would have it.
func (s *screens) voice(p *premises, editor *document, model *speaker) {
	s.t.Log("how the bot would word an answer, sentence by sentence")
	model.on(toWordAnswers, scripted.Say(inVoice))
	editor.click("[data-test=to-voice]", "")
	editor.see("[data-test=voice][data-state=empty]", "")
	editor.click("[data-test=voice-ask]", "")
	editor.see("main", "Write a question first.")
	s.visit(editor, "assist-voice-empty")
	editor.write("[data-test=voice-question]", opened)
	editor.click("[data-test=voice-ask]", "")
	editor.see("[data-test=voice-result][data-outcome=used]", "")
	editor.see("[data-test=voice-extract]", openedAnswer)
	editor.see("[data-test=voice-draft]", "You may open an item and still return it")
	requireNo(s.t, editor, "[data-test=voice-draft]", "guarantee")
	editor.see("[data-test=voice-sentence][data-verdict=passed]", "You may open an item")
	editor.see("[data-test=voice-sentence]", "We guarantee the refund within 2 days.")
	if n := editor.count("[data-test=voice-sentence]:not([data-verdict=passed])", ""); n != 1 {
		s.t.Errorf("%d sentences are refused, want the one that no article says", n)
	}
	s.visitAt(editor, "assist-voice", "[data-test=voice-result]")
	if v := p.app.Book.Voice(); v.Off || v.House != "" {
		s.t.Errorf("trying a voice has set it: %+v", v)
	}
}

// contradiction has the model say what two articles say differently.
func (s *screens) contradiction(p *premises, editor *document, model *speaker) {
	model.on(toTellTwoApart, scripted.Say(twoApart))
	editor.open(p.app.URL + "/editor?care=twins")
	editor.see("[data-test=care-row]", "How old must I be to shop?")
	editor.click("[data-test=explain-ask]", "")
	editor.see("[data-test=explain-text]", "16 years old")
	editor.see("[data-test=explain-text]", "18 years old")
	s.visitAt(editor, "assist-explained", "[data-test=explain]")
}
