package answer

import "testing"

func TestSmallTalk(t *testing.T) {
	for text, want := range map[string]talk{
		"hi": greeting, "Hello there!": greeting, "HEYYYY": greeting, "good morning everyone": greeting, "Guten Tag": greeting, "bonjour": greeting,
		"hi, how are you?": howAreYou, "thanks": thanks, "Thank you so much for your help!": thanks, "ok thanks": thanks, "thx 👍": thanks, "perfect, that helped": thanks,
		"merci beaucoup": thanks, "great, thank you very much": thanks, "bye": goodbye, "ok thanks, bye!": goodbye, "have a nice day": goodbye, "that's all": goodbye,
		"ok": acknowledgement, "OK.": acknowledgement, "got it": acknowledgement, "yes": acknowledgement, "no": acknowledgement, "alright then": acknowledgement,
		"are you a bot?": areYouABot, "Hi, are you human or a bot?": areYouABot, "Am I talking to a real person?": areYouABot, "is this a robot": areYouABot, "who are you": areYouABot,

		"hi, where is my parcel": noTalk, "hello can i return a tent": noTalk, "thanks but where is my refund": noTalk, "is this a waterproof jacket": noTalk,
		"ok but what about boots": noTalk, "good boots for winter": noTalk, "morning delivery": noTalk, "the support": noTalk, "": noTalk, "see you in store when": noTalk,
		"are you open on sunday": noTalk, "who are you partners with": noTalk, "fine for late returns": noTalk, "is this a human sized tent": noTalk,
	} {
		if got := smallTalk(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestEverySmallTalkHasAReply(t *testing.T) {
	for kind := acknowledgement; kind <= areYouABot; kind++ {
		if replyTo(kind) == "" {
			t.Errorf("no reply to %v", kind)
		}
	}
	if replyTo(areYouABot) != textBot {
		t.Error("asked whether it is a bot, the bot does not say so")
	}
}

func TestGreetingIsNotSearched(t *testing.T) {
	for text, want := range map[string]string{
		"hi, where is my parcel":                                   "where is my parcel",
		"Hello!! Good morning, how are you? Can I pay by invoice?": "Can I pay by invoice?",
		"hi":                           "hi",
		"hiking boots":                 "hiking boots",
		"hey there: do you ship?":      "do you ship?",
		"where is my parcel":           "where is my parcel",
		"Guten Tag, wo ist mein Paket": "wo ist mein Paket",
		"":                             "",
	} {
		if got := withoutGreeting(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
