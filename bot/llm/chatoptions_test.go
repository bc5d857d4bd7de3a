package llm

import (
	"errors"
	"testing"
)

// Servers that do not take a part of a request are asked without it, and are not asked with it again.
func TestOptionsThatAServerDoesNotTake(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body    string
		status  int
		missing string
	}{
		"the usage, named":      {`{"error":{"message":"Unknown parameter: stream_options","param":"stream_options"}}`, 400, "stream_options"},
		"the usage, as a field": {`{"detail":[{"loc":["body","stream_options"],"msg":"extra fields not permitted"}]}`, 422, "stream_options"},
		"the usage, not named":  {`{"error":"bad request"}`, 400, "stream_options"},
		"the temperature":       {`{"error":{"param":"temperature","code":"unsupported_value"}}`, 400, "temperature"},
		"the limit":             {`{"error":{"message":"Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."}}`, 400, "max_tokens"},
		"JSON":                  {`{"error":"'response_format.type' must be 'json_schema' or 'text'"}`, 400, "response_format"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := with(t, nil, refused(c.status, c.body), good())
			p := hello()
			p.JSON = true
			for range 2 {
				if text, used, err := b.stream(p); err != nil || text != "Hello you." || used.Estimated {
					t.Fatalf("got %q, %+v, %v", text, used, err)
				}
			}
			if len(b.server.requests) != 3 || len(b.slept) != 0 {
				t.Fatalf("%d requests, slept %v", len(b.server.requests), b.slept)
			}
			for i, q := range b.server.requests {
				for _, option := range []string{"stream_options", "temperature", "max_tokens", "response_format"} {
					if _, sent := q[option]; sent == (i > 0 && option == c.missing) {
						t.Errorf("request %d: %s sent is %v", i, option, sent)
					}
				}
				if i > 0 && (q["max_completion_tokens"] != nil) != (c.missing == "max_tokens") {
					t.Errorf("request %d has no limit: %v", i, q)
				}
			}
		})
	}
}

// A server may take several parts not.
func TestSeveralOptionsThatAServerDoesNotTake(t *testing.T) {
	t.Parallel()
	b := with(t, nil, refused(400, `{"error":"no stream_options and no temperature"}`), refused(400, `{"error":"what is max_tokens"}`), good())
	if _, _, err := b.ask(); err != nil {
		t.Fatal(err)
	}
	if q := b.server.requests[2]; len(b.server.requests) != 3 || q["stream_options"] != nil || q["temperature"] != nil || q["max_tokens"] != nil || q["max_completion_tokens"] != 600.0 {
		t.Errorf("%d requests, the last %v", len(b.server.requests), q)
	}
}

// What a server refuses for another reason teaches nothing.
func TestARefusalThatStays(t *testing.T) {
	t.Parallel()
	b := with(t, nil, refused(400, `{"error":{"message":"stream_options temperature max_tokens %"}}`))
	_, used, err := b.ask()
	var fault *Error
	if !errors.As(err, &fault) || fault.Reason != ReasonRefused || used.Prompt != 0 || len(b.server.requests) != 2 {
		t.Fatalf("got %v after %d requests, used %+v", err, len(b.server.requests), used)
	}
	b.server.answers = []answer{good()}
	if _, used, err := b.ask(); err != nil || used.Estimated || b.server.requests[2]["stream_options"] == nil {
		t.Errorf("afterwards: %v, used %+v, sent %v", err, used, b.server.requests[2])
	}
}
