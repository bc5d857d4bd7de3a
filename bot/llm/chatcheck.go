package llm

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"frontdesk/bot"
)

// probePrompt is asked when only the server and its model matter.
func probePrompt() bot.Prompt {
	return bot.Prompt{System: "Answer in one word.", Spoken: []bot.Spoken{{Text: "What is the opposite of cold?"}}}
}

// Check asks the model one small question, once, whatever went wrong before, and says in one sentence what is wrong
// and what to do about it. An [Error] of which Fix is false may be over by itself.
func (h *Chat) Check(ctx context.Context) error {
	if err := h.room(); err != nil {
		return fmt.Errorf("drafting: %w", err)
	}
	said, err := h.examine(ctx)
	h.judge(ctx, err)
	if err == nil && strings.HasPrefix(strings.TrimSpace(said), "<think") {
		err = h.at.lasting(ReasonMalformed, "writes the model's thoughts into its replies: switch its thinking off, or have the server keep it apart")
	}
	if err != nil {
		return fmt.Errorf("drafting: %w", h.advise(err))
	}
	return nil
}

// room says whether the window leaves room for what drafting needs.
func (h *Chat) room() error {
	w, r := h.set.Window, h.set.Reply
	switch {
	case w < LeastWindow:
		return &Error{Reason: ReasonWindow, Fix: true, text: fmt.Sprintf("a window of %d tokens is too small for passages and a reply: choose a model with at least %d, or set the window to what it really has", w, LeastWindow)}
	case r > w/2:
		return &Error{Reason: ReasonWindow, Fix: true, text: fmt.Sprintf("replies of up to %d tokens leave too little of a window of %d to the passages: allow at most %d", r, w, w/2)}
	default:
		return nil
	}
}

// examine asks the question, and returns the reply.
func (h *Chat) examine(ctx context.Context) (string, error) {
	q, err := h.question(probePrompt())
	if err != nil {
		return "", err
	}
	whole, cancel := h.within(ctx, q)
	defer cancel()
	var said strings.Builder
	_, err = h.try(whole, q, func(piece string) error {
		said.WriteString(piece)
		return nil
	})
	return said.String(), err
}

// prove is examine for a server that is taken to be dead: any reply shows that it is not.
func (h *Chat) prove(ctx context.Context) error {
	_, err := h.examine(ctx)
	var fault *Error
	if errors.As(err, &fault) && fault.alive() && fault.Status == 0 {
		return nil
	}
	return err
}

// advise says what to do about errors that mean little of one prompt and much of a harmless one.
func (h *Chat) advise(err error) error {
	var fault *Error
	if !errors.As(err, &fault) {
		return err
	}
	var remedy string
	switch fault.Reason {
	case ReasonEmpty:
		remedy = fmt.Sprintf("check that model %q is one to chat with, and that the server has a template for it", h.at.model)
	case ReasonDeclined:
		remedy = "the question was a harmless one; choose another model, or loosen its filter"
	case ReasonWindow:
		remedy = fmt.Sprintf("the question was a short one; give the model a window of at least %d tokens at the server", LeastWindow)
	case ReasonCut:
		remedy = "the question wants one word; allow longer replies, or choose a model that does not think at length"
	case ReasonTimeout:
		return &Error{Reason: fault.Reason, text: fault.text + ": choose a faster model, or allow more time", cause: fault.cause}
	default:
		return fault
	}
	return &Error{Reason: fault.Reason, Status: fault.Status, Fix: true, text: fault.text + ": " + remedy, cause: fault.cause}
}
