package hypertext

import (
	"slices"
	"strings"
)

var (
	// unseen are the elements whose words are not part of what a reader reads.
	unseen = set("script style noscript noembed noframes template head title svg math object applet select datalist optgroup option " +
		"textarea button input dialog canvas map area progress meter")
	// media are the embedded things that are counted and left out.
	media = set("iframe frame video audio embed object")
	// frame is what stands around the content of a page.
	frame = set("nav header footer aside search menu")
	// inContent is what does not belong to the content even where it stands inside it.
	inContent  = set("nav footer search")
	frameRoles = set("navigation banner contentinfo search complementary menu menubar toolbar dialog alertdialog")
	// frameNames are the names by which pages without those elements call the same.
	frameNames = set("nav navbar navigation breadcrumb breadcrumbs sidebar footer site-footer site-header menu cookie-banner cookies " +
		"skip-link pagination pager toc table-of-contents related related-articles share social comments")
	// contentNames are the names by which such pages call their content.
	contentNames = set("content main-content main article article-body article-content post-content entry-content")
)

// hiddenFromReaders reports whether an element is not shown.
func (n *node) hiddenFromReaders() bool {
	if n.tag == "" {
		return false
	}
	if unseen[n.tag] || n.has("hidden") || n.attr("aria-hidden") == "true" {
		return true
	}
	style := n.attr("style")
	return style != "" && strings.Contains(strings.ReplaceAll(strings.ToLower(style), " ", ""), "display:none")
}

// surrounds reports whether an element belongs to the frame around a page's content.
func (n *node) surrounds() bool {
	if n.tag == "" || n.tag == "body" || n.tag == "html" || n.tag == "#document" {
		return false
	}
	return frame[n.tag] || frameRoles[n.attr("role")] || n.named(frameNames)
}

func (n *node) named(names map[string]bool) bool {
	return names[n.attr("id")] || slices.ContainsFunc(strings.Fields(n.attr("class")), func(c string) bool { return names[c] })
}

// content returns the element that holds the content of the page. whole says that none is marked as such, so that
// the frame around the content has to be left out.
func (n *node) content() (content *node, whole bool) {
	body := n.find(func(e *node) bool { return e.tag == "body" })
	if body == nil {
		body = n
	}
	for _, marked := range []func(*node) bool{
		func(e *node) bool { return e.tag == "main" || e.attr("role") == "main" },
		func(e *node) bool { return e.attr("itemprop") == "articleBody" },
		func(e *node) bool { return e.tag == "article" },
		func(e *node) bool { return e.named(contentNames) },
	} {
		if best, size := body.largest(marked); size > 0 && 2*size >= body.size() {
			return best, false
		}
	}
	return body, true
}

// find returns the first element of which f is true, nil if there is none.
func (n *node) find(f func(*node) bool) *node {
	for _, k := range n.kids {
		if k.tag == "" {
			continue
		}
		if f(k) {
			return k
		}
		if found := k.find(f); found != nil {
			return found
		}
	}
	return nil
}

// largest returns the element with the most text of which f is true, looking into none of those found.
func (n *node) largest(f func(*node) bool) (best *node, size int) {
	for _, k := range n.kids {
		if k.tag == "" || k.hiddenFromReaders() {
			continue
		}
		found, bytes := k, 0
		if f(k) {
			bytes = k.size()
		} else {
			found, bytes = k.largest(f)
		}
		if bytes > size {
			best, size = found, bytes
		}
	}
	return best, size
}

// size returns how many bytes of text an element shows, without the frame inside it.
func (n *node) size() int {
	if n.tag == "" {
		return len(strings.TrimSpace(n.text))
	}
	total := 0
	for _, k := range n.kids {
		if !k.hiddenFromReaders() && !k.surrounds() {
			total += k.size()
		}
	}
	return total
}

// title returns what the page is called: by the only main heading of its content, else of the page, else by its head.
func (n *node) title(content *node) string {
	for _, within := range []*node{content, n} {
		if h := within.only("h1"); h != nil {
			if t := h.words(); t != "" {
				return t
			}
		}
	}
	site := n.meta("og:site_name")
	for _, t := range []string{n.meta("og:title"), n.headTitle()} {
		if t = oneLine(t); t == "" {
			continue
		}
		for _, separator := range []string{" | ", " - ", " – ", " — ", " · ", " :: "} {
			if cut, ok := strings.CutSuffix(t, separator+site); ok && site != "" && cut != "" {
				return cut
			}
		}
		return t
	}
	return ""
}

// only returns the element with the tag if there is exactly one that shows anything.
func (n *node) only(tag string) *node {
	var found *node
	count := 0
	var look func(*node)
	look = func(e *node) {
		for _, k := range e.kids {
			switch {
			case k.tag == "" || k.hiddenFromReaders():
			case k.tag == tag && k.words() != "":
				found = k
				count++
			default:
				look(k)
			}
		}
	}
	look(n)
	if count != 1 {
		return nil
	}
	return found
}

// words returns the text that an element shows, on one line.
func (n *node) words() string {
	var b strings.Builder
	var write func(*node)
	write = func(e *node) {
		if e.tag == "" {
			b.WriteString(e.text)
			return
		}
		if e.tag == "br" || !inline[e.tag] {
			b.WriteByte(' ')
		}
		for _, k := range e.kids {
			if !k.hiddenFromReaders() {
				write(k)
			}
		}
	}
	write(n)
	return oneLine(b.String())
}

func (n *node) headTitle() string {
	// The title of an inline drawing is none of the page's.
	t := n.find(func(e *node) bool { return e.tag == "title" && len(e.kids) > 0 })
	if t == nil {
		return ""
	}
	return t.kids[0].text
}

func (n *node) meta(name string) string {
	m := n.find(func(e *node) bool {
		return e.tag == "meta" && (e.attr("property") == name || e.attr("name") == name) && e.attr("content") != ""
	})
	if m == nil {
		return ""
	}
	return oneLine(m.attr("content"))
}

// locale returns the language that the page says it is in.
func (n *node) locale() string {
	h := n.find(func(e *node) bool { return e.tag == "html" })
	if h == nil {
		return ""
	}
	return strings.TrimSpace(h.attr("lang"))
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
