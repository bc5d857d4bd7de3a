package llm_test

import (
	"context"
	"fmt"

	"frontdesk/bot/llm"
	"frontdesk/bot/llm/scripted"
)

// The server of this example is the scripted one, which has an off day: it is too busy, then it hangs up,
// then it answers.
func ExampleEmbedder() {
	server := scripted.New(scripted.Config{Dimensions: 128})
	base, stop, err := server.Listen("127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer stop()
	server.Play(scripted.Embeddings, scripted.Busy("0.01"), scripted.Reset(), scripted.OK())

	e, err := llm.NewEmbedder(llm.EmbedderConfig{BaseURL: base, Model: "any"})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer e.Close()
	v, err := e.Encode(context.Background(), []string{"How do I return a parcel?", "Returning parcels", "Opening hours"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("numbers in a vector:", e.Dimensions())
	fmt.Println("the second is nearer than the third:", dot(v[0], v[1]) > dot(v[0], v[2]))
	// Output:
	// numbers in a vector: 128
	// the second is nearer than the third: true
}

func dot(a, b []float32) (sum float32) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}
