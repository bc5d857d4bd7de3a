package llm

import (
	"fmt"
	"math"

	"github.com/sashabaranov/go-openai"
)

// place puts the vectors of an answer into the order of the n texts they were asked for. It returns what is
// wrong with the answer in words that follow "the model server at …", or "".
func place(data []openai.Embedding, n int) (vectors [][]float32, wrong string) {
	if len(data) != n {
		return nil, fmt.Sprintf("gives %d vectors for %d texts", len(data), n)
	}
	vectors = make([][]float32, n)
	for _, d := range data {
		switch {
		case d.Index < 0 || d.Index >= n:
			return nil, fmt.Sprintf("numbers a vector %d among %d texts", d.Index, n)
		case vectors[d.Index] != nil:
			return nil, fmt.Sprintf("numbers two vectors %d, or does not number them; send one text at a time if it never does", d.Index)
		case len(d.Embedding) == 0:
			return nil, "gives an empty vector: does the model make embeddings?"
		}
		vectors[d.Index] = d.Embedding
	}
	return vectors, ""
}

// normalise divides a vector by its length, in place. It returns what is wrong with the vector, or "".
func normalise(v []float32) (wrong string) {
	var sum float64
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	switch {
	case math.IsNaN(sum) || math.IsInf(sum, 0):
		return "gives a vector with numbers that are none or infinite: the model may be damaged"
	case sum < 1e-24:
		return "gives a vector of zeros for a text with words: the model may be damaged, or makes no embeddings"
	}
	scale := 1 / math.Sqrt(sum)
	for i, x := range v {
		v[i] = float32(float64(x) * scale)
	}
	return ""
}
