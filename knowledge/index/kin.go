package index

import "slices"

// kin tells which classes of a lesson are one family; nil if every article is alone.
type kin struct {
	family  []int32   // by class; −1 for an article without relatives
	members [][]int32 // by family: its classes
}

// newKin finds the families among the entries of a lesson. The caller holds the catalogue's lock for reading.
func newKin(c *catalogue, entries []*entry) *kin {
	if len(c.translations) == 0 {
		return nil
	}
	byRoot := make(map[string][]int32)
	for class, e := range entries {
		root := c.root(e.article)
		byRoot[root] = append(byRoot[root], int32(class))
	}
	k := &kin{family: make([]int32, len(entries))}
	for class, e := range entries {
		k.family[class] = -1
		all := byRoot[c.root(e.article)]
		switch {
		case len(all) < 2:
		case all[0] == int32(class):
			k.family[class] = int32(len(k.members))
			k.members = append(k.members, all)
		default:
			k.family[class] = k.family[all[0]]
		}
	}
	if len(k.members) == 0 {
		return nil
	}
	return k
}

// of lists the classes of a class's family, itself included, or nothing if it is alone.
func (k *kin) of(class int32) []int32 {
	if k == nil || class < 0 || k.family[class] < 0 {
		return nil
	}
	return k.members[k.family[class]]
}

// share turns the parts that classes have of a total into shares, each class without its relatives.
func (k *kin) share(parts []float32, total float32) {
	if k == nil {
		for i := range parts {
			parts[i] /= total
		}
		return
	}
	rest := k.rests(parts, float64(total))
	for i, p := range parts {
		if p > 0 {
			parts[i] = float32(min(1, float64(p)/rest(i)))
		}
	}
}

// rests tells, by class, what of a total remains without the parts of the class's relatives, as they are now. It is
// never less than the class's own part.
func (k *kin) rests(parts []float32, total float64) func(class int) float64 {
	if k == nil {
		return func(int) float64 { return total }
	}
	sums := make([]float64, len(k.members))
	own := slices.Clone(parts)
	for family, members := range k.members {
		for _, class := range members {
			sums[family] += float64(own[class])
		}
	}
	return func(class int) float64 {
		family := k.family[class]
		if family < 0 {
			return total
		}
		part := float64(own[class])
		return max(total-(sums[family]-part), part)
	}
}

// besides hides, beside what is hidden already, the relatives of a class.
func (v view) besides(class int32) []bool {
	relatives := v.kin.of(class)
	if relatives == nil {
		return v.hidden
	}
	hidden := make([]bool, len(v.ids))
	copy(hidden, v.hidden)
	for _, other := range relatives {
		hidden[other] = other != class || hidden[other]
	}
	return hidden
}

// namesTopic reports whether the title of a class names a topic and no question: it has no phrasings, and other
// articles that may be seen, translations of it apart, have the same title.
func (v view) namesTopic(class int32) bool {
	if !v.topic[class] || v.hidden == nil {
		return v.topic[class]
	}
	return slices.ContainsFunc(v.namesakes[v.title[class]], func(other int32) bool {
		return other != class && !v.hidden[other] && !slices.Contains(v.kin.of(class), other)
	})
}

// withRelatives adds to articles the others of their families.
func (l *learned) withRelatives(articles []string) []string {
	if l.kin == nil {
		return articles
	}
	var out []string
	for _, id := range articles {
		if class, known := l.class[id]; known {
			out = append(out, l.relatives(class)...)
		} else {
			out = append(out, id)
		}
	}
	return out
}

// relatives lists the ids of an article's family, the article first.
func (l *learned) relatives(class int32) []string {
	all := l.kin.of(class)
	if all == nil {
		return l.ids[class : class+1]
	}
	out := []string{l.ids[class]}
	for _, other := range all {
		if other != class {
			out = append(out, l.ids[other])
		}
	}
	return out
}
