package evidence

import (
	"slices"
	"strings"
	"testing"
)

func TestAsking(t *testing.T) {
	for _, c := range []struct {
		question string
		ask      Ask
		focus    string
	}{
		{"Who led the tribes?", AskWho, ""},
		{"By whom was it built?", AskWho, ""},
		{"Whose engine was it?", AskWho, "engine"},
		{"When did the war end?", AskWhen, ""},
		{"In what year did the war end?", AskWhen, "year"},
		{"Which century saw the most wars?", AskWhen, "century"},
		{"Where is the forest?", AskWhere, ""},
		{"In which city was he born?", AskWhere, "city"},
		{"The Normans came from what region?", AskWhere, "region"},
		{"What is the name of the river?", AskWho, ""},
		{"Which king signed it?", AskWho, "king"},
		{"How many engines were sold?", AskNumber, "engines"},
		{"How much does delivery cost?", AskNumber, ""},
		{"How old is it?", AskNumber, "old"},
		{"What percentage of orders comes back?", AskNumber, "percentage"},
		{"What was the population of Warsaw?", AskNumber, ""},
		{"How long does delivery take?", AskSpan, ""},
		{"Why is the parcel late?", AskWhy, ""},
		{"What is the reason for the delay?", AskWhy, ""},
		{"How do I reset my password?", AskHow, ""},
		{"how", AskHow, ""},
		{"Can I return opened bottles?", AskYes, ""},
		{"is there a shop where I can try it", AskYes, ""},
		{"What is a promissory note?", AskMeaning, ""},
		{"What drives the pump?", AskThing, "drives"},
		{"Which colour sells best?", AskThing, "colour sells best"},
		{"When the pump stops, what drives it?", AskThing, "drives"},
		{"Where the river bends, which town lies?", AskWhere, "town lies"},
		{"reset password", AskNothing, ""},
		{"my parcel has not come", AskNothing, ""},
		{"", AskNothing, ""},
		{"😀", AskNothing, ""},
	} {
		q := read(c.question, nil)
		ask, from, to := asking(q)
		if got := strings.Join(q.low[from:to], " "); ask != c.ask || got != c.focus {
			t.Errorf("%q asks for %v with the focus %q, want %v and %q", c.question, ask, got, c.ask, c.focus)
		}
	}
	if got := Ask(200).String(); got != AskNothing.String() {
		t.Errorf("an unknown sort is called %q", got)
	}
}

func TestClassesOfTerms(t *testing.T) {
	got := make(map[string]class)
	q := Read("In what year did the first Norman king not conquer 2 Irish towns for money?", nil)
	for _, x := range q.terms {
		got[x.lower] = x.class
	}
	for w, c := range map[string]class{"year": focal, "first": degree, "norman": name, "king": matter, "conquer": matter, "2": number, "irish": name} {
		if g, ok := got[w]; !ok || g != c {
			t.Errorf("%q is of class %d (found %v), want %d", w, g, ok, c)
		}
	}
	if _, ok := got["the"]; ok || !q.negated || !q.year {
		t.Errorf("“the” is a term: %v; negated %v, year %v", ok, q.negated, q.year)
	}
	for _, x := range Read("WHERE IS MY PARCEL NOW PLEASE", nil).terms {
		if x.class == name {
			t.Errorf("%q of a question in capitals is a name", x.text)
		}
	}
	if Read("my parcel has not come", nil).negated || Read("Why can't I sign in?", nil).negated {
		t.Error("a complaint counts as a question for what is not so")
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"One two. Three four! Five? Six", []string{"One two", "Three four", "Five", "Six"}},
		{"Dr. Smith met J. Watt at St. Albans. He left.", []string{"Dr Smith met J Watt at St Albans", "He left"}},
		{"It costs 4.95 or 1,000 units. ok then. Fine", []string{"It costs 4.95 or 1,000 units. ok then", "Fine"}},
		{"• one\n• two\n\nThree", []string{"one", "two", "Three"}},
		{"He said \"no.\" Then he left (at once.) Good.", []string{"He said no", "Then he left at once", "Good"}},
		{"Watt's engine; the boiler's valve don't leak.", []string{"Watt engine the boiler valve don't leak"}},
		{"", nil}, {"...!?", nil},
	} {
		var got []string
		r := read(c.text, nil)
		for i, tok := range r.tokens {
			if int(tok.sentence) >= len(got) {
				got = append(got, "")
			} else {
				got[tok.sentence] += " "
			}
			got[tok.sentence] += c.text[tok.start:tok.end]
			if r.low[i] == "" {
				t.Errorf("a word of %q is empty", c.text)
			}
		}
		want := slices.Clone(c.want)
		for i := range want {
			want[i] = strings.ReplaceAll(want[i], "units. ok", "units ok")
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q has the sentences %q, want %q", c.text, got, want)
		}
	}
}

func TestShapes(t *testing.T) {
	r := read("Pay $20, or 5% of Norman-built ships.", nil)
	for _, c := range []struct {
		word string
		kind kind
	}{{"20", monetary | digits}, {"5", percented | digits}, {"Norman", capital}, {"or", bordered}, {"Pay", opens | capital}} {
		i := slices.IndexFunc(r.tokens, func(t token) bool { return r.text[t.start:t.end] == c.word })
		if i < 0 || r.tokens[i].kind&c.kind != c.kind {
			t.Errorf("%q has not the shape %b", c.word, c.kind)
		}
	}
}

func TestNearly(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"conquer", "conquest", derived}, {"administr", "administ", derived},
		{"annouc", "announc", derived}, {"parasit", "parisit", misspelt}, {"reciept", "receipt", misspelt},
		{"car", "cart", 0}, {"form", "from", 0}, {"paris", "parish", derived}, {"engine", "turbin", 0}, {"", "a", 0},
	} {
		for _, p := range [][2]string{{c.a, c.b}, {c.b, c.a}} {
			if got := nearly(p[0], p[1]); got != c.want {
				t.Errorf("nearly(%q, %q) = %v, want %v", p[0], p[1], got, c.want)
			}
		}
	}
}

// TestThesaurus guards the lists against slips of those who lengthen them.
func TestThesaurus(t *testing.T) {
	for line := range strings.Lines(antonyms) {
		pair := strings.Fields(line)
		if len(pair) != 2 {
			t.Fatalf("%q is no pair", line)
		}
		var s stemmer
		a, b := s.stem(words().lemma(pair[0])), s.stem(words().lemma(pair[1]))
		if a == b {
			t.Errorf("%q and %q are one stem", pair[0], pair[1])
		}
		if slices.Contains(words().alike[a], b) {
			t.Errorf("%q and %q are both alike and opposed", pair[0], pair[1])
		}
	}
	for line := range strings.Lines(synonyms) {
		if group := strings.Fields(line); len(group) < 2 || strings.Contains(line, "-") {
			t.Errorf("%q is no group of words", line)
		}
	}
	for form, base := range words().base {
		if form == base || words().base[base] != "" {
			t.Errorf("%q leads to %q, which is no base form", form, base)
		}
	}
}
