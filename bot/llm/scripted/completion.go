package scripted

import (
	"encoding/json"
	"strings"
	"time"
)

// completion is the good answer of the route Chat, and what steps make of it.
type completion struct {
	asked  Request
	speak  func(Request) string        // what is said
	alter  []func(text string) string  // what is done to that, the last one first
	cut    func(text string) []string  // into the pieces that are streamed
	frame  func(data string) string    // an event with its data
	pace   time.Duration               // between two pieces
	insert map[int][]string            // data of events that do not belong there, by the number of pieces before them
	claim  func(counted *usage) *usage // what is said to have been taken

	finish  string // why it ends; "" leaves that out
	done    bool   // [DONE] is sent
	refusal string // said in place of the text
	call    bool   // a tool is called in place of the text
	encore  string // said after the end
	forever bool   // the text goes on and on
	single  bool   // not streamed although that was asked for

	after     int             // interrupt is called after so many pieces; none if negative
	interrupt func(*exchange) //
	bytes     int             // interrupt is called after so many bytes; none if negative
	bytewise  bool            // each byte is sent on its own
}

// allPieces as completion.after means after the text and before its end.
const allPieces = 1 << 30

func newCompletion(q Request) *completion {
	return &completion{
		asked: q, speak: quote, cut: tokens, frame: plainFrame, claim: func(u *usage) *usage { return u },
		insert: make(map[int][]string), finish: "stop", done: true, after: -1, bytes: -1, single: !q.Stream,
	}
}

// text is what is said in the end.
func (c *completion) text() string {
	t := c.speak(c.asked)
	for i := len(c.alter) - 1; i >= 0; i-- {
		t = c.alter[i](t)
	}
	return t
}

// chunk is an event of a stream, and the answer to a request that asks for none.
type chunk struct {
	ID      string   `json:"id"`
	Object  string   `json:"object"`
	Created int      `json:"created"`
	Model   string   `json:"model"`
	Choices []choice `json:"choices"`
	Usage   *usage   `json:"usage,omitempty"`
}

type choice struct {
	Index   int     `json:"index"`
	Delta   *spoken `json:"delta,omitempty"`
	Message *spoken `json:"message,omitempty"`
	Finish  *string `json:"finish_reason"`
}

type spoken struct {
	Role      string          `json:"role,omitempty"`
	Content   json.RawMessage `json:"content,omitempty"`
	Refusal   string          `json:"refusal,omitempty"`
	Reasoning string          `json:"reasoning_content,omitempty"`
	Calls     []toolCall      `json:"tool_calls,omitempty"`
}

type toolCall struct {
	Index    int    `json:"index"`
	ID       string `json:"id"`
	Type     string `json:"type"`
	Function struct {
		Name      string `json:"name"`
		Arguments string `json:"arguments"`
	} `json:"function"`
}

// literal writes a text as JSON and leaves bytes that are no UTF-8 as they are, which a writer of JSON would mend.
func literal(text string) json.RawMessage {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < 0x20:
			const hex = "0123456789abcdef"
			b.WriteString(`\u00` + string(hex[c>>4]) + string(hex[c&15]))
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return json.RawMessage(b.String())
}

// data writes an event's data.
func (c *completion) data(object string, choices []choice, u *usage) string {
	b, err := json.Marshal(chunk{"chatcmpl-scripted", object, 1767225600, c.asked.Model, choices, u})
	if err != nil {
		panic(err) // as in writeJSON
	}
	return string(b)
}

// delta is the data of an event that says something.
func (c *completion) delta(s spoken, finish string) string {
	one := choice{Delta: &s}
	if finish != "" {
		one.Finish = &finish
	}
	return c.data("chat.completion.chunk", []choice{one}, nil)
}

// took counts what the request and a text take.
func (c *completion) took(text string) *usage {
	u := &usage{PromptTokens: c.asked.tokens(), CompletionTokens: len(tokens(text))}
	u.TotalTokens = u.PromptTokens + u.CompletionTokens
	return c.claim(u)
}

// message is the answer to a request that asks for no stream.
func (c *completion) message() string {
	text := c.text()
	s := spoken{Role: "assistant", Content: literal(text), Refusal: c.refusal}
	if c.refusal != "" {
		s.Content = json.RawMessage("null")
	}
	if c.call {
		s.Content, s.Calls = json.RawMessage("null"), []toolCall{aCall()}
	}
	one := choice{Message: &s}
	if c.finish != "" {
		one.Finish = &c.finish
	}
	return c.data("chat.completion", []choice{one}, c.took(text))
}

func aCall() toolCall {
	t := toolCall{ID: "call_1", Type: "function"}
	t.Function.Name, t.Function.Arguments = "refund", `{"order":"4711","amount":999}`
	return t
}
