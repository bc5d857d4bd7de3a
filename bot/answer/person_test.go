package answer

import (
	"strings"
	"testing"

	"frontdesk/knowledge/importing/importtest"
)

var personWished = []string{
	"agent", "Agent please", "human", "HUMAN!!!", "human please", "real person", "a real person please", "operator", "representative", "live agent",
	"live chat", "customer service", "customer support please", "I want a human", "i need an agent", "I need a real person now", "I want to talk to a human",
	"can I speak to someone", "Can I talk to somebody please?", "could i speak with a representative", "talk to a person", "talk to someone",
	"let me speak to a manager", "I'd like to chat with a real person", "I would prefer talking to a human", "is there someone I can talk to",
	"is there a human here?", "anyone there?", "is anybody there", "any humans around", "connect me to an agent", "transfer me to customer service",
	"put me through to someone", "please put me through", "hand me over to a human", "forward me to your support team", "escalate this to a supervisor",
	"get me a human", "give me an agent", "i demand to speak with the manager", "I don't want to talk to a bot", "i do not want to chat with a robot",
	"no more bots please", "stop with this stupid bot", "not a bot please", "I'm tired of talking to a machine", "i'd rather not talk to a computer",
	"call me", "can you call me back please", "please ring me", "can someone call me", "I want a callback", "can a human help me", "could someone please help me with this",
	"I need someone to help me", "I want someone to look into this", "humam please", "agnet", "can i speak to a persn", "speak to repersentative", "talk to an agnet now",
	"speak to support", "Who can I speak to? I want to talk to somebody from your team", "how do I get through to a human", "how can i reach a real person",
	"hello, I would like to speak with one of your staff", "please let a colleague take over", "get in touch with customer service",
	"I want to have a word with someone", "Ich möchte mit einem Menschen sprechen", "Mitarbeiter bitte", "kann ich mit jemandem reden", "kein Bot bitte",
	"verbinden Sie mich", "je veux parler à un conseiller", "parler à quelqu'un", "un humain svp", "quiero hablar con una persona", "agente humano",
	"necesito hablar con alguien", "ik wil met een medewerker spreken", "iemand spreken", "vorrei parlare con un operatore", "operatore",
	"where is my parcel\nhello?\nagent", "hi\nhuman please",
	"can I talk to someone?", "get me a human", "can someone help me", "can someone please help me?", "could anyone help me out here", "can somebody help me with my problem",
	"is there anyone who can help me", "I need somebody to help me with this", "I need a human to help me activate my card", "can a real person assist me with my card",
	"can someone call me about my claim", "could somebody please get back to me", "would someone contact me", "connect me", "transfer me please", "transfer me to a person",
	"can I have an agent", "let me have a human please", "I want an agent who knows about refunds", "can someone take over", "can somebody look into my case",
	"is somebody there", "hello is anyone there?", "anyone available to help me", "I need to speak with someone about my card being stolen", "can your team call me back",
}

var personNotWished = []string{
	"can I return for another person", "how do I contact the seller about a missing screw", "what are the opening hours of customer service",
	"customer service phone number", "where is my parcel", "i was talking to an agent yesterday and he promised a refund", "I spoke to someone last week about my tent",
	"is this tent big enough for two people", "three person tent", "a gift for someone", "is the 4 person tent in stock", "which cleaning agent can I use on gore-tex",
	"what waterproofing agent do you recommend", "do you have a job as shop assistant", "staff discount", "the courier did not call me", "will the driver phone me before delivery",
	"why did dhl not ring me", "nobody called me", "human rights policy", "can someone else pick up my order", "can my wife collect my parcel", "someone stole my package",
	"someone else's order was in my box", "how many people fit in the tent", "does the network operator matter for the gps", "travel agent voucher",
	"robot vacuum", "is the washing machine safe for down", "does the machine wash damage it", "what does the support strap do", "arch support insoles",
	"who is above the person i spoke to", "can I change the name of the person on the order", "the person who delivered it left it in the rain", "call off my order",
	"how do i cancel", "representative sample of colours", "I need a person to sign for the parcel?", "do you contact me when it is back in stock",
	"can I talk about price", "manager's special offer", "how do I contact you by email", "delivery to someone at another address", "is there anyone in store on sunday",
	"can I get a refund", "does the jacket have chat", "my phone number changed", "are you a bot", "thank you", "can you send it to another person",
	"one of the poles is broken", "what if someone damages the tent", "account manager wrong email", "is there a person limit per order?",
}

func TestWishForAPerson(t *testing.T) {
	if len(personWished) < 60 || len(personNotWished) < 40 {
		t.Fatalf("%d and %d examples are too few", len(personWished), len(personNotWished))
	}
	for _, s := range personWished {
		if !wantsPerson(s) {
			t.Errorf("not understood as a wish for a person: %q", s)
		}
		if !wantsPerson("  " + strings.ToUpper(s) + " !!") {
			t.Errorf("not understood in capitals: %q", s)
		}
	}
	for _, s := range personNotWished {
		if wantsPerson(s) {
			t.Errorf("wrongly taken as a wish for a person: %q", s)
		}
	}
}

// demoPhrasings reads the questions of the demo's corpus, by article.
func demoPhrasings(t testing.TB) map[string][]string {
	t.Helper()
	out := make(map[string][]string)
	for _, r := range importtest.DemoShop(t) {
		out[r.Article] = append([]string{r.Title}, r.Phrasings...)
	}
	return out
}

// TestQuestionsOfAShopAreNotWishes: of the questions that real articles answer, only those about
// reaching a person are wishes for one.
func TestQuestionsOfAShopAreNotWishes(t *testing.T) {
	for article, phrasings := range demoPhrasings(t) {
		if strings.HasPrefix(article, "contact/") {
			continue
		}
		for _, p := range phrasings {
			if wantsPerson(p) {
				t.Errorf("%s: %q is taken as a wish for a person", article, p)
			}
			if displeasure(p) == angry {
				t.Errorf("%s: %q is taken as anger", article, p)
			}
			if smallTalk(p) != noTalk {
				t.Errorf("%s: %q is taken as small talk", article, p)
			}
		}
	}
}

// root is the repository's.
