package bot

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Voice is how a model words what the bot says. It changes nothing about what is said.
type Voice struct {
	Off      bool   `json:"off"`      // customers read what is written in the articles, word for word
	Tone     string `json:"tone"`     // plain, friendly or formal
	Length   string `json:"length"`   // short, medium or long
	Language string `json:"language"` // article: that of the articles; customer: that of the question
	Wording  bool   `json:"wording"`  // clarifications and small talk are worded by the model, too
	House    string `json:"house"`    // further words for the model about the style of the house
}

// MaxHouse is how many bytes the words about the style of the house may have.
const MaxHouse = 600

// DefaultVoice is the voice of a house that has not chosen one.
func DefaultVoice() Voice { return Voice{Tone: "plain", Length: "medium", Language: "article"} }

// Validate says what is wrong, in words for who wrote it. The error wraps ErrInvalid.
func (v Voice) Validate() error {
	switch v.Tone {
	case "plain", "friendly", "formal":
	default:
		return fmt.Errorf("%w: the tone is %.20q; choose plain, friendly or formal", ErrInvalid, v.Tone)
	}
	switch v.Length {
	case "short", "medium", "long":
	default:
		return fmt.Errorf("%w: the length is %.20q; choose short, medium or long", ErrInvalid, v.Length)
	}
	switch v.Language {
	case "article", "customer":
	default:
		return fmt.Errorf("%w: the language is %.20q; choose article or customer", ErrInvalid, v.Language)
	}
	switch {
	case len(v.House) > MaxHouse:
		return fmt.Errorf("%w: the words about the style have %d bytes; at most %d are allowed", ErrInvalid, len(v.House), MaxHouse)
	case !utf8.ValidString(v.House) || strings.ContainsRune(v.House, 0):
		return fmt.Errorf("%w: the words about the style are no plain text; type them again", ErrInvalid)
	}
	return nil
}
