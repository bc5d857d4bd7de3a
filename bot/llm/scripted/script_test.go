package scripted

import (
	"slices"
	"strings"
	"testing"
)

func TestAScriptIsPerformed(t *testing.T) {
	t.Parallel()
	script, err := ParseScript(`# A story.
say One., 2 say "Two, and two."
  chat usually say Usually.

when "My Parcel" say Lost.
chat when parcel say Found.
embeddings status 500
embeddings when shoes too-few
`)
	if err != nil {
		t.Fatal(err)
	}
	r := reach(t, Config{})
	r.Perform(script)
	var got []string
	for _, q := range []string{"my parcel", "x", "x", "Where is my parcel?", "a parcel", "label"} {
		got = append(got, read(r.post("/chat/completions", asking(t, true, q)).body).text)
	}
	if want := []string{"One.", "Two, and two.", "Two, and two.", "Lost.", "Found.", "Usually."}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if first, second := r.post("/embeddings", two), r.post("/embeddings", two); first.status != 500 || len(second.vectors(t).Data) != 1 {
		t.Errorf("embeddings: got %d, then %s", first.status, second.body)
	}
}

func TestScriptsAreRefused(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]string{
		"ok\nboom":                `line 2: "boom" is no step`,
		"chat":                    `line 1: "chat" has no step`,
		"chat usually":            "has no step",
		"when parcel":             "has no step",
		`when "" ok`:              "has no words after",
		"usually ok, ok":          "has 2 steps; one is wanted",
		"chat when x 3 ok":        "has 3 steps; one is wanted",
		"say \"over\nthe lines\"": "line 1: ",
	} {
		if _, err := ParseScript(script); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", script, err, want)
		}
	}
}

func FuzzParseScript(f *testing.F) {
	f.Add("chat usually quote\nwhen \"a b\" stall\n# x\nembeddings 2 limited 1")
	f.Fuzz(func(t *testing.T, text string) {
		script, err := ParseScript(text)
		if err == nil {
			New(Config{}).Perform(script) // must not panic
		}
	})
}
