package redact

import (
	"fmt"
	"strings"

	"frontdesk/knowledge/pattern"
)

// placeholderForm is any placeholder of ours, also as a model writes it back: in other case, with other space.
var placeholderForm = pattern.Of(`(?i)\[\s*(e-?mail|phone|card number|iban|order number|address|ip address|name)(?:\s+(\d{1,6}))?\s*\]`)

func placeholders(text string) (out []span) {
	for _, at := range placeholderForm.FindAllStringIndex(text, -1) {
		out = append(out, span{at[0], at[1]})
	}
	return out
}

// Placeholders lists the numbered placeholders in a text as we write them.
func Placeholders(text string) (out []string) {
	for _, p := range placeholderForm.FindAllString(look(text).text, -1) {
		if p = tidy(p); strings.ContainsAny(p, "0123456789") {
			out = append(out, written(p))
		}
	}
	return out
}

// written is a tidied placeholder with the case that the kinds have.
func written(p string) string {
	return strings.NewReplacer("[iban", "["+string(IBAN), "[ip address", "["+string(IP)).Replace(p)
}

// kindOf is what a placeholder stands for.
func kindOf(p string) Kind {
	kind, _, _ := strings.Cut(strings.Trim(tidy(p), "[]"), " ")
	for _, k := range Kinds() {
		if strings.HasPrefix(strings.ToLower(string(k)), kind) {
			return k
		}
	}
	return Name
}

// numbering gives placeholders, numbered or not.
type numbering struct {
	on    bool
	table map[string]string // placeholder → value
	known map[string]string // kind and value → placeholder
	free  map[Kind]int      // the number given last
	used  map[string]bool   // placeholders that the text holds already as it came
}

func newNumbering(s string, o Options) *numbering {
	n := &numbering{on: o.Numbered, table: o.Table}
	if !n.on {
		return n
	}
	n.known, n.free, n.used = make(map[string]string), make(map[Kind]int), make(map[string]bool)
	for _, p := range placeholderForm.FindAllString(look(s).text, -1) {
		n.used[tidy(p)] = true
	}
	for p, value := range o.Table {
		n.known[p[:strings.LastIndexByte(p, ' ')+1]+same(value)] = p
		n.used[tidy(p)] = true
	}
	return n
}

// tidy is a placeholder as we write it, in lower case.
func tidy(p string) string {
	m := placeholderForm.FindStringSubmatch(p)
	if m == nil {
		return strings.ToLower(p)
	}
	kind := strings.ToLower(m[1])
	if kind == "email" {
		kind = "e-mail"
	}
	if m[2] == "" {
		return "[" + kind + "]"
	}
	return "[" + kind + " " + strings.TrimLeft(m[2], "0") + "]"
}

// same is a value as it is compared with others: case and space do not matter.
func same(value string) string { return strings.ToLower(strings.Join(strings.Fields(value), " ")) }

func (n *numbering) placeholder(kind Kind, value string) string {
	if !n.on {
		return "[" + string(kind) + "]"
	}
	key := "[" + string(kind) + " " + same(value)
	if p, ok := n.known[key]; ok {
		return p
	}
	for {
		n.free[kind]++
		p := fmt.Sprintf("[%s %d]", kind, n.free[kind])
		if n.used[tidy(p)] {
			continue // the text says so itself, or it is another value's
		}
		n.known[key] = p
		if n.table != nil {
			n.table[p] = value
		}
		return p
	}
}

// Table returns which placeholder stands for which value, for [Restore]. The text is the original one.
func Table(s string, found []Found) map[string]string {
	table := make(map[string]string, len(found))
	for _, f := range found {
		if _, has := table[f.Placeholder]; !has {
			table[f.Placeholder] = s[f.Start:f.End]
		}
	}
	return table
}

// Restore puts the values of a table back in place of their numbered placeholders. Placeholders may be written in
// another case or with other space; those that the table does not know stay.
func Restore(text string, table map[string]string) string {
	values := make(map[string]string, len(table))
	for p, v := range table {
		values[tidy(p)] = v
	}
	return placeholderForm.ReplaceAllStringFunc(text, func(p string) string {
		if v, ok := values[tidy(p)]; ok {
			return v
		}
		return p
	})
}
