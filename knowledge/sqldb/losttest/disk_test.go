package losttest

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What a power loss leaves of a place is what was synced there, or something that was written there since; and
// everything is possible that a disk may do.
func TestLose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const size = 4 * sector
		d := newDisk("/x")
		possible := make([][]byte, size) // what may stand at each place; the file has its full length from the start
		d.note("/x/f", change{text: make([]byte, size)})
		d.sync("/x/f", d.noted("/x/f"))
		for i := range possible {
			possible[i] = []byte{0}
		}
		for n := range rapid.IntRange(0, 30).Draw(t, "operations") {
			if rapid.IntRange(0, 4).Draw(t, "what") == 0 {
				d.sync("/x/f", d.noted("/x/f"))
				for i, p := range possible {
					possible[i] = p[len(p)-1:]
				}
				continue
			}
			from := rapid.IntRange(0, size-1).Draw(t, "from")
			text := bytes.Repeat([]byte{byte(n + 1)}, rapid.IntRange(1, size-from).Draw(t, "length"))
			d.note("/x/f", change{place: int64(from), text: text})
			for i := range text {
				possible[from+i] = append(possible[from+i], byte(n+1))
			}
		}
		chance := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		for range 8 {
			left := d.Lose(chance)["f"]
			if len(left) != size {
				t.Fatalf("%d bytes are left of %d that were synced", len(left), size)
			}
			for i, b := range left {
				if !slices.Contains(possible[i], b) {
					t.Fatalf("at %d stands %d; possible were %v", i, b, possible[i])
				}
			}
		}
	})
}

// Every way of losing writes happens: nothing is left of them, all, the first, a later one without the first, and a
// part of one.
func TestLoseDoesWhatDisksDo(t *testing.T) {
	d := newDisk("/x")
	d.note("/x/f", change{text: make([]byte, 4*sector)})
	d.sync("/x/f", d.noted("/x/f"))
	d.note("/x/f", change{text: bytes.Repeat([]byte{1}, 2*sector)})
	d.note("/x/f", change{place: 2 * sector, text: bytes.Repeat([]byte{2}, 2*sector)})
	chance := rand.New(rand.NewPCG(1, 1))
	seen := map[string]bool{}
	for range 1000 {
		b := d.Lose(chance)["f"]
		one, two := bytes.Count(b, []byte{1}), bytes.Count(b, []byte{2})
		seen["nothing"] = seen["nothing"] || one+two == 0
		seen["all"] = seen["all"] || one+two == 4*sector
		seen["the first"] = seen["the first"] || one == 2*sector && two == 0
		seen["the second alone"] = seen["the second alone"] || one == 0 && two == 2*sector
		seen["a part"] = seen["a part"] || one > 0 && one < 2*sector
	}
	for _, what := range []string{"nothing", "all", "the first", "the second alone", "a part"} {
		if !seen[what] {
			t.Errorf("never left: %s", what)
		}
	}
}

func TestLoseIsSeeded(t *testing.T) {
	d := newDisk("/x")
	for i := range 100 {
		d.note("/x/f", change{place: int64(i * 100), text: bytes.Repeat([]byte{byte(i)}, 1000)})
	}
	one, two := rand.New(rand.NewPCG(7, 7)), rand.New(rand.NewPCG(7, 7))
	for range 20 {
		if !bytes.Equal(d.Lose(one)["f"], d.Lose(two)["f"]) {
			t.Fatal("the same seed leaves different files")
		}
	}
}

// A file whose deletion has not reached the disk may come back; afterwards it may not.
func TestDeletedFiles(t *testing.T) {
	d := newDisk("/x")
	chance := rand.New(rand.NewPCG(1, 1))
	back := func() (n int) {
		for range 100 {
			if string(d.Lose(chance)["f"]) == "kept" {
				n++
			}
		}
		return n
	}
	keep := func() {
		d.note("/x/f", change{text: []byte("kept")})
		d.sync("/x/f", d.noted("/x/f"))
	}
	keep()
	if n := back(); n != 100 {
		t.Errorf("a synced file was there %d times of 100", n)
	}
	d.remove("/x/f", false)
	if n := back(); n == 0 || n == 100 {
		t.Errorf("a file that was deleted without a sync came back %d times of 100", n)
	}
	keep()
	d.remove("/x/f", true)
	if n := back(); n != 0 {
		t.Errorf("a file that was deleted for good came back %d times of 100", n)
	}
}
