package exam

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestReadScript(t *testing.T) {
	t.Parallel()
	const script = "\ufeff# the shop's exam\n" + `
where are you → contact/where   # in town
## Returns and refunds
can I return an opened item -> returns/opened-item
where is my parcel =>  shipping/track ,shipping/late
do you repair watches → nobody
"what does a -> b mean" → docs/arrows
"free" gift cards → gifts
who is "nobody" → "nobody", "a, b #1"

can I return socks → anything
  # socks are worn
  and opened ones? → returns/opened-item

	and after two months? → nobody
"" → nobody
` + `"two\nlines\\" → x#1
##
last one→id
`
	want := []Question{
		{Query: "where are you", Relevant: []string{"contact/where"}, Line: 3},
		{Query: "can I return an opened item", Relevant: []string{"returns/opened-item"}, Group: "Returns and refunds", Line: 5},
		{Query: "where is my parcel", Relevant: []string{"shipping/track", "shipping/late"}, Group: "Returns and refunds", Line: 6},
		{Query: "do you repair watches", Group: "Returns and refunds", Line: 7},
		{Query: "what does a -> b mean", Relevant: []string{"docs/arrows"}, Group: "Returns and refunds", Line: 8},
		{Query: `"free" gift cards`, Relevant: []string{"gifts"}, Group: "Returns and refunds", Line: 9},
		{Query: `who is "nobody"`, Relevant: []string{"nobody", "a, b #1"}, Group: "Returns and refunds", Line: 10},
		{Query: "and opened ones?", Relevant: []string{"returns/opened-item"}, History: []string{"can I return socks"}, Group: "Returns and refunds", Line: 14},
		{Query: "and after two months?", History: []string{"can I return socks", "and opened ones?"}, Group: "Returns and refunds", Line: 16},
		{Query: "", Group: "Returns and refunds", Line: 17},
		{Query: "two\nlines\\", Relevant: []string{"x#1"}, Group: "Returns and refunds", Line: 18},
		{Query: "last one", Relevant: []string{"id"}, Line: 20},
	}
	got, err := ReadScript(strings.NewReader(script))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("read:\n%+v\nwant:\n%+v", got, want)
	}
}

func TestReadScriptFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ script, fault string }{
		"no arrow":            {"ok → x\nwhere are you", "line 2: there is no arrow"},
		"no question":         {"→ x", "line 1: there is no question"},
		"no id":               {"where are you →", "an article id is missing"},
		"no id, comment":      {"where are you → # nowhere", "an article id is missing"},
		"no second id":        {"where are you → a,", "an article id is missing"},
		"empty id":            {`where are you → ""`, "an article id is empty"},
		"two arrows":          {"a → b → c", "put the question in double quotes"},
		"nobody and somebody": {"where are you → nobody, x", `"nobody" cannot stand beside`},
		"somebody and nobody": {"where are you → x, nobody", `"nobody" cannot stand beside`},
		"follows nothing":     {"  and opened? → x", "there is no question above it"},
		"follows a heading":   {"a → b\n## g\n  and opened? → x", "line 3: the line is indented"},
		"follows a fault":     {"a → b\nc\n  and opened? → x", "line 3: the line is indented"},
		"open quote":          {`a → "x`, "not closed"},
		"unknown escape":      {`a → "C:\d"`, `write \\ for the backslash`},
		"two ids, no comma":   {`a → "x" "y"`, "separate ids by commas"},
		"not UTF-8":           {"a\xff → b", "not valid UTF-8"},
		"all are told":        {"a\nb", "line 2: there is no arrow"},
		"a line without end":  {strings.Repeat("a", maxLine+1), "line 1: the line has more than"},
		"endless talk":        {"a → b\n" + strings.Repeat(" c → d\n", maxConversation), "line 101: the conversation has more than 100 lines"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := ReadScript(strings.NewReader(c.script)); err == nil || !strings.Contains(err.Error(), c.fault) {
				t.Errorf("got %v, want an error with %q", err, c.fault)
			}
		})
	}
}

func TestManyFaultsAreCut(t *testing.T) {
	t.Parallel()
	_, err := ReadScript(strings.NewReader(strings.Repeat("no arrow\n", 50)))
	if err == nil || strings.Count(err.Error(), "\n") != maxFaults || !strings.HasSuffix(err.Error(), "… and 30 more") {
		t.Errorf("got %v", err)
	}
}

// sameAgain fails unless the questions survive being written and read, their line numbers aside.
func sameAgain(t interface{ Fatalf(string, ...any) }, questions []Question) {
	var b bytes.Buffer
	if err := WriteScript(&b, questions); err != nil {
		t.Fatalf("write: %v", err)
	}
	text := b.String()
	again, err := ReadScript(&b)
	if err != nil {
		t.Fatalf("read again: %v\n%s", err, text)
	}
	if want, got := withoutLines(questions), withoutLines(again); !reflect.DeepEqual(got, want) {
		t.Fatalf("another exam:\n%+v\nwant:\n%+v\nby way of:\n%s", got, want, text)
	}
}

func withoutLines(questions []Question) (out []Question) {
	for _, q := range questions {
		q.Line = 0
		out = append(out, q)
	}
	return out
}

func TestScriptRoundTrip(t *testing.T) {
	t.Parallel()
	words := rapid.SampledFrom([]string{
		"a", "where", "→", "->", "=", ">", "-", "#", "##", `"`, `\`, " ", "  ", "\n", "\r", "\t", ",", "nobody", "anything", "é", "\u2028", "\ufeff",
	})
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(words, 0, 5).Draw(t, "words"), "") })
	id := text.Filter(func(s string) bool { return s != "" })
	group := rapid.SampledFrom([]string{"", "Returns", "Opening hours → times"})
	rapid.Check(t, func(t *rapid.T) {
		var questions []Question
		for range rapid.IntRange(1, 6).Draw(t, "questions") {
			q := Question{Query: text.Draw(t, "query"), Group: group.Draw(t, "group")}
			q.Relevant = append(q.Relevant, rapid.SliceOfN(id, 0, 3).Draw(t, "relevant")...)
			switch n := len(questions); {
			case n > 0 && rapid.Bool().Draw(t, "goes on"):
				last := questions[n-1]
				q.History = append(append(q.History, last.History...), last.Query)
			default:
				q.History = append(q.History, rapid.SliceOfN(text, 0, 3).Draw(t, "history")...)
			}
			questions = append(questions, q)
		}
		sameAgain(t, questions)
	})
}

func FuzzReadScript(f *testing.F) {
	f.Add("## g\na → b, c # d\n  \"e\\n\" -> nobody\nx => \"y, z\"\n")
	f.Add("a → anything\n  b → \"anything\"\n##\n\ufeffq → r")
	f.Fuzz(func(t *testing.T, script string) {
		questions, err := ReadScript(strings.NewReader(script))
		if err == nil {
			sameAgain(t, questions)
		}
	})
}
