package answer

import (
	"regexp"
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
	p := plain(text)
	switch {
	case abuse.MatchString(p), law.MatchString(p) && !notLaw.MatchString(p), again.MatchString(p), condemned.MatchString(p), shouting(text):
		return angry
	case annoyed.MatchString(p):
		return displeased
	}
	return calm
}

var (
	abuse = regexp.MustCompile(`\b(?:f+u+c+k+\w*|fck\w*|wtf|stfu|shit+y?|bullshit|bs|crap|crappy|asshole|arsehole|bastards?|bitch|dickheads?|wankers?|twats?|cunts?|piss(?:ed)? off|bloody (?:hell|joke|useless|bot|thing|ridiculous)|goddamn|screw you|go to hell|morons?|idiots?|idiotic|imbeciles?|stupid (?:bot|people|company|shop|service|thing|answer|machine|robot|website|idiot\w*)|you (?:are|re|r) (?:so )?(?:stupid|dumb|useless|an idiot|pathetic|a joke|thieves|crooks|liars)|youre (?:so )?(?:stupid|dumb|useless|pathetic|thieves|crooks|liars|a joke)|dumb (?:bot|machine|robot)|scammers?|fraudsters?|thieves|crooks|liars|scheiße|scheisse|scheiß\w*|arschloch|putain|merde|mierda|cazzo|kut\w*|godverdomme|verarschen)\b`)
	law   = regexp.MustCompile(`\b(?:lawyers?|solicitors?|attorneys?|legal (?:action|steps|proceedings|advice)|take you to court|small claims|sue you|suing|going to sue|will sue|press charges|trading standards|ombudsman|consumer (?:protection|rights|advice|organi[sz]ation|council)|report you|chargeback|anwalt|rechtsanwalt|verbraucherschutz|avocat|abogado|advocaat|avvocato|denunciar)\b`)
	// notLaw are questions about the law that threaten nobody.
	notLaw = regexp.MustCompile(`\b(?:what are|which|explain|do i have|about) (?:my )?(?:\w+ )?consumer rights\b`)
	again  = regexp.MustCompile(`\b(?:(?:third|3rd|fourth|4th|fifth|5th|tenth|10th|hundredth|umpteenth|nth) time (?:i|im|ive|that i|now|asking|writing|contacting|calling|in a row)|(?:asked|ask|told|tell|telling|said|say|written|wrote|contacted|called|explained) (?:you |this |that |already )*(?:three|four|five|six|ten|several|many|a hundred|a thousand|\d+) times|how (?:many|often) (?:more )?(?:times )?(?:do|must|have|should) i (?:have to |need to |to )?(?:ask|say|tell|write|repeat|explain|contact|call)|for the (?:third|fourth|fifth|last|hundredth|millionth) time|keep (?:asking|telling|repeating|saying)(?: the same)?|nobody (?:answers|replies|responds|cares|helps)|no one (?:answers|replies|responds|cares|helps)|im still waiting for (?:an answer|a reply|a response))\b`)
	// condemned are verdicts on the company or the bot, not on a product.
	condemned = regexp.MustCompile(`\b(?:(?:this is|thats|that is|you are|youre|its|it is|how|so|absolutely|totally|completely|utterly|your (?:\w+ )?(?:is|was|are)) (?:(?:a|an|so|just|absolutely|totally|completely|utterly|really|such|getting|becoming|all) ){0,2}(?:ridiculous|unacceptable|outrageous|disgrace|disgraceful|disgusting|pathetic|farce|scandal|scam|rip ?off|joke|bullshit|nonsense|infuriating|appalling|shameful|insane|insulting|insult|shambles)|(?:worst|terrible|horrible|awful|appalling|disgusting|dreadful|shocking|lousy|atrocious|abysmal) (?:\w+ )?(?:service|company|shop|store|support|experience|customer service|bot|website|business)|never (?:order\w*|buy\w*|shop\w*) (?:\w+ ){0,3}(?:again|anymore)|(?:im|i am|we are|were) (?:\w+ ){0,2}(?:furious|fuming|livid|outraged|disgusted|fed up|sick of (?:this|you|waiting)|so angry|very angry|really angry|extremely angry|angry)|i ?(?:ve)? ?(?:have )?had enough|want to (?:make|file|lodge|submit) (?:a|an) (?:formal |official )?complaint|waste of (?:my )?(?:time|money)|wasting my time|useless (?:bot|answer|service|support|company|machine|thing)|(?:completely|absolutely|totally|utterly|so|just|simply) useless|are you (?:kidding|joking|serious|stupid|deaf)(?: me)?|you (?:lied|cheated|robbed|scammed|stole)|i want my money back now|unverschämt\w*|frechheit|inacceptable|inaceptable|vergogna|schandalig|schande)\b`)
	annoyed   = regexp.MustCompile(`\b(?:ridiculous|unacceptable|outrageous|disgrace\w*|disappoint\w*|annoy\w*|frustrat\w*|upset|unhappy|angry|mad at|complain|complaint|complaints|terrible|horrible|awful|useless|damn|dammit|wth|omg|rude|poor service|bad service|still (?:not|no|waiting|havent|nothing)|ages|forever|come on|seriously|not good enough|fed up|sick of)\b`)
)

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
