package redact

import "frontdesk/knowledge/pattern"

var (
	orderLabel = `(?:purchase order|order|customer|client|account|invoice|ticket|case|reference|ref|booking|reservation|tracking|shipment|parcel|contract|policy|member(?:ship)?|user|serial|receipt|return|rma|` +
		`bestell(?:ung|-?nummer|-?nr)?|auftrag(?:s-?nummer|s-?nr)?|kunden(?:-?nummer|-?nr)|kundin|kunde|rechnung(?:s-?nummer|s-?nr)?|sendung(?:s-?nummer|s-?nr)?|vorgang(?:s-?nummer|s-?nr)?|vertrag(?:s-?nummer|s-?nr)?|mitglieds-?(?:nummer|nr)|paket(?:-?nummer|-?nr)?|buchung(?:s-?nummer|s-?nr)?|ticket-?(?:nummer|nr)|` +
		`commande|facture|dossier|réservation|colis|pedido|factura|ordine|fattura|bestelling|factuur)`
	numberWord = `(?:number|numbers|num|no|nr|nummer|n°|nº|№|id|code|numéro|numero|número)`
	value      = `([\pL\pN][\pL\pN/_-]*[\pL\pN](?: \d{3,})*)`
	// labelled is a number that is called a number of something; named, one that follows its name directly.
	labelled = pattern.Of(`(?i)\b` + orderLabel + `[ -]?` + `(?:` + numberWord + `\b\.?|#|n°|nº|№)[ ]*(?:is|was|ist|war|lautet|est)?[ :=#-]*` + value)
	reversed = pattern.Of(`(?i)\b` + numberWord + `\.? (?:de |of |der |du |d')?(?:my |the |meine?r? |la |ma |votre )?` + orderLabel + `[ ]*(?:is|ist|lautet|est)?[ :=#-]*` + value)
	named    = pattern.Of(`(?i)\b` + orderLabel + `\b\.?(?:[ ]*[:=#]+[ ]*| (?:is |ist )?)([\pL\pN][\pL\pN/_-]*[\pL\pN])`)
	compound = pattern.Of(`(?i)([\pL-]*)(?:nummer|-nr)\b\.?[ ]*(?:ist|lautet)?[ :=#]*` + value)
	// other compounds are numbers of something else.
	other  = pattern.Of(`(?i)^(?:telefon|handy|mobil|mobilfunk|fax|ruf|rückruf|haus|karten|kreditkarten|kontakt|festnetz|modell|artikel|version|)-?$`)
	hashed = pattern.Of(`#[ ]?([\pL]{0,5}-?\d[\pL\pN/_-]*[\pL\pN])`)
	// coded is a number that can be nothing else: letters and a row of digits, as in "ORD-2024-12345".
	coded = pattern.Of(`\b\p{Lu}{2,5}-(?:\d{2,4}-)?\d{4,12}\b`)
)

// orders finds the numbers of orders, customers, invoices and the like.
func orders(text string) (out []span) {
	for _, form := range [...]struct {
		re     *pattern.Pattern
		digits int // how many there must be, so that "order 3 shirts" is none
	}{{labelled, 3}, {reversed, 3}, {compound, 3}, {named, 4}, {hashed, 3}} {
		for _, at := range form.re.FindAllStringSubmatchIndex(text, -1) {
			last := len(at) - 2
			s := span{at[last], at[last+1]}
			switch {
			case form.re == hashed:
				s.start = at[0]
			case form.re == compound && other.MatchString(text[at[2]:at[3]]):
				continue
			}
			if len(digitsOf(text[s.start:s.end])) >= form.digits {
				out = append(out, s)
			}
		}
	}
	return append(out, all(coded, text)...)
}
