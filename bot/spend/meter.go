package spend

import (
	"context"
	"errors"

	"frontdesk/bot"
)

// Model is a language model.
type Model interface {
	// Name returns "host/model".
	Name() string
	// Stream asks, and calls each with pieces of the reply in order, from the calling goroutine. It returns nil only
	// if the model finished properly. An error of each ends the request and is returned.
	Stream(ctx context.Context, p bot.Prompt, each func(piece string) error) (bot.Usage, error)
}

// Metered is a model whose use is booked.
type Metered struct {
	ledger *Ledger
	model  Model
}

// Meter returns the model with the ledger before it.
func (l *Ledger) Meter(m Model) *Metered { return &Metered{ledger: l, model: m} }

// Name is the model's.
func (m *Metered) Name() string { return m.model.Name() }

const (
	bytesReserved = 3       // of text to a token, when tokens are set aside: few, so that it is rather too much
	bytesTaken    = 4       // of text to a token, when the server does not say what a request took
	framing       = 8       // tokens that a server adds to each message
	mostTokens    = 4 << 20 // that a server's count is believed
)

// estimate is how many tokens a prompt may take with its reply.
func (l *Ledger) estimate(p bot.Prompt) int64 {
	reply := p.Tokens
	if reply <= 0 {
		reply = l.Reply
	}
	return int64(upwards(p.Bytes(), bytesReserved) + framing*(len(p.Spoken)+1) + reply)
}

func upwards(n, by int) int { return (n + by - 1) / by }

// Stream asks the model if there is budget left for the prompt and a reply of the longest kind, and books what it took,
// also if it failed. Otherwise the error is bot.ErrBudget, and nothing is sent. A request that its caller ended counts as
// none that failed.
func (m *Metered) Stream(ctx context.Context, p bot.Prompt, each func(piece string) error) (u bot.Usage, err error) {
	h, err := m.ledger.reserve(ctx, p.Payer, m.ledger.estimate(p))
	if err != nil {
		return bot.Usage{}, err
	}
	written := 0
	var enough error // of each
	// Deferred, so that a panic of the caller's keeps nothing reserved.
	defer func() {
		u = taken(p, written, u, err)
		h.book(u, err != nil && enough == nil && !errors.Is(err, context.Canceled))
	}()
	return m.model.Stream(ctx, p, func(piece string) error {
		written += len(piece)
		enough = each(piece)
		return enough
	})
}

// taken is what a request took: as the server counted, or else by the length of the texts. What fails before the server
// has read the prompt takes nothing.
func taken(p bot.Prompt, written int, u bot.Usage, err error) bot.Usage {
	u.Prompt, u.Completion = min(max(u.Prompt, 0), mostTokens), min(max(u.Completion, 0), mostTokens)
	if u.Prompt+u.Completion > 0 || written == 0 && !wasRead(err) {
		return u
	}
	return bot.Usage{Prompt: upwards(p.Bytes(), bytesTaken), Completion: upwards(written, bytesTaken), Estimated: true}
}

// wasRead reports whether a server has, or may have, read the prompt though it gave no word.
func wasRead(err error) bool {
	for _, of := range []error{nil, bot.ErrModelLate, bot.ErrModelEmpty, bot.ErrModelDeclined, bot.ErrModelCut, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, of) {
			return true
		}
	}
	return false
}
