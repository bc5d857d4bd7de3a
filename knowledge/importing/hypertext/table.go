package hypertext

import (
	"slices"
	"strconv"
	"strings"
)

// maxCells bounds a table; a larger one is written as paragraphs.
const maxCells = 20_000

// table writes a table of data as such, and one that only lays out a page as what its cells hold.
func (w *writer) table(n *node) {
	for _, k := range n.kids {
		if k.tag == "caption" && !k.hiddenFromReaders() {
			w.kids(k, strong, "")
			w.flush()
		}
	}
	rows := tableRows(n)
	width, cells := 0, 0
	for _, r := range rows {
		across := 0
		for _, c := range r {
			across += span(c)
		}
		width = max(width, across)
		cells += across
	}
	if width < 2 || len(rows) < 2 || width*len(rows) > maxCells || slices.ContainsFunc(rows, layout) {
		for _, r := range rows {
			for _, c := range r {
				w.kids(c, 0, "")
				w.flush()
			}
		}
		return
	}
	var b strings.Builder
	for i, r := range rows {
		if i > 0 {
			b.WriteByte('\n')
		}
		w.row(&b, r, width)
		if i == 0 {
			b.WriteString("\n|" + strings.Repeat(" --- |", width))
		}
	}
	w.put(block{text: b.String()})
}

func (w *writer) row(b *strings.Builder, cells []*node, width int) {
	b.WriteByte('|')
	column := 0
	for _, c := range cells {
		b.WriteString(" " + w.cell(c) + " |")
		column += span(c)
		b.WriteString(strings.Repeat("  |", span(c)-1))
	}
	for ; column < width; column++ {
		b.WriteString("  |")
	}
}

// cell returns the words of a cell on one line.
func (w *writer) cell(n *node) string {
	line := w.line
	w.line, w.inCell = nil, true
	w.kids(n, 0, "")
	text := serialise(flat(w.line), true)
	w.line, w.inCell = line, false
	return text
}

// cellBlock writes an element of its own line within a cell.
func (w *writer) cellBlock(n *node, s style, href string) {
	between := " "
	if n.tag == "li" && len(w.line) > 0 {
		between = "; "
	}
	w.line = append(w.line, piece{text: between})
	w.kids(n, s, href)
	w.line = append(w.line, piece{text: " "})
}

// tableRows returns the cells of a table without those of tables inside it.
func tableRows(n *node) (rows [][]*node) {
	for _, k := range n.kids {
		switch k.tag {
		case "thead", "tbody", "tfoot":
			if !k.hiddenFromReaders() {
				rows = append(rows, tableRows(k)...)
			}
		case "tr":
			var cells []*node
			for _, c := range k.kids {
				if (c.tag == "td" || c.tag == "th") && !c.hiddenFromReaders() {
					cells = append(cells, c)
				}
			}
			if len(cells) > 0 && !k.hiddenFromReaders() {
				rows = append(rows, cells)
			}
		}
	}
	return rows
}

// layout reports whether a row holds what no row of data does.
func layout(cells []*node) bool {
	return slices.ContainsFunc(cells, func(c *node) bool {
		return c.find(func(e *node) bool {
			return e.tag == "table" || e.tag == "pre" || e.tag == "blockquote" || heading(e.tag) > 0
		}) != nil
	})
}

// span returns how many columns a cell takes.
func span(c *node) int {
	n, err := strconv.Atoi(strings.TrimSpace(c.attr("colspan")))
	if err != nil || n < 1 || n > 50 {
		return 1
	}
	return n
}
