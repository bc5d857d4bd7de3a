package ground

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge/pattern"
)

var (
	schemed  = pattern.Of(`(?i)\b[a-z][a-z0-9+.-]{1,15}:/{1,}[^\s"'<>)\]]+|(?:javascript|vbscript):[^\s"'<>)\]]+|\b(?:data|file|blob|mailto|tel|sms|intent|ftp|about):[^\s"'<>)\]]+|(?i)\bwww\d?\.[^\s"'<>)\]]+|(?:^|\s)//[^\s/]+[^\s"'<>)\]]*`)
	hidden   = pattern.Of(`(?i)h\s?[tx]\s?[tx]\s?p\s?s?\s?:\s?/|\bhxxps?\b|\bh\*\*ps?\b|\bcolon\s+slash|\bslash\s+slash\b`)
	dotted   = pattern.Of(`(?i)[\p{L}\p{N}-]{2,}\s*[\[({]\s*(?:dot|punkt|point|punto|punt|\.)\s*[\])}]\s*\p{L}{2,}|[\p{L}\p{N}-]{2,}\s+dot\s+\p{L}{2,}|[\p{L}\p{N}-]{2,}\s+(?:punkt|point|punto|punt)\s+(?:com|org|net|info|io|example|test|de|fr|es|it|nl|eu)\b|[\p{L}\p{N}-]{3,}\s+\.\s?(?:com|org|net|info|io|example|xyz|app|dev|shop|site|online|link)\b`)
	domain   = pattern.Of(`(?i)(?:[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_-]{0,62}))(?:[.。．｡](?:[\p{L}\p{N}][\p{L}\p{N}\p{M}_-]{0,62}))+(?::\d+)?(?:[/?#][^\s"'<>)\]]*)?`)
	address  = pattern.Of(`(?i)[\p{L}\p{N}._%+-]+\s?(?:@|\[at\]|\(at\)|\{at\}| at )\s?[\p{L}\p{N}-]+(?:\s?(?:\.|\[dot\]|\(dot\)| dot )\s?[\p{L}\p{N}-]+)+`)
	atSign   = pattern.Of(`\S*@\S*`)
	numeric  = pattern.Of(`^[\d.]+$`)
	markdown = pattern.Of(`!?\[[^\]]*\]\s?\([^)]*\)|\]\s?\[|^\s*\[[^\]]+\]:\s`)
	percents = pattern.Of(`%[0-9a-fA-F]{2}`)
)

// files are endings of names of files and programs that look like domains.
var files = set("pdf doc docx xls xlsx csv txt png jpg jpeg gif svg json xml yaml yml html htm md js ts py sh exe zip tar gz mp3 mp4 log ini cfg conf bat dll apk dmg pkg msi css php sql db bak net al rdl rdlc")

// domains are the endings of addresses on the Internet that are commonly written without a scheme.
var domains = set("com org net info biz io co ai app dev shop store online site xyz link top club live me tv cc ly gl eu de at ch fr es it nl be uk us ca au nz ie se no dk fi pl cz pt ru cn jp in br mx gov edu mil int example test invalid local localhost onion zip mov")

func set(words string) map[string]bool {
	out := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

// sameLink is an address as it is compared: without the scheme of the web, "www." and a slash or sign at the end, in small letters up to the path.
func sameLink(link string) string {
	l := strings.TrimRight(strings.TrimSpace(link), ".,;:!?)/")
	for _, scheme := range [...]string{"https://", "http://"} {
		if len(l) > len(scheme) && strings.EqualFold(l[:len(scheme)], scheme) {
			l = l[len(scheme):]
		}
	}
	host, path, _ := strings.Cut(l, "/")
	if path != "" {
		path = "/" + path
	}
	return strings.TrimPrefix(strings.ToLower(host), "www.") + path
}

// foreignLink finds an address in a folded sentence that is none of those that the source may be named with, however it
// is disguised.
func (p *prepared) foreignLink(sentence string) (found string, bad bool) {
	if f, bad := p.plainLink(sentence); bad {
		return f, true
	}
	if percents.MatchString(sentence) {
		for text := sentence; ; {
			decoded, err := url.PathUnescape(text)
			if err != nil || decoded == text || len(decoded) > len(sentence) {
				break
			}
			if f, bad := p.plainLink(fold(decoded)); bad {
				return f, true
			}
			text = decoded
		}
	}
	return "", false
}

func (p *prepared) plainLink(sentence string) (found string, bad bool) {
	if !strings.ContainsAny(sentence, ".:/@[({") && !strings.Contains(sentence, "。") && !dotWord(sentence) {
		return "", false
	}
	for _, l := range schemed.FindAllString(sentence, 10) {
		if !p.links[sameLink(l)] {
			return strings.TrimSpace(l), true
		}
	}
	for _, re := range [...]*pattern.Pattern{hidden, dotted} {
		for _, at := range re.FindAllStringIndex(sentence, 10) {
			f := sentence[at[0]:at[1]]
			if re == hidden && p.listedAt(sentence, at[0]) {
				continue
			}
			if re == hidden || !p.says(f) || endsInDomain(f) && !blanks(f) {
				return f, true
			}
		}
	}
	mails := address.FindAllStringIndex(sentence, 10)
	for _, at := range domain.FindAllStringIndex(sentence, 40) {
		if f := sentence[at[0]:at[1]]; !within2(mails, at) && p.isAddress(f, sentence, at) {
			return strings.TrimRight(f, ".,;:!?"), true
		}
	}
	return "", false
}

func dotWord(s string) bool {
	low := strings.ToLower(s)
	return strings.Contains(low, " dot ") || strings.Contains(low, " punkt ") || strings.Contains(low, " point ") || strings.Contains(low, " punto ") || strings.Contains(low, " punt ") || strings.Contains(low, "slash") || strings.Contains(low, "hxxp") || strings.Contains(low, "h**p")
}

func blanks(s string) bool { return strings.Contains(s, " ") }

func within2(spans [][]int, at []int) bool {
	for _, s := range spans {
		if s[0] <= at[0] && at[1] <= s[1] {
			return true
		}
	}
	return false
}

// listedAt reports whether one of the source's own addresses begins at a place.
func (p *prepared) listedAt(sentence string, at int) bool {
	for _, l := range schemed.FindAllStringIndex(sentence, 10) {
		if l[0] == at {
			return p.links[sameLink(sentence[l[0]:l[1]])]
		}
	}
	return false
}

func endsInDomain(f string) bool {
	at := strings.LastIndexFunc(f, func(r rune) bool { return !unicode.IsLetter(r) })
	return domains[strings.ToLower(f[at+1:])]
}

// says reports whether the source says something word for word.
func (p *prepared) says(text string) bool { return strings.Contains(p.whole, strings.ToLower(text)) }

// isAddress reports whether a text with points in it is an address that may not be named.
func (p *prepared) isAddress(f, sentence string, at []int) bool {
	if numeric.MatchString(f) || p.links[sameLink(f)] {
		return false
	}
	host := f
	if i := strings.IndexAny(host, "/?#:"); i >= 0 {
		host = host[:i]
	}
	labels := strings.FieldsFunc(host, func(r rune) bool { return r == '.' || r == '。' })
	if len(labels) < 2 {
		return false
	}
	last := labels[len(labels)-1]
	low := strings.ToLower(last)
	path := len(host) < len(f) && f[len(host)] != ':'
	first, _ := utf8.DecodeRuneInString(last)
	switch {
	case unicode.IsDigit(first):
		// an address of four numbers with a path, or a version
		return path && strings.Count(host, ".") == 3 && !p.says(f)
	case abbreviation(labels):
		return false
	case domains[low] && !(files[low] && p.says(f)):
		// "days.In": a blank was forgotten
		return path || !unicode.IsUpper(first) || strings.ToUpper(last) == last || !p.says(f) && len(labels[0]) < 3
	case p.says(f):
		return false
	case unicode.IsUpper(first) && strings.ToUpper(last) != last && len(labels) == 2 && !path:
		return false // two sentences without a blank
	case utf8.RuneCountInString(last) < 2:
		return false
	}
	return true
}

// abbreviation reports whether all labels are single letters, or as short as those of "z.B." and "e.g.".
func abbreviation(labels []string) bool {
	for _, l := range labels[:len(labels)-1] {
		if utf8.RuneCountInString(l) > 1 {
			return false
		}
	}
	return utf8.RuneCountInString(labels[len(labels)-1]) <= 2 && utf8.RuneCountInString(labels[0]) == 1
}

// foreignMail finds an e-mail address that none of the texts has.
func foreignMail(sentence string, says func(string) bool) (found string, bad bool) {
	if !strings.Contains(sentence, "@") && !strings.Contains(strings.ToLower(sentence), "at") {
		return "", false
	}
	for _, f := range address.FindAllString(sentence, 10) {
		if strings.Contains(f, " at ") && !endsInDomain(f) {
			continue // "look at node.js"
		}
		f = strings.TrimRight(f, ".")
		if !says(f) {
			return f, true
		}
	}
	for _, f := range atSign.FindAllString(sentence, 10) {
		f = strings.Trim(f, ".,;:!?()\"'")
		if len(f) > 1 && !says(f) {
			return f, true
		}
	}
	return "", false
}

// saysAddress reports whether the source writes an e-mail address as one: not inside a link.
func (p *prepared) saysAddress(text string) bool {
	text = strings.ToLower(text)
	for from := 0; ; {
		at := strings.Index(p.whole[from:], text)
		if at < 0 {
			return false
		}
		at += from
		word := p.whole[strings.LastIndexAny(p.whole[:at], " \n\t")+1 : at]
		if !strings.Contains(word, "/") {
			return true
		}
		from = at + len(text)
	}
}
