package aid

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestDefaultCauses(t *testing.T) {
	tree := DefaultCauses()
	if err := tree.Validate(); err != nil {
		t.Fatal(err)
	}
	want := []string{"product-defect", "unclear-text", "delivery", "delivery/late", "delivery/lost", "delivery/damaged", "billing", "billing/refund", "billing/invoice",
		"billing/wrong-amount", "account", "order", "returns", "privacy", "complaint", "other"}
	if got := tree.Paths(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
	for _, path := range want {
		if c, ok := tree.Find(path); !ok || !strings.HasSuffix("/"+path, "/"+c.ID) {
			t.Errorf("%s: found %v, %v", path, c, ok)
		}
	}
	for _, path := range []string{"", "/", "late", "delivery/", "/delivery", "delivery/late/x", "delivery//late"} {
		if c, ok := tree.Find(path); ok {
			t.Errorf("%q: found %v", path, c)
		}
	}
	if got := tree.Label("delivery/late"); got != "Delivery › Late" {
		t.Errorf("label %q", got)
	}
	if got := tree.Label("gone"); got != "gone" {
		t.Errorf("label of what is gone %q", got)
	}
}

func TestSuggestCauses(t *testing.T) {
	for _, c := range []struct {
		text string
		tags []string
		want string // the best
	}{
		{"My parcel is two weeks late", nil, "delivery/late"},
		{"The package never arrived, it is lost", nil, "delivery/lost"},
		{"When do I get my refund?", nil, "billing/refund"},
		{"Bitte schicken Sie mir die Rechnung", nil, "billing/invoice"},
		{"You charged me twice", nil, "billing/wrong-amount"},
		{"The kettle is broken", nil, "product-defect"},
		{"I forgot my password", nil, "account"},
		{"", []string{"privacy"}, "privacy"},
		{"Das Paket ist verspätet", nil, "delivery/late"},
		{"the other one is blue", nil, ""},
		{"xyzzy", nil, ""},
		{"", nil, ""},
	} {
		got := DefaultCauses().Suggest(c.text, c.tags)
		best := ""
		if len(got) > 0 {
			best = got[0]
		}
		if best != c.want || len(got) > MaxCauses {
			t.Errorf("%q, %q: got %q, want %q first", c.text, c.tags, got, c.want)
		}
	}
}

func TestCausesRefused(t *testing.T) {
	deep := Causes{{ID: "5", Title: "5"}}
	for i := 4; i >= 1; i-- {
		deep = Causes{{ID: fmt.Sprint(i), Title: fmt.Sprint(i), Parts: deep}}
	}
	many := make(Causes, MaxAids+1)
	for i := range many {
		many[i] = Cause{ID: fmt.Sprint(i), Title: "x"}
	}
	for want, tree := range map[string]Causes{
		"no causes":             nil,
		"keep the tree to 4":    deep,
		"501 causes":            many,
		"slash":                 {{ID: "a/b", Title: "x"}},
		"begins or ends":        {{ID: "a ", Title: "x"}},
		"the id is empty":       {{Title: "x"}},
		"the title is empty":    {{ID: "a"}},
		"\"a\" is used twice":   {{ID: "a", Title: "x", Parts: []Cause{{ID: "a", Title: "y"}}}},
		"in \"Top\": cause 1 (": {{ID: "a", Title: "Top", Parts: []Cause{{ID: "", Title: "Below"}}}},
	} {
		if err := tree.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
	if err := Causes(deep[0].Parts).Validate(); err != nil {
		t.Errorf("four levels: %v", err)
	}
}
