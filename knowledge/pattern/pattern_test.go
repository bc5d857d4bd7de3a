package pattern_test

import (
	"reflect"
	"regexp"
	"sync"
	"testing"

	"frontdesk/knowledge/pattern"
)

// TestAsRegexp compares every method with the one of regexp.
func TestAsRegexp(t *testing.T) {
	const expression, text = `(\d+)([a-z])?`, "12a and 3, 45z"
	p, re := pattern.Of(expression), regexp.MustCompile(expression)
	upper := func(s string) string { return "<" + s + ">" }
	for name, pair := range map[string][2]any{
		"String":                     {p.String(), re.String()},
		"MatchString":                {p.MatchString(text), re.MatchString(text)},
		"FindString":                 {p.FindString(text), re.FindString(text)},
		"FindStringIndex":            {p.FindStringIndex(text), re.FindStringIndex(text)},
		"FindStringSubmatch":         {p.FindStringSubmatch(text), re.FindStringSubmatch(text)},
		"FindStringSubmatchIndex":    {p.FindStringSubmatchIndex(text), re.FindStringSubmatchIndex(text)},
		"FindAllString":              {p.FindAllString(text, 2), re.FindAllString(text, 2)},
		"FindAllStringIndex":         {p.FindAllStringIndex(text, -1), re.FindAllStringIndex(text, -1)},
		"FindAllStringSubmatch":      {p.FindAllStringSubmatch(text, -1), re.FindAllStringSubmatch(text, -1)},
		"FindAllStringSubmatchIndex": {p.FindAllStringSubmatchIndex(text, 1), re.FindAllStringSubmatchIndex(text, 1)},
		"ReplaceAllString":           {p.ReplaceAllString(text, "$2$1"), re.ReplaceAllString(text, "$2$1")},
		"ReplaceAllStringFunc":       {p.ReplaceAllStringFunc(text, upper), re.ReplaceAllStringFunc(text, upper)},
		"Split":                      {p.Split(text, -1), re.Split(text, -1)},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: %v, and regexp says %v", name, pair[0], pair[1])
		}
	}
}

func TestIsCompiledOnceAndLate(t *testing.T) {
	wrong := pattern.Of(`(`) // says nothing until it is used
	func() {
		defer func() {
			if recover() == nil {
				t.Error("a wrong pattern was used")
			}
		}()
		wrong.MatchString("x")
	}()
	p := pattern.Of(`a+`)
	var all [8]*regexp.Regexp
	var g sync.WaitGroup
	for i := range all {
		g.Go(func() { all[i] = p.Regexp() })
	}
	g.Wait()
	for _, re := range all {
		if re != all[0] {
			t.Error("it was compiled twice")
		}
	}
}
