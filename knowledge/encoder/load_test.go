package encoder

import (
	"sync"
	"testing"
)

// TestLoadIsLate: an encoder is loaded by its first use, once, and says so if it cannot be.
func TestLoadIsLate(t *testing.T) {
	l, err := New()
	if err != nil || l.model != nil || l.Name() == "" || l.Dimensions() == 0 {
		t.Fatalf("%v; the model is loaded: %v", err, l.model != nil)
	}
	var g sync.WaitGroup
	for range 4 {
		g.Go(func() {
			if v, err := l.Encode(t.Context(), []string{"Where is my parcel?"}); err != nil || len(v[0]) != l.Dimensions() {
				t.Error(err)
			}
		})
	}
	g.Wait()
	model := l.model
	if err := l.Load(); err != nil || l.model != model {
		t.Errorf("loaded twice, or %v", err)
	}
}

func TestDamagedWeightsAreAnError(t *testing.T) {
	l := of(lite[:len(lite)/2])
	for range 2 {
		if err := l.Load(); err == nil {
			t.Error("half of the weights were loaded")
		}
		if v, err := l.Encode(t.Context(), []string{"Where is my parcel?"}); err == nil {
			t.Errorf("encoded as %v by half of the weights", v[0][:3])
		}
	}
}
