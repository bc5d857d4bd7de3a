package aid

// DefaultCauses returns the tree that a new installation starts with. It is a new copy each time.
func DefaultCauses() Causes {
	return Causes{
		{ID: "product-defect", Title: "Product defect", Words: []string{
			"defective", "broken", "faulty", "damage", "crack", "malfunction", "stopped working", "kaputt", "defekt", "beschädigt", "cassé", "défectueux"}},
		{ID: "unclear-text", Title: "Unclear text", Words: []string{
			"unclear", "confusing", "understand", "misleading", "instructions", "manual", "description", "unklar", "verstehe", "Anleitung", "Beschreibung", "notice"}},
		{ID: "delivery", Title: "Delivery", Words: []string{
			"shipping", "shipment", "parcel", "package", "courier", "tracking", "Lieferung", "Paket", "Versand", "Sendung", "livraison", "colis"},
			Parts: []Cause{
				{ID: "late", Title: "Late", Words: []string{"delay", "delayed", "waiting", "overdue", "spät", "verspätet", "Verspätung", "warte", "retard"}},
				{ID: "lost", Title: "Lost", Words: []string{"missing", "never arrived", "disappeared", "verloren", "verschwunden", "perdu"}},
				{ID: "damaged", Title: "Damaged in transit", Words: []string{"crushed", "dented", "beschädigt", "zerdrückt", "abîmé"}},
			}},
		{ID: "billing", Title: "Billing", Words: []string{
			"bill", "payment", "pay", "paid", "charge", "charged", "Zahlung", "bezahlt", "abgebucht", "paiement"},
			Parts: []Cause{
				{ID: "refund", Title: "Refund", Words: []string{"refunded", "money back", "reimburse", "Erstattung", "erstattet", "Rückzahlung", "remboursement"}},
				{ID: "invoice", Title: "Invoice", Words: []string{"receipt", "VAT", "Rechnung", "Quittung", "facture"}},
				{ID: "wrong-amount", Title: "Wrong amount", Words: []string{"twice", "too much", "overcharged", "double", "doppelt", "Betrag", "montant"}},
			}},
		{ID: "account", Title: "Account", Words: []string{
			"login", "log", "sign", "password", "locked", "profile", "e-mail address", "Konto", "Passwort", "anmelden", "Anmeldung", "compte", "mot de passe"}},
		{ID: "order", Title: "Order", Words: []string{
			"ordered", "ordering", "cancel", "change", "checkout", "basket", "stock", "Bestellung", "bestellen", "stornieren", "commande", "annuler"}},
		{ID: "returns", Title: "Returns", Words: []string{
			"return", "exchange", "send back", "wrong size", "Rückgabe", "Retoure", "zurückschicken", "Umtausch", "retour", "échange"}},
		{ID: "privacy", Title: "Privacy", Words: []string{
			"personal data", "GDPR", "unsubscribe", "newsletter", "delete", "Datenschutz", "DSGVO", "Daten", "löschen", "données", "RGPD"}},
		{ID: "complaint", Title: "Complaint", Words: []string{
			"complain", "unfriendly", "rude", "disappointed", "unacceptable", "Beschwerde", "beschweren", "unfreundlich", "réclamation"}},
		{ID: "other", Title: "Other"},
	}
}
