package quantity

import (
	"fmt"
	"strings"
	"testing"
)

func show(q Quantity) string {
	name := [...]string{"count", "ordinal", "money", "percent", "duration", "months", "working", "date", "weekday", "clock", "measure", "code", "phone"}[q.Kind]
	s := name
	if q.Bound != Exact {
		s += [...]string{"", "~within", "<=", "<", ">=", ">", "~"}[q.Bound]
	}
	if q.Kind == Code || q.Kind == Phone {
		return s + " " + q.Unit
	}
	s += fmt.Sprintf(" %.6g", q.Low)
	if q.High != q.Low {
		s += fmt.Sprintf("..%.6g", q.High)
	}
	if q.Unit != "" {
		s += " " + q.Unit
	}
	if q.Year != 0 {
		s += fmt.Sprintf(" of %d", q.Year)
	}
	if q.Anchor != 0 {
		s += fmt.Sprintf(" anchor %d", q.Anchor)
	}
	return s
}

func shown(locale, text string) string {
	var out []string
	for _, q := range Read(text, locale) {
		out = append(out, show(q))
	}
	return strings.Join(out, ", ")
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ locale, text, want string }{
		// grouping and fractions
		{"en", "1,200 and 1200 and 1 200 and 1'200 and 1’200 and 1\u202f200", "count 1200, count 1200, count 1200, count 1200, count 1200, count 1200"},
		{"de", "1.200 und 1.200,50 und 3,5", "count 1200, count 1200.5, count 3.5"},
		{"en", "3.5, also 3,5; 1,200.50 and 1,234,567", "count 3.5, count 3.5, count 1200.5, count 1.23457e+06"},
		{"en", "１２ and ٣٤ and ۵", "count 12, count 34, count 5"},
		// words
		{"en", "twenty-five users, one hundred and twenty pages, two thousand, a dozen eggs", "count 25, count 120, count 2000, count 12"},
		{"en", "two thirds of it, half of them, twice, three times, 5x", "count 0.666667, count 0.5, count 2 times, count 3 times, count 5 times"},
		{"de", "fünfundzwanzig, zweihundertfünfzig, anderthalb Stunden, doppelt", "count 25, count 250, duration 90, count 2 times"},
		{"fr", "vingt-cinq, quatre-vingt-dix, soixante-douze, deux cents", "count 25, count 90, count 72, count 200"},
		{"es", "veinticinco, treinta y cinco, doscientos", "count 25, count 35, count 200"},
		{"it", "venticinque, ventuno, duecento", "count 25, count 21, count 200"},
		{"nl", "vijfentwintig, tweeëntwintig, driehonderd", "count 25, count 22, count 300"},
		// lengths of time
		{"en", "within two weeks or 14 days or a fortnight", "duration~within 20160, duration 20160, duration 20160"},
		{"en", "a 30-day trial, a two-year warranty, 24 months, 24h", "duration 43200, months 24, months 24, duration 1440"},
		{"en", "3–5 business days, 3 to 5 working days, between 3 and 5 days", "working 3..5, working 3..5, duration 4320..7200"},
		{"en", "monthly, per month, a month, every month, each year", "months 1, months 1, months 1, months 1, months 12"},
		{"en", "half an hour, half a year, an hour and 30 minutes", "duration 30, months 6, duration 60, duration 30"},
		{"en", "14 days after delivery, 14 days before departure", "duration 20160 anchor 1, duration 20160 anchor -1"},
		{"en", "next working day, the same day, tomorrow", "working 1, date 1000 relative, date 1 relative"},
		{"de", "eine halbe Stunde, 14-tägig, zweiwöchige Frist, Zweijahresgarantie", "duration 30, duration 20160, duration 20160, months 24"},
		{"de", "innerhalb von 14 Werktagen, im Monat, pro Jahr, jährlich", "working~within 14, months 1, months 12, months 12"},
		{"fr", "sous 3 jours ouvrés, un an, 2 ans", "working~within 3, months 12, months 24"},
		{"es", "en 5 días hábiles, hasta 2 semanas", "working~within 5, duration<= 20160"},
		{"nl", "binnen 24 uur, om 17 uur", "duration~within 1440, clock 1020"},
		// money, per cent, measures
		{"en", "€5, EUR 5, 5 EUR, 5.00 €, $1,000.50, 5 euros, 50 cents", "money 5 EUR, money 5 EUR, money 5 EUR, money 5 EUR, money 1000.5 USD, money 5 EUR, money 50 cent"},
		{"de", "4,90 €, ab 1.000 Euro, 5,- €, 5–10 €", "money 4.9 EUR, money>= 1000 EUR, money 5 EUR, money 5..10 EUR"},
		{"en", "10 %, ten percent, 10-15%, 10% to 15%", "percent 10, percent 10, percent 10..15, percent 10..15"},
		{"fr", "10 pour cent, 12,50 €", "percent 10, money 12.5 EUR"},
		{"en", "1.5 kg or 1500 g, 2 km, 500MB, 5 GB, -18 °C, 64 °F", "measure 1500 g, measure 1500 g, measure 2000 m, measure 5e+08 byte, measure 5e+09 byte, measure -18 °c, measure 17.7778 °c"},
		// dates, days, times of day
		{"en", "31 December 2026, December 31st, 2026, Dec. 31, 2026-12-31", "date 1231 of 2026, date 1231 of 2026, date 1231, date 1231 of 2026"},
		{"en", "12/24/2026 or 24/12/2026", "date 1224 of 2026, date 1224 of 2026"},
		{"en-GB", "03/12/2026", "date 1203 of 2026"},
		{"de", "am 24.12.2026, am 3. Januar, bis 31.12.", "date 1224 of 2026, date 103, date<= 1231"},
		{"es", "el 31 de diciembre de 2026, 1º de enero", "date 1231 of 2026, date 101"},
		{"fr", "le 1er janvier, jusqu'au 5 mai 2026", "date 101, date<= 505 of 2026"},
		{"en", "in May 2026, in December, you may ask, 1–5 March", "date 500 of 2026, date 1200, date 301..305"},
		{"en", "Monday to Friday, on Mondays, Mon-Fri, weekdays, at the weekend", "weekday 1..5, weekday 1, weekday 1..5, weekday 1..5, weekday 6..7"},
		{"de", "Montag bis Freitag, Mo–Fr, samstags", "weekday 1..5, weekday 1..5, weekday 6"},
		{"en", "5 pm, 5pm, 5 p.m., 17:00, 9:30 am, noon, 5 o'clock", "clock 1020, clock 1020, clock 1020, clock 1020, clock 570, clock 720, clock 300"},
		{"en", "9:00 to 17:00, 9 am – 5 pm, 9-5 pm, between 9 am and 5 pm, 5 pm or 6 pm", "clock 540..1020, clock 540..1020, clock 540..1020, clock 540..1020, clock 1020, clock 1080"},
		{"de", "ab 17 Uhr, von 9 bis 17 Uhr, 17.30 Uhr, 9:00–17:00 Uhr", "clock>= 1020, clock 540..1020, clock 1050, clock 540..1020"},
		{"fr", "à 17 h, 17h30, 48 h, de 9 h à 17 h", "clock 1020, clock 1050, duration 2880, clock 540..1020"},
		// codes and telephone numbers
		{"en", "X-200, A4, version 2.4.1, v2.4, MP3, 24/7, code 007", "code x200, code a4, code 2.4.1, code 2.4, code mp3, code 24/7, code 007"},
		{"en", "call +49 30 123456, 0800 123 456, (030) 123-4567, 555-0123", "phone 4930123456, phone 0800123456, phone 0301234567, phone 5550123"},
		// limits
		{"en", "up to 5 days, at least 8 characters, no more than 3, more than 10 users, over €50, under 5 kg", "duration<= 7200, count>= 8, count<= 3, count> 10, money> 50 EUR, measure< 5000 g"},
		{"en", "from €5, until 5 pm, before 2 pm, after 31 March, by Friday, 5 or more, €50 or over", "money>= 5 EUR, clock<= 1020, clock< 840, date> 331, weekday<= 5, count>= 5, money>= 50 EUR"},
		{"en", "The limit is 25 MB. The maximum size of a file is 25 MB. About 5 days.", "measure<= 2.5e+07 byte, measure<= 2.5e+07 byte, duration~ 7200"},
		{"de", "höchstens 5, mindestens 8 Zeichen, mehr als 10, über 50 €, vor 17 Uhr, bis zu 3 Tage, nach 14 Tagen", "count<= 5, count>= 8, count> 10, money> 50 EUR, clock< 1020, duration<= 4320, duration> 20160"},
		{"fr", "au moins 8, plus de 50 €, jusqu'à 5 jours, avant 17h30", "count>= 8, money> 50 EUR, duration<= 7200, clock< 1050"},
		{"es", "al menos 8, más de 50 €, hasta el 5 de mayo", "count>= 8, money> 50 EUR, date<= 505"},
		{"it", "almeno 8, più di 50 €, entro 14 giorni, fino al 5 maggio", "count>= 8, money> 50 EUR, duration~within 20160, date<= 505"},
		{"nl", "minstens 8, meer dan 50 €, tot 5 mei, vanaf 5 euro", "count>= 8, money> 50 EUR, date<= 505, money>= 5 EUR"},
		// no quantities
		{"en", "1. Open the page\n2) Choose one of them [3]", ""},
		{"en", "a cup, this one, first of all, the second page, a third party, Wi-Fi", ""},
		{"en", "", ""},
	} {
		if got := shown(c.locale, c.text); got != c.want {
			t.Errorf("%s: %q\n got %s\nwant %s", c.locale, c.text, got, c.want)
		}
	}
}
