package importing_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/care"
	"frontdesk/knowledge/importing"
)

// file writes a file into the test's folder and returns its path.
func file(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// folder writes files given as name, text, name, text … and returns the folder.
func folder(t testing.TB, files ...string) string {
	t.Helper()
	root := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		path := filepath.Join(root, filepath.FromSlash(files[i]))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// packed makes a ZIP of files given as name, text, name, text …
func packed(t testing.TB, files ...string) string {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file(t, "docs.zip", buf.String())
}

func read(t testing.TB, path string) importing.Batch {
	t.Helper()
	b, err := importing.Read(t.Context(), path, importing.Options{Inspect: care.Take})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func ids(b importing.Batch) (out []string) {
	for _, i := range b.Items {
		out = append(out, i.ID)
	}
	return out
}

// problems returns the batch's problems as lines, without the file.
func problems(b importing.Batch) (out []string) {
	for _, p := range b.Problems {
		out = append(out, p.String())
	}
	return out
}

func TestMarkdown(t *testing.T) {
	full := "---\ntitle: \"Opened *tents*: returns\"\nid: tents\nphrasings:\n  - can I send back my tent\n  - 'return: tent?'\ntags: returns, tents\ncategory: Returns\nlocale: en-GB\ndescription: ignored\nms.date: 2024-01-01\nms.custom: {a: [b]}\n---\n\n# Opened tents: returns\n\nWithin **30** days.\n"
	for _, c := range []struct {
		name, text string
		want       importing.Item
	}{
		{"full.md", full, importing.Item{ID: "tents", Text: "Within 30 days.", Content: knowledge.Content{
			Title: "Opened tents: returns", Body: "Within **30** days.", Phrasings: []string{"can I send back my tent", "return: tent?"}, Tags: []string{"returns", "tents"}, Category: "Returns", Locale: "en-GB"}}},
		{"gift-cards.md", "Cards never expire.", importing.Item{ID: "gift-cards", Text: "Cards never expire.", Content: knowledge.Content{Title: "Gift cards", Body: "Cards never expire.", Locale: "en"}}},
		{"heading.MD", "\ufeffIntro.\r\n\r\n## The *title*\r\n", importing.Item{ID: "heading", Text: "Intro.\n\nThe title", Content: knowledge.Content{Title: "The title", Body: "Intro.\n\n## The *title*", Locale: "en"}}},
		{"empty-front.md", "---\n---\nText", importing.Item{ID: "empty-front", Text: "Text", Content: knowledge.Content{Title: "Empty front", Body: "Text", Locale: "en"}}},
		{"number.md", "---\ntitle: 2024\ntags: [1, x]\ncategory: null\n...\nText", importing.Item{ID: "number", Text: "Text", Content: knowledge.Content{Title: "2024", Body: "Text", Tags: []string{"1", "x"}, Locale: "en"}}},
		{"sites.md", "---\naudience: shop, club\nreview: 2026-12-31\noriginal: returns\noriginal_revision: 3\noverrule: the question is out of date\n---\nText", importing.Item{ID: "sites", Text: "Text", Overrule: "the question is out of date", Content: knowledge.Content{
			Title: "Sites", Body: "Text", Locale: "en", Audience: []string{"shop", "club"}, Review: "2026-12-31", Original: "returns", OriginalRevision: 3}}},
		{"nothing.md", "---\naudience:\nreview:\noriginal: \noriginal_revision:\noverrule:\n---\nText", importing.Item{ID: "nothing", Text: "Text", Content: knowledge.Content{Title: "Nothing", Body: "Text", Locale: "en"}}},
		{"other-heading.md", "---\ntitle: A\n---\n# B\ntext", importing.Item{ID: "other-heading", Text: "B\n\ntext", Content: knowledge.Content{Title: "A", Body: "# B\ntext", Locale: "en"}}},
	} {
		b := read(t, file(t, c.name, c.text))
		if len(b.Items) != 1 || len(b.Problems) != 0 {
			t.Errorf("%s: %+v", c.name, b)
			continue
		}
		got := b.Items[0]
		if got.ID != c.want.ID || got.Text != c.want.Text || !got.Content.Equal(c.want.Content) || got.File != c.name || got.Line != 1 || got.Overrule != c.want.Overrule || got.Bare {
			t.Errorf("%s: got %+v\nwant %+v", c.name, got, c.want)
		}
	}
}

func TestMarkdownProblems(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"utf-8", "ok\nbad \xff", "f.md:2: error: the text is not valid UTF-8; save the file as UTF-8"},
		{"utf-16", "\xff\xfea\x00", "f.md:1: error: the file is UTF-16; save the file as UTF-8"},
		{"nul", "a\n\nb\x00", "f.md:3: error: there is a NUL character"},
		{"zip", "PK\x03\x04", "f.md:1: error: the file is a ZIP"},
		{"open front matter", "---\ntitle: a\n\ntext", `f.md:1: error: the front matter that begins with "---" does not end`},
		{"yaml", "---\ntags: a\ntitle: a: b\n---\ntext", "f.md:3: error: the front matter is not valid YAML"},
		{"list as front matter", "---\n- a\n---\ntext", `f.md:2: error: the front matter is not a list of "key: value" lines`},
		{"wrong kind", "---\nx: 1\ntitle: [a]\n---\ntext", "f.md:3: error: title: a single text is expected"},
		{"wrong entry", "---\nphrasings:\n - a\n - {b: c}\n---\ntext", "f.md:3: error: phrasings: entry 2"},
		{"twice", "---\ntitle: a\ntitle: b\n---\ntext", "f.md:3: error:"},
		{"bomb", "---\ntitle: a\n---\n" + strings.Repeat(">", 1000), "f.md:4: error: lists and quotes are nested too deeply"},
		{"size", "---\ntitle: a\n---\n" + strings.Repeat("a ", knowledge.MaxBody), "f.md:4: error: the body has"},
		{"file size", strings.Repeat("a ", 3<<20), "f.md: error: the file has more than 4194304 bytes; split it"},
		{"long title", "---\ntitle: " + strings.Repeat("a", 400) + "\n---\ntext", "f.md:4: error: the title has 400 bytes"},
		{"long tag", "---\ntitle: a\ntags: " + strings.Repeat("a", 100) + "\n---\ntext", "f.md:5: error: the tag"},
		{"id", "---\nid: \"a\\tb\"\n---\ntext", "f.md:1: error: the id"},
		{"audience", "---\ntitle: a\naudience: staff, shop\n---\ntext", `f.md:3: error: audience: the audience is "staff" and sites besides; name either`},
		{"audience as a map", "---\naudience: {a: b}\n---\ntext", "f.md:2: error: audience: a list of texts is expected"},
		{"long audience", "---\ntitle: a\naudience:\n  - " + strings.Repeat("a", 100) + "\n---\ntext", "f.md:4: error: audience: the audience names a site of 100 bytes"},
		{"review", "---\ntitle: a\nreview: 31.12.2026\n---\ntext", `f.md:3: error: review: the review date "31.12.2026" is not a day such as 2026-12-31`},
		{"original", "---\ntitle: a\noriginal: \"a\\tb\"\n---\ntext", `f.md:3: error: original: the original "a\tb" is not the id of an article`},
		{"original revision", "---\noriginal: a\noriginal_revision: 0\n---\ntext", `f.md:3: error: original_revision: "0" is not the number of a revision`},
		{"original revision in words", "---\noriginal: a\noriginal_revision: two\n---\ntext", `f.md:3: error: original_revision: "two" is not`},
		{"no original", "---\n# x\noriginal_revision: 2\n---\ntext", "f.md:3: error: original_revision: the article it is of is missing; name it with original"},
		{"overrule", "---\noverrule: ok\n---\ntext", `f.md:2: error: overrule: the reason "ok" is too short`},
		{"no text", "---\ntitle: a\n---\n<!-- later -->", "f.md:4: warning: the article has no text"},
	} {
		b := read(t, file(t, "f.md", c.text))
		if len(b.Problems) != 1 || !strings.HasPrefix(b.Problems[0].String(), c.want) {
			t.Errorf("%s: problems %q, want %q", c.name, problems(b), c.want)
		}
		if (b.Errors() == 0) != (len(b.Items) == 1) {
			t.Errorf("%s: %d errors and %d items", c.name, b.Errors(), len(b.Items))
		}
	}
}

// Each problem of a file names the article that it keeps out, as far as that can be known.
func TestProblemsNameArticles(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"its name":        {"---\ntitle: a: b\n---\n", "sub/f"},
		"broken YAML":     {"---\ntitle: a: b\nid:   mine\n---\n", "mine"},
		"quotes":          {"---\nid: \"my id\"\ntitle: [a]\n---\n", "my id"},
		"not UTF-8":       {"\ufeff---\r\nid: mine\r\n---\r\n\xff", "mine"},
		"never closed":    {"---\nid: mine\ntext", "mine"},
		"no front matter": {"text\nid: mine\n\xff", "sub/f"},
		"nobody's id":     {"---\nid: \"a\tb\"\n---\n\xff", "sub/f"},
		"too large":       {strings.Repeat("a", 5<<20), ""},
	} {
		b := read(t, folder(t, "sub/f.md", c.text))
		if len(b.Problems) != 1 || b.Problems[0].Article != c.want {
			t.Errorf("%s: %+v, want %q", name, b.Problems, c.want)
		}
	}
}

// TestNothingIsDropped reads a folder and a ZIP with every kind of file: each must end as an item, a
// problem or a skip.
func TestNothingIsDropped(t *testing.T) {
	files := []string{
		"a.md", "A", "sub/b.markdown", "B", "sub/empty.md", " \n", "TOC.md", "# x", "includes/x.md", "fragment", "img/p.png", "\x89PNG", "data.csv", "question\nx", "._a.md", "\x00\x05", ".hidden/c.md", "C", "bad.md", "\xff", "sub/c d.md", "D",
	}
	wantSkips := map[string]string{
		"sub/empty.md": "empty", "TOC.md": "a table of contents, not an article", "includes/x.md": "a fragment for other files to include", "img/p.png": "neither Markdown nor HTML", "data.csv": "neither Markdown nor HTML", "._a.md": "a hidden file",
	}
	dir := folder(t, files...)
	if err := os.Symlink("a.md", filepath.Join(dir, "link.md")); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]importing.Batch{"folder": read(t, dir), "zip": read(t, packed(t, files...))} {
		if got := ids(b); !slices.Equal(got, []string{"a", "sub/b", "sub/c d"}) {
			t.Errorf("%s: items %v", name, got)
		}
		if got := problems(b); len(got) != 1 || !strings.HasPrefix(got[0], "bad.md:1: error") {
			t.Errorf("%s: problems %v", name, got)
		}
		skips := make(map[string]string)
		for _, s := range b.Skips {
			skips[s.File] = s.Reason
		}
		for file, reason := range wantSkips {
			if skips[file] != reason {
				t.Errorf("%s: %s is skipped because %q, want %q", name, file, skips[file], reason)
			}
		}
		extra := map[string][]string{"folder": {".hidden/", "link.md"}, "zip": {".hidden/c.md"}}[name]
		for _, file := range extra {
			if skips[file] == "" {
				t.Errorf("%s: %s is not listed", name, file)
			}
		}
		if len(skips) != len(wantSkips)+len(extra) {
			t.Errorf("%s: skips %v", name, skips)
		}
	}
}

func TestDuplicateIDs(t *testing.T) {
	b := read(t, folder(t, "a.md", "A", "b.md", "---\nid: a\n---\nB", "c.md", "---\nid: a\n---\nC"))
	want := []string{`b.md:1: error: the id "a" is used already at a.md:1; give one of the two another id`, `c.md:1: error: the id "a" is used already at a.md:1; give one of the two another id`}
	if got := problems(b); !slices.Equal(got, want) || len(b.Items) != 1 {
		t.Errorf("problems %q", got)
	}
}

func TestIncludes(t *testing.T) {
	b := read(t, folder(t,
		"sub/a.md", "---\ntitle: About [!INCLUDE[p](../includes/prod_short.md)]\n---\nIn [!INCLUDE [p](../includes/prod_short.md)] and [!INCLUDE[crm](gone/crm_md.md)].\n\n[!INCLUDE[block](../includes/block.md)]\n\n[!INCLUDE[f](gone/footer.md)]\n\n[!INCLUDE[r](~/includes/prod_short.md)]!",
		"includes/prod_short.md", "---\nms.x: y\n---\nTent **Master**\n",
		"includes/block.md", "Nested: [!INCLUDE[p](prod_short.md)].\n\n- [!INCLUDE[self](block.md)]\n",
	))
	if len(b.Items) != 1 {
		t.Fatalf("%+v", b)
	}
	i := b.Items[0]
	if i.Content.Title != "About Tent Master" || !strings.HasPrefix(i.Text, "In Tent Master and CRM.\n\nNested: Tent Master.") || !strings.HasSuffix(i.Text, "\n\nTent Master!") || strings.Contains(i.Content.Body, "INCLUDE") {
		t.Errorf("title %q, text %q", i.Content.Title, i.Text)
	}
	if got := problems(b); len(got) != 1 || !strings.Contains(got[0], "fragments to be included are not among the files") {
		t.Errorf("problems %q", got)
	}
}

// TestIncludeBomb proves that fragments that include one another many times end quickly.
func TestIncludeBomb(t *testing.T) {
	bomb := strings.Repeat("[!INCLUDE[x](b.md)] text ", 200)
	b := read(t, folder(t, "a.md", bomb, "b.md", strings.Repeat("[!INCLUDE[x](a.md)] text ", 200)))
	if len(b.Items)+b.Errors() != 2 {
		t.Errorf("%d items, %d errors", len(b.Items), b.Errors())
	}
}

func TestProgress(t *testing.T) {
	for _, path := range []string{folder(t, "a.md", "A", "b.md", "B", "c.txt", "C"), file(t, "x.jsonl", `{"question":"a","answer":"b"}`), file(t, "x.csv", "question,answer\na,b")} {
		last, total := 0, 0
		_, err := importing.Read(t.Context(), path, importing.Options{Progress: func(d, n int) {
			if d < last || d > n {
				t.Errorf("%s: progress went from %d to %d of %d", path, last, d, n)
			}
			last, total = d, n
		}})
		if err != nil || last != total || total == 0 {
			t.Errorf("%s: ended at %d of %d, %v", path, last, total, err)
		}
	}
}
