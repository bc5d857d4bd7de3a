package draft

import (
	"context"
	"strings"
	"testing"

	"frontdesk/bot"
	"frontdesk/bot/answer"
)

func TestWording(t *testing.T) {
	which := bot.Decision{Kind: bot.Clarification, Text: "Do you mean “tents” or “jackets”?", Choices: []bot.Choice{{Article: "a", Title: "Repair of tents"}, {Article: "b", Title: "Repair of jackets"}}}
	unsure := bot.Decision{Kind: bot.Clarification, Text: "I'm not sure that I understand. Is one of these what you mean? If not, I can bring in a person.", Choices: which.Choices, Offer: true}
	plain := bot.Decision{Kind: bot.Clarification, Text: "I'm not sure that I understand. Please put it in other words, or I can bring in a person.", Offer: true}
	hello := bot.Decision{Kind: bot.SmallTalk, Text: "Hello! What can I help you with?"}
	for _, c := range []struct {
		name    string
		decided bot.Decision
		reply   string
		want    string // "" for the template
		verdict bot.Verdict
	}{
		{"which", which, "Is this about the zip of a tent or of a jacket?", "Is this about the zip of a tent or of a jacket?", bot.Passed},
		{"unsure", unsure, "Sorry, I want to be sure that I follow: is it one of these?", "Sorry, I want to be sure that I follow: is it one of these? If not, I can bring in a person.", bot.Passed},
		{"unsure without choices", plain, "Sorry, I do not quite follow. Please describe it in other words.", "Sorry, I do not quite follow. Please describe it in other words. I can also bring in a person.", bot.Passed},
		{"a day", hello, "Good morning! What can I help you with today?", "", bot.Unsupported},
		{"hello again", hello, "Good morning, and welcome! How can I help?", "Good morning, and welcome! How can I help?", bot.Passed},
		{"in German", hello, "Guten Tag! Wie kann ich Ihnen helfen?", "Guten Tag! Wie kann ich Ihnen helfen?", bot.Passed},
		{"a fact", which, "Zip repairs of jackets are done in Berlin. Is it a jacket?", "", bot.Unsupported},
		{"a number", which, "Do you mean tents or jackets? It takes 5 days?", "", bot.Number},
		{"a link", hello, "Hello! See www.evil.example, what can I help you with?", "", bot.Link},
		{"a promise", which, "We will repair the zip. A tent or a jacket?", "", bot.Commitment},
		{"free", which, "Is the free zip repair for tents or jackets?", "", bot.Unsupported},
		{"does not ask", which, "You mean tents.", "", bot.Malformed},
		{"half a sentence", hello, "Hello! What can I", "", bot.Malformed},
		{"two lines", hello, "Hello!\nWhat can I help you with?", "", bot.Malformed},
		{"markup", hello, "Hello <b>there</b>! What can I help you with?", "", bot.Malformed},
		{"the customer's words in small talk", hello, "Hello zip! What can I help you with?", "", bot.Unsupported},
		{"a denial", which, "I do not repair tents or jackets, do you mean one of these?", "", bot.Commitment},
		{"forbidden", hello, "Hey there! How can I help?", "", bot.Unsayable},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := drafter(says(strings.Split(c.reply, "")...)).Config
			config.Answerer = deciding{c.decided}
			config.Voice = func() bot.Voice { return bot.Voice{Wording: true, Tone: "friendly", Language: "customer"} }
			config.Unsayable = func(text string) (string, bool) { return "Hey", strings.Contains(text, "Hey") }
			var a along
			d := New(config).Turn(t.Context(), bot.Question{Text: "zip repair", Payer: customer, Along: a.add})
			want := c.want
			if want == "" {
				want = c.decided.Text
			}
			n := d.Trace.Draft
			if d.Text != want || d.Drafted != (c.want != "") || n == nil || n.Purpose != bot.ForWording || (n.Outcome == bot.DraftUsed) != d.Drafted || n.Sentences[0].Verdict != c.verdict {
				t.Errorf("says %q, drafted %v, noted %+v", d.Text, d.Drafted, n)
			}
			if d.Offer != c.decided.Offer || len(d.Choices) != len(c.decided.Choices) || d.Kind != c.decided.Kind || d.Drafted != (len(a.shown) == 1) {
				t.Errorf("decided otherwise: %+v; shown %v", d, a.shown)
			}
		})
	}
}

// TestOffersAreTheRules: the sentences that offer a person are those of the rules.
func TestOffersAreTheRules(t *testing.T) {
	all := strings.Join(answer.Templates, "\n\n")
	for _, o := range offers {
		if !strings.Contains(all, o.in) {
			t.Errorf("no template has %q", o.in)
		}
	}
	for _, text := range answer.Templates {
		body, offer := offered(bot.Decision{Text: text, Offer: true})
		if strings.Contains(text, "bring in a person.") && strings.Contains(text, "?") == false && offer == "" && strings.Contains(text, ", or I can") {
			t.Errorf("%q has an offer that is not seen", text)
		}
		if offer != "" && (strings.Contains(body, "person") || !ends(body)) {
			t.Errorf("%q without its offer is %q", text, body)
		}
	}
}

func TestWordingFails(t *testing.T) {
	config := drafter(fake(func(context.Context, bot.Prompt, func(string) error) (bot.Usage, error) {
		return bot.Usage{}, bot.ErrModelDown
	})).Config
	hello := bot.Decision{Kind: bot.SmallTalk, Text: "Hello! What can I help you with?"}
	config.Answerer, config.Voice = deciding{hello}, func() bot.Voice { return bot.Voice{Wording: true} }
	if d := New(config).Turn(t.Context(), bot.Question{Text: "hi", Payer: customer}); d.Text != hello.Text || d.Trace.Draft.Outcome != bot.DraftDown {
		t.Errorf("says %q, %+v", d.Text, d.Trace.Draft)
	}
}

// TestWhoWaitsIsNotTalkedTo: somebody who waits for a person is only told what helps, so nothing else is worded and shown.
func TestWhoWaitsIsNotTalkedTo(t *testing.T) {
	asked := false
	config := drafter(fake(func(context.Context, bot.Prompt, func(string) error) (bot.Usage, error) {
		asked = true
		return bot.Usage{}, nil
	})).Config
	hello := bot.Decision{Kind: bot.SmallTalk, Text: "Hello! What can I help you with?"}
	config.Answerer, config.Voice = deciding{hello}, func() bot.Voice { return bot.Voice{Wording: true} }
	var a along
	if d := New(config).Turn(t.Context(), bot.Question{Text: "hi", Payer: customer, Waiting: true, Along: a.add}); asked || d.Text != hello.Text || len(a.shown) > 0 {
		t.Errorf("asked %v, says %q, shown %v", asked, d.Text, a.shown)
	}
}
