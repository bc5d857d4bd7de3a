package importing

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"frontdesk/knowledge"
	"frontdesk/knowledge/markup"
	"frontdesk/knowledge/pattern"
	"frontdesk/knowledge/store"
)

// allIDs returns the ids of all articles, sorted.
func allIDs(ctx context.Context, s Corpus) ([]string, error) {
	var ids []string
	for page := 1; ; page++ {
		rows, _, err := s.List(ctx, store.Filter{Page: page, PerPage: 500})
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
		if len(rows) < 500 {
			break
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil // an article that changed meanwhile may have been on two pages
}

// fileOf returns an article as a Markdown file with front matter.
func fileOf(r knowledge.Revision, draft bool) []byte {
	var b bytes.Buffer
	line := func(key, value string) { fmt.Fprintf(&b, "%s: %s\n", key, quoted(value)) }
	lines := func(key string, values []string) {
		if len(values) == 0 {
			return
		}
		fmt.Fprintf(&b, "%s:\n", key)
		for _, v := range values {
			fmt.Fprintf(&b, "  - %s\n", quoted(v))
		}
	}
	b.WriteString("---\n")
	line("id", r.Article)
	line("title", markdownTitle(r.Title))
	lines("phrasings", r.Phrasings)
	lines("tags", r.Tags)
	if r.Category != "" {
		line("category", r.Category)
	}
	if r.Locale != knowledge.DefaultLocale {
		line("locale", r.Locale)
	}
	lines("audience", r.Audience)
	if r.Review != "" {
		line("review", r.Review)
	}
	if r.Original != "" {
		line("original", r.Original)
	}
	if r.OriginalRevision > 0 {
		fmt.Fprintf(&b, "original_revision: %d\n", r.OriginalRevision)
	}
	if draft {
		b.WriteString("draft: true\n")
	}
	b.WriteString("---\n")
	if body := bodyOf(r); body != "" {
		b.WriteString("\n" + body + "\n")
	}
	return b.Bytes()
}

// bodyOf returns the body such that reading it gives it again: references to fragments are resolved when a file is
// read, and a heading that repeats the title is taken for the title.
func bodyOf(r knowledge.Revision) string {
	body := knowledge.Content{Body: markup.Includes(r.Body, func(i markup.Include) string { return i.Words() })}.Clean().Body
	if m := topHeading.FindStringSubmatch(body); m != nil && markup.Inline(m[1]) == r.Title {
		body = "# " + markdownTitle(r.Title) + "\n\n" + body
	}
	return body
}

// markdownTitle returns a title as Markdown, which titles in front matter are. Characters that no reader sees and that
// do not survive that, such as a byte order mark, are left out.
func markdownTitle(title string) string {
	for range 3 {
		for _, md := range []string{title, escapedTitle(title)} {
			if readTitle(md) == title {
				return md
			}
		}
		title = readTitle(escapedTitle(title))
	}
	return title
}

func readTitle(md string) string {
	return plainTitle(strings.TrimSpace(md), func(i markup.Include) string { return i.Words() })
}

func escapedTitle(title string) string {
	var b strings.Builder
	for _, c := range title {
		switch {
		case c < utf8.RuneSelf && (unicode.IsPunct(c) || unicode.IsSymbol(c)):
			b.WriteByte('\\')
			b.WriteRune(c)
		case !unicode.IsGraphic(c):
			fmt.Fprintf(&b, "&#x%X;", c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

var (
	plainYAML = pattern.Of(`^[\p{L}][\p{L}\p{N} ,.'’()/_?!-]*$`)
	// wordsOfYAML are texts that YAML takes for something else.
	wordsOfYAML = pattern.Of(`(?i)^(?:true|false|null|yes|no|on|off|y|n)$`)
)

// quoted returns a text as a YAML scalar: as it is where that is safe, else between double quotes.
func quoted(s string) string {
	if plainYAML.MatchString(s) && !wordsOfYAML.MatchString(s) && !strings.HasSuffix(s, " ") {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\t':
			b.WriteString(`\t`)
		case c == ' ' || unicode.IsGraphic(c) && !unicode.IsSpace(c) && c != 0xfffd:
			b.WriteRune(c)
		case c > 0xffff:
			fmt.Fprintf(&b, `\U%08X`, c)
		default:
			fmt.Fprintf(&b, `\u%04X`, c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// fileNames makes file names of article ids.
type fileNames struct{ taken map[string]bool }

func newFileNames() *fileNames { return &fileNames{taken: make(map[string]bool)} }

// maxPart bounds a part of a name, in bytes; file systems allow 255.
const maxPart = 120

// of returns a name that every system can store, that is no other article's, and that is read as an article. The id
// itself stands in the file.
func (f *fileNames) of(id string) string {
	parts := strings.Split(id, "/")
	for i, p := range parts {
		parts[i] = filePart(p, i == len(parts)-1)
	}
	if likeAttached.MatchString(strings.Join(parts, "/") + ".md") { // it would be taken for a file that articles show
		parts[0] = fmt.Sprintf("%%%02X%s", parts[0][0], parts[0][1:])
	}
	stem := strings.Join(parts, "/")
	name := stem + ".md"
	for n := 2; f.taken[folded(name)]; n++ {
		name = fmt.Sprintf("%s~%d.md", stem, n)
	}
	f.taken[folded(name)] = true
	return name
}

// folded is equal for names that some file systems take for the same.
func folded(name string) string { return strings.ToLower(norm.NFC.String(name)) }

// reserved are names that some systems or the import do not take for those of articles.
var reserved = pattern.Of(`(?i)^(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|toc|summary|includes|__macosx)(?:\.|$)`)

// filePart returns a part of an id as the name of a file or folder.
func filePart(part string, last bool) string {
	var b strings.Builder
	for i, c := range part {
		edge := i == 0 || i+utf8.RuneLen(c) == len(part)
		switch {
		case unicode.IsLetter(c), unicode.IsDigit(c), unicode.Is(unicode.M, c) && i > 0, strings.ContainsRune("-~", c):
			b.WriteRune(c)
		case c == '_' && i > 0, c == '.' && last && !edge, c == ' ' && !edge:
			b.WriteRune(c)
		default:
			for _, x := range []byte(string(c)) {
				fmt.Fprintf(&b, "%%%02X", x)
			}
		}
	}
	out := b.String()
	switch {
	case out == "":
		return "%"
	case reserved.MatchString(out):
		out = fmt.Sprintf("%%%02X%s", out[0], out[1:])
	}
	for len(out) > maxPart {
		_, size := utf8.DecodeLastRuneInString(out)
		out = out[:len(out)-size]
	}
	return path.Clean(out)
}
