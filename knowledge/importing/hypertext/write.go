package hypertext

import (
	"strings"
)

// style is a set of ways in which words are set.
type style int

const (
	strong style = 1 << iota
	italic
	struck
	code
)

// inline are the elements within a line, and how they set their words.
var inline = map[string]bool{
	"a": true, "abbr": true, "acronym": true, "b": true, "bdi": true, "bdo": true, "big": true, "br": true, "cite": true, "code": true, "data": true,
	"del": true, "dfn": true, "em": true, "font": true, "i": true, "img": true, "ins": true, "kbd": true, "label": true, "mark": true, "nobr": true,
	"output": true, "q": true, "rp": true, "rt": true, "ruby": true, "s": true, "samp": true, "small": true, "span": true, "strike": true, "strong": true,
	"sub": true, "sup": true, "time": true, "tt": true, "u": true, "var": true, "wbr": true, "picture": true, "source": true, "track": true,
}

var styles = map[string]style{
	"b": strong, "strong": strong, "em": italic, "i": italic, "del": struck, "s": struck, "strike": struck,
	"code": code, "kbd": code, "samp": code, "tt": code,
}

// maxContainers bounds lists and quotes inside one another; what lies deeper stands on the level of the last.
const maxContainers = 10

// sort tells what kind a block is, as far as what comes next depends on it.
type sort int

const (
	plainBlock sort = iota
	bullets
	numbers
)

// block is a finished part of the Markdown.
type block struct {
	text   string
	sort   sort
	marker byte // of a list: what its items are marked with
	start  int  // of a numbered list
}

// writer makes Markdown of elements.
type writer struct {
	link  func(string) (string, bool)
	page  *Page
	whole bool // the frame around the content is still there, to be left out

	out    []block
	line   []piece // the words of the paragraph that is being written
	depth  int     // lists and quotes that are open
	inCell bool
}

// kids writes what is inside an element.
func (w *writer) kids(n *node, s style, href string) {
	for _, k := range n.kids {
		w.node(k, s, href)
	}
}

func (w *writer) node(n *node, s style, href string) {
	switch {
	case n.tag == "":
		w.line = append(w.line, piece{text: n.text, style: s, href: href})
	case media[n.tag]:
		w.page.Media++
	case n.hiddenFromReaders(), w.whole && n.surrounds(), inContent[n.tag] || frameRoles[n.attr("role")]:
	case n.tag == "img":
		if w.page.Images++; w.page.Image == "" {
			w.page.Image = oneLine(n.attr("alt") + " " + n.attr("src"))
		}
	case n.tag == "br":
		w.line = append(w.line, piece{text: "\n", style: s, href: href, br: true})
	case n.tag == "a":
		w.kids(n, s, w.target(n, href))
	case n.tag == "q":
		w.line = append(w.line, piece{text: "“", style: s, href: href})
		w.kids(n, s, href)
		w.line = append(w.line, piece{text: "”", style: s, href: href})
	case n.tag == "rp":
	case inline[n.tag]:
		w.kids(n, s|styles[n.tag], href)
	default:
		w.flush()
		w.block(n, s, href)
		w.flush()
	}
}

// target returns where a link leads, "" if nowhere.
func (w *writer) target(n *node, outer string) string {
	href := strings.TrimSpace(n.attr("href"))
	if href == "" || strings.HasPrefix(href, "#") {
		return outer
	}
	to, ok := w.link(href)
	if !ok {
		w.page.Unlinks++
		return outer
	}
	return to
}

func (w *writer) block(n *node, s style, href string) {
	if w.inCell { // in a cell everything stands on one line
		w.cellBlock(n, s, href)
		return
	}
	switch {
	case heading(n.tag) > 0:
		w.heading(n)
	case n.tag == "ul" || n.tag == "ol" || n.tag == "menu" || n.tag == "dir":
		w.list(n)
	case n.tag == "blockquote":
		w.quote(n)
	case n.tag == "pre" || n.tag == "xmp" || n.tag == "plaintext" || n.tag == "listing":
		w.code(n)
	case n.tag == "hr":
		w.put(block{text: "***"})
	case n.tag == "table":
		w.table(n)
	case n.tag == "dt" || n.tag == "summary" || n.tag == "caption" || n.tag == "legend":
		w.kids(n, s|strong, href)
	default:
		w.kids(n, s, href)
	}
}

// put appends a block. A list right after another of its kind would become one with it, so it gets another marker.
func (w *writer) put(b block) {
	if len(w.out) > 0 && b.sort != plainBlock {
		if last := w.out[len(w.out)-1]; last.sort == b.sort && last.marker == b.marker {
			b = b.remarked()
		}
	}
	w.out = append(w.out, b)
}

// flush ends the paragraph.
func (w *writer) flush() {
	if w.inCell {
		return
	}
	for _, paragraph := range paragraphs(w.line) {
		if text := serialise(paragraph, false); text != "" {
			w.put(block{text: text})
		}
	}
	w.line = nil
}

// inside runs f and returns the blocks it wrote.
func (w *writer) inside(f func()) []block {
	out, line := w.out, w.line
	w.out, w.line = nil, nil
	w.depth++
	f()
	w.flush()
	w.depth--
	inner := w.out
	w.out, w.line = out, line
	return inner
}

func (w *writer) heading(n *node) {
	w.kids(n, 0, "")
	text := serialise(flat(w.line), false)
	w.line = nil
	if text != "" {
		w.put(block{text: strings.Repeat("#", heading(n.tag)) + " " + text})
	}
}

func (w *writer) quote(n *node) {
	if w.depth >= maxContainers {
		w.kids(n, 0, "")
		return
	}
	inner := w.inside(func() { w.kids(n, 0, "") })
	if len(inner) > 0 {
		w.put(block{text: prefixed(join(inner), "> ", ">")})
	}
}

func (w *writer) code(n *node) {
	var b strings.Builder
	var write func(*node)
	write = func(e *node) {
		b.WriteString(e.text)
		if e.tag == "br" {
			b.WriteByte('\n')
		}
		for _, k := range e.kids {
			if !k.hiddenFromReaders() {
				write(k)
			}
		}
	}
	write(n)
	text := strings.ReplaceAll(strings.ReplaceAll(b.String(), "\r\n", "\n"), "\r", "\n")
	text = strings.Trim(text, "\n")
	if strings.TrimSpace(text) == "" {
		return
	}
	fence := strings.Repeat("`", max(3, longestRun(text, '`')+1))
	w.put(block{text: fence + "\n" + text + "\n" + fence})
}

// prefixed puts a prefix before each line, and a shorter one before empty lines.
func prefixed(text, prefix, empty string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if l == "" {
			lines[i] = empty
		} else {
			lines[i] = prefix + l
		}
	}
	return strings.Join(lines, "\n")
}

// join puts blocks below one another.
func join(blocks []block) string {
	texts := make([]string, len(blocks))
	for i, b := range blocks {
		texts[i] = b.text
	}
	return strings.Join(texts, "\n\n")
}
