package scripted

import (
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// vectors is the good answer of the route Embeddings.
type vectors struct {
	Object string   `json:"object"`
	Data   []vector `json:"data"`
	Model  string   `json:"model"`
	Usage  usage    `json:"usage"`
}

type vector struct {
	Object    string   `json:"object"`
	Index     *int     `json:"index,omitempty"`
	Embedding []number `json:"embedding"`
}

type usage struct {
	PromptTokens     int `json:"prompt_tokens"`
	CompletionTokens int `json:"completion_tokens,omitempty"`
	TotalTokens      int `json:"total_tokens"`
}

// number is a number of a vector, which need not be one.
type number float64

// MarshalJSON writes what JSON has no word for as null, as some servers do.
func (n number) MarshalJSON() ([]byte, error) {
	if f := float64(n); math.IsNaN(f) || math.IsInf(f, 0) {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, float64(n), 'g', -1, 64), nil
}

// embeddings answers POST /v1/embeddings.
func (s *Server) embeddings(w http.ResponseWriter, r *http.Request) {
	var q struct {
		Model      string          `json:"model"`
		Input      json.RawMessage `json:"input"`
		Dimensions int             `json:"dimensions"`
	}
	key, body, ok := s.receive(w, r, &q)
	if !ok {
		return
	}
	texts, ok := inputs(q.Input)
	got := Request{Route: Embeddings, Key: key, Model: q.Model, Inputs: texts, Dimensions: q.Dimensions, Body: body}
	step := s.take(got)
	if !ok || q.Dimensions < 0 || q.Dimensions > 1<<14 {
		writeError(w, http.StatusBadRequest, "input must be a text or a list of texts, dimensions a length", "invalid_request_error", "")
		return
	}
	x := &exchange{server: s, w: w, r: r, got: got, good: s.good(got)}
	x.run(step)
}

// inputs reads one text or a list of them.
func inputs(raw json.RawMessage) ([]string, bool) {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []string{one}, one != ""
	}
	var many []string
	if json.Unmarshal(raw, &many) != nil {
		return nil, false
	}
	return many, len(many) > 0 && !slices.Contains(many, "")
}

func (s *Server) good(q Request) *vectors {
	length := s.set.Dimensions
	if q.Dimensions > 0 {
		length = q.Dimensions
	}
	v := &vectors{Object: "list", Model: q.Model}
	for i, t := range q.Inputs {
		v.Data = append(v.Data, vector{Object: "embedding", Index: &i, Embedding: embed(t, length)})
		v.Usage.PromptTokens += len(strings.Fields(t))
	}
	v.Usage.TotalTokens = v.Usage.PromptTokens
	return v
}

// changed makes a step of the route Embeddings out of a change to its good answer.
func changed(name string, change func(*vectors)) Step {
	return Step{name, func(x *exchange) {
		v, ok := x.good.(*vectors)
		if !ok {
			x.misfit(name, Embeddings)
			return
		}
		change(v)
		x.answer()
	}}
}

// WrongLength gives vectors of another length than was to be expected.
func WrongLength(length int) Step {
	return changed("wrong-length "+strconv.Itoa(length), func(v *vectors) {
		for i := range v.Data {
			v.Data[i].Embedding = embed("another model", length)
		}
	})
}

// MixedLengths gives a first vector that is shorter than the others.
func MixedLengths() Step {
	return changed("mixed-lengths", func(v *vectors) { v.Data[0].Embedding = v.Data[0].Embedding[1:] })
}

// TooFew leaves the last vector out.
func TooFew() Step {
	return changed("too-few", func(v *vectors) { v.Data = v.Data[:len(v.Data)-1] })
}

// TooMany adds a vector.
func TooMany() Step {
	return changed("too-many", func(v *vectors) {
		extra := len(v.Data)
		v.Data = append(v.Data, vector{Object: "embedding", Index: &extra, Embedding: v.Data[0].Embedding})
	})
}

// Shuffled gives the vectors in reverse order, rightly numbered.
func Shuffled() Step {
	return changed("shuffled", func(v *vectors) { slices.Reverse(v.Data) })
}

// Doubled gives two vectors the same number.
func Doubled() Step {
	return changed("doubled", func(v *vectors) { v.Data[len(v.Data)-1].Index = v.Data[0].Index })
}

// Unnumbered leaves the numbers out.
func Unnumbered() Step {
	return changed("unnumbered", func(v *vectors) {
		for i := range v.Data {
			v.Data[i].Index = nil
		}
	})
}

// Misnumbered counts from one.
func Misnumbered() Step {
	return changed("misnumbered", func(v *vectors) {
		for i := range v.Data {
			next := i + 1
			v.Data[i].Index = &next
		}
	})
}

// Zeros gives vectors of zeros.
func Zeros() Step { return filled("zeros", 0) }

// Nulls gives vectors of null.
func Nulls() Step { return filled("nulls", number(math.NaN())) }

// Overflowing gives numbers too large for 32 bits.
func Overflowing() Step { return filled("overflowing", 1e300) }

func filled(name string, n number) Step {
	return changed(name, func(v *vectors) {
		for i := range v.Data {
			for j := range v.Data[i].Embedding {
				v.Data[i].Embedding[j] = n
			}
		}
	})
}

// NaN writes NaN where a number belongs, which is no JSON.
func NaN() Step {
	return Step{"nan", func(x *exchange) {
		writeRaw(x.w, http.StatusOK, "application/json", []byte(`{"object":"list","data":[{"object":"embedding","index":0,"embedding":[NaN,0.5]}]}`))
	}}
}
