package wire

// Drafting is what a model had to do with what the bot said; staff only. Its texts are as the model was sent them and
// wrote them: without personal data.
type Drafting struct {
	Model      string         `json:"model"`
	Purpose    string         `json:"purpose"` // answer, wording
	Outcome    string         `json:"outcome"` // used, or why the customer reads what they would have read without a model
	Bytes      int            `json:"bytes"`   // of the prompt
	Prompt     int            `json:"prompt"`  // tokens
	Completion int            `json:"completion"`
	Estimated  bool           `json:"estimated,omitempty"` // the tokens were not counted by the server
	Cost       float64        `json:"cost"`
	First      int64          `json:"first"`  // µs until the first word came, 0 if none did
	Micros     int64          `json:"micros"` // µs in all
	Passages   []Passage      `json:"passages,omitempty"`
	Redacted   map[string]int `json:"redacted,omitempty"` // pieces of personal data that were taken out, by kind
	Sentences  []Sentence     `json:"sentences,omitempty"`
}

// Passage is a part of an article that a model was given; the first one has the number 1.
type Passage struct {
	Article  string `json:"article"`
	Revision int    `json:"revision"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
}

// Sentence is a sentence that a model wrote.
type Sentence struct {
	Text    string `json:"text"`
	Cites   []int  `json:"cites,omitempty"` // numbers of passages
	Verdict string `json:"verdict"`         // passed, or what it says that is not written
	Found   string `json:"found,omitempty"` // the words that the verdict is about
}
