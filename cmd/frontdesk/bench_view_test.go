package main

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"frontdesk/cmd/frontdesk/internal/bench"
)

// On a terminal the line never wraps, and trouble is never what is left out.
func TestBenchLineFits(t *testing.T) {
	t.Parallel()
	busy := bench.Progress{
		Part: "connecting", Elapsed: 3599 * time.Second, Customers: 50000, Connected: 50000, Sent: 123456789, Acked: 123456789, PerSecond: 28000,
		Ack: bench.Times{P99: 123.4}, Answer: bench.Times{P99: 12345}, Refused: 1234567, Errors: 1234567,
	}
	line := benchLine(busy, terminalWidth)
	if n := utf8.RuneCountInString(line); n > terminalWidth || !strings.Contains(line, "50000/50000 here") || !strings.Contains(line, "1234567 errors") {
		t.Errorf("the line has %d characters: %s", n, line)
	}
	calm := bench.Progress{Part: "talking", Elapsed: 12 * time.Second, Customers: 100, Connected: 100, Sent: 2000, Acked: 1999, PerSecond: 99}
	if line, want := benchLine(calm, terminalWidth), " 12 s talking: 100/100 here, 99/s, ack p99 0.00 ms, answer p99 0.00 ms"; line != want {
		t.Errorf("the line is %q, want %q", line, want)
	}
	if line := benchLine(busy, 0); !strings.Contains(line, "1234567 refused") || !strings.Contains(line, "answer p99 12.3 s") {
		t.Errorf("in a pipe nothing is left out: %s", line)
	}
}
