package scripted

import (
	"encoding/json"
	"net/http"
	"strings"
)

// chat answers POST /v1/chat/completions.
func (s *Server) chat(w http.ResponseWriter, r *http.Request) {
	var q struct {
		Model    string `json:"model"`
		Messages []struct {
			Role    string          `json:"role"`
			Content json.RawMessage `json:"content"`
		} `json:"messages"`
		Stream        bool `json:"stream"`
		StreamOptions struct {
			IncludeUsage bool `json:"include_usage"`
		} `json:"stream_options"`
		MaxTokens           int `json:"max_tokens"`
		MaxCompletionTokens int `json:"max_completion_tokens"`
		ResponseFormat      struct {
			Type string `json:"type"`
		} `json:"response_format"`
	}
	key, body, ok := s.receive(w, r, &q)
	if !ok {
		return
	}
	got := Request{
		Route: Chat, Key: key, Model: q.Model, Stream: q.Stream, Usage: q.StreamOptions.IncludeUsage,
		MaxTokens: max(q.MaxTokens, q.MaxCompletionTokens), JSON: strings.HasPrefix(q.ResponseFormat.Type, "json"), Body: body,
	}
	for _, m := range q.Messages {
		got.Messages = append(got.Messages, Message{m.Role, words(m.Content)})
	}
	got.System = got.said("system")
	step := s.take(got)
	if len(got.Messages) == 0 {
		writeError(w, http.StatusBadRequest, "messages must be a list of what was said", "invalid_request_error", "")
		return
	}
	x := &exchange{server: s, w: w, r: r, got: got, good: newCompletion(got)}
	if window := s.set.Window; window > 0 && got.tokens()+got.MaxTokens > window {
		step = TooLong()
	}
	x.run(step)
}

// words reads a message's content, which is a text or a list of parts with texts.
func words(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	var parts []struct {
		Text string `json:"text"`
	}
	_ = json.Unmarshal(raw, &parts) // what has no words says nothing
	all := make([]string, len(parts))
	for i, p := range parts {
		all[i] = p.Text
	}
	return strings.Join(all, "\n")
}

// said joins what was said in a role.
func (q Request) said(role string) string {
	var all []string
	for _, m := range q.Messages {
		if m.Role == role {
			all = append(all, m.Content)
		}
	}
	return strings.Join(all, "\n")
}

// Last returns the last thing that the user said, which is what the model is to react to.
func (q Request) Last() string {
	for i := len(q.Messages) - 1; i >= 0; i-- {
		if q.Messages[i].Role == "user" {
			return q.Messages[i].Content
		}
	}
	return ""
}

// tokens counts what was said, in this server's way.
func (q Request) tokens() int {
	n := 0
	for _, m := range q.Messages {
		n += len(tokens(m.Content))
	}
	return n
}

// TooLong refuses with 400 because the prompt does not fit into the model's window.
func TooLong() Step {
	return Step{"too-long", func(x *exchange) { x.refuse(http.StatusBadRequest, "", "context_length_exceeded") }}
}

// NoOptions refuses requests that have stream_options, as servers do that do not know them, and else answers well.
func NoOptions() Step {
	return Step{"no-options", func(x *exchange) {
		if strings.Contains(string(x.got.Body), `"stream_options"`) {
			x.refuse(http.StatusBadRequest, "", "unknown_parameter")
			return
		}
		x.answer()
	}}
}
