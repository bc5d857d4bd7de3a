package markup

import (
	"encoding/json"
	"strconv"
	"strings"

	"frontdesk/knowledge"
)

// Node is an element or, without a Tag, a piece of text of the safe tree. Its JSON form is a string
// for text and {"t","c","href","alt","start","off"} for an element; the browser builds exactly this
// with createElement and text nodes.
type Node struct {
	Tag   string // one of Tags; "" for text
	Text  string // of a text node
	Kids  []Node // of an element
	Href  string // of an "a": http:, https:, mailto:, article:ID or file:ID/name; of an "img": file:ID/name.png or the like, or ""
	Alt   string // of an "img"
	Start int    // of an "ol": its first number, if that is not 1
	// Off is the range of Doc.Text that the element's own words occupy. Only elements that hold words
	// directly have one: p, h2–h4, li, tr, pre.
	Off *knowledge.Span
}

// Tags is the closed list of elements that a tree may contain.
var Tags = []string{
	"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "a", "br", "hr",
	"table", "thead", "tbody", "tr", "th", "td", "del", "img",
}

// MarshalJSON writes the node in the form described at [Node].
func (n Node) MarshalJSON() ([]byte, error) { return n.appendJSON(nil), nil }

func (n Node) appendJSON(to []byte) []byte {
	if n.Tag == "" {
		return appendString(to, n.Text)
	}
	to = append(to, `{"t":`...)
	to = appendString(to, n.Tag)
	if n.Href != "" {
		to = append(to, `,"href":`...)
		to = appendString(to, n.Href)
	}
	if n.Tag == "img" {
		to = append(to, `,"alt":`...)
		to = appendString(to, n.Alt)
	}
	if n.Start != 0 {
		to = append(to, `,"start":`...)
		to = strconv.AppendInt(to, int64(n.Start), 10)
	}
	if n.Off != nil {
		to = append(to, `,"off":[`...)
		to = strconv.AppendInt(to, int64(n.Off.Start), 10)
		to = append(to, ',')
		to = strconv.AppendInt(to, int64(n.Off.End), 10)
		to = append(to, ']')
	}
	if len(n.Kids) > 0 {
		to = append(to, `,"c":[`...)
		for i, kid := range n.Kids {
			if i > 0 {
				to = append(to, ',')
			}
			to = kid.appendJSON(to)
		}
		to = append(to, ']')
	}
	return append(to, '}')
}

func appendString(to []byte, s string) []byte {
	quoted, err := json.Marshal(s)
	if err != nil { // a string always marshals
		return append(to, `""`...)
	}
	return append(to, quoted...)
}

// Words returns the text of the node and everything below it, without separators.
func (n Node) Words() string {
	var b strings.Builder
	n.addWords(&b)
	return b.String()
}

func (n Node) addWords(b *strings.Builder) {
	switch n.Tag {
	case "":
		b.WriteString(n.Text)
	case "img":
		b.WriteString(n.Alt)
	case "br":
		b.WriteByte('\n')
	}
	for _, kid := range n.Kids {
		kid.addWords(b)
	}
}
