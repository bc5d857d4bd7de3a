package main

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"frontdesk/cmd/frontdesk/internal/bench"
)

// Every field of the report as JSON is told by -h, and every field that -h tells of is there: whoever renames one is
// reminded that others read it.
func TestBenchFieldsAreTold(t *testing.T) {
	t.Parallel()
	told := regexp.MustCompile(`[a-z0-9_]+`).FindAllString(benchFields, -1)
	words := make(map[string]bool, len(told))
	for _, w := range told {
		words[w] = true
	}
	var fields []string
	var walk func(reflect.Type)
	walk = func(of reflect.Type) {
		if of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		if of.Kind() != reflect.Struct {
			return
		}
		for i := range of.NumField() {
			if name, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ","); name != "" {
				fields = append(fields, name)
			}
			walk(of.Field(i).Type)
		}
	}
	walk(reflect.TypeFor[bench.Report]())
	known := make(map[string]bool, len(fields))
	for _, name := range fields {
		if known[name] = true; !words[name] {
			t.Errorf("-h does not tell of the field %s", name)
		}
	}
	for _, line := range strings.Split(benchFields, "\n") {
		if len(line) > 78 { // two more stand before it on the screen
			t.Errorf("a line has %d characters: %s", len(line), line)
		}
		if name, _, _ := strings.Cut(strings.TrimSpace(line), " "); strings.HasPrefix(line, "  ") && line[2] != ' ' && !known[name] {
			t.Errorf("-h tells of %s, which the report does not have", name)
		}
	}
}
