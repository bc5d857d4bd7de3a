package draft

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fake is a Model of a function.
type fake func(ctx context.Context, p bot.Prompt, each func(string) error) (bot.Usage, error)

func (fake) Name() string { return "test/fake" }

func (f fake) Stream(ctx context.Context, p bot.Prompt, each func(string) error) (bot.Usage, error) {
	return f(ctx, p, each)
}

// says is a model that replies with pieces and finishes properly.
func says(pieces ...string) fake {
	return func(_ context.Context, p bot.Prompt, each func(string) error) (bot.Usage, error) {
		for _, piece := range pieces {
			if err := each(piece); err != nil {
				return bot.Usage{Prompt: 1}, err
			}
		}
		return bot.Usage{Prompt: p.Bytes() / 4, Completion: len(strings.Join(pieces, "")) / 4}, nil
	}
}

// fails is a model that says something and then ends with an error.
func fails(with error, pieces ...string) fake {
	return func(ctx context.Context, p bot.Prompt, each func(string) error) (bot.Usage, error) {
		usage, err := says(pieces...)(ctx, p, each)
		if err == nil {
			err = with
		}
		return usage, err
	}
}

// deciding is an Answerer that always decides the same.
type deciding struct{ bot.Decision }

func (d deciding) Turn(context.Context, bot.Question) bot.Decision { return d.Decision }

// shelf holds published revisions.
type shelf map[string]knowledge.Revision

func (s shelf) PublishedRevision(_ context.Context, article string) (knowledge.Revision, error) {
	if r, ok := s[article]; ok {
		return r, nil
	}
	return knowledge.Revision{}, fmt.Errorf("%q: %w", article, knowledge.ErrNotFound)
}

const returnsText = `You can return unopened items within 30 days of delivery. Opened items cannot be returned.

Refunds take 5 working days after we receive the parcel. The refund goes to the account that you paid from.

To send something back:

1. Print the label from your account.

2. Put the label on the parcel.

3. Take the parcel to the post office.`

const deliveryText = `Standard delivery takes 3 working days and costs 4.90 EUR. Express delivery takes one working day and costs 12 EUR.`

func library() shelf {
	return shelf{
		"returns":  {Article: "returns", Number: 2, Text: returnsText, Content: knowledge.Content{Title: "Returns and refunds", Locale: "en"}},
		"delivery": {Article: "delivery", Number: 1, Text: deliveryText, Content: knowledge.Content{Title: "Delivery times", Locale: "en"}},
		"staff":    {Article: "staff", Number: 1, Text: "Staff get 50 % off.", Content: knowledge.Content{Title: "Discounts", Locale: "en", Audience: []string{knowledge.StaffOnly}}},
	}
}

// quoted is the decision to answer with the first paragraph of the article on returns.
func quoted() bot.Decision {
	end := strings.Index(returnsText, "\n\n")
	return bot.Decision{
		Kind: bot.Answer, Text: returnsText[:end],
		Citations: []bot.Citation{{N: 1, Article: "returns", Revision: 2, Title: "Returns and refunds", End: end}},
		Related:   []bot.Choice{{Article: "delivery", Title: "Delivery times"}},
		Trace: bot.Trace{Query: "Can I return an unopened item?", Rule: "confident", Candidates: []bot.Candidate{
			{Article: "returns", Revision: 2, Title: "Returns and refunds", Score: .7, End: end},
			{Article: "delivery", Revision: 1, Title: "Delivery times", Score: .2, End: len(deliveryText)},
			{Article: "staff", Revision: 1, Title: "Discounts", Score: .2, End: 10},
		}},
	}
}

// along keeps what was shown.
type along struct {
	mu    sync.Mutex
	shown []bot.Partial
}

func (a *along) add(p bot.Partial) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.shown = append(a.shown, p)
}

func drafter(m Model) *Drafter {
	return New(Config{Answerer: deciding{quoted()}, Model: m, Revisions: library(), Price: func(u bot.Usage) float64 { return float64(u.Prompt + u.Completion) }})
}

// checker is what a check needs of a test.
type checker interface {
	Helper()
	Error(args ...any)
	Errorf(format string, args ...any)
}
