package hypertext

import (
	"fmt"
	"strings"
)

// node is an element, or a piece of text if it has no tag.
type node struct {
	tag   string
	text  string
	attrs []attr
	kids  []*node
}

func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

func (n *node) has(name string) bool {
	for _, a := range n.attrs {
		if a.name == name {
			return true
		}
	}
	return false
}

var (
	void = set("area base br col embed frame hr img input keygen link meta param source track wbr")
	// closesParagraph are the elements that end a paragraph whose end tag was left out.
	closesParagraph = set("address article aside blockquote center details dialog dir div dl dt dd fieldset figcaption figure footer form " +
		"h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre search section summary table ul")
	foreign   = set("svg math")
	paragraph = set("p")
)

// implied says which open elements an opening tag ends, and which elements it does not look beyond.
var implied = map[string]struct{ ends, within map[string]bool }{
	"li":       {set("li"), set("ul ol menu dir table")},
	"dt":       {set("dt dd"), set("dl table")},
	"dd":       {set("dt dd"), set("dl table")},
	"td":       {set("td th"), set("tr table")},
	"th":       {set("td th"), set("tr table")},
	"tr":       {set("tr td th"), set("table")},
	"thead":    {set("tr td th thead tbody tfoot caption colgroup"), set("table")},
	"tbody":    {set("tr td th thead tbody tfoot caption colgroup"), set("table")},
	"tfoot":    {set("tr td th thead tbody tfoot caption colgroup"), set("table")},
	"option":   {set("option"), set("select datalist")},
	"optgroup": {set("option optgroup"), set("select")},
	"a":        {set("a"), set("td th table li div p")},
}

// walls are the elements beyond which no end tag reaches, unless it is the end of a part of the table.
var (
	walls      = set("table td th caption")
	tableParts = set("table thead tbody tfoot tr td th caption")
)

// tree builds the elements of a page as browsers do in all that pages commonly get wrong; what is left out, such as
// moving text out of tables, changes where words stand and not which.
type tree struct {
	src   string
	open  []*node // the elements that are open, the document first
	count int
	alien int // foreign elements that are open
}

// parse returns the document, whose kids are the top elements.
func parse(src string) (*node, error) {
	t := &tree{src: src, open: []*node{{tag: "#document"}}}
	for s := (&scanner{src: src}); ; {
		k := s.next()
		switch k.kind {
		case ended:
			return t.open[0], nil
		case words:
			t.words(k)
		case opening:
			t.start(k)
		case closing:
			t.end(k.name)
		}
		switch {
		case t.count > MaxElements:
			return nil, t.fault(k.at, "the page has more than %d elements; save only its main part", MaxElements)
		case len(t.open) > MaxDepth:
			return nil, t.fault(k.at, "elements are nested more than %d levels deep; save only the main part of the page, or mend the tags that are not closed", MaxDepth)
		}
	}
}

func (t *tree) fault(at int, format string, a ...any) error {
	return &Fault{Line: 1 + strings.Count(t.src[:at], "\n"), Message: fmt.Sprintf(format, a...)}
}

func (t *tree) top() *node { return t.open[len(t.open)-1] }

func (t *tree) words(k token) {
	switch top := t.top(); {
	case k.text == "" || top.tag == "script" || top.tag == "style":
	default:
		t.count++
		top.kids = append(top.kids, &node{text: printable(k.text)})
	}
}

func (t *tree) start(k token) {
	if t.alien == 0 {
		if closesParagraph[k.name] {
			t.close(paragraph, walls)
		}
		if rule, ok := implied[k.name]; ok {
			t.close(rule.ends, rule.within)
		}
		if heading(k.name) > 0 && heading(t.top().tag) > 0 {
			t.pop(len(t.open) - 1)
		}
	}
	n := &node{tag: k.name, attrs: k.attrs}
	t.top().kids = append(t.top().kids, n)
	t.count++
	if void[k.name] || k.closed && (t.alien > 0 || foreign[k.name]) {
		return
	}
	t.open = append(t.open, n)
	if foreign[k.name] {
		t.alien++
	}
}

// close ends the outermost open element among those named, looking no further than the walls.
func (t *tree) close(ends, within map[string]bool) {
	found := -1
	for i := len(t.open) - 1; i > 0; i-- {
		tag := t.open[i].tag
		if ends[tag] {
			found = i
		} else if within[tag] {
			break
		}
	}
	if found > 0 {
		t.pop(found)
	}
}

// end closes the innermost element of the name, if it is open and not outside a table cell.
func (t *tree) end(name string) {
	if name == "br" { // browsers take </br> for a break
		t.top().kids = append(t.top().kids, &node{tag: "br"})
		t.count++
		return
	}
	for i := len(t.open) - 1; i > 0; i-- {
		tag := t.open[i].tag
		switch {
		case tag == name, heading(tag) > 0 && heading(name) > 0:
			t.pop(i)
			return
		case walls[tag] && !tableParts[name]:
			return
		}
	}
}

// pop closes the open element at an index and all inside it.
func (t *tree) pop(i int) {
	for _, n := range t.open[i:] {
		if foreign[n.tag] {
			t.alien--
		}
	}
	t.open = t.open[:i]
}

// heading returns the level of a heading, 0 if the tag is none.
func heading(tag string) int {
	if len(tag) == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6' {
		return int(tag[1] - '0')
	}
	return 0
}

// printable returns a text without control characters, which no reader sees.
func printable(s string) string {
	if strings.IndexFunc(s, control) < 0 {
		return s
	}
	return strings.Map(func(c rune) rune {
		if control(c) {
			return -1
		}
		return c
	}, s)
}

func control(c rune) bool {
	return c < ' ' && c != '\n' && c != '\t' && c != '\r' && c != '\f' || c == 0x7f
}
