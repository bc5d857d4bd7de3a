package markup

import (
	"strings"

	"frontdesk/knowledge/pattern"
)

var (
	fenceLine   = pattern.Of("^[ \t>]*(?:[-*+][ \t]+|[0-9]{1,9}[.)][ \t]+)?(`{3,}|~{3,})")
	alertLine   = pattern.Of(`^([ \t]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)?(?:>[ \t]?)+)[ \t]*\[!([A-Za-z-]+)([^\]\n]*)\][ \t]*(.*)$`)
	videoMark   = pattern.Of(`(?i)\[!video[ \t]+(https?://[^\s\]()<>]+)[^\]\n]*\]`)
	imageMark   = pattern.Of(`:::image[ \t][^\n]*?:::`)
	altText     = pattern.Of(`alt-text="([^"]*)"`)
	colonMark   = pattern.Of(`^[ \t>]*:::[a-z-]+(?:[ \t:][^\n]*)?$`)
	anchorMark  = pattern.Of(`(?i)<a[ \t]+(?:name|id)[ \t]*=[ \t]*["']?[^\s"'<>]*["']?[ \t]*(?:/>|>[ \t]*</a>)`)
	includeMark = pattern.Of(`(?i)\[!include[ \t]*\[([^\]\n]*)\][ \t]*\(([^()\n]*)\)[ \t]*\]`)
)

// alertNames are the words that an alert block begins with.
var alertNames = map[string]string{
	"note": "Note", "tip": "Tip", "important": "Important", "caution": "Caution", "warning": "Warning",
}

// plainDialect rewrites the extensions named in the package comment into plain Markdown, leaving
// fenced code alone, and normalises line ends.
func plainDialect(md string) string {
	md = strings.ReplaceAll(strings.ReplaceAll(md, "\r\n", "\n"), "\r", "\n")
	if !strings.Contains(md, "[!") && !strings.Contains(md, ":::") && !strings.Contains(md, "<a") && !strings.Contains(md, "<A") {
		return md
	}
	md = Includes(md, func(i Include) string { return i.Words() })
	return eachLine(md, plainLine)
}

func plainLine(line string) string {
	if strings.Contains(line, ":::") {
		line = imageMark.ReplaceAllStringFunc(line, func(mark string) string {
			alt := altText.FindStringSubmatch(mark)
			if alt == nil || strings.TrimSpace(alt[1]) == "" {
				return ""
			}
			return "![" + bracketed.Replace(alt[1]) + "](image)"
		})
		if colonMark.MatchString(line) {
			return ""
		}
	}
	if strings.Contains(line, "[!") {
		line = videoMark.ReplaceAllString(line, "[Video]($1)")
		if m := alertLine.FindStringSubmatch(line); m != nil {
			if name, ok := alertNames[strings.ToLower(m[2])]; ok {
				return m[1] + "**" + name + ":** " + strings.TrimSpace(m[4])
			}
			return m[1] + m[4] // a layout hint such as [!div class="…"]
		}
	}
	return anchorMark.ReplaceAllString(line, "")
}

var bracketed = strings.NewReplacer("[", `\[`, "]", `\]`)

// eachLine rewrites every line that is not part of a fenced code block.
func eachLine(md string, rewrite func(line string) string) string {
	var out strings.Builder
	out.Grow(len(md))
	fence := ""
	for len(md) > 0 {
		line, rest, found := strings.Cut(md, "\n")
		md = rest
		mark := fenceLine.FindStringSubmatch(line)
		switch {
		case fence != "":
			if mark != nil && mark[1][0] == fence[0] && len(mark[1]) >= len(fence) {
				fence = ""
			}
		case mark != nil:
			fence = mark[1]
		default:
			line = rewrite(line)
		}
		out.WriteString(line)
		if found {
			out.WriteByte('\n')
		}
	}
	return out.String()
}
