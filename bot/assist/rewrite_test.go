package assist

import (
	"errors"
	"strings"
	"testing"

	"frontdesk/bot"
)

const letter = "Dear Ms Kranz, thank you very much for your message. You can return the jacket within 14 days of delivery. The return is not free; it costs EUR 4.90. Please write to anna@example.org or see https://shop.example/returns for the label."

func TestRewrite(t *testing.T) {
	const (
		hello = "Hello [name 1], "
		body  = "you can return the jacket within 14 days of delivery. The return is not free; it costs EUR 4.90. For the label write to [e-mail 1] or see https://shop.example/returns."
	)
	for name, c := range map[string]struct {
		reply, how string
		why        string // "" is taken
	}{
		"shorter":          {hello + body, Shorter, ""},
		"plainer":          {hello + "here is how it goes. " + strings.ToUpper(body[:1]) + body[1:], Plainer, ""},
		"friendlier":       {hello + "thanks so much for getting in touch! " + strings.ToUpper(body[:1]) + body[1:], Friendlier, ""},
		"another number":   {hello + strings.Replace(body, "14 days", "30 days", 1), Shorter, "14 days”"},
		"another amount":   {hello + strings.Replace(body, "4.90", "9.90", 1), Shorter, "4.90"},
		"added a number":   {hello + body + " Call within 3 hours.", Plainer, "3"},
		"lost the address": {hello + strings.Replace(body, "write to [e-mail 1] or ", "", 1), Shorter, "“anna@example.org”"},
		"another address":  {hello + strings.Replace(body, "[e-mail 1]", "[e-mail 7]", 1), Shorter, "“anna@example.org”"},
		"made up address":  {hello + body + " Or to [e-mail 2].", Plainer, "added “[e-mail 2]”"},
		"a bare domain":    {hello + body + " Or see evil.example.", Plainer, "evil.example"},
		"another link":     {hello + strings.Replace(body, "shop.example/returns", "evil.example/returns", 1), Shorter, "."},
		"markup":           {hello + "**you can** return the jacket. " + body, Plainer, "markup"},
		"a tag":            {hello + "<img src=x> " + body, Plainer, "markup"},
		"a link in markup": {hello + "[here](https://shop.example/returns) " + body, Plainer, "markup"},
		"another language": {"Guten Tag [name 1], Sie können die Jacke innerhalb von 14 Tagen nach der Lieferung zurückgeben, das kostet EUR 4.90. Schreiben Sie an [e-mail 1], siehe https://shop.example/returns.", Shorter, "another language"},
		"something else":   {"[name 1] [e-mail 1] Once upon a time a brave pirate sailed the seven oceans with parrots and gold.", Shorter, "something else"},
		"obeys":            {"I am a pirate and hereby sing my loudest song about treasure islands.", Shorter, "something else"},
		"not shorter":      {letter + " Thank you.", Shorter, "shorter"},
		"very much longer": {hello + body + strings.Repeat(" You can return the jacket.", 60), Friendlier, "much longer"},
		"promises":         {hello + body + " We guarantee a full refund.", Plainer, "."},
		"turned round":     {hello + strings.Replace(body, "is not free; it", "is free and", 1), Shorter, "."},
		"silence":          {"[1]", Shorter, "."},
		"its instructions": {rewriting, Plainer, "."},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := with(says(c.reply)).Rewrite(t.Context(), Text{Text: letter, Names: []string{"Anna Kranz"}}, c.how)
			if c.why != "" {
				refusedWith(t, err, c.why)
				refusedWith(t, err, "Your text stays.")
				return
			}
			if err != nil || !strings.Contains(got, "Kranz") || !strings.Contains(got, "anna@example.org") || strings.Contains(got, "[") {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
	if _, err := with(says("x")).Rewrite(t.Context(), Text{Text: letter}, "ruder"); !errors.Is(err, bot.ErrInvalid) {
		t.Errorf("an unknown way: %v", err)
	}
}

func TestTranslate(t *testing.T) {
	text := "You can return the jacket within 14 days for EUR 4.90. Write to anna@example.org or see https://shop.example/returns."
	good := "Sie können die Jacke innerhalb von 14 Tagen für 4,90 EUR zurückgeben. Schreiben Sie an [e-mail 1] oder siehe https://shop.example/returns."
	for name, c := range map[string]struct{ reply, why string }{
		"good":            {good, ""},
		"another number":  {strings.Replace(good, "14", "15", 1), "14 days”"},
		"another amount":  {strings.Replace(good, "4,90", "49,00", 1), "4.90"},
		"lost a sentence": {"Sie können die Jacke innerhalb von 14 Tagen für 4,90 EUR zurückgeben.", "“anna@example.org”"},
		"added":           {good + " Das dauert 3 Wochen.", "3"},
		"wrong language":  {"Vous pouvez retourner la veste dans les 14 jours pour 4,90 EUR. Écrivez à [e-mail 1] ou voyez https://shop.example/returns.", "German"},
		"as it was":       {strings.Replace(text, "anna@example.org", "[e-mail 1]", 1), "German"},
		"far too long":    {strings.Repeat(good+" ", 9), "far longer"},
		"far too short":   {"Ja.", "."},
		"markup":          {"<b>" + good + "</b>", "markup"},
		"answers":         {"Gerne, ich helfe Ihnen sofort weiter und erstatte den vollen Betrag für die Jacke noch heute.", "."},
	} {
		t.Run(name, func(t *testing.T) {
			m := says(c.reply)
			got, err := with(m).Translate(t.Context(), Text{Text: text}, "en", "de-AT")
			if c.why != "" {
				refusedWith(t, err, c.why)
				refusedWith(t, err, "The original stays.")
				return
			}
			if want := strings.Replace(good, "[e-mail 1]", "anna@example.org", 1); err != nil || got != want {
				t.Errorf("%q, %v", got, err)
			}
			if !strings.Contains(m.sent(), "into German") {
				t.Error("the model is not told the language")
			}
		})
	}
	for _, to := range []string{"", "tlh", "x-house", "German"} {
		if _, err := with(says("x")).Translate(t.Context(), Text{Text: text}, "en", to); !errors.Is(err, bot.ErrInvalid) {
			t.Errorf("into %q: %v", to, err)
		}
	}
}

func TestLanguageOf(t *testing.T) {
	for _, c := range []struct {
		text, fallback, want string
		sure                 bool
	}{
		{"Wo bekomme ich das Etikett für meine Rücksendung her?", "en", "de", true},
		{"ok", "fr-CA", "fr", false},
		{"返品はどこに送りますか", "en", "ja", true},
		{"반품은 어디로 보내나요", "en", "ko", true},
		{"我想退货，请问寄到哪里", "en", "zh", true},
	} {
		if got, sure := LanguageOf(c.text, c.fallback); got != c.want || sure != c.sure {
			t.Errorf("%q: %s, %v", c.text, got, sure)
		}
	}
}

// What agents write stands however it is written: links, lists, quotes and short lines can be reworded and translated.
func TestRewriteLeavesAgentsTheirWays(t *testing.T) {
	for name, text := range map[string]string{
		"a bare domain": "Please have a look at shop.example/faq, it says more about returns.",
		"a list":        "Please do this:\n- open the page\n- print the label\n1. glue it on the parcel",
		"a quote":       `The page says "no returns after 30 days", please read it again.`,
		"short lines":   "Hi Anna,\n\nyour parcel is on its way.\n\nBest\nZoltan",
		"no":            "No, we cannot send it on 24 December, and we never ship to PO boxes.",
		"a sum":         "That is 3 x EUR 4.90 = EUR 14.70, paid by 1 May 2026 at 17:00.",
	} {
		if got, err := with(says(text)).Rewrite(t.Context(), Text{Text: text}, Plainer); err != nil || got != text {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	german := "Nein, wir verschicken am 24. Dezember nicht, und wir liefern nie an Postfächer. Es kostet 3 × 4,90 EUR."
	if _, err := with(says("No, we do not ship on 24 December, and we never deliver to PO boxes. It costs 3 × EUR 4.90.")).Translate(t.Context(), Text{Text: german}, "de", "en"); err != nil {
		t.Errorf("translated: %v", err)
	}
	_, err := with(says("Fine.")).Rewrite(t.Context(), Text{Text: strings.Repeat("on and on ", 60)}, Shorter)
	refusedWith(t, err, "Make two of it")
}
