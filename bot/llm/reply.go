package llm

import (
	"bytes"
	"encoding/json"
	"strings"

	"frontdesk/bot"
)

// Most tokens that are believed of a server.
const mostTokens = 10_000_000

// event is what we want to know of an event of the stream.
type event struct {
	Choices []struct {
		Index int `json:"index"`
		Delta struct {
			Content   json.RawMessage `json:"content"`
			Refusal   string          `json:"refusal"`
			ToolCalls json.RawMessage `json:"tool_calls"`
			Call      json.RawMessage `json:"function_call"`
		} `json:"delta"`
		Finish string `json:"finish_reason"`
	} `json:"choices"`
	Usage json.RawMessage `json:"usage"`
}

// reply is what has come of a model's answer.
type reply struct {
	at      *endpoint
	limit   int // tokens that were allowed
	refused bool

	spelling spelling
	size     tally
	words    bool   // whether there was anything but white space
	declined string // why the model would not, in words of ours
	finish   string
	counted  bot.Usage // by the server; zero if it did not
}

// take reads an event and returns the piece of text in it, or an [Error].
func (r *reply) take(raw []byte) (piece string, err error) {
	var e event
	if err := json.Unmarshal(raw, &e); err != nil {
		return "", r.at.fault(ReasonMalformed, "sends an event that is not of this protocol")
	}
	r.count(e.Usage)
	if len(e.Choices) == 0 {
		return "", nil
	}
	c := e.Choices[0]
	switch {
	case len(e.Choices) > 1 || c.Index != 0:
		return "", r.at.fault(ReasonMalformed, "sends several replies at once")
	case c.Delta.Refusal != "":
		r.declined = "would not answer"
	case has(c.Delta.ToolCalls) || has(c.Delta.Call):
		r.declined = "wants to use a tool, of which it has none"
	}
	if has(c.Delta.Content) && c.Delta.Content[0] != '"' {
		return "", r.at.fault(ReasonMalformed, "sends something other than text")
	}
	if has(c.Delta.Content) {
		piece = r.spelling.add(c.Delta.Content)
	}
	if piece != "" && r.finish != "" {
		return "", r.at.fault(ReasonMalformed, "goes on after the end of its reply")
	}
	if c.Finish != "" && c.Finish != "null" {
		r.finish = c.Finish
	}
	if r.declined != "" {
		return "", r.at.fault(ReasonDeclined, "%s", r.declined)
	}
	r.size.add(piece)
	r.words = r.words || strings.TrimSpace(piece) != ""
	return piece, nil
}

// has reports whether a part of an event is there.
func has(raw json.RawMessage) bool {
	return len(raw) > 0 && !bytes.Equal(raw, []byte("null")) && !bytes.Equal(raw, []byte("[]")) && !bytes.Equal(raw, []byte(`""`))
}

// end returns nil if the model has said what it wanted to say.
func (r *reply) end() error {
	switch {
	case r.finish == "":
		return r.at.fault(ReasonBroken, "ended its answer without the model's having finished")
	case r.finish == "length" && !r.words:
		return r.at.fault(ReasonCut, "used up %d tokens without a word of its reply", r.limit)
	case r.finish == "length":
		return r.at.fault(ReasonCut, "did not end its reply within %d tokens", r.limit)
	case r.finish == "content_filter":
		return r.at.fault(ReasonDeclined, "held the reply back by a filter")
	case r.finish == "tool_calls", r.finish == "function_call":
		return r.at.fault(ReasonDeclined, "wants to use a tool, of which it has none")
	case r.finish != "stop":
		return r.at.fault(ReasonMalformed, "ends its reply for a reason that is none")
	case !r.words:
		return r.at.fault(ReasonEmpty, "gives an empty reply")
	default:
		return nil
	}
}

// count notes the usage that a server tells. The last one counts; what cannot be is left out.
func (r *reply) count(raw json.RawMessage) {
	var u struct {
		Prompt     float64 `json:"prompt_tokens"`
		Completion float64 `json:"completion_tokens"`
	}
	if !has(raw) || json.Unmarshal(raw, &u) != nil || u.Prompt < 1 || u.Completion < 0 || u.Prompt > mostTokens || u.Completion > mostTokens {
		return
	}
	r.counted = bot.Usage{Prompt: int(u.Prompt), Completion: int(u.Completion)}
}

// usage is what the request took: what the server says, unless that is less than can be, or an estimate.
func (r *reply) usage(q question) bot.Usage {
	switch {
	case r.refused:
		return bot.Usage{}
	case r.counted.Prompt > 0 && (r.counted.Completion > 0 || !r.words):
		return r.counted
	default:
		return bot.Usage{Prompt: q.tokens, Completion: r.size.tokens(), Estimated: true}
	}
}
