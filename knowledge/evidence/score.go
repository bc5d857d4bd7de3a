package evidence

// Part is what one feature contributes to a score.
type Part struct {
	Name  string
	Value float64 // of the feature, 0..1
	Odds  float64 // value × weight: what it adds to the log-odds
}

// otherLanguages is what evidence counts for a question that is not English: the lists that tell names,
// opposites and sorts of answers are of no use there.
const otherLanguages = 0.5

// Score tells in log-odds whether the passage answers the question: 0 is neutral or nothing to go by, above
// is for it, below against it. It lies between −16 and 16 and mostly between −3 and 2, and is meant as one
// feature of a model that is fitted to the corpus.
func (e Evidence) Score() float64 {
	if !e.Seen {
		return 0
	}
	odds := weights.bias
	for f, x := range e.Values {
		odds += weights.of[f] * x
	}
	if e.foreign {
		odds *= otherLanguages
	}
	return max(-16, min(16, odds))
}

// Parts lists what the score is made of, apart from the bias, in the order of the features. Features
// without weight are left out.
func (e Evidence) Parts() []Part {
	var out []Part
	if !e.Seen {
		return out
	}
	scale := 1.0
	if e.foreign {
		scale = otherLanguages
	}
	for f, x := range e.Values {
		if w := weights.of[f]; w != 0 {
			out = append(out, Part{Feature(f).String(), x, scale * w * x})
		}
	}
	return out
}

// Reasons says in plain English sentences what speaks against the passage, the gravest first; nothing if
// nothing does.
func (e Evidence) Reasons() []string {
	n, v := e.notes, &e.Values
	var out []string
	say := func(holds bool, parts ...string) {
		if !holds {
			return
		}
		sentence := ""
		for _, p := range parts {
			sentence += p
		}
		out = append(out, sentence)
	}
	say(n.instead != "", "The question has the number ", quoted(n.number), ", the passage ", quoted(n.instead), ".")
	say(n.instead == "" && n.number != "", "The number ", quoted(n.number), " of the question is not in the passage.")
	say(n.name != "", "The name ", quoted(n.name), " of the question is not in the passage.")
	say(v[NameBroken] == 1 && n.name == "", "Only part of a name of the question is in the passage.")
	say(n.opposite != "", "The question has ", quoted(n.asked), ", the passage ", quoted(n.opposite), ".")
	say(v[NegationMissing] > 0, "The question asks for what is not so; the sentence negates nothing.")
	say(n.by != "" && n.replaced != n.number, "In the place of ", quoted(n.replaced), " the passage has ", quoted(n.by), ".")
	say(n.missing != "" && n.missing != n.name && n.missing != n.number && n.missing != n.replaced,
		"The passage does not mention ", quoted(n.missing), ".")
	say(n.elsewhere != "", "The passage mentions ", quoted(n.elsewhere), ", but not in the sentence that fits best.")
	say(v[CandidateLacking] > 0, "The question asks for ", e.Asks.String(), "; the sentence that fits best has nothing of the sort.")
	return out
}

func quoted(word string) string { return "“" + word + "”" }
