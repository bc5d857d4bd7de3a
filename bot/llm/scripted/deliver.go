package scripted

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// delivered makes a step of the route Chat that changes how another one's reply is delivered.
func delivered(name string, then Step, change func(*completion)) Step {
	return Step{another(name, then), func(x *exchange) {
		c, ok := x.good.(*completion)
		if !ok {
			x.misfit(name, Chat)
			return
		}
		change(c)
		x.run(then)
	}}
}

// interrupted makes a step that does something in place of the rest.
func interrupted(name string, then Step, after int, do func(*exchange)) Step {
	return delivered(name, then, func(c *completion) { c.after, c.interrupt = after, do })
}

// Pace waits between two tokens.
func Pace(d time.Duration, then Step) Step {
	return delivered("pace "+d.String(), then, func(c *completion) { c.pace = d })
}

// Whole sends all that is said in one event.
func Whole(then Step) Step {
	return delivered("whole", then, func(c *completion) {
		c.cut = func(text string) []string { return chop(text, max(len(text), 1)) }
	})
}

// Letters sends each character in an event of its own.
func Letters(then Step) Step {
	return delivered("letters", then, func(c *completion) {
		c.cut = func(text string) []string { return chop(text, 1) }
	})
}

// SplitUTF8 cuts characters of more than a byte in two, each half in an event of its own.
func SplitUTF8(then Step) Step {
	return delivered("split-utf8", then, func(c *completion) {
		c.cut = func(text string) (all []string) {
			start := 0
			for i, r := range text {
				if n := utf8.RuneLen(r); n > 1 {
					all, start = append(all, text[start:i+n-1]), i+n-1
				}
			}
			return append(all, text[start:])
		}
	})
}

// Unstreamed answers in one JSON object although a stream was asked for.
func Unstreamed(then Step) Step {
	return delivered("unstreamed", then, func(c *completion) { c.single = true })
}

// StallAfter is silent after a number of tokens until the client has gone.
func StallAfter(tokens int, then Step) Step {
	return interrupted("stall-after "+strconv.Itoa(tokens), then, tokens, silent)
}

// HangUpAfter breaks the connection off after a number of tokens.
func HangUpAfter(tokens int, then Step) Step {
	return interrupted("hang-up-after "+strconv.Itoa(tokens), then, tokens, (*exchange).abort)
}

// ResetAfter resets the connection after a number of tokens.
func ResetAfter(tokens int, then Step) Step {
	return interrupted("reset-after "+strconv.Itoa(tokens), then, tokens, func(x *exchange) {
		x.flush()
		x.reset()
	})
}

// FailAfter reports an error in the stream after a number of tokens, as servers do that run out of something, and
// repeats in it what it was sent.
func FailAfter(tokens int, then Step) Step {
	return Step{another("fail-after "+strconv.Itoa(tokens), then), func(x *exchange) {
		c, ok := x.good.(*completion)
		if !ok {
			x.misfit("fail-after", Chat)
			return
		}
		c.insert[tokens] = append(c.insert[tokens], string(fault(x.refusal(), "scripted", "overloaded")))
		c.after, c.interrupt = tokens, ended
		x.run(then)
	}}
}

// GarbageAfter sends an event that is no JSON after a number of tokens, and then goes on.
func GarbageAfter(tokens int, then Step) Step {
	return delivered("garbage-after "+strconv.Itoa(tokens), then, func(c *completion) {
		c.insert[tokens] = append(c.insert[tokens], `{"choices":[{"index":0,"delta":{"content":"oops`)
	})
}

// MidWord stops in the middle of a word and closes the connection as if all had been said.
func MidWord(then Step) Step {
	return delivered("mid-word", then, func(c *completion) {
		c.alter = append(c.alter, midWord)
		c.after, c.interrupt = allPieces, ended
	})
}

// midWord is a text up to the middle of a word, around its half.
func midWord(text string) string {
	all := []rune(text)
	for i := len(all) / 2; i > 1; i-- {
		if isLetter(all[i-2]) && isLetter(all[i-1]) && isLetter(all[i]) {
			return string(all[:i])
		}
	}
	return string(all[:len(all)/2])
}

// CutAfter sends a number of bytes of the answer, its framing included, and breaks the connection off. A number that
// is too large cuts nothing off.
func CutAfter(bytes int, then Step) Step {
	return delivered("cut-after "+strconv.Itoa(bytes), then, func(c *completion) { c.bytes, c.interrupt = bytes, (*exchange).abort })
}

// EndAfter sends a number of bytes of the answer, its framing included, and ends it as if that were all.
func EndAfter(bytes int, then Step) Step {
	return delivered("end-after "+strconv.Itoa(bytes), then, func(c *completion) { c.bytes, c.interrupt = bytes, ended })
}

// Pings sends comments, as servers do to keep connections alive, and never anything else.
func Pings(every time.Duration) Step {
	return Step{"pings " + every.String(), func(x *exchange) {
		x.w.Header().Set("Content-Type", "text/event-stream")
		x.w.WriteHeader(http.StatusOK)
		for x.server.set.Sleep(x.r.Context(), every) == nil {
			if _, err := io.WriteString(x.w, ": keep-alive\n\n"); err != nil {
				return
			}
			x.flush()
		}
	}}
}

// Runaway sends one event that does not end until the client has gone.
func Runaway() Step {
	return Step{"runaway", func(x *exchange) {
		x.w.Header().Set("Content-Type", "text/event-stream")
		x.w.WriteHeader(http.StatusOK)
		line := `data: {"choices":[{"index":0,"delta":{"content":"`
		for {
			if _, err := io.WriteString(x.w, line); err != nil {
				return
			}
			line = strings.Repeat("and so on ", 400)
		}
	}}
}
