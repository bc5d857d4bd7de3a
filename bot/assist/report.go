package assist

import (
	"strings"
	"unicode"

	"frontdesk/bot"
)

// tongue is what a summary needs of a language.
type tongue struct {
	name     string                    // in English, for the model
	speakers map[bot.AuthorKind]string // titles of what they have said
	means    map[bot.AuthorKind]string // beginnings of the words that stand for them
	saying   string                    // words for what people do in a conversation: ask, want, answer, try
	further  string                    // other words of a summary that nobody has said
}

// tongues are the languages that summaries are written in. All words are in lower case.
var tongues = map[string]tongue{
	"en": {"English", speakers("Customer", "Bot", "Agent"), speakers("customer they she he user client visitor", "bot assistant", "agent colleague staff support we"),
		`asks asked asking wants wanted says said writes wrote reports reported claims claimed needs needed requests requested complains complained
			mentions mentioned tells told tried tries trying expects expected describes described explains explained states stated informed answered answers
			suggested suggests offered offers replied replies quoted quotes pointed referred refers linked gave gives promised promises confirmed confirms
			apologised apologized sent sends proposed checked checks waiting received thanked thanks remains open unclear unanswered`,
		`issue problem question open still remain so far yet customer agent bot wants conversation message now already about whether their would like`},
	"de": {"German", speakers("Kunde", "Bot", "Mitarbeiter"), speakers("kund sie er besucher", "bot assistent", "mitarbeiter kolleg agent support wir team"),
		`möchte will wünscht fragt fragte sagt sagte schreibt schrieb meldet meldete berichtet berichtete behauptet braucht bittet bat beschwert erwähnt
			erwähnte sucht suchte versucht versuchte erwartet beschreibt beschrieb erklärt erklärte teilt antwortet antwortete schlug schlägt bietet
			verwies verweist zitiert zitierte nannte nennt gab gibt versprach verspricht bestätigt bestätigte entschuldigte schickt schickte sandte prüft
			prüfte wartet erhielt dankt offen unklar unbeantwortet bleibt`,
		`anliegen problem frage offen noch bisher weiterhin kunde kundin mitarbeiter bot gespräch nachricht jetzt bereits ob mit an vor`},
	"fr": {"French", speakers("Client", "Bot", "Agent"), speakers("client il elle visiteur utilisateur", "bot assistant", "agent conseill collègue équipe nous"),
		`veut voulait souhaite demande demandé dit écrit signale signalé affirme besoin plaint mentionne cherche essayé essaie attend décrit explique expliqué
			informé répond répondu propose proposé offre offert cite cité renvoyé donné promis confirme confirmé excusé envoyé vérifie vérifié reçu remercie reste
			ouvert ouverte indique indiqué`,
		`problème question demande ouvert encore jusqu'ici reste client conseiller bot conversation message maintenant déjà si`},
	"es": {"Spanish", speakers("Cliente", "Bot", "Agente"), speakers("client él ella usuari visitante", "bot asistente", "agente colega equipo nosotros"),
		`quiere quería desea pregunta preguntó pide pidió dice dijo escribe escribió informa informó afirma necesita queja menciona busca intentó intenta
			espera describe explica explicó responde respondió propuso propone ofrece ofreció cita citó remitió dio prometió confirma confirmó disculpó envió
			comprueba recibió agradece sigue abierta abierto indica indicó solicita solicitó`,
		`problema pregunta abierto todavía aún hasta cliente agente bot conversación mensaje ahora ya si`},
	"it": {"Italian", speakers("Cliente", "Bot", "Operatore"), speakers("client lui lei utente visitatore", "bot assistente", "operator agente collega team noi"),
		`vuole vorrebbe desidera chiede chiesto dice detto scrive scritto segnala segnalato afferma bisogno lamenta menziona cerca provato prova aspetta
			descrive spiega spiegato informato risponde risposto propone proposto offre offerto cita citato rimandato dato promesso conferma confermato scusato
			inviato verifica ricevuto ringrazia resta rimane aperta aperto indica indicato`,
		`problema domanda aperta aperto ancora finora resta cliente operatore bot conversazione messaggio ora già se`},
	"nl": {"Dutch", speakers("Klant", "Bot", "Medewerker"), speakers("klant hij zij ze bezoeker", "bot assistent", "medewerker collega agent team wij we"),
		`wil wilde wenst vraagt vroeg zegt zei schrijft schreef meldt meldde beweert nodig klaagt vermeldt zoekt probeert probeerde verwacht beschrijft legt
			informeert antwoordt antwoordde stelde biedt bood verwijst verwees noemde gaf beloofde bevestigt bevestigde verontschuldigde stuurt stuurde
			controleert wacht ontving bedankt blijft open onduidelijk`,
		`probleem vraag open nog tot klant medewerker bot gesprek bericht nu al of voor`},
}

func speakers(customer, robot, agent string) map[bot.AuthorKind]string {
	return map[bot.AuthorKind]string{bot.ByCustomer: customer, bot.ByBot: robot, bot.ByAgent: agent}
}

// tongueOf is the language of a summary for a reader with a locale: theirs or English.
func tongueOf(locale string) (code string, t tongue) {
	code = bot.Language(locale)
	if t, ok := tongues[code]; ok {
		return code, t
	}
	return "en", tongues["en"]
}

// words are those by which a summary tells what was said; they need not stand in any message.
func (t tongue) words() []string {
	out := append(strings.Fields(t.saying), strings.Fields(t.further)...)
	for _, s := range t.speakers {
		out = append(out, s)
	}
	return out
}

// tells reports whether a sentence tells what somebody among those given has said, rather than saying it. What a customer
// claims must never read as a fact, or an order of theirs to the model would.
func (t tongue) tells(sentence string, by map[bot.AuthorKind]bool) bool {
	saying := make(map[string]bool)
	for _, w := range strings.Fields(t.saying) {
		saying[w] = true
	}
	speaks, says := false, false
	for _, w := range strings.FieldsFunc(strings.ToLower(sentence), func(r rune) bool { return !unicode.IsLetter(r) }) {
		says = says || saying[w]
		for kind := range by {
			speaks = speaks || beginsWith(w, t.means[kind])
		}
	}
	return speaks && says
}

// beginsWith reports whether a word begins with one of the beginnings; short ones must be the whole of it.
func beginsWith(word, beginnings string) bool {
	for _, b := range strings.Fields(beginnings) {
		if word == b || len(b) > 3 && strings.HasPrefix(word, b) {
			return true
		}
	}
	return false
}
