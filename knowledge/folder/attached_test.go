package folder

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

// idOf is the id that a file with these bytes has.
func idOf(data string) string {
	sum := sha256.Sum256([]byte(data))
	return hex.EncodeToString(sum[:16])
}

// kept asserts which of these texts are files that the desk keeps.
func (d *desk) kept(when string, want bool, data ...string) {
	d.t.Helper()
	for _, text := range data {
		if got, err := d.store.HasFile(d.t.Context(), idOf(text)); got != want || err != nil {
			d.t.Errorf("%s: %q is kept: %t %v", when, text, got, err)
		}
	}
}

// at is where a file with these bytes lies.
func at(name, data string) string { return "files/" + idOf(data) + "/" + name }

// What articles show comes with them, also by itself; one that is wrong keeps nothing else out.
func TestFiles(t *testing.T) {
	d := open(t, "a.md", "# A\n\ntext", "b.md", "# B\n\ntext", at("one.txt", "one"), "one")
	d.see()
	d.logs("at first", "new=2", "files=1")
	d.kept("at first", true, "one")

	d.files(at("two.txt", "two"), "two")
	d.see()
	d.logs("a file alone", "files=1")
	d.kept("a file alone", true, "one", "two")

	// A changed file in the old place is told; its article and the others are not held up, and what is gone goes.
	d.files(at("two.txt", "two"), "changed", "b.md", "-", "a.md", "# A\n\nother")
	d.see()
	d.logs("a wrong file", "an image or document of the folder is not taken in", "not the one that its folder is named for", "changed=1", "withdrawn=1")
	d.kept("a wrong file", false, "changed")
	d.kept("a wrong file", true, "two")
}

// A draft that the exam refuses is kept with what it shows.
func TestFilesOfRefused(t *testing.T) {
	d := open(t, "a.md", "# A\n\ntext")
	d.see()
	d.bad = []string{"wrong"}
	d.files("a.md", "# A\n\nwrong", at("one.txt", "one"), "one")
	d.see()
	d.logs("refused", "an article of the folder is refused")
	d.kept("refused", true, "one")
}
