package llm

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/sashabaranov/go-openai"

	"frontdesk/bot"
)

// question is a prompt as it is sent.
type question struct {
	messages []openai.ChatCompletionMessage
	limit    int // most tokens of the reply
	json     bool
	tokens   int // of the prompt, estimated
}

// question makes a prompt ready to be sent, or returns an error if it does not fit the window.
func (h *Chat) question(p bot.Prompt) (question, error) {
	q := question{limit: p.Tokens, json: p.JSON}
	if q.limit <= 0 {
		q.limit = h.set.Reply
	}
	var size tally
	say := func(role, text string) {
		if text != "" { // which some servers refuse
			q.messages = append(q.messages, openai.ChatCompletionMessage{Role: role, Content: text})
			size.add(text)
		}
	}
	say(openai.ChatMessageRoleSystem, p.System)
	for _, s := range p.Spoken {
		if s.Model {
			say(openai.ChatMessageRoleAssistant, s.Text)
		} else {
			say(openai.ChatMessageRoleUser, s.Text)
		}
	}
	if len(q.messages) == 0 {
		return q, errors.New("the prompt has no words")
	}
	q.tokens = size.tokens() + tokensPerMessage*len(q.messages)
	if q.tokens+q.limit > h.set.Window {
		return q, &Error{Reason: ReasonWindow, text: fmt.Sprintf("the prompt has about %d tokens, which with %d for the reply is more than the model's window of %d", q.tokens, q.limit, h.set.Window)}
	}
	return q, nil
}

// options are parts of a request that some servers do not take.
type options uint32

const (
	optUsage       options = 1 << iota // to be told the usage
	optTemperature                     // 0
	optMaxTokens                       // under its first name; without it, under its second
	optJSON                            // that the reply is to be JSON; the prompt says so as well
	optUnknown                         // of a refusal: it may be about any of them
)

// unwanted returns what go-openai would refuse to send to a model of this name.
func unwanted(model string) (without options) {
	v := openai.NewReasoningValidator()
	if v.Validate(openai.ChatCompletionRequest{Model: model, MaxTokens: 1}) != nil {
		without |= optMaxTokens
	}
	if v.Validate(openai.ChatCompletionRequest{Model: model, Temperature: 0.5}) != nil {
		without |= optTemperature
	}
	return without
}

// options are those that a question would be sent with.
func (q question) options(without options) options {
	all := optUsage | optTemperature | optMaxTokens
	if q.json {
		all |= optJSON
	}
	return all &^ without
}

// request is the question with the options given. The temperature is left to [plain].
func (q question) request(model string, with options) openai.ChatCompletionRequest {
	r := openai.ChatCompletionRequest{Model: model, Messages: q.messages, Stream: true}
	if with&optUsage != 0 {
		r.StreamOptions = &openai.StreamOptions{IncludeUsage: true}
	}
	if with&optMaxTokens != 0 {
		//lint:ignore SA1019 many servers know the limit by this name alone
		r.MaxTokens = q.limit
	} else {
		r.MaxCompletionTokens = q.limit
	}
	if with&optJSON != 0 {
		r.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONObject}
	}
	return r
}

// disputed returns the options that the body of a refusal names. A server may repeat what it was sent, and with it a
// name that is not meant: that costs a request which is refused as well.
func disputed(body []byte) (named options) {
	if !json.Valid(body) {
		return 0 // no server of models
	}
	text := string(body)
	for name, o := range map[string]options{"stream_options": optUsage, "temperature": optTemperature, "max_tokens": optMaxTokens, "response_format": optJSON} {
		if strings.Contains(text, name) {
			named |= o
		}
	}
	if named == 0 {
		return optUnknown
	}
	return named
}

// among returns which of the options that were sent to leave out: those that are disputed, or else the one that
// servers know least.
func (o options) among(sent options) options {
	if o&optUnknown == 0 {
		return o & sent
	}
	if sent&optUsage != 0 {
		return optUsage
	}
	return sent & optJSON
}
