package app

import (
	"context"
	"runtime"
	"runtime/debug"
	"time"
)

// hurryTime is the longest time from the opening of the desk in which garbage is not collected.
const hurryTime = 5 * time.Second

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
