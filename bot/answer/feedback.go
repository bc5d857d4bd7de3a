package answer

import "strings"

// deniesHelp reports whether a message says that the last answer did not help, and nothing else.
func deniesHelp(text string) bool { return denies(plain(text)) }

// denies is deniesHelp of a plain text.
func denies(p string) bool { return denial.MatchString(p) }

const (
	denyEnd  = `(?: (?:me|at all|either|sorry|thanks|thank you|though|unfortunately|i asked|what i asked|my question|i meant|what i meant|what i need|what i was asking|what i was looking for|right|correct|useful|true|really))*`
	denyHead = `^(?:(?:no|nope|sorry|but|well|hm|hmm|um|unfortunately|still|actually|thanks|thank you|ok) )*`
)

var denial = tellOf(denyHead + `(?:` + strings.Join([]string{
	`(?:that|this|it|the answer|your answer|the article|which) (?:really )?(?:didnt|did not|doesnt|does not|dont|wasnt|was not|isnt|is not|didnot|has not|hasnt) (?:really |actually |even )?(?:help(?:ed|ful|ing)?|work(?:ed)?|answer(?:ed)?|solve(?:d)? (?:it|my problem|the problem|my issue)|useful|clear|right|correct|it|true|what i (?:asked|meant|need|want|mean|was asking|was looking for|am asking|am looking for))`,
	`(?:thats|that is|this is|its|it is|it was|that was|this was) (?:not|no) (?:really |very )?(?:help(?:ful)?|useful|it|right|correct|true|what i (?:asked|meant|need|want|mean|said|was asking|was looking for|am asking|am looking for)|my question|an answer|the answer|the question|good enough)`,
	`(?:thats|that is|this is|its|it is) (?:wrong|useless|incorrect|unhelpful|irrelevant|something else|a different (?:thing|question|topic))`,
	`not (?:really )?(?:helpful|useful|what i (?:asked|meant|need|want|mean|was asking|was looking for)|it|my question|the answer|quite|right|correct|exactly|really|answered|solved)`,
	`(?:wrong|unhelpful|useless|irrelevant|incorrect|wrong answer|wrong article|didnt help|did not help|doesnt help|does not help|no help|not help|i meant something else|something else|none of (?:these|those|them|that)|neither|none|no luck|no use)`,
	`you (?:didnt|did not|dont|do not|havent|have not) (?:answer(?:ed)?|understand|understood|help(?:ed)?|get|read|listen)(?: .{0,30})?`,
	`i (?:dont|do not|didnt|did not) mean that`, `i (?:already )?(?:know|knew|tried|read|did|have done|have tried|have read) (?:that|this)(?: already| before)?`,
	`(?:that|this|it) (?:makes no sense|is no help|helps nothing|was no help)`,
}, `|`) + `)` + denyEnd + `$`)

// plainThat is the affirmation of what was asked, where nothing is accepted by it.
func plainThat(text string) bool { return shortThat[plain(text)] }

var shortThat = map[string]bool{
	"yes": true, "yeah": true, "yep": true, "yup": true, "y": true, "ja": true, "oui": true, "si": true, "sí": true, "yes it is": true, "yes thats it": true,
	"yes that is it": true, "yes that one": true, "that one": true, "this one": true, "thats it": true, "that is it": true, "thats the one": true, "exactly": true,
	"yes exactly": true, "yes this one": true, "correct": true, "yes thats what i mean": true, "it is": true,
}

// plainNo and plainYes are the shortest replies; what they mean depends on what was said before.
func plainNo(text string) bool { return shortNo[plain(text)] }

func plainYes(text string) bool { return shortYes[plain(text)] }

var (
	shortNo = map[string]bool{
		"no": true, "nope": true, "nah": true, "no it didnt": true, "no it did not": true, "no sorry": true, "not really": true, "nein": true, "non": true, "nee": true,
		"no it doesnt": true, "no that didnt help": true, "it didnt": true, "it did not": true, "not at all": true,
	}
	shortYes = map[string]bool{
		"yes": true, "yes please": true, "yeah": true, "yep": true, "yup": true, "sure": true, "please": true, "please do": true, "yes do": true, "yes do that": true,
		"ok": true, "okay": true, "ok please": true, "ok do that": true, "do that": true, "do it": true, "go ahead": true, "yes go ahead": true, "that would be great": true,
		"that would be good": true, "yes thanks": true, "yes thank you": true, "i would": true, "id like that": true, "ja": true, "ja bitte": true, "oui": true, "si": true, "sí": true,
		"yes i would": true, "yes id like that": true, "sure please": true, "yes bring one in": true, "yes bring in a person": true, "bring one in": true, "y": true,
	}
)
