package markup

import (
	"html"
	"net/url"
	"strings"

	"github.com/yuin/goldmark/util"

	"frontdesk/knowledge"
)

// ArticleScheme begins a link to another article, which opens within the panel.
const ArticleScheme = "article:"

// safeHref returns the form of a link's target that may be given to a browser, and whether there is one.
func safeHref(dest string) (string, bool) {
	dest = strings.TrimSpace(dest)
	if len(dest) > 2048 || strings.ContainsFunc(dest, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }) {
		return "", false
	}
	if id, ok := strings.CutPrefix(dest, ArticleScheme); ok {
		if plain, err := url.PathUnescape(id); err == nil {
			id = plain
		}
		return ArticleScheme + id, knowledge.ValidID(id) == nil
	}
	if strings.HasPrefix(dest, FileScheme) {
		return fileHref(dest)
	}
	u, err := url.Parse(dest)
	if err != nil {
		return "", false
	}
	switch u.Scheme {
	case "http", "https":
		return u.String(), u.Host != "" && u.User == nil
	case "mailto":
		return u.String(), strings.Contains(u.Opaque, "@")
	}
	return "", false
}

// unescape resolves backslash escapes and character references in one pass, as CommonMark does.
func unescape(raw []byte) string {
	var out strings.Builder
	out.Grow(len(raw))
	for i := 0; i < len(raw); {
		switch c := raw[i]; {
		case c == '\\' && i+1 < len(raw) && util.IsPunct(raw[i+1]):
			out.WriteByte(raw[i+1])
			i += 2
		case c == '&':
			n := referenceLength(raw[i:])
			out.WriteString(html.UnescapeString(string(raw[i : i+n])))
			i += n
		default:
			out.WriteByte(c)
			i++
		}
	}
	return out.String()
}

// referenceLength returns the length of the character reference that raw begins with, or 1 if none.
func referenceLength(raw []byte) int {
	for n := 1; n < len(raw) && n <= 40; n++ {
		switch c := raw[n]; {
		case c == ';':
			return n + 1
		case c == '#' && n == 1, c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		default:
			return 1
		}
	}
	return 1
}
