package main_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"frontdesk/cmd/frontdesk/internal/actor"
)

// TestScripts plays the scripts, which tell the behaviour of the whole product. Package actor explains their
// language. $SHOP is the folder of the demo shop's articles.
func TestScripts(t *testing.T) {
	t.Parallel()
	shop, err := filepath.Abs("internal/demo/corpus")
	if err != nil {
		t.Fatal(err)
	}
	bin := binary(t)
	commands := make(map[string]func(*testscript.TestScript, bool, []string))
	for _, name := range actor.Commands() {
		commands[name] = func(ts *testscript.TestScript, neg bool, args []string) { play(ts, neg, name, args) }
	}
	testscript.Run(t, testscript.Params{
		Dir:  "testdata/script",
		Cmds: commands,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SHOP", shop)
			env.Setenv("HOME", env.WorkDir)
			stage := actor.NewStage(bin, env.WorkDir, env.Vars)
			env.Values[stageKey{}] = stage
			env.Defer(func() {
				if err := stage.Close(); err != nil {
					env.T().Fatal(err)
				}
			})
			return nil
		},
	})
}

type stageKey struct{}

// play lets the stage carry out one line of a script.
func play(ts *testscript.TestScript, neg bool, command string, args []string) {
	s := ts.Value(stageKey{}).(*actor.Stage)
	s.Dir, s.Getenv, s.Setenv = ts.MkAbs("."), ts.Getenv, ts.Setenv
	s.Desk.Env = environment(ts)
	said, err := s.Do(context.Background(), neg, command, args)
	_, _ = ts.Stdout().Write([]byte(said.Out)) // it is a strings.Builder
	_, _ = ts.Stderr().Write([]byte(said.Err))
	if err != nil {
		ts.Fatalf("%s %s: %v", command, strings.Join(args, " "), err)
	}
}

// environment is what the script's processes see: its own variables, and those of the product that it set.
func environment(ts *testscript.TestScript) (env []string) {
	for _, name := range []string{
		"HOME", "PATH", "TMPDIR", "GOCOVERDIR",
		"FRONTDESK_CONFIG", "FRONTDESK_DATA", "FRONTDESK_TITLE", "FRONTDESK_GREETING", "FRONTDESK_SITE", "FRONTDESK_LOG_LEVEL",
	} {
		if v := ts.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}
