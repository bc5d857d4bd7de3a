package knowledge

import "time"

// Query is a question put to the index.
type Query struct {
	Text   string   // the customer's words
	Before []string // earlier questions of the same conversation, oldest first; may be empty
	Locale string   // the customer's locale, or ""
	Limit  int      // hits wanted; 0 means 10
}

// Span is a byte range [Start, End) of a revision's Text.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Hit is one article that may answer the query, with its best passage.
type Hit struct {
	Article  string  // id
	Revision int     // number of the published revision that was indexed
	Title    string  //
	Category string  //
	Locale   string  //
	Score    float64 // our own score, higher is better; comparable only within one result
	Engine   float64 // the search engine's score, for the trace
	Phrasing string  // the phrasing or title nearest to the question
	Passage  Span    // the passage of Revision.Text that matched best; empty Span if only titles are searchable
	Features Features
}

// Features describe a hit in numbers that a model of confidence can weigh. All lie in 0..1 unless said.
type Features struct {
	Normalised float64 `json:"normalised"` // score ÷ the best score any article could reach for this question
	Margin     float64 `json:"margin"`     // (score − next article's score) ÷ score; set for the first hit
	Coverage   float64 `json:"coverage"`   // share of the question's idf that occurs in the article
	Nearest    float64 `json:"nearest"`    // similarity to the nearest phrasing or title
	Unknown    float64 `json:"unknown"`    // idf share of the question's words unknown to the whole corpus
	Proximity  float64 `json:"proximity"`  // how close the matched words stand in the passage
	Length     int     `json:"length"`     // words of the question
}

// Result is the answer of the index.
type Result struct {
	Hits    []Hit
	Terms   []string      // the analysed terms that were searched
	Fuzzy   bool          // whether a second, fuzzy pass was needed
	State   IndexState    // what the index was able to do
	Took    time.Duration //
	Version int64         // the corpus change number up to which the index was current
}

// IndexState says what can be searched at the moment.
type IndexState string

// The states of the index, from best to worst.
const (
	IndexReady      IndexState = "ready"       // passages, phrasings and titles
	IndexTitlesOnly IndexState = "titles-only" // being rebuilt: titles and phrasings from SQL
	IndexDown       IndexState = "down"        // nothing can be searched; hand off
)

// Change is one step of the corpus: an article was published (again) or withdrawn. Changes are numbered
// without gaps in the order of their commits, and an index follows them.
type Change struct {
	Seq      int64
	Article  string
	Revision *Revision // the revision published by this change or a later one; nil if the article is not published now
}
