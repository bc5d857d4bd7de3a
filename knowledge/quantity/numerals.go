package quantity

import (
	"strings"
	"sync"
)

// numerals are the numbers of a language in words. A number of several words has blanks between them; hyphens are
// blanks, too.
type numerals struct {
	value   map[string]float64
	longest map[string]int // by the first word: how many words a number that begins so may have
}

func (n *numerals) add(words string, v float64) {
	if _, taken := n.value[words]; taken || words == "" {
		return
	}
	n.value[words] = v
	first, _, _ := strings.Cut(words, " ")
	n.longest[first] = max(n.longest[first], strings.Count(words, " ")+1)
}

func (n *numerals) addAll(list string, from float64) {
	for i, w := range strings.Fields(list) {
		for variant := range strings.SplitSeq(w, "|") {
			n.add(strings.ReplaceAll(variant, "_", " "), from+float64(i))
		}
	}
}

// numeralsOf returns the numerals of a language by its code, made at first use; nil if none are known.
func numeralsOf(code string) *numerals {
	if make := makers[code]; make != nil {
		return make()
	}
	return nil
}

var makers = map[string]func() *numerals{
	"en": sync.OnceValue(english), "de": sync.OnceValue(german), "fr": sync.OnceValue(french),
	"es": sync.OnceValue(spanish), "it": sync.OnceValue(italian), "nl": sync.OnceValue(dutch),
}

func empty() *numerals {
	return &numerals{value: make(map[string]float64), longest: make(map[string]int)}
}

func english() *numerals {
	n := empty()
	n.addAll("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 0)
	ones := strings.Fields("one two three four five six seven eight nine")
	for t, tens := range strings.Fields("twenty thirty forty|fourty fifty sixty seventy eighty ninety") {
		for ten := range strings.SplitSeq(tens, "|") {
			n.add(ten, float64(t+2)*10)
			for i, one := range ones {
				n.add(ten+" "+one, float64((t+2)*10+i+1))
			}
		}
	}
	below := pairs(n)
	for h, hundred := range append([]string{"a"}, ones...) {
		v := float64(max(h, 1)) * 100
		n.add(hundred+" hundred", v)
		for w, u := range below {
			if u > 0 {
				n.add(hundred+" hundred and "+w, v+u)
				n.add(hundred+" hundred "+w, v+u)
			}
		}
	}
	for w, v := range map[string]float64{"hundred": 100, "a thousand": 1000, "thousand": 1000, "a million": 1e6, "a dozen": 12, "dozen": 12, "half a dozen": 6,
		"half": .5, "one half": .5, "a third of": 1.0 / 3, "one third": 1.0 / 3, "two thirds": 2.0 / 3, "a quarter of": .25, "one quarter": .25, "three quarters": .75, "one and a half": 1.5, "two and a half": 2.5} {
		n.add(w, v)
	}
	return n
}

// pairs is a copy of what is there, to be put behind hundreds.
func pairs(n *numerals) map[string]float64 {
	out := make(map[string]float64, len(n.value))
	for w, v := range n.value {
		out[w] = v
	}
	return out
}

func german() *numerals {
	n := empty()
	n.addAll("null eins zwei|zwo drei vier fünf|fuenf sechs sieben acht neun zehn elf zwölf|zwoelf dreizehn vierzehn fünfzehn|fuenfzehn sechzehn siebzehn achtzehn neunzehn", 0)
	glued(n, "ein zwei drei vier fünf|fuenf sechs sieben acht neun", "zwanzig dreißig|dreissig vierzig fünfzig|fuenfzig sechzig siebzig achtzig neunzig", "und")
	hundreds(n, "ein zwei drei vier fünf sechs sieben acht neun", "hundert")
	for w, v := range map[string]float64{"hundert": 100, "tausend": 1000, "eintausend": 1000, "ein dutzend": 12, "dutzend": 12, "anderthalb": 1.5, "eineinhalb": 1.5, "zweieinhalb": 2.5,
		"ein drittel": 1.0 / 3, "zwei drittel": 2.0 / 3, "ein viertel": .25, "drei viertel": .75, "dreiviertel": .75, "hälfte": .5} {
		n.add(w, v)
	}
	return n
}

func dutch() *numerals {
	n := empty()
	n.addAll("nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien", 0)
	glued(n, "een|één twee|tweeë drie|drieë vier vijf zes zeven acht negen", "twintig dertig veertig vijftig zestig zeventig tachtig negentig", "en")
	for t, ten := range strings.Fields("twintig dertig veertig vijftig zestig zeventig tachtig negentig") {
		n.add("tweeën"+ten, float64((t+2)*10+2))
		n.add("drieën"+ten, float64((t+2)*10+3))
	}
	hundreds(n, "een twee drie vier vijf zes zeven acht negen", "honderd")
	for w, v := range map[string]float64{"honderd": 100, "duizend": 1000, "een dozijn": 12, "dozijn": 12, "anderhalf": 1.5, "anderhalve": 1.5, "tweeënhalf": 2.5, "een derde": 1.0 / 3, "een kwart": .25, "de helft": .5} {
		n.add(w, v)
	}
	return n
}

// glued adds numbers that say the ones before the tens in one word.
func glued(n *numerals, ones, tens, and string) {
	for t, list := range strings.Fields(tens) {
		for ten := range strings.SplitSeq(list, "|") {
			n.add(ten, float64(t+2)*10)
			for i, variants := range strings.Fields(ones) {
				for one := range strings.SplitSeq(variants, "|") {
					n.add(one+and+ten, float64((t+2)*10+i+1))
				}
			}
		}
	}
}

// hundreds puts hundreds before what is there, in one word.
func hundreds(n *numerals, ones, hundred string) {
	below := pairs(n)
	for h, one := range append([]string{""}, strings.Fields(ones)...) {
		v := float64(max(h, 1)) * 100
		n.add(one+hundred, v)
		for w, u := range below {
			if u > 0 {
				n.add(one+hundred+w, v+u)
			}
		}
	}
}

func french() *numerals {
	n := empty()
	n.addAll("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix_sept dix_huit dix_neuf", 0)
	delete(n.value, "un")
	below := strings.Fields("un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix_sept dix_huit dix_neuf")
	for t, ten := range []string{"vingt", "trente", "quarante", "cinquante", "soixante", "", "quatre vingt"} {
		if ten == "" {
			continue
		}
		v := float64(t+2) * 10
		n.add(ten, v)
		most := 9
		if ten == "soixante" || ten == "quatre vingt" {
			most = 19
		}
		for i, w := range below[:most] {
			w = strings.ReplaceAll(w, "_", " ")
			n.add(ten+" "+w, v+float64(i+1))
			n.add(ten+" et "+w, v+float64(i+1))
		}
	}
	n.add("quatre vingts", 80)
	spacedHundreds(n, "deux trois quatre cinq six sept huit neuf", "cent", "cents")
	for w, v := range map[string]float64{"mille": 1000, "une douzaine": 12, "douzaine": 12, "une quinzaine": 15, "quinzaine": 15, "une dizaine": 10, "une vingtaine": 20, "la moitié": .5, "moitié": .5, "un tiers": 1.0 / 3, "deux tiers": 2.0 / 3, "un quart": .25, "trois quarts": .75} {
		n.add(w, v)
	}
	return n
}

// spacedHundreds puts hundreds before what is there, with blanks between.
func spacedHundreds(n *numerals, ones, hundred, many string) {
	below := pairs(n)
	for h, one := range append([]string{""}, strings.Fields(ones)...) {
		v := float64(h+1) * 100
		for _, w := range []string{hundred, many} {
			w = strings.TrimSpace(one + " " + w)
			n.add(w, v)
			for b, u := range below {
				if u > 0 {
					n.add(w+" "+b, v+u)
				}
			}
		}
	}
}

func spanish() *numerals {
	n := empty()
	n.addAll("cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis|dieciseis diecisiete dieciocho diecinueve "+
		"veinte veintiuno|veintiún veintidós|veintidos veintitrés|veintitres veinticuatro veinticinco veintiséis|veintiseis veintisiete veintiocho veintinueve", 0)
	ones := strings.Fields("uno|un|una dos tres cuatro cinco seis siete ocho nueve")
	for t, ten := range strings.Fields("treinta cuarenta cincuenta sesenta setenta ochenta noventa") {
		n.add(ten, float64(t+3)*10)
		for i, variants := range ones {
			for one := range strings.SplitSeq(variants, "|") {
				n.add(ten+" y "+one, float64((t+3)*10+i+1))
			}
		}
	}
	below := pairs(n)
	for h, variants := range strings.Fields("cien|ciento doscientos|doscientas trescientos|trescientas cuatrocientos|cuatrocientas quinientos|quinientas seiscientos|seiscientas setecientos|setecientas ochocientos|ochocientas novecientos|novecientas") {
		for w := range strings.SplitSeq(variants, "|") {
			n.add(w, float64(h+1)*100)
			for b, u := range below {
				if u > 0 {
					n.add(w+" "+b, float64(h+1)*100+u)
				}
			}
		}
	}
	for w, v := range map[string]float64{"mil": 1000, "una docena": 12, "docena": 12, "la mitad": .5, "mitad": .5, "un tercio": 1.0 / 3, "dos tercios": 2.0 / 3, "un cuarto": .25} {
		n.add(w, v)
	}
	return n
}

func italian() *numerals {
	n := empty()
	n.addAll("zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove", 0)
	for t, ten := range strings.Fields("venti trenta quaranta cinquanta sessanta settanta ottanta novanta") {
		v := float64(t+2) * 10
		n.add(ten, v)
		for i, one := range strings.Fields("uno due tre quattro cinque sei sette otto nove") {
			stem := ten
			if one[0] == 'u' || one[0] == 'o' {
				stem = ten[:len(ten)-1]
			}
			n.add(stem+one, v+float64(i+1))
			if one == "tre" {
				n.add(stem+"tré", v+3)
			}
		}
	}
	hundreds(n, "un due tre quattro cinque sei sette otto nove", "cento")
	for w, v := range map[string]float64{"mille": 1000, "una dozzina": 12, "dozzina": 12, "la metà": .5, "metà": .5, "un terzo": 1.0 / 3, "due terzi": 2.0 / 3, "un quarto": .25} {
		n.add(w, v)
	}
	return n
}
