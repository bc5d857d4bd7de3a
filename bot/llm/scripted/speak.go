package scripted

import (
	"slices"
	"strconv"
	"strings"

	"frontdesk/knowledge/pattern"
)

// saying makes a step of the route Chat that says something of its own.
func saying(name string, speak func(Request) string) Step {
	return Step{name, func(x *exchange) {
		c, ok := x.good.(*completion)
		if !ok {
			x.misfit(name, Chat)
			return
		}
		c.speak = speak
		x.answer()
	}}
}

// altered makes a step that changes what another one says.
func altered(name string, then Step, alter func(q Request, text string) string) Step {
	return delivered(name, then, func(c *completion) {
		c.alter = append(c.alter, func(text string) string { return alter(c.asked, text) })
	})
}

// Say says a text.
func Say(text string) Step {
	return saying("say "+word(text), func(Request) string { return text })
}

// Echo repeats the last thing that the user said.
func Echo() Step { return saying("echo", Request.Last) }

// Nothing says that the passages do not answer the question.
func Nothing() Step { return saying("nothing", func(Request) string { return "NOTHING" }) }

// Leak repeats the instructions, as if a passage said them.
func Leak() Step { return saying("leak", leak) }

func leak(q Request) string { return citeAll(q.System, readPrompt(q), 1) }

// citeAll is a text whose every sentence rests on a passage, if there are any.
func citeAll(text string, p prompt, n int) string {
	var all []string
	for line := range strings.SplitSeq(text, "\n") {
		var said []string
		for _, s := range sentences(line) {
			if len(p.passages) > 0 {
				s = cite(s, n)
			}
			said = append(said, s)
		}
		if len(said) > 0 {
			all = append(all, strings.Join(said, " "))
		}
	}
	return strings.Join(all, "\n")
}

// strange are sentences by language.
var strange = map[string]string{
	"de": "Sie können den Artikel jederzeit ohne Angabe von Gründen zurückgeben [1]. Bitte wenden Sie sich an den Kundendienst [1].",
	"en": "You can return the article at any time without giving a reason [1]. Please turn to the customer service [1].",
	"es": "Puede devolver el artículo en cualquier momento sin dar explicaciones [1]. Diríjase al servicio de atención al cliente [1].",
	"fr": "Vous pouvez renvoyer l'article à tout moment sans donner de raison [1]. Veuillez vous adresser au service client [1].",
	"it": "Può restituire l'articolo in qualsiasi momento senza dare spiegazioni [1]. Si rivolga al servizio clienti [1].",
	"nl": "U kunt het artikel altijd zonder opgave van reden terugsturen [1]. Neem contact op met de klantenservice [1].",
}

// Foreign answers in a language of its own: de, en, es, fr, it or nl; others are French to it.
func Foreign(language string) Step {
	if strange[language] == "" {
		language = "fr"
	}
	return saying("foreign "+language, func(Request) string { return strange[language] })
}

// Polite says things before and after the answer that no passage says, as models like to.
func Polite(then Step) Step {
	return altered("polite", then, func(_ Request, text string) string {
		return "Great question! Here is what I found:\n\n" + text + "\n\nLet me know if there is anything else that I can help you with!"
	})
}

// Think thinks aloud before the answer, as some models do.
func Think(then Step) Step {
	return altered("think", then, func(_ Request, text string) string {
		return "<think>\nThe customer wants money. " + invented["promise"] + ".\n</think>\n\n" + text
	})
}

// Repeat says everything a number of times, at most 1,000.
func Repeat(times int, then Step) Step {
	times = min(max(times, 0), 1000)
	return altered("repeat "+strconv.Itoa(times), then, func(_ Request, text string) string {
		return strings.TrimSpace(strings.Repeat(text+" ", times))
	})
}

// citations are one or more numbers of passages.
var citations = pattern.Of(`(?: ?\[\d+\])+`)

// Uncited leaves the numbers of passages out.
func Uncited(then Step) Step {
	return altered("uncited", then, func(_ Request, text string) string { return citations.ReplaceAllString(text, "") })
}

// Miscited cites passages that do not exist.
func Miscited(then Step) Step {
	return altered("miscited", then, func(_ Request, text string) string { return citations.ReplaceAllString(text, " [0][99]") })
}

// Misplaced cites another passage than the one that says it, if there is another.
func Misplaced(then Step) Step {
	return altered("misplaced", then, func(q Request, text string) string {
		all := readPrompt(q).passages
		return citations.ReplaceAllStringFunc(text, func(mark string) string {
			at := slices.IndexFunc(all, func(p passage) bool { return strings.Contains(mark, "["+strconv.Itoa(p.n)+"]") })
			if at < 0 || len(all) < 2 {
				return mark
			}
			return " [" + strconv.Itoa(all[(at+1)%len(all)].n) + "]"
		})
	})
}

// CiteAfter puts the numbers of passages behind the sign that ends the sentence, as many models do.
func CiteAfter(then Step) Step {
	moved := pattern.Of(`((?: ?\[\d+\])+)([.!?…:]+)`)
	return altered("cite-after", then, func(_ Request, text string) string { return moved.ReplaceAllString(text, "$2$1") })
}
