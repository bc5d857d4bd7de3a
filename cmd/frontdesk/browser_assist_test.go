package main

import (
	"strings"
	"testing"

	"frontdesk/bot/account"
	"frontdesk/bot/llm/scripted"
)

const (
	summed       = "The customer asks whether we can engrave their name on a knife [1]. The bot answered: I found no answer to this in our help articles [2]."
	sturdy       = "The original box or bag is not required. Put the item in any sturdy parcel instead."
	wordedReply  = "Yes, you may open an item and still return it for a full refund within 30 days of delivery, provided that it shows no signs of use and the tags are attached [1]. The original box or bag is not required [1]. Put the item in any sturdy parcel instead [1]."
	longReply    = "Hello, thank you very much for your message to us. You can of course return the item to us within 30 days of delivery. And the original box, by the way, is not required for this."
	shorterReply = "You can return the item within 30 days of delivery. The original box is not required."
	inGerman     = "Ich habe mein Zelt geöffnet und möchte mit einem Menschen über die Rückgabe sprechen."
	inEnglish    = "I have opened my tent and would like to talk to a person about the return."
	summedTent   = "The customer has opened a tent and wants to talk to a person about the return [1]."
	replyEnglish = "You can return the tent within 30 days."
	replyGerman  = "Sie können das Zelt innerhalb von 30 Tagen zurückgeben."
)

// An agent is helped by a model at the hand-off, with the reply, and with a language that the agent does not speak. What
// it writes is marked, the agent's and the articles' own words stay at hand, and nothing is sent by itself.
func TestBrowserAssistAgent(t *testing.T) {
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p, model := withSpeaker(t)
	p.learned()
	b := startBrowser(t)
	ana := p.signIn(b, "Ana", account.Agent)
	_, panel := p.asksForPerson(b, "Mia", unknown)

	t.Log("the summary at the hand-off tells which messages it rests on, and the bot's own note is one click away")
	model.on(toSummarise, scripted.Say(summed))
	ana.takes()
	ana.see("[data-test=summary]", "The customer asks whether we can engrave their name on a knife. The bot answered: I found no answer")
	ana.see("[data-test=summary-drafted]", "Draft by a language model")
	ana.see("[data-test=summary-message]", "2")
	ana.click("[data-test=summary-message]", "1")
	if at := ask[string](ana, `return document.activeElement.id`); at != "event-1" {
		t.Errorf("the way to message 1 leads to %q", at)
	}
	ana.click("[data-test=summary-extract]", "")
	ana.see("[data-test=summary-noted]", unknown)
	s.visit(ana, "assist-summary")

	s.reply(ana, panel, model)
	s.reword(ana, panel, model)
	if n := p.sentByAgents(); n != 0 {
		t.Errorf("%d messages were sent by themselves", n)
	}
	dora := s.translate(p, b, ana, model)
	s.modelDown(p, b, ana, dora, model)
	if n := p.sentByAgents(); n != 1 {
		t.Errorf("%d messages were sent, want the one that Ana has sent", n)
	}
	none(t, panel, dora)
	noneBut(t, []string{"status of 503"}, ana)
}

// reply has the model word the suggested reply.
func (s *screens) reply(ana, panel *document, model *speaker) {
	s.t.Log("the suggested reply is worded by the model and put in, not sent")
	panel.saysTo(ana, opened)
	ana.see("[data-test=suggestion]", "") // which moves the log up
	ana.click("[data-test=suggestion] summary", "Suggested reply")
	ana.see("[data-test=suggestion-text]", openedAnswer)
	model.on(toWordAnswers, scripted.Say(wordedReply))
	ana.click("[data-test=word-reply]", "Word a reply")
	ana.see("[data-test=worded-text]", sturdy)
	requireNo(s.t, ana, "[data-test=worded-text]", "[1]")
	if n := ana.count("[data-test=worded-citation]", openedTitle); n != 1 {
		s.t.Errorf("the article of the reply is named %d times", n)
	}
	s.visit(ana, "assist-reply")
	ana.click("[data-test=worded-plain]", "")
	ana.see("[data-test=suggestion-text]", openedAnswer)
	ana.click("[data-test=worded-plain]", "")
	ana.click("[data-test=worded-insert]", "")
	ana.holdsText("[data-test=composer]", sturdy)
	requireNo(s.t, panel, ".message.agent", "")
	ana.click("[data-test=suggestion] summary", "Suggested reply")
}

// reword has the model say the reply in other words.
func (s *screens) reword(ana, panel *document, model *speaker) {
	s.t.Log("the reply in fewer words, and back")
	ana.write("[data-test=composer]", longReply)
	model.on(toReword, scripted.Say(shorterReply))
	ana.click("[data-test=reword]", "")
	s.visit(ana, "assist-reword-menu")
	if ana.count("[data-test=reword-shorter]", "") == 0 { // the walk has closed it
		ana.click("[data-test=reword]", "")
	}
	ana.click("[data-test=reword-shorter]", "")
	ana.holdsText("[data-test=composer]", shorterReply)
	ana.see("[data-test=wording-said]", "Reworded. Read it before you send it.")
	s.visit(ana, "assist-reworded")
	ana.click("[data-test=wording-back]", "Back to my words")
	ana.holdsText("[data-test=composer]", longReply)

	s.t.Log("a number that is another one is refused")
	model.on(toReword, scripted.Say(strings.Replace(shorterReply, "30", "60", 1)))
	ana.click("[data-test=reword]", "")
	ana.click("[data-test=reword-friendlier]", "")
	ana.see("[data-test=wording-said]", "Your text stays.")
	ana.holdsText("[data-test=composer]", longReply)
	s.visit(ana, "assist-refused")
	requireNo(s.t, panel, ".message.agent", "")
	ana.write("[data-test=composer]", "")
}

// translate serves a customer who writes German.
func (s *screens) translate(p *premises, b *browser, ana *document, model *speaker) (panel *document) {
	s.t.Log("a German customer's message is translated below what they wrote")
	model.on(toSummarise, scripted.Say(summedTent))
	_, panel = p.asksForPerson(b, "Dora", inGerman)
	ana.takes()
	ana.see("[data-test=message-customer]", inGerman)
	ana.see("[data-test=summary]", "The customer has opened a tent")
	model.on(toTranslate, scripted.Say(inEnglish))
	ana.click("[data-test=translate-message]", "")
	ana.see("[data-test=translation]", inEnglish)
	ana.see("[data-test=translated]", "Translation from German by a language model")
	s.visit(ana, "assist-translation")
	ana.click("[data-test=translate-message]", "Hide")
	ana.seeNot("[data-test=translation]", "")
	ana.click("[data-test=translate-message]", "Show the translation")

	s.t.Log("the reply is translated back, and sent by Ana")
	ana.write("[data-test=composer]", replyEnglish)
	model.on(toTranslate, scripted.Say(replyGerman))
	ana.click("[data-test=reword-translate]", "Translate to German")
	ana.holdsText("[data-test=composer]", replyGerman)
	ana.see("[data-test=wording-original]", replyEnglish)
	requireNo(s.t, panel, ".message.agent", "")
	s.visit(ana, "assist-reply-translated")
	ana.click("[data-test=send]", "")
	panel.see(".message.agent .bubble", replyGerman)
	ana.click("[data-test=written-as] summary", "Written as")
	ana.see("[data-test=written-as]", replyEnglish)
	if panel.says(replyEnglish) {
		s.t.Error("the customer reads what the reply was written as")
	}
	s.visit(ana, "assist-written-as")
	return panel
}

// modelDown is what the buttons say when the model fails.
func (s *screens) modelDown(p *premises, b *browser, ana, panel *document, model *speaker) {
	s.t.Log("the model is down: each button says so, and what to do")
	model.fails(true)
	ana.write("[data-test=composer]", "We look at your tent on Monday.")
	ana.click("[data-test=reword]", "")
	ana.click("[data-test=reword-plainer]", "")
	ana.see("[data-test=wording-said]", "write it yourself")
	ana.holdsText("[data-test=composer]", "We look at your tent on Monday.")
	panel.say(composer, opened)
	ana.see("[data-test=suggestion]", "")
	ana.click("[data-test=suggestion] summary", "Suggested reply")
	ana.click("[data-test=word-reply]", "Word a reply")
	ana.see("[data-test=worded]", "The model could not word it; these are the articles’ own words.")
	ana.see("[data-test=suggestion-text]", openedAnswer)
	s.visit(ana, "assist-down")
	ana.click("[data-test=translate-message]", "Hide") // the translation is there still
	asked := model.times(toSummarise)
	_, _ = p.asksForPerson(b, "Zoe", unknown)
	ana.takes()
	ana.await("the question for a summary", func() (bool, error) { return model.times(toSummarise) > asked, nil })
	ana.see("[data-test=summary]", unknown)
	requireNo(s.t, ana, "[data-test=summary-drafted]", "")
}
