package insight

// What writes of each part are kept apart by: each adds to counts that all nodes share.
const (
	votesKey  = "votes"
	quotesKey = "quotes"
	gapsKey   = "gaps"
)
