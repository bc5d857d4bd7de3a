package folder

import (
	"os"
	"strings"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/store"
)

// A folder's life: it comes, changes, loses files and takes over what was written here.
func TestFolder(t *testing.T) {
	d := open(t, "a.md", "A", "sub/b.md", "B", "c.md", "---\ndraft: true\n---\nC")
	ctx := t.Context()
	for _, id := range []string{"a", "mine"} {
		if _, err := d.store.Create(ctx, store.Put{ID: id, Content: knowledge.Content{Title: "Mine", Body: "mine", Locale: "en"}, Text: "mine", Author: "mia", At: noon, Publish: true}); err != nil {
			t.Fatal(err)
		}
	}
	d.see()
	d.want("at first", "a", "A", "sub/b", "B", "c", "draft, draft C", "mine", "mine, not the folder's")
	d.logs("at first", "articles of the folder published", "new=2 changed=1", "drafts=1")
	if r, err := d.store.Revision(ctx, "a", 1); err != nil || r.Text != "mine" {
		t.Errorf("the revision that was taken over: %+v %v", r, err)
	}
	d.see()
	d.logs("a second look")

	d.files("a.md", "A2", "sub/b.md", "-", "new.md", "N")
	d.see()
	d.want("after changes", "a", "A2", "sub/b", "withdrawn, not the folder's", "new", "N", "mine", "mine, not the folder's")
	d.logs("after changes", "new=1 changed=1", "withdrawn=1")
	d.files("sub/b.md", "B")
	d.see()
	d.want("back", "sub/b", "B")
	d.log.take()

	// An editor's temporary files are no articles.
	d.files(".a.md.swp", "x", "a.md~", "x", "4913", "x", "#a.md#", "x")
	d.see()
	d.logs("temporary files")
}

// A file that cannot be read keeps nobody else out, and its article stays.
func TestBrokenFiles(t *testing.T) {
	d := open(t, "a.md", "A", "b.md", "B", "named.md", "---\nid: other\n---\nO", "late.md", "L")
	d.see()
	d.log.take()
	d.files("a.md", "A2", "b.md", "---\ntitle: x: y\n---\n", "named.md", "---\nid: other\ntitle: [\n---\nO", "never.md", "\xff", "late.md", "-")
	d.see()
	d.want("broken", "a", "A2", "b", "B, refused: b.md:2: the front matter is not valid YAML…", "other", "O, refused: named.md:…", "never", "-", "late", "withdrawn…")
	d.logs("broken", "file=b.md line=2", "file=named.md", "file=never.md line=1", "changed=1")
	d.see()
	d.files("c.md", "C")
	d.see()
	if got := d.log.take(); strings.Contains(got, "b.md") || !strings.Contains(got, "new=1") {
		t.Errorf("the same faults are told again:\n%s", got)
	}
	d.files("b.md", "B", "named.md", "---\nid: other\n---\nO2", "never.md", "-")
	d.see()
	d.want("mended", "b", "B", "other", "O2")
	d.files("b.md", "---\ntitle: x: y\n---\n")
	d.log.take()
	d.see()
	d.logs("broken again", "file=b.md line=2")

	// Nobody knows whose article is in a file that cannot be read at all: then nothing is gone for sure.
	d.files("a.md", "-", "huge.md", strings.Repeat("x", 5<<20))
	d.see()
	d.want("unreadable", "a", "A2")
	d.files("huge.md", "-")
	d.see()
	d.want("readable", "a", "withdrawn…")
}

// A folder that is not there, or that holds nothing, takes nothing away.
func TestLostFolder(t *testing.T) {
	d := open(t, "a.md", "A", "b.md", "B")
	d.see()
	d.log.take()
	lost := func(when, word string) {
		t.Helper()
		d.see()
		d.want(when, "a", "A", "b", "B")
		d.logs(when, word, "level=ERROR")
		d.see()
		d.logs(when + ", and again")
	}
	moved := d.dir + ".moved"
	if err := os.Rename(d.dir, moved); err != nil {
		t.Fatal(err)
	}
	lost("gone", "the folder cannot be read")
	if err := os.WriteFile(d.dir, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	lost("a file", "the folder cannot be read")
	if err := os.Remove(d.dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(d.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	lost("empty", "there is no article in the folder")
	d.files("image.png", "x")
	d.see()
	d.want("without articles", "a", "A", "b", "B")
	d.files("a.md", "A2")
	d.see()
	d.want("back", "a", "A2", "b", "withdrawn…")
	d.logs("back", "the folder is followed again", "withdrawn=1")
}

// While files are changing, what is there is published and nothing is withdrawn.
func TestRestlessFolder(t *testing.T) {
	d := open(t, "a.md", "A", "b.md", "B")
	d.see()
	d.files("a.md", "A2", "b.md", "-")
	if !d.look(t.Context(), still{}, false) {
		t.Error("no further look is wanted")
	}
	d.want("restless", "a", "A2", "b", "B")
	d.see()
	d.want("quiet", "b", "withdrawn…")
}
