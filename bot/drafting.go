package bot

// Drafting tells what a model had to do with what the bot said, for the trace. Texts in it have no personal data: they
// are as the model was sent them and wrote them.
type Drafting struct {
	Model      string         `json:"model"`               // its name, with its server's
	Purpose    Purpose        `json:"purpose"`             // what it was asked for
	Outcome    string         `json:"outcome"`             // DraftUsed, or why what it wrote was not said; see there
	Bytes      int            `json:"bytes"`               // of the prompt
	Prompt     int            `json:"prompt"`              // tokens; with those of the rewriting of its question, if there was one, here and in the next three
	Completion int            `json:"completion"`          // tokens
	Estimated  bool           `json:"estimated,omitempty"` // the tokens were not counted by the server
	Cost       float64        `json:"cost"`                // in the money that prices are configured in
	First      int64          `json:"first"`               // µs until the first word came; 0 if none did
	Micros     int64          `json:"micros"`              // µs in all
	Passages   []Passage      `json:"passages,omitempty"`  // what it was given to cite, by number from 1
	Redacted   map[string]int `json:"redacted,omitempty"`  // how many pieces of personal data were taken out, by kind
	Sentences  []Sentence     `json:"sentences,omitempty"`
}

// Passage is a part of a published revision that a model was given.
type Passage struct {
	Article  string `json:"article"`
	Revision int    `json:"revision"`
	Start    int    `json:"start"` // bytes into Revision.Text
	End      int    `json:"end"`
}

// Outcomes of a draft. All but the first mean that the customer reads what they would have read without a model.
const (
	DraftUsed     = "used"
	DraftDown     = "down"     // the model server is taken to be down
	DraftFailed   = "failed"   // it failed: refused, cut off, garbage; the log says what
	DraftLate     = "late"     // it was too slow
	DraftBudget   = "budget"   // a budget is used up
	DraftStopped  = "stopped"  // nobody waits for it any more: stopped by the customer, left, or taken over
	DraftEmpty    = "empty"    // nothing came
	DraftDeclined = "declined" // the model would not
	DraftUngated  = "gate"     // what passed the gate does not answer the question
	DraftLeak     = "leak"     // it repeated its instructions
)

// Sentence is a sentence that a model wrote, and what the gate made of it.
type Sentence struct {
	Text    string  `json:"text"`
	Cites   []int   `json:"cites,omitempty"` // numbers of passages, as the model cited them
	Verdict Verdict `json:"verdict"`
	Found   string  `json:"found,omitempty"` // the words that the verdict is about
}

// Verdict is what the gate says of a sentence: that it may be said, or what it says that is not written.
type Verdict string

// The verdicts there are.
const (
	Passed      Verdict = "passed"
	Uncited     Verdict = "uncited"     // it rests on nothing, or on a number that stands for nothing
	Number      Verdict = "number"      // a number that is not in the cited words
	Amount      Verdict = "amount"      // money, per cent, measures
	Date        Verdict = "date"        // a date, a day, a time of day
	Duration    Verdict = "duration"    // a length of time
	Link        Verdict = "link"        // an address of a page other than the cited article's
	Contact     Verdict = "contact"     // an e-mail address or phone number
	Product     Verdict = "name"        // a name
	Commitment  Verdict = "commitment"  // something promised, or said to be free, guaranteed, always so
	Negation    Verdict = "negation"    // it denies what is said, or says what is denied
	Unsupported Verdict = "unsupported" // its words are not those of the cited passage
	Unsayable   Verdict = "never-say"   // a rule of the house
	Foreign     Verdict = "language"    // not in the language that it should be in
	Malformed   Verdict = "form"        // markup, a fragment, too long
	Leaked      Verdict = "leak"        // the model's instructions
)
