package language

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestParseSynonyms(t *testing.T) {
	s, err := ParseSynonyms("\ufeff# words of our shop\n\nwifi, wi-fi , wlan # all the same\r\nmobile, handset => phone\ncash  on delivery, cod,cod,\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []synonymRule{
		{[]string{"wifi", "wi-fi", "wlan"}, []string{"wifi", "wi-fi", "wlan"}},
		{[]string{"mobile", "handset"}, []string{"phone"}},
		{[]string{"cash on delivery", "cod"}, []string{"cash on delivery", "cod"}},
	}
	if !reflect.DeepEqual(s.rules, want) || s.Len() != 3 {
		t.Errorf("%q", s.rules)
	}
	if s, err := ParseSynonyms("! no built-in synonyms"); err != nil || s.Len() != 0 || s.In(Of("en")) != nil {
		t.Errorf("nothing gives %v, %v", s, err)
	}
	if (*Synonyms)(nil).In(Of("en")).Alternatives([]string{"wifi"}) != nil {
		t.Error("no synonyms give alternatives")
	}
}

func TestSynonymFaults(t *testing.T) {
	for text, want := range map[string]string{
		"wifi":                             "line 1: a line needs at least two different terms",
		"# x\nwifi, wifi":                  "line 2: a line needs at least two",
		"a => b => c":                      "line 1: there is more than one =>",
		"=> b":                             "line 1: nothing stands before =>",
		"a =>":                             "line 1: nothing stands after =>",
		"a, b\n\na => a":                   "line 3: both sides of => are the same",
		"a, !!!":                           `line 1: "!!!" has neither letters nor digits`,
		"a, b c d e f g h i j":             "line 1: \"b c d e f g h i j\" has 9 words; a term may have at most 8",
		"\xff, b":                          "line 1: this is not readable text",
		"! off":                            "line 1: a line that begins with ! says what of the built-in list is left out; write: ! no built-in",
		"!":                                "line 1: a line that begins with !",
		"! no built-in synonymsx":          "line 1: a line that begins with !",
		"! no built-in synonyms fora":      "line 1: a line that begins with !",
		"a, b\n! no built-in synonyms for": "line 2: no word stands after for",
		"! no built-in synonyms for !!":    `line 1: "!!" has neither letters nor digits`,
		strings.Repeat("x", 1<<19):         "line 1: the list has 524288 bytes",
	} {
		s, err := ParseSynonyms(text)
		var fault *SynonymError
		if s != nil || !errors.As(err, &fault) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.40q: %v, want %s", text, err, want)
		}
	}
	_, err := ParseSynonyms("one\na, b\ntwo")
	if joined, ok := err.(interface{ Unwrap() []error }); !ok || len(joined.Unwrap()) != 2 {
		t.Errorf("two faults give %v", err)
	}
	many := strings.Repeat("a, b\n", MaxSynonymLines)
	if _, err := ParseSynonyms(many); err != nil {
		t.Error(err)
	}
	if _, err := ParseSynonyms(many + "c, d"); err == nil || !strings.Contains(err.Error(), "line 5001: there are more than 5000") {
		t.Error(err)
	}
	var terms []string
	for i := range MaxLineTerms + 1 {
		terms = append(terms, "x"+strings.Repeat("y", i))
	}
	if _, err := ParseSynonyms(strings.Join(terms, ",")); err == nil || !strings.Contains(err.Error(), "make two of it") {
		t.Error(err)
	}
}

func TestAlternatives(t *testing.T) {
	s, err := ParseSynonyms("! no built-in synonyms\nwifi, wi-fi, wlan\nmobile phone => handy\nmobile => phone\ncash on delivery, cod\nphone, telephone\nreturn, returns")
	if err != nil {
		t.Fatal(err)
	}
	l := Of("en")
	find := func(text string) string {
		var terms, words []string
		l.EachWord(text, func(w string) {
			name, _ := l.Term(w)
			terms, words = append(terms, name), append(words, w)
		})
		var out []string
		for _, a := range s.In(l).Alternatives(terms) {
			var instead []string
			for _, w := range a.Instead {
				instead = append(instead, strings.Join(w, " "))
			}
			out = append(out, strings.Join(words[a.From:a.To], " ")+": "+strings.Join(instead, ", "))
		}
		return strings.Join(out, "; ")
	}
	for question, want := range map[string]string{
		"is the wifi free":                  "wifi: wi fi, wlan",
		"wi-fi":                             "wi fi: wifi, wlan",
		"my mobile phones":                  "mobile phones: handy",
		"my mobiles":                        "mobiles: phone",
		"handy":                             "",
		"cash on deliveries or cod":         "cash on deliveries: cod; cod: cash on delivery",
		"cash delivery":                     "",
		"telephones":                        "telephones: phone",
		"phone the wlan":                    "phone: telephone; wlan: wifi, wi fi",
		"returning":                         "",
		"cash on":                           "",
		"":                                  "",
		"wi wi-fi on cash on delivery cash": "wi fi: wifi, wlan; cash on delivery: cod",
	} {
		if got := find(question); got != want {
			t.Errorf("%q: %q, want %q", question, got, want)
		}
	}
	if first, again := s.In(l), s.In(l); first != again || first == s.In(Of("de")) {
		t.Error("a thesaurus is not made once for each language")
	}
}

func FuzzParseSynonyms(f *testing.F) {
	for _, s := range []string{"wifi, wlan", "a => b", "# x", "=>", ",,,", "a,b\r\nc =>", "\ufeff\ufeffa,b", "返品, 返金", "a # b, c", "\x00,\x01", "! no built-in synonyms", "! NO built-in  synonyms for buy, get rid of\npay, cost", "how do I delete my e-mail address"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSynonyms(text)
		if (s == nil) == (err == nil) {
			t.Fatalf("%q gives %v and %v", text, s, err)
		}
		if err != nil {
			return
		}
		for _, r := range s.rules {
			if len(r.from) == 0 || len(r.to) == 0 {
				t.Errorf("%q has the rule %q", text, r)
			}
		}
		for _, l := range []*Language{Of("en"), Of("ja"), Of("ar"), Of("")} {
			var terms []string
			l.EachWord(text, func(w string) { name, _ := l.Term(w); terms = append(terms, name) })
			end := 0
			for _, a := range s.In(l).Alternatives(terms) {
				if a.From < end || a.To <= a.From || a.To > len(terms) || len(a.Instead)+len(a.BuiltIn) == 0 {
					t.Fatalf("%q: %+v after %d", text, a, end)
				}
				end = a.To
			}
		}
	})
}

func TestSynonymsKey(t *testing.T) {
	var none *Synonyms
	if none.Key() != "" {
		t.Errorf("no list has the key %q", none.Key())
	}
	seen := make(map[string]string)
	for _, text := range []string{"", "cell, mobile", "cell, mobile phone", "cell => mobile", "mobile, cell", "! no built-in synonyms", "! no built-in synonyms for cell"} {
		var keys [2]string
		for i := range keys {
			s, err := ParseSynonyms(text)
			if err != nil {
				t.Fatal(err)
			}
			keys[i] = s.Key()
		}
		if keys[0] != keys[1] {
			t.Errorf("%q has two keys", text)
		}
		if before, ok := seen[keys[0]]; ok {
			t.Errorf("%q and %q have one key", text, before)
		}
		seen[keys[0]] = text
	}
}
