package draft

import (
	"strings"

	"frontdesk/knowledge/language"
	"frontdesk/knowledge/pattern"
)

// talk are the words of conversation that state nothing about a company or its goods.
const talk = `hello hi hey welcome good morning afternoon evening day nice great lovely glad happy pleasure pleased sorry apologise apologies
	thanks thank bye goodbye take care soon see talk speak ask asking question questions help helping assist tell know let say said
	mean meant understand understood follow clear sure quite exactly certain like want need looking look find choose pick select
	one ones these those following option options article articles topic topics closer closest match matches fit fits
	word words put phrase rephrase describe explain detail details more bit little else anything something other another different differently way
	please here there try again moment time bot assistant human person right alright okay ok course always same still just simply really
	which what how who where when
	hallo guten tag morgen abend willkommen gern gerne freut freue mich danke vielen dank tschüss wiedersehen bitte entschuldigung leid tut verzeihung
	frage fragen helfen hilfe helfe sagen sag meinen meinen gemeint meinst verstehe verstanden verstehen sicher genau welche welcher welches
	folgenden auswählen wählen artikel thema passt beschreiben anders worten worte formulieren erneut nochmal versuchen ihnen dir euch mir ihr ihre ihren dein deine mehr etwas sonst noch gerade richtig natürlich immer`

// lead are words in the introductions of lists that state nothing.
const lead = `follow following step steps below here how proceed do done need needed require required list items item options option points point
	way ways note please first then these this apply include includes including available possible example examples details detail information
	schritt schritte folgende folgenden folgender so geht gehen vor gehst benötigen brauchen brauchst hier möglichkeiten möglichkeit punkte beachten beachte bitte folgendes`

// conversational reports whether the introduction of a list states nothing: no condition, no denial, no words of its own.
func conversational(text string) bool {
	if strings.ContainsAny(text, "0123456789%€$£") || stating.MatchString(text) {
		return false
	}
	words := newVocabulary([]string{"en", "de"}, lead)
	return words.unknown(text) == ""
}

// stating are words that make what follows true for some only, or not at all.
var stating = pattern.Of(`(?i)\b(?:no|not|never|none|cannot|can't|don't|won't|isn't|aren't|doesn't|neither|nor|without|unless|if|when|while|until|only|except|but|free|always|all|every|must|may|will|should|before|after|` +
	`kein\w*|nicht|nie|niemals|ohne|wenn|falls|nur|außer|aber|kostenlos\w*|immer|alle\w*|jede\w*|muss|müssen|darf|dürfen|wird|werden|sollte\w*|vor|nach)\b`)

// promises are words that commit a company.
var promises = pattern.Of(`(?i)\b(?:will|shall|'ll|promise\w*|guarantee\w*|ensure\w*|free|refund\w*|never|always|immediately|soon|within|today|tomorrow|asap|call you|get back|contact you|` +
	`werde[nt]?|wird|verspreche\w*|garantier\w*|kostenlos\w*|gratis|erstatt\w*|nie|niemals|immer|sofort|bald|gleich|innerhalb|heute|morgen früh|melde[nt]? (?:mich|uns))\b|’ll\b`)

// promising is what a reply commits to and its template does not, "" if nothing.
func promising(reply, template string) string {
	low := strings.ToLower(template)
	for _, found := range promises.FindAllString(reply, -1) {
		if !strings.Contains(low, strings.ToLower(found)) {
			return found
		}
	}
	for _, code := range [...]string{"en", "de"} {
		if l := language.Of(code); negates(l, reply) && !negates(l, template) {
			return reply
		}
	}
	return ""
}

func negates(l *language.Language, text string) bool {
	found := false
	l.EachWord(text, func(w string) { found = found || l.Negates(w) })
	return found
}
