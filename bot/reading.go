package bot

import "slices"

// Reading is what the bot knows of a conversation's log, as far as it was read: see [ReadQuestion]. It grows with the
// log, so that nothing has to be read twice. The zero value has read nothing.
type Reading struct {
	q     Question
	said  []int64 // numbers of the bot's messages, one of each exchange
	bytes int     // of the texts that are kept
}

// Read takes in the next event of the log. What was returned before stays as it is.
func (r *Reading) Read(e *Event) {
	switch {
	case e.Kind == EventOwner && e.Body.Owner == OwnerBot:
		*r = Reading{q: Question{Names: r.q.Names}}
	case e.Kind == EventOwner && e.Body.Owner == OwnerQueue:
		r.q.Waiting, r.q.Text, r.q.Choice = true, "", ""
	case e.Kind == EventMessage && e.Author.Kind == ByCustomer:
		if r.q.Waiting { // what they tell the person who will come need not be one question
			r.q.Text = ""
		}
		if r.q.Text != "" {
			r.q.Text += "\n"
		}
		r.q.Text += e.Body.Text
		r.q.Choice = e.Body.Choice
	case e.Kind == EventMessage && e.Author.Kind == ByBot:
		r.bytes += len(r.q.Text) + len(e.Body.Text)
		r.said = append(r.said, e.Seq)
		r.q.Earlier = append(r.q.Earlier, Exchange{
			Question: r.q.Text, Choice: r.q.Choice, Answer: e.Body.Text, Kind: e.Body.Decision, Offer: e.Body.Offer, Reason: e.Body.Reason, Articles: mentioned(e.Body),
		})
		r.q.Text, r.q.Choice = "", ""
	case e.Kind == EventContact && e.Body.Name != "":
		r.q.Names = append(r.q.Names, e.Body.Name)
	case e.Kind == EventFeedback:
		if i := slices.Index(r.said, e.Body.Ref); i >= 0 {
			r.q.Earlier = slices.Clone(r.q.Earlier) // somebody may be looking at the old ones
			r.q.Earlier[i].Helpful = e.Body.Helpful
		}
	}
}

// Question returns what the bot has not reacted to yet; ok is false if there is nothing. Reading on does not change it.
func (r *Reading) Question(locale string) (q Question, ok bool) {
	q = r.q
	q.Locale, q.Earlier, q.Names = locale, slices.Clip(q.Earlier), slices.Clip(q.Names)
	return q, q.Text != ""
}

// Bytes is about how much memory it takes.
func (r *Reading) Bytes() int { return r.bytes + len(r.q.Text) + len(r.q.Earlier)*exchangeBytes }

// exchangeBytes is what an exchange takes beside its texts.
const exchangeBytes = 256
