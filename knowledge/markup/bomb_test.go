package markup

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/knowledge"
)

// bombs are inputs that make a Markdown parser work much harder than their size suggests.
func bombs() map[string]string {
	const size = knowledge.MaxBody
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	numbered := func(format string) string {
		var b strings.Builder
		for i := 0; b.Len() < size-64; i++ {
			fmt.Fprintf(&b, format, i, i)
		}
		return b.String()
	}
	ticks := func() string {
		var b strings.Builder
		for i := 1; b.Len()+i+1 < size; i++ {
			b.WriteString(strings.Repeat("`", i) + "a")
		}
		return b.String()
	}
	indented := func(marker string) string {
		var b strings.Builder
		for i := 0; b.Len() < size-1000; i++ {
			b.WriteString(strings.Repeat("  ", i) + marker + "\n")
		}
		return b.String()
	}
	quoted := strings.Repeat("> ", 12)
	return map[string]string{
		"quotes": fill(">"), "quotes 64k": strings.Repeat(">", 64<<10), "quotes blank": fill("> "), "quote lines": fill(">\n"), "quotes lazy": strings.Repeat(">", 15) + "a\n" + fill("b\n")[:size-64],
		"quotes 12 lines": fill(quoted + "a\n"), "quotes 12 blank": fill(quoted + "\n"), "quotes with paragraphs": quoted + "a\n" + fill(quoted + "\n" + quoted + "b\n")[:size-64],
		"dashes": fill("- - "), "stars list": fill("* * a"), "dash nest": fill("- ")[:size-2] + "a", "plus nest": fill("+ ")[:size-2] + "a", "numbers": fill("1. "), "indented list": indented("- a"), "indented numbers": indented("1. a"), "mixed nest": fill("> - "),
		"items": fill("- a\n"), "items loose": fill("- a\n\n"), "items empty": fill("-\n"), "items alternate": fill("- a\n+ b\n"), "item and blank lines": "- a\n" + fill("\n")[:size-8], "list 10 deep then blank": strings.Repeat("- ", 10) + "a" + fill("\n")[:size-64],
		"list 10 deep lines": strings.Repeat("- ", 10) + "a\n" + fill(strings.Repeat(" ", 20) + "b\n")[:size-64],
		"open brackets":      fill("["), "image brackets": fill("!["), "bracket pairs": strings.Repeat("[", size/2) + strings.Repeat("]", size/2), "brackets shut": fill("[]"), "brackets 180": fill(strings.Repeat("[", 180) + "a" + strings.Repeat("]", 180) + " "), "links open": fill("[a]("), "links nested": fill("[a](b"), "links": fill("[a](b)"), "links angle": fill("[a](<b"), "link titles": fill(`[a](b "`), "images": fill("![a](b)"), "images nested": strings.Repeat("![", 190) + "a" + strings.Repeat("](b)", 190),
		"images nested often": fill(strings.Repeat("![", 190) + "a" + strings.Repeat("](b)", 190)), "links marks": fill("*[a](b)"), "reference links": fill("[a][b"), "references shut": fill("[a][b]"), "label long": "[" + fill("a ")[:size-8] + "]",
		"definitions": numbered("[a%d]: /u%d\n"), "definitions titled": numbered("[a%d]: /u%d \"\n"), "definitions apart": numbered("[a%d]: /u%d\n\n"), "definition label": fill("[a\n"), "uses": "[a]: /u\n\n" + fill("[a] ")[:size-64],
		"stars": fill("*"), "stars run": fill("***a "), "stars a": fill("*a "), "a stars": fill("a* "), "stars b": fill("*a**b_"), "stars mix": fill("a*b_"), "openers": strings.Repeat("*a ", size/6) + strings.Repeat("b_ ", size/6), "nested strong": strings.Repeat("**a ", size/8) + strings.Repeat("a**", size/8)[:size/4], "nested emphasis": fill("*a **a "), "underscores": fill("_a"), "triples": fill("a***b"), "closers": strings.Repeat("*a ", size/9) + strings.Repeat("_b ", size/9) + strings.Repeat("c* ", size/9),
		"tildes": fill("~~~a"), "tildes two": fill("~~a "), "tildes three words": "b" + fill("~~~a")[:size-8], "strikes": fill("a~~"), "parens": "b" + fill("(a")[:size-8], "parens words": fill("b (a"),
		"ticks": ticks(), "tick": fill("`a "), "tick pairs": fill("``a`"), "ticks odd": fill("`") + "",
		"angle": fill("<"), "tags": fill("<a "), "tags shut": fill("<a>"), "attributes": "<a " + fill("b ")[:size-8], "attributes quoted": fill(`<a b='`), "attributes both": fill(`<a b='"' c="`), "attributes valued": fill(`<a b=c `), "comments": fill("<!--"), "comments inline": "a " + fill("<!-- ")[:size-8], "comments done": fill("<!---->"), "cdata": "a " + fill("<![CDATA[")[:size-16], "instructions": "a " + fill("<?")[:size-8], "declarations": "a " + fill("<!A")[:size-8], "scripts": fill("<script></script>"), "script": fill("<script>"), "tag lines": fill("<a>\n"), "tag blocks": fill("<div>\n\n"), "inline breaks": "a" + fill("<br>")[:size-8], "close tags": "a " + fill("</a ")[:size-8],
		"entities": fill("&amp;"), "ampersands": fill("&"), "entity long": fill("&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), "backslashes": fill("\\"), "escapes": fill("\\*"), "hard breaks": fill("a\\\n"), "blank breaks": fill("a  \n"),
		"autolinks": fill("<http://a>"), "autolinks open": fill("<http://a"), "http": fill("http://a.b "), "http parens": fill("(http://a.b"), "http run": fill("http://"), "www": fill("www.a.b "), "www run": fill("www."), "emails": fill("a@b.c "), "email run": fill("a@"), "email long": fill("a."), "email marks": "b" + fill("~a_b")[:size-8], "email parens": "(" + fill("a(")[:size-8],
		"table wide": fill("a|")[:size/2] + "\n" + fill("-|")[:size/4] + "\n" + fill("a\n")[:size/4-8], "table tall": "a|b\n-|-\n" + fill("a|b\n")[:size-16], "table square": strings.Repeat("a|", 1000) + "\n" + strings.Repeat("-|", 1000) + "\n" + strings.Repeat("a\n", 60000), "pipes": fill("|"), "pipe lines": fill("|\n"), "delimiters": fill("-|-\n"), "table ticks": "a|b\n-|-\n" + fill("`|`\n")[:size-16], "tables": fill("a|b\n-|-\nc|d\n\n"), "table escapes": "a|b\n-|-\n" + fill("`\\|`|b\n")[:size-16], "table in item": fill("- a|b\n  -|-\n  c|d\n"),
		"headings": fill("# a\n"), "headings deep": fill("###### a\n\n"), "setext": fill("a\n-\n"), "setext long": fill("a\n")[:size-8] + "===\n", "heading hashes": fill("#"), "hash lines": fill("#\n"), "fences": fill("```\n"), "fence open": "```\n" + fill("a\n")[:size-8], "code indented": fill("    a\n"), "code blank": fill("    a\n\n"), "tabs": fill("\t"), "tab items": fill("-\ta\n"), "blanks": fill(" "), "newlines": fill("\n"), "returns": fill("\r"), "blank paragraphs": fill("a\n\n"), "lines": fill("a\n"), "words": fill("a "), "rules": fill("---\n"), "long word": fill("a"), "alerts": fill("> [!NOTE]\n"), "colons": fill(":::image "), "colon lines": fill(":::\n"), "includes": fill("[!INCLUDE[a](b)]"), "includes open": fill("[!INCLUDE["), "anchors": fill("<a name="), "anchors done": fill(`<a name="x"></a>`), "videos": fill("[!VIDEO http://a]"), "videos open": fill("[!VIDEO http://a"), "wide runes": fill("€"), "nbsp": fill("\u00a0"), "setext quotes": fill("> a\n> -\n"),
	}
}

// TestBombs proves that no input keeps the parser busy. The limit is generous against a loaded machine;
// without the guard several of these take minutes.
func TestBombs(t *testing.T) {
	limit := 10 * time.Second
	for name, md := range bombs() {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			doc, err := Parse(md)
			took := time.Since(begin)
			if err != nil && !errors.Is(err, knowledge.ErrInvalid) {
				t.Errorf("error does not wrap ErrInvalid: %v", err)
			}
			if took > limit {
				t.Errorf("took %v", took)
			}
			t.Logf("BOMB %6d ms %v blocks=%d %s", took.Milliseconds(), err, len(doc.Blocks), name)
		})
	}
}
