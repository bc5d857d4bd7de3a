package live

import (
	"sync"
	"time"
)

// zones are the time zones that customers have named. There are some hundred names; one that does not exist is not
// kept.
type zones struct {
	mu   sync.Mutex
	seen map[string]*time.Location
}

// find returns the zone of an IANA name, or nil.
func (z *zones) find(name string) *time.Location {
	if name == "" || name == "Local" || len(name) > maxZone {
		return nil
	}
	z.mu.Lock()
	defer z.mu.Unlock()
	if l := z.seen[name]; l != nil {
		return l
	}
	l, err := time.LoadLocation(name) // refuses names that lead elsewhere
	if err != nil {
		return nil
	}
	if z.seen == nil {
		z.seen = make(map[string]*time.Location)
	}
	z.seen[name] = l
	return l
}
