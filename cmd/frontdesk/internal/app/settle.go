package app

import (
	"context"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

// hurryTime is the longest time from the opening of the desk in which garbage is not collected.
const hurryTime = 5 * time.Second

// hurryMemory is what a start in a hurry may take before garbage is collected after all, in bytes.
const hurryMemory = 256 << 20

// Hurry lets the process start without collecting garbage, which would be a fifth of the work, until ease is called or
// much memory is taken. It is for a process of one server; ease may be called again.
func Hurry() (ease func()) {
	limit := debug.SetMemoryLimit(-1)
	debug.SetMemoryLimit(min(limit, hurryMemory))
	percent := debug.SetGCPercent(-1)
	return sync.OnceFunc(func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	})
}

// afterwards is how long what nobody waits for is put off once the index has learnt: who just came back goes first.
const afterwards = 2 * time.Second

// settle waits until the server has everything that customers wait for, and reports false if ctx ends before.
func (a *App) settle(ctx context.Context) bool {
	if a.Corpus.Index.Wait(ctx) != nil {
		return false
	}
	_ = a.Corpus.Index.WaitLearned(ctx) // if it fails, nobody need wait for it any more
	pause(ctx, afterwards)
	return ctx.Err() == nil
}

// worthFreeing is memory without use, in bytes, that is given back after a start.
const worthFreeing = 32 << 20

// giveBack gives the memory back that the first lesson took. By itself the runtime would take minutes for it.
func giveBack() {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapIdle-m.HeapReleased > worthFreeing || m.HeapAlloc > 2*worthFreeing {
		debug.FreeOSMemory()
	}
}
