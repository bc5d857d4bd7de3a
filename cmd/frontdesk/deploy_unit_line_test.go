package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// besides are the commands of the unit's head that work on the desk beside the server, cut into words.
func besides(text string) (lines [][]string) {
	for line := range strings.Lines(text) {
		if words := strings.Fields(strings.TrimPrefix(line, "#")); strings.HasPrefix(line, "#  ") && strings.Contains(line, "/frontdesk ") && !strings.Contains(line, "install") {
			lines = append(lines, words)
		}
	}
	return lines
}

// runBeside runs such a command as systemd would: with the variables of its options and of the file that it names, which
// holds the lines given, and no others. The data directory of the unit is replaced by data.
func runBeside(t *testing.T, words []string, file, data string) (said string, err error) {
	t.Helper()
	var env []string
	for i, w := range words {
		name, value, _ := strings.Cut(strings.TrimPrefix(w, "Environment="), "=")
		switch {
		case strings.HasPrefix(w, "Environment="):
			env = append(env, name+"="+strings.ReplaceAll(value, "/var/lib/frontdesk", data))
		case w == "EnvironmentFile=-/etc/frontdesk/environment":
			env = append(env, strings.Fields(file)...)
		case strings.HasSuffix(w, "/frontdesk"):
			args := strings.Split(strings.ReplaceAll(strings.Join(words[i+1:], " "), "/var/lib/frontdesk", data), " ")
			p := exec.Command(binary(t), args...)
			p.Env, p.Dir = env, t.TempDir()
			out, err := p.CombinedOutput()
			return string(out), err
		}
	}
	t.Fatalf("%q does not run frontdesk", words)
	return "", nil
}

// What the unit's head tells to type works on the desk that the unit serves, with the options in its file.
func TestUnitTellsWhatWorks(t *testing.T) {
	t.Parallel()
	text := deployFile(t, "frontdesk.service")
	lines := besides(text)
	if len(lines) != 2 {
		t.Fatalf("%d commands are in the head; want 2: %q", len(lines), lines)
	}
	data := filepath.Join(t.TempDir(), "desk")
	for i, words := range lines {
		for _, want := range []string{"systemd-run", "User=frontdesk", "UMask=0077"} {
			if !strings.Contains(strings.Join(words, " "), want) {
				t.Errorf("%q runs without %s", words, want)
			}
		}
		said, err := runBeside(t, words, "FRONTDESK_PUBLIC_URL=https://desk.example", data)
		if err != nil || i == 0 && !strings.Contains(said, "https://desk.example/sign-in#link=") {
			t.Errorf("%q: %v\n%s", words, err, said)
		}
	}
	for _, name := range []string{"frontdesk.db", "desk.backup"} {
		if _, err := os.Stat(filepath.Join(data, name)); err != nil {
			t.Error(err)
		}
	}
	old := strings.Fields("sudo -u frontdesk /usr/local/bin/frontdesk user add you@shop.example --role admin --data " + data)
	if said, err := runBeside(t, old, "FRONTDESK_PUBLIC_URL=https://desk.example", data); err == nil && strings.Contains(said, "https://desk.example/") {
		t.Error("a command that does not read the file is not noticed")
	}
}
