// Package redact takes personal data out of text: before a conversation becomes a draft of an article, and before text
// leaves for a language model.
//
//	clean, found := redact.Text("Write to anna@example.org", "Anna Müller")
//
// Found are e-mail addresses, phone numbers, card numbers (with a valid check digit), IBANs (likewise), order and
// customer numbers that are called so, street addresses in the forms that are common in English, German, French and a
// few neighbours, IP addresses, and names: those that are passed in, and those that follow "my name is", "Herr" and the
// like. Names that nobody mentioned are not found; there is no list of the world's names in here. What is in doubt is
// taken out rather than left in.
//
// With [Options.Numbered] the placeholders can be told apart, and [Restore] puts the values back.
package redact

import (
	"cmp"
	"slices"
	"strings"
)

// Kind is what a piece of personal data is, as its placeholder says it.
type Kind string

// The kinds that are found.
const (
	Email   Kind = "e-mail"
	Phone   Kind = "phone"
	Card    Kind = "card number"
	IBAN    Kind = "IBAN"
	Order   Kind = "order number" // or customer, invoice, ticket number
	Address Kind = "address"
	IP      Kind = "IP address"
	Name    Kind = "name"
)

// Kinds returns all kinds, the most certain first.
func Kinds() []Kind { return []Kind{Email, IBAN, Card, IP, Address, Order, Phone, Name} }

// Found is a piece of personal data. Start and End are byte offsets in the original text.
type Found struct {
	Kind        Kind   `json:"kind"`
	Start       int    `json:"start"`
	End         int    `json:"end"`
	Placeholder string `json:"placeholder"` // what stands in its place, such as "[e-mail]" or "[e-mail 1]"
}

// Options say how [With] redacts.
type Options struct {
	Names    []string          // names to be found, first and last in one string or apart
	Numbered bool              // number the placeholders: the same value has the same number
	Table    map[string]string // placeholder → value of earlier texts, which keep theirs; extended if not nil. Only with Numbered
	Escape   bool              // placeholders that stand in the text already are taken for values, so that Restore gives the text back. Only with Numbered
}

// Text replaces the personal data in s by placeholders such as "[e-mail]".
func Text(s string, names ...string) (clean string, found []Found) {
	return With(s, Options{Names: names})
}

// With is [Text] with options. Placeholders that stand in s already are left alone, unless they are to be escaped.
func With(s string, o Options) (clean string, found []Found) {
	found = find(s, o.Names, o.Escape && o.Numbered)
	numbers := newNumbering(s, o)
	var b strings.Builder
	at := 0
	for i := range found {
		f := &found[i]
		f.Placeholder = numbers.placeholder(f.Kind, s[f.Start:f.End])
		b.WriteString(s[at:f.Start])
		b.WriteString(f.Placeholder)
		at = f.End
	}
	b.WriteString(s[at:])
	return b.String(), found
}

// find returns the personal data in s in order, without overlaps. Where two overlap, the more certain kind counts.
// Placeholders are left out, or found like the data that they look like.
func find(s string, names []string, escape bool) []Found {
	v := look(s)
	var taken []span
	var out []Found
	for _, sp := range placeholders(v.text) {
		taken = append(taken, sp)
		if start, end := v.original(sp); escape {
			out = append(out, Found{Kind: kindOf(v.text[sp.start:sp.end]), Start: start, End: end})
		}
	}
	add := func(kind Kind, spans []span) {
		slices.SortStableFunc(spans, func(a, b span) int { return cmp.Compare(b.end-b.start, a.end-a.start) }) // of two ways to read it, the one that leaves less
		for _, sp := range spans {
			if sp.start >= sp.end || overlaps(taken, sp) {
				continue
			}
			taken = append(taken, sp)
			start, end := v.original(sp)
			out = append(out, Found{Kind: kind, Start: start, End: end})
		}
	}
	add(Email, emails(v.text))
	if strings.ContainsAny(v.text, "0123456789") {
		for _, f := range [...]struct {
			kind Kind
			find func(text string) []span
		}{{IBAN, ibans}, {Card, cards}, {IP, ips}, {Address, addresses}, {Order, orders}, {Phone, phones}} {
			add(f.kind, f.find(mask(v.text, taken)))
		}
	}
	add(Name, namesIn(mask(v.text, taken), names))
	slices.SortFunc(out, func(a, b Found) int { return cmp.Compare(a.Start, b.Start) })
	return out
}

// mask blots out parts of a text, so that what stands beside them is not read together with them.
func mask(text string, parts []span) string {
	if len(parts) == 0 {
		return text
	}
	out := []byte(text)
	for _, p := range parts {
		for i := p.start; i < p.end; i++ {
			out[i] = '|'
		}
	}
	return string(out)
}

// span is a part of a text, in bytes.
type span struct{ start, end int }

func overlaps(taken []span, s span) bool {
	return slices.ContainsFunc(taken, func(t span) bool { return s.start < t.end && t.start < s.end })
}
