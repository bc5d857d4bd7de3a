package markup

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"frontdesk/knowledge"
)

// builder grows the text, the blocks and the tree of one document in a single walk, so that what the
// tree shows and what the text says cannot differ.
type builder struct {
	src  []byte
	text []byte
	out  []Block
	err  error

	links []Link

	path   []heading // the headings above the current place
	marker string    // of a list item whose first words are still to come
	group  int       // the list or table that the last block belonged to, 0 for none
	groups int       // how many lists and tables there were

	// State of the block being written.
	start    int    // where its words begin in text
	oneLine  bool   // line breaks become blanks: headings and table cells
	indent   string // written after a line break
	skipping string // the name of the HTML element whose content is left out
	nested   int    // inline elements around the current words
}

type heading struct {
	level int
	words string
}

// place is where in the tree a block stands.
type place struct {
	list  int  // how many lists are around it
	group int  // the outermost list or the table around it, 0 for none
	quote bool // whether it is quoted
}

// leaf writes one block of text: fill writes its words and returns its nodes. A block without words
// leaves no trace in the text.
func (b *builder) leaf(kind Kind, level int, p place, fill func() []Node) ([]Node, *knowledge.Span) {
	undo, marker := len(b.text), b.marker
	b.marker = ""
	b.separate(p)
	b.indent = strings.Repeat("  ", p.list)
	if marker != "" {
		b.text = append(b.text, b.indent[2:]...)
	} else if kind != Code {
		b.text = append(b.text, b.indent...)
	}
	span := knowledge.Span{Start: len(b.text)}
	b.text = append(b.text, marker...)
	b.start, b.skipping = len(b.text), ""
	nodes := fill()
	if kind != Code {
		b.trimEnd()
	}
	if len(b.text) == b.start {
		b.text = b.text[:undo]
		return nodes, nil
	}
	span.End = len(b.text)
	b.group = p.group
	b.out = append(b.out, Block{Kind: kind, Level: level, Span: span, Path: b.words()})
	return nodes, &span
}

// separate ends the block before: with a line break within one list or table, else with an empty line.
func (b *builder) separate(p place) {
	switch {
	case len(b.text) == 0:
	case p.group != 0 && p.group == b.group:
		b.text = append(b.text, '\n')
	default:
		b.text = append(b.text, "\n\n"...)
	}
}

// words returns the headings above the current place.
func (b *builder) words() []string {
	if len(b.path) == 0 {
		return nil
	}
	out := make([]string, len(b.path))
	for i, h := range b.path {
		out[i] = h.words
	}
	return out
}

// put appends running text with its white space collapsed.
func (b *builder) put(s string) {
	if b.skipping != "" {
		return
	}
	for _, r := range s {
		switch {
		case r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\u00a0':
			b.blank()
		case r < ' ' || r == 0x7f || r == '\ufeff' || r == '\u200b': // zero-width blanks would split words in two
		default:
			b.text = utf8.AppendRune(b.text, r)
		}
	}
}

// blank appends a blank unless the block or line begins here or there is one already.
func (b *builder) blank() {
	if len(b.text) == b.start {
		return
	}
	if last := b.text[len(b.text)-1]; last != ' ' && last != '\n' {
		b.text = append(b.text, ' ')
	}
}

// lineBreak begins a new line within a block; it reports whether it did.
func (b *builder) lineBreak() bool {
	if b.skipping != "" || len(b.text) == b.start {
		return false
	}
	if b.oneLine {
		b.blank()
		return false
	}
	b.trimEnd()
	if len(b.text) == b.start {
		return false
	}
	b.text = append(b.text, '\n')
	b.text = append(b.text, b.indent...)
	return true
}

// trimEnd takes white space off the end of the block being written.
func (b *builder) trimEnd() {
	kept := bytes.TrimRight(b.text[b.start:], " \n")
	b.text = b.text[:b.start+len(kept)]
}

// newGroup returns a number for a list or table that stands in no other.
func (b *builder) newGroup(p place) int {
	if p.group != 0 {
		return p.group
	}
	b.groups++
	return b.groups
}
