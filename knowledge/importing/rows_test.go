package importing_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"frontdesk/knowledge"
	"frontdesk/knowledge/importing"
)

func TestCSV(t *testing.T) {
	want := []importing.Item{
		{ID: "r1", Text: "Within 30 days.\n\nUnopened.", Line: 2, Content: knowledge.Content{Title: "Returns?", Body: "Within *30* days.\n\nUnopened.", Phrasings: []string{"send back", "give back"}, Tags: []string{"a", "b c"}, Category: "Returns", Locale: "en"}},
		{ID: "gift-cards", Text: "They say \"forever\".", Line: 5, Content: knowledge.Content{Title: "Gift cards", Body: `They say "forever".`, Locale: "de"}},
	}
	comma := "id,Question,answer,phrasings,tags,category,locale\nr1,Returns?,\"Within *30* days.\n\nUnopened.\",send back|give back,\"a, b c\",Returns,\n,Gift cards,\"They say \"\"forever\"\".\",,,,de\n"
	for name, text := range map[string]string{
		"comma": comma, "bom": "\ufeff" + comma, "crlf": strings.ReplaceAll(comma, "\n", "\r\n"),
		"utf-16": wide(comma, false, true), "utf-16 big": wide(comma, true, true), "utf-16 unmarked": wide(comma, false, false), "utf-16 big unmarked": wide(comma, true, false),
		"semicolon": "id;title;body;phrasings;tags;category;locale\nr1;Returns?;\"Within *30* days.\n\nUnopened.\";\"send back\ngive back\";a, b c;Returns;\n;Gift cards;\"They say \"\"forever\"\".\";;;;de\n",
	} {
		b := read(t, file(t, "x.csv", text))
		if len(b.Items) != 2 || len(b.Problems) != 0 {
			t.Errorf("%s: %v %q", name, ids(b), problems(b))
			continue
		}
		for i, got := range b.Items {
			if name == "semicolon" && i == 1 {
				want[i].Line = 6 // the phrasings take one line more
			}
			if got.ID != want[i].ID || got.Text != want[i].Text || got.Line != want[i].Line || got.File != "x.csv" || !got.Content.Equal(want[i].Content) {
				t.Errorf("%s: got %+v\nwant %+v", name, got, want[i])
			}
			want[1].Line = 5
		}
	}
}

// What rows say about who may read them and what they are a translation of, and whether they say anything.
func TestRowsForSites(t *testing.T) {
	c := knowledge.Content{Title: "A", Body: "b", Locale: "de", Audience: []string{"shop", "club"}, Review: "2026-12-31", Original: "x", OriginalRevision: 3}
	for name, text := range map[string]string{
		"x.csv":   "title;body;locale;audience;review;original;original_revision\nA;b;de;shop, club;2026-12-31;x;3\n",
		"x.jsonl": `{"title":"A","body":"b","locale":"de","audience":["shop","club"],"review":"2026-12-31","original":"x","original_revision":3}`,
	} {
		b := read(t, file(t, name, text))
		if len(b.Items) != 1 || len(b.Problems) > 0 || !b.Items[0].Content.Equal(c) || b.Items[0].Bare {
			t.Errorf("%s: %+v %q", name, b.Items, problems(b))
		}
	}
	for _, c := range []struct {
		name, text string
		bare       bool
	}{
		{"x.csv", "title,body\nA,b\n", true}, {"x.csv", "title,body,review\nA,b,\n", false},
		{"x.jsonl", `{"title":"A","body":"b"}`, true}, {"x.jsonl", `{"title":"A","body":"b","audience":null}`, true}, {"x.jsonl", `{"title":"A","body":"b","audience":[]}`, false},
		{"x.html", "<title>A</title><p>b</p>", true}, {"x.md", "b", false},
	} {
		if b := read(t, file(t, c.name, c.text)); len(b.Items) != 1 || b.Items[0].Bare != c.bare {
			t.Errorf("%s: %+v %q", c.text, b.Items, problems(b))
		}
	}
	for text, want := range map[string]string{
		"title,audience\nA,\"staff,x\"\n":               "x.csv:2: error: the audience is",
		"title,review\nA,soon\n":                        "x.csv:2: error: the review date",
		"title,original_revision\nA,2\n":                "x.csv:2: error: original_revision: the article it is of is missing",
		"title,original,original_revision\nA,x,minus\n": `x.csv:2: error: original_revision: "minus" is not the number`,
	} {
		if b := read(t, file(t, "x.csv", text)); len(b.Items) != 0 || len(b.Problems) == 0 || !strings.HasPrefix(problems(b)[0], want) {
			t.Errorf("%q: %q, want %q", text, problems(b), want)
		}
	}
}

// wide returns a text in UTF-16.
func wide(text string, big, mark bool) string {
	if mark {
		text = "\ufeff" + text
	}
	var out []byte
	for _, c := range utf16.Encode([]rune(text)) {
		if big {
			out = append(out, byte(c>>8), byte(c))
		} else {
			out = append(out, byte(c), byte(c>>8))
		}
	}
	return string(out)
}

func TestCSVProblems(t *testing.T) {
	for _, c := range []struct {
		name, text string
		items      int
		want       []string
	}{
		{"empty", "", 0, nil},
		{"header only", "question,answer\n", 0, nil},
		{"no question", "a,answer\nx,y", 0, []string{"x.csv:1: warning: the column \"a\"", "x.csv:1: error: the first row names no column"}},
		{"two titles", "question,title\nx,y", 0, []string{"x.csv:1: error: two columns say the title"}},
		{"ragged", "question,answer\na,b\nc\nd,e,f\ng,h", 2, []string{"x.csv:3: error: the row has 1 fields and the header 2", "x.csv:4: error: the row has 3 fields and the header 2"}},
		{"open quote", "question,answer\na,b\nc,\"d\n\n", 1, []string{"x.csv:3: error: a field that begins with a double quote"}},
		{"bare quote", "question,answer\na \"b\",c\n", 0, []string{"x.csv:2: error: a double quote stands inside"}},
		{"utf-16", wide("question,answer\na,b\n", false, true) + "\x00\xd8c\x00,\x00d\x00\n\x00", 1, []string{"x.csv:3: error: the file is UTF-16 and a character of this row is broken"}},
		{"utf-8", "question,answer\na,\xff\nb,c", 1, []string{"x.csv:2: error: the text is not valid UTF-8"}},
		{"nul", "question,answer\na,\x00\nb,c", 1, []string{"x.csv:2: error: the text contains a NUL"}},
		{"no answer", "question,answer\na,\n", 1, []string{"x.csv:2: warning: \"a\" has no answer"}},
		{"no title", "question,answer\n,a\n", 0, []string{"x.csv:2: error: the title is empty"}},
		{"same id", "id,question,answer\n1,a,b\n1,c,d\n1,e,f\n", 3, []string{`x.csv:3: warning: the id "1" is used already at x.csv:2; the row is imported as "1~2"`, `x.csv:4: warning: the id "1" is used already at x.csv:2; the row is imported as "1~3"`}},
	} {
		b := read(t, file(t, "x.csv", c.text))
		checkProblems(t, c.name, b, c.items, c.want)
		if c.items == 0 && c.want == nil && len(b.Skips) != 1 {
			t.Errorf("%s: the file is not accounted for", c.name)
		}
	}
}

func checkProblems(t *testing.T, name string, b importing.Batch, items int, want []string) {
	t.Helper()
	got := problems(b)
	ok := len(got) == len(want) && len(b.Items) == items
	for i := 0; ok && i < len(want); i++ {
		ok = strings.HasPrefix(got[i], want[i])
	}
	if !ok {
		t.Errorf("%s: %d items, problems %q; want %d and %q", name, len(b.Items), got, items, want)
	}
}

func TestJSONLines(t *testing.T) {
	b := read(t, file(t, "x.jsonl", "\ufeff"+`{"id":7,"question":"Q","answer":"*A*","phrasings":["p","p","q"],"tags":"x, y","locale":"de","category":"C","extra":{}}`+"\r\n\n"+
		`{"title":"T t","body":"B","phrasings":"a|b","tags":["z"],"locale":null}`+"\n"+`{"question":"only phrasings","answer":"","phrasings":["x"]}`))
	want := []importing.Item{
		{ID: "7", Text: "A", Line: 1, Content: knowledge.Content{Title: "Q", Body: "*A*", Phrasings: []string{"p", "q"}, Tags: []string{"x", "y"}, Locale: "de", Category: "C"}},
		{ID: "t-t", Text: "B", Line: 3, Content: knowledge.Content{Title: "T t", Body: "B", Phrasings: []string{"a", "b"}, Tags: []string{"z"}, Locale: "en"}},
		{ID: "only-phrasings", Line: 4, Content: knowledge.Content{Title: "only phrasings", Phrasings: []string{"x"}, Locale: "en"}},
	}
	if len(b.Items) != len(want) || !slices.Equal(problems(b), []string{`x.jsonl:4: warning: "only phrasings" has no answer; it can be found but says nothing`}) {
		t.Fatalf("%v %q", ids(b), problems(b))
	}
	for i, got := range b.Items {
		if got.ID != want[i].ID || got.Text != want[i].Text || got.Line != want[i].Line || !got.Content.Equal(want[i].Content) {
			t.Errorf("got %+v\nwant %+v", got, want[i])
		}
	}
}

func TestJSONLinesProblems(t *testing.T) {
	good := `{"question":"q","answer":"a"}`
	for _, c := range []struct {
		name, text string
		items      int
		want       []string
	}{
		{"list", "[" + good + "]", 0, []string{"x.jsonl:1: error: the file is one JSON list"}},
		{"several", good + "\n{\"question\":\n\"x\"\n{}\n" + `{"question":{"a":1}}` + "\n" + good + " trailing", 1, []string{
			"x.jsonl:2: error: the line is not a valid JSON object", "x.jsonl:3: error: the line is not a JSON object", "x.jsonl:4: error: the title is empty",
			"x.jsonl:5: error: the line is not a valid JSON object", "x.jsonl:6: error: the line is not a valid JSON object"}},
		{"utf-8", "{\"question\":\"\xff\"}\n" + good, 1, []string{"x.jsonl:1: error: the text is not valid UTF-8"}},
		{"utf-16", wide("{", true, true), 0, []string{"x.jsonl:1: error: the line is not a valid JSON object"}},
		{"nul", `{"question":"q","answer":"\u0000"}`, 0, []string{"x.jsonl:1: error: the text contains a NUL"}},
		{"same", good + "\n" + good, 2, []string{`x.jsonl:2: warning: the id "q" is used already`}},
		{"bomb", `{"question":"q","answer":"` + strings.Repeat(">", 2000) + `"}`, 0, []string{"x.jsonl:1: error: lists and quotes are nested"}},
		{"deep", strings.Repeat(`{"a":`, 20000), 0, []string{"x.jsonl:1: error: the line is not a valid JSON object"}},
	} {
		checkProblems(t, c.name, read(t, file(t, "x.jsonl", c.text)), c.items, c.want)
	}
}

func TestPageLayoutIsNotCode(t *testing.T) {
	b := read(t, file(t, "x.jsonl", `{"question":"q","answer":"Key points\n                    - One is\n                \n                    Two are.\n\n    code"}`))
	if len(b.Items) != 1 || b.Items[0].Text != "Key points\n\n• One is\n\nTwo are.\n\ncode" {
		t.Errorf("%+v", b.Items)
	}
}
