package exam

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
)

func shopPages() []Page {
	return []Page{
		{"returns", "How to return an opened item", []string{"How to return an opened item", "What you need", "See also", "Refunds for opened items"}},
		{"late", "My parcel is late", []string{"See also", "Parcels from abroad", "Parcels from abroad"}},
		{"late-2", "My parcel is  late", []string{"Overview"}},
		{"refunds", "Refunds for opened items", nil},
		{"faq", "FAQ", []string{"Ask us"}},
	}
}

func TestGenerateIsRepeatable(t *testing.T) {
	t.Parallel()
	for _, kind := range []Noise{Titles, Headings, Typos} {
		first := Generate(shopPages(), kind, 7, 30)
		reversed := shopPages()
		slices.Reverse(reversed)
		if again := Generate(reversed, kind, 7, 30); !reflect.DeepEqual(first, again) {
			t.Errorf("%s: the same seed makes other questions:\n%+v\n%+v", kind, first, again)
		}
		if other := Generate(shopPages(), kind, 8, 30); reflect.DeepEqual(first, other) {
			t.Errorf("%s: another seed makes the same questions", kind)
		}
		if few := Generate(shopPages(), kind, 7, 2); len(few) != 2 {
			t.Errorf("%s: %d questions instead of 2", kind, len(few))
		}
		seen := make(map[string]bool)
		for _, q := range first {
			if seen[q.Query] || q.Query == "" {
				t.Errorf("%s: %q comes twice or is empty", kind, q.Query)
			}
			seen[q.Query] = true
		}
	}
}

func TestGenerateKnowsItsArticles(t *testing.T) {
	t.Parallel()
	for _, q := range Generate(shopPages(), Titles, 1, 100) {
		want := []string{"returns"}
		switch {
		case strings.Contains(q.Query, "parcel"), strings.Contains(q.Query, "late"):
			want = []string{"late", "late-2"}
		case strings.Contains(q.Query, "efunds") || strings.Contains(q.Query, "items"):
			want = []string{"refunds"}
		case strings.Contains(strings.ToLower(q.Query), "faq"):
			want = []string{"faq"}
		}
		if !reflect.DeepEqual(q.Relevant, want) {
			t.Errorf("%q is to find %v, want %v", q.Query, q.Relevant, want)
		}
	}
	found := make(map[string]bool)
	for _, q := range Generate(shopPages(), Headings, 1, 100) {
		lower := strings.ToLower(q.Query)
		for _, never := range []string{"also", "overview", "return"} {
			if strings.Contains(lower, never) {
				t.Errorf("%q was made of a heading that is in several articles, has one word, or repeats the title", q.Query)
			}
		}
		if strings.Contains(lower, "refunds") {
			found["refunds"] = true
			if want := []string{"returns", "refunds"}; !reflect.DeepEqual(q.Relevant, want) {
				t.Errorf("%q is to find %v, want %v", q.Query, q.Relevant, want)
			}
		}
		if strings.Contains(lower, "abroad") {
			found["abroad"] = true
		}
	}
	if len(found) != 2 {
		t.Errorf("of the headings, only %v were used", found)
	}
}

func TestTyposAreOneSlip(t *testing.T) {
	t.Parallel()
	titles := []string{"My parcel is late", "How to return an opened item", "Größe und Farbe"}
	var pages []Page
	for i, title := range titles {
		pages = append(pages, Page{ID: fmt.Sprint(i), Title: title})
	}
	kinds := make(map[int]int) // by change of length
	for _, q := range Generate(pages, Typos, 3, 300) {
		title := titles[q.Relevant[0][0]-'0']
		if d := slips([]rune(title), []rune(q.Query)); d != 1 {
			t.Errorf("%q is %d slips from %q", q.Query, d, title)
		}
		for i, w := range strings.Fields(title) {
			if len([]rune(w)) < mistyped && strings.Fields(q.Query)[i] != w {
				t.Errorf("%q: the short word %q was changed", q.Query, w)
			}
		}
		kinds[len([]rune(q.Query))-len([]rune(title))]++
	}
	if kinds[-1] == 0 || kinds[0] == 0 || kinds[1] == 0 {
		t.Errorf("not every kind of slip occurs: %v", kinds)
	}
	if none := Generate([]Page{{ID: "a", Title: "FAQ 12345"}}, Typos, 1, 5); len(none) != 0 {
		t.Errorf("a slip in a short word: %+v", none)
	}
}

// slips is the least number of insertions, deletions, replacements and exchanges of neighbours between two texts.
func slips(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

func TestDisturbLeavesSomething(t *testing.T) {
	t.Parallel()
	for _, title := range []string{"FAQ", "To do", "How to", "Return an item", "The item"} {
		for _, q := range Generate([]Page{{ID: "a", Title: title}}, Titles, 5, 50) {
			left := slices.ContainsFunc(strings.Fields(title), func(w string) bool {
				return strings.Contains(strings.ToLower(q.Query), strings.ToLower(w))
			})
			if !left || strings.ContainsFunc(q.Query, unicode.IsControl) {
				t.Errorf("nothing of %q is left in %q", title, q.Query)
			}
		}
	}
}
