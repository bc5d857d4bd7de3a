package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// scratch holds the binary while the tests run.
var scratch string

func TestMain(m *testing.M) {
	if os.Getenv(agentChild) != "" {
		os.Exit(beAgent(os.Stdin, os.Stdout))
	}
	dir, err := os.MkdirTemp("", "frontdesk-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	scratch = dir
	status := m.Run()
	if err := os.RemoveAll(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		status = 1
	}
	os.Exit(status)
}

// build makes the real binary, once for all tests that need it. FRONTDESK_RACE=1 builds it with the race
// detector, and a race makes the process end with an error, which a script sees when it stops the desk.
var build = sync.OnceValues(func() (string, error) {
	name := filepath.Join(scratch, "frontdesk")
	args := []string{"build", "-o", name}
	if os.Getenv("FRONTDESK_RACE") != "" {
		args = append(args, "-race")
	}
	out, err := exec.Command("go", append(args, ".")...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the binary: %w\n%s", err, out)
	}
	return name, nil
})

func binary(t testing.TB) string {
	t.Helper()
	name, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return name
}
