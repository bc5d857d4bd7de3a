package widget

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"frontdesk/bot/account"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/sqldb"
)

// Limits of a request's body, in bytes.
const (
	maxBody    = 64 << 10
	maxArticle = 1 << 20 // an article of 256 KiB in JSON, with everything escaped
)

// databaseBack is after how many seconds it makes sense to try again when the database is away. The server has waited
// for it already.
const databaseBack = 3

// writeJSON answers with a value. Answers are about this moment and for this client: nothing may keep them.
func writeJSON(w http.ResponseWriter, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(body)+1))
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // the client is gone if this fails; there is nobody to tell
	return nil
}

// noContent answers that it is done and that there is nothing to say.
func noContent(w http.ResponseWriter) error {
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// problem is the body of every answer that refuses.
type problem struct {
	Code       string `json:"code"`
	Message    string `json:"message"`
	RetryAfter int    `json:"retry_after,omitempty"` // seconds
	Current    *rev   `json:"current,omitempty"`     // with "conflict": what is there now

	ID         string      `json:"id,omitempty"`         // with "exists": of what is there already
	Comparison *comparison `json:"comparison,omitempty"` // with "exam_worse": what gets worse and what better
}

// fail answers with the fault that stands for the error and logs what the answer does not say.
func (e *edge) fail(w http.ResponseWriter, r *http.Request, err error) {
	f, known := faultOf(err)
	p := problem{Code: f.code, Message: f.message}
	if t, ok := errors.AsType[*account.ThrottledError](err); ok {
		p.RetryAfter = t.Seconds()
	}
	if t, ok := errors.AsType[*limitedError](err); ok {
		p.RetryAfter = int(math.Ceil(t.retryAfter.Seconds()))
	}
	if errors.Is(err, sqldb.ErrUnavailable) {
		p.RetryAfter = databaseBack
	}
	if p.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(p.RetryAfter))
	}
	if c, ok := errors.AsType[*conflictError](err); ok {
		p.Current = &c.current
	}
	if k, ok := errors.AsType[*keptError](err); ok {
		p.ID = k.id
	}
	if s, ok := errors.AsType[*editing.Stopped](err); ok {
		c, err := e.viewComparison(r.Context(), s.Comparison)
		if err != nil {
			e.log.Error("exam not shown", "request", requestID(w), "error", err)
		} else {
			p.Comparison = &c
		}
	}
	if f.status == http.StatusRequestEntityTooLarge {
		w.Header().Set("Connection", "close") // the rest of the body is not worth reading
	}
	if !known {
		e.log.Error("request failed", "request", requestID(w), "method", r.Method, "path", r.URL.Path, "error", err)
	}
	if err := writeJSON(w, f.status, p); err != nil {
		e.log.Error("answer not written", "request", requestID(w), "error", err)
	}
}

// readJSON reads a request's body of at most limit bytes into dst. Fields that dst does not have are ignored,
// so that a newer page can talk to an older server.
func readJSON(w http.ResponseWriter, r *http.Request, limit int64, dst any) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return errNotJSON
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	if err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return err
		}
		return badJSON("The request broke off.")
	}
	if !utf8.Valid(body) {
		return badJSON("The request is not valid UTF-8.")
	}
	return decode(body, dst)
}

func badJSON(sentence string) *fault { return &fault{http.StatusBadRequest, codeBadJSON, sentence} }

// decode says what is wrong with JSON without quoting it.
func decode(body []byte, dst any) error {
	err := json.Unmarshal(body, dst)
	if err == nil {
		if strings.HasPrefix(strings.TrimLeft(string(body[:min(len(body), 64)]), " \t\r\n"), "null") {
			return badJSON("The request must be a JSON object, and is null.")
		}
		return nil
	}
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		return badJSON("The request is not valid JSON; the fault is at byte " + strconv.FormatInt(s.Offset, 10) + ".")
	}
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if t.Field == "" {
			return badJSON("The request must be a JSON object.")
		}
		return badJSON("The field " + strconv.Quote(t.Field) + " has the wrong type.")
	}
	return badJSON("The request is not valid JSON.")
}
