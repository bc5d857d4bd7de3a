package scripted

import (
	"bytes"
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"
)

// Each step must do the harm it is named for, or else the tests that rely on it prove nothing.
func TestDeliveriesDoTheirHarm(t *testing.T) {
	t.Parallel()
	complete := func(s streamed) bool { return s.finish == "stop" && s.done && !s.bad }
	broken := func(o outcome, s streamed) bool {
		return o.err != nil && s.text != "" && strings.HasPrefix(returning, s.text) && s.text != returning && s.finish == ""
	}
	for _, c := range []struct {
		step Step
		harm func(o outcome, s streamed) bool
	}{
		{Whole(OK()), func(_ outcome, s streamed) bool { return complete(s) && s.pieces == 1 && s.text == returning }},
		{Letters(OK()), func(_ outcome, s streamed) bool {
			return complete(s) && s.pieces == utf8.RuneCountInString(returning) && s.text == returning
		}},
		{Bytewise(OK()), func(_ outcome, s streamed) bool { return complete(s) && s.text == returning }},
		{SplitUTF8(Say("Für 5 € [1].")), func(o outcome, s streamed) bool {
			return complete(s) && !utf8.Valid(o.body) && strings.Contains(s.text, "\ufffd")
		}},
		{Unstreamed(OK()), func(o outcome, _ streamed) bool {
			return o.header.Get("Content-Type") == "application/json" && bytes.Contains(o.body, []byte(returning))
		}},
		{CRLF(OK()), func(o outcome, s streamed) bool {
			return complete(s) && s.text == returning && bytes.Contains(o.body, []byte("\r\n\r\n"))
		}},
		{Comments(OK()), func(o outcome, s streamed) bool {
			return complete(s) && s.text == returning && bytes.Contains(o.body, []byte(": keep-alive\n\nevent: message\n"))
		}},
		{Unspaced(OK()), func(o outcome, s streamed) bool {
			return complete(s) && s.text == returning && bytes.HasPrefix(o.body, []byte("data:{"))
		}},
		{Multiline(OK()), func(o outcome, s streamed) bool {
			return complete(s) && s.text == returning && bytes.Contains(o.body, []byte(",\ndata: \""))
		}},
		{Tight(OK()), func(o outcome, s streamed) bool { return s.bad && !bytes.Contains(o.body, []byte("\n\n")) }},
		{Odd(OK()), func(o outcome, s streamed) bool {
			return complete(s) && s.text == returning && bytes.Contains(o.body, []byte(`"choices":[]`)) && bytes.Contains(o.body, []byte(`"content":null`)) &&
				bytes.Contains(o.body, []byte(`"choices":null`)) && bytes.Contains(o.body, []byte(`"reasoning_content"`))
		}},
		{HangUpAfter(4, OK()), func(o outcome, s streamed) bool { return broken(o, s) && s.pieces == 4 }},
		{ResetAfter(4, OK()), func(o outcome, s streamed) bool { return o.err != nil && s.finish == "" }},
		{FailAfter(4, OK()), func(o outcome, s streamed) bool {
			return o.err == nil && s.bad && s.pieces == 4 && s.finish == "" && bytes.Contains(o.body, []byte("the key was k")) && bytes.Contains(o.body, []byte("Shoes must be clean"))
		}},
		{FailAfter(10_000, OK()), func(_ outcome, s streamed) bool { return s.bad && s.text == returning && s.finish == "" }},
		{GarbageAfter(4, OK()), func(o outcome, s streamed) bool { return o.err == nil && s.bad && s.done && s.text == returning }},
		{MidWord(OK()), func(o outcome, s streamed) bool {
			return o.err == nil && strings.HasPrefix(returning, s.text) && len(s.text) > 20 && isLetter(rune(s.text[len(s.text)-1])) &&
				isLetter(rune(returning[len(s.text)])) && s.finish == "" && !s.done
		}},
		{CutAfter(1000, OK()), func(o outcome, s streamed) bool { return o.err != nil && len(o.body) == 1000 && s.finish == "" }},
		{CutAfter(0, OK()), func(o outcome, _ streamed) bool { return len(o.body) == 0 }},
		{CutAfter(1<<20, OK()), func(o outcome, s streamed) bool { return o.err == nil && complete(s) }},
		{EndAfter(1000, OK()), func(o outcome, s streamed) bool { return o.err == nil && len(o.body) == 1000 && s.finish == "" }},
		{Cut(), func(o outcome, s streamed) bool { return broken(o, s) }},
		{Mislabelled("application/json"), func(o outcome, s streamed) bool {
			return o.header.Get("Content-Type") == "application/json" && complete(s)
		}},
		{Garbage(), func(o outcome, s streamed) bool { return o.status == 200 && s == streamed{} }},
		{Reset(), func(o outcome, _ streamed) bool { return o.err != nil && o.status == 0 }},
		{Runaway(), func(o outcome, s streamed) bool {
			return len(o.body) == 1<<20 && !bytes.Contains(o.body, []byte("\n")) && s.text == ""
		}},
		{Endless(), func(o outcome, s streamed) bool {
			return len(o.body) == 1<<20 && strings.HasPrefix(s.text, returning) && s.pieces > 1000 && s.finish == ""
		}},
		{Pings(time.Nanosecond), func(o outcome, s streamed) bool { return len(o.body) == 1<<20 && s == streamed{} }},
		{Huge(200_000), func(o outcome, s streamed) bool {
			return complete(s) && len(s.text) > 200_000 && strings.HasSuffix(s.text, returning)
		}},
		{Blob(5000, OK()), func(_ outcome, s streamed) bool {
			return complete(s) && strings.HasPrefix(s.text, strings.Repeat("x", 5000)) && s.pieces > 20
		}},
		{TooLong(), func(o outcome, _ streamed) bool {
			return o.status == 400 && bytes.Contains(o.body, []byte("context_length_exceeded"))
		}},
		{NoOptions(), func(o outcome, _ streamed) bool {
			return o.status == 400 && bytes.Contains(o.body, []byte("unknown_parameter"))
		}},
	} {
		t.Run(c.step.String(), func(t *testing.T) {
			t.Parallel()
			r := reach(t, Config{})
			r.Play(Chat, c.step)
			body := asking(t, true, "When can I return an item?")
			o := r.post("/chat/completions", body)
			if s := read(o.body); !c.harm(o, s) {
				t.Errorf("got %d %v %.1000s, %+v, %v", o.status, o.header, o.body, s, o.err)
			}
			if s := read(r.post("/chat/completions", body).body); s.text != returning || !complete(s) {
				t.Errorf("afterwards: %+v", s)
			}
		})
	}
}

func TestNoOptionsAnswersWithoutThem(t *testing.T) {
	t.Parallel()
	r := reach(t, Config{})
	r.Usually(Chat, NoOptions())
	o := r.post("/chat/completions", `{"model":"m","stream":true,"messages":[{"role":"user","content":"hello there"}]}`)
	if s := read(o.body); s.text != "hello there" || s.usages != 0 {
		t.Errorf("got %+v", s)
	}
}

func TestPaceIsKeptBetweenTokens(t *testing.T) {
	t.Parallel()
	var waited atomic.Int64
	r := reach(t, Config{Sleep: func(_ context.Context, d time.Duration) error { waited.Add(int64(d)); return nil }})
	r.Play(Chat, Pace(time.Second, Say("one two three")), Slow(time.Hour, Pace(time.Minute, Say("one two"))))
	for _, want := range []time.Duration{2 * time.Second, time.Hour + time.Minute} {
		waited.Store(0)
		r.post("/chat/completions", asking(t, true, "?"))
		if got := time.Duration(waited.Load()); got != want {
			t.Errorf("waited %v, want %v", got, want)
		}
	}
}

// Whoever stalls keeps the connection, and what was said before has arrived.
func TestStallsLastUntilTheClientHasGone(t *testing.T) {
	t.Parallel()
	for _, step := range []Step{Stall(), StallAfter(3, OK()), StallAfter(10_000, Say("You can return"))} {
		r := reach(t, Config{})
		r.Play(Chat, step)
		ctx, cancel := context.WithCancel(context.Background())
		lines, done := r.lines(ctx, asking(t, true, "When can I return an item?"))
		var got strings.Builder
		for line := range lines {
			got.WriteString(line + "\n")
			if s := read([]byte(got.String() + "\n")); s.pieces == 3 {
				if s.text != "You can return" || s.finish != "" {
					t.Errorf("%s: got %+v", step, s)
				}
				if n := r.Open(); n != 1 {
					t.Errorf("%s: %d requests are open", step, n)
				}
				cancel()
				break
			}
		}
		cancel()
		if err := <-done; err == nil {
			t.Errorf("%s: the answer ended", step)
		}
	}
}
