package draft

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/bot"
)

func TestRewrite(t *testing.T) {
	earlier := []bot.Exchange{{Question: "How long does standard delivery take?", Answer: "Standard delivery takes 3 working days.", Kind: bot.Answer, Articles: []string{"delivery"}}}
	for _, c := range []struct {
		name, text, reply, want string
		err                     error
	}{
		{name: "stands alone", text: "and express?", reply: "How long does express delivery take?", want: "How long does express delivery take?"},
		{name: "quoted", text: "and express?", reply: " \"How long does express delivery take?\"\n", want: "How long does express delivery take?"},
		{name: "words of a title", text: "and express?", reply: "What are the express delivery times?", want: "What are the express delivery times?"},
		{name: "in German", text: "und Express nach Hause?", reply: "Und Express delivery nach Hause?", want: "Und Express delivery nach Hause?"},
		{name: "personal data comes back", text: "and for anna@example.org?", reply: "How long does delivery for [e-mail 1] take?", want: "How long does delivery for anna@example.org take?"},
		{name: "brings in words", text: "and express?", reply: "How do I hack express delivery?"},
		{name: "brings in a number", text: "and express?", reply: "Does express delivery take 7 days?"},
		{name: "brings in an address", text: "and express?", reply: "How long does express take, see delivery.example.com?"},
		{name: "loses what was asked", text: "and express to islands?", reply: "How long does standard delivery take?"},
		{name: "two lines", text: "and express?", reply: "How long does express delivery take?\nOr standard?"},
		{name: "markup", text: "and express?", reply: "How long does <b>express</b> delivery take?"},
		{name: "another's data", text: "and express?", reply: "How long does express delivery take, [e-mail 3]?"},
		{name: "long", text: "and express?", reply: strings.Repeat("express delivery ", 30)},
		{name: "empty", text: "and express?", reply: "  "},
		{name: "fails", text: "and express?", reply: "How long does express delivery take?", err: errors.New("boom")},
	} {
		t.Run(c.name, func(t *testing.T) {
			var noted []bot.Drafting
			var sent bot.Prompt
			d := drafter(fake(func(ctx context.Context, p bot.Prompt, each func(string) error) (bot.Usage, error) {
				sent = p
				return fails(c.err, strings.Split(c.reply, "")...)(ctx, p, each)
			}))
			d.Observe = func(n bot.Drafting) { noted = append(noted, n) }
			got, ok := d.Rewrite(t.Context(), bot.Question{Text: c.text, Earlier: earlier, Payer: customer})
			if got != c.want || ok != (c.want != "") {
				t.Errorf("%q, %v", got, ok)
			}
			if len(noted) != 1 || noted[0].Purpose != bot.ForQuestion || (noted[0].Outcome == bot.DraftUsed) != ok || sent.Tokens == 0 || strings.Contains(sent.Spoken[2].Text, "anna") {
				t.Errorf("noted %+v; sent %+v", noted, sent)
			}
		})
	}
	asked := false
	d := drafter(fake(func(context.Context, bot.Prompt, func(string) error) (bot.Usage, error) {
		asked = true
		return bot.Usage{}, nil
	}))
	d.Rewrite(t.Context(), bot.Question{Text: "and express?", Payer: customer})
	d.Rewrite(t.Context(), bot.Question{Text: "and express?", Earlier: earlier})
	d.Voice = func() bot.Voice { return bot.Voice{Off: true} }
	d.Rewrite(t.Context(), bot.Question{Text: "and express?", Earlier: earlier, Payer: customer})
	if asked {
		t.Error("asked without history, on nobody's account, or in a voice that is off")
	}
}

// answering is an Answerer that has the question rewritten, as the real one does.
type answering struct{ d **Drafter }

func (a answering) Turn(ctx context.Context, q bot.Question) bot.Decision {
	decided := quoted()
	if ctx.Err() != nil {
		decided = bot.Decision{Kind: bot.Handoff, Text: "The index is down."}
	}
	decided.Trace.Rewritten, _ = (*a.d).Rewrite(ctx, q)
	if ctx.Err() != nil {
		decided = bot.Decision{Kind: bot.Handoff, Text: "The index is down."}
	}
	return decided
}

// TestLeavingWhileRewriting: a customer who goes in the middle of the rules makes no hand-off of their answer, and they
// wait for nothing then.
func TestLeavingWhileRewriting(t *testing.T) {
	for _, c := range []struct {
		name  string
		leave time.Duration
		took  time.Duration
	}{{"left", time.Second, time.Second}, {"stayed", time.Hour, rewriteTime + DefaultTotal - rewriteTime}} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			defer cancel(nil)
			time.AfterFunc(c.leave, func() { cancel(errors.New("the customer left")) })
			defer synctest.Wait()
			began := time.Now()
			var d *Drafter
			config := drafter(fake(func(ctx context.Context, _ bot.Prompt, _ func(string) error) (bot.Usage, error) {
				<-ctx.Done()
				return bot.Usage{}, ctx.Err()
			})).Config
			config.Answerer = answering{&d}
			d = New(config)
			got := d.Turn(ctx, bot.Question{Text: "and express?", Earlier: []bot.Exchange{{Question: "x"}}, Payer: customer})
			if took := time.Since(began); took != c.took || got.Text != quoted().Text || got.Drafted {
				t.Errorf("%s: after %v: %q", c.name, took, got.Text)
			}
			cancel(nil)
		})
	}
}

// TestRewritingIsPaid: what the rewriting of a question took stands in the trace of the draft.
func TestRewritingIsPaid(t *testing.T) {
	var d *Drafter
	config := drafter(fake(func(_ context.Context, p bot.Prompt, each func(string) error) (bot.Usage, error) {
		if p.Payer.Purpose == bot.ForQuestion {
			return bot.Usage{Prompt: 100, Completion: 10, Estimated: true}, each("and express?")
		}
		return bot.Usage{Prompt: 1000, Completion: 50}, each("You can return unopened items within 30 days of delivery [1].")
	})).Config
	config.Answerer, config.Price = answering{&d}, func(u bot.Usage) float64 { return float64(u.Prompt) }
	d = New(config)
	q := bot.Question{Text: "and express?", Earlier: []bot.Exchange{{Question: "How long does delivery take?"}}, Payer: customer}
	if n := d.Turn(t.Context(), q).Trace.Draft; n == nil || n.Prompt != 1100 || n.Completion != 60 || n.Cost != 1100 || !n.Estimated {
		t.Errorf("noted %+v", n)
	}
	q.Payer.Purpose = ""
	if n := d.Turn(t.Context(), q).Trace.Draft; n != nil {
		t.Errorf("on nobody's account: %+v", n)
	}
}
