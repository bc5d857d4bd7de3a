package language

import (
	"slices"
	"strings"
	"testing"
)

// TestFormsMeet has, for every language, groups of forms of one word that must have one term, words that
// are stop words, and words that turn the meaning round.
func TestFormsMeet(t *testing.T) {
	cases := map[string]struct {
		groups     []string
		apart      []string // pairs that must not meet
		stop, turn string
	}{
		"ar":  {[]string{"الطلب طلب والطلب", "فواتير الفواتير", "العميل عميل", "إلغاء الغاء الإلغاء", "طلبات طلب"}, []string{"فاتورة حساب"}, "هذا من على", "لا بدون بعد"},
		"bg":  {[]string{"поръчка поръчката поръчки поръчките", "доставка доставката доставки", "клиент клиента клиенти"}, []string{"пари парола"}, "аз на кога", "не без след"},
		"ca":  {[]string{"comanda comandes", "devolució devolucions", "botiga botigues", "paquet paquets"}, []string{"compte compra"}, "la és quan", "no sense després"},
		"cjk": {[]string{"返品 返品"}, []string{"返品 返金"}, "", ""},
		"ckb": {[]string{"داواکاری داواکارییەکەم داواکارییەکان", "پارە پارەکەم"}, []string{"پارە پسوولە"}, "من لە چۆن", "بەبێ نەبوو پێش"},
		"cs":  {[]string{"objednávka objednávky objednávku objednávkou", "faktura faktury fakturu", "heslo hesla"}, []string{"platba plata"}, "já na kdy", "ne bez potom"},
		"da":  {[]string{"bestilling bestillinger bestillingen", "pakke pakken pakker", "størrelse storrelse størrelser"}, []string{"kort konto"}, "jeg på hvornår", "ikke uden efter"},
		"de":  {[]string{"Bestellung Bestellungen", "Rückgabe Rueckgabe Ruckgabe", "Überweisung ueberweisungen Überweisungen", "Haus Häuser Hauses", "Größe Grösse Groesse Größen", "Preis Preise Preisen"}, []string{"schön schon", "Ware wäre"}, "ich wäre für fuer", "nicht ohne nach außer ausser"},
		"el":  {[]string{"παραγγελία παραγγελίες παραγγελιών ΠΑΡΑΓΓΕΛΙΑ παραγγελια", "κωδικός κωδικοί κωδικούς κωδικό", "λογαριασμός λογαριασμό λογαριασμού"}, []string{"κάρτα καταστημα"}, "εγώ το πότε", "δεν χωρίς μετά"},
		"en":  {[]string{"return returns returned returning", "colour colors coloured", "deliveries delivery", "cancelled canceled cancelling"}, []string{"universal unit"}, "the where please", "not without after"},
		"es":  {[]string{"devolución devoluciones devolucion", "pedido pedidos", "tarjeta tarjetas", "envío envios envíos"}, []string{"pago pagina"}, "el está esta dónde donde", "no sin después despues"},
		"eu":  {[]string{"eskaera eskaerak eskaeraren eskaeran", "paketea paketeak"}, []string{"kontua kopia"}, "nire eta noiz", "ez gabe ondoren"},
		"fa":  {[]string{"سفارش سفارش\u200cها سفارشها سفارش\u200cهای سفارشم", "كتاب کتاب", "حساب حسابم حسابها"}, []string{"حساب سفارش"}, "من را چگونه", "بدون نه بعد"},
		"fi":  {[]string{"tilaus tilauksen tilausta", "kuitti kuittia", "lasku laskun laskut"}, []string{"tili tilaus"}, "minun on missä missa", "ei ilman jälkeen"},
		"fr":  {[]string{"commande commandes", "livré livrée livrés livrées", "remboursement remboursements", "payer payé payée"}, []string{"compte colis"}, "je est où quand", "pas sans après apres"},
		"ga":  {[]string{"ordú ordu", "cuntas chuntas"}, []string{"airgead bróg"}, "an agus cathain", "gan níor roimh"},
		"gl":  {[]string{"entrega entregas", "devolución devolucións devolucion", "paquete paquetes"}, []string{"conta compra"}, "o está cando", "non sen despois"},
		"hi":  {[]string{"पैसा पैसे पैसों", "रसीद रसीदें", "ऑर्डर ऑर्डरों", "दुकान दुकानें दुकानों"}, []string{"खाता कीमत"}, "मेरा है कैसे", "नहीं बिना बाद"},
		"hr":  {[]string{"narudžba narudžbe narudžbu narudzba", "račun računa računi", "paket paketa paketi"}, []string{"karta kupac"}, "ja na kada", "ne bez nakon"},
		"hu":  {[]string{"rendelés rendelések rendelést", "számla számlát", "csomag csomagok csomagot"}, []string{"cím csomag"}, "én a mikor", "nem nélkül nelkul után"},
		"hy":  {[]string{"պատվեր պատվերը պատվերներ պատվերները", "հաշիվ հաշիվը հաշիվս"}, []string{"քարտ գին"}, "ես է երբ", "ոչ առանց դեռ"},
		"id":  {[]string{"kirim mengirim dikirim kiriman", "pesan memesan pesanan", "bayar membayar dibayar", "ubah mengubah diubah"}, []string{"akun alamat"}, "saya yang kapan", "tidak tanpa setelah"},
		"in":  {[]string{"অর্ডার অর্ডার"}, []string{"অর্ডার ফেরত"}, "", ""},
		"it":  {[]string{"ordine ordini", "spedizione spedizioni", "restituire restituito", "città citta"}, []string{"conto costo"}, "il è dove dov", "non senza dopo"},
		"nl":  {[]string{"bestelling bestellingen", "factuur facturen", "pakket pakketten", "geleverd geleverde"}, []string{"klant kaart"}, "ik het wanneer", "niet zonder na"},
		"no":  {[]string{"bestilling bestillinger bestillingen", "pakke pakken pakker", "størrelse storrelse"}, []string{"kort konto"}, "jeg på når", "ikke uten etter"},
		"pl":  {[]string{"zamówienie zamówienia zamówień zamowienie", "faktura faktury fakturę", "paragon paragonu paragony", "zwrot zwrotu zwroty"}, []string{"karta konto"}, "ja jest kiedy", "nie bez przed"},
		"pt":  {[]string{"devolução devoluções devolucao devolucoes", "pedido pedidos", "entrega entregas"}, []string{"conta compra"}, "o está onde", "não nao sem depois"},
		"ro":  {[]string{"abonament abonamentul abonamente", "cont contul", "preț preţ pret"}, []string{"card cont"}, "eu este când", "nu fără fara după"},
		"ru":  {[]string{"заказ заказа заказы заказов", "возврат возврата возвраты", "счёт счет", "посылка посылку посылки"}, []string{"карта касса"}, "я на когда", "не без после"},
		"sv":  {[]string{"beställning beställningar beställningen", "paket paketet", "storlek storleken"}, []string{"kort konto"}, "jag på när", "inte utan efter"},
		"tr":  {[]string{"sipariş siparişler siparis", "fatura faturalar faturası", "ŞİFRE şifre", "IADE ıade"}, []string{"kart kargo"}, "ben bir nasıl nasil", "değil degil sonra"},
		"xx":  {[]string{"Größe grösse GRÖSSE"}, []string{"return returns"}, "", ""},
	}
	for code := range rules {
		if _, ok := cases[code]; !ok {
			t.Errorf("nothing is tried in %s", code)
		}
	}
	for code, c := range cases {
		l := Of(code)
		for _, group := range c.groups {
			var names, looked []string
			l.EachWord(group, func(w string) {
				name, class := l.Term(w)
				if class != Content {
					t.Errorf("%s: %q is no content word", code, w)
				}
				if !slices.Contains(names, name) {
					names, looked = append(names, name), append(looked, w)
				}
			})
			if len(names) != 1 {
				t.Errorf("%s: %v have the terms %v", code, looked, names)
			}
		}
		for _, pair := range c.apart {
			var names []string
			l.EachWord(pair, func(w string) {
				name, class := l.Term(w)
				names = append(names, name+string(rune('0'+class)))
			})
			if slices.Sort(names); len(slices.Compact(names)) < 2 {
				t.Errorf("%s: %q meet", code, pair)
			}
		}
		for want, list := range map[Class]string{Function: c.stop, Qualifier: c.turn} {
			l.EachWord(list, func(w string) {
				if got := l.Class(w); got != want {
					t.Errorf("%s: %q has the class %d, want %d", code, w, got, want)
				}
			})
		}
	}
}

func TestLocales(t *testing.T) {
	for locale, want := range map[string]string{
		"": "en", "en": "en", "EN-gb": "en", "de-AT": "de", "de_CH": "de", "zh-Hant-TW": "cjk", "ja": "cjk", "nb-NO": "no", "nn": "no",
		"ta-IN": "in", "sr-Latn": "hr", "xx": "", "tlh": "", "-": "en", "pt-BR": "pt",
	} {
		if got := Of(locale); got == nil || got.Code() != want || Code(locale) != want {
			t.Errorf("%q is analysed as %v, want %q", locale, got, want)
		}
	}
	if Of("de-AT") != Of("de") {
		t.Error("two locales of a language have two analyses")
	}
}

// TestLists checks that every line of the lists is read, and that no word would be torn apart by the very
// analysis that is to find it.
func TestLists(t *testing.T) {
	for code := range rules {
		text := listOf(code)
		if text == "" {
			if code != "cjk" && code != "in" {
				t.Errorf("%s has no list", code)
			}
			continue
		}
		counts := make(map[string]int)
		l := Of(code)
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, "#") {
				continue
			}
			kind, list, _ := strings.Cut(line, ":")
			if !slices.Contains([]string{"stop", "negation", "qualifier", "light", "common", "content"}, kind) {
				t.Errorf("%s: the line %q is of no kind", code, line)
			}
			for _, w := range strings.Fields(list) {
				counts[kind]++
				n := 0
				l.EachWord(w, func(string) { n++ })
				if n != 1 && !(l.english && contractions[w] != nil) {
					t.Errorf("%s: %q is %d words", code, w, n)
				}
			}
		}
		if counts["stop"] < 50 || counts["negation"] < 4 || counts["qualifier"] < 10 || counts["common"] < 20 {
			t.Errorf("%s: the lists have %v words", code, counts)
		}
	}
}

func TestSpelling(t *testing.T) {
	l := Of("en")
	for _, pair := range []string{
		"colour color", "colours colors", "favourite favorite", "neighbouring neighboring", "organise organize", "organisation organization",
		"organising organizing", "customised customized", "analyse analyze", "paralysed paralyzed", "centre center", "centres centers", "centred centered", "theatre theater",
		"cancelled canceled", "travelling traveling", "traveller traveler", "labelled labeled", "dialled dialed", "fuelled fueled", "modelling modeling",
		"grey gray", "programme program", "licence license", "licences licenses", "defence defense", "tyres tires", "catalogue catalog", "catalogues catalogs",
		"jewellery jewelry", "aluminium aluminum", "fulfil fulfill", "fulfilment fulfillment", "enrol enroll", "instalments installments", "paediatric pediatric",
		"learnt learned", "cancellation cancelation", "authorisation authorization", "behaviour behavior", "kilometres kilometers", "recognised recognized", "apologise apologize",
	} {
		british, american, _ := strings.Cut(pair, " ")
		b, _ := l.Term(british)
		a, _ := l.Term(american)
		if a != b {
			t.Errorf("%s has the term %q and %s %q", british, b, american, a)
		}
	}
	for _, word := range []string{"promise", "advertise", "exercise", "raise", "noise", "four", "hour", "tour", "your", "course", "source", "called", "filled", "installed", "controlled", "shoe", "does", "wise", "surprise", "rise", "precise"} {
		if got := americanSpelling(word); got != word {
			t.Errorf("%q is spelt %q", word, got)
		}
	}
	for _, pair := range []string{"cheque check", "prise prize", "storey store", "metre metro"} {
		x, y, _ := strings.Cut(pair, " ")
		a, _ := l.Term(x)
		b, _ := l.Term(y)
		if a == b {
			t.Errorf("%q meet as %q", pair, a)
		}
	}
}

func TestNegations(t *testing.T) {
	for code := range rules {
		l := Of(code)
		for _, w := range l.Negations() {
			if l.Class(w) != Qualifier || !l.Negates(w) {
				t.Errorf("%s: the negation %q is no qualifier", code, w)
			}
		}
	}
	if l := Of("en"); l.Negates("after") || !l.Negates("without") {
		t.Error("after negates, or without does not")
	}
}
