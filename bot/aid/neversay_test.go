package aid

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func never(phrase string, pattern bool) NeverSay {
	return NeverSay{ID: phrase, Phrase: phrase, Pattern: pattern, Reason: "the law", Bot: true, Agents: true}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		phrase  string
		pattern bool
		text    string
		want    string // what is hit, parted by |
	}{
		{"guaranteed", false, "This is GUARANTEED to work, guaranteed.", "GUARANTEED|guaranteed"},
		{"guaranteed", false, "This is unguaranteed.", ""},
		{"we are liable", false, "we  are\u00a0liable", "we  are\u00a0liable"},
		{"we are liable", false, "we\nare\tliable", "we\nare\tliable"},
		{"guaranteed", false, "It is guar\u00adan\u200bteed.", "guar\u00adan\u200bteed"},
		{"guaranteed", false, "It is \u202eguaranteed\u202c.", "guaranteed"},
		{"it's our fault", false, "Sorry, it’s our fault!", "it’s our fault"},
		{"it’s our fault", false, "it's our fault", "it's our fault"},
		{`so-called "expert"`, false, "the so–called “expert”", "so–called “expert”"},
		{"100 %", false, "It is 100\u202f% safe", "100\u202f%"},
		{"guaranteed", false, "It is ｇｕａｒａｎｔｅｅｄ here", "ｇｕａｒａｎｔｅｅｄ"},
		{"Müller", false, "Frau MU\u0308LLER sagt", "MU\u0308LLER"},
		{"Straße", false, "STRAẞE", "STRAẞE"},
		{"fine", false, "The \ufb01ne print", "\ufb01ne"},
		{"ne", false, "The \ufb01 ne", "ne"},
		{"guaranteed", false, "_guaranteed_", "guaranteed"},
		{"aa", false, "aaa aa", "aa"},
		{"no refund", false, "There is no refunding", ""},
		{`compensat\w+ of \d+`, true, "A Compensation of 50 euros", "Compensation of 50"},
		{`(?:liable|at fault)`, true, "We are AT FAULT and liable", "AT FAULT|liable"},
		{`(?-i:ACME)`, true, "acme and ACME", "ACME"},
		{`(?-i:[A-Z]{4})-\d`, true, "abcd-1 ABCD-1", "ABCD-1"},
		{`fault\b`, true, "our fau\u200blt", "fau\u200blt"},
		{`k+elvin|\x{212a}`, true, "273 \u212aelvin", "\u212aelvin"},
		{`(?:sue|court)+ us`, true, "You may SUE us", "SUE us"},
	} {
		r, err := CompileNeverSay([]NeverSay{never(c.phrase, c.pattern)})
		if err != nil {
			t.Errorf("%q: %v", c.phrase, err)
			continue
		}
		var got []string
		for _, h := range r.Check(c.text) {
			got = append(got, c.text[h.Start:h.End])
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q in %q: got %q, want %q", c.phrase, c.text, got, c.want)
		}
	}
}

func TestCompileNeverSayRefuses(t *testing.T) {
	without := func(change func(*NeverSay)) []NeverSay {
		n := never("guaranteed", false)
		change(&n)
		return []NeverSay{n}
	}
	for name, c := range map[string]struct {
		list []NeverSay
		want string
	}{
		"does not compile":  {[]NeverSay{never("(refund", true)}, "missing closing )"},
		"closes our group":  {[]NeverSay{never("a)|(?:b", true)}, "unexpected )"},
		"too large":         {[]NeverSay{never("((x{100}){100}){100}", true)}, "cannot be read"},
		"empty":             {[]NeverSay{never("  ", false)}, "empty"},
		"only punctuation":  {[]NeverSay{never("...", false)}, "no letter or digit"},
		"only invisible":    {[]NeverSay{never("\u200b\u00ad", false)}, "no letter or digit"},
		"no reason":         {without(func(n *NeverSay) { n.Reason = " " }), "no reason"},
		"for nobody":        {without(func(n *NeverSay) { n.Bot, n.Agents = false, false }), "nobody"},
		"no id":             {without(func(n *NeverSay) { n.ID = "" }), "id is empty"},
		"twice":             {[]NeverSay{never("a b", false), never("a b", false)}, "used twice"},
		"matches nothing":   {[]NeverSay{never("x*", true)}, "block everything"},
		"blocks everything": {[]NeverSay{never(".+", true)}, "ordinary"},
		"any letter":        {[]NeverSay{never("[a-z]", true)}, "ordinary"},
		"any sentence":      {[]NeverSay{never(`[.?!]$`, true)}, "ordinary"},
		"German only":       {[]NeverSay{never(`(?:ich|das|es|sie|guten|einen|meine)\b`, true)}, "ordinary"},
		"too long":          {[]NeverSay{never(strings.Repeat("x", MaxPhrase+1), false)}, "shorten"},
		"long reason":       {without(func(n *NeverSay) { n.Reason = strings.Repeat("x", MaxReason+1) }), "shorten"},
		"too many":          {make([]NeverSay, MaxAids+1), "too many"},
		"no text":           {[]NeverSay{never("a\xff", false)}, "no text"},
	} {
		if _, err := CompileNeverSay(c.list); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want an error with %q", name, err, c.want)
		}
	}
}

func TestRulesForWhom(t *testing.T) {
	bot, agents := never("fault", false), never("liable", false)
	bot.Agents, agents.Bot = false, false
	r, err := CompileNeverSay([]NeverSay{bot, agents, never("x{3}y", true)})
	if err != nil {
		t.Fatal(err)
	}
	const text = "our fault, we are liable xxxy"
	for name, c := range map[string]struct {
		rules *Rules
		want  int
	}{"all": {r, 3}, "bot": {r.Bot(), 2}, "agents": {r.Agents(), 2}, "none": {nil, 0}, "bot of none": {(*Rules)(nil).Bot(), 0}} {
		if got := len(c.rules.Check(text)); got != c.want {
			t.Errorf("%s: %d hits, want %d", name, got, c.want)
		}
	}
}

// TestNeededFindsAll compares what is found with what would be found without looking for needed texts first.
func TestNeededFindsAll(t *testing.T) {
	patterns := []string{`ab+c`, `(?:ab|cd)e`, `[ab]cd?`, `a(?:bc)*d`, `(?:ſ|k)a`, `(a|b)(c|dd)+`, `é+a`, `(?-i:A)b`, `a{2,3}b`}
	rapid.Check(t, func(t *rapid.T) {
		source := rapid.SampledFrom(patterns).Draw(t, "pattern")
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aAbBcCdDeéÉkKsSſ\u212a \u200b")), 0, 20, -1).Draw(t, "text")
		alone := new(Rules)
		if err := alone.addPattern(never(source, true)); err != nil {
			t.Fatal(err)
		}
		bare := &Rules{patterns: []expression{{rule: alone.patterns[0].rule, re: alone.patterns[0].re}}}
		if got, want := fmt.Sprint(alone.Check(text)), fmt.Sprint(bare.Check(text)); got != want {
			t.Fatalf("%q in %q: got %s, want %s", source, text, got, want)
		}
	})
}

func FuzzCheck(f *testing.F) {
	f.Add("guaranteed", false, "it is guaran\u00adteed")
	f.Add(`a.*b`, true, "x a \xff b")
	f.Add("\u0301a", false, "a\u0301a")
	f.Fuzz(func(t *testing.T, phrase string, pattern bool, text string) {
		r, err := CompileNeverSay([]NeverSay{never(phrase, pattern)})
		if err != nil {
			return
		}
		for _, h := range r.Check(text) {
			if h.Start < 0 || h.Start >= h.End || h.End > len(text) {
				t.Fatalf("hit %d–%d in %d bytes", h.Start, h.End, len(text))
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[h.Start:h.End]) {
				t.Fatalf("hit %q cuts a character", text[h.Start:h.End])
			}
		}
		// What is written as the phrase is, is found, whatever stands around it.
		if around := "Well: " + phrase + " ok"; !pattern && wordRune(runeAfter(foldText(phrase), 0)) && len(r.Check(around)) == 0 {
			t.Fatalf("%q is not found in %q", phrase, around)
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	var list []NeverSay
	for i := range 200 {
		list = append(list, never(fmt.Sprintf("forbidden phrase %d", i), false))
	}
	for i := range 50 {
		list = append(list, never(fmt.Sprintf(`compensation%d of \d+ (?:euros?|dollars?)`, i), true))
	}
	r, err := CompileNeverSay(list)
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat("Thank you for your patience, the parcel is on its way. ", 9)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		r.Check(text)
	}
}
