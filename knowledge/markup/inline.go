package markup

import (
	"cmp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// maxNested bounds emphasis inside emphasis, which a browser would have to nest as elements.
const maxNested = 32

// run is a row of inline nodes being made. Its words are taken from the builder's text in as few
// pieces as possible.
type run struct {
	b     *builder
	from  int // where the words begin that are not yet in a node
	nodes []Node
}

// flush makes a node of the words written since the last one.
func (r *run) flush() {
	if len(r.b.text) > r.from {
		r.nodes = append(r.nodes, Node{Text: string(r.b.text[r.from:])})
	}
	r.from = len(r.b.text)
}

// add appends nodes whose words are written already.
func (r *run) add(nodes ...Node) {
	r.nodes = append(r.nodes, nodes...)
	r.from = len(r.b.text)
}

// inlines converts the inline children of a node.
func (b *builder) inlines(parent ast.Node) []Node {
	b.nested++
	defer func() { b.nested-- }()
	if b.nested > maxNested {
		b.err = fault("emphasis and links are nested too deeply; at most %d levels are allowed", maxNested)
	}
	r := run{b: b, from: len(b.text)}
	for n := parent.FirstChild(); n != nil && b.err == nil; n = n.NextSibling() {
		r.inline(n)
	}
	r.flush()
	return r.nodes
}

func (r *run) inline(n ast.Node) {
	b := r.b
	switch n := n.(type) {
	case *ast.Text:
		r.text(n)
	case *ast.String:
		b.put(string(n.Value))
	case *ast.RawHTML:
		r.rawHTML(n)
	case *ast.CodeSpan:
		r.flush()
		r.element("code", b.codeSpan(n))
	case *ast.Emphasis:
		r.flush()
		tag := "em"
		if n.Level == 2 {
			tag = "strong"
		}
		r.element(tag, b.inlines(n))
	case *extast.Strikethrough:
		r.flush()
		r.element("del", b.inlines(n))
	case *ast.Link:
		r.flush()
		r.link(unescape(n.Destination), b.inlines(n))
	case *ast.AutoLink:
		r.flush()
		r.autoLink(n)
	case *ast.Image:
		r.flush()
		r.image(n)
	}
}

func (r *run) element(tag string, kids []Node) {
	if len(kids) > 0 {
		r.add(Node{Tag: tag, Kids: kids})
	}
}

func (r *run) text(n *ast.Text) {
	raw := n.Segment.Value(r.b.src)
	if n.IsRaw() {
		r.b.put(string(raw))
	} else {
		r.b.put(unescape(raw))
	}
	switch {
	case n.HardLineBreak():
		r.lineBreak()
	case n.SoftLineBreak():
		r.b.put(" ")
	}
}

func (r *run) lineBreak() {
	r.flush()
	if r.b.lineBreak() {
		r.add(Node{Tag: "br"})
	}
}

func (b *builder) codeSpan(n ast.Node) []Node {
	r := run{b: b, from: len(b.text)}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.put(string(t.Segment.Value(b.src)))
		}
	}
	r.flush()
	return r.nodes
}

// link keeps a link that may be followed; of any other it keeps the words.
func (r *run) link(dest string, kids []Node) {
	href, ok := safeHref(dest)
	if ok && len(kids) > 0 {
		kids = []Node{{Tag: "a", Href: href, Kids: kids}}
	}
	r.b.note(Link{Href: cmp.Or(href, dest), Text: Node{Kids: kids}.Words(), Kept: ok && len(kids) > 0})
	r.add(kids...)
}

func (r *run) autoLink(n *ast.AutoLink) {
	dest := string(n.URL(r.b.src))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(dest), "mailto:") {
		dest = "mailto:" + dest
	}
	r.b.put(string(n.Label(r.b.src)))
	label := run{b: r.b, from: r.from}
	label.flush()
	r.link(dest, label.nodes)
}

// image shows a file of this desk; of any other image it keeps the description.
func (r *run) image(n *ast.Image) {
	if r.b.skipping != "" {
		return
	}
	links := len(r.b.links)
	r.b.inlines(n)                // the description may be written with emphasis; only its words count
	r.b.links = r.b.links[:links] // and no links
	alt, dest := string(r.b.text[r.from:]), unescape(n.Destination)
	href, ok := imageHref(dest)
	r.b.note(Link{Href: cmp.Or(href, dest), Text: alt, Image: true, Kept: ok})
	if !ok {
		href = ""
	}
	if alt != "" || ok {
		r.add(Node{Tag: "img", Alt: alt, Href: href})
	}
}
