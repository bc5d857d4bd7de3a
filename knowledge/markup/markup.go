// Package markup turns an article's Markdown into a safe tree for browsers and into the plain text
// that answers quote.
//
// # Safe by construction
//
// The tree is built node by node from an allow-list of tags. Raw HTML never passes: its visible words
// become text, the rest is dropped. A link is kept only if it goes to http, https, mailto, to another
// article ("article:ID") or to an uploaded file ("file:ID/name.pdf"); any other link becomes its words.
// An image is shown if it is an uploaded file ("file:ID/name.png"); any other becomes its description.
// Nothing has to be sanitised afterwards, because nothing unsafe can be expressed in a [Node].
//
// # Plain text
//
// [Doc.Text] is what customers are quoted and what citations point into, so it is deterministic:
// blocks are separated by an empty line, list items ("• item", "1. item") and table rows
// ("cell | cell") stand on lines of their own, escapes are resolved, code is verbatim. [Doc.Blocks]
// names the parts of that text for whoever splits it into passages.
//
// # Bombs
//
// Markdown parsers take seconds for some short inputs. [Parse] bounds nesting and the work of every
// construct whose cost grows faster than the input, and refuses what exceeds the bounds with an error
// that wraps knowledge.ErrInvalid and says what to do.
//
// # Dialect
//
// CommonMark with tables, strikethrough and bare links, and the extensions that help-centre sources
// use: alerts ("> [!NOTE]"), ":::image", "[!INCLUDE …]", named anchors and HTML comments.
package markup

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"frontdesk/knowledge"
)

// Doc is a parsed article.
type Doc struct {
	Nodes  []Node  // the safe tree, top-level blocks in order
	Text   string  // the plain text; all offsets are bytes into it
	Blocks []Block // the parts of Text, ordered and without overlap
	Links  []Link  // links and images in order, the first thousands of them
}

// Kind says what a block of text is.
type Kind string

// The kinds of blocks.
const (
	Heading   Kind = "heading"
	Paragraph Kind = "paragraph"
	Item      Kind = "item"   // the first paragraph of a list item, with its marker
	Header    Kind = "header" // the head row of a table
	Row       Kind = "row"
	Code      Kind = "code"
	Quote     Kind = "quote" // a paragraph inside a block quote
	Image     Kind = "image" // a paragraph that is nothing but the description of images
)

// Block is one part of a document's text.
type Block struct {
	Kind           Kind
	Level          int // heading: 1..6 as written; inside a list: its depth, 1 for the outermost; else 0
	knowledge.Span     // the bytes of Doc.Text, without the separators around them
	// Path holds the headings above the block, outermost first; for a heading without itself.
	Path []string
}

// Parse reads Markdown without front matter. It fails, wrapping knowledge.ErrInvalid, if md is larger
// than knowledge.MaxBody, is not UTF-8, contains NUL, or would take unreasonable work to parse.
func Parse(md string) (Doc, error) {
	switch {
	case len(md) > knowledge.MaxBody:
		return Doc{}, fault("the text has %d bytes; at most %d are allowed, split the article", len(md), knowledge.MaxBody)
	case !utf8.ValidString(md):
		return Doc{}, fault("the text is not valid UTF-8; save the file as UTF-8")
	case strings.ContainsRune(md, 0):
		return Doc{}, fault("the text contains a NUL character; remove it")
	}
	src := []byte(plainDialect(md))
	root, err := guardedParse(src)
	if err != nil {
		return Doc{}, err
	}
	b := builder{src: src}
	nodes := b.blocks(root, place{})
	if b.err != nil {
		return Doc{}, b.err
	}
	return Doc{Nodes: nodes, Text: string(b.text), Blocks: b.out, Links: b.links}, nil
}

// Inline returns the plain text of a single line of Markdown, such as a title: links and emphasis
// become their words. Text that cannot be parsed is returned as it is.
func Inline(md string) string {
	doc, err := Parse(strings.Join(strings.Fields(md), " "))
	if err != nil {
		return md
	}
	return strings.Join(strings.Fields(doc.Text), " ")
}

func guardedParse(src []byte) (ast.Node, error) {
	p, g := newGuarded()
	root := p.Parse(text.NewReader(src))
	return root, g.err
}

func fault(format string, a ...any) error {
	return fmt.Errorf("%w: %s", knowledge.ErrInvalid, fmt.Sprintf(format, a...))
}
