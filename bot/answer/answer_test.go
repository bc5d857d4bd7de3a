package answer

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// scripted is a Searcher that gives prepared results by question.
type scripted struct {
	results map[string]knowledge.Result
	err     error
	asked   []knowledge.Query
	crash   bool

	untaught bool // no judge comes with a search
	greets   bool // politeness around a question is no matter
}

func (s *scripted) Search(_ context.Context, q knowledge.Query) (knowledge.Result, error) {
	s.asked = append(s.asked, q)
	if s.crash {
		panic("the index fell over")
	}
	r := s.results[q.Text]
	if s.greets && len(r.Hits) == 0 {
		r = s.results[strings.Join(bareWords(q.Text), " ")]
	}
	r.Hits = slices.DeleteFunc(slices.Clone(r.Hits), func(h knowledge.Hit) bool { return slices.Contains(q.Without, h.Article) })
	if r.Judge == nil && !s.untaught {
		r.Judge = believing{0.5}
	}
	if r.State == "" && s.err == nil {
		r.State = knowledge.IndexReady
	}
	return r, s.err
}

// believing is a Judge that takes the features' Normalised for the probability.
type believing struct{ threshold float64 }

func (believing) Probability(f knowledge.Features) float64 { return f.Normalised }
func (b believing) Threshold() float64                     { return b.threshold }
func (believing) Version() string                          { return "believing" }
func (believing) Explain(f knowledge.Features) []knowledge.Part {
	return []knowledge.Part{{Name: "normalised", Value: f.Normalised, Odds: 1}}
}

func hit(article string, score, confidence float64) knowledge.Hit {
	return knowledge.Hit{Article: article, Revision: 1, Title: "About " + article, Score: score, Features: knowledge.Features{Normalised: confidence, Nearest: confidence}}
}

func found(hits ...knowledge.Hit) knowledge.Result { return knowledge.Result{Hits: hits} }

func threeArticles() *shop {
	text := "First paragraph about it.\n\nDetails\n\nSecond paragraph with details."
	var list []knowledge.Revision
	for _, id := range []string{"tents", "boots", "parcels"} {
		list = append(list, knowledge.Revision{Article: id, Number: 1, Text: text, Content: knowledge.Content{Title: "About " + id}})
	}
	return newShop(list)
}

func TestRules(t *testing.T) {
	yes, no := true, false
	results := map[string]knowledge.Result{
		"tent poles":               found(hit("tents", .6, .8), hit("boots", .3, .3), hit("parcels", .05, .1)),
		"middling":                 found(hit("tents", .4, .2), hit("boots", .3, .2), hit("parcels", .03, .1)),
		"hopeless":                 found(hit("tents", .02, 0)),
		"nothing":                  found(),
		"gone":                     found(hit("gone", .9, .9), hit("boots", .8, .8)),
		"tents or boots":           found(hit("tents", .81, .6), hit("boots", .80, .6), hit("parcels", .2, .1)),
		"and for boots":            found(hit("parcels", .2, .2)),
		"tent poles and for boots": found(hit("tents", .9, .8), hit("boots", .8, .7)),
		"frustrating parcels":      found(hit("parcels", .9, .8)),
	}
	answered := bot.Exchange{Question: "tent poles", Kind: bot.Answer, Articles: []string{"tents"}}
	marked := func(helpful *bool) bot.Exchange { e := answered; e.Helpful = helpful; return e }
	unsureTurn := bot.Exchange{Question: "middling", Kind: bot.Clarification, Articles: []string{"tents", "boots"}, Offer: true, Reason: bot.ReasonLowConfidence}
	whichTurn := bot.Exchange{Question: "tents or boots", Kind: bot.Clarification, Articles: []string{"tents", "boots"}}
	for _, c := range []struct {
		name    string
		request bot.Question
		rule    string
		kind    bot.DecisionKind
		reason  bot.HandoffReason
		offer   bool
		choices string
		quotes  string
	}{
		{name: "only an emoji", request: bot.Question{Text: "👍"}, rule: "no-words", kind: bot.SmallTalk},
		{name: "empty", request: bot.Question{Text: "  "}, rule: "no-words", kind: bot.SmallTalk},
		{name: "greeting", request: bot.Question{Text: "Hello"}, rule: "small-talk", kind: bot.SmallTalk},
		{name: "is it a bot", request: bot.Question{Text: "are you a real person?"}, rule: "small-talk", kind: bot.SmallTalk},
		{name: "wish for a person", request: bot.Question{Text: "hi, a human please"}, rule: "person", kind: bot.Handoff, reason: bot.ReasonAsked},
		{name: "offer accepted", request: bot.Question{Text: "yes please", Earlier: []bot.Exchange{unsureTurn}}, rule: "offer-accepted", kind: bot.Handoff, reason: bot.ReasonAsked},
		{name: "yes to nothing", request: bot.Question{Text: "yes", Earlier: []bot.Exchange{answered}}, rule: "small-talk", kind: bot.SmallTalk},
		{name: "anger", request: bot.Question{Text: "this is ridiculous"}, rule: "anger", kind: bot.Handoff, reason: bot.ReasonAnger},
		{name: "confident", request: bot.Question{Text: "Hi! tent poles"}, rule: "confident", kind: bot.Answer, quotes: "tents"},
		{name: "displeased but answered", request: bot.Question{Text: "frustrating parcels"}, rule: "confident", kind: bot.Answer, reason: bot.ReasonAnger, offer: true, quotes: "parcels"},
		{name: "the best was withdrawn meanwhile", request: bot.Question{Text: "gone"}, rule: "confident", kind: bot.Answer, quotes: "boots"},
		{name: "near miss", request: bot.Question{Text: "tents or boots"}, rule: "near-miss", kind: bot.Clarification, choices: "tents boots"},
		{name: "near miss only once", request: bot.Question{Text: "tents or boots", Earlier: []bot.Exchange{whichTurn}}, rule: "confident", kind: bot.Answer, quotes: "tents"},
		{name: "chosen", request: bot.Question{Text: "About boots", Choice: "boots", Earlier: []bot.Exchange{whichTurn}}, rule: "chosen", kind: bot.Answer, quotes: "boots"},
		{name: "chosen outside the hits", request: bot.Question{Text: "About parcels", Choice: "parcels", Earlier: []bot.Exchange{{Question: "hopeless", Kind: bot.Clarification}}}, rule: "chosen", kind: bot.Answer, quotes: "parcels"},
		{name: "chosen but withdrawn", request: bot.Question{Text: "nothing", Choice: "gone"}, rule: "no-answer", kind: bot.Handoff, reason: bot.ReasonLowConfidence},
		{name: "unsure", request: bot.Question{Text: "middling"}, rule: "unsure", kind: bot.Clarification, reason: bot.ReasonLowConfidence, offer: true, choices: "tents boots"},
		{name: "unsure twice", request: bot.Question{Text: "middling", Earlier: []bot.Exchange{unsureTurn}}, rule: "twice-unsure", kind: bot.Handoff, reason: bot.ReasonTwiceFailed},
		{name: "no answer", request: bot.Question{Text: "hopeless"}, rule: "no-answer", kind: bot.Handoff, reason: bot.ReasonLowConfidence},
		{name: "no hits", request: bot.Question{Text: "nothing"}, rule: "not-understood", kind: bot.Clarification, reason: bot.ReasonLowConfidence, offer: true},
		{name: "no hits again", request: bot.Question{Text: "nothing", Earlier: []bot.Exchange{unsureTurn}}, rule: "twice-unsure", kind: bot.Handoff, reason: bot.ReasonTwiceFailed},
		{name: "it did not help", request: bot.Question{Text: "that didn't help", Earlier: []bot.Exchange{answered}}, rule: "did-not-help", kind: bot.Clarification, reason: bot.ReasonLowConfidence, offer: true, choices: "boots"},
		{name: "no to an answer", request: bot.Question{Text: "no", Earlier: []bot.Exchange{answered}}, rule: "did-not-help", kind: bot.Clarification, reason: bot.ReasonLowConfidence, offer: true, choices: "boots"},
		{name: "asked again", request: bot.Question{Text: "tent poles", Earlier: []bot.Exchange{answered}}, rule: "did-not-help", kind: bot.Clarification, reason: bot.ReasonLowConfidence, offer: true, choices: "boots"},
		{name: "two marked as no help", request: bot.Question{Text: "tents or boots", Earlier: []bot.Exchange{marked(&no), marked(&no)}}, rule: "twice-failed", kind: bot.Handoff, reason: bot.ReasonTwiceFailed},
		{name: "one helped in between", request: bot.Question{Text: "gone", Earlier: []bot.Exchange{marked(&no), marked(&yes)}}, rule: "confident", kind: bot.Answer, quotes: "boots"},
		{name: "follow-up", request: bot.Question{Text: "and for boots", Earlier: []bot.Exchange{marked(&yes)}}, rule: "confident", kind: bot.Answer, quotes: "boots"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := New(Config{Search: &scripted{results: results}, Revisions: threeArticles()})
			d := a.Turn(t.Context(), c.request)
			if d.Trace.Rule != c.rule || d.Kind != c.kind || d.Reason != c.reason || d.Offer != c.offer {
				t.Errorf("rule %s, kind %s, reason %q, offer %v; want %s, %s, %q, %v", d.Trace.Rule, d.Kind, d.Reason, d.Offer, c.rule, c.kind, c.reason, c.offer)
			}
			var offered []string
			for _, ch := range d.Choices {
				offered = append(offered, ch.Article)
			}
			if got := strings.Join(offered, " "); got != c.choices {
				t.Errorf("choices %q, want %q", got, c.choices)
			}
			if c.quotes != "" && (len(d.Citations) == 0 || d.Citations[0].Article != c.quotes) {
				t.Errorf("quotes %+v, want %s", d.Citations, c.quotes)
			}
			if d.Text == "" || d.Trace.Query == "" && strings.TrimSpace(c.request.Text) != "" || d.Trace.Threshold == 0 {
				t.Errorf("text or trace is not filled: %+v", d)
			}
			madeOfItsSources(t, d, threeArticles())
		})
	}
}

func TestTroubleBecomesAHandoff(t *testing.T) {
	sure := map[string]knowledge.Result{"tent poles": found(hit("tents", .9, .9))}
	broken := threeArticles()
	broken.err = errors.New("disk on fire")
	for _, c := range []struct {
		name   string
		config Config
		rule   string
		reason bot.HandoffReason
	}{
		{"search fails", Config{Search: &scripted{err: errors.New("gone")}, Revisions: threeArticles()}, "search-down", bot.ReasonSearchDown},
		{"index is down", Config{Search: &scripted{results: map[string]knowledge.Result{"tent poles": {State: knowledge.IndexDown}}}, Revisions: threeArticles()}, "search-down", bot.ReasonSearchDown},
		{"titles only, and unsure", Config{Search: &scripted{results: map[string]knowledge.Result{"tent poles": {State: knowledge.IndexTitlesOnly, Hits: []knowledge.Hit{hit("tents", .3, .3)}}}}, Revisions: threeArticles()}, "search-down", bot.ReasonSearchDown},
		{"store fails", Config{Search: &scripted{results: sure}, Revisions: broken}, "confident", bot.ReasonSearchDown},
		{"panic", Config{Search: &scripted{crash: true}, Revisions: threeArticles()}, "bot-failed", bot.ReasonBotFailed},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := New(c.config).Turn(t.Context(), bot.Question{Text: "tent poles"})
			if d.Kind != bot.Handoff || d.Reason != c.reason || d.Trace.Rule != c.rule || !slices.Contains(Templates, d.Text) {
				t.Errorf("%s %s by %s: %q", d.Kind, d.Reason, d.Trace.Rule, d.Text)
			}
		})
	}
}

// TestTurnsWithoutSearch: small talk and wishes for a person are decided without the index.
func TestTurnsWithoutSearch(t *testing.T) {
	for _, text := range []string{"hi", "thanks a lot", "are you a bot?", "human please", "this is outrageous", "🙂🙂", "bye"} {
		s := &scripted{}
		New(Config{Search: s, Revisions: threeArticles()}).Turn(t.Context(), bot.Question{Text: text})
		if len(s.asked) != 0 {
			t.Errorf("%q was searched: %+v", text, s.asked)
		}
	}
}

// TestStaleRevisionIsQuotedFromItsStart: between a publish and its indexing, the passage's offsets
// belong to another text.
func TestStaleRevisionIsQuotedFromItsStart(t *testing.T) {
	s := newShop([]knowledge.Revision{{Article: "tents", Number: 2, Text: "New and short.", Content: knowledge.Content{Title: "Tents"}}})
	h := hit("tents", .9, .9)
	h.Passage = knowledge.Span{Start: 40, End: 400}
	a := New(Config{Search: &scripted{results: map[string]knowledge.Result{"tent poles": found(h)}}, Revisions: s})
	d := a.Turn(t.Context(), bot.Question{Text: "tent poles"})
	if d.Text != "New and short." || d.Citations[0].Revision != 2 {
		t.Errorf("%q %+v", d.Text, d.Citations)
	}
}

// madeOfItsSources fails unless every byte of the decision's text is cited text or a fixed template.
func madeOfItsSources(t interface {
	Helper()
	Errorf(string, ...any)
}, d bot.Decision, s *shop) {
	t.Helper()
	rest, at := "", 0
	for _, c := range d.Citations {
		rev := s.revisions[c.Article]
		if c.At < at || c.Start > c.End || c.End > len(rev.Text) || c.At+c.End-c.Start > len(d.Text) {
			t.Errorf("the citation %+v points outside", c)
			return
		}
		if got, want := d.Text[c.At:c.At+c.End-c.Start], rev.Text[c.Start:c.End]; got != want {
			t.Errorf("%q is cited as %q", got, want)
		}
		rest += d.Text[at:c.At] + "\x00"
		at = c.At + c.End - c.Start
	}
	rest += d.Text[at:]
	for _, part := range strings.FieldsFunc(rest, func(r rune) bool { return r == 0 || r == '\n' }) {
		if !slices.Contains(Templates, part) && !namesTitles(part, d.Choices) {
			t.Errorf("%q is neither cited nor a template", part)
		}
	}
	if len(d.Text) > bot.MaxMessage {
		t.Errorf("the message has %d bytes", len(d.Text))
	}
	if d.Kind == bot.Answer && len(d.Citations) == 0 {
		t.Errorf("an answer without a citation: %q", d.Text)
	}
}

// namesTitles reports whether a text asks which of the choices is meant in words of their titles.
func namesTitles(text string, of []bot.Choice) bool {
	rest, ok := strings.CutPrefix(text, textWhich)
	rest, end := strings.CutSuffix(rest, "?")
	named := strings.Split(strings.Join(strings.Split(rest, textOr), ", "), ", ")
	if !ok || !end || len(named) != len(of) {
		return false
	}
	for i, n := range named {
		inner, open := strings.CutPrefix(n, "“")
		inner, shut := strings.CutSuffix(inner, "”")
		if !open || !shut || inner == "" || !strings.Contains(of[i].Title, inner) {
			return false
		}
	}
	return true
}

func TestExcerptOfAnything(t *testing.T) {
	words := rapid.SampledFrom([]string{"tent", "return", "Return it within 30 days.", "e.g.", "Dr.", "• one", "• two", "\n", "\n\n", "1. first", "Heading", "ü", "漢字。", "\u00a0", "🙂", ":", "a very long sentence that goes on and on", " ", "x"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(words, 0, 300).Draw(t, "words"), rapid.SampledFrom([]string{" ", "", "\n\n"}).Draw(t, "glue"))
		a, b := rapid.IntRange(0, len(text)).Draw(t, "a"), rapid.IntRange(0, len(text)).Draw(t, "b")
		spans := pageOf(knowledge.Revision{Text: text}).excerpt(wanted{
			question: "tent return days", terms: []string{"tent", "return", "days"}, passage: knowledge.Span{Start: min(a, b), End: max(a, b)},
			phrased: rapid.Bool().Draw(t, "phrased"), whole: rapid.Bool().Draw(t, "whole"),
		})
		end := 0
		for _, s := range spans {
			if s.Start < end || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("the spans %v are out of order in %d bytes", spans, len(text))
			}
			if !strings.HasPrefix(text[s.Start:], strings.ToValidUTF8(text[s.Start:s.End], "")) {
				t.Fatalf("the span %v cuts a character", s)
			}
			end = s.End
		}
		s := newShop([]knowledge.Revision{{Article: "x", Number: 1, Text: text}})
		madeOfItsSources(t, compose(s.revisions["x"], rapid.SampledFrom([]string{"", textForeign}).Draw(t, "preface"), spans), s)
	})
}

func TestExcerpt(t *testing.T) {
	long := "The first sentence is here, e.g. for show. " + strings.Repeat("Filler sentence number one stands here to take room. ", 12) + "The refund arrives after 5 days by transfer. The end."
	for _, c := range []struct {
		name    string
		text    string
		passage knowledge.Span
		terms   []string
		whole   bool
		want    string
	}{
		{name: "a short article whole", text: "You can return it.\n\nWithin 30 days.", whole: true, want: "You can return it.\n\nWithin 30 days."},
		{name: "never a heading alone", text: "Returns\n\nYou can return it.", passage: knowledge.Span{End: 7}, terms: []string{"return"}, want: "You can return it."},
		{name: "stops before the next heading", text: "You can return it.\n\nExceptions\n\nNot socks.", whole: true, want: "You can return it."},
		{name: "takes the list along", text: strings.Repeat("Long introduction. ", 15) + "You need:\n\n• a label\n• a box\n\nThen wait.", whole: true, want: strings.Repeat("Long introduction. ", 15) + "You need:\n\n• a label\n• a box"},
		{name: "brings a list's introduction", text: "Other things entirely.\n\nMore\n\nYou need:\n\n• a label\n• a box", passage: knowledge.Span{Start: 30, End: 65}, terms: []string{"label", "box"}, want: "You need:\n\n• a label\n• a box"},
		{name: "the best block of the passage", text: "About socks and shoes.\n\nMore\n\nRefunds go to your card.", passage: knowledge.Span{End: 55}, terms: []string{"refund", "card"}, want: "Refunds go to your card."},
		{name: "a long paragraph by sentences", text: long, passage: knowledge.Span{End: len(long)}, terms: []string{"refund", "transfer"}, want: ""},
		{name: "nothing to quote", text: "", want: ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.passage.End > len(c.text) {
				c.passage.End = len(c.text)
			}
			spans := pageOf(knowledge.Revision{Text: c.text}).excerpt(wanted{question: strings.Join(c.terms, " "), terms: c.terms, passage: c.passage, whole: c.whole})
			got := compose(knowledge.Revision{Text: c.text}, "", spans).Text
			switch {
			case c.name == "a long paragraph by sentences":
				if !strings.Contains(got, "The refund arrives after 5 days by transfer.") || len(got) > excerptGood || strings.HasPrefix(got, "for show") {
					t.Errorf("%q", got)
				}
			case c.text == "":
				if len(spans) != 0 || got != textEmptyArticle {
					t.Errorf("%q", got)
				}
			case got != c.want:
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestAbbreviationsDoNotEndASentence(t *testing.T) {
	text := "Send it to Dr. Miller, e.g. by post. It costs approx. 5 euros. Done."
	var got []string
	for _, s := range sentencesOf(text, knowledge.Span{End: len(text)}) {
		got = append(got, text[s.Start:s.End])
	}
	want := []string{"Send it to Dr. Miller, e.g. by post.", "It costs approx. 5 euros.", "Done."}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
