package encoder

import (
	"context"
	"fmt"

	"frontdesk/knowledge"
)

// fill sets the vectors of the texts with the indices given, asking an encoder once for each different text.
func fill(ctx context.Context, e knowledge.Encoder, texts []string, vectors [][]float32, indices []int) error {
	at := make(map[string]int, len(indices))
	var distinct []string
	for _, i := range indices {
		if _, seen := at[texts[i]]; !seen {
			at[texts[i]] = len(distinct)
			distinct = append(distinct, texts[i])
		}
	}
	got, err := e.Encode(ctx, distinct)
	if err != nil {
		return err
	}
	if len(got) != len(distinct) {
		return fmt.Errorf("encode %d texts: %s gave %d vectors", len(distinct), e.Name(), len(got))
	}
	for _, i := range indices {
		vectors[i] = got[at[texts[i]]]
	}
	return nil
}
