package main

import (
	"bufio"
	"os"
	"runtime"
	"strconv"
	"strings"
)

// peakMemory is the most memory this process has held so far, in bytes: what Linux counts as its largest
// resident set, elsewhere what the runtime has taken from the system.
func peakMemory() int64 {
	if f, err := os.Open("/proc/self/status"); err == nil {
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			rest, ok := strings.CutPrefix(lines.Text(), "VmHWM:")
			if !ok {
				continue
			}
			if kb, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(rest, "kB")), 10, 64); err == nil {
				return kb << 10
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys)
}
