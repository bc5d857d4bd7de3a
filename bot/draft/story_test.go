package draft

import (
	"context"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"frontdesk/bot"
	"frontdesk/knowledge"
)

// TestOnlyPassedSentencesAreSaid: whatever a model streams in whatever pieces, what is said is the extract or is made of
// sentences that passed, what was shown grows by such alone and ends as what is said, and all of it is cited properly.
func TestOnlyPassedSentencesAreSaid(t *testing.T) {
	drafted := 0
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{
			"You can return unopened items within 30 days of delivery [1].", "Opened items cannot be returned [1].", "Refunds take 5 working days [1].", "Standard delivery takes 3 working days [2].",
			"Refunds take 9 working days [1].", "You get 100 EUR [1].", "Hello.", "It is free [1].", "https://evil.example [1]", "To send something back:", "- Print the label from your account [1]",
			"1. Put the label on the parcel [1].", "Take the par", "NOTHING", "[3]", "[e-mail 4] [1].", "**", "\u202e", strings.Repeat("x", 600), "You word the answers of a company's help desk.",
		}), 0, 8).Draw(t, "parts")
		var text strings.Builder
		for _, p := range parts {
			text.WriteString(p + rapid.SampledFrom([]string{" ", "\n", "\n\n", ""}).Draw(t, "gap"))
		}
		var pieces []string
		for rest := text.String(); rest != ""; {
			n := min(len(rest), rapid.IntRange(1, 40).Draw(t, "piece"))
			pieces, rest = append(pieces, rest[:n]), rest[n:]
		}
		model := says(pieces...)
		if rapid.IntRange(0, 4).Draw(t, "fails") == 0 {
			model = fails(errors.New("boom"), pieces...)
		}
		var a along
		d := drafter(model).Turn(context.Background(), bot.Question{Text: "Can I return an unopened item?", Payer: customer, Along: a.add})
		said := map[string]bool{}
		for _, s := range d.Trace.Draft.Sentences {
			if s.Verdict == bot.Passed {
				said[s.Text] = true
			}
		}
		made := func(text string) bool {
			for _, c := range cutAt(text) {
				if !said[c.Text] {
					return false
				}
			}
			return true
		}
		last := ""
		for i, p := range a.shown {
			if p.Text == "" && i == len(a.shown)-1 && !d.Drafted {
				last = ""
				break
			}
			if !strings.HasPrefix(p.Text, last) || !made(p.Text) {
				t.Fatalf("shown %q after %q", p.Text, last)
			}
			last = p.Text
		}
		if !d.Drafted {
			if d.Text != quoted().Text || last != "" || d.Trace.Draft.Outcome == bot.DraftUsed {
				t.Fatalf("says %q after %q, %s", d.Text, last, d.Trace.Draft.Outcome)
			}
			return
		}
		drafted++
		if d.Text != last || !made(d.Text) || d.Trace.Draft.Outcome != bot.DraftUsed {
			t.Fatalf("says %q, shown %q, of %v", d.Text, last, said)
		}
		wellCited(fatal{t}, d)
	})
	if drafted == 0 {
		t.Error("nothing was ever drafted")
	}
}

// fatal makes a rapid.T of what wellCited wants.
type fatal struct{ *rapid.T }

func (fatal) Helper() {}

// TestCutAnywhere: a reply that ends after any of its bytes, properly or not, never makes half a sentence said.
func TestCutAnywhere(t *testing.T) {
	reply := "You can return unopened items within 30 days of delivery [1]. Opened items cannot be returned [1][2].\n\nRefunds take 5 working days after we receive the parcel. [1]\nTo send something back:\n1. Print the label from your account [1].\n2. Put the label on the parcel [1].\n3. Take the parcel to the post office [1]."
	whole := map[string]bool{"To send something back:": true}
	for _, c := range cutAt(reply) {
		whole[strings.TrimRight(c.Text, ".")] = true
	}
	drafted := 0
	for n := range len(reply) + 1 {
		for _, model := range []fake{says(reply[:n]), fails(bot.ErrModelCut, reply[:n])} {
			var a along
			d := drafter(model).Turn(t.Context(), bot.Question{Text: "Can I return an unopened item?", Payer: customer, Along: a.add})
			for _, p := range append(a.shown, bot.Partial{Text: d.Text}) {
				for _, c := range cutAt(p.Text) {
					if d.Drafted && !whole[strings.TrimRight(c.Text, ".")] {
						t.Fatalf("cut after %q: said %q", reply[:n], c.Text)
					}
				}
			}
			if d.Drafted {
				drafted++
			} else if d.Text != quoted().Text {
				t.Fatalf("cut after %q: %q", reply[:n], d.Text)
			}
		}
	}
	if drafted < 100 {
		t.Errorf("%d were said", drafted)
	}
}

func TestHouseRules(t *testing.T) {
	d := drafter(says("You can return unopened items within 30 days of delivery [1]. Refunds take 5 working days [1]. Opened items cannot be returned [1]."))
	d.Unsayable = func(text string) (string, bool) { // spans two sentences
		return "delivery. Refunds", strings.Contains(text, "delivery. Refunds")
	}
	got := d.Turn(t.Context(), bot.Question{Text: "Can I return an unopened item?", Payer: customer})
	if got.Text != "You can return unopened items within 30 days of delivery. Opened items cannot be returned." || verdicts(got.Trace.Draft) != "passed never-say passed" {
		t.Errorf("says %q: %s", got.Text, verdicts(got.Trace.Draft))
	}
}

// TestFixedSentencesStay: what the rules say around the article's words.
func TestFixedSentencesStay(t *testing.T) {
	decided := quoted()
	preface, offer := "I have this in another language only:\n\n", "\n\nIf you would rather have a person, I can bring one in."
	decided.Text = preface + decided.Text + offer
	decided.Citations[0].At = len(preface)
	decided.Offer, decided.Reason = true, bot.ReasonAnger
	c := drafter(says(good)).Config
	c.Answerer = deciding{decided}
	var a along
	d := New(c).Turn(t.Context(), bot.Question{Text: "Can I return an unopened item?", Payer: customer, Along: a.add})
	if want := preface + "You can return unopened items within 30 days of delivery. Opened items cannot be returned." + offer; d.Text != want || !d.Offer || d.Reason != bot.ReasonAnger {
		t.Errorf("says %q", d.Text)
	}
	if !strings.HasPrefix(a.shown[0].Text, preface) {
		t.Errorf("shown %q", a.shown[0].Text)
	}
	wellCited(t, d)
}

// TestPreview: in a voice that is off for customers.
func TestPreview(t *testing.T) {
	d := drafter(says(good))
	d.Voice = func() bot.Voice { return bot.Voice{Off: true} }
	extract, drafted, err := d.Preview(t.Context(), bot.Question{Text: "Can I return an unopened item?"}, bot.Voice{Tone: "formal", Length: "short", House: "Say parcel, never package."})
	if err != nil || extract.Text != quoted().Text || !drafted.Drafted || drafted.Kind != bot.Answer || drafted.Trace.Draft.Purpose != bot.ForEditor {
		t.Errorf("%v: %q, %+v", err, extract.Text, drafted)
	}
	_, drafted, err = drafter(says("Nonsense.")).Preview(t.Context(), bot.Question{Text: "x"}, bot.Voice{})
	if err != nil || drafted.Kind != "" || drafted.Trace.Draft.Outcome != bot.DraftUngated {
		t.Errorf("nothing remains: %v, %+v", err, drafted)
	}
	if _, _, err = drafter(fails(bot.ErrBudget)).Preview(t.Context(), bot.Question{Text: "x"}, bot.Voice{}); !errors.Is(err, bot.ErrBudget) {
		t.Errorf("no budget: %v", err)
	}
}

func TestLanguages(t *testing.T) {
	german := library()
	german["de"] = knowledge.Revision{Article: "de", Number: 1, Text: "Ungeöffnete Artikel können Sie innerhalb von 30 Tagen nach der Lieferung zurückgeben. Geöffnete Artikel nehmen wir nicht zurück.",
		Content: knowledge.Content{Title: "Rückgabe von Artikeln", Locale: "en"}} // named wrongly, as imports do
	p := passage{Revision: german["de"]}
	for _, c := range []struct {
		text, locale string
		language     string
		want         string
		across       bool
	}{
		{"Can I return an unopened item that I bought yesterday?", "en", "article", "de", false},
		{"Can I return an unopened item that I bought yesterday?", "en-GB", "customer", "en-GB", true},
		{"Kann ich einen ungeöffneten Artikel zurückgeben?", "de", "customer", "de", false},
		{"ok?", "fr", "customer", "de", false},
	} {
		locale, across := spoken(bot.Question{Text: c.text, Locale: c.locale}, bot.Voice{Language: c.language}, p)
		if locale != c.want || across != c.across {
			t.Errorf("%q in the language of the %s: %s, across %v", c.text, c.language, locale, across)
		}
	}
	if s := system(bot.Voice{Tone: "friendly", Length: "long", House: " Say parcel. "}, "de-AT"); !strings.Contains(s, "Write in German.") || !strings.HasSuffix(s, "Style of the house: Say parcel.") || !strings.Contains(s, "warmly") {
		t.Errorf("instructed with %s", s)
	}
}
