package llm

import (
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"frontdesk/bot"
)

// Every way to fail, what users of the model are told, and how often it is tried.
func TestFailures(t *testing.T) {
	t.Parallel()
	big := strings.Repeat("x", eventBytes)
	for name, c := range map[string]struct {
		a      answer
		reason Reason
		is     error // nil: none of the bot's
		tries  int
		says   string
		status int
	}{
		"500":               {refused(500, `{"error":{"message":"%"}}`), ReasonServer, nil, 2, "fails (500)", 500},
		"503":               {answer{status: 503, after: "1"}, ReasonServer, nil, 2, "fails (503)", 503},
		"503 for an hour":   {answer{status: 503, after: "3600"}, ReasonServer, nil, 1, "fails (503)", 503},
		"429":               {refused(429, `{"error":{"code":"rate_limit_exceeded"}}`), ReasonLimited, nil, 2, "asks for fewer", 429},
		"429 of tokens":     {refused(429, `{"error":{"message":"too many tokens per minute, moderation %"}}`), ReasonLimited, nil, 2, "asks for fewer", 429},
		"no credit":         {refused(429, `{"error":{"code":"insufficient_quota"}}`), ReasonCredit, nil, 1, "no credit left", 429},
		"402":               {refused(402, `{}`), ReasonCredit, nil, 1, "no credit left", 402},
		"401":               {refused(401, `{"error":{"message":"%"}}`), ReasonKey, nil, 1, "does not know the key", 401},
		"403":               {refused(403, `{"error":{"message":"%"}}`), ReasonKey, nil, 1, "what the key may do", 403},
		"403 of a filter":   {refused(403, `{"error":{"message":"input was flagged: %"}}`), ReasonDeclined, bot.ErrModelDeclined, 1, "by a filter (403)", 403},
		"404 of the model":  {refused(404, `{"error":{"message":"%"}}`), ReasonModel, nil, 1, `no model "large"`, 404},
		"404 of the path":   {answer{status: 404, kind: "text/plain", body: "404 page not found"}, ReasonPath, nil, 1, "often ends in /v1", 404},
		"400 of the model":  {refused(400, `{"type":"invalid_model","object":"error"}`), ReasonRefused, nil, 2, "one to chat with", 400},
		"400 of a bad name": {refused(400, `{"error":{"code":"invalid_model"}}`), ReasonModel, nil, 1, `no model "large"`, 400},
		"400":               {refused(400, `{"error":{"message":"%"}}`), ReasonRefused, nil, 2, "refuses the request (400)", 400},
		"400 of no model":   {answer{status: 400, kind: "text/plain", body: "Client sent an HTTP request to an HTTPS server."}, ReasonRefused, nil, 1, "begin with https://", 400},
		"400 too long":      {refused(400, `{"error":{"code":"context_length_exceeded","message":"%"}}`), ReasonWindow, bot.ErrModelWindow, 1, "too long (400)", 400},
		"400 too long, in words": {refused(400, `{"object":"error","message":"This model's maximum context length is 512 tokens %","code":400}`),
			ReasonWindow, bot.ErrModelWindow, 1, "too long (400)", 400},
		"422 too long":      {refused(422, `{"error":"inputs tokens + max_new_tokens must be <= 512"}`), ReasonWindow, bot.ErrModelWindow, 1, "too long (422)", 422},
		"413":               {answer{status: 413}, ReasonWindow, bot.ErrModelWindow, 1, "too long (413)", 413},
		"400 of a filter":   {refused(400, `{"error":{"code":"content_filter","innererror":{"code":"ResponsibleAIPolicyViolation"}}}`), ReasonDeclined, bot.ErrModelDeclined, 1, "by a filter (400)", 400},
		"a redirect":        {answer{status: 307}, ReasonPath, nil, 1, "is not followed", 307},
		"a page":            {answer{kind: "text/html", body: "<p>" + secretWord}, ReasonPath, nil, 1, "web page", 200},
		"plain text":        {answer{kind: "text/plain", body: said("a") + ended("stop") + done}, ReasonMalformed, nil, 1, "check the base URL", 200},
		"no content type":   {answer{body: said("a") + ended("stop") + done}, ReasonMalformed, nil, 1, "check the base URL", 200},
		"a broken type":     {answer{kind: ";;" + secretWord}, ReasonMalformed, nil, 1, "check the base URL", 200},
		"all at once":       {refused(200, `{"choices":[{"message":{"content":"%"},"finish_reason":"stop"}]}`), ReasonMalformed, nil, 1, "piece by piece", 200},
		"an error with 200": {refused(200, `{"error":{"message":"%","code":502}}`), ReasonServer, nil, 2, "fails (502)", 0},
		"no connection":     {answer{fails: &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}}, ReasonUnreachable, nil, 2, "is it running", 0},
		"reset":             {answer{fails: syscall.ECONNRESET}, ReasonBroken, nil, 2, "broke the connection off", 0},

		"reset at once":          {answer{kind: "text/event-stream", end: syscall.ECONNRESET}, ReasonBroken, nil, 2, "broke the connection off", 0},
		"nothing at all":         {streams(), ReasonBroken, nil, 2, "without the model's having finished", 0},
		"cut after a piece":      {answer{kind: "text/event-stream", body: said("Hello"), end: io.ErrUnexpectedEOF}, ReasonBroken, nil, 1, "broke the connection off", 0},
		"cut after the finish":   {answer{kind: "text/event-stream", body: said("Hello") + ended("stop"), end: io.ErrUnexpectedEOF}, ReasonBroken, nil, 1, "broke the connection off", 0},
		"no reason":              {streams(said("Hello"), done), ReasonBroken, nil, 1, "without the model's having finished", 0},
		"no reason and no end":   {streams(said("Hello")), ReasonBroken, nil, 1, "without the model's having finished", 0},
		"[DONE] alone":           {streams(done), ReasonBroken, nil, 2, "without the model's having finished", 0},
		"too long a reply":       {streams(said("Hello"), ended("length"), done), ReasonCut, bot.ErrModelCut, 1, "within 600 tokens", 0},
		"all thinking":           {streams(ended("length"), done), ReasonCut, bot.ErrModelCut, 1, "used up 600 tokens", 0},
		"filtered":               {streams(said("Hello"), ended("content_filter"), done), ReasonDeclined, bot.ErrModelDeclined, 1, "held the reply back", 0},
		"tools at the end":       {streams(said("Hello"), ended("tool_calls"), done), ReasonDeclined, bot.ErrModelDeclined, 1, "a tool", 0},
		"a function at the end":  {streams(ended("function_call"), done), ReasonDeclined, bot.ErrModelDeclined, 1, "a tool", 0},
		"a tool":                 {streams(eventOf(`{"choices":[{"delta":{"tool_calls":[{"function":{"name":"%"}}]}}]}`), ended("stop"), done), ReasonDeclined, bot.ErrModelDeclined, 1, "a tool", 0},
		"a function":             {streams(eventOf(`{"choices":[{"delta":{"function_call":{"name":"f"}}}]}`), ended("stop"), done), ReasonDeclined, bot.ErrModelDeclined, 1, "a tool", 0},
		"a refusal":              {streams(eventOf(`{"choices":[{"delta":{"refusal":"I cannot `+secretWord+`"}}]}`), ended("stop"), done), ReasonDeclined, bot.ErrModelDeclined, 1, "would not answer", 0},
		"another reason":         {streams(said("Hello"), ended(secretWord), done), ReasonMalformed, nil, 1, "for a reason that is none", 0},
		"a reason that is none":  {streams(said("Hello"), eventOf(`{"choices":[{"finish_reason":1}]}`), done), ReasonMalformed, nil, 1, "not of this protocol", 0},
		"empty":                  {streams(ended("stop"), done), ReasonEmpty, bot.ErrModelEmpty, 1, "an empty reply", 0},
		"blanks":                 {streams(said(" \n"), said("\u00a0\t"), ended("stop"), done), ReasonEmpty, bot.ErrModelEmpty, 1, "an empty reply", 0},
		"nothing that is shown":  {streams(said("\u0000\u200b\u202e\ufffd"), ended("stop"), done), ReasonEmpty, bot.ErrModelEmpty, 1, "an empty reply", 0},
		"more after the finish":  {streams(said("Hello"), ended("stop"), said("more"), done), ReasonMalformed, nil, 1, "goes on after the end", 0},
		"two replies":            {streams(eventOf(`{"choices":[{"index":0,"delta":{"content":"a"}},{"index":1,"delta":{"content":"b"}}]}`), done), ReasonMalformed, nil, 1, "several replies", 0},
		"the second reply":       {streams(eventOf(`{"choices":[{"index":1,"delta":{"content":"b"}}]}`), ended("stop"), done), ReasonMalformed, nil, 1, "several replies", 0},
		"text in parts":          {streams(eventOf(`{"choices":[{"delta":{"content":[{"type":"text","text":"a"}]}}]}`), done), ReasonMalformed, nil, 1, "other than text", 0},
		"garbage":                {streams(said("Hello"), eventOf(`{"choices": oops `+secretWord)), ReasonMalformed, nil, 1, "is not JSON", 0},
		"a line break in a text": {streams("data: {\"choices\":[{\"delta\":{\"content\":\"a\ndata: b\"}}]}\n\n"), ReasonMalformed, nil, 1, "is not JSON", 0},
		"two events in one":      {streams(strings.TrimSuffix(said("a"), "\n"), said("b"), ended("stop"), done), ReasonMalformed, nil, 1, "is not JSON", 0},
		"a number":               {streams(eventOf("7")), ReasonMalformed, nil, 1, "not of this protocol", 0},
		"other JSON":             {streams(eventOf(`{"choices":"` + secretWord + `"}`)), ReasonMalformed, nil, 1, "not of this protocol", 0},
		"JSON without events":    {streams(`{"choices":[]}` + "\n"), ReasonMalformed, nil, 1, "another form than events", 0},
		"an error without event": {streams(`{"error":{"message":"` + secretWord + `"}}` + "\n"), ReasonServer, nil, 2, "reports a failure", 0},
		"an error first":         {streams(eventOf(`{"error":{"message":"` + secretWord + `"}}`)), ReasonServer, nil, 2, "reports a failure", 0},
		"an error in a sentence": {streams(eventOf(`{"error":"` + secretWord + `"}`)), ReasonServer, nil, 2, "reports a failure", 0},
		"an error by its name":   {streams("event: error\ndata: oops " + secretWord + "\n\n"), ReasonServer, nil, 2, "reports a failure", 0},
		"an error later":         {streams(said("Hello"), eventOf(`{"id":1,"error":{"code":"server_error"}}`)), ReasonServer, nil, 1, "fails (500)", 0},
		"too busy within":        {streams(eventOf(`{"error":{"code":429}}`)), ReasonLimited, nil, 2, "asks for fewer", 0},
		"too busy within, named": {streams(eventOf(`{"error":{"code":"rate_limit_exceeded"}}`)), ReasonLimited, nil, 2, "asks for fewer", 0},
		"too long within":        {streams(eventOf(`{"error":{"type":"exceed_context_size_error"}}`)), ReasonWindow, bot.ErrModelWindow, 1, "too long", 0},
		"too long within, 400":   {streams(eventOf(`{"object":"error","message":"maximum context length","code":400}`)), ReasonWindow, bot.ErrModelWindow, 1, "too long", 0},
		"filtered within":        {streams(said("Hello"), eventOf(`{"error":{"code":"content_filter"}}`)), ReasonDeclined, bot.ErrModelDeclined, 1, "by a filter", 0},
		"a long line":            {streams("data: ", big, big), ReasonMalformed, nil, 1, "a line of more than 65536 bytes", 0},
		"a long event":           {streams("data: "+big[9:]+"\n", "data: "+big[9:]+"\n\n"), ReasonMalformed, nil, 1, "an event of more than 65536 bytes", 0},
		"comments without end":   {streams(strings.Repeat(": "+big[9:]+"\n", 20)), ReasonMalformed, nil, 1, "more than the 1048576 bytes", 0},
		"10 MB":                  {streams(strings.Repeat(said(big[:9<<10]), 1100)), ReasonMalformed, nil, 1, "more than the 1048576 bytes", 0},
		"10 MB of thoughts":      {streams(strings.Repeat(eventOf(`{"choices":[{"delta":{"reasoning_content":"`+big[:9<<10]+`"}}]}`), 1100)), ReasonMalformed, nil, 1, "more than the 1048576 bytes", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := with(t, nil, c.a)
			text, used, err := b.ask()
			var fault *Error
			if !errors.As(err, &fault) || fault.Reason != c.reason || !strings.Contains(err.Error(), c.says) || fault.Status != c.status {
				t.Fatalf("got %+v %v, want %s %d with %q", fault, err, c.reason, c.status, c.says)
			}
			for _, known := range []error{bot.ErrModelDown, bot.ErrModelLate, bot.ErrModelEmpty, bot.ErrModelDeclined, bot.ErrModelWindow, bot.ErrModelCut, bot.ErrBudget} {
				if errors.Is(err, known) != (known == c.is) {
					t.Errorf("%v is %v", err, known)
				}
			}
			if n := len(b.server.requests); n != c.tries {
				t.Errorf("tried %d times, want %d", n, c.tries)
			}
			// What was refused costs nothing; of what began the prompt was read.
			began := c.a.status == 0 && strings.HasPrefix(c.a.kind, "text/event-stream")
			if began != (used.Prompt > 0) || began != used.Estimated || (text != "") != (used.Completion > 0) {
				t.Errorf("used %+v for %d bytes", used, len(text))
			}
		})
	}
}

// Trouble that passes is tried again once, if nothing was passed on and there is time.
func TestASecondTry(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		first answer
		slept []time.Duration
	}{
		"500":            {answer{status: 500}, []time.Duration{quarter}},
		"429":            {answer{status: 429}, []time.Duration{quarter}},
		"429 for 2 s":    {answer{status: 429, after: "2"}, []time.Duration{2*time.Second + quarter/8}},
		"reset":          {answer{fails: syscall.ECONNRESET}, []time.Duration{quarter}},
		"an error event": {streams(eventOf(`{"error":{"message":"overloaded"}}`)), []time.Duration{quarter}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := with(t, nil, c.first, good())
			text, used, err := b.ask()
			if err != nil || text != "Hello you." || !slices.Equal(b.slept, c.slept) || used.Completion < 7 {
				t.Errorf("got %q, %+v, %v after %v", text, used, err, b.slept)
			}
		})
	}
}

// However a stream is cut off, the pieces are the beginning of the reply, and there is an error unless the reply was
// complete.
func TestAStreamThatIsCutAtEveryByte(t *testing.T) {
	t.Parallel()
	const whole = "Größe: “30 days” 🙂 [1].\n"
	sample := ": hello\n\n" + said("Größe: “30") + eventOf(`{"choices":[{"delta":{"content":" days\u201d \ud83d"}}]}`) +
		eventOf(`{"choices":[{"delta":{"content":"\ude42 [1"}}]}`) + "event: chunk\n" + said("].\n") + ended("stop") + counted + done
	complete := strings.Index(sample, counted)
	for _, end := range []error{nil, io.ErrUnexpectedEOF, syscall.ECONNRESET} {
		b := with(t, func(c *ChatConfig) { c.Now = func() time.Time { return time.Unix(0, 0) } }, good())
		for n := range len(sample) + 1 {
			b.breaker.passed()
			b.server.answers = []answer{{kind: "text/event-stream", body: sample[:n], end: end}}
			text, used, err := b.ask()
			if !strings.HasPrefix(whole, text) {
				t.Fatalf("cut at %d: got %q", n, text)
			}
			finished := n >= complete && (end == nil || n == len(sample))
			if finished != (err == nil) || err == nil && text != whole {
				t.Fatalf("cut at %d with %v: got %q, %v", n, end, text, err)
			}
			if told := n >= complete+len(counted); told == used.Estimated {
				t.Fatalf("cut at %d: used %+v", n, used)
			}
		}
	}
}

// A stream may arrive byte by byte.
func TestAStreamByteByByte(t *testing.T) {
	t.Parallel()
	a := streams(strings.ReplaceAll(said("Größe ")+said("🙂")+ended("stop")+done, "\n", "\r\n"))
	a.small = true
	if text, _, err := with(t, nil, a).ask(); err != nil || text != "Größe 🙂" {
		t.Errorf("got %q, %v", text, err)
	}
}
