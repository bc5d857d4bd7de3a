package draft

import (
	"slices"
	"strings"

	"frontdesk/bot/redact"
)

// Veil takes personal data out of the texts of one prompt and puts it back into the reply. The same value has the same
// placeholder in all of them.
type Veil struct {
	names    []string
	table    map[string]string // placeholder → value
	reserved map[string]bool   // placeholders that the articles have in their own words
}

// NewVeil returns a veil that knows names of the customer's, besides what looks like personal data.
func NewVeil(names []string) *Veil {
	return &Veil{names: names, table: make(map[string]string), reserved: make(map[string]bool)}
}

// Reserve keeps what looks like a placeholder in a text that is not hidden from being given to anything.
func (v *Veil) Reserve(text string) {
	for _, p := range redact.Placeholders(text) {
		if _, has := v.table[p]; !has {
			v.table[p], v.reserved[p] = p, true
		}
	}
}

// Hide replaces the personal data in a text by numbered placeholders, such as "[e-mail 1]".
func (v *Veil) Hide(text string) string {
	hidden, _ := redact.With(text, redact.Options{Names: v.names, Numbered: true, Table: v.table, Escape: true})
	return hidden
}

// Restore puts the values back in place of their placeholders. Those that stand for nothing stay.
func (v *Veil) Restore(text string) string { return redact.Restore(text, v.table) }

// Counts tells how many values were hidden, by kind.
func (v *Veil) Counts() map[string]int {
	if len(v.table) == len(v.reserved) {
		return nil
	}
	out := make(map[string]int)
	for p := range v.table {
		if !v.reserved[p] {
			out[strings.Trim(p, "[]0123456789 ")]++
		}
	}
	return out
}

// Placeholders lists what stands for hidden values.
func (v *Veil) Placeholders() []string {
	var out []string
	for p := range v.table {
		if !v.reserved[p] {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

// Unknown returns the first placeholder in a text that stands for nothing, "" if there is none.
func (v *Veil) Unknown(text string) string {
	for _, p := range redact.Placeholders(text) {
		if _, has := v.table[p]; !has {
			return p
		}
	}
	return ""
}
