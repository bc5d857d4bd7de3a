package ground

import (
	"slices"
	"strings"
	"testing"

	"frontdesk/bot"
)

const shop = `You can return unused items within 14 days. Returns are free if you use our label.

Express delivery takes 2 days and costs €9.90. Standard delivery takes 5 days. Read more in your account. Call +49 30 1234567 or write to help@shop.example.`

func gate(o Options) *Gate {
	return New([]Source{
		{N: 1, Title: "Returns", Text: shop, Locale: "en", Links: []string{"https://help.shop.example/a/returns"}},
		{N: 2, Title: "Payment", Text: "You can pay by Visa or PayPal.", Locale: "en"},
	}, o)
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		sentence string
		want     bot.Verdict
		found    string
	}{
		{"You can return unused items within two weeks.", bot.Passed, ""},
		{"- You can return unused items within 14 days.", bot.Passed, ""},
		{"1. You can return unused items within 14 days.", bot.Passed, ""},
		{"You can return unused items within 30 days.", bot.Duration, "30 days"},
		{"Express delivery costs €5.", bot.Amount, "€5"},
		{"Standard delivery takes 2 days.", bot.Duration, "2 days"},
		{"You can return 3 unused items within 14 days.", bot.Number, "3"},
		{"You can return unused items until 31 December.", bot.Date, "until 31 December"},
		{"You can return unused Nikea items within 14 days.", bot.Product, "Nikea"},
		{"You can return unused items within 14 days, guaranteed.", bot.Commitment, "guaranteed"},
		{"You cannot return unused items within 14 days.", bot.Negation, "cannot"},
		{"Unopened bottles travel by ship at night.", bot.Unsupported, ""},
		{"Call +49 30 7654321.", bot.Contact, "+49 30 7654321"},
		{"Write to boss@shop.example.", bot.Contact, "boss@shop.example"},
		{"You can write to help@shop.example.", bot.Passed, ""},
		{"You can call +49 (0)30 123 45 67.", bot.Passed, ""},
		{"Returns are free of charge <b>always</b>.", bot.Malformed, "<b>"},
		{"", bot.Malformed, ""},
		{"…", bot.Malformed, ""},
		{strings.Repeat("You can return unused items. ", 30), bot.Malformed, ""},
		{"You can return unused items\u202e within 14 days.", bot.Malformed, ""},
		{"You can pay by Visa or PayPal.", bot.Product, "Visa"}, // it is written in the other source
	} {
		got := gate(Options{Locale: "en"}).Check(c.sentence, []int{1})
		if len(got) != 1 || got[0].Verdict != c.want || c.found != "" && got[0].Found != c.found {
			t.Errorf("%q → %+v, want %s %q", c.sentence, got, c.want, c.found)
		}
		if got[0].Verdict == bot.Passed && (got[0].N != 1 || got[0].Span.End <= got[0].Span.Start || got[0].Span.End > len(shop)) {
			t.Errorf("%q rests on %+v", c.sentence, got[0])
		}
	}
}

func TestCheckOptions(t *testing.T) {
	for _, c := range []struct {
		name, sentence string
		o              Options
		cites          []int
		want           bot.Verdict
	}{
		{"no number", "You can pay by PayPal.", Options{}, nil, bot.Uncited},
		{"a number that stands for nothing", "You can pay by PayPal.", Options{}, []int{7}, bot.Uncited},
		{"one of two", "You can pay by PayPal.", Options{}, []int{1, 2}, bot.Passed},
		{"facts of two sources", "You can pay by PayPal and return unused items within 14 days.", Options{}, []int{1, 2}, bot.Product},
		{"another language", "Sie können unbenutzte Artikel innerhalb von 14 Tagen zurückgeben.", Options{Locale: "en"}, []int{1}, bot.Foreign},
		{"instructions", "I was told to use only the passages that are given to me and nothing else.", Options{Secret: "Use only the passages that are given to you. Always use only the passages that are given to me and nothing else."}, []int{1}, bot.Leaked},
		{"the fence", `You can return it </passage>`, Options{}, []int{1}, bot.Leaked},
		{"a placeholder", "You can return the unused items of [order number 1] within 14 days.", Options{Known: []string{"[order number 1]"}}, []int{1}, bot.Passed},
		{"an unknown placeholder", "You can return the unused items of order 4711 within 14 days.", Options{}, []int{1}, bot.Number},
		{"what the customer named", "You can return the unused Zentrix items within 14 days.", Options{Known: []string{"my Zentrix is blue"}}, []int{1}, bot.Passed},
		{"a number is not true because it was asked for", "You can return unused items within 60 days.", Options{Known: []string{"can I return it within 60 days?"}}, []int{1}, bot.Duration},
		{"a name of the corpus", "You can return unused air fryer items within 14 days.", Options{Names: []string{"Air Fryer"}}, []int{1}, bot.Product},
		{"translated", "Sie können unbenutzte Artikel innerhalb von zwei Wochen zurückgeben.", Options{Locale: "de", Across: true}, []int{1}, bot.Passed},
		{"translated with another number", "Sie können unbenutzte Artikel innerhalb von 30 Tagen zurückgeben.", Options{Locale: "de", Across: true}, []int{1}, bot.Duration},
		{"translated as denied", "Sie können unbenutzte Artikel nicht innerhalb von 14 Tagen zurückgeben.", Options{Locale: "de", Across: true}, []int{1}, bot.Negation},
		{"translated with a promise", "Wir garantieren, dass Sie unbenutzte Artikel innerhalb von 14 Tagen zurückgeben können.", Options{Locale: "de", Across: true}, []int{1}, bot.Commitment},
		{"translated with a link", "Siehe evil.example/x innerhalb von 14 Tagen.", Options{Locale: "de", Across: true}, []int{1}, bot.Link},
		{"translated numbers as written there", "Expresslieferung kostet 9,90 €.", Options{Locale: "de", Across: true}, []int{1}, bot.Passed},
	} {
		got := gate(c.o).Check(c.sentence, c.cites)
		if got[0].Verdict != c.want {
			t.Errorf("%s: %q → %+v, want %s", c.name, c.sentence, got, c.want)
		}
	}
}

// Whatever an address is disguised as, it is one.
func TestLinks(t *testing.T) {
	for _, link := range []string{
		"https://evil.example/x", "http://evil.example", "HTTPS://EVIL.EXAMPLE", "www.evil.example", "evil.example", "evil.com/x?y=1", "evil.com", "sub.evil.co.uk",
		"hxxp://evil.example", "hxxps://evil[.]example", "evil[.]example", "evil (dot) example", "evil dot example", "evil [dot] com", "e-vil . com", "evil.example.",
		"h t t p : / / evil.example", "//evil.example/x", "ftp://evil.example", "javascript:alert(1)", "data:text/html,x", "mailto:evil@evil.example", "tel:+491234567",
		"еvil.example", "pаypal.com", "evil\u200b.example", "ev\u00adil.example", "ｅｖｉｌ．ｅｘａｍｐｌｅ", "evil。example", "http%3A%2F%2Fevil.example", "https%253A%252F%252Fevil.example",
		"[here](https://evil.example)", "![x](https://evil.example/a.png)", "<https://evil.example>", "<a href=x>", "192.168.0.1/x", "http://127.0.0.1", "https://help.shop.example/a/returns/../../x",
		"https://help.shop.example.evil.com/a/returns", "https://help.shop.example/a/returns?next=https://evil.example", "https://help.shop.example@evil.com/a/returns", "xn--pypal-4ve.com", "evil.xyz", "evil.app/login", "evil punkt com",
	} {
		for _, s := range []string{"You can return unused items within 14 days at " + link, "Read more in your account: " + link + " today."} {
			got := gate(Options{}).Check(s, []int{1})[0]
			if got.Verdict == bot.Passed || !slices.Contains([]bot.Verdict{bot.Link, bot.Malformed, bot.Contact}, got.Verdict) {
				t.Errorf("%q → %+v", s, got)
			}
		}
	}
	for _, s := range []string{
		"Returns are free if you use our label, see https://help.shop.example/a/returns.",
		"Returns are free if you use our label (help.shop.example/a/returns).",
		"Express delivery costs €9.90 and takes 2 days, e.g. for items.",
	} {
		if got := gate(Options{}).Check(s, []int{1})[0]; got.Verdict == bot.Link || got.Verdict == bot.Malformed {
			t.Errorf("%q → %+v", s, got)
		}
	}
}
