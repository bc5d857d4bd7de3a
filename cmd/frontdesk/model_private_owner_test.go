package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/llm/scripted"
	"frontdesk/bot/redact"
	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/cmd/frontdesk/internal/demo"
	"frontdesk/widget/wire"
)

// A name that a customer leaves at the desk is known from then on, and so is one that the page vouches for.
func TestKnownNamesAreNotSent(t *testing.T) {
	const secret = "a secret of the shop's pages, of 32 bytes or more"
	p, server := withModel(t, func(c *app.Config) { c.SiteSecret = []string{demo.Site + "=" + secret} })
	for i, who := range []struct{ name, hello string }{
		{"Marguerite Okonkwo", "Hello, this is marguerite OKONKWO"},
		{"Bartholomäus Nuñez", "Hello, nunez here (Bartholomaus)"},
	} {
		c := actor.NewCustomer(who.name, demo.Site)
		if i == 1 {
			c.Identity = vouched(t, secret, who.name)
		}
		if err := c.Connect(t.Context(), p.app.URL); err != nil {
			t.Fatal(err)
		}
		defer c.Leave()
		asked := len(server.Requests())
		for n, text := range []string{who.hello, misused} {
			if i == 0 && n == 1 {
				if _, err := c.Do(t.Context(), wire.In{Type: wire.TypeContact, ID: "c", Email: "m@example.org", Name: who.name}); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := c.Say(t.Context(), text); err != nil {
				t.Fatal(err)
			}
			if _, err := c.NextOfBot(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		requests := server.Requests()[asked:]
		if len(requests) == 0 {
			t.Fatal("the model was not asked")
		}
		heard := false
		for _, q := range requests {
			for _, m := range q.Messages {
				said := strings.ToLower(m.Content)
				heard = heard || strings.Contains(said, "hello, ")
				if strings.Contains(said, "marguerite") || strings.Contains(said, "okonkwo") || strings.Contains(said, "nunez") || strings.Contains(said, "bartholom") {
					t.Errorf("the model was sent the name: %s", m.Content)
				}
			}
		}
		if !heard {
			t.Errorf("%s: the model was not sent what was said before", who.name)
		}
	}
}

// vouched is a token by which a site's page vouches for a customer's name.
func vouched(t *testing.T, secret, name string) string {
	t.Helper()
	now := time.Now()
	claims, err := json.Marshal(map[string]any{"aud": demo.Site, "sub": "u-17", "jti": "j1", "iat": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(), "name": name})
	if err != nil {
		t.Fatal(err)
	}
	write := base64.RawURLEncoding.EncodeToString
	text := write([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + write(claims)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return text + "." + write(mac.Sum(nil))
}

// echoed is what the echoing model says to whoever wrote something that was taken out.
const echoed = "We write to %s within 2 days [1]."

// placed is a turn whose article lets the echoing model speak.
func placed(text string) *target {
	v := aim(attack{Text: text}, inQuestion)
	v.papers.publish("returns", "Returns and refunds", trueFirst+"\n\nWe write to you within 2 days.\n\n"+trueSecond)
	return v
}

// echo says the placeholder that comes first in the customer's words, and one that stands for nothing.
func echo(q scripted.Request) scripted.Step {
	words, err := customersWords(q)
	list := redact.Placeholders(words)
	if err != nil || len(list) == 0 {
		return scripted.Whole(scripted.Quote())
	}
	return scripted.Whole(scripted.Say("You can return unopened items within 30 days of delivery [1]. " + fmt.Sprintf(echoed, list[0]) + " Send them back in their box [1]. " + fmt.Sprintf(echoed, "[e-mail 77]")))
}

// Many ask the same bot at the same time, and a model says everybody's placeholder to them: each reads what they wrote
// themselves, if the gate lets it through, and nobody reads anything of anybody else. Neither the trace nor the log has
// it, however the model fails.
func TestPersonalDataComesBackToItsOwner(t *testing.T) {
	e := &ears{last: make(map[string]scripted.Request)}
	g := openGallery(t, besiegers, e.hear)
	fails := make(map[string]bool)
	g.speak = func(q scripted.Request) scripted.Step {
		if fails[q.Key] = !fails[q.Key]; fails[q.Key] {
			return scripted.FailAfter(5, echo(q)) // with all that it was sent in its complaint
		}
		return echo(q)
	}
	all := owned(t)
	var mu sync.Mutex
	read, shown := 0, 0
	each(all, func(m markedText) {
		c := <-g.chats
		defer func() { g.chats <- c }()
		for range 2 { // once it fails
			v := placed(m.Text)
			v.q.Names = m.names()
			v.q.Along = func(p bot.Partial) {
				mu.Lock()
				defer mu.Unlock()
				shown++
				for _, fault := range strangers(m, p.Text, all) {
					t.Errorf("%.100q was shown %s", m.Text, fault)
				}
			}
			d := v.drafter(c, e).Turn(t.Context(), v.q)
			mu.Lock()
			for _, fault := range strangers(m, d.Text, all) {
				t.Errorf("%.100q was told %s", m.Text, fault)
			}
			if d.Drafted && strings.Contains(d.Text, "We write to ") {
				read++
			}
			trace, err := json.Marshal(d.Trace.Draft)
			if err != nil {
				t.Error(err)
			}
			for _, s := range m.Spans {
				if strings.Contains(string(trace), s.Value) && claimed[s.Type] != redact.Address {
					t.Errorf("the trace has %q", s.Value)
				}
			}
			mu.Unlock()
		}
	})
	t.Logf("%d customers, %d read what they wrote, %d times something was shown", len(all), read, shown)
	if read < len(all)/4 {
		t.Errorf("only %d of %d read what they wrote", read, len(all))
	}
	log := e.log.String()
	if !strings.Contains(log, "the model failed") {
		t.Error("the log tells of no failure: it proves nothing")
	}
	for _, m := range all {
		for _, s := range m.Spans {
			if strings.Contains(log, s.Value) {
				t.Errorf("the log has %q", s.Value)
			}
		}
	}
}

// owned are texts with one kind of personal data each, ours and those of the shared test data where they are.
func owned(t *testing.T) (all []markedText) {
	t.Helper()
	for i := range 60 {
		value := fmt.Sprintf("customer%d.somebody@mail%d.example.org", i, i)
		all = append(all, markedText{Text: "Can I return an unopened item? My e-mail is " + value, Spans: []struct{ Type, Value string }{{"EMAIL_ADDRESS", value}}})
	}
	t.Run("shared data", func(t *testing.T) {
		for _, m := range markedTexts(t) {
			if len(m.Spans) == 1 && claimed[m.Spans[0].Type] != "" && claimed[m.Spans[0].Type] != redact.Address {
				all = append(all, m)
			}
		}
	})
	return all
}

// strangers are values of other customers, and placeholders, in a text for the writer of m.
func strangers(m markedText, text string, all []markedText) (faults []string) {
	if strings.Contains(text, "77]") {
		faults = append(faults, "a placeholder that stands for nothing: "+text)
	}
	for _, p := range redact.Placeholders(text) {
		faults = append(faults, "the placeholder "+p)
	}
	for _, other := range all {
		for _, s := range other.Spans {
			if len(s.Value) >= 6 && strings.Contains(text, s.Value) && !strings.Contains(m.Text, s.Value) {
				faults = append(faults, fmt.Sprintf("%q of somebody else", s.Value))
			}
		}
	}
	return faults
}
