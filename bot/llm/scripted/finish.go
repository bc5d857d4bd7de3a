package scripted

import (
	"strconv"
	"strings"
)

// Finish ends with a reason of its own, such as length or content_filter.
func Finish(reason string, then Step) Step {
	return delivered("finish "+word(reason), then, func(c *completion) { c.finish = reason })
}

// NoFinish says all and gives no reason for its end.
func NoFinish(then Step) Step {
	return delivered("no-finish", then, func(c *completion) { c.finish = "" })
}

// NoDone leaves out the last event, "[DONE]".
func NoDone(then Step) Step {
	return delivered("no-done", then, func(c *completion) { c.done = false })
}

// NoEnd says all and simply closes the connection.
func NoEnd(then Step) Step {
	return delivered("no-end", then, func(c *completion) { c.finish, c.done = "", false })
}

// Refuse will not answer, in the field that the protocol has for that.
func Refuse() Step {
	return delivered("refuse", OK(), func(c *completion) { c.refusal = "I'm sorry, but I can't help with that." })
}

// ToolCalls calls a tool that nobody offered.
func ToolCalls() Step {
	return delivered("tool-calls", OK(), func(c *completion) { c.call, c.finish = true, "tool_calls" })
}

// Encore says more after the end.
func Encore(text string, then Step) Step {
	return delivered("encore "+word(text), then, func(c *completion) { c.encore = text })
}

// TwoVoices gives two replies at once, one of them false.
func TwoVoices(then Step) Step {
	return delivered("two-voices", then, func(c *completion) {
		for i := range 8 {
			other := c.data("chat.completion.chunk", []choice{{Index: 1, Delta: &spoken{Content: literal(" " + invented["promise"])}}}, nil)
			c.insert[i] = append(c.insert[i], other)
		}
	})
}

// Odd sends events without choices, without content and with thoughts between the others, as several servers do. The
// reply is good.
func Odd(then Step) Step {
	return delivered("odd", then, func(c *completion) {
		c.insert[0] = append(c.insert[0], c.data("chat.completion.chunk", []choice{}, nil), c.delta(spoken{Reasoning: "Let me think. 999 EUR?"}, ""))
		c.insert[1] = append(c.insert[1], c.delta(spoken{}, ""), c.delta(spoken{Role: "assistant", Content: []byte("null")}, ""))
		c.insert[2] = append(c.insert[2], `{"object":"chat.completion.chunk","choices":null,"usage":null}`)
	})
}

// NoUsage does not say what was taken.
func NoUsage(then Step) Step {
	return delivered("no-usage", then, func(c *completion) { c.claim = func(*usage) *usage { return nil } })
}

// LyingUsage says that a number of tokens was taken for the prompt and as many for the reply.
func LyingUsage(n int, then Step) Step {
	return delivered("lying-usage "+strconv.Itoa(n), then, func(c *completion) {
		c.claim = func(*usage) *usage { return &usage{PromptTokens: n, CompletionTokens: n, TotalTokens: 2 * n} }
	})
}

// Blob says one word of a number of bytes, in one event, before the reply.
func Blob(bytes int, then Step) Step {
	return delivered("blob "+strconv.Itoa(bytes), then, func(c *completion) {
		c.alter = append(c.alter, func(text string) string { return strings.Repeat("x", bytes) + " " + text })
		c.cut = func(text string) []string { return append([]string{text[:bytes]}, tokens(text[bytes:])...) }
	})
}
