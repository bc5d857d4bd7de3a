package llm

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"time"
)

// Defaults of an [EmbedderConfig].
const (
	DefaultBatch   = 32 // some servers take no more
	DefaultTimeout = 10 * time.Second
	DefaultRetries = 3
)

// MaxDimensions is the longest vector that is accepted.
const MaxDimensions = 8192

// EmbedderConfig says which model makes the vectors, and how it is treated. Only BaseURL and Model must be
// set. Printing it does not print the key.
type EmbedderConfig struct {
	BaseURL string `json:"base_url"` // up to and without /embeddings, such as https://api.openai.com/v1
	Key     string `json:"-"`        // sent as a bearer token; empty for servers that want none
	Model   string `json:"model"`    // the server's name for it

	// Dimensions is the length of vectors to ask for, of models that offer several. Leave it 0 for all others,
	// which may refuse to be asked: then the first answer tells the length.
	Dimensions int

	Batch   int           // texts in one request; 0 means DefaultBatch
	Timeout time.Duration // for one request, tries again not included; 0 means DefaultTimeout
	Retries int           // tries after the first; 0 means DefaultRetries, a negative number none

	HTTP *http.Client // nil means connections of the embedder's own, which its Close ends
	Log  *slog.Logger // nil means that nothing is logged

	// For tests; nil means the real ones.
	Now    func() time.Time
	Sleep  func(ctx context.Context, d time.Duration) error // returns the context's error if that ends first
	Random func() float64                                   // from 0 to below 1
}

// String names what is not secret.
func (c EmbedderConfig) String() string { return "embeddings of model " + c.Model }

// GoString names what is not secret.
func (c EmbedderConfig) GoString() string { return c.String() }

// LogValue names what is not secret.
func (c EmbedderConfig) LogValue() slog.Value { return slog.StringValue(c.String()) }

// complete fills in what was left out, or says what is wrong.
func (c EmbedderConfig) complete() (EmbedderConfig, error) {
	switch {
	case c.Dimensions < 0 || c.Dimensions > MaxDimensions:
		return c, errors.New("the length of vectors must lie between 1 and 8192, or be 0 to take the model's own")
	case c.Batch < 0 || c.Batch > 2048:
		return c, errors.New("the number of texts in one request must lie between 1 and 2048, or be 0 for the default")
	case c.Timeout < 0:
		return c, errors.New("the time for one request must not be negative; 0 is the default")
	}
	if c.Batch == 0 {
		c.Batch = DefaultBatch
	}
	if c.Timeout == 0 {
		c.Timeout = DefaultTimeout
	}
	switch {
	case c.Retries == 0:
		c.Retries = DefaultRetries
	case c.Retries < 0:
		c.Retries = 0
	}
	c.Log, c.Now, c.Sleep, c.Random = orReal(c.Log, c.Now, c.Sleep, c.Random)
	return c, nil
}

// orReal replaces what was left out by the real thing: no log, the clock, waiting, chance.
func orReal(log *slog.Logger, now func() time.Time, wait func(context.Context, time.Duration) error, random func() float64) (
	*slog.Logger, func() time.Time, func(context.Context, time.Duration) error, func() float64,
) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	if now == nil {
		now = time.Now
	}
	if wait == nil {
		wait = sleep
	}
	if random == nil {
		random = rand.Float64
	}
	return log, now, wait, random
}
