package pieces

// root is the node that every search begins at; as no edge leads back to it, it also says that there is none.
const root int32 = 0

// trie holds the pieces byte by byte. Its edges lie in one hash table with open addressing: that takes half a
// megabyte and a millisecond to build where a map of maps would take many.
type trie struct {
	keys  []uint32 // of an edge: the node it leaves and its byte, plus one so that 0 is an empty place
	nodes []int32  // where it leads
	ids   []int32  // of each node: the piece that ends there, or 0
}

// newTrie returns an empty trie with room for a vocabulary.
func newTrie(vocabulary []string) trie {
	edges := 0
	for _, piece := range vocabulary {
		edges += len(piece)
	}
	size := 256
	for size < edges+edges/8 { // most edges are shared, so that the table stays half empty
		size *= 2
	}
	return trie{keys: make([]uint32, size), nodes: make([]int32, size), ids: make([]int32, 1, edges/2+1)}
}

// place returns where the edge with the key is, or where it belongs.
func (t *trie) place(key uint32) uint32 {
	mask := uint32(len(t.keys) - 1)
	at := (key * 2654435761) >> 7 & mask // Knuth's multiplicative hash
	for t.keys[at] != 0 && t.keys[at] != key {
		at = (at + 1) & mask
	}
	return at
}

func edge(from int32, b byte) uint32 { return uint32(from)<<8 + uint32(b) + 1 }

// child returns the node that an edge leads to, or root.
func (t *trie) child(from int32, b byte) int32 {
	return t.nodes[t.place(edge(from, b))]
}

// insert adds a piece, unless it is there already.
func (t *trie) insert(piece string, id int32) {
	node := root
	for i := range len(piece) {
		key := edge(node, piece[i])
		at := t.place(key)
		if t.keys[at] == 0 {
			t.keys[at] = key
			t.nodes[at] = int32(len(t.ids))
			t.ids = append(t.ids, 0)
		}
		node = t.nodes[at]
	}
	if t.ids[node] == 0 {
		t.ids[node] = id
	}
}
