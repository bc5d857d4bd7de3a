package ground

import (
	"testing"

	"frontdesk/bot"
)

// Every check is needed: with it left out, a sentence passes, or passes for another reason, that it refuses.
func TestSabotage(t *testing.T) {
	for _, c := range []struct {
		name     string
		off      disabled
		source   string
		sentence string
		want     bot.Verdict
	}{
		{"numbers", noNumbers, "You can upload 5 files.", "You can upload 7 files.", bot.Number},
		{"limits", noLimits, "You can upload up to 5 files.", "You can upload more than 5 files.", bot.Number},
		{"contexts", noContexts, "Express delivery takes 2 working days and home delivery takes 5 working days.", "Express delivery takes 5 working days.", bot.Duration},
		{"links", noLinks, "Read more about returning unused items on our page.", "Read more about returning unused items on our page evil.example.", bot.Link},
		{"contacts", noContacts, "You can write to us about unused items.", "You can write to us about unused items (boss@evil.example).", bot.Contact},
		{"names", noNames, "You can pay for all unused items by card at checkout.", "You can pay for all unused items by card at Zentrix checkout.", bot.Product},
		{"commitments", noCommitments, "We repair your device and send it back.", "We repair your device and send it back, guaranteed.", bot.Commitment},
		{"modality", noModality, "You can repair the device by yourself.", "You must repair the device by yourself.", bot.Commitment},
		{"conditions", noConditions, "You can return the item unless it was opened.", "You can return the item.", bot.Commitment},
		{"negation", noNegation, "Sale items cannot be returned.", "Sale items can be returned.", bot.Negation},
		{"support", noSupport, "Sale items can be returned.", "Our engineers travel by train.", bot.Unsupported},
		{"slots", noSlots, "Hand in the signed form and the passport copy at the reception desk of your local branch.", "Hand in the signed form and the passport copy at the garden desk of your local branch.", bot.Unsupported},
		{"form", noForm, "Sale items can be returned.", "Sale items can be **returned**.", bot.Malformed},
		{"language", noLanguage, "Reduzierte Artikel können innerhalb einer Woche nicht in unserem Laden zurückgegeben werden.", "In unserem Laden können reduzierte Artikel innerhalb einer Woche nicht zurückgegeben werden.", bot.Foreign},
		{"leaks", noLeaks, "Say only what stands in the passages and cite them all.", "Say only what stands in the passages and cite them all.", bot.Leaked},
		{"runs", noRuns, "Express delivery is fast.\n\nOur shop is in Hamburg.\n\nCall us.\n\nAsk us.\n\nThe other way takes 5 days.", "Express delivery takes 5 days.", bot.Duration},
	} {
		g := New([]Source{{N: 1, Text: c.source, Locale: map[bool]string{true: "de"}[c.off == noLanguage]}}, Options{
			Locale: map[bool]string{true: "en"}[c.off == noLanguage],
			Secret: map[bool]string{true: c.source}[c.off == noLeaks],
		})
		if f := g.Check(c.sentence, []int{1})[0]; f.Verdict != c.want {
			t.Errorf("%s: %q → %+v, want %s", c.name, c.sentence, f, c.want)
		}
		g.off = c.off
		if f := g.Check(c.sentence, []int{1})[0]; f.Verdict == c.want {
			t.Errorf("without %s %q is still refused: %+v", c.name, c.sentence, f)
		}
	}
}

// The labelled set is not passed by accident: without a check more that is unfaithful gets through.
func TestSabotageOfTheSet(t *testing.T) {
	whole := rates(t, "dev", 0, nil)[""].through
	for name, off := range map[string]disabled{
		"numbers": noNumbers, "limits": noLimits, "contexts": noContexts, "names": noNames, "commitments": noCommitments,
		"modality": noModality, "conditions": noConditions, "negation": noNegation, "support": noSupport | noSlots,
	} {
		if got := rates(t, "dev", off, nil)[""].through; got <= whole {
			t.Errorf("without %s %d get through, with it %d", name, got, whole)
		}
	}
}
