package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/cmd/frontdesk/internal/demo"
)

// furnish gives the desk the rules of the demo's house and its job aids. The changes are made to the rules first.
func (p *premises) furnish(changes ...func(*bot.Settings)) {
	p.t.Helper()
	documents, err := demo.Settings()
	if err != nil {
		p.t.Fatal(err)
	}
	var rules bot.Settings
	if err := json.Unmarshal([]byte(documents["desk"]), &rules); err != nil {
		p.t.Fatal(err)
	}
	for _, change := range changes {
		change(&rules)
	}
	body, err := json.Marshal(rules)
	if err != nil {
		p.t.Fatal(err)
	}
	documents["desk"] = string(body)
	for name, body := range documents {
		p.settle(name, body)
	}
}

// settle writes a document of the settings over what is there.
func (p *premises) settle(name, body string) {
	p.t.Helper()
	old, err := p.app.Book.Get(p.t.Context(), name)
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := p.app.Book.Put(p.t.Context(), bot.Setting{Name: name, Revision: old.Revision, Body: body, At: time.Now()}); err != nil {
		p.t.Fatalf("the setting %s: %v", name, err)
	}
}

// signInHoldable is signIn for a window whose socket can be held back.
func (p *premises) signInHoldable(b *browser, name string, role account.Role) *document {
	p.t.Helper()
	d := b.somebody(p.t, name)
	d.onEveryPage(holdable)
	p.enter(d, name, role)
	return d
}

// onEveryPage runs a script before those of each page that is opened from now on.
func (d *document) onEveryPage(source string) {
	d.t.Helper()
	d.must(chromedp.Call(d.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source}))
}

// hold keeps back what the socket brings from now on.
func (d *document) hold() {
	d.t.Helper()
	ask[bool](d, `window.held = []; return true`)
}

// holds waits until something with the words is kept back.
func (d *document) holds(text string) {
	d.t.Helper()
	d.await("kept back: "+text, func() (bool, error) {
		return evaluate[bool](d, `return held.some(({ data }) => data.includes(args[0]))`, text)
	})
}

// release lets the page have what was kept back.
func (d *document) release() {
	d.t.Helper()
	ask[bool](d, `const all = held; held = null; for (const { go } of all) go(); return true`)
}

// leaves closes the window, as somebody does who goes home.
func (d *document) leaves() {
	d.t.Helper()
	d.must(chromedp.Call(d.ctx, page.Close, struct{}{}))
}

// another opens a second tab in the same browser, with the same cookies and storage.
func (d *document) another(name string) *document {
	d.t.Helper()
	tab := &document{t: d.t, name: name, heard: &complaints{}}
	ctx, end := chromedp.NewContext(d.ctx, chromedp.WithListener(tab.heard.listen(name)))
	d.t.Cleanup(end)
	tab.ctx = ctx
	tab.must(nil, chromedp.Do(ctx))
	tab.do("open a tab", chromedp.EmulateViewport(1280, 800))
	return tab
}

// asksForPerson brings somebody in the shop to the queue with a question that no article answers.
func (p *premises) asksForPerson(b *browser, name, question string) (shop, panel *document) {
	p.t.Helper()
	shop, panel = p.customer(b, name)
	panel.starts(question)
	panel.await("an answer", func() (bool, error) {
		return evaluate[bool](panel, `return found('.message.bot .bubble, .line', '').length > 1`)
	})
	panel.wantsPerson()
	panel.see(".queue", "")
	return shop, panel
}

// starts begins a conversation in the panel with a question.
func (d *document) starts(question string) {
	d.t.Helper()
	d.click("button", "Start a conversation")
	d.say(composer, question)
}

// wantsPerson asks for a person in the panel unless the bot has passed the question on by itself.
func (d *document) wantsPerson() {
	d.t.Helper()
	if d.count(".queue", "") == 0 {
		d.click("button", "Talk to a person")
	}
}

// saysTo writes in the panel what the agent then reads.
func (d *document) saysTo(agent *document, text string) {
	d.t.Helper()
	d.say(composer, text)
	agent.see("[data-test=message-customer] .bubble", text)
}

// replies writes an answer in the console and sends it.
func (d *document) replies(text string) {
	d.t.Helper()
	d.write("[data-test=composer]", text)
	d.press(kb.Enter, chromedp.ModifierCtrl)
}

// tells replies with what the customer then reads, in every panel.
func (d *document) tells(text string, panels ...*document) {
	d.t.Helper()
	d.replies(text)
	for _, panel := range panels {
		panel.see(".message.agent .bubble", text)
	}
}

// holdsText waits until the field has the text, whoever put it there.
func (d *document) holdsText(css, text string) {
	d.t.Helper()
	var last string
	d.await("the text "+text+" in "+css, func() (ok bool, err error) {
		last, err = evaluate[string](d, `return found(args[0], '')[0]?.value ?? ''`, css)
		if err == nil && !strings.Contains(last, text) {
			err = errors.New("it holds " + last)
		}
		return err == nil, err
	})
}

// says reports whether the words stand anywhere on the screen.
func (d *document) says(text string) bool {
	d.t.Helper()
	return ask[bool](d, `return words(document.body.innerText).includes(args[0])`, text)
}

// takes lets an agent accept the only conversation that waits.
func (d *document) takes() {
	d.t.Helper()
	d.click("[data-test=view-waiting]", "")
	d.click("[data-test=accept-row]", "")
	d.see("[data-test=standing]", "Yours")
}

// meets lets an agent accept the only conversation that waits, and the customer learns who is there.
func (d *document) meets(panel *document) {
	d.t.Helper()
	d.takes()
	panel.see(".line", d.name+" is here now.")
}

// opensMine opens the only conversation that the agent has.
func (d *document) opensMine() {
	d.t.Helper()
	d.see("[data-test=view-mine]", "Mine 1")
	d.click("[data-test=view-mine]", "")
	d.click("[data-test=row]", "")
}

// requireNo fails the test if the words are displayed.
func requireNo(t *testing.T, d *document, css, text string) {
	t.Helper()
	if n := d.count(css, text); n != 0 {
		t.Errorf("%s sees %q in %s", d.name, text, css)
	}
}

// crowdQuestion is what everybody of a crowd wants.
const crowdQuestion = "I want to talk to a person about my parcel"

// crowd brings customers to the queue who have no browser, one after the other. They leave with the test.
func (p *premises) crowd(n int) []*actor.Customer {
	p.t.Helper()
	all := make([]*actor.Customer, n)
	for i := range all {
		c := actor.NewCustomer(fmt.Sprintf("customer %d", i), demo.Site)
		all[i] = c
		if err := c.Connect(p.t.Context(), p.app.URL); err != nil {
			p.t.Fatal(err)
		}
		p.t.Cleanup(c.Leave)
		if _, err := c.Say(p.t.Context(), crowdQuestion); err != nil {
			p.t.Fatal(err)
		}
	}
	return all
}
