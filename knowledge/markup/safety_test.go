package markup

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// check asserts what every parsed document promises.
func check(t testing.TB, md string) {
	doc, err := Parse(md)
	if err != nil {
		return
	}
	again, err := Parse(md)
	if err != nil || again.Text != doc.Text || !reflect.DeepEqual(again.Blocks, doc.Blocks) {
		t.Fatalf("parsing twice differs for %q", md)
	}
	if !utf8.ValidString(doc.Text) {
		t.Fatalf("text is not UTF-8: %q", doc.Text)
	}
	end := 0
	for i, b := range doc.Blocks {
		if b.Start < end || b.End <= b.Start || b.End > len(doc.Text) {
			t.Fatalf("block %d %+v does not follow %d in %q", i, b, end, doc.Text)
		}
		if gap := doc.Text[end:b.Start]; strings.Trim(gap, " \n") != "" {
			t.Fatalf("words %q stand in no block", gap)
		}
		if !utf8.RuneStart(doc.Text[b.Start]) || b.End < len(doc.Text) && !utf8.RuneStart(doc.Text[b.End]) {
			t.Fatalf("block %d %+v cuts a character in %q", i, b, doc.Text)
		}
		end = b.End
	}
	if end != len(doc.Text) {
		t.Fatalf("words %q stand in no block", doc.Text[end:])
	}
	checkNodes(t, doc, doc.Nodes)
	if raw, err := json.Marshal(doc.Nodes); err != nil || bytes.ContainsAny(raw, "<>") {
		t.Fatalf("tree does not marshal safely: %v %s", err, raw)
	}
}

func checkNodes(t testing.TB, doc Doc, nodes []Node) {
	for _, n := range nodes {
		if n.Tag != "" && !slices.Contains(Tags, n.Tag) {
			t.Fatalf("tag %q is not on the list", n.Tag)
		}
		if n.Tag == "" && (len(n.Kids) > 0 || n.Text == "") {
			t.Fatalf("malformed text node %+v", n)
		}
		if got, ok := safeHref(n.Href); n.Href != "" && (n.Tag != "a" && n.Tag != "img" || !ok || got != n.Href) {
			t.Fatalf("href %q on %q", n.Href, n.Tag)
		}
		if _, ok := imageHref(n.Href); n.Tag == "img" && n.Href != "" && !ok {
			t.Fatalf("source %q of an image", n.Href)
		}
		if n.Off != nil {
			if n.Off.Start < 0 || n.Off.End > len(doc.Text) || n.Off.Start >= n.Off.End {
				t.Fatalf("off %v outside the text", *n.Off)
			}
			if n.Tag == "p" { // what the tree shows is what the text says
				said := strings.Join(strings.Fields(doc.Text[n.Off.Start:n.Off.End]), " ")
				shown := strings.Join(strings.Fields(n.Words()), " ")
				if !strings.HasSuffix(said, shown) {
					t.Fatalf("shown %q, said %q", shown, said)
				}
			}
		}
		checkNodes(t, doc, n.Kids)
	}
}

var pieces = []string{
	"a", "word ", "ü€𝄞", " ", "  \n", "\n", "\n\n", "# ", "## ", "- ", "  - ", "1. ", "> ", "    ", "\t", "```\n", "~~~\n", "`", "``", "*", "**", "_", "~~", "[", "]", "(", ")",
	"](https://x.y)", "](javascript:alert(1))", "![", "|", "\n|-|-|\n", "|a|b|\n", "<b>", "</b>", "<script>", "</script>", "<li>", "<br>", "<!--", "-->", "<div>\n", "<a name=x></a>", "<x y>",
	"&amp;", "&#0;", "&nbsp;", "\\", "---\n", "===\n", "> [!NOTE]\n", ":::image alt-text=\"x\":::", "[!INCLUDE[a](b.md)]", "https://a.b/c", "www.x.y", "a@b.cd",
	"](file:0123456789abcdef0123456789abcdef/a.png)", "](file:0123456789abcdef0123456789abcdef/a.pdf \"t\")", "file:", "](file:///etc/passwd)", "\r\n", "\u00a0", "\u0001", "\ufeff", "[1]: /u \"t\"\n", "[1]",
}

func TestEveryDocument(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		check(t, strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 40).Draw(rt, "pieces"), ""))
	})
}

func FuzzParse(f *testing.F) {
	for _, p := range pieces {
		f.Add(p + "x " + p)
	}
	for _, md := range bombs() {
		f.Add(md[:300])
	}
	f.Fuzz(func(t *testing.T, md string) { check(t, md) })
}

func TestHref(t *testing.T) {
	for dest, want := range map[string]string{
		"https://x.y/z?a=b#c": "https://x.y/z?a=b#c", "HTTP://X.y": "http://X.y", "mailto:a@b.c": "mailto:a@b.c", "article:a/b": "article:a/b", " https://x.y ": "https://x.y",
		"https://x.y/a b": "https://x.y/a%20b",
	} {
		if got, ok := safeHref(dest); !ok || got != want {
			t.Errorf("safeHref(%q) = %q, %v, want %q", dest, got, ok, want)
		}
	}
	for _, dest := range []string{
		"", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "\x01javascript:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//x.y", "/a", "a.md", "#x", "https:", "https:///x",
		"https://user@x.y", `https:\\x.y`, "mailto:", "article:", "article: x", "blob:https://x.y", "https://" + strings.Repeat("a", 3000), "https://x.y/\u0000",
	} {
		if got, ok := safeHref(dest); ok {
			t.Errorf("safeHref(%q) = %q, want none", dest, got)
		}
	}
}

// TestHostile runs the markup of public attack lists against the tree: none may pass as more than words.
func TestHostile(t *testing.T) {
	for _, md := range []string{
		"<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "[x](javascript:alert(1))", "[x](  javascript:alert(1))", "[x]( data:text/html;base64,PHN2Zz4=)", "[x](java&#115;cript:alert(1))",
		"[x](javascript&colon;alert(1))", "![x](javascript:alert(1))", "<javascript:alert(1)>", "<a href=\"javascript:alert(1)\">x</a>", "<<script>script>alert(1)</script>", "`<script>`", "    <script>", "[x](<javascript:alert(1)>)",
		"[x]\n\n[x]: javascript:alert(1)", "<iframe srcdoc='<script>'></iframe>", "<div style=\"x:expression(alert(1))\">y</div>", "&lt;script&gt;alert(1)&lt;/script&gt;", "[a](https://x.y\" onmouseover=\"alert(1))",
	} {
		check(t, md)
		doc, err := Parse(md)
		if err != nil {
			t.Errorf("%q: %v", md, err)
		}
		var walk func([]Node)
		walk = func(nodes []Node) {
			for _, n := range nodes {
				if n.Tag == "img" && n.Href != "" {
					t.Errorf("%q shows %q", md, n.Href)
				}
				if n.Tag == "a" && n.Href != "https://x.y" || n.Tag == "img" && n.Alt != "x" {
					t.Errorf("%q became %+v", md, n)
				}
				walk(n.Kids)
			}
		}
		walk(doc.Nodes)
	}
}
