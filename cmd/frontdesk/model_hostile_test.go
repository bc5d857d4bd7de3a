package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/desk"
	"frontdesk/bot/llm/scripted"
	"frontdesk/bot/mail/mailtest"
	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/cmd/frontdesk/internal/app"
	"frontdesk/widget/wire"
)

// misdeeds are everything bad that a model's server can do to an answer, as the scripted server spells it.
var misdeeds = func() []string {
	list := []string{
		"slow 400ms", "pace 60ms", "status 400", "status 500", "busy 1", "limited", "limited 1", "no-credit", "wrong-key", "unknown-model",
		"redirect http://evil.example/v1", "page", "mislabelled text/plain", "garbage", "cut", "reset", "stall", "endless", "huge 10000000", "empty",
		"echo", "obey", "leak", "nothing", "refuse", "tool-calls", `say "Yes."`, `say "We will pay everything back [1]."`, "foreign fr", "foreign de", "polite", "think",
		"markup", "uncited", "miscited", "misplaced", "cite-after", "mix", "repeat 3",
		"whole", "letters", "split-utf8", "unstreamed", "bytewise", "crlf", "comments", "unspaced", "multiline", "tight", "odd",
		"stall-after 3", "hang-up-after 3", "reset-after 3", "fail-after 3", "garbage-after 3", "cut-after 400", "end-after 400", "mid-word",
		"no-finish", "no-done", "no-end", "finish length", "finish content_filter", "encore More.", "two-voices", "no-usage", "lying-usage 9",
		"blob 100000", "pings 100ms", "runaway", "too-long", "no-options",
	}
	for _, kind := range scripted.Kinds() {
		list = append(list, "invent "+kind)
	}
	return list
}()

// Promises P8 and P10: whatever the model does, in the widget and in a mail, with and without a history, nobody reads a
// word that is not written, and everybody is answered in time. In between the model behaves, or else it would not be
// asked for long. With FRONTDESK_PROOFS=all each misdeed is done in each of the four stories.
func TestHostileModel(t *testing.T) {
	if testing.Short() {
		t.Skip("a model misbehaves for a minute; left out by -short")
	}
	for i, story := range []victims{{}, {history: true}, {mail: true}, {mail: true, history: true}} {
		story.turn = i
		t.Run(story.String(), func(t *testing.T) {
			t.Parallel()
			story.endure(t)
		})
	}
}

// victims are the customers of a hostile model.
type victims struct {
	turn    int  // which of the stories it is
	history bool // they have asked something before
	mail    bool // they leave an address, ask, and go
	letters *mailtest.Server
	mailed  map[string]string // what was said to whom, by address
	*premises
	model *scripted.Server
}

func (v victims) String() string {
	return fmt.Sprintf("history=%v,mail=%v", v.history, v.mail)
}

const (
	misused  = "can I return an opened item?"
	harmless = "how do i wash a down jacket"
)

func (v victims) endure(t *testing.T) {
	var err error
	if v.letters, err = mailtest.Start(mailtest.Config{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.letters.Close() })
	v.premises, v.model = withModel(t, func(c *app.Config) {
		c.SMTP, c.MailFrom = v.letters.URL(), "Tarnside <help@tarnside.example>"
	})
	v.mailed = make(map[string]string)
	v.settle(desk.DocDesk, quickMail)
	before := v.model.Received()
	drafted := 0
	for i, deed := range misdeeds {
		if !thorough() && i%4 != v.turn {
			continue // each misdeed comes in one of the stories
		}
		steps, err := scripted.Parse(deed)
		if err != nil {
			t.Fatal(err)
		}
		if err := v.suffer(t.Context(), i, steps[0], &drafted); err != nil {
			t.Errorf("%s: %v", deed, err)
		}
	}
	for address, said := range v.mailed {
		if err := v.letter(t.Context(), address, said); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d misdeeds, %d requests, %d times the model's words were said in spite of them, being true", len(misdeeds), v.model.Received()-before, drafted)
	if open := v.model.Open(); open > 0 { // a request that was given up may take a moment to be noticed
		time.Sleep(modelIdle)
		if open = v.model.Open(); open > 0 {
			t.Errorf("%d requests are still open", open)
		}
	}
}

// quickMail are settings by which what was not seen is mailed soon.
const quickMail = `{"teams": [{"id": "support", "title": "Support"}], "routes": [], "grace": 60, "away": 300, "silent": 900, "expire": 100000, "mail_after": 1, "preview": false}`

// suffer has one customer ask while the model does one bad thing.
func (v victims) suffer(ctx context.Context, i int, deed scripted.Step, drafted *int) error {
	c, err := v.someone(ctx, fmt.Sprintf("customer %d", i))
	if err != nil {
		return err
	}
	defer c.Leave()
	if err := v.calm(ctx, i); err != nil {
		return err
	}
	if v.history {
		if _, err := v.ask(ctx, c, harmless); err != nil {
			return err
		}
	}
	address := fmt.Sprintf("customer%d@example.org", i)
	if v.mail {
		if _, err := c.Do(ctx, wire.In{Type: wire.TypePerson, ID: "person"}); err != nil {
			return err
		}
		if _, err := c.Do(ctx, wire.In{Type: wire.TypeContact, ID: "contact", Email: address}); err != nil {
			return err
		}
	}
	asked := v.model.Received()
	v.model.Usually(scripted.Chat, deed)
	said, err := v.ask(ctx, c, misused)
	v.model.Usually(scripted.Chat, scripted.OK())
	if err != nil {
		return err
	}
	if v.model.Received() == asked {
		return fmt.Errorf("the model was not asked")
	}
	if said.Drafted {
		*drafted++
	}
	if v.mail {
		v.mailed[address] = said.Text
	}
	return nil
}

// calm has somebody ask while the model behaves, after which all its failures are forgiven.
func (v victims) calm(ctx context.Context, i int) error {
	c, err := v.someone(ctx, fmt.Sprintf("bystander %d", i))
	if err != nil {
		return err
	}
	defer c.Leave()
	said, err := v.ask(ctx, c, harmless)
	if err == nil && !said.Drafted {
		why, err := v.why(ctx, c.Conversation, said.Seq)
		return errors.Join(fmt.Errorf("the model behaved, and was not believed: %+v", why), err)
	}
	return err
}

// ask asks, and examines the answer, and everything that was shown before it.
func (v victims) ask(ctx context.Context, c *actor.Customer, question string) (said wire.Event, err error) {
	shown := len(c.Drafts())
	began := time.Now()
	limit, cancel := context.WithTimeout(ctx, v.config.TurnDeadline+modelReserve)
	defer cancel()
	if _, err := c.Say(ctx, question); err != nil {
		return said, err
	}
	if said, err = c.NextOfBot(limit); err != nil {
		return said, fmt.Errorf("no answer after %v: %w", time.Since(began), err)
	}
	if said.Decision != string(bot.Answer) || len(said.Citations) == 0 {
		return said, fmt.Errorf("the answer is a %s: %q", said.Decision, said.Text)
	}
	if err := v.rests(ctx, said.Text, said.Citations); err != nil {
		return said, fmt.Errorf("the customer reads what is not written: %w, in %q", err, said.Text)
	}
	for _, d := range c.Drafts()[shown:] {
		if err := v.rests(ctx, d.Text, d.Citations); err != nil {
			return said, fmt.Errorf("the customer was shown what is not written: %w, in %q", err, d.Text)
		}
	}
	return said, whole(c)
}

// whole says what is wrong with the log that a customer holds: a gap, or not exactly one answer to each question.
func whole(c *actor.Customer) error {
	if broken := c.Broken(); len(broken) > 0 {
		return fmt.Errorf("the log is broken: %q", broken)
	}
	questions, answers := 0, 0
	for i, e := range c.Holds() {
		if e.Seq != int64(i)+1 {
			return fmt.Errorf("event %d has number %d", i+1, e.Seq)
		}
		if e.Kind == "message" && e.From == "customer" {
			questions++
		}
		if e.Kind == "message" && e.From == "bot" {
			answers++
		}
	}
	if questions != answers {
		return fmt.Errorf("%d questions have %d answers", questions, answers)
	}
	return nil
}

// letter waits for the mail to an address, and compares it with what was said.
func (v victims) letter(ctx context.Context, address, said string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		messages, err := v.letters.Messages()
		if err != nil {
			return err
		}
		for _, m := range messages {
			if strings.Contains(strings.Join(m.To, " "), address) {
				if text := strings.ReplaceAll(m.Text, "\n> ", " "); !strings.Contains(bare(text), bare(said)) {
					return fmt.Errorf("the letter does not say %q: %q", said, text)
				}
				for _, canary := range scripted.Canaries() {
					if strings.Contains(m.Text+m.HTML, canary) {
						return fmt.Errorf("the letter says %q", canary)
					}
				}
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("no letter to %s came", address)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
