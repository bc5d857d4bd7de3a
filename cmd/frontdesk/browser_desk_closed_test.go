package main

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"frontdesk/bot"
	"frontdesk/bot/account"
)

// closedNow are hours that begin in three days, whenever the test runs.
func closedNow() bot.Hours {
	later := time.Weekday((int(time.Now().UTC().Weekday()) + 3) % 7)
	return bot.Hours{Week: []bot.Span{{Day: later, From: "09:00", To: "10:00"}}}
}

// Outside the opening hours the customer is told at once, with when somebody is back, although an agent is
// online. An address can be left, and the bot goes on helping.
func TestBrowserDeskClosed(t *testing.T) {
	p := openPremises(t)
	hours := closedNow()
	p.furnish(func(s *bot.Settings) {
		for i := range s.Teams {
			s.Teams[i].Hours = hours
		}
	})
	day := hours.Week[0].Day.String()
	b := startBrowser(t)
	ana := p.signIn(b, "Ana", account.Agent)
	shop, panel := p.customer(b, "Customer")
	panel.see(".card", "Our team is away; the assistant is here")
	panel.starts(unknown)
	panel.see(".line", "Nobody is here right now. We are back "+day+" at 9:00")
	panel.see(".queue", "Nobody is here right now. We are back "+day+" at 9:00")
	panel.write(".queue input[type=email]", "mia@example.org")
	panel.click("button", "Leave your address")
	panel.see(".queue", "Our team can reach you at mia@example.org.")
	panel.seeNot(".queue input", "")

	t.Log("the bot helps on, and does not pass on once more what it does not know")
	panel.say(composer, opened)
	panel.see(".message.bot .bubble", openedAnswer)
	panel.see(".queue", "You are next.")
	if n := panel.count(".line", "I've asked our shop team."); n != 1 {
		t.Errorf("the customer was handed off %d times", n)
	}

	t.Log("the case waits, with the address")
	ana.click("[data-test=row]", "No sure answer in the articles")
	ana.see("[data-test=customer]", "mia@example.org")
	none(t, shop, ana)
}

// What the customer is typing leaves the browser only where the site allows it, and then the panel says so.
func TestBrowserDeskTyping(t *testing.T) {
	const secret = "my card number is 4111"
	p := openPremises(t)
	p.furnish()
	b := startBrowser(t)
	ana := p.signIn(b, "Ana", account.Agent)
	_, panel := p.asksForPerson(b, "Customer", unknown)
	sent := panel.sends()
	ana.meets(panel)

	t.Log("without a preview the desk learns that somebody types, and not what")
	requireNo(t, panel, ".composer", "The team can see what you type.")
	panel.write(composer, secret)
	ana.see(".typing", "The customer is writing")
	sent.await(panel, `"typing"`)
	panel.write(composer, "never mind")
	panel.saysTo(ana, "Hello?")
	if frame := sent.with("card number"); frame != "" {
		t.Errorf("the draft left the browser: %s", frame)
	}
	if frame := sent.with("never mind"); frame != "" {
		t.Errorf("the draft left the browser: %s", frame)
	}

	t.Log("with a preview the panel says so, and agents read along")
	p.furnish(func(s *bot.Settings) { s.Preview = true })
	shop, panel := p.customer(b, "Another customer")
	panel.click("button", "Start a conversation")
	panel.see(".composer", "The team can see what you type.")
	sent = panel.sends()
	panel.say(composer, unknown)
	panel.see(".queue", "You are next.")
	ana.meets(panel)
	panel.write(composer, secret)
	ana.see("[data-test=preview]", secret)
	sent.await(panel, secret)
	panel.write(composer, "")
	ana.seeNot("[data-test=preview]", "")
	if p.stored("card number") != 0 {
		t.Error("what was typed and never sent is stored")
	}
	none(t, shop, ana)
}

// wiretap has heard what a socket sends.
type wiretap struct {
	mu     sync.Mutex
	frames []string
}

// sends listens to what the document's socket sends from now on.
func (d *document) sends() *wiretap {
	d.t.Helper()
	w := &wiretap{}
	err := chromedp.Listen(d.ctx, func(ev any) {
		if frame, ok := ev.(*network.EventWebSocketFrameSent); ok {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.frames = append(w.frames, string(frame.Response.PayloadData))
		}
	})
	d.must(nil, err)
	return w
}

// with returns the first frame that has the words, "" if none has.
func (w *wiretap) with(text string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, frame := range w.frames {
		if strings.Contains(frame, text) {
			return frame
		}
	}
	return ""
}

// await waits until a frame with the words was sent: proof that the wiretap hears.
func (w *wiretap) await(d *document, text string) {
	d.t.Helper()
	d.await("a frame with "+text, func() (bool, error) { return w.with(text) != "", nil })
}
