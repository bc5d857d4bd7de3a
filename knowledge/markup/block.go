package markup

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// blocks converts the block children of a node.
func (b *builder) blocks(parent ast.Node, p place) []Node {
	var out []Node
	for n := parent.FirstChild(); n != nil && b.err == nil; n = n.NextSibling() {
		out = append(out, b.block(n, p)...)
	}
	return out
}

func (b *builder) block(n ast.Node, p place) []Node {
	switch n := n.(type) {
	case *ast.Heading:
		return b.heading(n, p)
	case *ast.Paragraph:
		return b.paragraph(n, p)
	case *ast.TextBlock: // a paragraph of a tight list
		return b.paragraph(n, p)
	case *ast.List:
		return b.list(n, p)
	case *ast.Blockquote:
		p.quote = true
		return wrap("blockquote", b.blocks(n, p))
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		return b.code(n, p)
	case *ast.ThematicBreak:
		return []Node{{Tag: "hr"}}
	case *ast.HTMLBlock:
		return b.htmlBlock(n, p)
	case *extast.Table:
		return b.table(n, p)
	}
	return nil // link definitions, and nothing else
}

func wrap(tag string, kids []Node) []Node {
	if len(kids) == 0 {
		return nil
	}
	return []Node{{Tag: tag, Kids: kids}}
}

// heading shows levels one and two as h2, since the page's own h1 is the article's title.
func (b *builder) heading(n *ast.Heading, p place) []Node {
	for len(b.path) > 0 && b.path[len(b.path)-1].level >= n.Level {
		b.path = b.path[:len(b.path)-1]
	}
	b.oneLine = true
	kids, span := b.leaf(Heading, n.Level, p, func() []Node { return b.inlines(n) })
	b.oneLine = false
	if span == nil {
		return kids
	}
	b.path = append(b.path, heading{n.Level, string(b.text[b.start:span.End])})
	tag := "h" + strconv.Itoa(min(max(n.Level, 2), 4))
	return []Node{{Tag: tag, Kids: kids, Off: span}}
}

func (b *builder) paragraph(n ast.Node, p place) []Node {
	kind := Paragraph
	switch {
	case b.marker != "":
		kind = Item
	case onlyImages(n, b.src):
		kind = Image
	case p.quote:
		kind = Quote
	}
	kids, span := b.leaf(kind, p.list, p, func() []Node { return b.inlines(n) })
	if len(kids) == 0 {
		return nil
	}
	return []Node{{Tag: "p", Kids: kids, Off: span}}
}

// onlyImages reports whether a paragraph shows images and has no words of its own.
func onlyImages(n ast.Node, src []byte) bool {
	images := 0
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Image:
			images++
		case *ast.Text:
			if len(bytes.TrimSpace(c.Segment.Value(src))) > 0 {
				return false
			}
		default:
			return false
		}
	}
	return images > 0
}

func (b *builder) list(n *ast.List, p place) []Node {
	p.group = b.newGroup(p)
	p.list++
	tag, start := "ul", 0
	if n.IsOrdered() {
		tag = "ol"
		if n.Start != 1 {
			start = n.Start
		}
	}
	var items []Node
	number := n.Start
	for item := n.FirstChild(); item != nil && b.err == nil; item = item.NextSibling() {
		b.marker = "• "
		if n.IsOrdered() {
			b.marker = strconv.Itoa(number) + ". "
		}
		number++
		if kids := b.blocks(item, p); len(kids) > 0 {
			items = append(items, tighten(n.IsTight, kids))
		}
		b.marker = ""
	}
	if len(items) == 0 {
		return nil
	}
	return []Node{{Tag: tag, Start: start, Kids: items}}
}

// tighten makes a list item of its blocks. In a tight list the words stand in the item itself.
func tighten(tight bool, kids []Node) Node {
	if !tight || kids[0].Tag != "p" {
		return Node{Tag: "li", Kids: kids}
	}
	first := kids[0]
	return Node{Tag: "li", Kids: append(first.Kids, kids[1:]...), Off: first.Off}
}

func (b *builder) code(n ast.Node, p place) []Node {
	var raw []byte
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		raw = append(raw, line.Value(b.src)...)
	}
	raw = bytes.Map(printable, bytes.Trim(raw, "\n"))
	b.marker = ""
	_, span := b.leaf(Code, p.list, p, func() []Node {
		b.text = append(b.text, raw...)
		return nil
	})
	if span == nil {
		return nil
	}
	return []Node{{Tag: "pre", Kids: []Node{{Tag: "code", Kids: []Node{{Text: string(raw)}}}}, Off: span}}
}

// printable drops the control characters that no text needs.
func printable(r rune) rune {
	if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == '\ufeff' {
		return -1
	}
	return r
}

func (b *builder) table(n ast.Node, p place) []Node {
	p.group = b.newGroup(place{}) // never one with the list around it: rows keep together
	b.marker = ""
	var head, body []Node
	for row := n.FirstChild(); row != nil && b.err == nil; row = row.NextSibling() {
		if _, first := row.(*extast.TableHeader); first {
			head = append(head, b.row(row, Header, "th", p)...)
		} else {
			body = append(body, b.row(row, Row, "td", p)...)
		}
	}
	return wrap("table", append(wrap("thead", head), wrap("tbody", body)...))
}

func (b *builder) row(n ast.Node, kind Kind, tag string, p place) []Node {
	b.oneLine = true
	cells, span := b.leaf(kind, p.list, p, func() []Node { return b.cells(n, tag) })
	b.oneLine = false
	if len(cells) == 0 {
		return nil
	}
	return []Node{{Tag: "tr", Kids: cells, Off: span}}
}

// cells writes the cells of a row that have words, with bars between them.
func (b *builder) cells(row ast.Node, tag string) []Node {
	var cells []Node
	for c := row.FirstChild(); c != nil && b.err == nil; c = c.NextSibling() {
		end := len(b.text)
		if end > b.start {
			b.text = append(b.text, " | "...)
		}
		from := len(b.text)
		cells = append(cells, Node{Tag: tag, Kids: b.inlines(c)})
		b.skipping = ""
		if b.trimEnd(); len(b.text) <= from {
			b.text = b.text[:end]
		}
	}
	return cells
}
