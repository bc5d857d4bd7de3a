package redact

import (
	"regexp"
	"strings"
)

const (
	capitalised = `\p{Lu}[\pL'.-]*`
	// What may follow a street: a flat, a place and a postcode.
	flat   = `(?:,?\s+(?i:apt|apartment|suite|ste|unit|flat|floor|room|app|appt|wohnung|whg|top|stiege|etage|bât)\b\.?\s*#?[\pL\pN-]{1,6})?`
	usZip  = `\d{5}(?:-\d{4})?`
	ukCode = `(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})`
	caCode = `[A-Z]\d[A-Z] ?\d[A-Z]\d`
	city   = capitalised + `(?:[ -]` + `(?:(?:am|an|der|im|in|ob|bei|sur|sous|la|le|les|of|upon|de|den|del|do) ){0,2}` + capitalised + `){0,3}`
	// place is what follows a street: "10115 Berlin", "Springfield, IL 62704", "London SW1A 1AA".
	place = `(?:[,;]?\s+(?:-\s+)?(?:(?:[A-Z]{1,3}-)?\d{4,5}(?: [A-Z]{2})?,? ` + city + `|` + city + `,?\s+(?:[A-Z]{2,3},?\s+)?(?:` + usZip + `|` + ukCode + `|` + caCode + `|\d{4})\b|` + city + `,\s+[A-Z]{2}\b|` + ukCode + `\b|` + usZip + `\b))?`
	// country is only part of an address if it ends it.
	country = `(?:,?\s+(?:Germany|Deutschland|Austria|Österreich|Switzerland|Schweiz|France|USA|U\.S\.A\.|United States|UK|United Kingdom|England|Canada|Australia|Belgium|Netherlands|Italy|Spain)\b)?`
	house   = `\d{1,5}(?: ?[a-zA-Z]\b)?(?: ?[-/] ?\d{1,5} ?[a-z]?\b)?`

	englishStreet = `(?i:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|way|court|ct|place|pl|square|sq|terrace|ter|close|crescent|cres|highway|hwy|parkway|pkwy|circle|cir|trail|trl|row|gardens|gdns|grove|mews|hill|quay|plaza|alley|loop|path|run|pike|walk|green|park|view|heights)`
	frenchStreet  = `(?i:rue|avenue|av\.?|boulevard|bd\.?|bld|place|pl\.?|chemin|ch\.|impasse|allée|allées|quai|cours|route|rte|square|passage|faubourg|sentier|résidence)`
	germanStreet  = `(?:straße|strasse|str\.?|weg|platz|allee|gasse|chaussee|damm|ufer|ring|steig|stieg|markt|graben|hof|wall|berg|pfad|promenade|straat|laan|plein|gracht|kade|dreef)`
	southStreet   = `(?i:via|viale|piazza|corso|calle|c/|avenida|avda\.?|paseo|plaza|rua|praça)`
)

var (
	english = regexp.MustCompile(`\b` + house + `,?\s+(?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West|Old|Upper|Lower|Great)\.?\s+)?(?:` + capitalised + `|\d{1,3}(?:st|nd|rd|th))(?:\s+` + capitalised + `){0,3}\s+` + englishStreet + `\b\.?(?:\s+(?:N|S|E|W|NE|NW|SE|SW)\b\.?)?` + flat + place + country)
	lower   = regexp.MustCompile(`\b\d{1,5}[a-z]?\s+([\pL'.-]+)(?:\s+[\pL'.-]+)?\s+(?i:street|st|avenue|ave|road|rd|lane|drive|boulevard|blvd)\b\.?` + flat + place + country)
	// The house after the street: "Hauptstraße 5", "Am Alten Markt 12a", "Calle Mayor 3".
	german    = regexp.MustCompile(`(?:[\pL-]+` + germanStreet + `|(?:` + capitalised + `\s+){1,3}(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Gasse|Ring|Damm|Ufer))\s*(\d{1,4})(?: ?[a-zA-Z]\b)?(?: ?[-/] ?\d{1,4} ?[a-z]?\b)?` + flat + place + country)
	germanAt  = regexp.MustCompile(`\b(?:Am|An der|An den|Auf der|Auf dem|Im|In der|In den|Zum|Zur|Unter den|Unter der|Hinter der|Vor dem|Beim|Alte[rs]?|Neue[rs]?)\s+` + capitalised + `(?:\s+` + capitalised + `)?\s+\d{1,4} ?[a-z]?,?\s+(?:[A-Z]{1,2}-)?\d{4,5} ` + city + country)
	french    = regexp.MustCompile(`\b\d{1,4}(?: ?(?i:bis|ter|quater)\b)?,?\s+` + frenchStreet + `\s+(?:(?i:de la|de l'|du|des|de|d'|la|le|les|l'|saint|sainte|général|maréchal|docteur)\s*)*` + `[\p{L}'.-]{2,}(?:[\s-]+` + `(?:(?i:de la|de l'|du|des|de|d'|la|le|les|l'|et)\s*)*` + capitalised + `){0,4}` + flat + place + country)
	southern  = regexp.MustCompile(`\b` + southStreet + `\s+(?:(?i:de la|de los|de las|de|del|della|dei|delle|dell'|di|do|da|dos)\s*)*` + capitalised + `(?:\s+(?:(?i:de la|de los|de|del|della|dei|di|y|e)\s+)*` + capitalised + `){0,3},?\s+(?:n[.º°]?\s*)?\d{1,4}[a-z]?\b` + flat + place + country)
	box       = regexp.MustCompile(`(?i:\b(?:p\.? ?o\.? ?box|post office box|postfach|boîte postale|b\.p\.|apartado(?: de correos)?)\s+)\d[\d ]{0,7}\d?` + place + country)
	postcode  = regexp.MustCompile(`(?i:\b(?:zip(?: ?code)?|post(?:al )?code|plz|postleitzahl|code postal))\s*(?i:is|ist|est|:|=)*\s*((?:[A-Z]{1,2}-)?(?:` + usZip + `|` + ukCode + `|` + caCode + `|\d{4})\b(?: ` + city + `)?)`)
	british   = regexp.MustCompile(`\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b`)
	noStreet  = regexp.MustCompile(`(?i)^(?:park|arbeits|sitz|stell|lager|steh|lade|liege|um|rück|heim|hin|aus|vor|spiel|schul|trampel|ver|bei|erfah|un|fla|arbeitsbe|bahn)(?:platz|weg|hof|ring|berg|wall|straße)\b`)
	noHouse   = regexp.MustCompile(`^(?i:a|an|the|of|down|in|on|this|that|my|your|our|for|to|from|at|off|and|or|is|are|was|miles?|minutes?|hours?|days?|people|times|more|other|kilometers?|km|meters?|blocks?|pm|am|items?|shirts?|units?)$`)
	weekOrDay = regexp.MustCompile(`(?i)\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b`)
)

// addresses finds streets with a house number, with what follows of flat, postcode, city and country; post boxes; and
// postcodes that are called so or are British.
func addresses(text string) (out []span) {
	for _, s := range all(english, text) {
		if !weekOrDay.MatchString(text[s.start:s.end]) {
			out = append(out, s)
		}
	}
	out = append(out, all(french, text)...)
	for _, at := range lower.FindAllStringSubmatchIndex(text, -1) {
		if !noHouse.MatchString(text[at[2]:at[3]]) {
			out = append(out, span{at[0], at[1]})
		}
	}
	for _, s := range all(german, text) {
		if !noStreet.MatchString(text[s.start:s.end]) {
			out = append(out, s)
		}
	}
	for _, re := range [...]*regexp.Regexp{germanAt, southern, box} {
		out = append(out, all(re, text)...)
	}
	for _, at := range postcode.FindAllStringSubmatchIndex(text, -1) {
		out = append(out, span{at[2], at[3]})
	}
	out = append(out, all(british, text)...)
	for i := range out {
		out[i].end -= len(text[out[i].start:out[i].end]) - len(strings.TrimRight(text[out[i].start:out[i].end], " ,;\n\t"))
	}
	return out
}
