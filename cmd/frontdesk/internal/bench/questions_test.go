package bench

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestQuestions(t *testing.T) {
	for _, tt := range []struct {
		in, want, fault string
	}{
		{in: "{\"query\": \"where is it?\", \"relevant_ids\": [\"a\"]}\n\nplain words \n", want: "where is it?|plain words"},
		{in: `{"query": "ünï"}`, want: "ünï"},
		{in: "", fault: "no questions"},
		{in: "\n \n", fault: "no questions"},
		{in: "fine\n{\"query\"", fault: "line 2 is not JSON"},
		{in: `{"question": "x"}`, fault: `line 1 has no "query"`},
		{in: "a\n\xff", fault: "line 2 is not UTF-8"},
		{in: strings.Repeat("a", 4097), fault: "line 1 has 4097 bytes"},
	} {
		got, err := Questions(strings.NewReader(tt.in))
		if tt.fault != "" {
			if err == nil || !strings.Contains(err.Error(), tt.fault) {
				t.Errorf("%.30q: %v, want a fault with %q", tt.in, err, tt.fault)
			}
			continue
		}
		if err != nil || strings.Join(got, "|") != tt.want {
			t.Errorf("%.30q: %q, %v", tt.in, got, err)
		}
	}
}

func FuzzQuestions(f *testing.F) {
	f.Add("{\"query\": \"where is it?\"}\nplain")
	f.Fuzz(func(t *testing.T, in string) {
		got, err := Questions(strings.NewReader(in))
		if (err == nil) != (len(got) > 0) {
			t.Fatalf("%d questions and %v", len(got), err)
		}
		for _, q := range got {
			if q == "" || len(q) > maxQuestion || !utf8.ValidString(q) {
				t.Errorf("%q is not a message", q)
			}
		}
	})
}

func TestBuiltinQuestionsDiffer(t *testing.T) {
	sorted := slices.Sorted(slices.Values(builtin))
	if len(slices.Compact(sorted)) != len(builtin) {
		t.Error("a question is there twice")
	}
}
