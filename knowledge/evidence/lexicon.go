package evidence

import "strings"

// marks say what is known of a word by lists. A word may bear several.
type marks uint32

const (
	grammatical marks = 1 << iota // carries structure and not matter
	everyday                      // says little; an answer may do without it
	auxiliary                     // opens a question for yes or no
	negation                      //
	superlative                   // of degree or order
	turning                       // its opposite turns a question round
	preposition                   //
	month                         //
	timeNoun                      // "which year"
	timely                        // may tell a time
	unitOfTime                    //
	placeNoun                     //
	personNoun                    //
	amountNoun                    //
	reason                        // may begin a reason
	means                         // may tell how
	foreign                       // grammar of another language, and no English word
	homely                        // grammar that tells English from other languages
)

// lists are the words that bear each mark.
var lists = map[marks]string{
	grammatical: `a an the this that these those there here it its itself i me my mine we us our ours you your yours
		he him his she her hers they them their theirs one who whom whose which what where when why how
		am is are was were be been being do does did doing done have has had having can could will would shall should may might must
		to of in on at by for from with about into onto upon and or but if then than so as such very just also too some any all each every both
		either own same other others another s t d m re ve ll please thanks thank hi hello hey ok okay not no never nor neither none
		don't doesn't didn't isn't wasn't aren't weren't can't couldn't won't wouldn't shouldn't haven't hasn't hadn't cannot
		more most less least up down off out while during through`,
	everyday: `name names named call called kind kinds type types sort sorts form forms term terms word words example
		examples way ways thing things something anything someone anyone number amount many much year years date time times day
		happen happened happens become became become make makes made making use uses used using get gets got give gives gave given take takes
		took taken know known go goes went gone come comes came people person part parts considered said say says
		state stated think thought believe believed according describe described descriptive mean means meant different main cause causes
		caused result refer referred reason reasons purpose important able possible want need like help tell let show found find
		work works several common usually often first last new old large small great major level group groups`,
	auxiliary: `is are was were am be been do does did has have had can could will would shall should may might must
		isn't wasn't aren't weren't don't doesn't didn't hasn't haven't hadn't can't couldn't won't wouldn't shouldn't cannot`,
	negation: `not no never nor neither none without cannot hardly barely don't doesn't didn't isn't wasn't aren't weren't
		can't couldn't won't wouldn't shouldn't haven't hasn't hadn't nobody nothing unable fail failed fails lack lacks lacked non`,
	superlative: `most least best worst only main sole largest biggest smallest highest lowest longest shortest oldest
		youngest earliest latest greatest first last final primary chief`,
	turning: `non before after without more less fewer most least under over above below up down against inside outside
		first last only all every always never except since until upper lower`,
	preposition: `in on at by for from with about into onto upon of to through during between against under over after
		before within without among near since until as than while like across along behind beyond per via toward towards around`,
	month:    `january february march april may june july august september october november december`,
	timeNoun: `year years date day month decade century centuries time era period season weekday hour age moment`,
	timely: `january february april june july august september october november december monday tuesday wednesday
		thursday friday saturday sunday century centuries decade decades year years month months week weeks day days hour hours minute
		minutes bc ad bce ce today yesterday tomorrow spring summer autumn winter morning evening night midnight noon era period age
		ages early late since until once immediately daily weekly`,
	unitOfTime: `year years month months week weeks day days hour hours minute minutes second seconds century centuries decade decades`,
	placeNoun: `country countries city cities town state place places region regions continent location area areas river
		island province county village capital street building nation nations ocean sea mountain land territory district site
		kingdom empire`,
	personNoun: `person people king queen president leader author writer scientist engineer general emperor man woman god
		inventor founder composer artist actor singer prince duke pope bishop minister scholar physicist mathematician philosopher
		explorer commander ruler governor architect player company organization organisation group team party tribe dynasty`,
	amountNoun: `number amount percentage percent proportion share population size length width height depth distance
		weight speed price cost fee rate temperature quantity ratio total sum score age area fraction degree income budget`,
	reason: `because due since so therefore thus hence reason reasons cause caused causes causing result resulted
		resulted resulting led leading owing order purpose as for avoid prevent allow allows allowed ensure lest why make makes making
		thanks attributed motivated`,
	means: `by using use used through via with means method when if click open choose select enter go press
		process way requires require sign send write contact please must can step`,
	foreign: `und oder der das den dem ein eine einen einem einer ich wir ihr sie ist sind wie wer wo wann warum nicht kein keine keinen mit
		für auf von zu le les un une des du et ou je tu il elle nous vous est sont comment quand pourquoi que qui pas dans avec el los las y mi su
		es son cómo qué quién cuándo dónde por para con sin di del lo gli che chi dove quando perché sono per het een en van ik hoe wie waar
		wanneer waarom niet`,
	homely: `the of is are was were what which who when where why how do does did my i you your can it this that with and to be have not`,
}

// sour words are compared by stem: those who make up a question without an answer often turn a sentence round
// with one of them.
const sourWords = `non not never neither nor nobody nothing hardly rarely seldom scarcely without except exclude excluding besides
	fail failure lack lacking refuse refusal reject rejection deny ignore neglect avoid prevent stop cease oppose opposition against
	least fewest smallest lowest worst weakest shortest slowest poorest cheapest less fewer worse bad weak inferior
	lose lost loss decrease decline reduce reduction shrink remove removal unable inability absent absence missing wrong incorrect
	false illegal opposite dislike hate forbid prohibit ban discourage disallow hinder weaken worsen abandon disagree disapprove
	impossible ineffective insignificant invalid irrelevant unlike outside instead disappear restrict limit minimize`

// soundWords begin like negations and are none, also compared by stem.
const soundWords = `union unit unite uniting universe universal university under understand understood unique unify
	unified uncle until unless discuss discussion discover discovery district distance distant distribute distribution distinct
	distinction distinguish disease dish disk display dispatch dispute dispose discipline discount disaster antique anticipate antibody
	antibiotic antigen nonsense uniform disorder disperse dissertation dissolve discharge disciple underground underlying underneath
	undergo undergraduate unilateral unicorn antigens antibodies distinctive dispersed disposed anticipated`

// numerals are the words for numbers, with the figures that mean the same.
var numerals = map[string]string{
	"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
	"nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30", "forty": "40",
	"fifty": "50", "sixty": "60", "hundred": "100", "thousand": "1000", "million": "1000000", "billion": "1000000000",
	"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th", "seventh": "7th",
	"eighth": "8th", "ninth": "9th", "tenth": "10th", "half": "1/2", "dozen": "12", "once": "1x", "twice": "2x",
	"both": "2", "single": "1", "hundreds": "100", "thousands": "1000", "millions": "1000000",
}

// abbreviations end in a full stop and not a sentence.
const abbreviations = `Dr Mr Mrs Ms St Prof Gen Col Capt Lt Sgt Rev Hon Jr Sr No Nos Vol Fig Mt Ft Gov Sen
	Rep Pres Art Inc Ltd Co Corp Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Ave Nr Bros`

func wordSet(list string, form func(string) string) map[string]bool {
	set := make(map[string]bool)
	for w := range strings.FieldsSeq(list) {
		set[form(w)] = true
	}
	return set
}

func asIs(w string) string { return w }

func readMarks() map[string]marks {
	out := make(map[string]marks)
	for m, list := range lists {
		for w := range strings.FieldsSeq(list) {
			out[w] |= m
		}
	}
	// Words of another language are told from English by their lack of any other mark.
	for w, m := range out {
		if m&foreign != 0 && m != foreign {
			out[w] = m &^ foreign
		} else if m&foreign != 0 {
			out[w] = m | grammatical
		}
	}
	return out
}
