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
	q.Locale = locale
	verdict := make(map[int64]int) // number of a bot's message → index of its exchange
	for _, e := range log {
		switch {
		case e.Kind == EventOwner && e.Body.Owner == OwnerBot:
			q = Question{Locale: locale, Names: q.Names}
			clear(verdict)
		case e.Kind == EventOwner && e.Body.Owner == OwnerQueue:
			q.Waiting, q.Text, q.Choice = true, "", ""
		case e.Kind == EventMessage && e.Author.Kind == ByCustomer:
			if q.Waiting { // what they tell the person who will come need not be one question
				q.Text = ""
			}
			if q.Text != "" {
				q.Text += "\n"
			}
			q.Text += e.Body.Text
			q.Choice = e.Body.Choice
		case e.Kind == EventMessage && e.Author.Kind == ByBot:
			verdict[e.Seq] = len(q.Earlier)
			q.Earlier = append(q.Earlier, Exchange{
				Question: q.Text, Choice: q.Choice, Answer: e.Body.Text, Kind: e.Body.Decision, Offer: e.Body.Offer, Reason: e.Body.Reason, Articles: mentioned(e.Body),
			})
			q.Text, q.Choice = "", ""
		case e.Kind == EventContact && e.Body.Name != "":
			q.Names = append(q.Names, e.Body.Name)
		case e.Kind == EventFeedback:
			if i, known := verdict[e.Body.Ref]; known && i < len(q.Earlier) {
				q.Earlier[i].Helpful = e.Body.Helpful
			}
		}
	}
	return q, q.Text != ""
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
