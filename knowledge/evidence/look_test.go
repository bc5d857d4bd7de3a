package evidence

import (
	"slices"
	"strings"
	"testing"
)

const patent = "The high-pressure compound engine was patented by Arthur Woolf in 1805. Before that, boilers were built in Cornwall. " +
	"In 1804 the British engineer had lessened the cooling of cylinders."

// TestFeatures has a question and a passage for every feature: one where it must show, and one where it must not.
func TestFeatures(t *testing.T) {
	var covered [Features]bool
	for _, c := range []struct {
		feature         Feature
		question, shows string
		without         string  // a question that the same passage gives less of the feature, or
		elsewhere       string  // a passage that gives the same question less of it
		atLeast, atMost float64 // with, and without
	}{
		{feature: InSentence, question: "Who patented the compound engine?", shows: patent, without: "Who painted the ceiling of the chapel?", atLeast: 0.9, atMost: 0.1},
		{feature: InWindow, question: "Which engineer lessened the cooling of cylinders in Cornwall?", shows: patent, without: "Which chef lessened the salt of pickles in Cornwall?", atLeast: 0.9, atMost: 0.7},
		{feature: InPassage, question: "Did Woolf lessen the cooling of boilers?", shows: patent, elsewhere: "Shops open at nine.", atLeast: 0.9, atMost: 0},
		{feature: Scattered, question: "Who patented engines to lessen cooling?", shows: patent, elsewhere: "Woolf patented engines to lessen cooling.", atLeast: 0.2, atMost: 0},
		{feature: RarestMissing, question: "Who patented the locomotive?", shows: patent, without: "Who patented the engine?", atLeast: 0.7, atMost: 0},
		{feature: RarestElsewhere, question: "Who patented the cooling engine?", shows: patent, without: "Who patented the compound engine?", atLeast: 0.5, atMost: 0},
		{feature: NameMissing, question: "What nationality was Arthur Smith?", shows: patent, without: "What nationality was Arthur Woolf?", atLeast: 0.5, atMost: 0},
		{feature: NameElsewhere, question: "When did Woolf patent the compound engine of Cornwall?", shows: patent, without: "When did Woolf patent the compound engine?", atLeast: 0.3, atMost: 0},
		{feature: NameBroken, question: "What nationality was Arthur Smith?", shows: patent, without: "What nationality was Arthur Woolf?", atLeast: 1, atMost: 0},
		{feature: NumberMissing, question: "Who patented an engine in 1912?", shows: patent, without: "Who patented an engine in 1805?", atLeast: 0.4, atMost: 0},
		{feature: NumberElsewhere, question: "Who patented a compound engine in 1804?", shows: patent, without: "Who patented a compound engine in 1805?", atLeast: 0.4, atMost: 0},
		{feature: NumberContradicted, question: "Who patented an engine in 1912?", shows: patent, without: "Who patented an engine in 1805?", atLeast: 1, atMost: 0},
		{feature: VerbMissing, question: "Who destroyed the compound engine?", shows: patent, without: "Who patented the compound engine?", atLeast: 0.4, atMost: 0},
		{feature: VerbElsewhere, question: "Who lessened the patent of the compound engine?", shows: patent, without: "Who patented the compound engine?", atLeast: 0.4, atMost: 0},
		{feature: FocusMissing, question: "What dog was patented by Woolf?", shows: patent, without: "What engine was patented by Woolf?", atLeast: 0.2, atMost: 0},
		{feature: FocusElsewhere, question: "What boilers were patented by Arthur Woolf?", shows: patent, without: "What engine was patented by Arthur Woolf?", atLeast: 0.2, atMost: 0},
		{feature: DegreeMissing, question: "Who patented the largest engine?", shows: patent, without: "Who patented the engine?", atLeast: 0.2, atMost: 0},
		{feature: SourMissing, question: "Who refused the compound engine?", shows: patent, without: "Who patented the compound engine?", atLeast: 1, atMost: 0},
		{feature: Opposed, question: "What happened after the boilers were built?", shows: patent, without: "What happened before the boilers were built?", atLeast: 0.5, atMost: 0},
		{feature: OpposedNear, question: "Which low-pressure boilers of Cornwall were built?", shows: patent, without: "Which boilers of Cornwall were built?", atLeast: 0.5, atMost: 0},
		{feature: OpposedPlace, question: "Who built low-pressure engines?", shows: "High-pressure engines were built by Woolf.", without: "Who built high-pressure engines?", atLeast: 1, atMost: 0},
		{feature: NegationMissing, question: "What did Woolf not patent?", shows: patent, without: "What did Woolf patent?", atLeast: 1, atMost: 0},
		{feature: NegationAdded, question: "Who patented the engine?", shows: "Woolf never patented the engine.", elsewhere: "Woolf patented the engine.", atLeast: 1, atMost: 0},
		{feature: PairsNear, question: "Who patented the compound engine?", shows: patent, elsewhere: "Arthur patented glue. The engine that Woolf built was of the compound sort.", atLeast: 0.5, atMost: 0.4},
		{feature: PairsApart, question: "Who built the cooling cylinders?", shows: patent, without: "Who lessened the cooling of cylinders?", atLeast: 0.5, atMost: 0},
		{feature: WorstPair, question: "Who built the cooling cylinders?", shows: patent, without: "Which cooling of cylinders?", atLeast: 0.5, atMost: 0},
		{feature: Replaced, question: "Who patented the low-pressure turbine engine?", shows: "Woolf patented the low-pressure compound engine.", without: "Who patented the low-pressure compound engine?", atLeast: 1, atMost: 0},
		{feature: ReplacedName, question: "What nationality was Arthur Smith?", shows: patent, without: "What nationality was Arthur Woolf?", atLeast: 0.6, atMost: 0},
		{feature: Candidate, question: "When was the engine patented?", shows: patent, elsewhere: "The engine was patented by a stranger.", atLeast: 1, atMost: 0},
		{feature: CandidateNear, question: "When was the engine patented?", shows: "The engine was patented 1805.", elsewhere: "The engine was patented by a stranger whom nobody knew, in a year of which some say it was 1805.", atLeast: 1, atMost: 0.5},
		{feature: CandidateFit, question: "In what year was the engine patented?", shows: patent, elsewhere: "The engine was patented on 12 March.", atLeast: 1, atMost: 0},
		{feature: CandidateLacking, question: "How many engines were patented?", shows: "Engines were patented by Woolf.", elsewhere: "Three engines were patented by Woolf.", atLeast: 1, atMost: 0},
		{feature: Remainder, question: "Who patented the engine?", shows: "Arthur Woolf, a British engineer who lived near Cornish mines, patented the engine.", elsewhere: "Woolf patented the engine.", atLeast: 0.5, atMost: 0.2},
		{feature: AskedNegated, question: "What was never patented?", shows: patent, without: "What was patented?", atLeast: 1, atMost: 0},
		{feature: FoundMuch, question: "Who patented the high-pressure compound engine in 1805?", shows: patent, without: "Who patented it?", atLeast: 0.4, atMost: 0.1},
	} {
		covered[c.feature] = true
		with := Read(c.question, nil).Look("", c.shows).Values[c.feature]
		if with < c.atLeast-1e-9 {
			t.Errorf("%v of %q is %.2f, want at least %.2f", c.feature, c.question, with, c.atLeast)
		}
		question, passage := c.question, c.elsewhere
		if c.without != "" {
			question, passage = c.without, c.shows
		}
		if got := Read(question, nil).Look("", passage).Values[c.feature]; got > c.atMost+1e-9 || got >= with {
			t.Errorf("%v of %q in %q is %.2f, want at most %.2f and less than %.2f", c.feature, question, passage, got, c.atMost, with)
		}
	}
	for f, ok := range covered {
		if !ok {
			t.Errorf("nothing shows %v", Feature(f))
		}
	}
}

func TestEveryFeatureIsNamed(t *testing.T) {
	seen := make(map[string]bool)
	for f := range Feature(Features) {
		name := f.String()
		if name == "" || name == "unknown" || seen[name] {
			t.Errorf("feature %d has the name %q", f, name)
		}
		seen[name] = true
	}
	if got := Feature(-1).String() + Feature(Features).String(); got != "unknownunknown" {
		t.Errorf("features that do not exist are called %q", got)
	}
}

// TestScoreOrdersNearMisses asks each question of one passage, and the same question turned so that the
// passage does not answer it.
func TestScoreOrdersNearMisses(t *testing.T) {
	for _, c := range []struct{ passage, answered, turned string }{
		{patent, "Who patented a compound engine in 1805?", "Who patented a compound engine in 1905?"},
		{patent, "Who patented a high-pressure engine?", "Who patented a low-pressure engine?"},
		{patent, "What nationality was Arthur Woolf?", "What nationality was Arthur Smith?"},
		{patent, "What was built in Cornwall?", "What was not built in Cornwall?"},
		{"Returns are free within 30 days if the item is unopened.", "How many days are returns free?", "How many weeks are exchanges paid?"},
		{"Delivery to Norway takes five working days.", "How long does delivery to Norway take?", "How long does delivery to Peru take?"},
		{"Opened bottles cannot be sent back.", "Which bottles cannot be sent back?", "Which jackets cannot be sent back?"},
		{"The warranty lasts two years and covers broken zips.", "How long does the warranty last?", "How long does the warranty exclude broken soles?"},
	} {
		a, b := Read(c.answered, nil).Look("", c.passage).Score(), Read(c.turned, nil).Look("", c.passage).Score()
		if a <= b {
			t.Errorf("%q scores %.2f and %q %.2f in %q", c.answered, a, c.turned, b, c.passage)
		}
	}
}

func TestWordsStandForTerms(t *testing.T) {
	for _, c := range []struct{ question, passage string }{
		{"Who wrote letters?", "Letters were written by clerks."},
		{"What did the tribes conquer?", "The tribes' conquest of Gaul."},
		{"Who annouced strikes?", "Strikes were announced by the union."},
		{"What do two engines need?", "The 2 engines need coal."},
		{"What did the US embargo?", "The United States embargoed oil."},
		{"Who led the Möngke campaign?", "The Mongke campaign was led by Kublai."},
		{"What is Apple Talk?", "AppleTalk is a suite of protocols."},
		{"What were they in the 1980s?", "In the 1980s they were new."},
		{"Who built 10000 engines?", "Boulton built 10,000 engines."},
	} {
		e := Read(c.question, nil).Look("", c.passage)
		if e.Values[RarestMissing] > 0.35 {
			t.Errorf("%q lacks something in %q: %+v", c.question, c.passage, e.Reasons())
		}
	}
	if e := Read("Who made cars?", nil).Look("", "The carpet was made by weavers."); e.Values[RarestMissing] < 0.5 {
		t.Errorf("“cars” was found in “carpet”: %v", e.Values)
	}
}

func TestTitleNamesWhatSentencesAreAbout(t *testing.T) {
	q := Read("When were the Normans defeated?", nil)
	with, without := q.Look("Normans", "They were defeated in 1204."), q.Look("", "They were defeated in 1204.")
	if with.Values[InSentence] <= without.Values[InSentence] || with.Score() <= without.Score() {
		t.Errorf("with the title %.2f, score %.2f; without %.2f, score %.2f", with.Values[InSentence], with.Score(), without.Values[InSentence], without.Score())
	}
}

func TestRarityWeighsTerms(t *testing.T) {
	rare := func(w string) float64 {
		if w == "engine" {
			return 0.1
		}
		return 0.9
	}
	q := Read("Who patented the turbine engine?", rare)
	common := q.Look("", "Nobody patented the turbine.").Values[InSentence]
	telling := q.Look("", "Nobody patented the engine.").Values[InSentence]
	if common <= telling {
		t.Errorf("without the common word %.2f, without the rare one %.2f", common, telling)
	}
}

func TestSentenceIsOfThePassage(t *testing.T) {
	e := Read("Where were boilers built?", nil).Look("", patent)
	if got := patent[e.Sentence.Start:e.Sentence.End]; got != "Before that, boilers were built in Cornwall" {
		t.Errorf("the sentence is %q", got)
	}
}

func TestReasonsArePlain(t *testing.T) {
	for _, c := range []struct{ question, want string }{
		{"Who patented an engine in 1912?", "The question has the number “1912”, the passage “1805”."},
		{"Who patented the Smith engine?", "The name “Smith” of the question is not in the passage."},
		{"Who patented the locomotive?", "The passage does not mention “locomotive”."},
		{"What did Woolf not patent?", "The question asks for what is not so; the sentence negates nothing."},
		{"Who patented the low-pressure engine?", "The question has “low”, the passage “high”."},
		{"What happened in the 19 boilers built?", "The number “19” of the question is not in the passage."},
	} {
		got := Read(c.question, nil).Look("", patent).Reasons()
		if !slices.Contains(got, c.want) {
			t.Errorf("%q: %q, want %q", c.question, got, c.want)
		}
	}
	if got := Read("Who patented the compound engine?", nil).Look("", patent).Reasons(); len(got) > 0 {
		t.Errorf("an answered question has reasons against it: %q", got)
	}
}

func TestPartsAddUp(t *testing.T) {
	e := Read("Who patented a low-pressure engine in 1804?", nil).Look("", patent)
	sum := weights.bias
	for _, p := range e.Parts() {
		sum += p.Odds
	}
	if d := sum - e.Score(); d > 1e-9 || d < -1e-9 {
		t.Errorf("the parts add up to %v, the score is %v", sum, e.Score())
	}
	if (Evidence{}).Score() != 0 || (Evidence{}).Parts() != nil || (Evidence{}).Reasons() != nil {
		t.Error("no evidence says something")
	}
}

// TestWeightsPointTheRightWay holds every weight to what its feature means.
func TestWeightsPointTheRightWay(t *testing.T) {
	for f := range Feature(Features) {
		w := weights.of[f]
		speaksFor := f == InSentence || f == InWindow || f == InPassage || f == PairsNear || f == Candidate || f == CandidateNear ||
			f == CandidateFit || f == FoundMuch
		if speaksFor && w < 0 || !speaksFor && w > 0 {
			t.Errorf("%v weighs %v", f, w)
		}
	}
}

func TestOtherLanguagesCountHalf(t *testing.T) {
	for _, question := range []string{"Wie lange dauert die Lieferung nach Norwegen?", "¿Cómo puedo cambiar mi dirección de correo?",
		"Combien de temps pour une livraison en Norvège et les retours ?", "Как изменить адрес доставки?"} {
		q := Read(question, nil)
		if !q.foreign || q.Asks() != AskNothing {
			t.Errorf("%q is taken for English, asking for %v", question, q.Asks())
		}
		e := q.Look("", strings.TrimRight(question, "?")+".")
		if e.Values[NameMissing] != 0 || e.Values[RarestMissing] != 0 {
			t.Errorf("%q is not found in itself: %v", question, e.Reasons())
		}
	}
	for _, question := range []string{"How long does delivery to Oslo take?", "reset password", "my parcel has not come", "do you ship to Las Palmas"} {
		if Read(question, nil).foreign {
			t.Errorf("%q is not taken for English", question)
		}
	}
	for _, question := range []string{"配送にはどのくらいかかりますか", "จัดส่งใช้เวลานานเท่าไร", "iPhone 的保修期是多久？"} {
		if e := Read(question, nil).Look("", question); e.Seen || e.Score() != 0 {
			t.Errorf("of %q something is said: %v", question, e.Score())
		}
	}
}
