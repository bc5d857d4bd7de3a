package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/sashabaranov/go-openai"
)

// probeText is sent when only the server matters.
const probeText = "Where is my parcel?"

// Bytes that an answer may have: a number has up to 24 characters, and indented JSON puts each on a line.
const (
	bytesPerNumber = 40
	bytesPerAnswer = 64 << 10
)

// request asks for vectors until there are some, it is of no use to go on, or the context does not allow it.
func (e *Embedder) request(ctx context.Context, texts []string) (vectors [][]float32, err error) {
	err = e.insist(ctx, func(ctx context.Context) (err error) {
		vectors, err = e.try(ctx, texts)
		return err
	}, (*Error).again)
	return vectors, err
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
