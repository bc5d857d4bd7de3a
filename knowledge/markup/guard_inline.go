package markup

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// inlineGuard reports to the guard what a mark inside a paragraph costs.
type inlineGuard struct {
	parser.InlineParser
	g *guard
}

func wrapInline(p parser.InlineParser, g *guard) parser.InlineParser { return &inlineGuard{p, g} }

// Parse declines once a bound was exceeded, and else lets the wrapped parser try and books the cost.
func (i *inlineGuard) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if i.g.err != nil {
		return nil
	}
	line, at := block.PeekLine()
	before := i.g.brackets
	i.g.countBrackets(line)
	if line[0] == ']' && before > 0 { // the label is fetched line by line from the start of the block
		number, _ := block.Position()
		i.g.spend(2 * number)
	}
	if i.g.err != nil {
		return nil
	}
	node := i.InlineParser.Parse(parent, block, pc)
	i.g.book(node, line, rest(parent, at), before)
	return node
}

// rest returns how many bytes of the block lie behind a position.
func rest(parent ast.Node, at text.Segment) int {
	lines := parent.Lines()
	if lines.Len() == 0 {
		return at.Len()
	}
	return max(at.Len(), lines.At(lines.Len()-1).Stop-at.Start)
}

// countBrackets keeps the number of open square brackets and refuses too many of them.
func (g *guard) countBrackets(line []byte) {
	switch line[0] {
	case '[':
		g.brackets++
	case '!':
		if len(line) > 1 && line[1] == '[' {
			g.brackets++
		}
	case ']':
		g.brackets = max(0, g.brackets-1)
	}
	if g.brackets > maxBrackets {
		g.refuse("too many square brackets are open at the same time; close them or write \\[ for a bracket meant as text")
	}
}

// book charges for what the parser looked at without getting on: the rest of the block for a mark that
// was not closed, the marks before it for one that could be.
func (g *guard) book(node ast.Node, line []byte, rest, brackets int) {
	switch n := node.(type) {
	case *parser.Delimiter:
		g.bookMark(n)
	case *ast.Text: // a code span without an end
		g.spend(rest)
	case *ast.Link, *ast.Image:
		g.spend(len(g.marks) * perEntry)
	case nil:
		g.spend(vain(line, rest, brackets))
	}
}

// mark is an emphasis mark in goldmark's list of them.
type mark struct {
	char     byte
	length   int
	canOpen  bool
	canClose bool
}

// closedBy reports whether a mark surely pairs with a later one. Marks of equal length always do; of
// different length unless one of them works both ways (CommonMark 0.31, "process emphasis").
func (m mark) closedBy(d *parser.Delimiter) bool {
	return m.canOpen && m.char == d.Char && (m.length == d.OriginalLength || !m.canClose && !d.CanOpen)
}

// bookMark follows how goldmark pairs emphasis marks: a closing mark looks back for its opener and
// drops what stands between. Finding one is cheap, since what was passed is gone; finding none costs a
// look at every mark in the list, including those that can neither open nor close.
func (g *guard) bookMark(d *parser.Delimiter) {
	if d.CanClose {
		for i := len(g.marks) - 1; i >= 0; i-- {
			if g.marks[i].closedBy(d) {
				g.marks = g.marks[:i]
				return
			}
		}
		g.spend(len(g.marks) * perEntry)
	}
	g.marks = append(g.marks, mark{d.Char, d.OriginalLength, d.CanOpen, d.CanClose})
}

// vain estimates the bytes a parser looked at before it declined.
func vain(line []byte, rest, brackets int) int {
	switch line[0] {
	case ']':
		if brackets > 0 && len(line) > 1 && (line[1] == '(' || line[1] == '[') {
			return rest
		}
	case '<', '~', '*', '_', '(':
		if end := bytes.IndexAny(line[1:], " \t\n"); end >= 0 {
			return end
		}
		return len(line)
	}
	return 0
}

// CloseBlock ends the counts of a block and passes the call on.
func (i *inlineGuard) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	if c, ok := i.InlineParser.(parser.CloseBlocker); ok {
		c.CloseBlock(parent, block, pc)
		i.g.brackets, i.g.marks = 0, i.g.marks[:0]
	}
}
