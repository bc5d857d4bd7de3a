package llm

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
)

// eventBytes bounds a line and an event.
const eventBytes = 64 << 10

// drainBytes is how much is read after the end of a reply, to find the end of the answer.
const drainBytes = 4 << 10

// events reads a stream of server-sent events as the standard says (WHATWG HTML, section 9.2) and gives go-openai
// the plain form that it understands: one line "data: " with JSON on one line for each event. go-openai itself takes
// each line for an event, keeps every line that it does not know, gives up after 300 of them, and quotes errors.
//
// An event that is an error, is no JSON, or is too large ends the reading with an [Error].
type events struct {
	from  io.ReadCloser // bounded
	lines *bufio.Reader
	guard guard

	line []byte // without its end
	cr   bool   // the last line ended with a carriage return, so that a line feed belongs to it
	some bool   // a line was read: a byte order mark is none any more
	data []byte // of the event that has begun
	kind string // of the event that has begun
	out  []byte // for go-openai, not read yet
	done bool
	err  error
}

func newEvents(from io.ReadCloser, g guard) *events {
	return &events{from: from, lines: bufio.NewReaderSize(from, 4<<10), guard: g}
}

// Read gives plain events.
func (e *events) Read(p []byte) (int, error) {
	for len(e.out) == 0 {
		if e.err != nil {
			return 0, e.err
		}
		if e.done {
			return 0, io.EOF
		}
		e.err = e.next()
	}
	n := copy(p, e.out)
	e.out = e.out[n:]
	return n, nil
}

// Close ends the reading. After the last event it first looks for the end of the answer, without which the
// connection could not be used again; the request's context bounds that.
func (e *events) Close() error {
	if e.done {
		_, _ = io.CopyN(io.Discard, e.lines, drainBytes)
	}
	return e.from.Close()
}

// next reads a line. An event that ends with the answer and not with an empty line is none.
func (e *events) next() error {
	if err := e.readLine(); err != nil {
		return err
	}
	if len(e.line) == 0 {
		return e.dispatch()
	}
	if e.line[0] == '{' {
		return e.bare()
	}
	name, value, _ := bytes.Cut(e.line, []byte(":"))
	value = bytes.TrimPrefix(value, []byte(" "))
	switch string(name) {
	case "data":
		if len(e.data)+len(value) > eventBytes {
			return e.guard.fault(ReasonMalformed, "sends an event of more than %d bytes", eventBytes)
		}
		if len(e.data) > 0 {
			e.data = append(e.data, '\n')
		}
		e.data = append(e.data, value...)
	case "event":
		e.kind = string(value)
	}
	return nil
}

// readLine reads up to a line feed, a carriage return, or both.
func (e *events) readLine() error {
	e.line = e.line[:0]
	for {
		if _, err := e.lines.Peek(1); err != nil {
			return err
		}
		come, _ := e.lines.Peek(e.lines.Buffered())
		if e.cr && come[0] == '\n' {
			e.cr = false
			_, _ = e.lines.Discard(1)
			continue
		}
		e.cr = false
		end := bytes.IndexAny(come, "\r\n")
		part := come
		if end >= 0 {
			part, e.cr = come[:end], come[end] == '\r'
		}
		if len(e.line)+len(part) > eventBytes {
			return e.guard.fault(ReasonMalformed, "sends a line of more than %d bytes", eventBytes)
		}
		e.line = append(e.line, part...)
		_, _ = e.lines.Discard(max(end+1, len(part)))
		if end >= 0 {
			if !e.some {
				e.line = bytes.TrimPrefix(e.line, []byte("\xef\xbb\xbf"))
			}
			e.some = true
			return nil
		}
	}
}

// dispatch passes an event on.
func (e *events) dispatch() error {
	data, kind := bytes.TrimSpace(e.data), e.kind
	e.data, e.kind = e.data[:0], ""
	switch {
	case len(data) == 0:
		return nil
	case string(data) == "[DONE]":
		e.done = true
		e.out = append(e.out[:0], "data: [DONE]\n"...)
		return nil
	case kind == "error":
		return e.guard.reported(data)
	}
	var line bytes.Buffer
	if json.Compact(&line, data) != nil {
		return e.guard.fault(ReasonMalformed, "sends an event that is not JSON")
	}
	if data = line.Bytes(); data[0] != '{' {
		return e.guard.fault(ReasonMalformed, "sends an event that is not of this protocol")
	}
	if failed(data) {
		return e.guard.reported(data)
	}
	// The blank keeps go-openai from taking the event for an error, which it does by its first bytes.
	e.out = append(append(append(e.out[:0], "data: { "...), data[1:]...), '\n')
	return nil
}

// bare handles JSON that stands in the stream without being an event: an error of a server that had promised one, or
// another protocol.
func (e *events) bare() error {
	if failed(e.line) {
		return e.guard.reported(e.line)
	}
	return e.guard.fault(ReasonMalformed, "sends its reply in another form than events")
}

// failed reports whether JSON is an error.
func failed(data []byte) bool {
	if !bytes.Contains(data, []byte(`error"`)) {
		return false
	}
	var e struct {
		Object string          `json:"object"`
		Error  json.RawMessage `json:"error"`
	}
	return json.Unmarshal(data, &e) == nil && (e.Object == "error" || has(e.Error))
}
