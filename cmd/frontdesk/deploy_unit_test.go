package main_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// exposure is the worst that systemd may say of how far the unit is shut in, in tenths from 0 to 100.
const exposure = "20"

func TestUnit(t *testing.T) {
	t.Parallel()
	text := deployFile(t, "frontdesk.service")
	settings := make(map[string][]string)
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && !strings.HasPrefix(name, "#") {
			settings[name] = append(settings[name], value)
		}
	}
	drain := ""
	for _, e := range settings["Environment"] {
		if v, ok := strings.CutPrefix(e, "FRONTDESK_DRAIN="); ok {
			drain = v
		}
	}
	patience, err := time.ParseDuration(settings["TimeoutStopSec"][0])
	drains, derr := time.ParseDuration(drain)
	if errors.Join(err, derr) != nil || patience <= drains {
		t.Errorf("it is killed after %v, while it drains for %v", patience, drains)
	}
	if !slices.Contains(settings["Environment"], "FRONTDESK_DATA=/var/lib/"+settings["StateDirectory"][0]) {
		t.Error("it may not write to its data directory")
	}
	path, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Log("systemd-analyze is not installed: systemd has not read the unit")
		return
	}
	unit := filepath.Join(t.TempDir(), "frontdesk.service")
	text = strings.Replace(text, "/usr/local/bin/frontdesk serve", binary(t)+" serve", 1)
	if err := os.WriteFile(unit, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(path, "verify", unit).CombinedOutput(); err != nil || len(bytes.TrimSpace(out)) > 0 {
		t.Errorf("systemd-analyze verify: %v\n%s", err, out)
	}
	if out, err := exec.Command(path, "security", "--offline=true", "--threshold="+exposure, unit).CombinedOutput(); err != nil {
		t.Errorf("systemd-analyze security: %v\n%s", err, out)
	}
}
