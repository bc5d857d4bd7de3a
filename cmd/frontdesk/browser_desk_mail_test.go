package main

import (
	"regexp"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/account"
	"frontdesk/bot/mail/mailtest"
)

var continueLink = regexp.MustCompile(`https?://\S+/continue#[\w-]+`)

// An answer that the customer did not see comes by mail, with a link that opens the same conversation in a
// browser that has never been here.
func TestBrowserDeskMail(t *testing.T) {
	server, err := mailtest.Start(mailtest.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	p := openPremises(t)
	p.close()
	p.config.SMTP, p.config.MailFrom = server.URL(), "Tarnside <help@tarnside.example>"
	p.start()
	p.furnish(func(s *bot.Settings) { s.MailAfter = 1 })
	b := startBrowser(t)
	ana := p.signIn(b, "Ana", account.Agent)
	shop, panel := p.asksForPerson(b, "Customer", unknown)
	panel.click(".queue button", "Answer me by e-mail instead")
	panel.write(".queue input[type=email]", "mia@example.org")
	panel.click("button", "Leave your address")
	panel.see(".line", "mia@example.org")
	ana.meets(panel)
	shop.leaves()
	ana.replies("We engrave again from March on.")

	t.Log("the letter")
	var link string
	ana.await("a mail with a link", func() (bool, error) {
		messages, err := server.Messages()
		for _, m := range messages {
			if strings.Contains(m.Text, "We engrave again from March on.") {
				link = continueLink.FindString(m.Text)
			}
		}
		return link != "", err
	})

	t.Log("another browser")
	home := b.somebody(t, "Mia at home")
	home.open(link)
	home.see(".message.agent .bubble", "We engrave again from March on.")
	home.see(".message.mine .bubble", unknown)
	if at := ask[string](home, `return location.href`); strings.Contains(at, "#") {
		t.Errorf("the token stays in the address: %s", at)
	}
	home.saysTo(ana, "Wonderful, I will wait")
	ana.tells("See you in March!", home)
	home.open("about:blank")
	home.open(p.app.URL + "/continue?site=tarnside")
	home.see(".message.agent .bubble", "See you in March!")

	t.Log("a link that is good for nothing says so")
	stranger := b.somebody(t, "Somebody")
	stranger.open(p.app.URL + "/continue#nonsense")
	stranger.see("[role=alert] h1", "")
	requireNo(t, stranger, ".message", "")
	none(t, ana, home)
}
