package llm

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
)

// refusalBytes is how much of a refusal is read: enough for its code, which comes early or not at all.
const refusalBytes = 64 << 10

// complaint is what we want to know of the body of a refusal. Its message is left alone, since it may quote
// what was sent.
type complaint struct {
	spoken bool   // whether the body is one of this protocol, and not that of some other server in between
	code   string // the code or type, for comparison only
}

// readComplaint understands the shapes in use: {"error":{"code":…,"type":…}}, {"error":"…"} and
// {"object":"error","code":…}.
func readComplaint(r io.Reader) (c complaint) {
	raw, err := io.ReadAll(io.LimitReader(r, refusalBytes))
	if err != nil {
		return c
	}
	var outer struct {
		Object string          `json:"object"`
		Error  json.RawMessage `json:"error"`
	}
	if json.Unmarshal(raw, &outer) != nil {
		return c
	}
	var inner struct {
		Code any    `json:"code"` // a string, or the status again
		Type string `json:"type"`
	}
	c.spoken = outer.Object == "error" || len(outer.Error) > 0 && string(outer.Error) != "null"
	if json.Unmarshal(outer.Error, &inner) == nil {
		c.code, _ = inner.Code.(string)
		if c.code == "" {
			c.code = inner.Type
		}
	}
	return c
}

// refusal turns an answer that is no success into an error that says what to do.
func (g guard) refusal(resp *http.Response) *Error {
	body, _ := io.ReadAll(io.LimitReader(resp.Body, refusalBytes)) // what of it came
	said := readComplaint(bytes.NewReader(body))
	e := g.describe(resp.StatusCode, said)
	if g.chat {
		e = g.unwilling(resp.StatusCode, said, body)
	}
	e.Status = resp.StatusCode
	e.After = retryAfter(resp.Header, g.now())
	return e
}

func (g guard) describe(status int, said complaint) (e *Error) {
	defer func() {
		switch e.Reason {
		case ReasonKey, ReasonCredit, ReasonModel, ReasonPath:
			e.Fix = true
		}
	}()
	switch {
	case status >= 300 && status < 400:
		return g.fault(ReasonPath, "redirects (%d), which is not followed: set the base URL to where it leads", status)
	case status == http.StatusUnauthorized && g.key == "":
		return g.fault(ReasonKey, "wants a key (%d), and none is set", status)
	case status == http.StatusUnauthorized:
		return g.fault(ReasonKey, "does not know the key (%d): set the right one", status)
	case status == http.StatusForbidden:
		return g.fault(ReasonKey, "does not allow this (%d): check what the key may do, and that model %q is among it", status, g.model)
	case status == http.StatusPaymentRequired, said.code == "insufficient_quota":
		return g.fault(ReasonCredit, "has no credit left for this key (%d): pay, or set another key", status)
	case status == http.StatusNotFound && said.spoken, said.code == "model_not_found":
		return g.fault(ReasonModel, "has no model %q (%d): check its name, and that the server has loaded it", g.model, status)
	case status == http.StatusNotFound, status == http.StatusMethodNotAllowed:
		return g.fault(ReasonPath, "has nothing at this path (%d): the base URL often ends in /v1", status)
	case status == http.StatusRequestEntityTooLarge:
		return g.fault(ReasonRefused, "finds the request too large (%d): send fewer texts at a time", status)
	case status == http.StatusRequestTimeout:
		return g.fault(ReasonServer, "lost patience with the request (%d)", status)
	case status == http.StatusTooManyRequests:
		return g.fault(ReasonLimited, "asks for fewer requests (%d)", status)
	case status >= 500:
		return g.fault(ReasonServer, "fails (%d)", status)
	case said.spoken:
		return g.fault(ReasonRefused, "refuses the request (%d): check that model %q does this, and set no length of vectors unless it can be chosen", status, g.model)
	default:
		return g.fault(ReasonRefused, "refuses the request (%d) like a server that is none of models: check the base URL, also whether it must begin with https://", status)
	}
}
