package answer

import (
	"strings"
	"testing"

	"frontdesk/knowledge"
)

// TestThePassageThatAnswers: a long article is quoted where it answers, and from its beginning where its title
// or one of its phrasings asks the same.
func TestThePassageThatAnswers(t *testing.T) {
	filler := strings.Repeat("Our workshop has looked after outdoor gear for many years and takes pride in it. ", 6)
	rev := knowledge.Revision{
		Content: knowledge.Content{Title: "Can I return an item I have opened?"},
		Text: strings.Join([]string{
			"Yes. You may open an item and still return it for a full refund.",
			"Swimwear", "Bikinis may be tried on if the strip in the lining stays in place. " + filler,
			"Deadlines", "Bring it within 30 days of delivery.", filler + "In December the deadline for presents is the end of January. " + filler,
			"Exceptions", "• Underwear is returned only with its seal unbroken.\n• Opened ropes cannot be returned.",
		}, "\n\n"),
	}
	for _, c := range []struct {
		question       string
		phrased, whole bool
		want           string // that the excerpt has
		begins         string // that it begins with
	}{
		{question: "are bikinis that were tried on taken back", begins: "Bikinis may be"},
		{question: "what is the deadline for presents in december", want: "end of January"},
		{question: "ropes", begins: "• Underwear"},
		{question: "can I return an opened item", begins: "Yes. You may open"},
		{question: "return opened things", begins: "Yes. You may open"},
		{question: "deadline for presents in december", phrased: true, want: "end of January"},
		{question: "sending back what was opened", phrased: true, begins: "Yes. You may open"},
		{question: "opened ropes", whole: true, begins: "Yes. You may open"},
		{question: "zzz", begins: "Yes. You may open"},
		{question: "", begins: "Yes. You may open"},
	} {
		spans := pageOf(rev).excerpt(wanted{question: c.question, terms: strings.Fields(c.question), phrased: c.phrased, whole: c.whole})
		d := compose(rev, "", spans)
		if !strings.Contains(d.Text, c.want) || !strings.HasPrefix(d.Text, c.begins) {
			t.Errorf("%q is answered with %q, want %q in it, beginning with %q", c.question, d.Text, c.want, c.begins)
		}
		if len(d.Text) > excerptMost {
			t.Errorf("%q: %d bytes are too many", c.question, len(d.Text))
		}
	}
}

// TestPassageOfTheIndexBreaksTies: of blocks that say the same, the one the index found is quoted.
func TestPassageOfTheIndexBreaksTies(t *testing.T) {
	text := "Opening hours\n\nWe are open late.\n\nOld town\n\nThe shop closes at six.\n\nHarbour\n\nThe shop closes at nine."
	at := strings.Index(text, "The shop closes at nine.")
	spans := pageOf(knowledge.Revision{Text: text}).excerpt(wanted{question: "when does the shop close", passage: knowledge.Span{Start: at, End: len(text)}})
	if len(spans) == 0 || spans[0].Start != at {
		t.Errorf("%v, want a span from %d on", spans, at)
	}
}

// TestOtherScriptsAreQuotedByTerms: where evidence sees nothing, the terms of the index tell the block.
func TestOtherScriptsAreQuotedByTerms(t *testing.T) {
	text := "営業 時間\n\n店 は 九時 から 開きます。\n\n返品\n\n返品 は 三十日 以内 に できます。"
	spans := pageOf(knowledge.Revision{Text: text}).excerpt(wanted{question: "返品", terms: []string{"返品"}})
	if len(spans) == 0 || !strings.HasPrefix(text[spans[0].Start:], "返品 は") {
		t.Errorf("%v", spans)
	}
}

// TestOnlyTheSurroundingsAreRead: in a very long article the index's passage says where to look, so that the
// time it takes has a bound; the beginning is looked at all the same.
func TestOnlyTheSurroundingsAreRead(t *testing.T) {
	filler := strings.Repeat("Nothing of interest is said here at all, and at great length.\n\n", 400)
	text := "Dogs are welcome in the shop on a lead.\n\n" + filler + "Cats stay outside the café.\n\n" + filler + "Dogs and cats may sleep in the tent.\n\n"
	at := strings.Index(text, "Cats stay")
	for question, want := range map[string]string{"may cats come in": "Cats stay outside", "are dogs welcome in the shop": "Dogs are welcome"} {
		spans := pageOf(knowledge.Revision{Text: text}).excerpt(wanted{question: question, passage: knowledge.Span{Start: at, End: at + 30}})
		if len(spans) == 0 || !strings.HasPrefix(text[spans[0].Start:], want) {
			t.Errorf("%q: %v, want %q", question, spans, want)
		}
	}
}
