package importing

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// maxFrontMatter bounds the YAML before an article, in bytes. It holds as many phrasings as an article may have.
const maxFrontMatter = 2 << 20

// front is what front matter may say about an article. Other keys are ignored.
type front struct {
	id, title, category, locale string
	phrasings, tags             []string
	draft                       bool // written down and not to be said yet
}

// cutFrontMatter splits the text of a file into front matter and body. The body begins at the line
// bodyLine. A file whose first line is not "---" has no front matter.
func cutFrontMatter(text string) (matter, body string, bodyLine int, f *fault) {
	first, rest, found := strings.Cut(text, "\n")
	if strings.TrimRight(first, " \t\r") != "---" || !found {
		return "", text, 1, nil
	}
	offset := 0
	for line := 2; offset < len(rest); line++ {
		current, _, _ := strings.Cut(rest[offset:], "\n")
		next := min(offset+len(current)+1, len(rest))
		switch strings.TrimRight(current, " \t\r") {
		case "---", "...":
			return rest[:offset], rest[next:], line + 1, nil
		}
		if offset = next; offset > maxFrontMatter {
			break
		}
	}
	return "", "", 0, &fault{1, fmt.Sprintf(`the front matter that begins with "---" does not end; close it with a line "---" (within %d bytes), `+
		`or write "***" if a rule was meant`, maxFrontMatter)}
}

var yamlLine = regexp.MustCompile(`line (\d+): `)

// parseFrontMatter reads the YAML between the "---" lines. Its first line is line 2 of the file.
func parseFrontMatter(matter string) (out front, f *fault) {
	defer func() {
		if p := recover(); p != nil { // the YAML parser is known to panic on rare broken input
			f = &fault{2, "the front matter is not valid YAML"}
		}
	}()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(matter), &doc); err != nil {
		return out, yamlFault(err)
	}
	if doc.Kind == 0 || len(doc.Content) == 0 || doc.Content[0].Tag == "!!null" {
		return out, nil
	}
	top := doc.Content[0]
	if top.Kind != yaml.MappingNode {
		return out, &fault{top.Line + 1, `the front matter is not a list of "key: value" lines`}
	}
	seen := make(map[string]bool)
	for i := 0; i+1 < len(top.Content); i += 2 {
		key := top.Content[i]
		name := strings.ToLower(key.Value)
		if err := out.set(name, top.Content[i+1]); err != nil {
			return out, &fault{top.Content[i+1].Line + 1, fmt.Sprintf("%s: %v", name, err)}
		}
		if seen[name] {
			return out, &fault{key.Line + 1, fmt.Sprintf("%q is given twice in the front matter; remove one", key.Value)}
		}
		seen[name] = true
	}
	return out, nil
}

func yamlFault(err error) *fault {
	message, line := strings.TrimPrefix(err.Error(), "yaml: "), 2
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		if n, convErr := strconv.Atoi(m[1]); convErr == nil {
			line = n + 1
		}
		message = strings.Replace(message, m[0], "", 1)
	}
	return &fault{line, fmt.Sprintf("the front matter is not valid YAML (%s); a value with a colon or a bracket needs quotes", message)}
}

func (f *front) set(name string, value *yaml.Node) (err error) {
	switch name {
	case "id":
		f.id, err = scalar(value)
	case "title":
		f.title, err = scalar(value)
	case "category":
		f.category, err = scalar(value)
	case "locale":
		f.locale, err = scalar(value)
	case "phrasings":
		f.phrasings, err = list(value, "|")
	case "tags":
		f.tags, err = list(value, ",")
	case "draft":
		f.draft, err = truth(value)
	}
	return err
}

// truth reads a yes or no; other generators of pages write it in many ways.
func truth(n *yaml.Node) (bool, error) {
	text, err := scalar(n)
	if err != nil {
		return false, err
	}
	switch strings.ToLower(text) {
	case "true", "yes", "on":
		return true, nil
	case "false", "no", "off", "":
		return false, nil
	}
	return false, errors.New("true or false is expected")
}

func scalar(n *yaml.Node) (string, error) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	switch {
	case n.Kind != yaml.ScalarNode:
		return "", errors.New("a single text is expected; put it in quotes")
	case n.Tag == "!!null":
		return "", nil
	}
	return strings.TrimSpace(n.Value), nil
}

// list reads a YAML list of texts, or one text that is split.
func list(n *yaml.Node, separator string) ([]string, error) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.SequenceNode {
		text, err := scalar(n)
		if err != nil {
			return nil, errors.New("a list of texts is expected")
		}
		return split(text, separator), nil
	}
	var out []string
	for _, entry := range n.Content {
		text, err := scalar(entry)
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", len(out)+1, err)
		}
		out = append(out, text)
	}
	return out, nil
}

// split cuts a text at a separator or at line ends.
func split(text, separator string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || strings.ContainsRune(separator, r) })
}
