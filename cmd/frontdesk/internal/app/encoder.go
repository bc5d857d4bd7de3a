package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"frontdesk/bot/llm"
	"frontdesk/knowledge"
	"frontdesk/knowledge/encoder"
)

// Values of Config.Encoder besides a URL.
const (
	encoderBuiltIn = "builtin"
	encoderOff     = "off"
)

const (
	rememberedQuestions = 4096
	checkTime           = 3 * time.Second
)

// meanings are the encoders that compare the meanings of questions with those of titles and phrasings. They
// are of one model.
type meanings struct {
	questions knowledge.Encoder // nil when switched off
	texts     knowledge.Encoder // keeps the vectors of titles and phrasings in a file; customers' words are not kept
	languages []string          // that the model understands; nil means all
	ends      []func() error
}

// openMeanings makes the encoders that the configuration asks for. A server that does not answer is used
// nevertheless: the bot goes by words alone until it does.
func (c *Config) openMeanings(ctx context.Context, log *slog.Logger) (m meanings, err error) {
	var model knowledge.Encoder
	switch c.Encoder {
	case encoderOff:
		return m, nil
	case encoderBuiltIn, "":
		if model, err = encoder.New(); err != nil {
			return m, fmt.Errorf("open the built-in encoder: %w; go on without it by --encoder off", err)
		}
		m.languages = []string{"en"}
	default:
		remote, err := llm.NewEmbedder(llm.EmbedderConfig{BaseURL: c.Encoder, Key: c.EncoderKey, Model: c.EncoderModel, Log: log})
		if err != nil {
			return m, fmt.Errorf("--encoder: %w", err)
		}
		m.ends = append(m.ends, func() error { remote.Close(); return nil })
		check, cancel := context.WithTimeout(ctx, checkTime)
		defer cancel()
		if err := remote.Check(check); err != nil {
			log.Warn("meanings are not compared until the encoder answers", "error", err)
		}
		model = remote
	}
	m.questions, m.texts = encoder.NewCached(model, rememberedQuestions), model
	if model.Dimensions() > 0 { // without them it is not known yet what the file would hold
		kept := encoder.OpenStore(c.vectors(), model, log)
		m.texts = kept
		m.ends = append(m.ends, kept.Close)
	}
	return m, nil
}

func (m meanings) close() error {
	var faults []error
	for _, end := range m.ends {
		faults = append(faults, end())
	}
	return errors.Join(faults...)
}

// validEncoder says what is wrong with the setting of the encoder.
func (c *Config) validEncoder() error {
	if c.Encoder == "" || c.Encoder == encoderBuiltIn || c.Encoder == encoderOff {
		return nil
	}
	if !strings.HasPrefix(c.Encoder, "http://") && !strings.HasPrefix(c.Encoder, "https://") {
		return fmt.Errorf("--encoder %q: want builtin, off, or the address of an OpenAI-compatible server such as https://models.example/v1", c.Encoder)
	}
	if c.EncoderModel == "" {
		return fmt.Errorf("--encoder %s: name its model with --encoder-model", c.Encoder)
	}
	return nil
}
