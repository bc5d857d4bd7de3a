package knowledge_test

import (
	"errors"
	"strings"
	"testing"

	"frontdesk/knowledge"
)

func TestClean(t *testing.T) {
	got := knowledge.Content{
		Title: "  Opened \n items ", Body: "\r\nYes.\r\n", Category: " returns ",
		Phrasings: []string{" opened it ", "", "opened it"}, Tags: []string{"a", "a", " b"},
	}.Clean()
	want := knowledge.Content{Title: "Opened items", Body: "Yes.", Category: "returns", Phrasings: []string{"opened it"}, Tags: []string{"a", "b"}, Locale: "en"}
	if !got.Equal(want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if again := got.Clean(); !again.Equal(got) {
		t.Errorf("cleaning twice changes %+v to %+v", got, again)
	}
}

func TestValidate(t *testing.T) {
	good := knowledge.Content{Title: "T", Body: "B", Locale: "de-AT"}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*knowledge.Content){
		"no title":           func(c *knowledge.Content) { c.Title = "" },
		"long title":         func(c *knowledge.Content) { c.Title = strings.Repeat("x", knowledge.MaxTitle+1) },
		"long body":          func(c *knowledge.Content) { c.Body = strings.Repeat("x", knowledge.MaxBody+1) },
		"broken UTF-8":       func(c *knowledge.Content) { c.Body = "\xff" },
		"NUL":                func(c *knowledge.Content) { c.Phrasings = []string{"a\x00"} },
		"long phrasing":      func(c *knowledge.Content) { c.Phrasings = []string{strings.Repeat("x", knowledge.MaxPhrasing+1)} },
		"many phrasings":     func(c *knowledge.Content) { c.Phrasings = make([]string, knowledge.MaxPhrasings+1) },
		"long tag":           func(c *knowledge.Content) { c.Tags = []string{strings.Repeat("x", knowledge.MaxTag+1)} },
		"many tags":          func(c *knowledge.Content) { c.Tags = make([]string, knowledge.MaxTags+1) },
		"long category":      func(c *knowledge.Content) { c.Category = strings.Repeat("x", knowledge.MaxTitle+1) },
		"a locale it is not": func(c *knowledge.Content) { c.Locale = "xx-not a tag" },
	} {
		c := good
		change(&c)
		if err := c.Validate(); !errors.Is(err, knowledge.ErrInvalid) || len(err.Error()) < 30 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestValidID(t *testing.T) {
	for id, want := range map[string]bool{
		"returns/opened-item": true, "Rückgabe 1": true, "": false, " a": false, "a\n": false, "a\x7f": false, "\xff": false,
		strings.Repeat("x", knowledge.MaxID): true, strings.Repeat("x", knowledge.MaxID+1): false,
	} {
		if err := knowledge.ValidID(id); (err == nil) != want {
			t.Errorf("ValidID(%.20q): %v", id, err)
		}
	}
}
