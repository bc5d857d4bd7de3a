package index

import (
	"fmt"
	"slices"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/language"
)

// TestBuiltInSynonyms asks for articles in words that only the built-in list knows.
func TestBuiltInSynonyms(t *testing.T) {
	all := []knowledge.Revision{
		article("erase", "Erasing your profile", "Everything goes."),
		article("dispatch", "When is my consignment dispatched?", "The next day."),
		article("sign", "Trouble to sign in", "Look at the address."),
		article("parcel", "A parcel for somebody else", "Give it to the courier."),
		article("package", "A package for somebody else", "Give it to the courier."),
		article("reset", "Reset", "Press the button for a reset."),
		article("desk", "Cash desks", "Open until nine."),
	}
	for i := range 120 { // so that it is too common to stand in for "journey"
		all = append(all, article(fmt.Sprintf("trip%d", i), fmt.Sprintf("Trip number %d", i), "A trip."))
	}
	ix := started(t, Options{Source: newMemory(all...)})
	ready(t, ix)
	searched := func(question string) []string {
		res, err := ix.Search(t.Context(), knowledge.Query{Text: question})
		if err != nil {
			t.Fatal(err)
		}
		return res.Terms
	}
	for _, on := range []bool{false, true} {
		if on {
			ix.SetSynonyms(new(language.Synonyms))
		}
		for question, term := range map[string]string{
			"delete my account": "eras", "get rid of it": "eras", "my account": "profil", "shipment": "consign", "login": "sign", "parcel": "packag",
		} {
			if terms := searched(question); slices.Contains(terms, term) != on {
				t.Errorf("%q with the list in use (%v): %q", question, on, terms)
			}
		}
		// Too common a word does not stand in for another, nor one half of "reset password" for the whole.
		for question, term := range map[string]string{"journey": "trip", "forgot my password": "reset"} {
			if terms := searched(question); slices.Contains(terms, term) {
				t.Errorf("%q with the list in use (%v): %q", question, on, terms)
			}
		}
	}
	// The exact word beats the synonym, in both directions.
	checkFirst(t, ix, map[string]string{
		"delete my account": "erase", "login": "sign", "parcel for somebody": "parcel", "package for somebody": "package",
	})
	// An editor's synonym beats one of the list.
	s, err := language.ParseSynonyms("shipment, package")
	if err != nil {
		t.Fatal(err)
	}
	ix.SetSynonyms(s)
	checkFirst(t, ix, map[string]string{"shipment for somebody": "package"})
}
