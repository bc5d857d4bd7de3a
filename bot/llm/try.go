package llm

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/sashabaranov/go-openai"
)

// linger is how long the end of a connection is waited for after a reply is complete, so that the connection can be
// used again.
const linger = 50 * time.Millisecond

// try makes a request, and makes it anew without options that the server refuses. What the server turned out not
// to take is remembered once it took the rest.
func (h *Chat) try(ctx context.Context, q question, each func(string) error) (*reply, error) {
	for without := options(h.without.Load()); ; {
		with := q.options(without)
		r, err := h.once(ctx, q, with, each)
		var fault *Error
		if errors.As(err, &fault) && fault.Reason == ReasonRefused {
			if refused := fault.options.among(with); refused != 0 {
				without |= refused
				continue
			}
		}
		if err == nil {
			h.without.Or(uint32(without))
		}
		return r, err
	}
}

// once sends one request and passes the pieces of its answer on. It returns an [Error], an error of each as
// [stopped], or the context's.
func (h *Chat) once(ctx context.Context, q question, with options, each func(string) error) (*reply, error) {
	r := &reply{at: h.at, limit: q.limit}
	req, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(h.live, func() { cancel(errOver) })()
	idle := time.AfterFunc(h.set.Idle, func() { cancel(errIdle) })
	defer idle.Stop()
	stream, err := h.client(q, with).CreateChatCompletionStream(req, q.request(h.at.model, with))
	if err != nil {
		r.refused = req.Err() == nil
		return r, h.blame(ctx, req, q, err)
	}
	defer stream.Close()
	for {
		event, err := stream.RecvRaw()
		if errors.Is(err, io.EOF) && req.Err() == nil {
			idle.Reset(linger)
			_ = stream.Close()
			return r, r.end()
		}
		if err == nil {
			err = req.Err() // what came after is not passed on
		}
		var piece string
		if err == nil {
			piece, err = r.take(event)
		}
		if err != nil {
			err = h.blame(ctx, req, q, err)
			cancel(nil)
			return r, err
		}
		if piece == "" {
			continue
		}
		idle.Stop() // the time that each takes is not the server's
		if err := each(piece); err != nil {
			cancel(nil)
			return r, stopped{err}
		}
		idle.Reset(h.set.Idle)
	}
}

// client returns a client of go-openai for one request.
func (h *Chat) client(q question, with options) *openai.Client {
	c := openai.DefaultConfig(h.at.key)
	c.BaseURL = h.at.base
	g := guard{endpoint: h.at, bytes: h.set.share(h.set.Bytes, q.limit), chat: true}
	c.HTTPClient = g
	if with&optTemperature != 0 {
		c.HTTPClient = plain{g}
	}
	return openai.NewClientWithConfig(c)
}

// plain asks for a temperature of 0, which go-openai leaves out of its requests: the likeliest words, and the same
// ones tomorrow.
type plain struct{ guard guard }

// Do sends a request of which the body is a JSON object.
func (p plain) Do(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, fmt.Errorf("read a request of our own: %w", err)
	}
	body = append([]byte(`{"temperature":0,`), bytes.TrimPrefix(body, []byte("{"))...)
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	req.Body, _ = req.GetBody()
	req.ContentLength = int64(len(body))
	return p.guard.Do(req)
}

// blame finds out whose fault an error of a request is: that of the caller, who stopped, or the server's.
func (h *Chat) blame(ctx, req context.Context, q question, err error) error {
	var ours *Error
	switch cause := context.Cause(req); {
	case ctx.Err() == context.Canceled:
		return ctx.Err()
	case cause == errOver:
		return h.gone()
	case ctx.Err() != nil:
		return h.late(ctx, q)
	case cause == errIdle:
		return h.at.timeout("was silent for %v", h.set.Idle)
	case errors.As(err, &ours):
		return ours
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return h.at.fault(ReasonBroken, "ended its answer half-way")
	case errors.Is(err, openai.ErrChatCompletionInvalidModel):
		return h.at.fault(ReasonModel, "has a model %q that only continues texts: choose one to chat with", h.at.model)
	default:
		return h.at.fault(ReasonMalformed, "answers with something that cannot be understood")
	}
}

// late is the error of a reply that was not complete in time: that of the caller, or ours.
func (h *Chat) late(ctx context.Context, q question) *Error {
	if context.Cause(ctx) == errLong {
		return h.at.timeout("did not end its answer within %v", h.total(q))
	}
	return h.at.timeout("did not answer within the time of its caller")
}
