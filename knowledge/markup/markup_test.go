package markup

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"frontdesk/knowledge"
)

func TestText(t *testing.T) {
	for _, c := range []struct{ name, md, want string }{
		{"empty", "", ""},
		{"paragraphs", "One\nline.\n\nTwo.", "One line.\n\nTwo."},
		{"line ends", "a\r\nb\r\rc", "a b\n\nc"},
		{"hard breaks", "one  \ntwo\\\nthree<br/>four", "one\ntwo\nthree\nfour"},
		{"heading", "# T *x*\ntext\n\nSub\n---\nmore", "T x\n\ntext\n\nSub\n\nmore"},
		{"escapes", `\*a\* &amp; &#8364; &euro; &nope; \q`, `*a* & € € &nope; \q`},
		{"emphasis", "**a** *b* ~~c~~ `d  e`", "a b c d e"},
		{"bullets", "- a\n- b\n\nafter", "• a\n• b\n\nafter"},
		{"numbers", "3. a\n4. b", "3. a\n4. b"},
		{"nested", "1. a\n   - b\n     - c\n2. d", "1. a\n  • b\n    • c\n2. d"},
		{"loose item", "- a\n\n  more\n\n- b", "• a\n  more\n• b"},
		{"break in item", "- a  \n  b", "• a\n  b"},
		{"empty items", "-\n- b\n-", "• b"},
		{"code", "```go\nfunc  f() {\n\treturn\n}\n```", "func  f() {\n\treturn\n}"},
		{"indented code", "a\n\n    x  <b>\n", "a\n\nx  <b>"},
		{"table", "|A|B|\n|-|-|\n|1|`x\\|y`|\n||2|\n|||", "A | B\n1 | x|y\n2"},
		{"quote", "> said\n> so\n\nme", "said so\n\nme"},
		{"links", "[a](https://x.y) <https://b.c> www.d.e f@g.hi", "a https://b.c www.d.e f@g.hi"},
		{"relative link", "see [Post](post.md#x)", "see Post"},
		{"reference link", "see [it][1]\n\n[1]: https://x.y", "see it"},
		{"image", "press ![the *big* bulb](x.png \"t\") now", "press the big bulb now"},
		{"comment", "a <!-- b --> c\n\n<!--\nhidden\n-->\n\nd", "a c\n\nd"},
		{"inline html", "a <b>bold</b> <kbd>F1</kbd> <script>alert(1)</script>z", "a bold F1 z"},
		{"placeholder", "type <file name> or <persona>", "type <file name> or <persona>"},
		{"html block", "<ul><li>One</li>\n<li>T&lt;o</li></ul>\n\n<style>p{}</style>\n\nx", "• One\n\n• T<o\n\nx"},
		{"html table", "<table><tr><td>a</td><td>b</td></tr></table>", "a | b"},
		{"alert", "> [!NOTE]\n> Mind this.", "Note: Mind this."},
		{"alert with list", "> [!Tip]\n> - a", "Tip:\n\n• a"},
		{"layout hint", "> [!div class=\"x\"]\n> Next", "Next"},
		{"video", "> [!VIDEO https://x.y/v]", "Video"},
		{"colon image", ":::image type=\"content\" source=\"a.png\" alt-text=\"A [bin]\" :::", "A [bin]"},
		{"colon rows", ":::row:::\n:::column span=\"2\":::\ntext\n:::column-end:::", "text"},
		{"anchor", "## <a name=\"x\"></a>Title\n\n<a id=y></a>\ntext", "Title\n\ntext"},
		{"include in sentence", "In [!INCLUDE[prod_short](i/prod_short.md)], use [!INCLUDE [x](i/crm_md.md)].", "In the product, use CRM."},
		{"include at start", "1. [!INCLUDE[open-search](i/open-search.md)], then. [!INCLUDE[p](i/prod_short.md)] is a [!INCLUDE[p](i/prod_short.md)] page.", "1. Open search, then. The product is a product page."},
		{"include with long name", "Go [!INCLUDE[x](i/ctrl-right-click-to-open.md)].", "Go ."},
		{"include alone", "a\n\n[!INCLUDE[footer](i/footer-banner.md)]", "a"},
		{"dialect in code", "```\n[!INCLUDE[a](b.md)]\n:::image x:::\n```", "[!INCLUDE[a](b.md)]\n:::image x:::"},
		{"blank reference", "&nbsp;\n\na&nbsp;b", "a b"},
		{"control characters", "a&#1;b\u0001c", "a\ufffdbc"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := Parse(c.md)
			if err != nil {
				t.Fatal(err)
			}
			if c.name == "control characters" { // which of the two a reference to U+0001 becomes does not matter
				c.want = strings.ReplaceAll(c.want, "\ufffd", "")
				doc.Text = strings.ReplaceAll(doc.Text, "\ufffd", "")
			}
			if doc.Text != c.want {
				t.Errorf("got  %q\nwant %q", doc.Text, c.want)
			}
		})
	}
}

func TestTree(t *testing.T) {
	for _, c := range []struct{ name, md, want string }{
		{"paragraph", "a *b*", `[{"t":"p","off":[0,3],"c":["a ",{"t":"em","c":["b"]}]}]`},
		{"heading levels", "# a\n#### b\n###### c", `[{"t":"h2","off":[0,1],"c":["a"]},{"t":"h4","off":[3,4],"c":["b"]},{"t":"h4","off":[6,7],"c":["c"]}]`},
		{"tight list", "2. a\n   - b", `[{"t":"ol","start":2,"c":[{"t":"li","off":[0,4],"c":["a",{"t":"ul","c":[{"t":"li","off":[7,12],"c":["b"]}]}]}]}]`},
		{"link kept", "[a](https://x.y/?q=1)", `[{"t":"p","off":[0,1],"c":[{"t":"a","href":"https://x.y/?q=1","c":["a"]}]}]`},
		{"article link", "[a](article:post/it)", `[{"t":"p","off":[0,1],"c":[{"t":"a","href":"article:post/it","c":["a"]}]}]`},
		{"mail link", "<a@b.co>", `[{"t":"p","off":[0,6],"c":[{"t":"a","href":"mailto:a@b.co","c":["a@b.co"]}]}]`},
		{"table", "A|B\n-|-\n1|", `[{"t":"table","c":[{"t":"thead","c":[{"t":"tr","off":[0,5],"c":[{"t":"th","c":["A"]},{"t":"th","c":["B"]}]}]},` +
			`{"t":"tbody","c":[{"t":"tr","off":[6,7],"c":[{"t":"td","c":["1"]},{"t":"td"}]}]}]}]`},
		{"image", "![x](y)", `[{"t":"p","off":[0,1],"c":[{"t":"img","alt":"x"}]}]`},
		{"rule", "a\n\n---", `[{"t":"p","off":[0,1],"c":["a"]},{"t":"hr"}]`},
		{"code", "    x", `[{"t":"pre","off":[0,1],"c":[{"t":"code","c":["x"]}]}]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, err := Parse(c.md)
			if err != nil {
				t.Fatal(err)
			}
			got, err := json.Marshal(doc.Nodes)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestBlocks(t *testing.T) {
	doc, err := Parse("# A\nfirst\n\n## B\n- x\n  - y\n\n> q\n\n# C\n![i](j)\n\n|H|\n|-|\n|r|\n\n    c")
	if err != nil {
		t.Fatal(err)
	}
	type seen struct {
		Kind  Kind
		Level int
		Words string
		Path  string
	}
	var got []seen
	for _, b := range doc.Blocks {
		got = append(got, seen{b.Kind, b.Level, doc.Text[b.Start:b.End], strings.Join(b.Path, "/")})
	}
	want := []seen{
		{Heading, 1, "A", ""}, {Paragraph, 0, "first", "A"}, {Heading, 2, "B", "A"}, {Item, 1, "• x", "A/B"}, {Item, 2, "• y", "A/B"},
		{Quote, 0, "q", "A/B"}, {Heading, 1, "C", ""}, {Image, 0, "i", "C"}, {Header, 0, "H", "C"}, {Row, 0, "r", "C"}, {Code, 0, "c", "C"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct{ md, says string }{
		"size":     {strings.Repeat("a", knowledge.MaxBody+1), "split the article"},
		"utf-8":    {"a\xffb", "save the file as UTF-8"},
		"nul":      {"a\x00b", "NUL"},
		"quotes":   {strings.Repeat(">", 100), "nested too deeply"},
		"lists":    {strings.Repeat("- ", 50) + "a", "nested too deeply"},
		"brackets": {strings.Repeat("[", 200), "square brackets"},
		"emphasis": {strings.Repeat("**a ", 40) + strings.Repeat("b**", 40), "nested too deeply"},
		"cells":    {strings.Repeat("a|", 300) + "\n" + strings.Repeat("-|", 300) + strings.Repeat("\na", 300), "split the table"},
		"tangle":   {strings.Repeat("[a](b", 20000), "split the paragraph"},
	} {
		doc, err := Parse(c.md)
		if !errors.Is(err, knowledge.ErrInvalid) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: error %v, want one that says %q", name, err, c.says)
		}
		if doc.Text != "" || doc.Nodes != nil {
			t.Errorf("%s: a refused text left something behind", name)
		}
	}
}

func TestLongButOrdinary(t *testing.T) {
	for name, md := range map[string]string{
		"links":     strings.Repeat("see [this *page*](https://x.y/z) and `code` ", 4000),
		"emphasis":  strings.Repeat("a **bold** and *slanted* word_with_marks\n", 1500),
		"table":     "|a|b|c|\n|-|-|-|\n" + strings.Repeat("|**x**|[y](https://z.w)|`v`|\n", 5000),
		"list":      strings.Repeat("- one\n  - two\n    - three\n\n      text\n", 5000),
		"stray":     strings.Repeat("5 * 3 < 7 and a_b [ ] done (perhaps) ~5\n\n", 4000),
		"footnotes": strings.Repeat("[1] word [x] ", 5000),
	} {
		if _, err := Parse(md); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestInline(t *testing.T) {
	for md, want := range map[string]string{
		"[Business *Central*](index.yml)": "Business Central", "plain": "plain", "C&amp;A": "C&A", "a\nb": "a b", "\x00": "\x00",
	} {
		if got := Inline(md); got != want {
			t.Errorf("Inline(%q) = %q, want %q", md, got, want)
		}
	}
}
