package answer

import "strings"

// wantsPerson reports whether a message wishes for a person instead of the bot. It is told by the
// form of the wish, so that "can I return it for another person" is not one. One line of several is
// enough.
func wantsPerson(text string) bool {
	for line := range strings.Lines(text) {
		if lineWantsPerson(withoutGreeting(line)) {
			return true
		}
	}
	return false
}

func lineWantsPerson(line string) bool {
	p := mendPersonWords(plain(line))
	seen := look(p)
	for _, w := range wishes {
		if w.in(&seen) {
			return !aboutOthers.in(&seen)
		}
	}
	return false
}

// The vocabulary of the wish. A strong noun means a person of the company wherever it stands; a weak
// one does so only in the object of talking.
const (
	strong = `(?:(?:live |real |actual |human |proper |customer |service |support |sales )*(?:agents?|representatives?|reps?|operators?|advis[eo]rs?|assistants?|consultants?|employees?|supervisors?|managers?|staff(?: members?)?|colleagues?|humans?(?: beings?)?|csrs?)` +
		`|(?:live|real|actual|living|proper|physical|human|flesh and blood) (?:person|people|one|someone|somebody|support|help|chat|being)` +
		`|(?:a |an )?member of (?:the |your )?(?:staff|team)|customer (?:service|services|support|care)|(?:the |your )?(?:support|service|sales) ?(?:team|department|desk|staff)|help ?desk|live chat)`
	weak = `(?:persons?|people|someone(?: else)?|somebody(?: else)?|anyone|anybody|support|some one|the boss|the owner)`
	some = `(?:an?|the|any|some|your|one|another|this|that|of) `
	fill = `(?:please|pls|plz|now|here|asap|immediately|directly|instead|right|quickly|urgently|today|again|already|just|then|thanks|thank you|ok|okay|hi|hello|hey|no|yes|there|sorry|for me|for help|for real|at once|actual|actually|really|finally)`
	// ofUs ends the mention of a person that is wished for: "an agent who knows", but not "an operator licence".
	ofUs = `(?:$| (?:to|who|that|for|about|regarding|because|as|on|not|and|or|but|since|with|from|in here|` + fill + `)\b)`
	// helpMe wishes for help with nothing in particular.
	helpMe = `(?:help|assist|support|answer|reply)(?: (?:me|us|out|here|please|pls|now|today))*(?: (?:with|about|on|to|in|solve|fix|sort out|resolve) (?:this|that|it|something|my (?:problem|issue|case|question|matter|request|complaint)|an? (?:problem|issue|question)|a few questions|some questions))*(?: ` + fill + `)*$`
	talk1  = `(?:talk|speak|chat|spk|tlk|communicate|converse|talking|speaking|chatting|conversation|word|speek|talke)`
)

var wishes = tellsOf(
	// "agent", "human please", "a real person now"
	`^(?:`+fill+` )*(?:i (?:just |really |only )?(?:want|need|demand|require|prefer|would like|d like|wanna have|request|would prefer) |id (?:like|prefer|rather have) |get (?:me )?|give me |gimme |may i have |can i (?:get|have) |could i (?:get|have) |let me have |looking for |request |requesting |wanted |want |need |bring (?:me |in )?|call (?:in )?|to |show me )?(?:`+some+`)?(?:`+strong+`|person|someone|somebody|people)(?: (?:`+fill+`))*$`,
	// "can I speak to someone", "talk with one of your people", "chat to support"
	`\b`+talk1+`(?: directly| again)? (?:to|with|2|w) (?:`+some+`){0,3}(?:`+strong+`|`+weak+`)\b`,
	`\b(?:talk|speak) (?:`+some+`)?(?:human|agent|person)\b`,
	`\bsomeone (?:\w+ ){0,2}(?:i|we) can (?:talk|speak|chat)\b`, `\b(?:someone|somebody|anyone|anybody|a person|people|a human) (?:i (?:can|could) |to |there to |here to |available to |for me to )(?:talk|speak|chat)\b`,
	// "connect me to an agent", "put me through", "hand me over to a human"
	`\b(?:connect|transfer|put|pass|forward|hand|redirect|refer|escalate|switch|route|direct|link|bring|take)(?: (?:me|us|this|it|my (?:case|chat|question|request|issue|problem|complaint)))?(?: (?:straight|through|over|on|up|back|directly|in))? (?:to |with |into )?(?:`+some+`){0,2}(?:`+strong+`|(?:person|someone|somebody|anyone)(?: else| real| competent)?$)`,
	`\bput me through\b`, `\b(?:transfer|connect) me(?: (?:`+fill+`|over|through))*$`,
	`\bescalate (?:my|this|the) (?:case|issue|problem|complaint|request|ticket|chat|matter)\b`,
	// "I want a human to look at this", "get me an agent who knows"
	`\b(?:want|need|demand|get me|give me|prefer|bring me|require|like|request|(?:can|could|may|let) (?:i|me) (?:please )?have|id have|find me|fetch me|send me) (?:to have |to get |to see |some |help from |an answer from |an answer by |assistance from |contact with )?(?:`+some+`)?(?:real |live |actual |competent |proper )?(?:humans?|agents?|representatives?|operators?|live chat|human beings?|real (?:person|people|someone|help)|live (?:person|support|help)|actual (?:person|people)|human (?:help|support|assistance))`+ofUs,
	`\b(?:want|need|like|get|prefer|is there|are there) (?:someone|somebody|anyone|anybody|a person|an actual person|people) (?:to |who can |that can |who could |i can )(?:please )?(?:talk|speak|chat|(?:call|contact|phone) (?:me|us)\b|answer me|reply to me|look (?:at|into) (?:this|it|my)|deal with (?:this|it|me)|take over)\b`,
	`\b(?:want|need|like|get|prefer|is there|are there) (?:someone|somebody|anyone|anybody|a person|people) (?:to |who can |that can |who could )`+helpMe,
	`\b(?:can|could|will|would|let|have) (?:a human|an agent|a person|a real person|a real human|an actual person|a colleague|your team|a member of (?:the )?staff) (?:please |else |there |real |actually |just )*(?:help|call|phone|ring|contact|assist|talk|speak|chat|take over|look into|reply|answer|get back|deal)\b`,
	// "can someone help me" is a wish, "can someone help me activate my card" a question in polite words
	`\b(?:can|could|will|would|let|have) (?:someone|somebody|anyone|anybody)(?: else)? (?:please |pls |there |real |actually |just |from your team )*`+helpMe,
	`\b(?:can|could|will|would|let|have) (?:someone|somebody|anyone|anybody)(?: else)? (?:please |pls |there |real |actually |just |from your team )*(?:(?:call|phone|ring|contact) (?:me|us)\b|(?:talk|speak|chat) (?:to|with) (?:me|us)\b|(?:look into|deal with) (?:this|it|my (?:case|problem|issue|complaint))\b|take over\b|get back to (?:me|us)\b)`,
	`\b(?:reach|contact|get hold of|get through to|get in touch with|speak|hear from|message|get to|find) (?:`+some+`)?(?:(?:real|live|actual|human) )?(?:humans?|agents?|representatives?|operators?|a real person|real people|human being|customer (?:service|support|care)|someone (?:real|human|who)|a person|your (?:team|staff|support))(?: (?:`+fill+`))*$`,
	// "is there a human here?", "any real people around"
	`\b(?:is|are) (?:there )?(?:`+some+`)?(?:humans?|real (?:person|people|human)|live (?:person|agent)|actual (?:person|people|human)|agents?|operators?)(?: (?:there|here|around|available|online|i can|on|to talk|at all|who|out there))`,
	`\b(?:is|are) there (?:`+some+`)?(?:humans?|real (?:person|people|human)s?|live (?:person|agent)s?|actual (?:person|people|human)s?)\b`, `^any (?:real )?(?:humans?|people|persons?|agents?|body) (?:there|here|around|available|online)$`,
	`^(?:`+fill+` )*(?:is )?(?:there )?(?:anyone|anybody|someone|somebody) (?:real |human |actually )?(?:there|here|home|available|around|online)(?: (?:to help|who can help)(?: me)?)?$`,
	// "no more bots", "I don't want to talk to a machine"
	`\b(?:dont|do not|doesnt|not|no|never|stop|hate|without|instead of|rather than|enough of|enough with|tired of|sick of|fed up with|not with)(?: \w+){0,2} (?:want|wanna|like|talk|talking|speak|speaking|chat|chatting|deal|dealing|need|communicate)(?: \w+){0,4} (?:bots?|chat ?bots?|robots?|machines?|computers?|ai|algorithm|automat(?:ed|on)|program(?:me)?)\b`,
	`\b(?:no|stop|hate|enough of|enough with|tired of|sick of|fed up with|not another|skip|forget|leave me alone|get rid of|turn off|bypass)(?: (?:the|this|these|your|more|talking|to|a|with|stupid|you|silly|bloody|damn|that|annoying)){0,4} (?:bots?|chat ?bots?|ai|robot chat)\b`,
	`^not (?:a|the|with a|another) (?:bot|robot|machine|computer)\b`, `\bnot (?:a |the )?(?:chat)?bot$`,
	// "call me", "can you ring me back please"
	`^(?:(?:please|pls|plz|can|could|would|will|you|u|just|someone|somebody|anyone|i|want|need|like|id|would|to|have|hi|hello|hey|kindly|a|one|of|your|team|staff|agent|person|so|then|ok) )*(?:call|phone|ring|telephone) me(?: back)?(?: .{0,40})?$`,
	`^(?:(?:i|id|want|need|would|like|please|can|could|get|have|request|schedule|to|may|a|you|arrange|give|me) )*(?:call ?back|phone call|call from (?:you|someone|an agent))(?: `+fill+`)*$`,
	// German
	`\b(?:mit )?(?:einem|einer|einen|ner|nem|dem|jemand(?:em|en)?|irgendjemand(?:em)?) ?(?:echten |richtigen |realen )?(?:menschen|mensch|mitarbeiter(?:in)?|berater(?:in)?|agenten|person|kundenberater(?:in)?|kollegen|jemandem)?(?: \w+){0,2} (?:sprechen|reden|chatten|telefonieren|verbinden|verbunden)\b`,
	`^(?:bitte |ich (?:will|möchte|moechte|brauche|hätte gerne?) )?(?:einen |eine |ein |n )?(?:echten |echte |echter |richtigen |menschlichen )?(?:mensch|menschen|mitarbeiter|mitarbeiterin|berater|beraterin|person|kundenservice|kundendienst|ansprechpartner|sachbearbeiter)(?: bitte)?$`,
	`\b(?:kein|keinen|keinem) (?:bot|chatbot|roboter|maschine)\b`, `\bverbinden sie mich\b`, `\b(?:rufen sie mich|ruf mich) (?:bitte )?(?:an|zurück)\b`,
	// French
	`\b(?:parler|discuter|échanger|parlez|chatter) (?:à|a|avec) (?:une?|un vrai|une vraie|quelquun|quelqu un|le|la|un de vos)? ?(?:vraie? )?(?:humain|personne|conseiller|conseillère|agent|opérateur|quelquun|être humain|service client)?\b`,
	`^(?:je (?:veux|voudrais|souhaite) |besoin d)?(?:un |une )?(?:vrai |vraie )?(?:humain|conseiller|conseillère|opérateur|vraie personne|être humain|service client)(?: sil vous plait| sil vous plaît| svp)?$`, `\bpas (?:un |de |à un )?(?:robot|bot)\b`,
	// Spanish
	`\b(?:hablar|chatear|comunicarme|contactar) (?:con|a) (?:una?|algún|alguna|un)? ?(?:persona|alguien|agente|humano|operador|asesor|representante|ser humano|encargado)\b`,
	`^(?:quiero |necesito |por favor )?(?:un |una )?(?:agente|humano|operador|operadora|asesor|persona real|representante|persona)(?: por favor| humano| real)?$`, `\bno (?:quiero )?(?:hablar con )?(?:un |una )?(?:robot|bot|máquina)\b`,
	// Dutch
	`\bmet (?:een |de )?(?:echte? |levende? )?(?:mens|medewerker|persoon|iemand|klantenservice|collega)(?: \w+)? ?(?:spreken|praten|chatten|bellen)?$`, `\biemand (?:te )?(?:spreken|aan de lijn)\b`,
	`^(?:ik wil |graag )?(?:een )?(?:echte? )?(?:mens|medewerker|klantenservice|echt persoon|echte persoon)(?: graag| alstublieft| aub| spreken)?$`, `\bgeen (?:chat)?bot\b`,
	// Italian
	`\b(?:parlare|chattare) con (?:una?|un vero|una vera|qualcuno|l)? ?(?:vera )?(?:persona|operatore|umano|qualcuno|agente|essere umano|operatrice|addetto)?\b`,
	`^(?:voglio |vorrei |mi serve )?(?:un |un vero |una )?(?:operatore|operatrice|umano|persona vera|persona reale|addetto)(?: per favore| umano)?$`,
)

// aboutOthers are sentences with the words of a wish that are about something else: other people's
// agents, what an agent said, questions that an article answers.
var aboutOthers = tellOf(
	`\b(?:travel|estate|shipping|cleaning|washing|waterproofing|proofing|drying|delivery|customs|tour|network|mobile|lift|bus|train|insurance|parcel|letting|foaming|reducing|bonding|shop floor|payment) (?:agents?|operators?|assistants?|companys?)\b` +
		`|\b(?:human (?:rights|hair|error|resources|sized?|body|skin|trafficking)|managers? account|account managers?)\b` +
		`|\b(?:another|different|third|other|second|per|each|one|two|three|four|2|3|4|how many|\d+) (?:person|people|persons)\b` +
		`|\b(?:person|people|someone|somebody|man|woman|guy|lady) (?:at|of) (?:the )?(?:post office|courier|bank|customs|airline)\b` +
		`|\b(?:talked|spoke|spoken|chatted|was talking|was speaking|already talking)\b.* (?:and|who|but|they|he|she|that|yesterday|last|about)\b` +
		`|\b(?:what|when|which|where)(?: \w+){0,3} (?:hours|opening times|open|phone number|telephone number|number|email|e mail|address)\b` +
		`|\b(?:customer (?:service|support|care)|support|helpdesk|help desk) (?:phone |telephone |contact )?(?:number|hours|email|e mail|address|opening)\b` +
		`|\b(?:courier|driver|dhl|ups|post|postman|delivery man|carrier|bank|seller|manufacturer|neighbou?r)(?: \w+){0,3} (?:call|phone|ring|contact)(?:ed|s|ing)? me\b` +
		`|\bstaff (?:discount|only|jobs?|uniform|room)\b|\b(?:job|jobs|vacanc\w+|career|apply|application|hiring) (?:as|for|at|in)\b` +
		// "call me before you deliver" is about the delivery, "do I have to speak to someone" about the way
		`|\b(?:call|phone|ring|contact|text) me (?:before|when|if|once|prior|ahead|on delivery|upon)\b` +
		`|^(?:do|must|should) i (?:really )?(?:have to |need to )?(?:talk|speak|chat|call|contact)\b` +
		`|^(?:do|does|did) (?:you|they|your \w+) have (?:an?|any|your own) ` + strong + `(?: \w+)* in \w+` +
		`|\b(?:gift|present|tent|bag|boots|jacket|order|parcel|package|ticket|room|seat|voucher) (?:\w+ )?for (?:someone|somebody|a person|people|another)\b`,
)

// personWords are mended when one letter of them is wrong, because they are often typed in anger.
var personWords = []string{"human", "agent", "person", "representative", "operator", "someone"}

func mendPersonWords(p string) string {
	list := strings.Fields(p)
	for i, w := range list {
		if len(w) < 5 || len(w) > 16 {
			continue
		}
		for _, right := range personWords {
			if limit := len(right) / 5; w != right && w[0] == right[0] && max(len(w)-len(right), len(right)-len(w)) <= limit && !strings.HasPrefix(w, right) && slips(w, right) <= limit && !realWords[w] {
				list[i] = right
				break
			}
		}
	}
	return strings.Join(list, " ")
}

// realWords are near to a word for a person and mean something else.
var realWords = words(`humain humane humid persona argent urgent agenda operate operated operates operating cooperator prison persian
representation representing representatives somehow`)

// slips counts the letters to add, drop, replace or swap with a neighbour to turn a into b.
func slips(a, b string) int {
	above2, above, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], above2[j-2]+1)
			}
		}
		above2, above, row = above, row, above2
	}
	return above[len(b)]
}
