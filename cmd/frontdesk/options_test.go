package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

// Every command that works on a desk heeds FRONTDESK_STORE, as serve does; a flag beats it.
func TestStoreFromTheEnvironment(t *testing.T) {
	const kept = "postgres://kept@db.example/desk"
	t.Setenv("FRONTDESK_STORE", kept)
	for command, store := range map[string]func(c *commands) string{
		"serve":                    func(c *commands) string { return c.Serve.Store },
		"user add a@b.example":     func(c *commands) string { return c.User.Add.Store },
		"user list":                func(c *commands) string { return c.User.List.Store },
		"customer find anna":       func(c *commands) string { return c.Customer.Find.Store },
		"customer erase anna":      func(c *commands) string { return c.Customer.Erase.Store },
		"audit verify":             func(c *commands) string { return c.Audit.Verify.Store },
		"backup desk.backup":       func(c *commands) string { return c.Backup.Store },
		"restore options_test.go":  func(c *commands) string { return c.Restore.Store },
		"verify":                   func(c *commands) string { return c.Verify.Store },
		"ask question":             func(c *commands) string { return c.Ask.Store },
		"settings show desk":       func(c *commands) string { return c.Settings.Show.Store },
		"import options_test.go":   func(c *commands) string { return c.Import.Store },
		"exam list":                func(c *commands) string { return c.Exam.List.Store },
		"synonyms show":            func(c *commands) string { return c.Synonyms.Show.Store },
		"export somewhere-not-now": func(c *commands) string { return c.Export.Store },
	} {
		for flag, want := range map[string]string{"": kept, " --store=postgres://other@db.example/desk": "postgres://other@db.example/desk"} {
			var c commands
			p, err := newParser(&c, io.Discard, io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := p.Parse(strings.Fields(command + flag)); err != nil {
				t.Errorf("%s%s: %v", command, flag, err)
			} else if got := store(&c); got != want {
				t.Errorf("%s%s works on %q, want %q", command, flag, got, want)
			}
		}
	}
}

// What help says of --data fits the command: what fills a directory does not do it beside a server.
func TestHelpOfTheDataDirectory(t *testing.T) {
	for command, beside := range map[string]bool{"restore": false, "backup": true, "verify": true, "user add": true, "customer erase": true} {
		var c commands
		var out bytes.Buffer
		p, err := newParser(&c, &out, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		type shown struct{}
		p.Exit = func(int) { panic(shown{}) }
		func() {
			defer func() {
				if r := recover(); r != nil && r != (shown{}) {
					panic(r)
				}
			}()
			_, _ = p.Parse(append(strings.Fields(command), "--help"))
		}()
		text := strings.Join(strings.Fields(out.String()), " ")
		if !strings.Contains(text, "FRONTDESK_DATA") || strings.Contains(text, "it may be running") != beside {
			t.Errorf("help of %s says of a running server: %v\n%s", command, !beside, text)
		}
	}
}

// A parser that is told about serve alone says the same about it as one that knows all commands.
func TestServeAloneIsTheSame(t *testing.T) {
	t.Setenv("FRONTDESK_CONFIG", "")
	said := func(grammar any, words []string) string {
		var out bytes.Buffer
		p, err := newParser(grammar, &out, &out)
		if err != nil {
			t.Fatal(err)
		}
		type ended struct{}
		p.Exit = func(code int) { fmt.Fprintln(&out, "exit", code); panic(ended{}) }
		defer func() {
			if r := recover(); r != nil && r != (ended{}) {
				panic(r)
			}
		}()
		call, err := p.Parse(words)
		if err != nil {
			return out.String() + err.Error()
		}
		return fmt.Sprintf("%s%s %+v", out.String(), call.Command(), call.Selected().Target.Interface())
	}
	for _, line := range []string{"serve", "serve -h", "serve --listen :1 --encoder off --log-level debug", "serve --no-such-thing", "serve twice", "serve --drain x", "serve --data a --store postgres://b/c"} {
		words := strings.Fields(line)
		alone, _ := grammar(words)
		if isAll(alone) {
			t.Errorf("%s: all commands are read", line)
		}
		if got, want := said(alone, words), said(new(commands), words); got != want {
			t.Errorf("%s: says %s\nand with all commands %s", line, got, want)
		}
	}
	for _, line := range []string{"", "-h", "demo", "--log-level debug serve", "serve --config x.yaml", "serve --config=x.yaml"} {
		if g, _ := grammar(strings.Fields(line)); !isAll(g) {
			t.Errorf("%q: not all commands are read", line)
		}
	}
	t.Setenv("FRONTDESK_CONFIG", "x.yaml")
	if g, _ := grammar([]string{"serve"}); !isAll(g) {
		t.Error("with a file: not all commands are read")
	}
}

func isAll(grammar any) bool {
	_, all := grammar.(*commands)
	return all
}
