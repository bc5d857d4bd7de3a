package importing_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/importing"
	"frontdesk/knowledge/importing/importtest"
	"frontdesk/knowledge/store"
)

// exportOf returns the exported files by name, and a folder that holds them.
func exportOf(t testing.TB, s *store.Store, drafts bool) (map[string]string, string) {
	t.Helper()
	dir, files := t.TempDir(), make(map[string]string)
	done, err := importing.Export(t.Context(), s, importing.ExportOptions{Drafts: drafts}, func(name string, content []byte) error {
		if _, twice := files[name]; twice || !filepath.IsLocal(name) {
			return fmt.Errorf("the name %q", name)
		}
		files[name] = string(content)
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		return os.WriteFile(path, content, 0o644)
	})
	if err != nil || done.Articles+done.Files != len(files) {
		t.Fatal(done, err)
	}
	return files, dir
}

// put writes an article as the product would: checked.
func put(t testing.TB, s *store.Store, id string, c knowledge.Content, publish bool) {
	t.Helper()
	c, text, err := editing.Check(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Write(t.Context(), store.Batch{Puts: []store.Put{{ID: id, Content: c, Text: text, Author: "mia", At: at, Publish: publish}}, At: at, Head: store.AnyHead}); err != nil {
		t.Fatal(err)
	}
}

// bringIn imports a folder into an empty store.
func bringIn(t testing.TB, dir string) *store.Store {
	t.Helper()
	s := openStore(t)
	b := read(t, dir)
	p, err := importing.MakePlan(t.Context(), s, b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := importing.Apply(t.Context(), s, p, "import", at); err != nil {
		t.Fatal(err, problems(b))
	}
	return s
}

// sameAgain asserts that an export that is imported is exported as the same bytes.
func sameAgain(t testing.TB, s *store.Store, drafts bool) map[string]string {
	t.Helper()
	first, dir := exportOf(t, s, drafts)
	again, _ := exportOf(t, bringIn(t, dir), drafts)
	if !maps.Equal(first, again) {
		for name, text := range first {
			if again[name] != text {
				t.Errorf("%s:\n%s\nbecame\n%s", name, text, again[name])
			}
		}
		t.Fatalf("files %v became %v", slices.Sorted(maps.Keys(first)), slices.Sorted(maps.Keys(again)))
	}
	return first
}

func TestExport(t *testing.T) {
	s := openStore(t)
	put(t, s, "returns/opened", knowledge.Content{Title: "Opened: items?", Body: "Within **30** days.\n\n- a\n- b", Phrasings: []string{"send back", "it's \"open\""}, Tags: []string{"a"}, Category: "Returns", Locale: "de"}, true)
	put(t, s, "zurück", knowledge.Content{Title: "Zurück", Body: "30 Tage", Locale: "de", Audience: []string{"shop", "the, club"}, Review: "2026-12-31", Original: "Returns/Opened", OriginalRevision: 12}, true)
	put(t, s, "inside", knowledge.Content{Title: "Inside", Audience: []string{knowledge.StaffOnly}, Original: "true"}, true)
	put(t, s, "draft", knowledge.Content{Title: "Not yet", Body: "x"}, false)
	put(t, s, "Returns/Opened", knowledge.Content{Title: "Same name", Body: "# Same name\n\ntext"}, true)
	put(t, s, "toc", knowledge.Content{Title: "2 *stars* & [x](y)"}, true)
	put(t, s, "..", knowledge.Content{Title: "true", Body: "[!INCLUDE [a](b.md)] x"}, true)
	got := sameAgain(t, s, false)
	want := "---\nid: returns/opened\ntitle: \"Opened: items?\"\nphrasings:\n  - send back\n  - \"it's \\\"open\\\"\"\ntags:\n  - a\ncategory: Returns\nlocale: de\n---\n\nWithin **30** days.\n\n- a\n- b\n"
	if got["returns/opened~2.md"] != want || got["Returns/Opened.md"] == "" || got["%74oc.md"] == "" || got["%2E%2E.md"] == "" || len(got) != 6 {
		t.Errorf("files %q", got)
	}
	if want := "---\nid: zurück\ntitle: Zurück\nlocale: de\naudience:\n  - shop\n  - the, club\nreview: \"2026-12-31\"\noriginal: Returns/Opened\noriginal_revision: 12\n---\n\n30 Tage\n"; got["zurück.md"] != want {
		t.Errorf("a translation:\n%s", got["zurück.md"])
	}
	if all := sameAgain(t, s, true); len(all) != 7 || !strings.Contains(all["draft.md"], "\ndraft: true\n") {
		t.Errorf("with drafts: %q", all)
	}
}

func TestExportZIP(t *testing.T) {
	s := bringIn(t, folder(t, "a.md", "A", "b/c.md", "C"))
	write := func() []byte {
		var out bytes.Buffer
		if n, err := importing.ExportZIP(t.Context(), s, importing.ExportOptions{}, &out); err != nil || n.Articles != 2 || n.Files != 0 {
			t.Fatal(n, err)
		}
		return out.Bytes()
	}
	first := write()
	if !bytes.Equal(first, write()) {
		t.Error("the same articles make another ZIP")
	}
	if b := read(t, file(t, "x.zip", string(first))); !slices.Equal(ids(b), []string{"a", "b/c"}) || b.Errors() > 0 {
		t.Errorf("read back: %v %q", ids(b), problems(b))
	}
	if _, err := importing.ExportZIP(t.Context(), s, importing.ExportOptions{}, torn{}); err == nil {
		t.Error("what cannot be written is not told")
	}
}

// torn is a connection that broke off.
type torn struct{}

func (torn) Write([]byte) (int, error) { return 0, errors.New("broken off") }

// TestExportDemo exports the demo shop, imports the files and exports again.
func TestExportDemo(t *testing.T) {
	s := bringIn(t, filepath.Join(importtest.Root(t), "cmd", "frontdesk", "internal", "demo", "corpus"))
	if files := sameAgain(t, s, false); len(files) < 100 {
		t.Errorf("only %d files", len(files))
	}
}

// TestExportOfAnything exports articles with the oddest ids and texts.
func TestExportOfAnything(t *testing.T) {
	odd := rapid.StringOf(rapid.OneOf(
		rapid.RuneFrom([]rune("ab AB.-_/~#*[]()<>!&:;'\"\\|`%{}@=+?,0\n\t")), rapid.RuneFrom([]rune("éß–“€\u0301\u200b\u2028\ufeff\U0001F600\u0085")), rapid.Rune()))
	rapid.Check(t, func(rt *rapid.T) {
		s := openStore(t)
		seen := make(map[string]bool)
		for range rapid.IntRange(1, 3).Draw(rt, "articles") {
			id := odd.Draw(rt, "id")
			c, text, err := editing.Check(knowledge.Content{
				Title: odd.Draw(rt, "title"), Body: odd.Draw(rt, "body"), Phrasings: rapid.SliceOfN(odd, 0, 3).Draw(rt, "phrasings"),
				Tags: rapid.SliceOfN(odd, 0, 2).Draw(rt, "tags"), Category: odd.Draw(rt, "category"), Locale: rapid.SampledFrom([]string{"", "en", "de-AT"}).Draw(rt, "locale"),
				Audience: rapid.SliceOfN(odd, 0, 2).Draw(rt, "audience"), Review: rapid.SampledFrom([]string{"", "2026-02-28"}).Draw(rt, "review"),
				Original: odd.Draw(rt, "original"), OriginalRevision: rapid.IntRange(0, 3).Draw(rt, "revision"),
			})
			if err != nil || knowledge.ValidID(id) != nil || seen[id] {
				continue
			}
			seen[id] = true
			if err := s.Write(t.Context(), store.Batch{Puts: []store.Put{{ID: id, Content: c, Text: text, Author: "mia", At: at, Publish: true}}, At: at, Head: store.AnyHead}); err != nil {
				rt.Fatal(err)
			}
		}
		first, dir := exportOf(t, s, false)
		b := read(t, dir)
		if len(b.Items) != len(seen) || b.Errors() > 0 {
			rt.Fatalf("%d articles became %d items, %q, from %q", len(seen), len(b.Items), problems(b), first)
		}
		again, _ := exportOf(t, bringIn(t, dir), false)
		if !maps.Equal(first, again) {
			rt.Fatalf("%q became %q", first, again)
		}
	})
}

func TestManyPhrasingsRoundTrip(t *testing.T) {
	s := openStore(t)
	var phrasings []string
	for i := range knowledge.MaxPhrasings {
		phrasings = append(phrasings, fmt.Sprintf("%d %s", i, strings.Repeat("x\u200b", 120)))
	}
	put(t, s, "a", knowledge.Content{Title: "A", Body: "b", Phrasings: phrasings}, true)
	if files := sameAgain(t, s, false); !bytes.Contains([]byte(files["a.md"]), []byte("999 x")) {
		t.Error("the last phrasing is not there")
	}
}
