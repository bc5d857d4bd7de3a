package knowledge

import (
	"context"
	"time"
)

// Query is a question put to the index.
type Query struct {
	Text   string   // the customer's words
	Before []string // earlier questions of the same conversation, oldest first; may be empty
	Locale string   // the customer's locale, or ""
	Limit  int      // hits wanted; 0 means 10

	Without []string // ids of articles that are not looked at
	Site    string   // whose customer asks; articles for other sites are not looked at
	Staff   bool     // one of the staff asks: articles for any audience are looked at
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
// Those of the first hit alone compare it with the others.
type Features struct {
	// What the words say.
	Normalised float64 `json:"normalised"` // BM25F and its companions ÷ the best that any article could reach
	Coverage   float64 `json:"coverage"`   // share of the question's idf that occurs in the article
	Nearest    float64 `json:"nearest"`    // likeness of terms to the nearest phrasing or title
	Proximity  float64 `json:"proximity"`  // how close the matched words stand in the passage
	Grams      float64 `json:"grams"`      // cosine of n-grams to the nearest phrasing or title
	GramsLead  float64 `json:"grams_lead"` // Grams less that of the nearest of any other article; −1..1
	Unknown    float64 `json:"unknown"`    // idf share of the question's words unknown to the whole corpus
	Length     int     `json:"length"`     // words of the question

	// What the meanings say; all 0 without an encoder.
	Meaning     float64 `json:"meaning"`      // cosine of meaning to the nearest phrasing or title; −1..1
	MeaningLead float64 `json:"meaning_lead"` // Meaning less that of the nearest of any other article; −2..2

	// What the classifiers say; all 0 where there are too few phrasings to train any.
	Learnt      float64 `json:"learnt"`       // log-odds of the article by the n-grams alone, each article against the rest; −20..20
	LearntShare float64 `json:"learnt_share"` // natural logarithm of its share among all articles; −10..0
	SenseShare  float64 `json:"sense_share"`  // the same by meaning; −10..0
	GaussShare  float64 `json:"gauss_share"`  // the same by the distance of the meaning to the article's middle
	Distance    float64 `json:"distance"`     // that distance, squared, per dimension; about 1 for a question like the article's own

	Topic float64 `json:"topic"` // 1 if other articles have the same title, which then names a topic and no question

	Vote float64 `json:"vote"` // share of the nearest phrasings and titles that are the article's, weighed by how near

	// What all of them say together.
	Share    float64 `json:"share"`    // the ranking's probability of the article among the candidates
	Margin   float64 `json:"margin"`   // Share less that of the next
	Agree    float64 `json:"agree"`    // share of the rankers that have the article first
	Evidence float64 `json:"evidence"` // log-odds that the passage says what is asked for; −10..10
}

// Result is the answer of the index.
type Result struct {
	Hits    []Hit
	Terms   []string      // the analysed terms that were searched
	Fuzzy   bool          // whether a second, fuzzy pass was needed
	State   IndexState    // what the index was able to do
	Took    time.Duration //
	Version int64         // the corpus change number up to which the index was current
	Judge   Judge         // turns the first hit's features into a probability; nil while nothing was learnt

	// Language is the base language of the question, such as "de", if it can be told for sure; else "".
	Language string
}

// Judge tells how likely a hit is right, and from when on that is enough.
type Judge interface {
	// Probability is the probability, 0..1, that the first hit, which has these features, answers the question.
	Probability(f Features) float64
	// Threshold is the least probability with which an answer is given.
	Threshold() float64
	// Explain lists what the probability is made of.
	Explain(f Features) []Part
	// Version names the model and what it was fitted to.
	Version() string
}

// Part is what one input contributes to a probability.
type Part struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"` // of the input
	Odds  float64 `json:"odds"`  // what it adds to the log-odds, compared with an average hit
}

// Asked is a question of which it is known what answers it.
type Asked struct {
	Text     string
	Before   []string // earlier questions of the same conversation, oldest first
	Articles []string // ids of the articles that answer it; none if the corpus has no answer
}

// ExamQuestion is one that is kept with its answer, to be asked before the corpus changes.
type ExamQuestion struct {
	ID string
	Asked
	Author string // a staff id, or "import"
	At     time.Time
}

// Trial is a question that the corpus was asked of itself, with what was found and whether that was right.
type Trial struct {
	Features   Features // of the first hit
	Right      bool
	Answerable bool // whether an article with the answer was there to be found
	Elsewhere  bool // whether the question had nothing to do with the corpus
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

// Encoder turns sentences into vectors whose dot product tells how alike their meanings are.
type Encoder interface {
	// Name names the model and its version; vectors of different names must never be compared.
	Name() string
	// Dimensions is the length of every vector.
	Dimensions() int
	// Encode returns a vector of length one for each text, in order. Texts without words give a vector of
	// zeros. It is safe for concurrent use. The vectors must not be changed.
	Encode(ctx context.Context, texts []string) ([][]float32, error)
}
