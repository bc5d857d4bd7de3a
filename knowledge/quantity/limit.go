package quantity

import "strings"

// before are the words that put a limit to the quantity behind them.
var before = phrased(map[Bound]string{
	Within: "within en innerhalb innerhalb_von binnen dans dans_les dans_un_délai_de sous dentro_de en_un_plazo_de en_el_plazo_de entro in inside over_the_next",
	AtMost: "ends_at closes_at end_at close_at up_to as_many_as as_much_as at_most at_the_most no_more_than not_more_than maximum maximum_of max max_of not_exceeding no_longer_than not_longer_than no_later_than not_later_than at_the_latest_by until till by " +
		"bis bis_zu bis_zum bis_spätestens höchstens maximal spätestens nicht_mehr_als nicht_länger_als längstens " +
		"jusqu'à jusqu'au jusque au_plus au_maximum au_plus_tard pas_plus_de maximum_de hasta como_máximo máximo_de máximo no_más_de fino_a fino_al fino_alle al_massimo massimo non_più_di " +
		"tot tot_en_met maximaal hoogstens uiterlijk niet_meer_dan ≤ limited_to",
	AtLeast: "starts_at begins_at opens_at start_at begin_at open_at at_least from starting_at starting_from as_of minimum minimum_of min no_less_than not_less_than no_fewer_than a_minimum_of since upwards_of " +
		"mindestens wenigstens zumindest ab seit nicht_weniger_als à_partir_de à_partir_du au_moins dès minimum_de depuis pas_moins_de al_menos a_partir_de a_partir_del desde como_mínimo mínimo mínimo_de no_menos_de " +
		"a_partire_da a_partire_dal almeno minimo non_meno_di da dal dalle minstens ten_minste minimaal vanaf sinds ≥",
	Above: "more_than over above exceeding exceeds longer_than greater_than larger_than later_than after beyond older_than mehr_als über länger_als nach älter_als größer_als nach_dem " +
		"plus_de au-delà_de après más_de después_de después_del tras superior_a superiores_a più_di oltre dopo superiore_a superiori_a meer_dan langer_dan na boven > upon",
	Below: "less_than under below fewer_than smaller_than shorter_than younger_than before prior_to weniger_als unter unterhalb kürzer_als vor jünger_als kleiner_als vor_dem " +
		"moins_de avant avant_le menos_de antes_de antes_del inferior_a inferiores_a meno_di prima_di prima_del prima_delle inferiore_a minder_dan onder voor <",
	About: "about around approximately approx roughly circa ca some nearly almost ~ ungefähr etwa rund zirka knapp fast gegen environ presque à_peu_près unos unas aproximadamente alrededor_de casi quasi ongeveer bijna rond",
})

// after are the words that put a limit to the quantity before them.
var after = phrased(map[Bound]string{
	AtMost: "or_less or_fewer or_under at_most at_the_most at_the_latest maximum max or_below oder_weniger höchstens maximal au_plus au_maximum maximum ou_moins au_plus_tard como_máximo o_menos máximo " +
		"al_massimo o_meno massimo of_minder maximaal or_earlier or_shorter",
	AtLeast: "or_more or_over or_above and_more and_above and_over and_up at_least minimum or_longer or_later or_older or_higher oder_mehr und_mehr mindestens au_moins au_minimum minimum ou_plus o_más al_menos como_mínimo " +
		"o_più almeno of_meer minstens plus onwards + aufwärts",
})

// nouns limit a quantity somewhere behind them in the same clause.
var nouns = map[string]Bound{
	"limit": AtMost, "limits": AtMost, "limited": AtMost, "maximum": AtMost, "max": AtMost, "cap": AtMost, "capped": AtMost, "maximal": AtMost, "maximale": AtMost, "maximalen": AtMost, "begrenzt": AtMost, "limite": AtMost, "límite": AtMost, "máximo": AtMost, "máxima": AtMost, "massimo": AtMost, "massima": AtMost, "limiet": AtMost,
	"minimum": AtLeast, "minimal": AtLeast, "minimale": AtLeast, "mínimo": AtLeast, "mínima": AtLeast, "minimo": AtLeast, "minima": AtLeast, "exceed": AtMost,
}

// linking stand between what is limited and its amount.
var linking = listed("of von de di van")

// skipped may stand between a limit and its quantity.
var skipped = listed("the a an of next first last coming der die das den dem des la le les el los las il lo i gli het um am im total nur only just")

// anchors are the words behind a length of time that say from where it runs.
var anchors = map[string]int{
	"after": 1, "from": 1, "of": 1, "following": 1, "since": 1, "nach": 1, "ab": 1, "seit": 1, "après": 1, "suivant": 1, "desde": 1, "después": 1, "tras": 1, "dopo": 1, "dal": 1, "dalla": 1, "na": 1, "vanaf": 1, "later": 1, "upon": 1,
	"before": -1, "prior": -1, "ahead": -1, "vor": -1, "avant": -1, "antes": -1, "prima": -1, "voor": -1, "earlier": -1, "beforehand": -1, "vorher": -1,
}

const mostWords = 4 // of a phrase that limits

func phrased(lists map[Bound]string) map[string]Bound {
	out := make(map[string]Bound)
	for b, list := range lists {
		for _, p := range strings.Fields(list) {
			out[strings.ReplaceAll(p, "_", " ")] = b
		}
	}
	return out
}

// limit reads the limit that is put to the quantity whose first token is given, and whose last has just been read.
func (r *Reader) limit(q *Quantity, from int) {
	q.LimitFrom = q.Start
	if q.Kind == Code || q.Kind == Phone || q.Kind == Ordinal {
		return
	}
	if q.timed() {
		q.Anchor = anchors[r.word(0)]
	}
	if q.Bound = r.limitBehind(q); q.Bound != Exact {
		return
	}
	if b := r.limitBefore(q, from); b != Exact {
		q.Bound = b
		return
	}
	if q.Kind == Count || q.Kind == Money || q.Kind == Measure || q.Kind == Percent || q.timed() {
		q.Bound = r.noun(q, from)
	}
}

// limitBefore reads the words before: the longest phrase that ends where the quantity begins.
func (r *Reader) limitBefore(q *Quantity, from int) Bound {
	end := from
	if from > 2 && linking[r.ts[from-1].text] { // "ab einem Bestellwert von", "from an order value of"
		for n := 2; n <= 4 && from-n > 0 && r.ts[from-n].kind == 'w'; n++ {
			if b := r.phraseBefore(q, from-n); (b == AtLeast || b == AtMost || b == Above || b == Below) && q.Kind == Money {
				return b
			}
		}
	}
	for n := 0; n < 3; n++ {
		if b := r.phraseBefore(q, end); b != Exact {
			return b
		}
		if end == 0 || !skipped[r.ts[end-1].text] {
			break
		}
		end--
	}
	return Exact
}

func (r *Reader) phraseBefore(q *Quantity, end int) Bound {
	var phrase [mostWords]string
	found := Exact
	text := ""
	for n := 1; n <= mostWords && end-n >= 0; n++ {
		t := &r.ts[end-n]
		if t.kind == 'n' || t.text == "\n" {
			break
		}
		phrase[n-1] = t.text
		if n == 1 {
			text = t.text
		} else if t.text == "'" || r.ts[end-n+1].text == "'" {
			text = t.text + text
		} else {
			text = t.text + " " + text
		}
		if b, ok := before[text]; ok && r.fits(q, text, b) {
			found, q.LimitFrom = b, t.start
		}
	}
	if found == Within && !q.timed() {
		return AtMost
	}
	return found
}

// fits reports whether words can limit this kind of quantity: many of them have other meanings before others.
func (r *Reader) fits(q *Quantity, words string, b Bound) bool {
	moment := q.Kind == Date || q.Kind == Clock || q.Kind == Weekday
	switch words {
	case "en":
		return q.timed() && (r.lang == "es" || r.lang == "fr")
	case "in", "dans", "over the next":
		return q.timed() && !(q.Article && q.Written && words == "in" && r.lang == "it")
	case "by", "till", "vor dem", "nach dem", "upon", "gegen":
		return moment
	case "voor", "before", "vor", "avant", "na":
		return moment || q.timed() && words != "voor"
	case "from", "ab", "desde", "dès", "since", "seit", "depuis", "da", "dal", "dalle", "sinds", "as of", "vanaf":
		return !q.Range() && (words != "da" && words != "dal" || !q.timed())
	case "some", "max", "min", "minimum", "maximum", "i":
		return q.Kind != Date
	case "unter", "über", "over", "under", "above", "below", "sous", "onder", "boven", "tras":
		return !moment && !(words == "sous" && !q.timed())
	case "tot", "bis", "hasta", "fino a", "until":
		return true
	}
	return !(b == Within && moment && words != "entro" && words != "binnen" && words != "within")
}

// limitBehind reads the words behind.
func (r *Reader) limitBehind(q *Quantity) Bound {
	for skip := 0; skip <= 1; skip++ {
		if skip == 1 && q.Of == "" {
			break
		}
		text := ""
		for n := 0; n < 3; n++ {
			t := r.token(skip + n)
			if t.kind == 0 || t.kind == 'n' {
				break
			}
			if n > 0 {
				text += " "
			}
			text += t.text
			if b, ok := after[text]; ok && !(t.text == "+" && !t.glued) && text != "plus" {
				return b
			}
		}
	}
	return Exact
}

// noun looks for "the limit is" and the like in the clause before.
func (r *Reader) noun(q *Quantity, from int) Bound {
	for n := 1; n <= 7 && from-n >= 0; n++ {
		t := &r.ts[from-n]
		switch t.text {
		case ".", ";", "\n", "!", "?", "|":
			return Exact
		}
		if t.kind == 'n' {
			return Exact
		}
		b := nouns[t.text]
		switch {
		case strings.HasPrefix(t.text, "mindest"):
			b = AtLeast
		case strings.HasPrefix(t.text, "höchst"), strings.HasPrefix(t.text, "maximal"):
			b = AtMost
		}
		if b != Exact {
			return b
		}
	}
	return Exact
}
