package hurry

import (
	"runtime/debug"
	"testing"
)

func TestEaseLeavesThingsAsTheyWere(t *testing.T) {
	if got := debug.SetMemoryLimit(-1); got > memory {
		t.Errorf("in a hurry, the limit is %d bytes, want %d at most", got, memory)
	}
	if got := debug.SetGCPercent(-1); got != -1 {
		t.Errorf("in a hurry, garbage is collected at %d%%", got)
	}
	Ease()
	Ease()
	if got := debug.SetMemoryLimit(-1); got != limit {
		t.Errorf("afterwards the limit is %d bytes, before it was %d", got, limit)
	}
	if got := debug.SetGCPercent(percent); got != percent {
		t.Errorf("afterwards garbage is collected at %d%%, before at %d%%", got, percent)
	}
}
