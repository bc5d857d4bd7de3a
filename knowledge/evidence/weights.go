package evidence

// Version names the weights in traces. It changes with them, and with any change of what a feature means.
const Version = "evidence-1"

// weights of a logistic model: log-odds per unit of each feature, and with all features at 0.
//
// They were fitted to 2,119 questions about eleven topics of an encyclopedia, half of which their paragraph
// answers and half of which were written to look as if it did (SQuAD 2.0, development set, Rajpurkar, Jia
// and Liang 2018, CC BY-SA 4.0), each with the passage that the search of this program found for it. Features
// were standardised; a ridge of 60 drew the weights towards 0, and those of InWindow,
// CandidateFit, RarestMissing and NameMissing towards 0.4, 0.2, −0.4 and −0.2 per standard
// deviation, because on any corpus they should count. A feature that came out with the wrong sign (more of
// the question found must never count against a passage) was left out, the worst first, until none did. The
// share of answerable questions was taken out of the bias, so that 0 is neutral.
var weights = struct {
	bias float64
	of   [Features]float64
}{
	bias: 0.453,
	of: [Features]float64{
		InWindow:           0.155,
		Scattered:          -1.695,
		RarestMissing:      -0.019,
		RarestElsewhere:    -0.580,
		NameMissing:        -1.783,
		NameElsewhere:      -0.307,
		NameBroken:         -0.185,
		NumberMissing:      -1.672,
		NumberElsewhere:    -3.385,
		NumberContradicted: -1.940,
		VerbElsewhere:      -0.034,
		FocusMissing:       -0.213,
		FocusElsewhere:     -2.297,
		DegreeMissing:      -1.818,
		SourMissing:        -0.684,
		Opposed:            -0.977,
		OpposedNear:        -1.154,
		OpposedPlace:       -1.934,
		NegationMissing:    -1.424,
		NegationAdded:      -0.234,
		PairsApart:         -0.391,
		WorstPair:          -0.338,
		Replaced:           -0.413,
		ReplacedName:       -0.317,
		Candidate:          0.075,
		CandidateNear:      0.045,
		CandidateFit:       0.489,
		CandidateLacking:   -0.047,
		Remainder:          -1.126,
		AskedNegated:       -0.977,
		FoundMuch:          1.835,
	},
}
