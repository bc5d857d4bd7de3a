package wire

import (
	"encoding/json"
	"slices"
	"strconv"
)

// Append appends the frame as [json.Marshal] writes it. Acknowledgements and plain messages, of which almost all traffic
// consists, are written without reflection.
func (o *Out) Append(b []byte) []byte {
	if o.plain() {
		return o.appendPlain(b)
	}
	return append(b, o.marshal()...)
}

// marshal has the frame by value, so that only what is encoded by reflection is moved to the heap for it.
func (o Out) marshal() []byte {
	b, err := json.Marshal(o)
	if err != nil {
		panic("wire.Out cannot fail to encode: " + err.Error())
	}
	return b
}

// plain reports whether appendPlain writes everything that the frame says.
func (o *Out) plain() bool {
	for i := range o.Events {
		if !o.Events[i].plain() {
			return false
		}
	}
	return o.Token == "" && o.Heartbeat == 0 && len(o.Conversations) == 0 && o.Staff == nil && len(o.Heads) == 0 && o.State == nil && o.Draft == nil && o.Desk == nil &&
		o.Code == "" && o.Message == "" && o.RetryAfter == 0 && o.Warning == nil && o.Into == "" && !o.Preview && o.Generation == ""
}

// size is about how many bytes appendPlain appends.
func (o *Out) size() int {
	n := 64 + len(o.ID) + len(o.Conversation)
	for i := range o.Events {
		n += 96 + len(o.Events[i].Name) + len(o.Events[i].ID) + len(o.Events[i].Text)
	}
	return n
}

func (o *Out) appendPlain(b []byte) []byte {
	b = slices.Grow(b, o.size())
	b = strconv.AppendInt(append(b, `{"v":`...), int64(o.V), 10)
	b = appendText(append(b, `,"type":`...), o.Type)
	b = appendName(b, `,"id":`, o.ID)
	b = appendName(b, `,"conversation":`, o.Conversation)
	if o.Seq != 0 {
		b = strconv.AppendInt(append(b, `,"seq":`...), o.Seq, 10)
	}
	for i := range o.Events {
		if i == 0 {
			b = append(b, `,"events":[`...)
		} else {
			b = append(b, ',')
		}
		b = o.Events[i].appendPlain(b)
	}
	if len(o.Events) > 0 {
		b = append(b, ']')
	}
	if o.More {
		b = append(b, `,"more":true`...)
	}
	if o.Anew {
		b = append(b, `,"anew":true`...)
	}
	return append(b, '}')
}

// plain reports whether the event says nothing but what appendPlain writes.
func (e *Event) plain() bool {
	return e.Decision == "" && len(e.Citations) == 0 && len(e.Choices) == 0 && len(e.Related) == 0 && !e.Offer && e.Owner == "" && e.Agent == "" && e.Reason == "" &&
		e.Place == 0 && !e.Staffed && e.Ref == 0 && e.Helpful == nil && e.Score == 0 && e.Email == "" && e.Line == "" && e.Promise == nil && e.Into == "" && !e.Drafted &&
		e.Summary == "" && e.Cause == "" && e.Trace == nil && e.Team == "" && e.Before == "" && e.Wait == 0 && e.Samples == 0 && len(e.Tags) == 0 && e.Priority == "" &&
		e.Until == 0 && e.Other == "" && e.Playbook == "" && e.Step == "" && e.StepID == "" && !e.Done && e.Rule == "" && len(e.Mentions) == 0 && e.Served == "" &&
		!e.Undone && e.Original == ""
}

func (e *Event) appendPlain(b []byte) []byte {
	b = strconv.AppendInt(append(b, `{"seq":`...), e.Seq, 10)
	b = appendText(append(b, `,"kind":`...), e.Kind)
	b = appendName(b, `,"from":`, e.From)
	b = appendName(b, `,"name":`, e.Name)
	b = strconv.AppendInt(append(b, `,"at":`...), e.At, 10)
	b = appendName(b, `,"id":`, e.ID)
	b = appendName(b, `,"text":`, e.Text)
	return append(b, '}')
}

// appendName appends a name and what it stands for, unless that is empty.
func appendName(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	return appendText(append(b, name...), value)
}

// appendText appends a string in quotation marks. What is written otherwise than it reads is left to [json.Marshal].
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c >= 0x7f {
			quoted, err := json.Marshal(s)
			if err != nil {
				panic("a string cannot fail to encode: " + err.Error())
			}
			return append(b, quoted...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}
