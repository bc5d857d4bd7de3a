package bot

// Question is what the bot is to react to: the customer's words since the bot last spoke, and what was
// said before.
type Question struct {
	Text    string     // one or more messages, joined by line feeds
	Choice  string     // id of the article picked from a clarification, or ""
	Earlier []Exchange // oldest first, since the last context boundary
	Locale  string     // the customer's locale, or ""
	Waiting bool       // a person was asked already; the bot helps until one comes, and offers none
	Site    string     // where the customer asks; what is written for other sites is not said
	Staff   bool       // one of the staff asks, who may read what customers may not
	Names   []string   // of the customer, as far as they are known; taken out of what leaves for a model
	Payer   Payer      // on whose account a model is asked
	Anew    bool       // what was decided before quotes an article that is not published any more: it is read again

	Along func(Partial) // told what is about to be said, as it grows; nil if nobody reads along
}

// Partial is what the bot is about to say, as far as it was found good. It is ephemeral: what was said stands in the
// log. Without text it takes back what was shown.
type Partial struct {
	After     int64      `json:"after"` // number of the newest event that it reacts to
	Text      string     `json:"text"`
	Citations []Citation `json:"citations,omitempty"`
}

// Exchange is an earlier question and the bot's reaction to it.
type Exchange struct {
	Question string
	Choice   string // id of the article that the customer picked with it, or ""
	Answer   string // what the bot said
	Kind     DecisionKind
	Offer    bool          // the reaction offered a person
	Reason   HandoffReason // why it did
	Articles []string      // ids of the articles that were cited or offered as choices
	Helpful  *bool         // the customer's verdict, if any
}

// ReadQuestion finds in a conversation's log what the bot has not reacted to yet. The log may be its tail.
// Nothing from before the conversation last came to the bot is read: a hand-off in between is not the
// bot's business. ok is false if there is nothing to react to.
func ReadQuestion(log []Event, locale string) (q Question, ok bool) {
	var r Reading
	for i := range log {
		r.Read(&log[i])
	}
	return r.Question(locale)
}

func mentioned(b Body) (ids []string) {
	for _, c := range b.Citations {
		ids = append(ids, c.Article)
	}
	for _, c := range b.Choices {
		ids = append(ids, c.Article)
	}
	return ids
}
