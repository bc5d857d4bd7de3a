package hypertext

import (
	"html"
	"strings"
)

// kind tells what a token is.
type kind int

const (
	ended kind = iota
	words
	opening
	closing
)

// token is one piece of a page. Its strings are pieces of the page itself wherever nothing had to be decoded.
type token struct {
	kind   kind
	name   string // of the element, in lower case
	text   string // of words, decoded
	attrs  []attr // those of any use, in order
	closed bool   // the tag ends in "/>"
	at     int    // offset
}

// attr is an attribute, decoded.
type attr struct{ name, value string }

// useful are the attributes that are looked at; others are passed over without being kept.
var useful = set("href src alt title id class role lang name property content rel start hidden aria-hidden style colspan itemprop")

// verbatim are the elements whose content is no markup, and whether its characters are decoded.
var verbatim = map[string]bool{
	"script": false, "style": false, "xmp": false, "iframe": false, "noembed": false, "noframes": false, "noscript": false, "plaintext": false,
	"title": true, "textarea": true,
}

func set(words string) map[string]bool {
	out := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// scanner cuts a page into tokens. It never goes back, so its work is proportional to the page.
type scanner struct {
	src string
	pos int
	raw string // the element whose verbatim content comes next
}

// next returns the next token; its kind is ended after the last.
func (s *scanner) next() token {
	if s.raw != "" {
		return s.verbatim()
	}
	for s.pos < len(s.src) {
		start := s.pos
		if s.src[start] != '<' {
			return s.words(start)
		}
		rest := s.src[start+1:]
		switch {
		case rest != "" && letter(rest[0]):
			if t, ok := s.tag(start, start+1, opening); ok {
				return t
			}
		case len(rest) > 1 && rest[0] == '/' && letter(rest[1]):
			if t, ok := s.tag(start, start+2, closing); ok {
				return t
			}
		case strings.HasPrefix(rest, "!--"):
			s.pos = start + 4 + commentLength(s.src[start+4:])
		case rest != "" && strings.IndexByte("!?/", rest[0]) >= 0:
			s.pos = after(s.src, start, ">")
		default:
			s.pos++ // an angle bracket that begins nothing
			t := s.words(s.pos)
			t.text, t.at = "<"+t.text, start
			return t
		}
	}
	return token{kind: ended, at: s.pos}
}

// words returns the text up to the next angle bracket.
func (s *scanner) words(start int) token {
	end := strings.IndexByte(s.src[start:], '<')
	if end < 0 {
		end = len(s.src) - start
	}
	s.pos = start + end
	return token{kind: words, text: decoded(s.src[start:s.pos]), at: start}
}

// verbatim returns the content of the element that was opened last.
func (s *scanner) verbatim() token {
	start, name := s.pos, s.raw
	s.raw = ""
	end := start
	for {
		i := strings.Index(s.src[end:], "</")
		if i < 0 {
			end = len(s.src)
			break
		}
		end += i
		if tail := s.src[end+2:]; len(tail) >= len(name) && strings.EqualFold(tail[:len(name)], name) && (len(tail) == len(name) || boundary(tail[len(name)])) {
			break
		}
		end += 2
	}
	s.pos = end
	text := s.src[start:end]
	if verbatim[name] {
		text = decoded(text)
	}
	return token{kind: words, text: text, at: start}
}

// tag reads a tag whose name begins at an offset. A tag that does not end is none, and nothing follows it.
func (s *scanner) tag(start, at int, k kind) (token, bool) {
	end := at
	for end < len(s.src) && !boundary(s.src[end]) {
		end++
	}
	t := token{kind: k, name: strings.ToLower(s.src[at:end]), at: start}
	for s.pos = end; ; {
		for s.pos < len(s.src) && (blank(s.src[s.pos]) || s.src[s.pos] == '/') {
			t.closed = s.src[s.pos] == '/'
			s.pos++
		}
		if s.pos >= len(s.src) {
			return t, false
		}
		if s.src[s.pos] == '>' {
			s.pos++
			break
		}
		t.closed = false
		if a, ok := s.attribute(); ok && k == opening {
			t.attrs = append(t.attrs, a)
		}
	}
	if _, raw := verbatim[t.name]; raw && k == opening {
		s.raw = t.name
	}
	return t, true
}

// attribute reads one attribute and reports whether it is of any use.
func (s *scanner) attribute() (attr, bool) {
	start := s.pos
	for s.pos++; s.pos < len(s.src) && !boundary(s.src[s.pos]) && s.src[s.pos] != '='; {
		s.pos++
	}
	name := s.src[start:s.pos]
	for s.pos < len(s.src) && blank(s.src[s.pos]) {
		s.pos++
	}
	value := ""
	if s.pos < len(s.src) && s.src[s.pos] == '=' {
		s.pos++
		value = s.value()
	}
	if len(name) > 16 {
		return attr{}, false
	}
	if name = strings.ToLower(name); !useful[name] {
		return attr{}, false
	}
	return attr{name, decoded(value)}, true
}

// value reads the value of an attribute.
func (s *scanner) value() string {
	for s.pos < len(s.src) && blank(s.src[s.pos]) {
		s.pos++
	}
	if s.pos >= len(s.src) {
		return ""
	}
	if quote := s.src[s.pos]; quote == '"' || quote == '\'' {
		start := s.pos + 1
		s.pos = after(s.src, start, string(quote))
		return strings.TrimSuffix(s.src[start:s.pos], string(quote))
	}
	start := s.pos
	for s.pos < len(s.src) && !blank(s.src[s.pos]) && s.src[s.pos] != '>' {
		s.pos++
	}
	return s.src[start:s.pos]
}

// commentLength returns the length of a comment without the "<!--" before it.
func commentLength(s string) int {
	switch {
	case strings.HasPrefix(s, ">"):
		return 1
	case strings.HasPrefix(s, "->"):
		return 2
	}
	return after(s, 0, "-->")
}

// after returns the offset behind the next end, or that of the text's end.
func after(s string, from int, end string) int {
	if i := strings.Index(s[from:], end); i >= 0 {
		return from + i + len(end)
	}
	return len(s)
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func blank(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

func boundary(c byte) bool { return blank(c) || c == '/' || c == '>' }

func decoded(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	return html.UnescapeString(s)
}
