package index

import (
	"archive/zip"
	"bufio"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"frontdesk/knowledge"
	"frontdesk/knowledge/markup"
)

// shared finds a file of the shared test data, which is not part of the repository, or skips the test.
func shared(t testing.TB, name string) string {
	t.Helper()
	root := os.Getenv("FRONTDESK_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(root, "data", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED: the shared data is not here (set FRONTDESK_SHARED): %v", err)
	}
	return path
}

// productHelp reads the 2,113 articles of a real product's documentation.
func productHelp(t testing.TB) []knowledge.Revision {
	t.Helper()
	z, err := zip.OpenReader(shared(t, "dynamics365smb-docs.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	var out []knowledge.Revision
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".md") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		_ = r.Close()
		if err != nil {
			t.Fatal(err)
		}
		if rev, ok := markdownArticle(f.Name, string(raw)); ok {
			out = append(out, rev)
		}
	}
	return out
}

// demoShop reads the demo's corpus, which lies elsewhere in this repository.
func demoShop(t testing.TB) []knowledge.Revision {
	t.Helper()
	root := filepath.Join("..", "..", "cmd", "frontdesk", "internal", "demo", "corpus")
	var out []knowledge.Revision
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".md") {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if rev, ok := markdownArticle(filepath.ToSlash(name), string(raw)); ok {
			out = append(out, rev)
		}
		return err
	})
	if err != nil || len(out) == 0 {
		t.Skipf("SKIPPED: the demo corpus is not here: %v", err)
	}
	return out
}

// markdownArticle makes a revision of a Markdown file with front matter.
func markdownArticle(name, raw string) (knowledge.Revision, bool) {
	raw = strings.TrimPrefix(strings.ReplaceAll(raw, "\r\n", "\n"), "\ufeff")
	var front struct {
		Title     string
		Phrasings []string
		Tags      []string
		Category  string
		Locale    string
	}
	if rest, ok := strings.CutPrefix(raw, "---\n"); ok {
		head, body, _ := strings.Cut(rest, "\n---")
		raw = body
		if yaml.Unmarshal([]byte(head), &front) != nil {
			s := bufio.NewScanner(strings.NewReader(head))
			for s.Scan() {
				if v, ok := strings.CutPrefix(s.Text(), "title:"); ok {
					front.Title = strings.Trim(v, ` "'`)
				}
			}
		}
	}
	doc, err := markup.Parse(strings.TrimSpace(raw))
	if err != nil || front.Title == "" {
		return knowledge.Revision{}, false
	}
	return knowledge.Revision{
		Article: strings.TrimSuffix(name, ".md"), Number: 1, Text: doc.Text,
		Content: knowledge.Content{
			Title: front.Title, Phrasings: front.Phrasings, Tags: front.Tags, Category: front.Category, Locale: "en", Body: strings.TrimSpace(raw),
		},
	}, true
}
