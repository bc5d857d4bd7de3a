package index

// Refit fits the judges anew to the trials of the last lesson, for when what Options.Fit goes by has changed.
// Nothing is learnt again, and searches that are under way keep the judge they began with. Before the first
// lesson there is nothing to do: it will ask Options.Fit itself.
func (ix *Index) Refit() {
	ix.fitting.Lock()
	defer ix.fitting.Unlock()
	l := ix.learned.Load()
	if l == nil {
		return
	}
	again := *l
	ix.fitJudges(&again)
	ix.learned.Store(&again)
	ix.generation.Add(1)
}

// judgeBy fits the judges to a lesson's trials and takes what was learnt into use. A Refit waits meanwhile, so that
// neither can put back what the other has just replaced.
func (ix *Index) judgeBy(l *learned) {
	ix.fitting.Lock()
	defer ix.fitting.Unlock()
	ix.fitJudges(l)
	ix.learned.Store(l)
	ix.generation.Add(1)
}

func (ix *Index) fitJudges(l *learned) {
	if ix.fit == nil {
		return
	}
	for way := range l.ranking {
		l.ranking[way].judge = ix.fit(l.ranking[way].trials, way == withMeaning)
	}
}
