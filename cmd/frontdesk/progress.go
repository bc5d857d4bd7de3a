package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// progress shows on a terminal how far something is, and elsewhere a line every few seconds.
type progress struct {
	out      io.Writer
	what     string
	terminal bool
	shown    time.Time
	drawn    bool
}

// Pauses between two pictures of the same progress.
const (
	terminalPause = 100 * time.Millisecond
	logPause      = 5 * time.Second
)

func newProgress(out *os.File, what string) *progress {
	info, err := out.Stat()
	return &progress{out: out, what: what, terminal: err == nil && info.Mode()&os.ModeCharDevice != 0, shown: time.Now()}
}

// show tells that done of total is done; total 0 means that nobody knows how much it is.
func (p *progress) show(done, total int) {
	pause := logPause
	if p.terminal {
		pause = terminalPause
	}
	if time.Since(p.shown) < pause {
		return
	}
	p.shown, p.drawn = time.Now(), true
	if !p.terminal {
		fmt.Fprintf(p.out, "%s: %s\n", p.what, share(done, total))
		return
	}
	const width = 30
	filled := 0
	if total > 0 {
		filled = min(width, done*width/total)
	}
	fmt.Fprintf(p.out, "\r%s [%s%s] %s", p.what, strings.Repeat("=", filled), strings.Repeat(" ", width-filled), share(done, total))
}

// end clears the picture.
func (p *progress) end() {
	if p.terminal && p.drawn {
		fmt.Fprint(p.out, "\r\x1b[K")
	}
}

func share(done, total int) string {
	if total <= 0 {
		return fmt.Sprint(done)
	}
	return fmt.Sprintf("%d of %d", done, total)
}
