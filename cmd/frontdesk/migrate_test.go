package main_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"frontdesk/cmd/frontdesk/internal/actor"
	"frontdesk/knowledge/sqldb/pgtest"
)

// A desk grows out of its machine: it moves to PostgreSQL, is served and backed up there, and the backup goes into a
// directory again. Nobody who talks to it notices more than a pause.
func TestMigrateToPostgres(t *testing.T) {
	t.Parallel()
	url := pgtest.Open(t)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	dir := t.TempDir()
	stage := actor.NewStage(binary(t), dir, append(os.Environ(), "HOME="+dir))
	defer stage.Close()
	in := func(name string) string { return filepath.Join(dir, name) }

	perform(t, ctx, stage, "frontdesk import "+shopDir(t))
	perform(t, ctx, stage, "serve")
	perform(t, ctx, stage, "customer bob says refund")
	perform(t, ctx, stage, "agent ana signs-in")
	perform(t, ctx, stage, "customer cleo asks-for-person")
	perform(t, ctx, stage, "agent ana accepts cleo")
	perform(t, ctx, stage, "agent ana replies Hello")
	perform(t, ctx, stage, "customer cleo sees Hello")
	refused(t, ctx, stage, "frontdesk migrate --from "+in("data")+" --to "+url, "a server is running over this data directory")
	before := told(t, ctx, stage, "customer cleo log")
	perform(t, ctx, stage, "drain")

	moved := told(t, ctx, stage, "frontdesk migrate --from "+in("data")+" --to "+url)
	if print, of := fingerprint(t, moved), told(t, ctx, stage, "frontdesk verify --data "+in("data")); print != fingerprint(t, of) {
		t.Errorf("%s\nis not the same as\n%s", moved, of)
	}
	if of := told(t, ctx, stage, "frontdesk verify --store "+url); fingerprint(t, of) != fingerprint(t, moved) || !strings.Contains(of, "no fault found") {
		t.Errorf("%s\nis not the same as\n%s", of, moved)
	}
	refused(t, ctx, stage, "frontdesk migrate --from "+in("data")+" --to "+url, "there is a desk already")

	perform(t, ctx, stage, "serve --store "+url)
	perform(t, ctx, stage, "customer cleo reconnects")
	if after := told(t, ctx, stage, "customer cleo log"); after != before {
		t.Errorf("the log is\n%s\nit was\n%s", after, before)
	}
	perform(t, ctx, stage, "agent ana comes")
	perform(t, ctx, stage, "agent ana opens cleo")
	perform(t, ctx, stage, "agent ana replies Welcome")
	perform(t, ctx, stage, "customer cleo sees Welcome")
	refused(t, ctx, stage, "frontdesk migrate --from "+url+" --to "+in("back"), "the desk is served by ")
	perform(t, ctx, stage, "frontdesk backup --store "+url+" "+in("desk.backup"))
	perform(t, ctx, stage, "drain")

	perform(t, ctx, stage, "frontdesk restore "+in("desk.backup")+" --data "+in("restored"))
	file, desk := told(t, ctx, stage, "frontdesk verify "+in("desk.backup")), told(t, ctx, stage, "frontdesk verify --data "+in("restored"))
	if fingerprint(t, file) != fingerprint(t, desk) || !strings.Contains(file, "from postgres") {
		t.Errorf("%s\nis not the same as\n%s", desk, file)
	}
	perform(t, ctx, stage, "serve --data "+in("restored"))
	perform(t, ctx, stage, "customer cleo reconnects")
	perform(t, ctx, stage, "agent ana comes")
	perform(t, ctx, stage, "agent ana opens cleo")
	perform(t, ctx, stage, "agent ana replies Again")
	perform(t, ctx, stage, "customer cleo sees Again")
}

// told carries out a line and returns what it printed.
func told(t *testing.T, ctx context.Context, s *actor.Stage, line string) string {
	t.Helper()
	words := strings.Fields(line)
	said, err := s.Do(ctx, false, words[0], words[1:])
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return said.Out
}

// refused carries out a line that must be refused with words.
func refused(t *testing.T, ctx context.Context, s *actor.Stage, line, with string) {
	t.Helper()
	words := strings.Fields(line)
	said, err := s.Do(ctx, true, words[0], words[1:])
	if err != nil || !strings.Contains(said.Err, with) {
		t.Fatalf("%s: %v, %q; want a refusal with %q", line, err, said.Err, with)
	}
}

var printed = regexp.MustCompile(`fingerprint ([0-9a-f]{64})`)

// fingerprint finds the fingerprint in what a command printed.
func fingerprint(t *testing.T, out string) string {
	t.Helper()
	m := printed.FindStringSubmatch(out)
	if m == nil {
		t.Fatalf("no fingerprint in\n%s", out)
	}
	return m[1]
}
