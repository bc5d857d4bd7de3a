package markup

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Bounds on what a document may ask of the parser. They lie far above anything people write and
// far below what takes noticeable time.
const (
	maxDepth    = 32       // containers inside one another; a list with its item counts as two
	maxBrackets = 100      // square brackets open at the same time
	maxSteps    = 1 << 20  // lines times the containers open around them
	maxCells    = 50_000   // cells of one table, counted as columns times rows
	maxWork     = 24 << 20 // bytes looked at in vain, see guard.spend
	perEntry    = 8        // how many bytes can be scanned in the time of one list entry
)

// guard watches one run of the parser. goldmark's parsers are wrapped so that each construct whose
// cost is not proportional to its length reports the cost here. Once a bound is exceeded every wrapped
// parser declines at once, the run ends quickly, and err says why.
type guard struct {
	err      error
	work     int    // see spend
	steps    int    // lines offered to open containers
	brackets int    // square brackets open in the current block
	marks    []mark // emphasis marks of the current block that were not paired
}

// spend adds n units of fruitless work. A unit is roughly one byte that the parser scans without
// getting on; looking at one list entry costs perEntry units.
func (g *guard) spend(n int) {
	g.work += n
	if g.work > maxWork {
		g.refuse("the text has too many unfinished or tangled marks ([, *, _, `, <, ~) in one paragraph; " +
			"close them, write a backslash before those meant as text, or split the paragraph")
	}
}

func (g *guard) refuse(why string) {
	if g.err == nil {
		g.err = fault("%s", why)
	}
}

// newGuarded returns a parser for one document with the guard that watches it. Parsers are made anew
// for each document because goldmark hands its per-run context to parsers only, and a shared guard
// would mix concurrent runs.
func newGuarded() (parser.Parser, *guard) {
	g := new(guard)
	var blocks, inlines, paragraphs []util.PrioritizedValue
	for _, v := range parser.DefaultBlockParsers() {
		blocks = append(blocks, util.Prioritized(&blockGuard{v.Value.(parser.BlockParser), g}, v.Priority))
	}
	for _, v := range parser.DefaultInlineParsers() {
		inlines = append(inlines, util.Prioritized(wrapInline(v.Value.(parser.InlineParser), g), v.Priority))
	}
	inlines = append(inlines,
		util.Prioritized(wrapInline(extension.NewStrikethroughParser(), g), 500),
		util.Prioritized(wrapInline(extension.NewLinkifyParser(), g), 999))
	for _, v := range parser.DefaultParagraphTransformers() {
		paragraphs = append(paragraphs, util.Prioritized(&referenceGuard{v.Value.(parser.ParagraphTransformer), g}, v.Priority))
	}
	paragraphs = append(paragraphs, util.Prioritized(&tableGuard{extension.NewTableParagraphTransformer(), g}, 200))
	return parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(inlines...),
		parser.WithParagraphTransformers(paragraphs...),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
	), g
}

// blockGuard bounds how deep containers may nest.
type blockGuard struct {
	parser.BlockParser
	g *guard
}

func (b *blockGuard) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if b.g.err != nil {
		return nil, parser.NoChildren
	}
	node, state := b.BlockParser.Open(parent, reader, pc)
	if node != nil && state&parser.HasChildren != 0 && depth(parent) >= maxDepth {
		b.g.refuse(fmt.Sprintf("lists and quotes are nested too deeply; at most %d levels are allowed", maxDepth/2))
	}
	return node, state
}

// Continue closes every open block once a bound was exceeded. It must: a list whose first item was
// declined is in a state that goldmark's own Continue does not expect.
func (b *blockGuard) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	if b.g.err != nil {
		return parser.Close
	}
	if b.g.steps++; b.g.steps > maxSteps {
		b.g.refuse("too many lines stand inside nested lists or quotes; split the article or nest less deeply")
		return parser.Close
	}
	return b.BlockParser.Continue(node, reader, pc)
}

func depth(n ast.Node) int {
	d := 0
	for ; n != nil; n = n.Parent() {
		d++
	}
	return d
}

// referenceGuard bounds paragraphs of link definitions, which are cut out of their paragraph one by one.
type referenceGuard struct {
	parser.ParagraphTransformer
	g *guard
}

func (r *referenceGuard) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines, size, definitions := node.Lines(), 0, 0
	for i := range lines.Len() {
		line := lines.At(i)
		size += line.Len()
		if bytes.HasPrefix(bytes.TrimLeft(line.Value(reader.Source()), " \t"), []byte("[")) {
			definitions++
		}
	}
	if definitions > 1 {
		r.g.spend((definitions - 1) * size / 8)
	}
	if r.g.err == nil {
		r.ParagraphTransformer.Transform(node, reader, pc)
	}
}

// tableGuard bounds tables, whose short rows are filled up to the width of the head.
type tableGuard struct {
	parser.ParagraphTransformer
	g *guard
}

func (t *tableGuard) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines, columns := node.Lines(), 0
	for i := range lines.Len() {
		line := lines.At(i)
		if v := line.Value(reader.Source()); isDelimiterRow(v) {
			columns = max(columns, bytes.Count(v, []byte("|"))+1)
		}
	}
	if columns*lines.Len() > maxCells {
		t.g.refuse("a table has too many cells; at most 50,000 are allowed, split the table")
	}
	if t.g.err == nil && columns > 0 {
		t.ParagraphTransformer.Transform(node, reader, pc)
	}
}

func isDelimiterRow(line []byte) bool {
	return bytes.ContainsRune(line, '-') && len(bytes.Trim(line, "|:- \t\r\n")) == 0
}
