package scripted

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func cosine(a, b []number) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab += float64(a[i] * b[i])
		aa += float64(a[i] * a[i])
		bb += float64(b[i] * b[i])
	}
	return ab / math.Sqrt(aa*bb)
}

func TestAlikeTextsHaveAlikeVectors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, near, far string }{
		{"How do I return a parcel?", "returning parcels", "opening hours on Sunday"},
		{"reset my password", "I forgot the password", "is the shop open today"},
		{"Wie ändere ich die Rechnung?", "Rechnungen ändern", "Paket verloren"},
	} {
		v := embed(c.text, 256)
		near, far := cosine(v, embed(c.near, 256)), cosine(v, embed(c.far, 256))
		if near < 0.3 || near < far+0.2 {
			t.Errorf("%q: %.2f to %q, %.2f to %q", c.text, near, c.near, far, c.far)
		}
	}
}

func TestVectorsAreTheSameEverywhere(t *testing.T) {
	t.Parallel()
	// Worked out once: a change would change what tests of other packages see.
	if got, want := embed("Paid", 8), []number{2.125, 0, 1, 1, 1, 0, 2, 0}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if a, b := embed("Where? HERE!", 64), embed("where here", 64); !slices.Equal(a, b) {
		t.Error("case and punctuation should not matter")
	}
}

func TestNoTextHasZeros(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		v := embed(text, rapid.IntRange(1, 32).Draw(t, "length"))
		if !slices.ContainsFunc(v, func(n number) bool { return n != 0 }) {
			t.Fatalf("%q gives zeros", text)
		}
	})
}
