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
	bias: 0.449,
	of: [Features]float64{
		InWindow:           0.176,
		Scattered:          -1.699,
		RarestMissing:      -0.029,
		RarestElsewhere:    -0.596,
		NameMissing:        -1.776,
		NameElsewhere:      -0.310,
		NameBroken:         -0.200,
		NumberMissing:      -1.656,
		NumberElsewhere:    -3.355,
		NumberContradicted: -1.938,
		VerbElsewhere:      -0.035,
		FocusMissing:       -0.282,
		FocusElsewhere:     -2.181,
		DegreeMissing:      -1.828,
		SourMissing:        -0.697,
		Opposed:            -0.979,
		OpposedNear:        -1.151,
		OpposedPlace:       -1.939,
		NegationMissing:    -1.420,
		NegationAdded:      -0.235,
		PairsApart:         -0.393,
		WorstPair:          -0.289,
		Replaced:           -0.336,
		ReplacedName:       -0.354,
		Candidate:          0.072,
		CandidateNear:      0.044,
		CandidateFit:       0.462,
		CandidateLacking:   -0.045,
		Remainder:          -1.142,
		AskedNegated:       -0.972,
		FoundMuch:          1.825,
	},
}
