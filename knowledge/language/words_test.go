package language

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func words(l *Language, text string) string {
	var got []string
	l.EachWord(text, func(w string) { got = append(got, w) })
	return strings.Join(got, " ")
}

func TestEachWord(t *testing.T) {
	for _, c := range []struct{ locale, text, want string }{
		{"en", "Can't I return it?", "can not i return it"},
		{"en", "I didn’t get the shop's €4.95", "i did not get the shop 4.95"},
		{"en", "dont cannot WON'T", "do not can not will not"},
		{"en", "1,000 items, v2.5.1 A-380", "1000 items v2.5.1 a 380"},
		{"en", "Größe Café naïve", "grosse cafe naive"},
		{"en", "Ｆｕｌｌ　ｗｉｄｔｈ １２", "full width 12"},
		{"en", "返品したい", "返品 品し した たい"},
		{"ja", "サーバー 人々", "サー ーバ バー 人々"},
		{"ja", "ｻｰﾊﾞｰ", "サー ーバ バー"},
		{"ko", "배송을 취소", "배송 송을 취소"},
		{"en", "茶", "茶"},
		{"en", "buy 茶 now", "buy 茶 now"},
		{"en", "l'adresse o'clock", "l adresse o clock"},
		{"en", "zero\u200bwidth so\u00adft", "zerowidth soft"},
		{"en", "🙂 !!! …", ""},
		{"en", "", ""},
		{"en", "a.b", "a b"},
		{"en", "e-mail T-Shirt x-ray pre-order a-380 -e- e-", "email tshirt xray pre order a 380 e e"},
		{"de", "Größe: 4,95 € statt 1.000,50, Version 2.5.1 vom 1.000", "größe 4.95 statt 1000.50 version 2.5.1 vom 1000"},
		{"de", "u\u0308ber E-Mail", "über email"},
		{"de", "Peters' Kunde's", "peters kunde"},
		{"fr", "J'ai l’adresse, y a-t-il", "j ai l adresse y a t il"},
		{"tr", "IŞIK İade Türkiye'de", "ışık iade türkiye"},
		{"el", "Ο Κωδικός ΜΟΥ", "ο κωδικοσ μου"},
		{"ar", "أُريد إلغاءَ الطلبيّة ٣٤", "اريد الغاء الطلبيه 34"},
		{"fa", "می\u200cخواهم كتاب\u200cها ۱۲", "میخواهم کتابها 12"},
		{"hi", "मुझे ऑर्डर नहीं मिला १२", "मुझे ऑर्डर नहिं मिला 12"},
		{"en", "नहीं मिला", "नहीं मिला"},
		{"ta", "தமிழ் மொழி", "தமிழ் மொழி"},
		{"ru", "Ещё Ёлка", "еще елка"},
		{"xx", "Größe can't", "grosse can t"},
	} {
		if got := words(Of(c.locale), c.text); got != c.want {
			t.Errorf("%s, %q: %q, want %q", c.locale, c.text, got, c.want)
		}
	}
}

func FuzzEachWord(f *testing.F) {
	for _, s := range []string{"Can't", "'", "don''t", "ﬁne", "\xff\xfe", "返品", strings.Repeat("x", 300), "٣٫٥", "İ", "e\u0301", "e-mail", "4,95", "ﷺ", "ｶﾞ", "ᾳ", "न्", "ـ", "\u1a69", "\u037a"} {
		f.Add(s, "en")
		f.Add(s, "de")
		f.Add(s, "ar")
	}
	f.Fuzz(func(t *testing.T, s, locale string) {
		l := Of(locale)
		l.EachWord(s, func(w string) {
			if w == "" || len(w) > 8*maxWord || strings.ContainsAny(w, " \n\t") {
				t.Errorf("%q yields the word %q", s, w)
			}
			name, _ := l.Term(w)
			if name == "" || utf8.ValidString(s) && (!utf8.ValidString(w) || !utf8.ValidString(name)) {
				t.Errorf("%q yields %q with the term %q", s, w, name)
			}
			if again, _ := l.Term(w); again != name {
				t.Errorf("%q has the terms %q and %q", w, name, again)
			}
		})
	})
}
