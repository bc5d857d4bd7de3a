package bot

import "time"

// BotMaySpeak reports whether the bot may react: nobody else owns the conversation. While it waits in the queue,
// the bot only helps; see Decides.
func (c Conversation) BotMaySpeak() bool { return c.Status == Open && c.Owner.Kind != OwnerAgent }

// Decides is the end of the bot's turn. It is refused with ErrStaleEpoch unless the conversation is still in the
// epoch in which the bot began and nothing was appended since it read the log up to head: a late answer never
// talks over an agent, and a message that came meanwhile is answered too. In the queue the bot says what helps
// and nothing else: a person was promised already.
func (c Conversation) Decides(d Decision, name string, head, epoch int64, now time.Time) (Change, error) {
	if !c.BotMaySpeak() || c.Epoch != epoch || c.Head != head {
		return Change{}, ErrStaleEpoch
	}
	if c.Owner.Kind == OwnerQueue {
		if !d.helps() {
			ch := c.change()
			ch.Turn, ch.Quiet = TurnCancel, true
			return ch, nil
		}
		d.Offer, d.Reason = false, ""
	}
	trace := d.Trace
	ch := c.change(Event{
		Kind: EventMessage, Author: Author{Kind: ByBot, Name: name}, At: now, Trace: &trace,
		Body: Body{Text: d.Text, Decision: d.Kind, Citations: d.Citations, Choices: d.Choices, Related: d.Related, Offer: d.Offer, Reason: d.Reason, Drafted: d.Drafted},
	})
	ch.After.Updated = now
	ch.Turn = TurnCancel
	if rule := d.NeverSay; rule != "" {
		ch.Events = append(ch.Events, Breach(Author{Kind: ByBot, Name: name}, rule, d.Unsaid, now))
	}
	if d.Kind == Handoff {
		ch.handOff(Author{Kind: ByBot, Name: name}, d.Reason, d.Trace.Query, now)
	}
	return ch, nil
}

// GivesUp hands off because the turn failed again and again.
func (c Conversation) GivesUp(summary string, now time.Time) (Change, error) {
	if !c.BotMaySpeak() {
		return Change{}, ErrStaleEpoch
	}
	ch := c.change()
	if c.Owner.Kind == OwnerQueue { // a person was asked already
		ch.Turn, ch.Quiet = TurnCancel, true
		return ch, nil
	}
	ch.handOff(Author{Kind: BySystem}, ReasonBotFailed, summary, now)
	return ch, nil
}

// helps reports whether a decision is worth a word to somebody who waits for a person.
func (d Decision) helps() bool {
	return d.Kind == Answer || d.Kind == Clarification && len(d.Choices) > 0
}
