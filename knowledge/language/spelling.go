package language

import "strings"

// americanSpelling writes an English word as Americans do, where British writers spell it otherwise. It
// need not be a word that anyone writes, as long as both spellings give the same.
func americanSpelling(word string) string {
	if len(word) < 4 {
		return word
	}
	if a, ok := spelledApart[word]; ok {
		return a
	}
	if plural, ok := strings.CutSuffix(word, "s"); ok {
		if a, ok := spelledApart[plural]; ok {
			return a + "s"
		}
	}
	if strings.Contains(word, "our") {
		word = spellOr(word)
	}
	word = spellIze(word)
	word = spellGreek(word)
	return spellSingleL(word)
}

// spelledApart are words that follow no rule. "Cheque" is not among them: the other spelling is a word
// that every second question has.
var spelledApart = map[string]string{
	"grey": "gray", "greyed": "grayed", "programme": "program", "licence": "license", "practise": "practice", "practised": "practiced",
	"defence": "defense", "offence": "offense", "pretence": "pretense", "tyre": "tire", "kerb": "curb", "mum": "mom", "pyjamas": "pajamas",
	"centre": "center", "centred": "centered", "centring": "centering", "theatre": "theater", "metre": "meter", "litre": "liter", "fibre": "fiber",
	"kilometre": "kilometer", "centimetre": "centimeter", "millimetre": "millimeter", "millilitre": "milliliter", "calibre": "caliber", "sombre": "somber",
	"catalogue": "catalog", "catalogued": "cataloged", "dialogue": "dialog", "analogue": "analog", "cosy": "cozy", "sceptical": "skeptical",
	"jewellery": "jewelry", "jeweller": "jeweler", "aluminium": "aluminum", "moustache": "mustache", "plough": "plow", "doughnut": "donut", "yoghurt": "yogurt",
	"whisky": "whiskey", "disc": "disk", "artefact": "artifact", "ageing": "aging", "judgement": "judgment", "acknowledgement": "acknowledgment",
	"enrol": "enroll", "enrolment": "enrollment", "fulfil": "fulfill", "fulfilment": "fulfillment", "instalment": "installment", "instil": "instill",
	"skilful": "skillful", "wilful": "willful", "manoeuvre": "maneuver", "aeroplane": "airplane", "draught": "draft", "storeys": "stories",
	"learnt": "learned", "burnt": "burned", "spelt": "spelled", "spoilt": "spoiled", "leant": "leaned", "dreamt": "dreamed", "cancelation": "cancellation",
	"woollen": "woolen", "carat": "karat", "marvellous": "marvelous",
}

// spellOr writes -or for -our in the words that have it, with whatever stands around them.
func spellOr(word string) string {
	for _, root := range orRoots {
		if at := strings.Index(word, root); at >= 0 {
			cut := at + len(root) - 2 // before "ur"
			return word[:cut] + word[cut+1:]
		}
	}
	return word
}

var orRoots = strings.Fields(`colour favour honour labour neighbour behaviour flavour humour rumour harbour vapour odour armour
	endeavour savour saviour tumour vigour glamour parlour rigour splendour candour clamour demeanour fervour ardour`)

// spellIze writes -ize for -ise and -yze for -yse.
func spellIze(word string) string {
	for _, e := range [...]string{"isations", "isation", "ises", "ised", "iser", "isers", "ising", "ise", "yses", "ysed", "ysing", "yser", "yse"} {
		stem, ok := strings.CutSuffix(word, e)
		if !ok || len(stem) < 4 || keepsIse(stem) || e[0] == 'y' && !strings.HasSuffix(stem, "l") {
			continue
		}
		return stem + e[:1] + "z" + e[2:]
	}
	return word
}

// keepsIse reports whether a word ends in -ise on both sides of the sea.
func keepsIse(stem string) bool {
	for _, s := range iseEverywhere {
		if strings.HasSuffix(stem, s) {
			return true
		}
	}
	return false
}

// iseEverywhere are those words without their -ise. Words of the kind of "raise" and "noise" are too short
// to be looked at.
var iseEverywhere = strings.Fields(`prom exerc advert adv rev surpr superv comprom franch merchand enterpr expert otherw likew clockw prec conc
	prem parad telev improv dev disgu exc desp dem treat circumc appra repr compr anywh lengthw`)

// spellGreek writes e for ae and oe in words of Greek and Latin.
func spellGreek(word string) string {
	if !strings.Contains(word, "ae") && !strings.Contains(word, "oe") {
		return word
	}
	return greekRoots.Replace(word)
}

var greekRoots = strings.NewReplacer("paed", "ped", "anaesth", "anesth", "haem", "hem", "oestr", "estr", "foet", "fet", "oesoph", "esoph",
	"rrhoea", "rrhea", "leukaem", "leukem", "archaeo", "archeo", "manoeuvr", "maneuver", "gynae", "gyne", "orthopaed", "orthoped")

// spellSingleL writes one l where the stemmer would leave two ("dialled", "fuelled"). After other
// letters, as in "cancelled", it takes the second away itself.
func spellSingleL(word string) string {
	for _, e := range [...]string{"lled", "lling", "ller", "llers"} {
		stem, ok := strings.CutSuffix(word, e)
		if n := len(stem); ok && n >= 3 && (stem[n-1] == 'a' || stem[n-1] == 'e') && (stem[n-2] == 'i' || stem[n-2] == 'u') && stem[n-3] != 'q' {
			return stem + e[1:]
		}
	}
	return word
}
