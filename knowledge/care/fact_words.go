package care

import "strings"

// The words that amounts are said with, in the languages that desks are commonly kept in. A word that is missing makes
// an amount go unnoticed, never a wrong one.

const (
	aDay  = 24 * 60.0
	aYear = 365.25 * aDay
)

// durations are minutes.
var durations = valued(map[float64]string{
	1.0 / 60:   "second seconds sec sekunde sekunden seconde secondes segundo segundos secondi",
	1:          "minute minutes min mins minuten minuto minutos minuti minuut",
	60:         "hour hours hr hrs h stunde stunden std heure heures hora horas ora ore uur uren",
	aDay:       "day days tag tage tagen tägig tägige tägigen jour jours día días dia dias giorno giorni dag dagen",
	7 * aDay:   "week weeks woche wochen wöchig wöchige semaine semaines semana semanas settimana settimane weken",
	14 * aDay:  "fortnight fortnights",
	aYear / 12: "month months monat monate monaten monatig mois mes meses mese mesi maand maanden",
	aYear / 4:  "quarter quarters quartal quartale",
	aYear:      "year years yr yrs jahr jahre jahren jährig ans année années año años anno anni jaar",
})

// numbers are those written in letters. What only means one beside a duration is among them too.
var numbers = valued(map[float64]string{
	1: "a an one ein eine einen einem einer eins un une una uno een", 2: "two zwei deux dos due twee", 3: "three drei trois tres tre drie",
	4: "four vier quatre cuatro quattro", 5: "five fünf cinq cinco cinque vijf", 6: "six sechs seis sei zes", 7: "seven sieben sept siete sette zeven",
	8: "eight acht huit ocho otto", 9: "nine neun neuf nueve nove negen", 10: "ten zehn dix diez dieci tien", 11: "eleven elf", 12: "twelve zwölf douze doce dodici twaalf dozen dutzend",
	13: "thirteen dreizehn", 14: "fourteen vierzehn quatorze catorce quattordici veertien", 15: "fifteen fünfzehn quinze quince", 16: "sixteen sechzehn",
	17: "seventeen siebzehn", 18: "eighteen achtzehn", 19: "nineteen neunzehn", 20: "twenty zwanzig vingt veinte venti twintig", 30: "thirty dreißig dreissig trente treinta trenta dertig",
	40: "forty vierzig", 50: "fifty fünfzig", 60: "sixty sechzig", 70: "seventy siebzig", 80: "eighty achtzig", 90: "ninety neunzig", 100: "hundred hundert cent cien cento honderd", 1000: "thousand tausend",
})

var halves = listed("half halbe halben halbes halber demi media medio mezza mezzo halve half")

var oneWords = listed("a an one ein eine einen einem einer eins un une una uno een")

var (
	workingWords = listed("working business")
	workingUnits = listed("werktag werktage werktagen arbeitstag arbeitstage arbeitstagen bankarbeitstag bankarbeitstage workday workdays ouvrés hábiles lavorativi werkdag werkdagen")
	percents     = listed("% percent prozent pourcent porcentaje procent")
	ordinals     = listed("st nd rd th er ème ste te")
	to           = listed("- – to bis or oder à a")
)

var currencies = map[string]string{
	"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD",
	"£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "chf": "CHF", "franken": "CHF", "francs": "CHF", "¥": "JPY", "jpy": "JPY", "yen": "JPY",
}

var months = func() map[string]int {
	out := make(map[string]int)
	for i, names := range []string{
		"january jan januar jänner janvier enero gennaio januari", "february feb februar février febrero febbraio februari", "march mar märz mars marzo maart",
		"april apr avril abril aprile", "may mai mayo maggio mei", "june jun juni juin junio giugno", "july jul juli juillet julio luglio",
		"august aug août agosto augustus", "september sep sept septembre septiembre settembre", "october oct oktober okt octobre octubre ottobre",
		"november nov novembre noviembre", "december dec dezember dez décembre diciembre dicembre",
	} {
		for _, n := range strings.Fields(names) {
			out[n] = i + 1
		}
	}
	return out
}()

func valued(lists map[float64]string) map[string]float64 {
	out := make(map[string]float64)
	for v, words := range lists {
		for _, w := range strings.Fields(words) {
			out[w] = v
		}
	}
	return out
}

func listed(words string) map[string]bool {
	out := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}
