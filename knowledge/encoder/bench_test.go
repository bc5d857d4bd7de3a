package encoder_test

import (
	"fmt"
	"strings"
	"testing"

	"frontdesk/knowledge/encoder"
)

// short has ten words.
const short = "How can I change the delivery address of my order?"

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		l, err := encoder.New()
		if err == nil {
			err = l.Load()
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOneShort(b *testing.B) {
	encode(b, short)
	b.ReportAllocs()
	for b.Loop() {
		encode(b, short)
	}
}

// BenchmarkBatch64 encodes 64 sentences of 8 to 12 words; divide by 64 and mind that it uses all processors.
func BenchmarkBatch64(b *testing.B) {
	words := strings.Fields("how can I change the delivery address of my last order please")
	texts := make([]string, 64)
	for i := range texts {
		texts[i] = fmt.Sprintf("%s %d", strings.Join(words[:7+i%5], " "), i)
	}
	encode(b, texts...)
	b.ReportAllocs()
	for b.Loop() {
		encode(b, texts...)
	}
}

func BenchmarkLong(b *testing.B) {
	text := strings.Repeat("please tell me when my parcel will come ", 15) // 120 tokens
	encode(b, text)
	for b.Loop() {
		encode(b, text)
	}
}
