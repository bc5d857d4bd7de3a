package markup

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Raw HTML never becomes an element. These lists only decide which of its words are text.
var (
	htmlHidden = set("script style noscript template iframe object embed svg math head title select option textarea audio video canvas")
	htmlBreaks = set("address article aside blockquote br caption center dd details div dl dt fieldset figcaption figure footer " +
		"form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul")
	htmlInline = set("a abbr acronym applet area audio b base basefont bdi bdo big body button canvas cite code col colgroup data " +
		"datalist del dfn dialog dir em embed font frame frameset head html i iframe img input ins kbd label legend link map " +
		"mark math menu meta meter nobr noframes noscript object optgroup option output param picture progress q rb rp rt " +
		"ruby s samp script select slot small source span strike strong style sub sup svg template textarea time title " +
		"track tt u var video wbr")
)

func set(words string) map[string]bool {
	out := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// rawHTML deals with one tag or comment within a paragraph: elements that break lines become breaks,
// known elements vanish, and a word in angle brackets that is no HTML, such as <file name>, is text.
func (r *run) rawHTML(n *ast.RawHTML) {
	b := r.b
	var raw strings.Builder
	for i := range n.Segments.Len() {
		s := n.Segments.At(i)
		raw.Write(s.Value(b.src))
	}
	name, closing := tagName(raw.String())
	switch {
	case b.skipping != "":
		if closing && name == b.skipping {
			b.skipping = ""
		}
	case name == "": // a comment, declaration or instruction
	case htmlHidden[name]:
		if !closing && !strings.HasSuffix(raw.String(), "/>") {
			b.skipping = name
		}
	case htmlBreaks[name]:
		if r.lineBreak(); name == "li" && !closing {
			b.put("• ")
		}
	case htmlInline[name]:
	default:
		b.put(raw.String())
	}
}

// tagName returns the lower-case name of the tag that raw begins with, "" if it begins with none.
func tagName(raw string) (name string, closing bool) {
	raw = strings.TrimPrefix(raw, "<")
	raw, closing = strings.CutPrefix(raw, "/")
	end := 0
	for end < len(raw) {
		c := raw[end] | 0x20
		if c >= 'a' && c <= 'z' || end > 0 && (raw[end] >= '0' && raw[end] <= '9' || raw[end] == '-') {
			end++
			continue
		}
		break
	}
	return strings.ToLower(raw[:end]), closing
}

// htmlBlock makes a paragraph of every line of a block of HTML that shows words.
func (b *builder) htmlBlock(n *ast.HTMLBlock, p place) []Node {
	var raw strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		raw.Write(line.Value(b.src))
	}
	if n.HasClosure() {
		raw.Write(n.ClosureLine.Value(b.src))
	}
	var out []Node
	for _, line := range visibleLines(raw.String()) {
		kids, span := b.leaf(Paragraph, p.list, p, func() []Node {
			b.put(line)
			return []Node{{Text: string(b.text[b.start:])}}
		})
		if span != nil {
			out = append(out, Node{Tag: "p", Kids: kids, Off: span})
		}
	}
	return out
}

// visibleLines returns the words of HTML, one line for each element that stands on its own.
func visibleLines(raw string) []string {
	var lines []string
	var line strings.Builder
	flush := func() {
		if s := strings.Join(strings.Fields(line.String()), " "); s != "" {
			lines = append(lines, s)
		}
		line.Reset()
	}
	for raw != "" {
		i := strings.IndexByte(raw, '<')
		if i < 0 {
			line.WriteString(unescapeHTML(raw))
			break
		}
		line.WriteString(unescapeHTML(raw[:i]))
		tag, after := cutTag(raw[i:])
		name, closing := tagName(tag)
		switch {
		case len(tag) == 1: // a lone angle bracket
			line.WriteByte('<')
		case htmlHidden[name] && !closing:
			after = skipElement(after, name)
		case name == "td" || name == "th":
			if !closing && strings.TrimSpace(line.String()) != "" {
				line.WriteString(" | ")
			}
		case htmlBreaks[name]:
			if flush(); name == "li" && !closing {
				line.WriteString("• ")
			}
		}
		raw = after
	}
	flush()
	return lines
}

// cutTag cuts the tag or comment that raw begins with. An unfinished one runs to the end, so that no
// half of a tag is shown; an angle bracket that begins no tag is returned alone.
func cutTag(raw string) (tag, rest string) {
	end := ">"
	switch {
	case strings.HasPrefix(raw, "<!--"):
		end = "-->"
	case strings.HasPrefix(raw, "<?"):
		end = "?>"
	case strings.HasPrefix(raw, "<!"):
	default:
		if name, _ := tagName(raw); name == "" {
			return raw[:1], raw[1:]
		}
	}
	if i := strings.Index(raw, end); i >= 0 {
		return raw[:i+len(end)], raw[i+len(end):]
	}
	return raw, ""
}

// skipElement returns what follows the end of a hidden element.
func skipElement(raw, name string) string {
	for {
		i := strings.Index(raw, "</")
		if i < 0 {
			return ""
		}
		raw = raw[i:]
		if found, _ := tagName(raw); found == name {
			_, rest := cutTag(raw)
			return rest
		}
		raw = raw[2:]
	}
}

func unescapeHTML(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	// Backslashes are plain characters in HTML: keep unescape from resolving them.
	return unescape([]byte(strings.ReplaceAll(s, `\`, `\\`)))
}
