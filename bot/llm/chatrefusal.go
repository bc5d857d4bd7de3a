package llm

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strings"
)

// Words by which refusals are told apart, in lower case. A server may repeat what it was sent, so that a customer's
// words may be among those compared; then one refusal of one request is taken for another.
var (
	wordsTooLong = []string{
		"context_length", "context_size", "context length", "context size", "context window", "maximum context",
		"prompt is too long", "too many tokens", "max_new_tokens", "string_above_max_length",
	}
	wordsFiltered = []string{
		"content_filter", "content_policy", "responsibleaipolicy", "content management policy", "data_inspection_failed",
		"moderation", "flagged", "invalid_prompt",
	}
)

// names reports whether a refusal has one of the words.
func names(body []byte, words []string) bool {
	text := strings.ToLower(string(body))
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// streaming returns an error for a success that is no stream of events.
func (g guard) streaming(resp *http.Response) error {
	media, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	switch {
	case err == nil && media == "text/event-stream":
		return nil
	case err == nil && media == "application/json":
		body, _ := io.ReadAll(io.LimitReader(resp.Body, refusalBytes))
		if failed(body) {
			return g.reported(body)
		}
		e := g.fault(ReasonMalformed, "does not answer piece by piece: choose a server that streams")
		e.Status = resp.StatusCode
		return e
	case media == "text/html":
		return g.page(resp)
	default:
		e := g.fault(ReasonMalformed, "answers with something other than a stream of events: check the base URL")
		e.Status = resp.StatusCode
		return e
	}
}

// reported is the error of an answer that had begun as a success.
func (g guard) reported(body []byte) *Error {
	status := 0
	var outer struct {
		Code  any             `json:"code"`
		Error json.RawMessage `json:"error"`
	}
	var inner struct {
		Code any `json:"code"`
	}
	if json.Unmarshal(body, &outer) == nil {
		_ = json.Unmarshal(outer.Error, &inner) // an error may be a sentence
		for _, code := range []any{outer.Code, inner.Code} {
			if n, ok := code.(float64); ok && 400 <= n && n <= 599 {
				status = int(n)
			}
		}
	}
	said := readComplaint(bytes.NewReader(body))
	switch {
	case status == 0 && names(body, wordsTooLong):
		return g.tooLong(http.StatusOK)
	case status == 0 && names(body, wordsFiltered):
		return g.filtered(http.StatusOK)
	case status == 0 && said.code == "":
		return g.fault(ReasonServer, "reports a failure in place of its reply")
	case status == 0:
		status = http.StatusInternalServerError
		if strings.Contains(said.code, "rate_limit") {
			status = http.StatusTooManyRequests
		}
	}
	return g.unwilling(status, said, body)
}

// unwilling is describe for requests to chat.
func (g guard) unwilling(status int, said complaint, body []byte) *Error {
	switch {
	case status == http.StatusRequestEntityTooLarge:
		return g.tooLong(status)
	case status != http.StatusBadRequest && status != http.StatusUnprocessableEntity && status != http.StatusForbidden:
		return g.describe(status, said)
	case status != http.StatusForbidden && names(body, wordsTooLong):
		return g.tooLong(status)
	case names(body, wordsFiltered):
		return g.filtered(status)
	case status == http.StatusForbidden, said.code == "model_not_found", said.code == "insufficient_quota":
		return g.describe(status, said)
	case said.code == "invalid_model":
		return g.describe(http.StatusNotFound, said)
	}
	e := g.fault(ReasonRefused, "refuses the request (%d): check that model %q is one to chat with", status, g.model)
	if !said.spoken {
		e = g.fault(ReasonRefused, "refuses the request (%d) like a server that is none of models: check the base URL, also whether it must begin with https://", status)
	}
	e.options = disputed(body)
	return e
}

func (g guard) tooLong(status int) *Error {
	return g.fault(ReasonWindow, "finds the prompt too long (%d)", status)
}

func (g guard) filtered(status int) *Error {
	return g.fault(ReasonDeclined, "turned the request down by a filter (%d)", status)
}
