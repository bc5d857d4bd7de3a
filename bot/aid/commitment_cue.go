package aid

import (
	"strings"

	"frontdesk/knowledge/pattern"
)

// cue is where words commit: "I'll", "we will", "Sie erhalten".
type cue struct{ start, end int }

// Verbs by which German commits in the present tense, without their endings -e and -en.
const germanVerbs = `meld|schick|send|erstatt|überweis|liefer|ruf|antwort|klär|prüf|erledig|bearbeit|geb|informier|verschick|versend|` +
	`stornier|ersetz|tausch|reparier|leit|frag|schau|buch|bring|hol|mach|veranlass|bestätig|teil|lass|komm|bereit|schreib|stell|korrigier|` +
	`leg|sorg|kontaktier|aktualisier|beantwort|benachrichtig|zahl|halt|bericht|entscheid|untersuch|begleich|lös`

const (
	staff        = `colleagues?|team|technicians?|engineers?|managers?|supervisors?|warehouse|accountants?|department|specialists?|drivers?|couriers?|office|developers?`
	germanStaff  = `kolleg(?:e|in|en|innen)|team|techniker(?:in)?|abteilung|lager|fahrer(?:in)?|buchhaltung|vorgesetzter?|leiter(?:in)?|mitarbeiter(?:in)?`
	sent         = `refunded|sent|shipped|delivered|credited|paid|fixed|repaired|replaced|solved|resolved|cancelled|canceled|changed|updated|ready|done|finished|completed|processed|answered|dispatched|posted|transferred|reimbursed|activated|unlocked|restored|confirmed|collected|picked up|with you|there|back|in your|on your|on its way`
	german1      = `(?:(?:` + germanVerbs + `)(?:e|en)|kümmere?n?|ändere?n?|liefere?n?|werden?|verspreche[n]?|garantieren?)`
	givenToYou   = `erhalten|bekommen|kriegen|hören|erhältst|bekommst|kriegst|hörst`
	betweenWords = ` (?:also |then |definitely |certainly |surely |still |all |soon |probably |most likely |personally |gladly )?`
)

var (
	firstPerson = pattern.Of(`\b(?:i|we)(?:['’]ll| will| shall)\b` +
		`|\b(?:i(?:['’]m| am)|we(?:['’]re| are))` + betweenWords + `(?:going to|gonna|sending|shipping|refunding|calling|getting back|transferring|posting|forwarding|arranging|booking|dispatching|replacing)\b` +
		`|\b(?:i|we)(?: can| hereby| solemnly)? (?:promise|guarantee|commit|assure)\b|\byou have my word\b` +
		`|\blet me (?:get back|check|find out|look into|clarify|call|ask)\b` +
		`|\bexpect (?:my|our|an|a|the|your) (?:\pL+ )?(?:answer|reply|call|e-?mail|refund|response|message|update|parcel|delivery|replacement)\b` +
		`|\b(?:(?:my|our) (?:\pL+ ){0,2}(?:` + staff + `)|(?:a|one of (?:my|our)) colleagues?|someone|somebody)(?:['’]ll| will| is going to)\b` +
		`|\b(?:your (?:[\pL-]+ ){1,3}|it|they|this|that) ?(?:['’]ll|\bwill|\bis going to|\bare going to)` + betweenWords + `(?:be (?:\pL+ly )?(?:` + sent + `)|arrive|reach you|leave|ship|go out)\b`)
	you = pattern.Of(`\byou(?:['’]ll| will| shall| can expect(?: to)?)` + betweenWords + `(?:get|receive|have|hear|see|be (?:\pL+ed|paid|sent|given|told|hearing|getting|receiving))\b` +
		`|\byou (?:get|receive|hear)\b`)
	german = pattern.Of(`(?:^|[^\pL])(?:(?:ich|wir) ` + german1 + `|` + german1 + ` (?:ich|wir)|melde mich|melden uns|sie haben mein wort` +
		`|(?:mein|meine|unser|unsere|ein|eine) (?:` + germanStaff + `) (?:wird|werden|meldet|melden|ruft|schickt|kommt|kümmert|prüft|erledigt)` +
		`|(?:wird|meldet|ruft|schickt|kommt|kümmert|prüft)(?: sich| sie| ihnen| dich| dir){0,2} (?:mein|meine|unser|unsere|ein|eine) (?:` + germanStaff + `)` +
		`|(?:ihr|ihre|ihren|dein|deine) (?:[\pL-]+ ){1,2}(?:wird|werden|kommt|geht)|(?:wird|werden|kommt|geht) (?:ihnen |dir )?(?:ihr|ihre|dein|deine))(?:[^\pL]|$)`)
	germanYou = pattern.Of(`(?:^|[^\pL])(?:(?:sie|du|ihr) (?:` + givenToYou + `)|(?:` + givenToYou + `) (?:sie|du|ihr)` +
		`|(?:sie werden|werden sie|du wirst|wirst du)(?:$|[^\pL].*?[^\pL])(?:erhalten|bekommen|hören|informiert|benachrichtigt|kontaktiert|angerufen|haben))(?:[^\pL]|$)`)
)

// What is looked at is bounded, so that no text takes long.
const (
	nearby      = 160 // bytes before and after a cue that may deny it
	mostCues    = 40  // of one kind in a sentence
	mostMoments = 20  // in a sentence
)

// findCues returns the words that commit in a sentence, but for those that are denied.
func findCues(part string) (out []cue) {
	for _, re := range [...]*pattern.Pattern{firstPerson, german} {
		for _, at := range re.FindAllStringIndex(part, mostCues) {
			out = appendCue(out, part, at, false)
		}
	}
	for _, re := range [...]*pattern.Pattern{you, germanYou} {
		for _, at := range re.FindAllStringIndex(part, mostCues) {
			out = appendCue(out, part, at, true)
		}
	}
	return out
}

// appendCue adds a match unless it is denied; customer says that the customer is its subject ("you will get"). The
// German patterns hold the characters before and after, as RE2's \b knows only ASCII.
func appendCue(out []cue, part string, at []int, customer bool) []cue {
	start, end := at[0], at[1]
	text := part[start:end]
	start += len(text) - len(strings.TrimLeft(text, " ,.:;-–—(\"'„“*_"))
	end -= len(text) - len(strings.TrimRight(text, " ,.:;-–—)\"'“*_"))
	if start >= end || denied(part, start, end, customer) {
		return out
	}
	return append(out, cue{start, end})
}

var (
	notAfter = pattern.Of(`^(?: also| then| still| only)? (?:not|never|no longer|be (?:unable|away|closed|out|off|on (?:holiday|vacation|leave|sick|a break)|offline|unavailable|absent|here|there for|open|available|in a meeting|happy|glad|busy))\b`)
	away     = pattern.Of(`^ be back\b`)
	backWith = pattern.Of(`^ be back (?:with|to|in touch)\b`)
	mustDo   = pattern.Of(`^ to\b`)
	doubted  = pattern.Of(`\b(?:not sure|no idea|don['’]t (?:know|think|believe)|(?:can(?:no|['’])t|cannot|unable to|won['’]t|not) (?:promise|say|guarantee|tell)|(?:doubt|unlikely|hope|hoping|wish|whether|said|say that|told you)\b[^,]*$|weiß nicht|nicht sicher|hoffe|bezweifle|kann nicht|können nicht)|\b(?:do|does|did|should|shall|could|can|would|when|until|before|what|how|where|who|that|which|ob) $`)
	germanNo = pattern.Of(`\b(?:nicht|nie|niemals|keinesfalls)\b`)
	notLater = pattern.Of(`\bnicht (?:später|nur|mehr als|länger)\b`)
)

// denied reports whether the words around a cue take it back.
func denied(part string, start, end int, customer bool) bool {
	before, after := part[max(0, start-nearby):start], part[end:min(len(part), end+nearby)]
	if notAfter.MatchString(after) || away.MatchString(after) && !backWith.MatchString(after) || customer && mustDo.MatchString(after) || doubted.MatchString(before) {
		return true
	}
	own := after // up to the comma
	if i := strings.IndexByte(own, ','); i >= 0 {
		own = own[:i]
	}
	own = part[start:end] + own
	return germanNo.MatchString(own) && !notLater.MatchString(own)
}

var (
	// foreign words between a cue and a time give the time to another verb.
	foreign = pattern.Of(`\b(?:(?:you|i|we|he|she|they|which|that|who) (?:have |has |had |already |just |only )*(?:\w+[^e\W]ed|paid|bought|sent|got|made|gave|wrote|said|told|was|were|came|left|put|took|found|spoke|had)|it (?:was|had|came))\b` +
		`|\bplease\b|\bbitte\b|\byou (?:can|could|must|should|need|have to|may|might)\b|\b(?:sie|du|ihr) (?:können|müssen|sollten|könnten|kannst|musst|solltest)\b` +
		`|\b(?:die|das|den|der|was|welche[rsnm]?|dass) (?:sie|du|wir|ich|ihr)\b|\b(?:sie|ich|wir|du) (?:haben|habe|hatten|hatte|hast)\b|\b(?:haben|habe|hatten|hatte|hast|wurde|wurden) (?:sie|ich|wir|du|es|ihre?)\b` +
		`|, (?:[\pL'’]+ ){1,4}(?:is|are|was|were|has|have|opens|closes|can|must|should|need|needs|ist|sind|hat|haben|öffnet|schließt)\b`)
	// condition makes the whole sentence depend on something.
	condition  = pattern.Of(`^[^\pL]*(?:and |so |then |und |also )?(?:if|unless|should (?:you|it)|in case|provided|assuming|wenn|falls|sofern|sollten?)\b|\b(?:unless|provided that|vorausgesetzt)\b`)
	ifLater    = pattern.Of(`\b(?:if|wenn|falls|sofern)\b`)
	telling    = pattern.Of(`\b(?:know|tell|check|see|find out|ask|confirm|inform|update|say|bescheid|mitteilen|prüfe|kläre)\b`)
	afterEvent = pattern.Of(`\b(?:once|as soon as|when|after|upon|following|sobald|nachdem|nach|ab|of receipt|of receiving)\b`)
	wordLike   = pattern.Of(`[\pL\d]+`)
)

// committing returns the cue that a time belongs to: the last one before it, or the first one after it if the clause
// begins with the time ("By Friday you will get it").
func committing(part string, cues []cue, m moment) (best cue, ok bool) {
	var before, after *cue
	for i := range cues {
		c := &cues[i]
		if c.end <= m.start && (before == nil || c.end > before.end) {
			before = c
		}
		if c.start >= m.end && (after == nil || c.start < after.start) {
			after = c
		}
		// "werden Sie … erhalten" may have the time within.
		if c.start < m.start && c.end >= m.end && before == nil {
			before = c
		}
	}
	between := ""
	switch {
	case before != nil && (after == nil || !leads(part, m)):
		best, between = *before, part[min(before.end, m.start):m.start]
	case after != nil && leads(part, m):
		best, between = *after, part[m.end:after.start]
	default:
		return cue{}, false
	}
	if foreign.MatchString(between) || depends(part, best, m) {
		return cue{}, false
	}
	return best, true
}

// leads reports whether a time begins its clause.
func leads(part string, m moment) bool {
	lead := part[:m.start]
	if i := strings.LastIndexAny(lead, ",:"); i >= 0 {
		lead = lead[i+1:]
	}
	return len(wordLike.FindAllString(lead, 3)) <= 2
}

// depends reports whether a commitment hangs on a condition, so that nobody can say when it is due.
func depends(part string, c cue, m moment) bool {
	if condition.MatchString(part) {
		return true
	}
	rest := part[c.end:]
	if at := ifLater.FindStringIndex(rest); at != nil && !telling.MatchString(rest[:at[0]]) {
		return true
	}
	// "within 3 days of receipt", "once it is here, I'll answer in two days": counted from an event, not from now.
	return m.unit != 0 && afterEvent.MatchString(part)
}
