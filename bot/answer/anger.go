package answer

import (
	"strings"
	"unicode"
)

// mood is how displeased a message sounds.
type mood int

const (
	calm mood = iota
	displeased
	angry
)

// displeasure tells how displeased a message sounds. Angry means that another answer by a bot would
// make it worse; displeased that a person should be offered beside the answer.
func displeasure(text string) mood {
	p := look(plain(text))
	switch {
	case abuse.in(&p) && !notAbuse.in(&p), threat.in(&p) && !asking.in(&p), again.in(&p) && !notAgain.in(&p), condemned.in(&p), shouting(text):
		return angry
	case annoyed.in(&p) && !notAnnoyed.in(&p):
		return displeased
	}
	return calm
}

var (
	abuse    = tellOf(`\b(?:ff?uu?cc?kk?\w*|stfu|fck\w*|wtf|shitt?y?|bullshit|(?:this is|thats|total|complete|what|such) bs|crap|crappy|asshole|arsehole|bastards?|bitch|dickheads?|wankers?|twats?|cunts?|piss(?:ed)? off|bloody (?:hell|joke|useless|bot|thing|ridiculous)|goddamn|screw you|go to hell|morons?|idiots?|idiotic|imbeciles?|stupid (?:bot|people|company|shop|service|thing|answer|machine|robot|website|idiot\w*)|you (?:are|re|r) (?:so )?(?:stupid|dumb|useless|an idiot|pathetic|a joke|thieves|crooks|liars)|youre (?:so )?(?:stupid|dumb|useless|pathetic|thieves|crooks|liars|a joke)|dumb (?:bot|machine|robot)|(?:you|youre|you are|you guys are|bunch of|company of|gang of|bloody|damn|they are all|are all) (?:all |just |nothing but |a bunch of |bloody |damn ){0,2}(?:scammers?|fraudsters?|thieves|crooks|liars)|scheiße|scheisse|scheiß\w*|arschloch|putain|merde|mierda|cazzo|kut|kutzooi|kutbedrijf|godverdomme|verarschen)\b|^(?:scammers?|fraudsters?|thieves|crooks|liars)$`)
	notAbuse = tellOf(`\bidiots? (?:proof|guide)|\b(?:proof|guide) (?:for|against) idiots\b`)
	// threat is law that somebody is threatened with; what else has to do with law is a matter to ask about.
	threat = tellOf(`\b(?:my (?:\w+ )?(?:lawyers?|solicitors?|attorneys?)|(?:hear|hearing) from (?:my|a|our|the) (?:\w+ )?(?:lawyers?|solicitors?|attorneys?|ombudsman)` +
		`|(?:i will|ill|we will|(?:i am|im|we are|were) (?:going to|about to|getting|calling|contacting|taking|hiring|talking|speaking|filing|consulting)|going to|gonna|next (?:stop|step)|or (?:else )?i|otherwise i?) (?:\w+ ){0,5}(?:lawyers?|solicitors?|attorneys?|legal (?:action|steps|proceedings|advice)|small claims|trading standards|ombudsman|consumer (?:protection|rights|advice|organi[sz]ation|council)|chargeback|press charges|report you)` +
		`|take you to court|see you in court|sue you|suing you|going to sue|will sue|(?:ill|will|going to|gonna|have to) report you|i (?:want|demand) my lawyer` +
		`|zum anwalt|mein(?:en|em)? (?:rechts)?anwalt|(?:rechts)?anwalt einschalten|verbraucherschutz|mon avocat|mi abogado|mijn advocaat|mio avvocato|denunciar)\b`)
	// asking is a question about the law that threatens nobody.
	asking   = tellOf(`^(?:what|which|who|where|when|how|why|can|could|may|do|does|did|is|are|should|will|would|explain|tell me|i need|i want to know|im looking for|im interested)\b`)
	again    = tellOf(`\b(?:(?:third|3rd|fourth|4th|fifth|5th|tenth|10th|hundredth|umpteenth|nth) time (?:(?:that )?(?:i|im|ive|we)(?: have| am| had)?(?: to)? (?:ask|writ|wrot|contact|call|tell|told|explain|complain|messag|repeat|say|said|request|phon|rang|mail|email)\w*|i now|now$|now that|asking|writing|contacting|calling)|(?:asked|ask|told|tell|telling|said|say|written|wrote|contacted|called|explained) (?:you |this |that |already )*(?:three|four|five|six|ten|several|many|a hundred|a thousand|\d+) times|how (?:many|often) (?:more )?(?:times )?(?:do|must|have|should) i (?:have to |need to |to )?(?:ask|say|tell|repeat|explain|complain)|how many (?:more )?times (?:do|must|should) i (?:have to |need to )?(?:write|contact|call)|^for the (?:third|fourth|fifth|last|hundredth|millionth) time|(?:ask|tell|say|explain|repeat)\w*(?: \w+){0,2} for the (?:third|fourth|fifth|last|hundredth|millionth) time|(?:i|i have to|having to) keep (?:asking|telling|repeating|saying|explaining)|you keep (?:asking|telling|repeating|saying|sending)(?: me)? (?:the same|this)|keep (?:repeating|saying|telling me) the same|nobody (?:answers|replies|responds|cares|helps)|no one (?:answers|replies|responds|cares|helps)|im still waiting for (?:an answer|a reply|a response))\b`)
	notAgain = tellOf(`\b(?:nobody|no one) answers (?:the |my )?(?:door|bell|doorbell)\b`)
	// condemned are verdicts on the company or the bot, not on a product.
	condemned = tellOf(`\b(?:(?:this is|thats|that is|you are|youre|its|it is|how|so|absolutely|totally|completely|utterly|your (?:\w+ )?(?:is|was|are)) (?:(?:a|an|so|just|absolutely|totally|completely|utterly|really|such|getting|becoming|all) ){0,2}(?:ridiculous|unacceptable|outrageous|disgrace|disgraceful|disgusting|pathetic|farce|scandal|rip ?off|joke|bullshit|nonsense|infuriating|appalling|shameful|insane|insulting|insult|shambles)|(?:this is|thats|that is|you are|youre|your (?:\w+ )?(?:is|are)) (?:all |just |nothing but )?(?:a |one )?(?:big |total |complete |huge |absolute )?scam|(?:worst|terrible|horrible|awful|appalling|disgusting|dreadful|shocking|lousy|atrocious|abysmal) (?:\w+ )?(?:service|company|shop|store|support|experience|customer service|bot|website|business)|never (?:order\w*|buy\w*|shop\w*) (?:\w+ ){0,3}(?:again|anymore)|(?:im|i am|we are|were) (?:\w+ ){0,2}(?:furious|fuming|livid|outraged|disgusted|fed up|sick of (?:this|you|waiting)|so angry|very angry|really angry|extremely angry|angry)|i ?(?:ve)? ?(?:have )?had enough(?: of (?:this|you|your|it|waiting|these|that|\w+ing)\b.*)?$|want to (?:make|file|lodge|submit) (?:a|an) (?:formal |official )?complaint|(?:what a|such a|this is a|its a|thats a|total|complete|just a) waste of (?:my )?(?:time|money)|waste of my (?:time|money)|wasting my time|useless (?:bot|answer|service|support|company|machine|thing)|(?:completely|absolutely|totally|utterly|so|just|simply) useless|are you (?:kidding|joking|stupid)(?: me)?|are you (?:serious|deaf)(?: or what)?$|you (?:lied|cheated|robbed|scammed|stole)|i want my money back now|unverschämt\w*|frechheit|inacceptable|inaceptable|vergogna|schandalig|schande)\b`)
	annoyed   = tellOf(`\b(?:ridiculous|unacceptable|outrageous|disgrace\w*|disappoint\w*|annoy\w*|frustrat\w*|upset|unhappy|angry|mad at|complain|complaint|complaints|terrible|horrible|awful|useless|damn|dammit|wth|omg|rude|poor service|bad service|still (?:not|no|waiting|havent|nothing)|(?:for|taking|takes|take|taken|took|waiting|waited|been) ages|(?:taking|takes|take|taken|took|waiting|waited|lasts) forever|(?:oh |ah |^)come on|for the (?:third|fourth|fifth|sixth|tenth) time|(?:third|fourth|fifth|3rd|4th|5th) time in a row|seriously|not good enough|fed up|sick of)\b`)
)

// notAnnoyed is the same words in questions that nobody is annoyed in.
var notAnnoyed = tellOf(`\bfor ages (?:\d|\w+ to|\w+ and)|\bupset (?:stomach|tummy)\b`)

// shouting reports whether most of a longer message is in capitals and ends in exclamation marks.
func shouting(text string) bool {
	letters, upper := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		}
	}
	return letters >= 12 && upper*10 >= letters*8 && strings.Contains(text, "!!") && len(strings.Fields(text)) >= 3
}
