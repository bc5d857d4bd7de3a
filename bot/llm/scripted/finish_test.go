package scripted

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func TestEndsDoTheirHarm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		step Step
		harm func(o outcome, s streamed) bool
	}{
		{Finish("length", OK()), func(_ outcome, s streamed) bool { return s.finish == "length" && s.done && s.text == returning }},
		{Finish("content_filter", OK()), func(_ outcome, s streamed) bool { return s.finish == "content_filter" }},
		{NoFinish(OK()), func(_ outcome, s streamed) bool { return s.text == returning && s.finish == "" && s.done }},
		{NoDone(OK()), func(_ outcome, s streamed) bool { return s.text == returning && s.finish == "stop" && !s.done }},
		{NoEnd(OK()), func(o outcome, s streamed) bool {
			return o.err == nil && s.text == returning && s.finish == "" && !s.done
		}},
		{Refuse(), func(_ outcome, s streamed) bool {
			return s.text == "" && strings.Contains(s.refusal, "sorry") && s.finish == "stop"
		}},
		{ToolCalls(), func(o outcome, s streamed) bool {
			return s.text == "" && s.finish == "tool_calls" && bytes.Contains(o.body, []byte(`"tool_calls":[{`))
		}},
		{Empty(), func(_ outcome, s streamed) bool { return s.text == "" && s.pieces == 0 && s.finish == "stop" && s.done }},
		{Polite(Empty()), func(_ outcome, s streamed) bool { return s.text == "" && s.finish == "stop" }},
		{Encore("More.", OK()), func(_ outcome, s streamed) bool { return s.text == returning && s.afterEnd == "More." }},
		{TwoVoices(OK()), func(o outcome, s streamed) bool {
			return s.text == returning && bytes.Count(o.body, []byte(`"index":1`)) == 8 && bytes.Contains(o.body, []byte("999 EUR"))
		}},
		{NoUsage(OK()), func(_ outcome, s streamed) bool { return s.usages == 0 && s.done }},
		{LyingUsage(1<<30, OK()), func(_ outcome, s streamed) bool { return s.usages == 1 && s.total == 1<<31 }},
	} {
		t.Run(c.step.String(), func(t *testing.T) {
			t.Parallel()
			r := reach(t, Config{})
			r.Play(Chat, c.step)
			o := r.post("/chat/completions", asking(t, true, "When can I return an item?"))
			if s := read(o.body); !c.harm(o, s) {
				t.Errorf("got %d %v %.1000s, %+v, %v", o.status, o.header, o.body, s, o.err)
			}
		})
	}
}

// Without a stream the same steps show in the one answer.
func TestEndsWithoutAStream(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		step Step
		want string
	}{
		{Finish("length", OK()), `"finish_reason":"length"`},
		{NoFinish(OK()), `"finish_reason":null`},
		{Refuse(), `"content":null,"refusal":"I'm sorry`},
		{ToolCalls(), `"content":null,"tool_calls":[{`},
		{Empty(), `"content":""`},
		{Say("\"Hi\"\n"), `"content":"\"Hi\"\u000a"`},
	} {
		r := reach(t, Config{})
		r.Play(Chat, c.step)
		if o := r.post("/chat/completions", asking(t, false, "?")); o.err != nil || !bytes.Contains(o.body, []byte(c.want)) {
			t.Errorf("%s: got %s, %v; want %s", c.step, o.body, o.err, c.want)
		}
	}
}

// What interrupts a stream interrupts an answer in one piece, too.
func TestInterruptionsWithoutAStream(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		step Step
		harm func(o outcome) bool
	}{
		{HangUpAfter(3, OK()), func(o outcome) bool { return o.err != nil }},
		{MidWord(OK()), func(o outcome) bool { return o.err == nil }},
		{CutAfter(50, OK()), func(o outcome) bool { return o.err != nil && len(o.body) == 50 }},
		{Cut(), func(o outcome) bool { return o.err != nil }},
		{Endless(), func(o outcome) bool { return len(o.body) == 1<<20 }},
	} {
		r := reach(t, Config{})
		r.Play(Chat, c.step)
		if o := r.post("/chat/completions", asking(t, false, "?")); !c.harm(o) || len(o.body) == 0 || json.Valid(o.body) {
			t.Errorf("%s: got %.200s, %v", c.step, o.body, o.err)
		}
	}
}
