package markup

import (
	"path"
	"strings"

	"frontdesk/knowledge/pattern"
)

// Include is a reference to a shared fragment, written [!INCLUDE [label](path)].
type Include struct {
	Label string
	Path  string
	Alone bool // it stands alone on its line, so that it is a block and not part of a sentence
	// Before is what stands before it on the line.
	Before string
}

// Includes replaces every include outside fenced code by what text returns for it.
func Includes(md string, text func(Include) string) string {
	if !strings.Contains(md, "[!") {
		return md
	}
	return eachLine(md, func(line string) string {
		if !strings.Contains(line, "[!") {
			return line
		}
		alone := strings.Trim(includeMark.ReplaceAllString(line, ""), " \t>") == ""
		var out strings.Builder
		end := 0
		for _, m := range includeMark.FindAllStringSubmatchIndex(line, -1) {
			out.WriteString(line[end:m[0]])
			out.WriteString(text(Include{
				Label: strings.TrimSpace(line[m[2]:m[3]]), Path: strings.TrimSpace(line[m[4]:m[5]]), Alone: alone, Before: line[:m[0]],
			}))
			end = m[1]
		}
		out.WriteString(line[end:])
		return out.String()
	})
}

// maxIncludeWords is how many words the name of a fragment may have to stand for its text. Longer
// names describe whole sentences ("ctrl-right-click-to-open-in-new-tab") and read badly in one.
const maxIncludeWords = 3

// Words returns what to write where the fragment's text is not at hand: its name made readable within
// a sentence, and nothing for a block.
//
// Fragment names end by convention in how they are to be used ("_md", "_short", "-include"); those
// endings are left out, and a name that only says "prod" stands for the product itself.
func (i Include) Words() string {
	if i.Alone {
		return ""
	}
	name := strings.TrimSuffix(path.Base(i.Path), path.Ext(i.Path))
	if i.Path == "" {
		name = strings.TrimSuffix(i.Label, path.Ext(i.Label))
	}
	words := strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '-' || r == ' ' })
	for len(words) > 1 && includeSuffix[strings.ToLower(words[len(words)-1])] {
		words = words[:len(words)-1]
	}
	if len(words) == 0 || len(words) > maxIncludeWords {
		return ""
	}
	out := strings.Join(words, " ")
	switch {
	case out == "prod" || out == "product":
		if out = "the product"; determiner.MatchString(i.Before) {
			out = "product"
		}
	case len(words) == 1 && len(out) <= 3:
		out = strings.ToUpper(out)
	}
	if sentenceStart.MatchString(i.Before) {
		out = strings.ToUpper(out[:1]) + out[1:]
	}
	return out
}

var (
	// determiner matches text after which "the" would be one word too many.
	determiner = pattern.Of(`(?i)\b(?:an?|the|your|our|my|his|her|its|their|this|that|these|those|each|every|any|no|another|which)\s+[*_]*$`)
	// sentenceStart matches text after which a sentence begins: block markers only, or the end of another.
	sentenceStart = pattern.Of(`^(?:[ \t>*_#|-]|\d+[.)])*$|[.!?]\s+$|\|[ \t]*$`)
)

var includeSuffix = map[string]bool{
	"md": true, "short": true, "long": true, "name": true, "include": true, "inline": true, "lowercase": true,
}
