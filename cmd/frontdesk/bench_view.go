package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"frontdesk/cmd/frontdesk/internal/bench"
)

// benchView shows how far a run is: on a terminal one line that changes, elsewhere a line every few seconds. On the
// terminal it is at most as wide as most are, so that it never wraps.
type benchView struct {
	mu       sync.Mutex // a note comes from elsewhere
	out      io.Writer
	terminal bool
	shown    time.Time
	part     string
	drawn    bool
}

// terminalWidth is how many characters a line on a terminal may have.
const terminalWidth = 79

func newBenchView(out *os.File) *benchView {
	info, err := out.Stat()
	return &benchView{out: out, terminal: err == nil && info.Mode()&os.ModeCharDevice != 0}
}

// Show draws a picture of the run, if it is time for one.
func (v *benchView) Show(p bench.Progress) {
	v.mu.Lock()
	defer v.mu.Unlock()
	now := time.Now()
	pause := logPause
	if v.terminal {
		pause = terminalPause
	}
	if now.Sub(v.shown) < pause && p.Part == v.part {
		return
	}
	v.shown, v.part, v.drawn = now, p.Part, true
	if v.terminal {
		fmt.Fprintf(v.out, "\r%s\x1b[K", benchLine(p, terminalWidth))
	} else {
		fmt.Fprintln(v.out, benchLine(p, 0))
	}
}

// note says something on a line of its own.
func (v *benchView) note(text string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.terminal && v.drawn {
		fmt.Fprint(v.out, "\r\x1b[K")
	}
	v.drawn = false
	fmt.Fprintln(v.out, text)
}

// benchLine is a picture of a run in one line of at most so many characters, 0 for any number. What matters least is
// left out first.
func benchLine(p bench.Progress, width int) string {
	head := fmt.Sprintf("%3.0f s %s", p.Elapsed.Seconds(), p.Part)
	if p.Of > 0 {
		return fmt.Sprintf("%s: %d of %d", head, p.Done, p.Of)
	}
	parts := []struct {
		text   string
		weight int // what has least is left out first
	}{
		{fmt.Sprintf("%s: %d/%d here", head, p.Connected, p.Customers), 6},
		{fmt.Sprintf("%d acked of %d", p.Acked, p.Sent), 1},
		{fmt.Sprintf("%.0f/s", p.PerSecond), 5},
		{"ack p99 " + bench.Millis(p.Ack.P99), 4},
		{"answer p99 " + bench.Millis(p.Answer.P99), 2},
		{fmt.Sprintf("%d refused", p.Refused), trouble(p.Refused, 3)},
		{fmt.Sprintf("%d errors", p.Errors), trouble(p.Errors, 5)},
	}
	for least := 0; ; least++ {
		var kept []string
		for _, part := range parts {
			if part.weight >= least {
				kept = append(kept, part.text)
			}
		}
		line := strings.Join(kept, ", ")
		if width == 0 || utf8.RuneCountInString(line) <= width || len(kept) <= 1 {
			return line
		}
	}
}

// trouble is the weight of a count of what should not be: none if there is none of it.
func trouble(n int64, weight int) int {
	if n == 0 {
		return 0
	}
	return weight
}

// end leaves the terminal clean.
func (v *benchView) end() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.terminal && v.drawn {
		fmt.Fprint(v.out, "\r\x1b[K")
	}
}
