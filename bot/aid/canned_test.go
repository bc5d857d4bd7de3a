package aid

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestFill(t *testing.T) {
	values := map[string]string{"customer": "Anna", "agent": "{{team}}", "standard": "4 minutes", "today": " "}
	for _, c := range []struct {
		text, want string
		missing    []string
	}{
		{"Hello {{customer}}, we answer within {{standard}}.", "Hello Anna, we answer within 4 minutes.", nil},
		{"{{ Customer }}{{customer}}", "AnnaAnna", nil},
		{"{{agent}}", "{{team}}", nil}, // values are not filled again
		{"{{team}} {{page}} {{team}}", "[team] [page] [team]", []string{"team", "page"}},
		{"{{today}}", "[today]", []string{"today"}},
		{"{{nobody}}", "[nobody]", []string{"nobody"}},
		{"a {{customer", "a {{customer", nil},
		{"a {{ b {{customer}}", "a {{ b Anna", nil},
		{"{a} }} {", "{a} }} {", nil},
		{"", "", nil},
	} {
		got, missing := Canned{Text: c.text}.Fill(values)
		if got != c.want || !reflect.DeepEqual(missing, c.missing) {
			t.Errorf("%q: got %q, missing %q, want %q, missing %q", c.text, got, missing, c.want, c.missing)
		}
	}
}

func TestValidateCanned(t *testing.T) {
	good := Canned{ID: "1", Shortcut: "late-2", Title: "Late", Text: "Hi {{customer}} {single}", Tags: []string{"delivery"}}
	other := good
	other.ID, other.Shortcut = "2", "lost"
	if err := ValidateCanned([]Canned{good, other}); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*Canned){
		"{{name}} is unknown; use one of customer, agent, team, site, page, standard, today": func(c *Canned) { c.Text = "Hi {{name}}" },
		"{{}} is unknown":          func(c *Canned) { c.Text = "Hi {{}}" },
		"are not closed":           func(c *Canned) { c.Text = "Hi {{customer} there" },
		"opening braces":           func(c *Canned) { c.Text = "{{ a {{" },
		"without opening":          func(c *Canned) { c.Text = "Hi customer}}" },
		"/lost is used twice":      func(c *Canned) { c.Shortcut = "lost" },
		"id \"2\" is used twice":   func(c *Canned) { c.ID = "2" },
		"the shortcut \"\" will":   func(c *Canned) { c.Shortcut = "" },
		"the shortcut \"Late\"":    func(c *Canned) { c.Shortcut = "Late" },
		"1 to 30":                  func(c *Canned) { c.Shortcut = strings.Repeat("a", 31) },
		"the text is empty":        func(c *Canned) { c.Text = " \n" },
		"shorten it to 4096":       func(c *Canned) { c.Text = strings.Repeat("ü", 2049) },
		"the title is empty":       func(c *Canned) { c.Title = "" },
		"shorten it to 120":        func(c *Canned) { c.Title = strings.Repeat("x", 121) },
		"21 tags are too many":     func(c *Canned) { c.Tags = make([]string, 21) },
		"a tag is empty":           func(c *Canned) { c.Tags = []string{""} },
		"are no text":              func(c *Canned) { c.Text = "a\x00b" },
		"canned reply 2 (\"Late\"": func(c *Canned) { c.Shortcut = "a b" },
	} {
		bad := good
		change(&bad)
		if err := ValidateCanned([]Canned{other, bad}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
	if err := ValidateCanned(make([]Canned, MaxAids+1)); err == nil || !strings.Contains(err.Error(), "too many") {
		t.Errorf("too many: got %v", err)
	}
}

// TestNames holds the names in JSON: stored documents and the browser depend on them.
func TestNames(t *testing.T) {
	for _, c := range []struct {
		value any
		want  string
	}{
		{Canned{ID: "1", Shortcut: "s", Title: "T", Text: "x", Team: "t", Tags: []string{"g"}}, `{"id":"1","shortcut":"s","title":"T","text":"x","team":"t","tags":["g"]}`},
		{Playbook{ID: "1", Title: "T", Tags: []string{"g"}, Questions: []string{"q"}, Steps: []string{"s"}, Team: "t"}, `{"id":"1","title":"T","tags":["g"],"questions":["q"],"steps":["s"],"team":"t"}`},
		{NeverSay{ID: "1", Phrase: "p", Pattern: true, Reason: "r", Alternative: "a", Bot: true}, `{"id":"1","phrase":"p","pattern":true,"reason":"r","alternative":"a","bot":true,"agents":false}`},
		{Cause{ID: "1", Title: "T", Words: []string{"w"}, Parts: []Cause{{ID: "2", Title: "P"}}}, `{"id":"1","title":"T","words":["w"],"parts":[{"id":"2","title":"P"}]}`},
	} {
		got, err := json.Marshal(c.value)
		if err != nil || string(got) != c.want {
			t.Errorf("got %s, %v, want %s", got, err, c.want)
		}
	}
}

func FuzzFill(f *testing.F) {
	f.Add("Hi {{customer}} {{ {{x}} }}", "{{agent}}")
	f.Fuzz(func(t *testing.T, text, value string) {
		c := Canned{ID: "1", Shortcut: "a", Title: "t", Text: text}
		filled, missing := c.Fill(map[string]string{"customer": value})
		valid := ValidateCanned([]Canned{c}) == nil
		if valid && strings.TrimSpace(value) != "" && !strings.Contains(value, "{{") && strings.Contains(filled, "{{") {
			t.Fatalf("%q keeps braces: %q", text, filled)
		}
		for _, m := range missing {
			if !strings.Contains(filled, "["+m+"]") {
				t.Fatalf("missing %q is not seen in %q", m, filled)
			}
		}
	})
}
