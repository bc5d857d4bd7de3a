package assist

import (
	"context"
	"fmt"

	"frontdesk/bot"
)

// Reply is an answer from the articles in the house's voice, for an agent to send or not. The question says what its
// customer may read. The error is a *Refused if nothing that the model wrote may be said, and ErrNothing if no article
// answers; the verbatim extract is with the caller.
func (a *Assist) Reply(ctx context.Context, q bot.Question) (bot.Decision, error) {
	ctx, cancel := a.bounded(ctx)
	defer cancel()
	q.Staff, q.Along = false, nil
	extract, drafted, err := a.Drafter.Preview(ctx, q, a.Voice())
	switch {
	case err != nil:
		return bot.Decision{}, fmt.Errorf("%w: %w", ErrFailed, err)
	case extract.Kind != bot.Answer:
		return bot.Decision{}, ErrNothing
	case drafted.Kind != bot.Answer:
		return bot.Decision{}, &Refused{"What the model wrote does not stand in the articles. These are their own words."}
	}
	return drafted, nil
}

// Preview is what customers would be told in a voice, without the model and with it, for editors who choose the voice. The
// error says why the model could not be asked.
func (a *Assist) Preview(ctx context.Context, q bot.Question, v bot.Voice) (extract, drafted bot.Decision, err error) {
	ctx, cancel := a.bounded(ctx)
	defer cancel()
	q.Along = nil
	extract, drafted, err = a.Drafter.Preview(ctx, q, v)
	if err != nil {
		err = fmt.Errorf("%w: %w", ErrFailed, err)
	}
	return extract, drafted, err
}
