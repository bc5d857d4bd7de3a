// Package hurry lets the process start without collecting garbage, which would be a fifth of the work. It begins with the
// package: that depends on next to nothing, so that most others, which make their tables then, are begun after it.
package hurry

import (
	"runtime/debug"
	"sync"
)

// memory is what a process in a hurry may take before garbage is collected after all, in bytes.
const memory = 256 << 20

var (
	limit   = debug.SetMemoryLimit(-1) // as the environment has set it, and so the percentage
	_       = debug.SetMemoryLimit(min(limit, memory))
	percent = debug.SetGCPercent(-1)
)

// Ease ends the hurry: garbage is collected as ever. It may be called again.
var Ease = sync.OnceFunc(func() {
	debug.SetGCPercent(percent)
	debug.SetMemoryLimit(limit)
})
