package draft

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/bot"
)

// verdicts lists what became of the sentences of a draft.
func verdicts(n *bot.Drafting) string {
	var out []string
	for _, s := range n.Sentences {
		out = append(out, string(s.Verdict))
	}
	return strings.Join(out, " ")
}

var customer = bot.Payer{Purpose: bot.ForAnswer, Visitor: "v1"}

const good = "You can return unopened items within 30 days of delivery [1]. Opened items cannot be returned [1]."

func TestDraft(t *testing.T) {
	for _, c := range []struct {
		name    string
		model   fake
		outcome string
		text    string // "" for the extract
		verdict string
	}{
		{"good", says(good), bot.DraftUsed, "You can return unopened items within 30 days of delivery. Opened items cannot be returned.", "passed passed"},
		{"in pieces", says(strings.Split(good, "")...), bot.DraftUsed, "You can return unopened items within 30 days of delivery. Opened items cannot be returned.", "passed passed"},
		{"two articles", says(good + " Standard delivery takes 3 working days [2]."), bot.DraftUsed,
			"You can return unopened items within 30 days of delivery. Opened items cannot be returned. Standard delivery takes 3 working days.", "passed passed passed"},
		{"a number made up", says(good + " Refunds take 99 working days [1]."), bot.DraftUsed, "You can return unopened items within 30 days of delivery. Opened items cannot be returned.", "passed passed duration"},
		{"nothing cited", says(good + " Have fun."), bot.DraftUsed, "You can return unopened items within 30 days of delivery. Opened items cannot be returned.", "passed passed uncited"},
		{"a passage that is not there", says(good + " Refunds take 5 working days [7]."), bot.DraftUsed, "You can return unopened items within 30 days of delivery. Opened items cannot be returned.", "passed passed uncited"},
		{"cut off in a sentence", says(good + " Refunds take 5 work"), bot.DraftUsed, "You can return unopened items within 30 days of delivery. Opened items cannot be returned.", "passed passed form"},
		{"markup", says("**You can return unopened items** within `30` days of delivery [1]. Opened items cannot be returned [1]. <img src=x> Refunds take 5 working days [1]. [Refunds](http://evil.example) take 5 working days [1]."), bot.DraftUsed,
			"You can return unopened items within 30 days of delivery. Opened items cannot be returned.", "passed passed form form"},
		{"mostly refused", says("You can return unopened items within 30 days of delivery [1]. You get 100 EUR [1]. You get 200 EUR [1]."), bot.DraftUngated, "", "passed amount amount"},
		{"nothing passes", says("Just call us."), bot.DraftUngated, "", "uncited"},
		{"the other article only", says("Standard delivery takes 3 working days and costs 4.90 EUR [2]."), bot.DraftUngated, "", "passed"},
		{"beside the question", says("The refund goes to the account that you paid from [1]."), bot.DraftUngated, "", "passed"},
		{"it finds nothing", says("NOTHING"), bot.DraftEmpty, "", ""},
		{"it finds nothing, in a sentence", says("NOTHING."), bot.DraftEmpty, "", ""},
		{"space", says("  \n"), bot.DraftEmpty, "", ""},
		{"no piece", says(), bot.DraftEmpty, "", ""},
		{"a list", says("You can return unopened items within 30 days of delivery [1]. To send something back:\n1. Print the label from your account [1].\n2. Put the label on the parcel [1].\n3. Take the parcel to the post office [1]."), bot.DraftUsed,
			"You can return unopened items within 30 days of delivery. To send something back:\n1. Print the label from your account.\n2. Put the label on the parcel.\n3. Take the parcel to the post office.", "passed passed passed passed passed"},
		{"a torn list", says("You can return unopened items within 30 days of delivery [1].\nTo send something back:\n1. Print the label from your account [1].\n2. Pay 7 EUR [1].\n3. Take the parcel to the post office [1]."), bot.DraftUngated, "", "passed passed passed amount"},
		{"an introduction of nothing", says(good + "\nTo send something back:"), bot.DraftUsed, "You can return unopened items within 30 days of delivery. Opened items cannot be returned.", "passed passed form"},
		{"points back at what was refused", says(good + " The refund is 77 EUR [1]. It goes to the account that you paid from [1]."), bot.DraftUsed,
			"You can return unopened items within 30 days of delivery. Opened items cannot be returned.", "passed passed amount unsupported"},
		{"endless", says(strings.Split(strings.Repeat("You can return unopened items within 30 days of delivery [1]. ", 1000), " ")...), bot.DraftFailed, "", ""},
		{"endless without a space", says(strings.Split(strings.Repeat("xxxxxxx,", 10_000), ",")...), bot.DraftFailed, "", ""},
		{"fails before", fails(errors.New("boom")), bot.DraftFailed, "", ""},
		{"fails after all was said", fails(errors.New("boom"), good+" "), bot.DraftFailed, "", ""},
		{"cut by length", fails(fmt.Errorf("x: %w", bot.ErrModelCut), good+" "), bot.DraftFailed, "", ""},
		{"declined", fails(fmt.Errorf("x: %w", bot.ErrModelDeclined)), bot.DraftDeclined, "", ""},
		{"empty", fails(fmt.Errorf("x: %w", bot.ErrModelEmpty)), bot.DraftEmpty, "", ""},
		{"down", fails(fmt.Errorf("x: %w", bot.ErrModelDown)), bot.DraftDown, "", ""},
		{"budget", fails(fmt.Errorf("x: %w", bot.ErrBudget)), bot.DraftBudget, "", ""},
		{"late", fails(fmt.Errorf("x: %w", bot.ErrModelLate), "You can"), bot.DraftLate, "", ""},
		{"panics", func(context.Context, bot.Prompt, func(string) error) (bot.Usage, error) { panic("boom") }, bot.DraftFailed, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var a along
			d := drafter(c.model).Turn(t.Context(), bot.Question{Text: "Can I return an unopened item?", Payer: customer, Along: a.add})
			n := d.Trace.Draft
			if n == nil || n.Outcome != c.outcome || n.Model != "test/fake" || n.Bytes == 0 || n.Purpose != bot.ForAnswer || len(n.Passages) != 2 {
				t.Fatalf("noted %+v, want %s", n, c.outcome)
			}
			if got := verdicts(n); c.verdict != "" && got != c.verdict {
				t.Errorf("verdicts %q, want %q: %+v", got, c.verdict, n.Sentences)
			}
			want := quoted()
			last := bot.Partial{}
			if len(a.shown) > 0 {
				last = a.shown[len(a.shown)-1]
			}
			if c.text == "" {
				if d.Text != want.Text || d.Drafted || len(d.Citations) != 1 || d.Citations[0].Len != 0 || last.Text != "" {
					t.Errorf("says %q, drafted %v, %+v, shown %+v", d.Text, d.Drafted, d.Citations, last)
				}
				return
			}
			if d.Text != c.text || !d.Drafted || last.Text != c.text || len(d.Related) != 1 || d.Kind != bot.Answer {
				t.Errorf("says %q, drafted %v, shown %q", d.Text, d.Drafted, last.Text)
			}
			wellCited(t, d)
		})
	}
}

// wellCited checks that citations lie in the text and in the revisions.
func wellCited(t checker, d bot.Decision) {
	t.Helper()
	if len(d.Citations) == 0 {
		t.Error("nothing is cited")
	}
	numbers := make(map[int]string)
	for i, c := range d.Citations {
		rev := library()[c.Article]
		if c.At < 0 || c.Len <= 0 || c.At+c.Len > len(d.Text) || c.Revision != rev.Number || c.Title != rev.Title || c.Start < 0 || c.End <= c.Start || c.End > len(rev.Text) {
			t.Errorf("citation %d is off: %+v", i, c)
		}
		if was := numbers[c.N]; was != "" && was != c.Article || c.N < 1 || c.N > len(numbers)+1 {
			t.Errorf("citation %d has number %d: %+v", i, c.N, d.Citations)
		}
		numbers[c.N] = c.Article
	}
}

// TestPromptTooLong: a model with a small window is asked once more, with less.
func TestPromptTooLong(t *testing.T) {
	var sizes []int
	d := drafter(fake(func(ctx context.Context, p bot.Prompt, each func(string) error) (bot.Usage, error) {
		if sizes = append(sizes, len(p.Spoken)); len(sizes) == 1 {
			return bot.Usage{}, fmt.Errorf("x: %w", bot.ErrModelWindow)
		}
		return says(good)(ctx, p, each)
	}))
	q := bot.Question{Text: "Can I return an unopened item?", Payer: customer, Earlier: []bot.Exchange{{Question: "hi", Answer: "Hello."}}}
	if got := d.Turn(t.Context(), q); !got.Drafted || len(got.Trace.Draft.Passages) != 1 || len(sizes) != 2 || sizes[0] != 3 || sizes[1] != 1 {
		t.Errorf("%+v with %v messages", got.Trace.Draft, sizes)
	}
	d.Model = fails(bot.ErrModelWindow)
	if got := d.Turn(t.Context(), q); got.Drafted || got.Trace.Draft.Outcome != bot.DraftFailed || got.Text != quoted().Text {
		t.Errorf("says %q", got.Text)
	}
}

func TestNotDrafted(t *testing.T) {
	never := fake(func(context.Context, bot.Prompt, func(string) error) (bot.Usage, error) {
		t.Error("the model was asked")
		return bot.Usage{}, nil
	})
	handoff := bot.Decision{Kind: bot.Handoff, Text: "I'll bring in a person."}
	empty := quoted()
	empty.Text, empty.Citations = "There is an article about this:", []bot.Citation{{N: 1, Article: "returns", Revision: 2, At: 31}}
	stale := quoted()
	stale.Citations[0].Revision = 1
	gone := quoted()
	gone.Citations[0].Article = "gone"
	late, cancel := context.WithTimeout(t.Context(), 700*time.Millisecond)
	defer cancel()
	for _, c := range []struct {
		name    string
		decided bot.Decision
		voice   bot.Voice
		q       bot.Question
		ctx     context.Context
		config  func(*Config)
	}{
		{name: "off", decided: quoted(), voice: bot.Voice{Off: true}},
		{name: "no model", decided: quoted(), config: func(c *Config) { c.Model = nil }},
		{name: "a hand-off", decided: handoff, voice: bot.Voice{Wording: true}},
		{name: "small talk without wording", decided: bot.Decision{Kind: bot.SmallTalk, Text: "Hello"}},
		{name: "nobody pays", decided: quoted(), q: bot.Question{Text: "nobody pays"}},
		{name: "nothing to quote", decided: empty},
		{name: "another revision is published by now", decided: stale},
		{name: "withdrawn by now", decided: gone},
		{name: "no time", decided: quoted(), ctx: late},
		{name: "the answer itself may not be said", decided: quoted(), config: func(c *Config) {
			c.Unsayable = func(text string) (string, bool) { return "items", strings.Contains(text, "items") }
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := Config{Answerer: deciding{c.decided}, Model: never, Revisions: library(), Voice: func() bot.Voice { return c.voice }}
			if c.config != nil {
				c.config(&config)
			}
			ctx := c.ctx
			if ctx == nil {
				ctx = t.Context()
			}
			if c.q.Text == "" {
				c.q.Payer = customer
			}
			if d := New(config).Turn(ctx, c.q); d.Text != c.decided.Text || d.Drafted || d.Trace.Draft != nil {
				t.Errorf("says %q, noted %+v", d.Text, d.Trace.Draft)
			}
		})
	}
}

func TestDeadlines(t *testing.T) {
	obeying := func(ctx context.Context, _ bot.Prompt, each func(string) error) (bot.Usage, error) {
		if err := each("You can return unopened items within 30 days of delivery [1]. O"); err != nil {
			return bot.Usage{}, err
		}
		<-ctx.Done()
		return bot.Usage{Prompt: 7}, ctx.Err()
	}
	release := make(chan struct{})
	deaf := func(_ context.Context, _ bot.Prompt, each func(string) error) (bot.Usage, error) {
		<-release
		return bot.Usage{}, each("late")
	}
	for _, c := range []struct {
		name    string
		model   fake
		cancel  time.Duration // when the customer leaves
		limit   time.Duration // deadline of the turn
		outcome string
		took    time.Duration
		prompt  int
	}{
		{"late", obeying, 0, 0, bot.DraftLate, DefaultTotal, 7},
		{"late and deaf", deaf, 0, 0, bot.DraftLate, DefaultTotal + grace, 0},
		{"the turn's deadline", obeying, 0, 3 * time.Second, bot.DraftLate, 3*time.Second - spare, 7},
		{"left", obeying, time.Second, 0, bot.DraftStopped, time.Second, 7},
		{"left, and deaf", deaf, time.Second, 0, bot.DraftStopped, time.Second + grace, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			release = make(chan struct{})
			defer func() { close(release); synctest.Wait() }()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if c.limit > 0 {
				ctx, cancel = context.WithTimeout(ctx, c.limit)
				defer cancel()
			}
			if c.cancel > 0 {
				time.AfterFunc(c.cancel, cancel)
			}
			began := time.Now()
			var a along
			dr := drafter(c.model)
			d := dr.Turn(ctx, bot.Question{Text: "Can I return an unopened item?", Payer: customer, Along: a.add})
			n := d.Trace.Draft
			if took := time.Since(began); took != c.took || n.Outcome != c.outcome || n.Prompt != c.prompt || d.Text != quoted().Text || d.Drafted {
				t.Errorf("%s: %s after %v with %q, want %s after %v", c.name, n.Outcome, took, d.Text, c.outcome, c.took)
			}
			if len(a.shown) > 0 && a.shown[len(a.shown)-1].Text != "" {
				t.Errorf("%s: what was shown is not taken back: %+v", c.name, a.shown)
			}
		})
	}
}

// TestDeafModelsAreBounded: a model that never returns costs a bounded number of goroutines.
func TestDeafModelsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		d := drafter(fake(func(context.Context, bot.Prompt, func(string) error) (bot.Usage, error) {
			<-release
			return bot.Usage{}, nil
		}))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for range mostOpen {
			if _, err := d.requests.Ask(ctx, d.Model, bot.Prompt{}, nil); !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
		}
		if _, err := d.requests.Ask(t.Context(), d.Model, bot.Prompt{}, nil); !errors.Is(err, bot.ErrModelDown) {
			t.Errorf("one more: %v", err)
		}
		close(release)
		synctest.Wait()
		if n := d.requests.open.Load(); n != 0 {
			t.Errorf("%d are still counted", n)
		}
	})
}

// TestReplyIsBounded: no voice may take more tokens than are configured.
func TestReplyIsBounded(t *testing.T) {
	for _, c := range []struct {
		length      string
		reply, want int
	}{{"short", 0, 200}, {"long", 0, 800}, {"short", 600, 200}, {"long", 600, 600}, {"medium", 100, 100}} {
		var sent bot.Prompt
		config := drafter(fake(func(_ context.Context, p bot.Prompt, _ func(string) error) (bot.Usage, error) {
			sent = p
			return bot.Usage{}, bot.ErrModelEmpty
		})).Config
		config.Reply, config.Voice = c.reply, func() bot.Voice { return bot.Voice{Length: c.length} }
		New(config).Turn(t.Context(), bot.Question{Text: "Can I return an unopened item?", Payer: customer})
		if sent.Tokens != c.want {
			t.Errorf("%s of %d: %d tokens", c.length, c.reply, sent.Tokens)
		}
	}
}
