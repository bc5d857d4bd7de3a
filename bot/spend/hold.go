package spend

import (
	"context"
	"log/slog"

	"frontdesk/bot"
)

// line is what sums are kept by.
type line struct {
	day     int64
	purpose bot.Purpose
	site    string
}

// hold is what a request under way has reserved.
type hold struct {
	ledger   *Ledger
	line     line
	accounts []*account
	tokens   int64
}

// reserve sets tokens aside for a request, on all accounts that it counts to or on none: then the error is
// bot.ErrBudget, which tells nothing of what others take.
func (l *Ledger) reserve(ctx context.Context, p bot.Payer, tokens int64) (*hold, error) {
	day := l.today()
	keys, err := l.keys(ctx, day, p)
	if err != nil {
		return nil, err
	}
	pinned, err := l.pin(ctx, keys)
	if err != nil {
		return nil, err
	}
	h := &hold{ledger: l, line: line{day, p.Purpose, p.Site}, accounts: pinned, tokens: tokens}
	full := l.take(h)
	if full == nil {
		return h, nil
	}
	if l.first(full.kind, day) {
		args := []any{slog.String("budget", string(full.kind)), slog.Int64("limit", l.limit(full.kind))}
		if full.kind == OfSite {
			args = append(args, slog.String("site", p.Site))
		}
		l.Log.Warn("a budget for the model is used up; until midnight UTC its questions are answered without the model", args...)
	}
	return nil, bot.ErrBudget
}

// take puts a hold on its accounts, or returns the one that has not enough left.
func (l *Ledger) take(h *hold) (full *account) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range h.accounts {
		a.pins--
		if full == nil && a.used()+h.tokens > l.limit(a.kind) {
			full = a
		}
	}
	if full != nil {
		l.add(h.line, Use{Refused: 1})
		return full
	}
	for _, a := range h.accounts {
		a.held += h.tokens
	}
	return nil
}

// first reports whether it is the first time on a day that a limit of the kind is reached.
func (l *Ledger) first(k Kind, day int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.warned[k] == day {
		return false
	}
	l.warned[k] = day
	return true
}

// book writes down what a request took and gives the rest back. It counts to the day on which it began.
func (h *hold) book(u bot.Usage, failed bool) {
	use := Use{Requests: 1, Prompt: int64(u.Prompt), Completion: int64(u.Completion), Cost: h.ledger.Price(u)}
	if failed {
		use.Failed = 1
	}
	if u.Estimated {
		use.Estimated = 1
	}
	l := h.ledger
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range h.accounts {
		a.held -= h.tokens
		a.fresh += use.Tokens()
	}
	l.add(h.line, use)
}

// add adds to a line that is not written yet; l.mu is held.
func (l *Ledger) add(at line, u Use) { l.lines[at] = l.lines[at].plus(u) }
