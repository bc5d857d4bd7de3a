package answer

import "testing"

func TestDispleasure(t *testing.T) {
	for text, want := range map[string]mood{
		"this is ridiculous":                             angry,
		"This is absolutely unacceptable.":               angry,
		"third time I ask now":                           angry,
		"I have asked you three times":                   angry,
		"how many times do I have to explain this":       angry,
		"what the fuck":                                  angry,
		"you are useless":                                angry,
		"you stupid bot":                                 angry,
		"WHERE IS MY PARCEL!!!":                          angry,
		"I will talk to my lawyer":                       angry,
		"I'm going to sue you":                           angry,
		"next stop is the ombudsman":                     angry,
		"worst customer service ever":                    angry,
		"I am furious":                                   angry,
		"what a waste of time, this is a joke":           angry,
		"I want to make a formal complaint":              angry,
		"nobody answers my mails":                        angry,
		"bunch of scammers":                              angry,
		"ich gehe zum Anwalt":                            angry,
		"I will never order here again":                  angry,
		"ridiculous, where is my parcel":                 displeased,
		"I'm disappointed with my tent":                  displeased,
		"how do I make a complaint":                      displeased,
		"my refund still hasn't arrived, still nothing":  displeased,
		"I have been waiting for ages":                   displeased,
		"where is my parcel":                             calm,
		"where is my parcel!!":                           calm,
		"IS THE JACKET XXL":                              calm,
		"do you sell badminton court shoes":              calm,
		"what are my consumer rights":                    calm,
		"is my boot a third party product":               calm,
		"can I return it the third time":                 calm,
		"thank you":                                      calm,
		"I got an email, is it a scam?":                  calm,
		"what is the worst temperature the bag can take": calm,
		"can I ask for a refund many times":              calm,
		"is the useless strap removable":                 displeased,
		"":                                               calm,
	} {
		if got := displeasure(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
