package hypertext_test

import (
	"errors"
	"html"
	"strings"
	"testing"

	"frontdesk/knowledge/importing/hypertext"
	"frontdesk/knowledge/markup"
)

func fragment(t *testing.T, text string) hypertext.Page {
	t.Helper()
	p, err := hypertext.Read(text, hypertext.Options{Fragment: true})
	if err != nil {
		t.Fatalf("%.80q: %v", text, err)
	}
	return p
}

func TestElements(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"paragraphs", "<p>One\n two</p><p>Three", "One two\n\nThree"},
		{"left-out end tags", "<p>One<p>Two<div>Three</div>Four", "One\n\nTwo\n\nThree\n\nFour"},
		{"break", "One<br>two<br/>three<br><br>four", "One\\\ntwo\\\nthree\n\nfour"},
		{"headings", "<h2>Open <b>now</b></h2>Text<h3></h3>", "## Open **now**\n\nText"},
		{"emphasis", "Pay <b>now</b>, <i>please</i> (<strong>soon</strong>) <del>or not</del>.", "Pay **now**, *please* (**soon**) ~~or not~~."},
		{"emphasis beside letters", "<b>Re</b>open <b>a</b><i>b</i>", "Reopen ab"},
		{"blanks and emphasis", "a<b> bold </b>b <b> </b>c", "a **bold** b c"},
		{"code", "Run <code>a*b</code> and <code>a`b</code>", "Run `a*b` and ``a`b``"},
		{"pre", "<pre>\n a\n  <b>b</b>```\n</pre>", "````\n a\n  b```\n````"},
		{"lists", "<ul><li>One<li>Two<ul><li>Inner</ul></ul><ol start=3><li>Three</li><li><p>Four</p><p>more</p></li></ol>",
			"- One\n- Two\n  - Inner\n\n3. Three\n\n4. Four\n\n   more"},
		{"two lists", "<ul><li>a</ul><ul><li>b</ul>", "- a\n\n+ b"},
		{"quote", "<blockquote><p>One</p><p>Two</p></blockquote>", "> One\n>\n> Two"},
		{"table", "<table><tr><th>Size<th>Price<tr><td>a|b<td><p>1</p><p>2</p><tr><td colspan=2>all</table>",
			"| Size | Price |\n| --- | --- |\n| a\\|b | 1 2 |\n| all |  |"},
		{"table of layout", "<table><tr><td><h2>A</h2>text<td>b</table>", "## A\n\ntext\n\nb"},
		{"definitions", "<dl><dt>Term<dd>What it is</dl>", "**Term**\n\nWhat it is"},
		{"details", "<details><summary>More</summary>Text</details>", "**More**\n\nText"},
		{"links", `<a href="https://a.example/x_(1)?a=1&amp;b=2">a <b>link</b></a> <a href="javascript:alert(1)">bad</a> <a href="#x">here</a>`,
			"[a **link**](https://a.example/x_%281%29?a=1&amp;b=2) bad here"},
		{"addresses", "See https://a.example/b_c. Write to help@a.example, or www.a.example", "See <https://a.example/b_c>. Write to help@a.example, or www\\.a.example"},
		{"never", "a<script>document.write('<p>x')</script><style>p{}</style><template>t</template><svg><path/><title>s</title></svg><p hidden>h</p><p style='Display : none'>i</p><button>B</button><noscript><p>n</p></noscript>b", "ab"},
		{"comments", "a<!-- <b> -->b<!-->c<!doctype x>d<?php x ?>e", "abcde"},
		{"half a tag", "a <b and <", "a"},
		{"no tag", "1 < 2 && 3 > 2 & a<3", `1 \< 2 && 3 \> 2 & a\<3`},
		{"marks", "# no heading", `\# no heading`},
		{"number", "1986. A year", `1986\. A year`},
		{"quotes", "<q>Yes</q>", "“Yes”"},
		{"deep lists", strings.Repeat("<ul><li>x", 30), ""},
	} {
		got := fragment(t, c.html).Body
		if c.want != "" && got != c.want {
			t.Errorf("%s:\n%s\nbecame\n%s\nwant\n%s", c.name, c.html, got, c.want)
		}
		if _, err := markup.Parse(got); err != nil {
			t.Errorf("%s: the Markdown is refused: %v", c.name, err)
		}
	}
}

const page = `<!DOCTYPE html><html lang="de-AT"><head><title>Opened items | Shop</title><meta property="og:site_name" content="Shop"></head>
<body><header><a href="/">Shop</a></header><nav><ul><li>Home</ul></nav>%s<aside>Read also</aside><footer>© Shop</footer><script>x()</script></body></html>`

func TestContentOfPages(t *testing.T) {
	text := "<p>You may return opened items within 30 days.</p>"
	for _, c := range []struct{ name, body, title, want string }{
		{"main", "<div><p>Cookies?</p><main><header><h1>Opened</h1></header>" + text + "<nav>Next</nav><footer>Helpful?</footer></main></div>", "Opened", "# Opened\n\n"},
		{"role", `<div role="main">` + text + "</div>", "Opened items", ""},
		{"article", "<article><h2>A</h2>" + text + "</article><div>x</div>", "Opened items", "## A\n\n"},
		{"id", `<div id="content">` + text + "</div><p>x</p>", "Opened items", ""},
		{"nothing marked", `<div class="breadcrumbs">Home</div>` + text, "Opened items", ""},
		{"small main", "<main>x</main><div>" + text + "</div>", "Opened items", "x\n\n"},
	} {
		p, err := hypertext.Read(strings.Replace(page, "%s", c.body, 1), hypertext.Options{})
		if err != nil || p.Title != c.title || p.Locale != "de-AT" || p.Body != c.want+"You may return opened items within 30 days." {
			t.Errorf("%s: %+v %v", c.name, p, err)
		}
	}
}

func TestLeftOut(t *testing.T) {
	p := fragment(t, `<p>a<img src="a.png" alt="A tent"><img src=b.png></p><iframe src=x>y</iframe><video><p>z</p></video><a href="file:///etc">b</a>`)
	if p.Images != 2 || p.Image != "A tent a.png" || p.Media != 2 || p.Unlinks != 1 || p.Body != "a\n\nb" && p.Body != "ab" {
		t.Errorf("%+v", p)
	}
	p, err := hypertext.Read(`<a href="x.html">x</a> <a href="y.html">y</a>`, hypertext.Options{Fragment: true, Link: func(h string) (string, bool) { return "article:a b", h == "x.html" }})
	if err != nil || p.Body != "[x](article:a%20b) y" || p.Unlinks != 1 {
		t.Errorf("%+v %v", p, err)
	}
}

func TestHostilePages(t *testing.T) {
	for name, text := range map[string]string{
		"1,000 levels":   "x\n" + strings.Repeat("<div>", 1000) + "x",
		"1,000 tables":   strings.Repeat("<table><tr><td>", 1000),
		"many elements":  strings.Repeat("<b></b>", hypertext.MaxElements+1),
		"10,000 unended": strings.Repeat("<x-y>", 10_000),
	} {
		_, err := hypertext.Read(text, hypertext.Options{})
		var f *hypertext.Fault
		if !errors.As(err, &f) || f.Line < 1 || !strings.Contains(f.Message, "save only") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, text := range map[string]string{
		"giant attribute": `<p title="` + strings.Repeat("a", 1<<20) + `" ` + strings.Repeat("b=c ", 200_000) + ">x</p>",
		"open comment":    "x" + strings.Repeat("<!--", 200_000),
		"open scripts":    "x" + strings.Repeat("<script>", 200_000),
		"brackets":        "x" + strings.Repeat("<", 1_000),
		"end tags":        "x" + strings.Repeat("</p></li></td>", 100_000),
		"entities":        "x" + strings.Repeat("&#0;", 1000),
		"half":            "x<a href='" + strings.Repeat("y", 100_000),
	} {
		p := fragment(t, text)
		if !strings.HasPrefix(p.Body, "x") {
			t.Errorf("%s: %.40q", name, p.Body)
		}
	}
}

// text is what the Markdown says.
func text(t *testing.T, md string) (string, bool) {
	doc, err := markup.Parse(md)
	return doc.Text, err == nil
}

// FuzzEscape proves that no text of a page becomes a mark: its words come out as they were.
func FuzzEscape(f *testing.F) {
	for _, seed := range []string{
		"plain", "*a* _b_ `c` [d](e) <f> ~~g~~ # h", "1. a", "- a", "+", "= =", "===", "a | b", "&amp; &lt", "\\", "!", "![a](b)", "www.a.b/_c_*d*", "https://a.b/c_d_*e*", "HTTP://x.y",
		"a@b.c _a@b.c", "::: image", ":::image a:::", "[!INCLUDE [a](b)]", "[!note] x", "<a name=x/>", "> a", "a #", "x_y_ _z", "10) a", "ftp://a.b", "*http://a.b", "::::", "(https://a.b/)", "a&#42;", "```", "~~~", "a* b*", "\u00a0a", "www.www.a",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 2000 {
			return
		}
		s = strings.Map(func(c rune) rune { // what nobody sees is left out
			if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
				return -1
			}
			return c
		}, strings.ToValidUTF8(s, ""))
		want := strings.Join(strings.Fields(s), " ")
		if got, ok := text(t, hypertext.Escape(s)); ok && got != want {
			t.Fatalf("%q is written %q, which says %q", want, hypertext.Escape(s), got)
		}
		for _, around := range []string{"<p>|</p>", "<ul><li>|</ul>", "<h2>|</h2>", "<p>x <b>|</b> y</p>", "<p>x<i>|</i>, <a href='https://a.example/'>|</a>z</p>", "<p>x <code>|</code>"} {
			source := strings.ReplaceAll(around, "|", html.EscapeString(s))
			p, err := hypertext.Read(source, hypertext.Options{Fragment: true})
			if err != nil {
				t.Fatal(err)
			}
			plain := strings.NewReplacer("<p>", "", "</p>", "", "<ul><li>", "• ", "</ul>", "", "<h2>", "", "</h2>", "", "<b>", "", "</b>", "", "<i>", "", "</i>", "",
				"<a href='https://a.example/'>", "", "</a>", "", "<code>", "", "</code>", "", "|", s).Replace(around)
			want := strings.Join(strings.Fields(plain), " ")
			if strings.Join(strings.Fields(s), "") == "" {
				continue // an empty element is not written
			}
			if got, ok := text(t, p.Body); ok && got != want {
				t.Fatalf("%q is written %q, which says %q and not %q", source, p.Body, got, want)
			}
		}
	})
}

// FuzzRead proves that any page is refused or becomes Markdown without anything that could run.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		page, "<p>a<b>b<i>c</b>d</i>", "<table><tr><td>a<table><td>b</table>", "<ul><li><ol><li><pre>x\n\ny</pre></ol>", "<a href=x><div>y</a>z", "<h1>a<h2>b", "<!--", "<script>", "</", "<p/x=y z>", "<select><option>a", "<svg><a/></svg>b",
		"<blockquote><ul><li><blockquote>a", "<br></br><hr>", "<td>a<th>b", "<ol start=99999999999><li>a", "<pre>```\n~~~</pre>", "<textarea><p></textarea>x", "<q><b>“</b></q>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, o := range []hypertext.Options{{}, {Fragment: true}} {
			p, err := hypertext.Read(s, o)
			if err != nil {
				var fault *hypertext.Fault
				if !errors.As(err, &fault) || fault.Line < 1 {
					t.Fatal(err)
				}
				continue
			}
			doc, err := markup.Parse(strings.ReplaceAll(strings.ToValidUTF8(p.Body, "?"), "\x00", ""))
			if err != nil {
				continue
			}
			if strings.TrimSpace(p.Body) != "" && strings.ContainsAny(p.Body, "abcxyz") && doc.Text == "" {
				t.Fatalf("%q became %q, which says nothing", s, p.Body)
			}
		}
	})
}
