package bot

import "errors"

// Prompt is what a model is asked. It is treated as public: it has no secrets, and personal data was taken out.
type Prompt struct {
	System string   // what the model is to do
	Spoken []Spoken // oldest first; the last one is to be reacted to
	Tokens int      // most tokens of the reply; 0 leaves it to the model's configuration
	JSON   bool     // the reply is to be one JSON object
	Payer  Payer
}

// Spoken is a turn of the exchange with a model.
type Spoken struct {
	Model bool // the model has said it
	Text  string
}

// Bytes is the size of what is sent, in bytes of text.
func (p Prompt) Bytes() int {
	n := len(p.System)
	for _, s := range p.Spoken {
		n += len(s.Text)
	}
	return n
}

// Purpose is what a model is asked for.
type Purpose string

// The purposes there are.
const (
	ForAnswer   Purpose = "answer"   // a draft for a customer
	ForQuestion Purpose = "question" // a follow-up rewritten to stand alone
	ForWording  Purpose = "wording"  // a clarification or small talk
	ForAgent    Purpose = "agent"    // summary, reply, rewriting, translation
	ForEditor   Purpose = "editor"   // articles, phrasings, explanations, previews
	ForEval     Purpose = "eval"     // a measurement
)

// Payer says on whose account a model is asked. Empty fields have no budget of their own.
type Payer struct {
	Purpose Purpose
	Site    string
	Visitor string // id
	Address string // network that the customer writes from
}

// Usage is what an answer of a model took.
type Usage struct {
	Prompt     int  // tokens
	Completion int  // tokens
	Estimated  bool // the server did not say; counted from the length of the text
}

// Plus adds two usages.
func (u Usage) Plus(v Usage) Usage {
	return Usage{u.Prompt + v.Prompt, u.Completion + v.Completion, u.Estimated || v.Estimated}
}

// Why a model gave no answer, as far as its users tell the reasons apart. The errors of a model wrap them.
var (
	ErrModelDown     = errors.New("the model is not asked at the moment")      // nothing was sent
	ErrModelLate     = errors.New("the model did not answer in time")          // within the whole time, or between two words
	ErrModelEmpty    = errors.New("the model's answer is empty")               //
	ErrModelDeclined = errors.New("the model would not answer")                // a refusal, or a filter of the server
	ErrModelWindow   = errors.New("the prompt is too long for the model")      //
	ErrModelCut      = errors.New("the model's answer ended before its end")   // it was longer than allowed
	ErrBudget        = errors.New("the budget for the model is used up today") // nothing was sent
)
