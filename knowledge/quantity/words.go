package quantity

import "strings"

// The words that quantities are said with. A word that is missing makes a unit go unnoticed, so that the number is a
// bare count; it never makes a wrong one.

const (
	minutesADay = 24 * 60.0
	daysAYear   = 365.25
)

// MinutesAMonth is the length of a calendar month in the long run, in minutes, for those who compare months with days.
const MinutesAMonth = daysAYear / 12 * minutesADay

// unit is what numbers are of.
type unit struct {
	kind Kind
	name string
	size float64 // in the base unit
	sign bool    // a short sign, which as a word of its own may mean something else
}

// units by their words, in small letters.
var units = func() map[string]unit {
	all := make(map[string]unit)
	put := func(kind Kind, name string, sign bool, sizes map[float64]string) {
		for size, words := range sizes {
			for _, w := range strings.Fields(words) {
				all[w] = unit{kind: kind, name: name, size: size, sign: sign}
			}
		}
	}
	put(Duration, "", false, map[float64]string{
		1.0 / 60:   "second seconds sec secs sekunde sekunden seconde secondes segundo segundos secondo secondi seconden",
		1:          "minute minutes min mins minuten minuto minutos minuti minuut minütig minütige minütigen",
		60:         "hour hours hr hrs h stunde stunden std stündig stündige stündigen heure heures hora horas ora ore uur uren urige",
		1440:       "day days tag tage tagen tages tägig tägige tägigen tägiger tägiges jour jours jornada día días dia dias giorno giorni dag dagen daags daagse",
		10080:      "week weeks woche wochen wöchig wöchige wöchigen wöchiger wöchiges semaine semaines semana semanas settimana settimane weken weekse",
		20160:      "fortnight fortnights quincena",
		0.001 / 60: "ms milliseconds millisekunden",
	})
	put(Months, "", false, map[float64]string{
		1:  "month months monat monate monaten monats monatig monatige monatigen mois mes meses mese mesi maand maanden maands maandse",
		3:  "quarter quarters quartal quartale trimestre trimestres kwartaal",
		12: "year years yr yrs jahr jahre jahren jahres jährig jährige jährigen jähriger jähriges ans année années año años anno anni jaar jaren jarig jarige",
	})
	put(Percent, "", false, map[float64]string{1: "% percent prozent prozentige pourcent porcentaje procent"})
	put(WorkingDays, "", false, map[float64]string{1: "werktag werktage werktagen werktages arbeitstag arbeitstage arbeitstagen bankarbeitstag bankarbeitstage bankarbeitstagen geschäftstag geschäftstage geschäftstagen workday workdays werkdag werkdagen"})
	put(Measure, "g", true, map[float64]string{0.001: "mg", 1: "g gr gramm grammes gramme gram grams gramos grammi", 1000: "kg kilo kilos kilogramm kilogram kilograms kilogrammes kilogramos chili", 1e6: "t tonne tonnes tonnen tons ton toneladas tonnellate"})
	put(Measure, "lb", true, map[float64]string{1: "lb lbs"})
	put(Measure, "oz", true, map[float64]string{1: "oz ounce ounces"})
	put(Measure, "m", true, map[float64]string{0.001: "mm millimeter millimetre millimetres millimeters", 0.01: "cm zentimeter centimeter centimetre centimetres centimeters centímetros centimetri", 1: "m meter metern metre metres meters metros metri mètre mètres", 1000: "km kilometer kilometern kilometre kilometres kilometers kilomètres kilómetros chilometri"})
	put(Measure, "inch", true, map[float64]string{1: "inch inches zoll pouces pulgadas pollici", 12: "ft feet foot", 63360: "mile miles meilen"})
	put(Measure, "l", true, map[float64]string{0.001: "ml milliliter millilitre millilitres", 0.01: "cl", 0.1: "dl", 1: "l liter litern litre litres liters litros litri"})
	put(Measure, "byte", true, map[float64]string{1: "byte bytes", 1e3: "kb kilobyte kilobytes", 1e6: "mb megabyte megabytes megas", 1e9: "gb gigabyte gigabytes gigas", 1e12: "tb terabyte terabytes", 1024: "kib", 1 << 20: "mib", 1 << 30: "gib"})
	put(Measure, "bit/s", true, map[float64]string{1e3: "kbps kbit", 1e6: "mbps mbit", 1e9: "gbps gbit"})
	put(Measure, "w", true, map[float64]string{1: "w watt watts", 1000: "kw kilowatt"})
	put(Measure, "wh", true, map[float64]string{1: "wh", 1000: "kwh"})
	put(Measure, "hz", true, map[float64]string{1: "hz", 1e3: "khz", 1e6: "mhz", 1e9: "ghz"})
	put(Measure, "v", true, map[float64]string{1: "v volt volts"})
	put(Measure, "mah", true, map[float64]string{1: "mah"})
	put(Measure, "px", true, map[float64]string{1: "px pixel pixels"})
	put(Measure, "mp", true, map[float64]string{1: "megapixel megapixels"})
	return all
}()

// anYear is year in French alone; in English it is an article.
const anYear = "an"

// often are the words that say how often, each a length of time of one.
var often = valued(map[float64]string{
	60: "hourly stündlich", 1440: "daily täglich tägliche täglichen täglicher quotidien quotidienne quotidiennement diario diaria diariamente giornaliero quotidianamente dagelijks dagelijkse",
	10080: "weekly wöchentlich wöchentliche wöchentlichen hebdomadaire semanal semanalmente settimanale settimanalmente wekelijks wekelijkse",
})

var oftenMonths = valued(map[float64]string{
	1:  "monthly monatlich monatliche monatlichen monatlicher mensuel mensuelle mensuellement mensual mensualmente mensile mensilmente maandelijks maandelijkse",
	3:  "quarterly vierteljährlich trimestriel trimestral trimestrale",
	12: "yearly annually annual jährlich jährliche jährlichen jährlicher annuel annuelle annuellement anual anualmente annuale annualmente jaarlijks jaarlijkse",
})

var times = valued(map[float64]string{
	2: "twice double zweimal doppelt doppelte doppelten zweifach doble tweemaal dubbel dubbele", 3: "thrice triple dreimal dreifach driemaal", 4: "viermal vierfach", 5: "fünfmal", 6: "sechsmal", 10: "zehnmal",
})

var timesWords = listed("times time mal fois veces vez volte volta keer maal x ×")

var articles = map[string]map[string]bool{
	"en": listed("a an"), "de": listed("ein eine einen einem einer eines"), "fr": listed("un une"), "es": listed("un una"), "it": listed("un una uno"), "nl": listed("een"),
}

var (
	halves    = listed("half halbe halben halbes halber halb demi demie medio media mezza mezzo halve")
	working   = listed("working business work werkende")
	workingBy = listed("ouvrés ouvré ouvrables ouvrable hábiles hábil laborables laborable lavorativi lavorativo") // behind the days
	rates     = listed("per pro je par al each every jede jeden jeder jedes chaque cada ogni elke a / im au")
	ordinals  = listed("st nd rd th er re ère ème eme e ste de ° º ª")
	between   = listed("to bis or oder à a tot and und et y e en until through till hasta ou o of al")
	dash      = "-"
	scales    = valued(map[float64]string{1e3: "thousand tausend mille mil mila duizend k tsd", 1e6: "million millions millionen millones millón milioni milione miljoen mio", 1e9: "billion billions milliarde milliarden milliard milliards miljard"})
)

// placing are ordinal numbers in words. "First" and "second" are left out: they mean too much else.
var placing = valued(map[float64]string{
	3: "third dritte dritten dritter troisième tercero tercera tercer terzo terza derde", 4: "fourth vierte vierten quatrième cuarto cuarta quarto quarta vierde", 5: "fifth fünfte fünften cinquième quinto quinta vijfde",
	6: "sixth sechste sechsten sixième sexto sexta sesto zesde", 7: "seventh siebte siebten septième séptimo settimo zevende", 8: "eighth achte achten huitième octavo ottavo achtste",
	9: "ninth neunte neunten neuvième noveno nono negende", 10: "tenth zehnte zehnten dixième décimo decimo tiende", 11: "eleventh elfte elften", 12: "twelfth zwölfte zwölften",
})

var currencies = map[string]string{
	"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "dólares": "USD", "dollari": "USD",
	"£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "pfund": "GBP", "livres": "GBP", "libras": "GBP", "chf": "CHF", "franken": "CHF", "francs": "CHF", "fr": "CHF", "sfr": "CHF",
	"¥": "JPY", "jpy": "JPY", "yen": "JPY", "cent": "cent", "cents": "cent", "ct": "cent", "p": "pence", "pence": "pence", "¢": "cent", "centimes": "cent", "céntimos": "cent", "centesimi": "cent",
	"sek": "SEK", "nok": "NOK", "dkk": "DKK", "kr": "kr", "pln": "PLN", "zł": "PLN", "czk": "CZK", "₹": "INR", "inr": "INR", "rupees": "INR", "aud": "AUD", "cad": "CAD", "₽": "RUB", "try": "TRY", "₺": "TRY", "brl": "BRL", "mxn": "MXN", "cny": "CNY", "bitcoin": "BTC", "btc": "BTC",
}

// behindOnly are the currencies that stand behind their amounts alone: the words mean something else elsewhere.
var behindOnly = listed("cent cents p pence fr kr ct try euro euros dollar dollars pound pounds pfund francs franken centimes")

var months = func() map[string]int {
	out := make(map[string]int)
	for i, names := range []string{
		"january jan januar jänner janvier enero gennaio januari", "february feb februar feber février febrero febbraio februari", "march mar märz mars marzo maart",
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

// Month is the number of a month by its name in small letters, as it is written or cut short, or 0.
func Month(name string) int { return months[name] }

var weekdays = func() map[string]int {
	out := make(map[string]int)
	for i, names := range []string{
		"monday mondays montag montags montagen lundi lundis lunes lunedì maandag maandags", "tuesday tuesdays dienstag dienstags mardi mardis martes martedì dinsdag", "wednesday wednesdays mittwoch mittwochs mercredi mercredis miércoles mercoledì woensdag",
		"thursday thursdays donnerstag donnerstags jeudi jeudis jueves giovedì donderdag", "friday fridays freitag freitags vendredi vendredis viernes venerdì vrijdag", "saturday saturdays samstag samstags sonnabend samedi samedis sábado sábados sabato zaterdag",
		"sunday sundays sonntag sonntags dimanche dimanches domingo domingos domenica zondag",
	} {
		for _, n := range strings.Fields(names) {
			out[n] = i + 1
		}
	}
	return out
}()

// shortDays are weekdays cut short, which are read where two of them make a range.
var shortDays = valued(map[float64]string{1: "mon mo lu lun lunes ma", 2: "tue tues di mar", 3: "wed mi mer", 4: "thu thurs jeu gio", 5: "fri fr ven vie vr", 6: "sat sa sam sab za", 7: "sun so dim dom zo"})

// weekParts are words for some days of the week.
var weekParts = map[string][2]float64{
	"weekday": {1, 5}, "weekdays": {1, 5}, "werktags": {1, 5}, "wochentags": {1, 5}, "weekend": {6, 7}, "weekends": {6, 7}, "wochenende": {6, 7}, "wochenenden": {6, 7}, "doordeweeks": {1, 5},
}

// relative are days from today.
var relative = map[string]map[string]float64{
	"en": {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1, "overnight": 1},
	"de": {"heute": 0, "übermorgen": 2, "gestern": -1, "morgen": 1},
	"fr": {"demain": 1, "hier": -1}, "es": {"hoy": 0, "ayer": -1}, "it": {"oggi": 0, "domani": 1, "ieri": -1}, "nl": {"vandaag": 0, "morgen": 1, "overmorgen": 2, "gisteren": -1},
}

var noons = valued(map[float64]string{720: "noon midday midi mediodía mezzogiorno", 1440: "midnight mitternacht minuit medianoche mezzanotte middernacht"})

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
