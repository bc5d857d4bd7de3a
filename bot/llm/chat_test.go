package llm

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"frontdesk/bot"
)

func TestAReply(t *testing.T) {
	t.Parallel()
	b := with(t, nil, good())
	text, used, err := b.stream(bot.Prompt{
		System: "Be brief.",
		Spoken: []bot.Spoken{{Text: "Hello <b>"}, {Model: true, Text: "Hello"}, {Model: true}, {Text: "Where is it?"}},
	})
	if err != nil || text != "Hello you." || used != (bot.Usage{Prompt: 41, Completion: 7}) {
		t.Fatalf("got %q, %+v, %v", text, used, err)
	}
	if b.Name() != "models.example/large" {
		t.Errorf("named %q", b.Name())
	}
	message := func(role, text string) any { return map[string]any{"role": role, "content": text} }
	want := map[string]any{
		"model": "large", "stream": true, "temperature": 0.0, "max_tokens": 600.0,
		"stream_options": map[string]any{"include_usage": true},
		"messages":       []any{message("system", "Be brief."), message("user", "Hello <b>"), message("assistant", "Hello"), message("user", "Where is it?")},
	}
	if got := b.server.requests[0]; !reflect.DeepEqual(got, want) {
		t.Errorf("sent %v\nwant %v", got, want)
	}
}

func TestAPromptWithWishes(t *testing.T) {
	t.Parallel()
	b := with(t, func(c *ChatConfig) { c.Reply = 100 }, good())
	p := hello()
	p.Tokens, p.JSON = 1500, true
	if _, _, err := b.stream(p); err != nil {
		t.Fatal(err)
	}
	q := b.server.requests[0]
	if q["max_tokens"] != 1500.0 || !reflect.DeepEqual(q["response_format"], map[string]any{"type": "json_object"}) {
		t.Errorf("sent %v", q)
	}
	if _, _, err := b.stream(bot.Prompt{Spoken: []bot.Spoken{{}}}); err == nil || len(b.server.requests) != 1 {
		t.Errorf("a prompt without words: %v", err)
	}
}

// go-openai refuses to send some models what others need.
func TestModelsThatTakeLess(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"o3-mini", "gpt-5-nano"} {
		b := with(t, func(c *ChatConfig) { c.Model = name }, good())
		if _, _, err := b.ask(); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		q := b.server.requests[0]
		if _, warm := q["temperature"]; warm || q["max_tokens"] != nil || q["max_completion_tokens"] != 600.0 {
			t.Errorf("%s: sent %v", name, q)
		}
	}
}

// The shapes of streams that servers in use send.
func TestShapesOfStreams(t *testing.T) {
	t.Parallel()
	for name, a := range map[string]answer{
		"without [DONE]":             streams(said("Hello "), said("you."), ended("stop")),
		"the end with the last text": streams(said("Hello "), eventOf(`{"choices":[{"delta":{"content":"you."},"finish_reason":"stop"}]}`), done),
		"an empty reason for going on": streams(eventOf(`{"choices":[{"delta":{"role":"assistant","content":"Hello "},"finish_reason":""}]}`),
			eventOf(`{"choices":[{"delta":{"content":"you."},"finish_reason":"null"}]}`), ended("stop"), done),
		"carriage returns":        streams(strings.ReplaceAll(said("Hello ")+said("you.")+ended("stop")+done, "\n", "\r\n")),
		"carriage returns alone":  streams(strings.ReplaceAll(said("Hello ")+said("you.")+ended("stop")+done, "\n", "\r")),
		"a byte order mark":       streams("\xef\xbb\xbf", said("Hello "), said("you."), ended("stop"), done),
		"no blank after colons":   streams(strings.ReplaceAll(said("Hello ")+said("you.")+ended("stop")+done, "data: ", "data:")),
		"comments":                streams(strings.Repeat(": still at it\n\n", 2000), said("Hello "), ":\n", said("you."), ended("stop"), done),
		"other fields":            streams("id: 1\nretry: 5\nevent: message\nfoo\n", said("Hello "), "event: chunk\n", said("you."), ended("stop"), done),
		"events of several lines": streams("data: {\"choices\":[{\"delta\":\ndata: {\"content\":\ndata:  \"Hello \"}}]}\n\n", said("you."), ended("stop"), done),
		"an error that is null":   streams(eventOf(`{"error":null,"choices":[{"delta":{"content":"Hello "}}]}`), said("you."), ended("stop"), done),
		"thoughts kept apart":     streams(eventOf(`{"choices":[{"delta":{"reasoning_content":"hm","content":null}}]}`), said("Hello "), said("you."), ended("stop"), done),
		"empty tools":             streams(eventOf(`{"choices":[{"delta":{"content":"Hello ","tool_calls":[],"refusal":null,"function_call":null}}]}`), said("you."), ended("stop"), done),
		"filters that report":     streams(eventOf(`{"choices":[],"prompt_filter_results":[{}]}`), said("Hello "), said("you."), ended("stop"), done),
		"the word error":          streams(eventOf(`{"choices":[{"delta":{"content":"Hello "}}],"note":"no error","x_error":"y"}`), said("you."), ended("stop"), done),
		"more after the end":      streams(said("Hello "), said("you."), ended("stop"), done, "garbage", said("more")),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, used, err := with(t, nil, a).ask()
			if err != nil || text != "Hello you." {
				t.Errorf("got %q, %v", text, err)
			}
			if !used.Estimated || used.Prompt < 10 || used.Completion < 3 {
				t.Errorf("used %+v", used)
			}
		})
	}
}

func TestUsageThatServersTell(t *testing.T) {
	t.Parallel()
	for usage, want := range map[string]bot.Usage{
		`{"prompt_tokens":41,"completion_tokens":7}`:         {Prompt: 41, Completion: 7},
		`{"prompt_tokens":41.0,"completion_tokens":7,"x":1}`: {Prompt: 41, Completion: 7},
		`{"prompt_tokens":-1,"completion_tokens":7}`:         {},
		`{"prompt_tokens":41,"completion_tokens":1e300}`:     {},
		`{"prompt_tokens":41}`:                               {},
		`{"prompt_tokens":"41","completion_tokens":"7"}`:     {},
		`[]`: {}, `"41"`: {}, `null`: {},
	} {
		a := streams(said("Hello you."), ended("stop"), eventOf(`{"choices":[],"usage":`+usage+`}`), done)
		_, used, err := with(t, nil, a).ask()
		if err != nil || used.Estimated != (want.Prompt == 0) || !used.Estimated && used != want {
			t.Errorf("%s: used %+v, %v", usage, used, err)
		}
	}
}

// An error of the caller's own ends the request and comes back as it is, and says nothing of the server.
func TestAnErrorOfEach(t *testing.T) {
	t.Parallel()
	b := with(t, nil, good())
	enough := fmt.Errorf("enough: %w", &Error{Reason: ReasonServer, text: "not of a server"})
	for range 2 * failuresToOpen {
		calls := 0
		used, err := b.Stream(t.Context(), hello(), func(string) error { calls++; return enough })
		if err != enough || calls != 1 || !used.Estimated {
			t.Fatalf("got %v after %d calls, used %+v", err, calls, used)
		}
	}
	if b.Status().Down {
		t.Error("the server is taken to be down")
	}
}

func TestAPromptThatDoesNotFit(t *testing.T) {
	t.Parallel()
	b := with(t, func(c *ChatConfig) { c.Window = 2048 }, good())
	for _, p := range []bot.Prompt{
		{Spoken: []bot.Spoken{{Text: strings.Repeat("word ", 1200)}}},
		{System: strings.Repeat("1", 1500), Spoken: []bot.Spoken{{Text: "?"}}},
		{Spoken: []bot.Spoken{{Text: strings.Repeat("語", 1200)}}},
		{Tokens: 2040, Spoken: []bot.Spoken{{Text: "?"}}},
	} {
		_, used, err := b.stream(p)
		if !errors.Is(err, bot.ErrModelWindow) || used != (bot.Usage{}) || !strings.Contains(err.Error(), "more than the model's window of 2048") {
			t.Errorf("got %v, used %+v", err, used)
		}
	}
	if len(b.server.requests) != 0 {
		t.Error("something was sent")
	}
	if _, _, err := b.stream(bot.Prompt{Spoken: []bot.Spoken{{Text: strings.Repeat("word ", 900)}}}); err != nil {
		t.Errorf("one that fits: %v", err)
	}
}

func TestNewChatRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*ChatConfig)
		says   string
	}{
		"no address":         {func(c *ChatConfig) { c.BaseURL = "" }, "base URL is missing"},
		"no scheme":          {func(c *ChatConfig) { c.BaseURL = "models.example/v1" }, "does not begin with https://"},
		"no model":           {func(c *ChatConfig) { c.Model = " " }, "no model is named"},
		"a broken key":       {func(c *ChatConfig) { c.Key = secretKey + "\n" }, ""},
		"a key of two lines": {func(c *ChatConfig) { c.Key = secretKey + "\n" + secretKey }, "copy it again"},
		"a negative time":    {func(c *ChatConfig) { c.Idle = -1 }, "must not be negative"},
		"a negative window":  {func(c *ChatConfig) { c.Window = -1 }, "must not be negative"},
		"a long reply":       {func(c *ChatConfig) { c.Window = 600 }, "leaves no room"},
	} {
		set := ChatConfig{BaseURL: "https://models.example/v1/chat/completions/", Key: secretKey, Model: "large"}
		c.change(&set)
		h, err := NewChat(set)
		if c.says == "" {
			if err != nil || h.at.base != "https://models.example/v1" || h.at.key != secretKey {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.says) || !strings.HasPrefix(err.Error(), "drafting: ") {
			t.Errorf("%s: got %v, want %q", name, err, c.says)
			continue
		}
		noSecrets(t, err.Error())
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
			noSecrets(t, fmt.Sprintf(verb, set))
		}
	}
}

func TestConnectionsFollowParallel(t *testing.T) {
	t.Parallel()
	h, err := NewChat(ChatConfig{BaseURL: "https://models.example/v1", Model: "large", Parallel: 1000})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	if n := h.at.own.MaxConnsPerHost; n < 1000 || n > 1010 {
		t.Errorf("%d connections for 1000 requests", n)
	}
}
