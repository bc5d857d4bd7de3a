package hypertext

import (
	"slices"
	"strconv"
	"strings"
)

// remarked returns a list with the other marker of its kind.
func (b block) remarked() block {
	items := strings.Split(b.text, "\n")
	other := map[byte]byte{'-': '+', '.': ')'}[b.marker]
	for i, l := range items {
		if l == "" || l[0] == ' ' {
			continue
		}
		at := strings.IndexByte(l, b.marker)
		items[i] = l[:at] + string(other) + l[at+1:]
	}
	b.text, b.marker = strings.Join(items, "\n"), other
	return b
}

// list writes a list; what stands in it outside of items becomes an item.
func (w *writer) list(n *node) {
	if w.depth >= maxContainers {
		w.kids(n, 0, "")
		return
	}
	b := block{sort: bullets, marker: '-', start: 1}
	if n.tag == "ol" {
		b.sort, b.marker = numbers, '.'
		if first, err := strconv.Atoi(n.attr("start")); err == nil && first >= 0 && first < 1_000_000 {
			b.start = first
		}
	}
	items, tight := w.items(n)
	if len(items) == 0 {
		return
	}
	for i, item := range items {
		marker := string(b.marker) + " "
		if b.sort == numbers {
			marker = strconv.Itoa(b.start+i) + marker
		}
		indent := strings.Repeat(" ", len(marker))
		items[i] = marker + prefixed(item, indent, "")[len(indent):]
	}
	b.text = strings.Join(items, map[bool]string{true: "\n", false: "\n\n"}[tight])
	w.put(b)
}

// items returns the texts of a list's items, and whether each is a single paragraph with at most lists below it.
func (w *writer) items(n *node) (items []string, tight bool) {
	tight = true
	for _, k := range n.kids {
		if k.tag == "" && strings.TrimSpace(k.text) == "" || k.hiddenFromReaders() {
			continue
		}
		inner := w.inside(func() {
			if k.tag == "li" {
				w.kids(k, 0, "")
			} else {
				w.node(k, 0, "")
			}
		})
		switch {
		case len(inner) == 0:
		case len(items) > 0 && k.tag != "li" && inner[0].sort != plainBlock:
			// A list right inside a list, as sloppy pages have it, belongs to the item before it.
			items[len(items)-1] += "\n\n" + join(inner)
			tight = false
		case tightItem(inner):
			text := inner[0].text
			for _, b := range inner[1:] {
				text += "\n" + b.text
			}
			items = append(items, text)
		default:
			items = append(items, join(inner))
			tight = false
		}
	}
	return items, tight
}

// tightItem reports whether the blocks of an item can stand without empty lines: the lists after its paragraph must
// be such as may interrupt one.
func tightItem(blocks []block) bool {
	return !slices.ContainsFunc(blocks[1:], func(b block) bool { return b.sort == plainBlock || b.sort == numbers && b.start != 1 })
}
