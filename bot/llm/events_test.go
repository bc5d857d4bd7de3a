package llm

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"frontdesk/bot"
)

func readEvents(stream string) (string, error) {
	at := &endpoint{host: "models.example", model: "large", now: time.Now}
	b, err := io.ReadAll(newEvents(io.NopCloser(strings.NewReader(stream)), guard{endpoint: at, chat: true}))
	return string(b), err
}

func TestEvents(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":             "",
		"data: {}\n\n": "data: { }\n",
		"data: {}\n":   "", // not ended
		"data: {}":     "",
		"data: {}\r\n\r\ndata:{}\r\rdata:{}\n\r\n": "data: { }\ndata: { }\ndata: { }\n",
		"data\ndata\n\ndata: {}\n\n":               "data: { }\n",
		"data: {\"a\":\ndata: 1}\n\n":              "data: { \"a\":1}\n",
		"data: [DONE]\n\ndata: {}\n\n":             "data: [DONE]\n",
		": data: {}\n\n\n\n":                       "",
		"id: 1\nxdata: {}\n\n":                     "",
		"event: error\n\ndata: {}\n\n":             "data: { }\n",
		"\xef\xbb\xbfdata: {}\n\n":                 "data: { }\n",
		"data: {}\n\n\xef\xbb\xbfdata: {}\n\n":     "data: { }\n",
	} {
		if got, err := readEvents(in); err != nil || got != want {
			t.Errorf("%q: got %q, %v, want %q", in, got, err, want)
		}
	}
}

// Whatever a server sends, there is no panic, and no success unless the reply was complete by a reader that is
// simpler; pieces are valid text, and the memory taken is bounded.
func FuzzStream(f *testing.F) {
	for _, a := range []answer{
		good(), streams(said("a"), ended("length"), done), streams(eventOf(`{"error":{"message":"m","code":429}}`)),
		streams("event: error\ndata: x\n\n"), streams("\xef\xbb\xbfdata:{\r\rdata\r\n\n"), streams(eventOf(`{"choices":[{"delta":{"content":"\ud83d\u0000` + "\xe2" + `"}}]}`)),
		streams(eventOf(`{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1e9}}`)),
		streams(`{"error":"x"}`+"\n\n", "[DONE]"), streams("data: [DONE]\n\n", said("a")),
	} {
		f.Add(a.body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		b := with(t, func(c *ChatConfig) { c.Bytes = 1 << 16 }, answer{kind: "text/event-stream", body: body})
		text, used, err := b.ask()
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\r\u202e\ufffd") {
			t.Errorf("passed on %q", text)
		}
		if used.Prompt <= 0 || used.Completion < 0 {
			t.Errorf("used %+v", used)
		}
		if err != nil {
			return
		}
		plain := !strings.Contains(body, `\u`) // or words may be written in other ways
		if strings.TrimSpace(text) == "" || plain && !(strings.Contains(strings.ToLower(body), "finish_reason") && strings.Contains(body, `"stop"`)) {
			t.Errorf("complete with %q of %q", text, body)
		}
	})
}

// The size of what is kept of a stream does not grow with the stream.
func TestEventsKeepLittle(t *testing.T) {
	t.Parallel()
	at := &endpoint{host: "models.example", model: "large", now: time.Now}
	endless := io.NopCloser(io.LimitReader(repeating(said("word ")+": comment\nid: 7\n"), 1<<20))
	e := newEvents(endless, guard{endpoint: at, chat: true})
	if _, err := io.Copy(io.Discard, e); err != nil {
		t.Fatal(err)
	}
	if kept := cap(e.line) + cap(e.data) + cap(e.out); kept > 4<<10 {
		t.Errorf("%d bytes are kept", kept)
	}
	var fault *Error
	_, err := io.Copy(io.Discard, newEvents(io.NopCloser(repeating("x")), guard{endpoint: at, chat: true}))
	if !errors.As(err, &fault) || errors.Is(err, bot.ErrModelCut) {
		t.Errorf("a line without end: %v", err)
	}
}

// repeating reads the same again and again.
func repeating(text string) io.Reader { return &wheel{text, 0} }

type wheel struct {
	text string
	at   int
}

func (w *wheel) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = w.text[w.at]
		w.at = (w.at + 1) % len(w.text)
	}
	return len(p), nil
}
