package redact

import (
	"slices"
	"strings"

	"frontdesk/knowledge/pattern"
)

const (
	capitalised = `\p{Lu}[\pL'.-]*`
	// What may follow a street: a flat, a place and a postcode.
	flat   = `(?:,?\s+(?i:apt|apartment|suite|ste|unit|flat|floor|room|app|appt|wohnung|whg|top|stiege|etage|bât)\b\.?\s*#?[\pL\pN-]{1,6})?`
	usZip  = `\d{5}(?:-\d{4})?`
	ukCode = `(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})`
	caCode = `[A-Z]\d[A-Z] ?\d[A-Z]\d`
	town   = `(?:St\. )?\p{Lu}[\pL'-]*`
	city   = town + `(?:[ -]` + `(?:(?:am|an|der|im|in|ob|bei|sur|sous|la|le|les|of|upon|de|den|del|do) ){0,2}` + town + `){0,3}`
	// place is what follows a street: "10115 Berlin", "Springfield, IL 62704", "London SW1A 1AA".
	place = `(?:[,;]?\s+(?:-\s+)?(?:(?:[A-Z]{1,3}-)?\d{4,5}(?: [A-Z]{2})?,? ` + city + `|` + city + `,?\s+(?:[A-Z]{2,3},?\s+)?(?:` + usZip + `|` + ukCode + `|` + caCode + `|\d{4})\b|` + city + `,\s+[A-Z]{2}\b|` + ukCode + `\b|` + usZip + `\b))?`
	// country is only part of an address if it ends it.
	country = `(?:,?\s+(?:Germany|Deutschland|Austria|Österreich|Switzerland|Schweiz|France|USA|U\.S\.A\.|United States|UK|United Kingdom|England|Canada|Australia|Belgium|Netherlands|Italy|Spain)\b)?`
	// lead is a number before the street, as forms of some countries have it besides that of the house.
	lead = `(?:\b\d{2,6}\s+){0,2}`
	// lines is what goes on below or behind a flat: a place, perhaps a country, and a postcode.
	lines = `(?:[\s,>?]{1,8}` + `\p{Lu}[\pL'’().-]*(?:[ -][\pL'’().-]+){0,5}(?:[\s,>?]{1,8}\p{Lu}[\pL'’().-]*(?:[ -][\pL'’().-]+){0,3}){0,2}[\s,>?]{1,8}\d{4,6}\b)?`
	house = `\d{1,5}(?: ?[a-zA-Z]\b)?(?: ?[-/] ?\d{1,5} ?[a-z]?\b)?`

	englishStreet = `(?i:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|way|court|ct|place|pl|square|sq|terrace|ter|close|crescent|cres|highway|hwy|parkway|pkwy|circle|cir|trail|trl|row|gardens|gdns|grove|mews|hill|quay|plaza|alley|loop|path|run|pike|walk|green|park|view|heights)`
	frenchStreet  = `(?i:rue|avenue|av\.?|boulevard|bd\.?|bld|place|pl\.?|chemin|ch\.|impasse|allée|allées|quai|cours|route|rte|square|passage|faubourg|sentier|résidence)`
	germanStreet  = `(?:[\pL-]+(?:straße|strasse|str\.?|weg|platz|allee|gasse|chaussee|straat|laan|plein|gracht|dreef|promenade)|` +
		`\p{Lu}[\pL-]+(?:damm|ufer|[^aeiouyp]ring|steig|stieg|markt|graben|hof|wall|berg|pfad|kade|baan|vej|vejen|gade|gaden|stræde|gata|gatan|gaten|vägen|väg|vegen|vegur|veien|gränd|stien|stigen|braut|tún|ntie|katu|kuja|polku|rinne|puiestee|tänav)|` +
		`Ring|Damm|Wall|Graben)`
	slavicStreet = `(?:ul\.|ulica|ulice|al\.|aleja|os\.|pl\.|plac|nám\.|náměstí|trg|str\.|strada|Bd\.|Odos|Leoforos|οδός|Λεωφόρος)`
	hungarian    = `(?:utca|u\.|út|útja|tér|tere|köz|krt\.|körút|sétány|sor|dűlő)`
	southStreet  = `(?i:via|viale|piazza|corso|calle|c/|avenida|avda\.?|paseo|plaza|rua|praça)`
)

var (
	english = pattern.Of(`\b(?:\d{2,6}\s+)?` + house + `,?\s+(?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West|Old|Upper|Lower|Great)\.?\s+)?(?:` + capitalised + `|\d{1,3}(?:st|nd|rd|th))(?:\s+` + capitalised + `){0,3}\s+` + englishStreet + `\b\.?(?:\s+(?:N|S|E|W|NE|NW|SE|SW)\b\.?)?` + flat + place + country)
	lower   = pattern.Of(`\b\d{1,5}[a-z]?\s+([\pL'.-]+)(?:\s+[\pL'.-]+)?\s+(?i:street|st|avenue|ave|road|rd|lane|drive|boulevard|blvd)\b\.?` + flat + place + country)
	// The house after the street: "Hauptstraße 5", "Am Alten Markt 12a", "Calle Mayor 3".
	german   = pattern.Of(lead + `(?:` + germanStreet + `|(?:` + capitalised + `\s+){1,3}(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Gasse|Ring|Damm|Ufer))\s*(\d{1,4})(?: ?[a-zA-Z]\b)?(?: ?[-/] ?\d{1,4} ?[a-z]?\b)?` + flat + place + country)
	germanAt = pattern.Of(`\b(?:Am|An der|An den|Auf der|Auf dem|Im|In der|In den|Zum|Zur|Unter den|Unter der|Hinter der|Vor dem|Beim|Alte[rs]?|Neue[rs]?)\s+` + capitalised + `(?:\s+` + capitalised + `)?\s+\d{1,4} ?[a-z]?,?\s+(?:[A-Z]{1,2}-)?\d{4,5} ` + city + country)
	french   = pattern.Of(`\b(?:\d{2,6}\s+)?\d{1,4}(?: ?(?i:bis|ter|quater)\b)?,?\s+` + frenchStreet + `\s+(?:(?i:de la|de l'|du|des|de|d'|la|le|les|l'|saint|sainte|général|maréchal|docteur)\s*)*` + `[\p{L}'.-]{2,}(?:[\s-]+` + `(?:(?i:de la|de l'|du|des|de|d'|la|le|les|l'|et)\s*)*` + capitalised + `){0,4}` + flat + place + country)
	southern = pattern.Of(lead + `\b` + southStreet + `\s+(?:(?i:de la|de los|de las|de|del|della|dei|delle|dell'|di|do|da|dos)\s*)*` + capitalised + `(?:\s+(?:(?i:de la|de los|de|del|della|dei|di|y|e)\s+)*` + capitalised + `){0,3},?\s+(?:n[.º°]?\s*)?\d{1,4}[a-z]?\b` + flat + place + country)
	slavic   = pattern.Of(lead + `(?:\b|^|\s)` + slavicStreet + `\s+` + capitalised + `(?:\s+` + capitalised + `){0,3}\s+\d{1,4}[a-zA-Z]?\b(?:/\d{1,4})?` + flat + place + country)
	magyar   = pattern.Of(lead + `\b` + capitalised + `(?:\s+[\pL'.-]+){0,3}\s+` + hungarian + `\s*\d{1,4}\b\.?` + flat + place + country)
	military = pattern.Of(`(?i:\b(?:psc|unit|cmr|uss \pL+)\s+\d{1,5},?\s+box\s+\d{1,5})(?:[\s,]+(?i:apo|fpo|dpo)\s+(?i:aa|ae|ap)\s+\d{5})?`)
	// between is a street between two numbers, where an address is said to come or begins a line.
	between = pattern.Of(`(?:(?:^|\n)[\s>?]*|\b(?:at|to|in|is|near|with|from|and|same|corner of)(?::|\s)\s*)(\d{2,6}(?:\s\d{1,4})?\s+(?:(?:\p{Lu}[\pL'’.-]*|da|de|do|du|la|le|of|am|im|der|van|von)\s+){1,4}\d{1,4}[a-zA-Z]?\b\.?` + flat + place + `)`)
	// flats are certain by themselves, with the street before them and the place behind them, be it over several lines.
	flats    = pattern.Of(`(?:\d{1,6}(?: \d{1,5})?\s+(?:[\pL'’.-]+\s+){0,4})?(?:\p{Lu}[\pL'’.-]*\s+){0,3}(?:\d{1,5}\.?[\s,>?]{1,8})?\b(?i:apt|apartment|suite|ste)\b\.?\s*#?\d{1,5}\b` + lines)
	box      = pattern.Of(`(?i:\b(?:p\.? ?o\.? ?box|post office box|postfach|boîte postale|b\.p\.|apartado(?: de correos)?)\s+)\d[\d ]{0,7}\d?` + place + country)
	postcode = pattern.Of(`(?i:\b(?:zip(?: ?code)?|post(?:al )?code|plz|postleitzahl|code postal))\s*(?i:is|ist|est|:|=)*\s*((?:[A-Z]{1,2}-)?(?:` + usZip + `|` + ukCode + `|` + caCode + `|\d{4})\b(?: ` + city + `)?)`)
	british  = pattern.Of(`\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b`)
	// units is a house and a flat, which needs no word for a street in between; told, whatever is said to be an address.
	units    = pattern.Of(`\b` + house + `,?\s+(?:` + capitalised + `\s+){1,4}(?:\d{1,4}\s+)?(?:Apt|Apartment|Suite|Ste|Unit|Flat)\b\.?\s*#?[\pL\pN-]{1,6}` + place + country)
	told     = pattern.Of(`(?i:\b(?:address(?: is| was|:| =)|(?:i|we) live (?:at|on|in)|adresse (?:ist|lautet|est)|(?:adresse|anschrift):|wohne (?:in der|im|am|in)|j'habite(?: au)?)\s+)((?:\d|\p{Lu})[^.!?;\n]{0,60}\d[^.!?;\n ]*` + `(?:,? ` + city + `)?)`)
	noStreet = pattern.Of(`(?i)^(?:park|arbeits|sitz|stell|lager|steh|lade|liege|um|rück|heim|hin|aus|vor|spiel|schul|trampel|ver|bei|erfah|un|fla|arbeitsbe|bahn)(?:platz|weg|hof|ring|berg|wall|straße)\b`)
	noHouse  = pattern.Of(`^(?i:a|an|the|of|down|in|on|this|that|my|your|our|for|to|from|at|off|and|or|is|are|was|miles?|minutes?|hours?|days?|people|times|more|other|kilometers?|km|meters?|blocks?|pm|am|items?|shirts?|units?)$`)
	// noBetween are words that stand between numbers where no street does: units, times, and the grammar of counting.
	noBetween = pattern.Of(`(?i)\b(?:and|or|to|of|for|in|on|at|the|a|an|is|are|was|were|not|with|by|from|than|per|euros?|eur|usd|chf|dollars?|days?|hours?|minutes?|weeks?|months?|years?|items?|pieces?|pairs?|shirts?|boxes|pcs|times|x|kg|g|km|cm|mm|m|l|ml|gb|mb|percent|uhr|am|pm|und|oder|bis|von|mal|tage|stunden|euro|stück|et|ou|de|à|jours|heures|version|size|page|step|error|code|order|invoice|number|no)\b`)
	year      = pattern.Of(`^(?:19|20)\d\d\s`)
	noFrench  = pattern.Of(`(?i)\b(?:square|passage|place|avenue|route|cours|quai)\s+(?:of|kilo\w*|met\w*|feet|foot|mi\w*|inch\w*|yard\w*|to|for|from|with|in|is|and|or|the)\b`)
	weekOrDay = pattern.Of(`(?i)\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b`)
)

// forms are the expressions for addresses, each with words without one of which it cannot match: looking for those is
// much faster. An empty list means that there is no such word.
var forms = []struct {
	re    *pattern.Pattern
	words []string // in lower case
	not   func(text string, at []int) bool
}{
	{english, nil, func(text string, at []int) bool { return weekOrDay.MatchString(text[at[0]:at[1]]) }},
	{french, []string{"rue", "avenue", "av", "boulevard", "bd", "bld", "pl", "ch", "impasse", "allée", "quai", "cours", "route", "rte", "square", "passage", "faubourg", "sentier", "résidence"}, func(text string, at []int) bool { return noFrench.MatchString(text[at[0]:at[1]]) }},
	{lower, []string{"st", "ave", "r", "lane", "b"}, func(text string, at []int) bool { return noHouse.MatchString(text[at[2]:at[3]]) }},
	{german, []string{"str", "weg", "platz", "allee", "gasse", "chaussee", "damm", "ufer", "ring", "steig", "stieg", "markt", "graben", "hof", "wall", "berg", "pfad", "promenade", "laan", "plein", "gracht", "kade", "dreef", "baan",
		"vej", "gade", "stræde", "gat", "väg", "veg", "vei", "gränd", "sti", "braut", "tún", "ntie", "katu", "kuja", "polku", "rinne", "stee", "tänav"},
		func(text string, at []int) bool { return noStreet.MatchString(text[at[0]:at[1]]) }},
	{germanAt, nil, nil},
	{southern, []string{"via", "piazza", "corso", "calle", "c/", "aven", "avda", "paseo", "plaza", "rua", "praça"}, nil},
	{slavic, []string{"ul.", "ulic", "al.", "alej", "os.", "pl.", "plac", "nám", "trg", "str", "bd.", "odos", "leof", "οδός", "λεωφόρος"}, nil},
	{magyar, []string{"utca", "u.", "út", "tér", "köz", "krt", "körút", "sétány", "sor", "dűlő"}, nil},
	{military, []string{"box"}, nil},
	{between, nil, func(text string, at []int) bool {
		return weekOrDay.MatchString(text[at[2]:at[3]]) || year.MatchString(text[at[2]:at[3]]) || noBetween.MatchString(text[at[2]:at[3]])
	}},
	{flats, []string{"apt", "apartment", "suite", "ste"}, nil},
	{box, []string{"box", "postfach", "boîte", "b.p.", "apartado"}, nil},
	{postcode, []string{"zip", "code", "plz", "postleit"}, nil},
	{british, nil, nil},
	{units, []string{"apt", "apartment", "suite", "ste", "unit", "flat"}, nil},
	{told, []string{"address", "live", "adresse", "anschrift", "wohne", "habite"}, nil},
}

// addresses finds streets with a house number, with what follows of flat, postcode, city and country; post boxes; and
// postcodes that are called so or are British.
func addresses(text string) (out []span) {
	low := strings.ToLower(text)
	for _, f := range forms {
		if len(f.words) > 0 && !slices.ContainsFunc(f.words, func(w string) bool { return strings.Contains(low, w) }) {
			continue
		}
		for _, at := range f.re.FindAllStringSubmatchIndex(text, -1) {
			if f.not != nil && f.not(text, at) {
				continue
			}
			s := span{at[0], at[1]}
			if len(at) == 4 && (f.re == postcode || f.re == told || f.re == between) {
				s = span{at[2], at[3]}
			}
			s.end = s.start + len(strings.TrimRight(text[s.start:s.end], " ,;\n\t"))
			out = append(out, s)
		}
	}
	return out
}
