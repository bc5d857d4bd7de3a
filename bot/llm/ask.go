package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/sashabaranov/go-openai"
)

// probeText is sent when only the server matters.
const probeText = "Where is my parcel?"

// Bytes that an answer may have: a number has up to 24 characters, and indented JSON puts each on a line.
const (
	bytesPerNumber = 40
	bytesPerAnswer = 64 << 10
)

// insist asks until there is an answer, it is of no use to go on, or the context does not allow it.
func (e *Embedder) insist(ctx context.Context, texts []string) ([][]float32, error) {
	for n := 0; ; n++ {
		if err := e.admit(ctx); err != nil {
			return nil, err
		}
		vectors, err := e.try(ctx, texts)
		e.judge(ctx, err)
		if err == nil {
			return vectors, nil
		}
		var fault *Error
		if !errors.As(err, &fault) || !fault.again() || n >= e.set.Retries || fault.After > longestPause {
			return nil, err
		}
		d := pause(n, fault.After, e.set.Random)
		if end, ok := ctx.Deadline(); ok && !e.set.Now().Add(d).Before(end) {
			return nil, err // there is no time for another try: better say so now
		}
		e.set.Log.Debug("embeddings are tried again", slog.String("host", e.at.host), slog.String("reason", string(fault.Reason)), slog.Duration("after", d))
		if err := e.set.Sleep(ctx, d); err != nil {
			return nil, err
		}
	}
}

// admit returns nil if something may be sent.
func (e *Embedder) admit(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return fmt.Errorf("%w: it is no longer asked", ErrDown)
	}
	may, why := e.breaker.admit()
	switch may {
	case pass:
		return nil
	case probe:
		e.probes.Go(e.probe)
	}
	return fmt.Errorf("%w: %s", ErrDown, why)
}

// probe asks whether the server is back.
func (e *Embedder) probe() {
	_, err := e.try(e.live, []string{probeText})
	var fault *Error
	switch {
	case err == nil:
		e.judge(e.live, nil)
		e.breaker.probed("", 0)
	case errors.As(err, &fault):
		e.breaker.probed(fault.text, fault.After)
		e.set.Log.Info("embeddings are still down", slog.String("host", e.at.host), slog.String("reason", string(fault.Reason)))
	default:
		e.breaker.probed("", 0) // closed
	}
}

// judge counts an outcome for or against the server.
func (e *Embedder) judge(ctx context.Context, err error) {
	var fault *Error
	switch {
	case err == nil:
		if e.breaker.passed() {
			e.set.Log.Info("embeddings are back", slog.String("host", e.at.host))
		}
	case errors.As(err, &fault):
		if !fault.alive() {
			e.against(fault.text, fault)
		}
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		// The caller had no more time, and the server has kept it waiting. A server that is always too slow is
		// of no more use than a dead one, and costs more. A customer who leaves says nothing.
		fault := e.at.fault(ReasonTimeout, "did not answer within the time of its caller")
		e.against(fault.text, fault)
	}
}

func (e *Embedder) against(why string, fault *Error) {
	if e.breaker.failed(why, fault.After) {
		e.set.Log.Warn("embeddings are down; questions are answered without", slog.String("host", e.at.host),
			slog.String("model", e.at.model), slog.String("reason", string(fault.Reason)), slog.Int("status", fault.Status))
	}
}

// try sends one request and returns vectors of length one, an [Error], or the context's error.
func (e *Embedder) try(ctx context.Context, texts []string) ([][]float32, error) {
	once, cancel := context.WithTimeout(ctx, e.set.Timeout)
	defer cancel()
	answer, err := e.at.client(e.budget(len(texts))).CreateEmbeddings(once, openai.EmbeddingRequest{
		Input: texts, Model: openai.EmbeddingModel(e.at.model), Dimensions: e.set.Dimensions,
	})
	if err != nil {
		return nil, e.blame(ctx, err)
	}
	vectors, wrong := place(answer.Data, len(texts))
	if wrong != "" {
		return nil, e.at.fault(ReasonMalformed, "%s", wrong)
	}
	for _, v := range vectors {
		if wrong := normalise(v); wrong != "" {
			return nil, e.at.fault(ReasonMalformed, "%s", wrong)
		}
	}
	if err := e.fit(vectors); err != nil {
		return nil, err
	}
	return vectors, nil
}

// budget is the number of bytes that an answer for n texts may have.
func (e *Embedder) budget(n int) int64 {
	length := e.Dimensions()
	if length == 0 {
		length = MaxDimensions
	}
	return bytesPerAnswer + int64(n)*int64(length)*bytesPerNumber
}

// fit compares the lengths of vectors with the one known, or makes it known.
func (e *Embedder) fit(vectors [][]float32) error {
	length := len(vectors[0])
	if length > MaxDimensions {
		return e.at.fault(ReasonMalformed, "gives vectors of %d numbers, of which at most %d can be used: choose another model", length, MaxDimensions)
	}
	for _, v := range vectors {
		if len(v) != length {
			return e.at.fault(ReasonMalformed, "gives vectors of %d and of %d numbers in one answer", length, len(v))
		}
	}
	e.length.CompareAndSwap(0, int64(length))
	known := e.Dimensions()
	switch {
	case known == length:
		return nil
	case e.set.Dimensions > 0:
		return e.at.fault(ReasonMalformed, "gives vectors of %d numbers where %d are configured: set the length to %d, or to 0, or name the right model", length, known, length)
	default:
		return e.at.fault(ReasonMalformed, "gives vectors of %d numbers and gave %d before: another model answers to %q; start frontdesk again if that is meant", length, known, e.at.model)
	}
}

// blame finds out whose fault an error of go-openai's is: the caller's, who stopped, or the server's. Errors
// that come from reading JSON may quote it and are replaced.
func (e *Embedder) blame(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var ours *Error
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &ours) && ours.Reason == ReasonTimeout:
		ours.text = fmt.Sprintf("the model server at %s did not answer within %v", e.at.host, e.set.Timeout)
		return ours
	case errors.As(err, &ours):
		return ours
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return e.at.fault(ReasonBroken, "ended its answer half-way")
	case errors.As(err, &syntax):
		return e.at.fault(ReasonMalformed, "answers with something that is not JSON: check the base URL and the server")
	case errors.As(err, &kind):
		return e.at.fault(ReasonMalformed, "answers with something other than a list of vectors: check the base URL and the model")
	default:
		return e.at.fault(ReasonMalformed, "answers with something that cannot be understood")
	}
}
