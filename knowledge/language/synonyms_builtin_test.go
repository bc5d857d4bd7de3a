package language

import (
	"slices"
	"strings"
	"testing"
)

// TestBuiltInListIsWellWritten reads every line of the built-in list.
func TestBuiltInListIsWellWritten(t *testing.T) {
	l := Of("en")
	if s, err := ParseSynonyms(BuiltInSynonyms(l)); err != nil || s.Len() != len(englishRules()) || s.Len() < 150 {
		t.Fatalf("%d of %d lines can be read: %v", s.Len(), len(englishRules()), err)
	}
	written := make(map[string]bool)
	for _, r := range englishRules() {
		line := strings.Join(r.from, ", ") + " => " + strings.Join(r.to, ", ")
		if written[line] {
			t.Errorf("%q is written twice", line)
		}
		written[line] = true
		for _, side := range [][]string{r.from, r.to} {
			seen := make(map[string]string)
			for _, p := range l.phrases(side) {
				text := strings.Join(p.words, " ")
				if other, ok := seen[p.key]; ok {
					t.Errorf("%q: %q and %q are forms of the same", line, other, text)
				}
				seen[p.key] = text
				if !slices.ContainsFunc(p.words, func(w string) bool { return l.Class(w) == Content }) {
					t.Errorf("%q: %q has stop words only, which every question has", line, text)
				}
			}
		}
	}
	for _, locale := range []string{"de", "ja", "sw"} { // the last has no analysis of its own
		if l := Of(locale); BuiltInSynonyms(l) != "" || new(Synonyms).In(l) != nil {
			t.Errorf("%s has built-in synonyms", locale)
		}
	}
}

// said lists what may be said instead of parts of a question: "part: editors' / built-in".
func said(s *Synonyms, question string) string {
	l := Of("en")
	p := l.phrase(question)
	join := func(list [][]string) string {
		var out []string
		for _, w := range list {
			out = append(out, strings.Join(w, " "))
		}
		return strings.Join(out, ", ")
	}
	var out []string
	for _, a := range s.In(l).Alternatives(p.terms) {
		out = append(out, strings.Join(p.words[a.From:a.To], " ")+": "+join(a.Instead)+" / "+join(a.BuiltIn))
	}
	return strings.Join(out, "; ")
}

func TestEditorsGoBeforeTheBuiltInList(t *testing.T) {
	const question = "parcels to my office"
	for _, c := range []struct{ list, question, want string }{
		{"", "parcels to my office", "parcels:  / package, consignment, shipment"},
		{"", "getting rid of it", ""},
		{"", "get rid of my profile", "get rid of:  / delete, remove, erase, cancel; profile:  / account, acct"},
		{"! no built-in synonyms", "parcels to my office", ""},
		{"!  No built-in  SYNONYMS # ours are enough", "parcels to my office", ""},
		{"! no built-in synonyms for consignment, packages", "parcels to my office", "parcels:  / shipment"},
		{"! no built-in synonyms for parcels", "parcels to my office", ""},
		{"! no built-in synonyms for parcels", "a package", "package:  / box, wrapping, carton"},
		{"! no built-in synonyms for profile, get rid of", "get rid of my profile", ""},
		// What editors add is added, and what they say about two terms is all that is said about them.
		{"parcel, crate", "parcels to my office", "parcels: crate / package, consignment, shipment"},
		{"parcel, shipment", "parcels to my office", "parcels: shipment / package, consignment"},
		{"shipment => parcel", "parcels to my office", "parcels:  / package, consignment"},
		{"shipment => parcel", "my shipment", "shipment: parcel / deliver, delivery, shipping, consignment"},
		{"crate, parcel\nbox => package", "parcels to my office", "parcels: crate / package, consignment, shipment"},
		// A phrase of the editors' takes its words away from phrases of the list that overlap it.
		{"rid, free", "get rid of it", "rid: free / "},
		{"my parcel => shipment", "where is my parcel", "my parcel: shipment / "},
		{"office, bureau", "parcels to my office today", "parcels:  / package, consignment, shipment; office: bureau / "},
	} {
		s, err := ParseSynonyms(c.list)
		if err != nil {
			t.Fatal(err)
		}
		if got := said(s, c.question); got != c.want {
			t.Errorf("%q, asked %q: %q, want %q", c.list, c.question, got, c.want)
		}
	}
	if said(nil, question) != "" || said(new(Synonyms), question) == "" {
		t.Error("nil is not none, or the zero value not the built-in list")
	}
}

func BenchmarkAlternatives(b *testing.B) {
	t := new(Synonyms).In(Of("en"))
	terms := Of("en").phrase("how do I get rid of the parcel that was delivered to my old address").terms
	b.ReportAllocs()
	for b.Loop() {
		t.Alternatives(terms)
	}
}

func BenchmarkThesaurus(b *testing.B) {
	for b.Loop() {
		new(Synonyms).In(Of("en"))
	}
}
