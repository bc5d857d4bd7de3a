package importing

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"frontdesk/knowledge"
	"frontdesk/knowledge/editing"
	"frontdesk/knowledge/pattern"
)

// maxFrontMatter bounds the YAML before an article, in bytes. It holds as many phrasings as an article may have.
const maxFrontMatter = 2 << 20

// front is what front matter may say about an article. Other keys are ignored.
type front struct {
	id, title, category, locale string
	phrasings, tags, audience   []string
	review, original            string
	originalRevision            int
	draft                       bool   // written down and not to be said yet
	overrule                    string // why a watched folder publishes it although the exam gets worse
}

// content is what the front matter and the body below it make of an article, not yet clean.
func (f front) content(title, body string) knowledge.Content {
	return knowledge.Content{
		Title: title, Body: body, Phrasings: f.phrasings, Tags: f.tags, Category: f.category, Locale: f.locale,
		Audience: f.audience, Review: f.review, Original: f.original, OriginalRevision: f.originalRevision,
	}
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

var yamlLine = pattern.Of(`line (\d+): `)

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
	seen, revisionLine := make(map[string]bool), 0
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
		if name == "original_revision" {
			revisionLine = key.Line + 1
		}
	}
	if out.originalRevision > 0 && out.original == "" {
		return out, &fault{revisionLine, "original_revision: the article it is of is missing; name it with original"}
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
	case "audience":
		if f.audience, err = list(value, ","); err == nil {
			err = sound(knowledge.Content{Audience: f.audience})
		}
	case "review":
		if f.review, err = scalar(value); err == nil {
			err = sound(knowledge.Content{Review: f.review})
		}
	case "original":
		if f.original, err = scalar(value); err == nil {
			err = sound(knowledge.Content{Original: f.original})
		}
	case "original_revision":
		f.originalRevision, err = whole(value)
	case "overrule":
		if f.overrule, err = scalar(value); err == nil {
			f.overrule, err = editing.Reason(f.overrule)
		}
	}
	if err != nil {
		return errors.New(plain(err))
	}
	return nil
}

// sound says what is wrong with a part of the content, so that it can be told at its line.
func sound(c knowledge.Content) error {
	c.Title = "x"
	return c.Clean().Validate()
}

// whole reads the number of a revision; nothing is 0.
func whole(n *yaml.Node) (int, error) {
	text, err := scalar(n)
	if err != nil || text == "" {
		return 0, err
	}
	number, err := revisionNumber(text)
	if err != nil {
		return 0, err
	}
	return number, nil
}

// revisionNumber reads the number of a revision.
func revisionNumber(text string) (int, error) {
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 {
		return 0, fmt.Errorf("%.40q is not the number of a revision, which is counted from 1", text)
	}
	return number, nil
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
