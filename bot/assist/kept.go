package assist

import (
	"container/list"
	"sync"
)

// maxKept is how many summaries are kept in memory.
const maxKept = 512

// keptKey names a summary: that of a conversation up to a message, in a language.
type keptKey struct {
	conversation string
	upTo         int64
	language     string
}

// keptSummary is a summary, or why there is none; a model that is asked the same again says the same.
type keptSummary struct {
	key     keptKey
	summary Summary
	refused *Refused
}

// kept holds the summaries that were wanted last.
type kept struct {
	mu    sync.Mutex
	most  int
	order *list.List // of keptSummary, the one wanted last in front
	at    map[keptKey]*list.Element
}

func newKept(most int) *kept {
	return &kept{most: most, order: list.New(), at: make(map[keptKey]*list.Element)}
}

func (k *kept) get(key keptKey) (keptSummary, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e, ok := k.at[key]
	if !ok {
		return keptSummary{}, false
	}
	k.order.MoveToFront(e)
	return e.Value.(keptSummary), true
}

// put keeps a summary; one that belongs to no conversation is not kept.
func (k *kept) put(s keptSummary) {
	if s.key.conversation == "" {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if e, ok := k.at[s.key]; ok {
		e.Value = s
		k.order.MoveToFront(e)
		return
	}
	k.at[s.key] = k.order.PushFront(s)
	for k.order.Len() > k.most {
		last := k.order.Back()
		delete(k.at, last.Value.(keptSummary).key)
		k.order.Remove(last)
	}
}
