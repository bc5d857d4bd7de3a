package aid

import (
	"reflect"
	"strings"
	"testing"
)

func books() []Playbook {
	steps := []string{"Look it up."}
	return []Playbook{
		{ID: "late", Title: "Late parcel", Tags: []string{"delivery"}, Questions: []string{"My parcel has not arrived", "Where is my package?", "Wo bleibt mein Paket?", "Die Lieferung ist verspätet"}, Steps: steps},
		{ID: "lost", Title: "Lost parcel", Tags: []string{"Delivery", "lost"}, Questions: []string{"The courier says it was delivered but nothing is here"}, Steps: steps},
		{ID: "refund", Title: "Refund", Tags: []string{"billing"}, Questions: []string{"I want my money back", "When do I get my refund?", "Wann kommt meine Erstattung?"}, Steps: steps},
		{ID: "invoice", Title: "Invoice copy", Tags: []string{"billing"}, Questions: []string{"I need a copy of my invoices", "Bitte senden Sie mir die Rechnungen"}, Steps: steps},
	}
}

func TestSuggest(t *testing.T) {
	for _, c := range []struct {
		tags     []string
		question string
		want     []string // id: reason
	}{
		{nil, "Where are my packages???", []string{"late: question"}},
		{nil, "PARCEL NOT ARRIVED", []string{"late: question"}},
		{nil, "Hello, I am waiting for a refund since last week", []string{"refund: question"}},
		{nil, "wo ist mein paket", []string{"late: question"}},
		{nil, "Ich brauche eine Rechnung", []string{"invoice: question"}},
		{nil, "Die Lieferungen sind verspatet", []string{"late: question"}},
		{[]string{" DELIVERY "}, "", []string{"late: tag delivery", "lost: tag Delivery"}},
		{[]string{"lost", "delivery"}, "where is my package", []string{"lost: tags Delivery, lost", "late: tag delivery"}},
		{[]string{"billing"}, "a copy of the invoice", []string{"invoice: tag billing", "refund: tag billing"}},
		{[]string{"lost"}, "I want my money back", []string{"lost: tag lost", "refund: question"}},
		{nil, "do you sell blue elephants in Helsinki", nil},
		{nil, "asdf qwer zxcv", nil},
		{nil, "the of and is", nil},
		{nil, "", nil},
		{[]string{"", "unknown"}, "", nil},
	} {
		var got []string
		for _, s := range Suggest(books(), c.tags, c.question) {
			got = append(got, s.Playbook.ID+": "+s.Reason)
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q, %q: got %q, want %q", c.tags, c.question, got, c.want)
		}
	}
	if got := Suggest(nil, []string{"delivery"}, "parcel"); got != nil {
		t.Errorf("of no playbooks: got %v", got)
	}
}

func TestSuggestIsBounded(t *testing.T) {
	var many []Playbook
	for range MaxSuggestions + 3 {
		many = append(many, books()[0])
	}
	if got := Suggest(many, []string{"delivery"}, ""); len(got) != MaxSuggestions {
		t.Errorf("%d suggestions, want %d", len(got), MaxSuggestions)
	}
}

func TestValidatePlaybooks(t *testing.T) {
	if err := ValidatePlaybooks(books()); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*Playbook){
		"there are no steps":        func(p *Playbook) { p.Steps = nil },
		"31 steps are too many":     func(p *Playbook) { p.Steps = make([]string, 31) },
		"step 2 is empty":           func(p *Playbook) { p.Steps = []string{"a", " "} },
		"question 1 has 301":        func(p *Playbook) { p.Questions = []string{strings.Repeat("x", 301)} },
		"51 questions are too many": func(p *Playbook) { p.Questions = make([]string, 51) },
		"the title is empty":        func(p *Playbook) { p.Title = "" },
		"id is empty":               func(p *Playbook) { p.ID = "" },
		"id \"lost\" is used twice": func(p *Playbook) { p.ID = "lost" },
	} {
		list := books()
		change(&list[2])
		if err := ValidatePlaybooks(list); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"Where are the Packages?":      "packag",
		"package":                      "packag",
		"deliveries delivery":          "delivery",
		"boxes box":                    "box",
		"Rechnungen Rechnung":          "rechnung",
		"Größe GROSSE":                 "gross",
		"réclamations reclamation":     "reclamatio",
		"status bus address addresses": "status bus address",
		"it's don't":                   "",
	} {
		if got := strings.Join(words(text), " "); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
