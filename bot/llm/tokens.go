package llm

import "unicode/utf8"

// tokensPerMessage is what a message takes besides its text: the marks of its begin, role and end.
const tokensPerMessage = 8

// tally counts text for an estimate of its tokens. Every model has tokens of its own, so that the estimate is made
// to be rather too high than too low:
//
//   - three letters without accents make a token: for English it is rather four, for German, French and the like
//     three to four;
//   - each digit, mark and line break is a token: some models have tokens of three digits, others of one;
//   - of all other characters two bytes make a token: a letter with an accent or a Cyrillic one, two thirds of a
//     Chinese, Hindi or Thai one, half an emoji;
//   - blanks are part of the words that follow them.
//
// Models made for English alone may need more for other scripts. Their servers then refuse the prompt.
type tally struct {
	letters int // without accents
	marks   int // everything else below 128 but blanks
	wide    int // bytes of all other characters
}

func (t *tally) add(text string) {
	for i := range len(text) {
		switch c := text[i]; {
		case c >= utf8.RuneSelf:
			t.wide++
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
			t.letters++
		case c != ' ':
			t.marks++
		}
	}
}

// tokens returns the estimate.
func (t tally) tokens() int { return (t.letters+2)/3 + t.marks + (t.wide+1)/2 }
