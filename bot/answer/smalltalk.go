package answer

import (
	"slices"
	"strings"
	"unicode"
)

// talk is a kind of small talk.
type talk int

const (
	noTalk talk = iota
	acknowledgement
	greeting
	howAreYou
	thanks
	goodbye
	areYouABot
)

// phrases are the runs of words that are small talk. They are matched longest first at each word.
var phrases = phrasesOf(map[talk]string{
	greeting: `hi|hii|hiya|hello|helloo|hallo|hey|heyy|hey there|hi there|hello there|yo|howdy|greetings|good morning|good afternoon|good evening|
		good day|morning|evening|guten tag|guten morgen|guten abend|moin|servus|gruezi|grüezi|bonjour|bonsoir|salut|coucou|hola|buenos dias|buenos días|buenas tardes|
		buenas|ciao|buongiorno|buonasera|salve|hoi|goedemorgen|goedemiddag|goedenavond|goedendag|sup|whats up|wassup`,
	howAreYou: `how are you|how are you doing|how are you today|how r u|hows it going|how is it going|how do you do|hope you are well|hope youre well|wie gehts|ca va|ça va|que tal|qué tal|come stai|hoe gaat het`,
	thanks: `thanks|thank you|thankyou|thx|thnx|tnx|tks|ty|tysm|cheers|much appreciated|appreciate it|i appreciate it|thanks a lot|thanks a million|many thanks|that helped|that helps|
		this helped|that was helpful|very helpful|super helpful|helpful|problem solved|solved|it works|it works now|that worked|it worked|perfect|great|awesome|brilliant|wonderful|excellent|amazing|lovely|danke|danke schön|danke schoen|vielen dank|merci|
		merci beaucoup|gracias|muchas gracias|grazie|grazie mille|dank je|dank u|dankjewel|dank je wel|bedankt|you are the best|youre the best|you rock|well done|good bot|nice`,
	goodbye: `bye|byee|bye bye|goodbye|good bye|see you|see you later|see ya|cya|later|have a nice day|have a good day|have a great day|have a nice weekend|have a good one|good night|
		take care|thats all|that is all|that will be all|thats it|nothing else|no thats all|tschüss|tschuess|auf wiedersehen|au revoir|adios|adiós|hasta luego|arrivederci|tot ziens|doei|im done|we are done`,
	acknowledgement: `ok|okay|okey|okk|k|kk|alright|all right|fine|cool|got it|i see|i understand|understood|makes sense|sure|yes|yeah|yep|yup|yess|no|nope|nah|right|good|no problem|no worries|never mind|nevermind|hm|hmm|aha|ah|oh|oh ok|ah ok|
		lol|haha|hahaha|wow|test|testing|ja|nein|oui|non|si|sí|nee|no thanks|no thank you|not now|good to know|will do|sounds good`,
	areYouABot: `are you a bot|are you bot|are you a robot|are you robot|are you a machine|are you a computer|are you an ai|are you ai|are you human|are you a human|are you a real human|are you a human being|are you real|are you a real person|are you a person|
		are you a real agent|are you a chatbot|are you an actual person|are you an actual human|are you alive|are you chatgpt|are you a live person|are you a live agent|am i talking to a bot|am i talking to a robot|am i talking to a human|am i talking to a machine|am i talking to a person|am i talking to a real person|am i speaking to a bot|am i speaking to a human|am i speaking with a human|am i speaking with a bot|am i chatting with a bot|am i chatting with a human|am i talking with a bot|am i talking with a human|
		is this a bot|is this a robot|is this a chatbot|is this a machine|is this a human|is this a person|is this a real person|is this an ai|is this ai|is this automated|is this a real human|r u a bot|u a bot|you a bot|youre a bot|you are a bot|
		who are you|what are you|whats your name|what is your name|who am i talking to|who is this|bist du ein bot|bist du ein mensch|es tu un robot|eres un bot|eres humano|sei un bot|ben je een bot`,
})

// fillers may stand between the phrases of small talk and mean nothing by themselves.
var fillers = words(`there so very much a lot all everyone everybody team again for your the help you and then now really or
just bot dear sir madam guys folks mate friend buddy please my quick reply answer support information info it that this today too also well`)

// mostWords is how many words a phrase has at the most.
const mostWords = 8

func phrasesOf(lists map[talk]string) map[string]talk {
	of := make(map[string]talk)
	for t, list := range lists {
		for _, p := range strings.Split(list, "|") {
			of[strings.Join(strings.Fields(p), " ")] = t
		}
	}
	return of
}

// phraseAt returns the longest phrase that a plain text begins with, and what follows it; noTalk if there is none.
func phraseAt(p string) (t talk, rest string) {
	ends := make([]int, 0, mostWords)
	for i := range len(p) {
		if p[i] == ' ' && len(ends) < mostWords {
			ends = append(ends, i)
		}
	}
	if len(ends) < mostWords {
		ends = append(ends, len(p))
	}
	for _, end := range slices.Backward(ends) {
		if t := phrases[p[:end]]; t != noTalk {
			return t, strings.TrimPrefix(p[end:], " ")
		}
	}
	return noTalk, p
}

// smallTalk says what kind of small talk a message is; noTalk if it is anything else besides.
func smallTalk(text string) talk {
	kind := noTalk
	for p := plain(text); p != ""; {
		t, rest := phraseAt(p)
		first, others, _ := strings.Cut(p, " ")
		switch {
		case t != noTalk:
			kind = max(kind, t)
		case kind != noTalk && fillers[first], fillers[first] && others != "":
			rest = others
		default:
			return noTalk
		}
		p = rest
	}
	return kind
}

// withoutGreeting drops the greetings that a question begins with. What is left is searched.
func withoutGreeting(text string) string {
	for {
		rest, ok := cutGreeting(text)
		if !ok {
			return strings.TrimSpace(text)
		}
		text = rest
	}
}

// cutGreeting takes one leading greeting off a text, if words remain after it.
func cutGreeting(text string) (rest string, ok bool) {
	if first := endOfWords(text, 1); first < 0 || !greets[plain(text[:first])] {
		return text, false
	}
	for n := 4; n > 0; n-- {
		at := endOfWords(text, n)
		if at < 0 {
			continue
		}
		if t := phrases[plain(text[:at])]; (t == greeting || t == howAreYou) && plain(text[at:]) != "" {
			return strings.TrimLeftFunc(text[at:], func(r rune) bool { return !inWord(r) }), true
		}
	}
	return text, false
}

// greets are the words that greetings begin with.
var greets = firstWords(phrases, greeting, howAreYou)

func firstWords(phrases map[string]talk, of ...talk) map[string]bool {
	out := make(map[string]bool)
	for p, t := range phrases {
		if slices.Contains(of, t) {
			first, _, _ := strings.Cut(p, " ")
			out[first] = true
		}
	}
	return out
}

// endOfWords is the offset behind the first n words of a text, or −1 if it has fewer.
func endOfWords(text string, n int) int {
	at := 0
	for ; n > 0; n-- {
		start := strings.IndexFunc(text[at:], inWord)
		if start < 0 {
			return -1
		}
		at += start
		end := strings.IndexFunc(text[at:], func(r rune) bool { return !inWord(r) && r != '\'' && r != '’' })
		if end < 0 {
			end = len(text) - at
		}
		at += end
	}
	return at
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// replyTo is what the bot says to small talk.
func replyTo(t talk) string {
	switch t {
	case greeting:
		return textHello
	case howAreYou:
		return textHowAreYou
	case thanks:
		return textThanks
	case goodbye:
		return textBye
	case areYouABot:
		return textBot
	}
	return textOK
}
