package main

import (
	"testing"

	"frontdesk/bot/account"
	"frontdesk/bot/llm/scripted"
	"frontdesk/cmd/frontdesk/internal/app"
)

// An agent reads what a model had to do with an answer, an administrator how the model does; both screens are there only
// with a model.
func TestBrowserModel(t *testing.T) {
	server := scripted.New(scripted.Config{Models: []string{"small"}})
	base, stop, err := server.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stop() })
	s := &screens{t: t, axe: axeSource(t), dir: artifacts(t)}
	p := openPremises(t, func(c *app.Config) {
		c.Model = app.ModelConfig{URL: base, Name: "small", PriceIn: 0.15, PriceOut: 0.6, Day: 1_000_000, Visitor: 100_000}
	})
	b := startBrowser(t)
	ada := p.signIn(b, "Ada", account.Admin)

	t.Log("an answer that the model has worded")
	_, panel := p.customer(b, "Noa")
	panel.click("button", "Start a conversation")
	server.Play(scripted.Chat, scripted.Invent("amount", scripted.Quote()))
	panel.say(composer, opened)
	panel.see(".message.bot", "")
	panel.say(composer, "I want to talk to a person")
	panel.see(".queue", "")
	ada.open(p.app.URL + "/agent")
	ada.click("[data-test=accept-row]", "")
	ada.see("[data-test=suggestion]", "") // which moves the log up
	ada.click("[data-test=trace]:has([data-test=trace-draft]) summary", "")
	ada.see("[data-test=trace-draft]", "What the model had to do with it")
	ada.see("[data-test=trace-draft] .facts", "small")
	ada.see("[data-test=trace-sentence]", "")
	t.Log(ask[string](ada, `return found('[data-test=trace-draft]', '')[0].innerText`))
	ada.scrollTo("[data-test=trace-draft]", "start")
	s.visit(ada, "trace-draft")
	ada.click("[data-test=trace-passage]", "")
	ada.see("dialog", "")

	t.Log("the model in the settings")
	ada.open(p.app.URL + "/settings#model")
	ada.see("[data-test=section-model][data-state=ready]", "")
	ada.see("[data-test=model-state]", "It answers.")
	ada.see("[data-test=model-limit]", "of 1,000,000")
	ada.see("[data-test=model-day]", "")
	ada.click("[data-test=model-check]", "")
	ada.see("[data-test=model-checked]", "has answered")
	s.visit(ada, "model")
	server.Play(scripted.Chat, scripted.Status(401))
	ada.click("[data-test=model-check]", "Ask it now")
	ada.see("[data-test=model-checked] .bad", "")
	ada.see("[data-test=model-state]", "It fails")

	t.Log("the voice is a document like the others")
	ada.manage(p, "voice")
	ada.click("[data-test=voice-on]", "")
	ada.see("[data-test=voice-says]", "Customers read the words of the articles.")
	ada.click("[data-test=voice-tone-formal]", "")
	ada.write("[data-test=voice-house]", "We say you.")
	ada.saved()
	if v := p.app.Book.Voice(); !v.Off || v.Tone != "formal" || v.House != "We say you." {
		t.Errorf("the voice is %+v", v)
	}
	s.visit(ada, "voice")
	none(t, ada, panel)
}

// Without a model there is nothing about it.
func TestBrowserWithoutModel(t *testing.T) {
	p := openPremises(t)
	ada := p.signIn(startBrowser(t), "Ada", account.Admin)
	ada.open(p.app.URL + "/settings#model")
	ada.see("[data-test=section-teams]", "")
	requireNo(t, ada, "[data-test=go-model]", "")
	requireNo(t, ada, "[data-test=go-voice]", "")
}
