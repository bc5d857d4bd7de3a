package index

import (
	"strings"
	"testing"

	"frontdesk/knowledge"
	"frontdesk/knowledge/language"
)

// inLocale is an article in another language.
func inLocale(locale, id, title, text string, phrasings ...string) knowledge.Revision {
	r := article(id, title, text, phrasings...)
	r.Locale = locale
	return r
}

// checkFirst puts questions to a corpus and checks which article comes first; "" wants none that matches well.
func checkFirst(t *testing.T, ix *Index, wanted map[string]string) {
	t.Helper()
	for question, want := range wanted {
		got := find(t, ix, question)
		if want == "" {
			if len(got) > 0 {
				t.Errorf("%q finds %v, want nothing", question, got)
			}
			continue
		}
		if len(got) == 0 || got[0] != want {
			t.Errorf("%q finds %v, want %s first", question, got, want)
		}
	}
}

func TestNegationsAndQualifiers(t *testing.T) {
	ix := started(t, Options{Source: newMemory(
		article("with", "Return with a receipt", "Show the receipt at the desk and we return the price you paid."),
		article("without", "Return without a receipt", "At the desk we return the lowest price of the last month."),
		article("late", "My order was delivered late", "We are sorry for the delay of the order."),
		article("missing", "My order was not delivered", "We look for the order and send another one."),
		article("ice", "Drinks with ice", "All drinks come with ice."),
		article("noice", "Drinks without ice", "Say so when you order."),
		article("before", "Cancel before dispatch", "You can cancel an order yourself."),
		article("after", "Cancel after dispatch", "Refuse the parcel."),
	)})
	ready(t, ix)
	checkFirst(t, ix, map[string]string{
		"return without a receipt":                  "without",
		"can I return it with a receipt":            "with",
		"return, no receipt":                        "without",
		"I don't have a receipt, can I return this": "without",
		"order not delivered":                       "missing",
		"order wasn't delivered":                    "missing",
		"order never delivered":                     "missing",
		"order delivered late":                      "late",
		"no ice":                                    "noice",
		"drink with ice":                            "ice",
		"cancel after dispatch":                     "after",
		"cancel before dispatch":                    "before",
	})
}

func TestNegationsInOtherLanguages(t *testing.T) {
	for locale, c := range map[string]struct {
		with, without [2]string // title and question
	}{
		"de": {[2]string{"Umtausch mit Kassenbon", "umtausch mit bon, also mit Kassenbon"}, [2]string{"Umtausch ohne Kassenbon", "umtauschen, kein Kassenbon"}},
		"fr": {[2]string{"Échange avec ticket", "échanger avec ticket"}, [2]string{"Échange sans ticket", "échange, je n'ai pas de ticket"}},
		"es": {[2]string{"Cambio con recibo", "cambiar con recibo"}, [2]string{"Cambio sin recibo", "cambio si no hay recibo"}},
		"it": {[2]string{"Cambio con scontrino", "cambio con scontrino"}, [2]string{"Cambio senza scontrino", "cambio, non ho lo scontrino"}},
		"nl": {[2]string{"Ruilen met bonnetje", "ruilen met bonnetje"}, [2]string{"Ruilen zonder bonnetje", "ruilen, geen bonnetje"}},
		"sv": {[2]string{"Byte med kvitto", "byte med kvitto"}, [2]string{"Byte utan kvitto", "byte, har inget kvitto"}},
		"ru": {[2]string{"Обмен с чеком", "обмен с чеком"}, [2]string{"Обмен без чека", "обмен, чека нет"}},
		"pl": {[2]string{"Wymiana z paragonem", "wymiana z paragonem"}, [2]string{"Wymiana bez paragonu", "wymiana, nie mam paragonu"}},
	} {
		t.Run(locale, func(t *testing.T) {
			ix := started(t, Options{Source: newMemory(
				inLocale(locale, "with", c.with[0], ""), inLocale(locale, "without", c.without[0], ""),
			)})
			ready(t, ix)
			checkFirst(t, ix, map[string]string{c.with[1]: "with", c.without[1]: "without"})
		})
	}
}

func TestCodesAndNumbers(t *testing.T) {
	ix := started(t, Options{Source: newMemory(
		article("hyphen", "Manual of the WX-200b", "How to use it."),
		article("joined", "Manual of the ZK310c", "How to use it."),
		article("spaced", "Manual of the QT 450 D", "How to use it."),
		article("longer", "Manual of the WX-2000", "How to use it."),
		article("both1", "Battery of the HP-77x", "How to change it."),
		article("both2", "Charger of the hp77x", "How to plug it in."),
		article("gb", "The 16 GB plan", "What it costs."),
		article("mail", "Change the e-mail address", "In your account."),
		article("shirt", "Sizes of T-shirts", "From S to XL."),
	)})
	ready(t, ix)
	checkFirst(t, ix, map[string]string{
		"wx-200b": "hyphen", "wx200b": "hyphen", "WX 200B": "hyphen", "WX200B manual": "hyphen",
		"zk310c": "joined", "ZK-310C": "joined", "zk 310 c": "joined",
		"qt450d": "spaced", "QT-450-D": "spaced", "qt450 d": "spaced",
		"wx 2000": "longer", "wx2000": "longer",
		"charger hp-77x": "both2", "battery hp77x": "both1",
		"16gb": "gb", "16 gb": "gb",
		"email address": "mail", "e mail": "mail", "tshirt": "shirt", "t shirt": "shirt", "t-shirt": "shirt",
		"200": "", "45": "",
	})
}

func TestSpellingsAndFormsMeet(t *testing.T) {
	ix := started(t, Options{Source: newMemory(
		article("colour", "Choosing the colour", "You can personalise it."),
		article("center", "Visit our service center", "It is in the old theater."),
		article("cancel", "Cancelled orders", "Orders that were cancelled are refunded."),
	)})
	ready(t, ix)
	checkFirst(t, ix, map[string]string{
		"which colors": "colour", "personalize": "colour", "service centre": "center", "theatre": "center", "canceled order": "cancel", "canceling": "cancel",
	})
}

func TestCompounds(t *testing.T) {
	de := func(id, title, text string) knowledge.Revision { return inLocale("de", id, title, text) }
	ix := started(t, Options{Source: newMemory(
		de("frist", "Frist für die Rückgabe", "Dreißig Tage."),
		de("adresse", "Rechnungsadresse ändern", "Unter Konto. Die Adresse steht auf der Rechnung."),
		de("karte", "Gutschein einlösen", "Der Code steht auf der Karte."),
		de("schuhe", "Kinderschuhe", "Größen für Kinder. Schuhe fallen klein aus."),
		de("hotline", "Hotline", "Wir sind da."),
	)})
	ready(t, ix)
	checkFirst(t, ix, map[string]string{
		"Rückgabefrist": "frist", "rueckgabefrist": "frist", "Rückgabe-Frist": "frist",
		"Adresse der Rechnung": "adresse", "Rechnungs Adresse": "adresse", "rechnungadresse": "adresse",
		"schuhe kinder": "schuhe", "Kinderschuhgrößen": "schuhe", "gutscheinkarte": "karte",
	})

	nordic := started(t, Options{Source: newMemory(
		inLocale("sv", "leverans", "Tid för leverans", "Tre dagar."), inLocale("sv", "kort", "Saldo på presentkort", "Logga in."),
		inLocale("sv", "annat", "Storlekar", "Se tabellen."),
	)})
	ready(t, nordic)
	checkFirst(t, nordic, map[string]string{"leveranstid": "leverans", "present kort": "kort", "storleken": "annat"})
}

func TestSynonyms(t *testing.T) {
	ix := started(t, Options{Source: newMemory(
		article("wlan", "Setting up the WLAN", "Press the button."),
		article("phone", "Repairing a phone", "Bring it in."),
		article("cash", "Cash on delivery", "Pay the courier."),
		article("delivery", "Delivery times", "Three days for each delivery."),
		article("desk", "Cash desks", "Open until nine."),
		article("shop", "Opening hours of the shop", "From nine to six."),
	)})
	ready(t, ix)
	before := map[string]string{"wifi": "", "cod": "", "handset": ""}
	checkFirst(t, ix, before)

	s, err := language.ParseSynonyms("wifi, wi-fi, wlan\nhandset => phone\ncod, cash on delivery, pay the postman\nbrick and mortar => shop\nunknownword, otherunknown")
	if err != nil {
		t.Fatal(err)
	}
	ix.SetSynonyms(s)
	checkFirst(t, ix, map[string]string{
		"wifi": "wlan", "wi-fi setup": "wlan", "WLAN": "wlan", "handsets": "phone", "is cod possible": "cash", "COD": "cash",
		"pay the postman": "cash", "cash on delivery": "cash", "brick and mortar": "shop", "delivery times": "delivery", "unknownword": "",
	})
	res, err := ix.Search(t.Context(), knowledge.Query{Text: "cod"})
	if err != nil || len(res.Hits) == 0 || res.Hits[0].Features.Coverage < .8 || res.Hits[0].Features.Unknown > .2 {
		t.Errorf("a synonym covers the question by %+v, %v", res.Hits, err)
	}
	if got := find(t, ix, "phone"); len(got) == 0 || got[0] != "phone" {
		t.Errorf("phone finds %v", got)
	}
	ix.SetSynonyms(nil)
	checkFirst(t, ix, before)
}

// TestSynonymsAreOneWay asks for what stands on the right of an arrow.
func TestSynonymsAreOneWay(t *testing.T) {
	ix := started(t, Options{Source: newMemory(article("mobile", "Mobile", "One."), article("other", "Gardens", "Two."))})
	ready(t, ix)
	s, err := language.ParseSynonyms("mobile => gardens")
	if err != nil {
		t.Fatal(err)
	}
	ix.SetSynonyms(s)
	if got := find(t, ix, "gardens"); len(got) != 1 || got[0] != "other" {
		t.Errorf("gardens finds %v", got)
	}
	if got := find(t, ix, "mobile"); len(got) != 2 || got[0] != "mobile" {
		t.Errorf("mobile finds %v", got)
	}
}

func TestLanguagesSideBySide(t *testing.T) {
	ix := started(t, Options{Source: newMemory(
		article("en-return", "Returning an item", "Send it back within 30 days."),
		article("en-pay", "Paying by PayPal", "Choose PayPal at the checkout."),
		article("en-gift", "Gift cards", "Redeem gifts at the checkout."),
		article("en-broken", "The item arrived broken", "Send us a picture."),
		inLocale("de", "de-return", "Rückgabe eines Artikels", "Senden Sie ihn innerhalb von 30 Tagen zurück."),
		inLocale("de", "de-pay", "Zahlungsarten", "Kreditkarte, Rechnung und Überweisung."),
		inLocale("fr", "fr-return", "Retourner un article", "Renvoyez-le sous 30 jours."),
		inLocale("fr", "fr-livraison", "Délais de livraison", "Trois jours ouvrés."),
		inLocale("ja", "ja-return", "商品の返品", "三十日以内に返送してください。"),
		inLocale("ru", "ru-return", "Возврат товара", "В течение 30 дней."),
	)})
	ready(t, ix)
	checkFirst(t, ix, map[string]string{
		"how do I return this":                        "en-return",
		"wie kann ich das zurückgeben, die Rückgaben": "de-return",
		"rueckgabe":                          "de-return",
		"Kann ich mit PayPal bezahlen":       "en-pay", // no German article knows it
		"quels sont les délais de livraison": "fr-livraison",
		"delais livraison":                   "fr-livraison",
		"返品したいです":                            "ja-return",
		"как оформить возврат":               "ru-return",
		"Überweisungen":                      "de-pay",
		"paypal":                             "en-pay",
	})
}

// TestOneLanguageNeedsNoDetection asks an English corpus in German: nothing is found by the analysis of
// another language than the articles'.
func TestOneLanguageNeedsNoDetection(t *testing.T) {
	ix := started(t, Options{Source: newMemory(returnsCorpus()...)})
	ready(t, ix)
	v := ix.books.Load().vocabulary
	if got := v.languageOf("Wo ist meine Bestellung?", "de").Code(); got != "en" {
		t.Errorf("an English corpus is asked in %q", got)
	}
	if got := newVocabulary().languageOf("Wo ist meine Bestellung?", "de").Code(); got != "de" {
		t.Errorf("an empty corpus is asked in %q", got)
	}
	v.add("Bestellung", language.Of("de"))
	for _, c := range []struct{ text, locale, want string }{
		{"Wo ist meine Bestellung?", "en", "de"}, {"where is my order", "de", "en"}, {"iphone 15", "de", "de"}, {"iphone 15", "", "en"}, {"iphone 15", "fr", "en"},
	} {
		if got := v.languageOf(c.text, c.locale).Code(); got != c.want {
			t.Errorf("%q by a customer in %q is in %q, want %q", c.text, c.locale, got, c.want)
		}
	}
}

// TestPairsAreNoSlips keeps characters of Chinese and Japanese from passing for misspelt others.
func TestPairsAreNoSlips(t *testing.T) {
	ix := started(t, Options{Source: newMemory(inLocale("ja", "refund", "返金", "返金します。"), inLocale("ja", "return", "返品", "返品できます。"))})
	ready(t, ix)
	if got := find(t, ix, "返品"); len(got) != 1 || got[0] != "return" {
		t.Errorf("%v", got)
	}
	if got := find(t, ix, "返事"); len(got) != 0 {
		t.Errorf("another word finds %v", got)
	}
}

func TestVocabularySharesTermsOfOneName(t *testing.T) {
	v := newVocabulary()
	en, de := language.Of("en"), language.Of("de")
	a, _ := v.add("paypal", en)
	b, _ := v.add("paypal", de)
	if a != b {
		t.Error("a name has two terms")
	}
	dieEnglish, class := v.add("die", en)
	dieGerman, stop := v.add("die", de)
	if dieEnglish == dieGerman || class != content || stop != function {
		t.Errorf("to die and the German article are %d (%d) and %d (%d)", dieEnglish, class, dieGerman, stop)
	}
	accented, _ := v.add("rückgabe", de)
	for _, w := range []string{"rückgaben", "ruckgabe", "rueckgabe"} {
		if got, ok := v.find(w, de); !ok || got != accented {
			t.Errorf("%s has the term %d, %v, want %d", w, got, ok, accented)
		}
	}
	es := language.Of("es")
	bare, _ := v.add("dirección", es)
	if got, _ := v.add("direccion", es); got != bare {
		t.Error("a word without its accent is another")
	}
	if _, ok := v.find("schön", de); ok {
		t.Error("a word is found that was never added")
	}
	v.add("schon", de)
	if _, ok := v.find("schön", de); ok {
		t.Error("a content word is found by a stop word that looks like it")
	}
}

func FuzzAsk(f *testing.F) {
	for _, s := range []string{"wx-200b", "1 2 3 4 5", "cod wifi cash on delivery", strings.Repeat("a1b2", 40), "返品 返品", "Rückgabefrist", "not not no", "\xff"} {
		f.Add(s, "en")
		f.Add(s, "de")
	}
	ix := started(f, Options{Source: newMemory(append(returnsCorpus(),
		inLocale("de", "frist", "Rückgabefrist", "Frist für die Rückgabe", "wx200b"), inLocale("ja", "jp", "返品", "返品"), article("code", "WX-200b and a1 b2", "cash delivery"))...)})
	ready(f, ix)
	s, err := language.ParseSynonyms("wifi, wi-fi, a1b2\ncod, cash on delivery\nnot, rückgabe frist => wx 200b")
	if err != nil {
		f.Fatal(err)
	}
	ix.SetSynonyms(s)
	books := ix.books.Load()
	scale := books.scale()
	f.Fuzz(func(t *testing.T, text, locale string) {
		q := books.ask(text, locale, text, scale)
		books.soften(q, true)
		if len(q.terms) > 4*maxTerms || q.unknown < 0 || q.unknown > 1 || q.unknown != q.unknown {
			t.Fatalf("%q: %d terms, %v unknown", text, len(q.terms), q.unknown)
		}
		for _, m := range q.matches {
			if m.asked < 0 || m.asked >= len(q.terms) || m.factor <= 0 || m.factor > 1 || int(m.term) >= len(books.vocabulary.names) {
				t.Fatalf("%q: %+v of %d", text, m, len(q.terms))
			}
		}
	})
}
