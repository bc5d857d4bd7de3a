package evidence

import "frontdesk/knowledge"

// Feature numbers the values of Evidence. Except for Remainder and those that describe the question
// alone, each is a share or a degree: 1 is all of it. "The sentence" is the one that has most of the
// question, and every share is weighted by class and rarity of the terms.
type Feature int

// The features.
const (
	InSentence         Feature = iota // share of the question in the sentence
	InWindow                          // share in the best two neighbouring sentences
	InPassage                         // share in the passage and its title
	Scattered                         // InPassage less InWindow
	RarestMissing                     // weight of the weightiest term that is nowhere
	RarestElsewhere                   // weight of the weightiest term that stands only outside the sentence
	NameMissing                       // weight of names that are nowhere
	NameElsewhere                     // weight of names outside the sentence
	NameBroken                        // of a name of two words, one is missing (1) or they stand apart (½)
	NumberMissing                     // weight of numbers that are nowhere
	NumberElsewhere                   // weight of numbers outside the sentence
	NumberContradicted                // the sentence has another number of that length: ½ if the asked one stands elsewhere
	VerbMissing                       // weight of verbs that are nowhere
	VerbElsewhere                     // weight of verbs outside the sentence
	FocusMissing                      // weight of the focus if it is nowhere
	FocusElsewhere                    // weight of the focus outside the sentence
	DegreeMissing                     // weight of words of degree or order that are nowhere
	SourMissing                       // a word for what is not, fails or is missing is itself nowhere
	Opposed                           // the opposite of a term stands in the sentence, and not the term
	OpposedNear                       // the same of a neighbouring sentence
	OpposedPlace                      // the opposite stands beside the term's own neighbour
	NegationMissing                   // a fact is asked for that is not so; the sentence negates nothing
	NegationAdded                     // the sentence negates, the question does not
	PairsNear                         // how close terms stand that are neighbours in the question
	PairsApart                        // weight of the weightiest such pair that never shares a sentence
	WorstPair                         // weight of the weightiest such pair, by how far apart it is
	Replaced                          // another word stands in the place of a missing term
	ReplacedName                      // the same of a name or number, whatever its weight
	Candidate                         // something of the sort asked for is in the sentence
	CandidateNear                     // how close it stands to a term of the question
	CandidateFit                      // how well its shape fits
	CandidateLacking                  // an answer of this sort has a shape, and nothing has it
	Remainder                         // how much else the sentence says
	AskedNegated                      // the question asks for a fact that is not so
	FoundMuch                         // InWindow times the number of terms, 12 or more being 1: what is found of a long question tells more
	features
)

// Features is the number of features.
const Features = int(features)

var featureNames = [features]string{
	"in-sentence", "in-window", "in-passage", "scattered", "rarest-missing", "rarest-elsewhere",
	"name-missing", "name-elsewhere", "name-broken", "number-missing", "number-elsewhere", "number-contradicted",
	"verb-missing", "verb-elsewhere", "focus-missing", "focus-elsewhere", "degree-missing", "sour-missing",
	"opposed", "opposed-near", "opposed-place", "negation-missing", "negation-added",
	"pairs-near", "pairs-apart", "worst-pair", "replaced", "replaced-name",
	"candidate", "candidate-near", "candidate-fit", "candidate-lacking", "remainder", "asked-negated", "found-much",
}

// String is the feature's name in traces.
func (f Feature) String() string {
	if f >= 0 && f < features {
		return featureNames[f]
	}
	return "unknown"
}

// Evidence is what was seen in a passage. The zero Evidence says nothing either way.
type Evidence struct {
	Values   [Features]float64 // by Feature, each 0..1
	Sentence knowledge.Span    // of the passage: the sentence that has most of the question
	Asks     Ask               // what sort of answer is asked for
	Seen     bool              // whether there was anything to compare
	foreign  bool
	notes    notes
}

// notes are the words behind the values.
type notes struct {
	missing, elsewhere string // the weightiest term that is nowhere, and outside the sentence
	name, number       string // a missing name and number
	instead            string // the number that stands where another was asked for
	asked, opposite    string // a term, and its opposite in the passage
	replaced, by       string // a term, and the word in its place
}
