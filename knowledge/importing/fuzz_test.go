package importing

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"frontdesk/knowledge"
	"frontdesk/knowledge/markup"
)

// fresh returns an empty reading with small limits.
func fresh() *reading {
	return newReading(context.Background(), Options{Limits: Limits{File: 64 << 10, Unpacked: 256 << 10}})
}

// checkBatch asserts what every batch promises, whatever was read.
func checkBatch(t *testing.T, b Batch) {
	seen := make(map[string]bool)
	for _, i := range b.Items {
		if err := i.Content.Validate(); err != nil {
			t.Fatalf("item %q is invalid: %v", i.ID, err)
		}
		if knowledge.ValidID(i.ID) != nil || seen[i.ID] || i.Line < 1 || i.File == "" {
			t.Fatalf("item %+v", i)
		}
		seen[i.ID] = true
		if doc, err := markup.Parse(i.Content.Body); err != nil || doc.Text != i.Text {
			t.Fatalf("text of %q does not belong to its body: %v", i.ID, err)
		}
	}
	for _, p := range b.Problems {
		if p.File == "" || p.Message == "" || p.Line < 0 || !utf8.ValidString(p.Message) {
			t.Fatalf("problem %+v", p)
		}
	}
}

func FuzzFrontMatter(f *testing.F) {
	for _, seed := range []string{
		"---\ntitle: a\n---\nb", "---\n---\n", "---\n", "---\nphrasings: [a, b]\ntags: x, y\n---\n# h", "---\na: &x b\ntitle: *x\n---\n", "---\n? a\n: b\n---\n", "---\ntitle: |\n  a\n  b\n...\nx", "---\n<<: *a\n---",
		"---\n!!binary x\n---\n", "---\n{a: b\n---", "---\r\ntitle: x\r\n---\r\ny", "\ufeff---\ntitle: '#'\n---\n", "---\nphrasings: &a [*a]\n---\nx",
		"---\naudience: [shop, club]\nreview: 2026-12-31\noriginal: a\noriginal_revision: 2\noverrule: it is out of date\n---\nx", "---\nid: a\noriginal_revision: -1\naudience: &a [*a]\n---\nx",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := fresh()
		r.article(place{file: "f.md", name: "f.md", id: "f"}, []byte(text), func(i markup.Include) string { return i.Words() })
		b := r.finish()
		checkBatch(t, b)
		if len(b.Items)+b.Errors()+len(b.Skips) != 1 {
			t.Fatalf("the file became %d items, %d errors, %d skips", len(b.Items), b.Errors(), len(b.Skips))
		}
	})
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{"question,answer\na,b\n", "id;title;body\n1;\"a;b\";c\n", "\ufeffquestion\nx", "question,answer\n\"a\"\"b\",\"c\nd\"\n", "question\n\"", ",\n", "question,question\n", "\xff\xfe", "question\ta\nx\ty"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := fresh()
		if err := r.csv("f.csv", &meter{in: strings.NewReader(text), all: r.limits.Unpacked, row: r.limits.File}); err != nil {
			t.Fatal(err)
		}
		checkBatch(t, r.finish())
	})
}

func FuzzJSONLines(f *testing.F) {
	for _, seed := range []string{`{"question":"a","answer":"b"}`, `{"id":1,"title":"a","tags":"x,y"}` + "\n{}", `[{}]`, `{"question":null,"phrasings":["a",1,null]}`, "{\"question\":\"\xff\"}", `{"question":"\ud800"}`, "\ufeff{}",
		`{"articles":[{"id":1,"title":"T","body":"<p>a <a href='/hc/articles/2-x'>b</a>","label_names":["x"],"section_id":3},{"id":2,"title":"U","body":null,"draft":true}],"sections":[{"id":3,"name":"S"}],"next_page":null}`,
		`{"type":"list","data":[{"type":"article","id":"1","title":"T","body":"x","state":"draft","translated_content":{"type":"x","de":{"title":"D","body":"y"},"fr":null}},{"type":"collection","id":"2","name":"C"}]}`,
		`[{"articles":[]},{"articles":[{}]}]`, `{"tickets":[{}]}`, `{"articles":{}}`, `{"id":1,"html_url":"","body":"<b>"}`, `{"articles":[`, `{"error":"x"}{"articles":null}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := fresh()
		if err := r.json("f.jsonl", &meter{in: strings.NewReader(text), all: r.limits.Unpacked, row: r.limits.File}); err != nil {
			t.Fatal(err)
		}
		if err := r.convertExports(); err != nil {
			t.Fatal(err)
		}
		checkBatch(t, r.finish())
	})
}

func FuzzZIPNames(f *testing.F) {
	for _, seed := range []string{"a.md", "a/b.md", "../a", "a/../b", "/a", "C:a", `a\b`, "a//b", "./a", "a/.", "", "a/", "\x00", "..", "a/..", "…/a.md"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		if nameFault(name) != "" {
			return
		}
		for _, part := range strings.Split(strings.TrimSuffix(name, "/"), "/") {
			if part == ".." || part == "" || part == "." {
				t.Fatalf("%q passed", name)
			}
		}
		if strings.HasPrefix(name, "/") || strings.ContainsAny(name, "\\\x00") || !utf8.ValidString(name) {
			t.Fatalf("%q passed", name)
		}
		entries := []entry{{name: name}, {name: "x/" + name}}
		nameArticles(entries)
		skipReason(name)
	})
}

func FuzzPage(f *testing.F) {
	for _, seed := range []string{"<title>T</title><p>a <b>b</b><img src=x>", "<h1>a</h1><ul><li>x<li>y</ul>", "<meta charset=utf-16>\xff", "<html lang=de_AT><table><tr><td>a<td>b<tr><td>c</table>", "\xff\xfe<\x00p\x00", "<pre>```", "<a href='b.html'>b</a>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := fresh()
		r.page(place{file: "f.html", name: "f.html", id: "f"}, []byte(text), "", linksAmong(map[string]string{"b.html": "b"}, "f.html"))
		b := r.finish()
		checkBatch(t, b)
		if len(b.Items)+b.Errors()+len(b.Skips) != 1 {
			t.Fatalf("the page became %d items, %d errors, %d skips", len(b.Items), b.Errors(), len(b.Skips))
		}
	})
}
