package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"frontdesk/cmd/frontdesk/internal/bench"
)

// benchView shows how far a run is: on a terminal one line that changes, elsewhere a line every few seconds. On the
// terminal it is at most as wide as most are, so that it never wraps.
type benchView struct {
	out      io.Writer
	terminal bool
	shown    time.Time
	part     string
	drawn    bool
}

func newBenchView(out *os.File) *benchView {
	info, err := out.Stat()
	return &benchView{out: out, terminal: err == nil && info.Mode()&os.ModeCharDevice != 0}
}

// Show draws a picture of the run, if it is time for one.
func (v *benchView) Show(p bench.Progress) {
	now := time.Now()
	pause := logPause
	if v.terminal {
		pause = terminalPause
	}
	if now.Sub(v.shown) < pause && p.Part == v.part {
		return
	}
	v.shown, v.part, v.drawn = now, p.Part, true
	line := benchLine(p)
	if v.terminal {
		fmt.Fprintf(v.out, "\r%s\x1b[K", line)
	} else {
		fmt.Fprintln(v.out, line)
	}
}

// benchLine is a picture of a run in one line.
func benchLine(p bench.Progress) string {
	head := fmt.Sprintf("%3.0f s %s", p.Elapsed.Seconds(), p.Part)
	if p.Of > 0 {
		return fmt.Sprintf("%s: %d of %d", head, p.Done, p.Of)
	}
	return fmt.Sprintf("%s: %d/%d here, %d acked of %d, %.0f/s, ack p99 %.1f ms, answer p99 %.1f ms, %d refused, %d errors",
		head, p.Connected, p.Customers, p.Acked, p.Sent, p.PerSecond, p.Ack.P99, p.Answer.P99, p.Refused, p.Errors)
}

// end leaves the terminal clean.
func (v *benchView) end() {
	if v.terminal && v.drawn {
		fmt.Fprint(v.out, "\r\x1b[K")
	}
}
