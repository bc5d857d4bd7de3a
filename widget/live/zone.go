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

// maxZones bounds what is kept: where case does not matter in file names, a zone has many spellings.
const maxZones = 1000

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
	if len(z.seen) >= maxZones {
		return l
	}
	if z.seen == nil {
		z.seen = make(map[string]*time.Location)
	}
	z.seen[name] = l
	return l
}
