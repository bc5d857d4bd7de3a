package language

import "strings"

// stemIndonesian takes particles, possessives, one suffix of derivation and one prefix off a word. Where a
// nasal prefix has swallowed the first letter of the root ("mengirim" from "kirim") it is put back, except
// for the common roots that begin with a vowel.
func stemIndonesian(word string) string {
	if strings.Contains(word, "'") {
		return word
	}
	for _, s := range []string{"lah", "kah", "pun", "nya", "ku", "mu"} {
		if stem, ok := strings.CutSuffix(word, s); ok && len(stem) >= 4 {
			word = stem
			break
		}
	}
	root := indonesianPrefix(word)
	for _, s := range []string{"kan", "an", "i"} {
		if stem, ok := strings.CutSuffix(root, s); ok && len(stem) >= 4 {
			return stem
		}
	}
	return root
}

func indonesianPrefix(word string) string {
	for _, p := range []struct{ prefix, swallowed string }{
		{"meny", "s"}, {"peny", "s"}, {"meng", "k"}, {"peng", "k"}, {"mem", "p"}, {"pem", "p"}, {"men", "t"}, {"pen", "t"},
	} {
		rest, ok := strings.CutPrefix(word, p.prefix)
		if !ok || len(rest) < 3 {
			continue
		}
		if strings.IndexByte("aeiou", rest[0]) < 0 {
			if p.swallowed == "s" {
				continue
			}
			return rest
		}
		for _, root := range vowelRoots {
			if strings.HasPrefix(rest, root) {
				return rest
			}
		}
		return p.swallowed + rest
	}
	for _, p := range []string{"ber", "ter", "per", "me", "di"} {
		rest, ok := strings.CutPrefix(word, p)
		if ok && len(rest) >= 4 && (p != "me" || strings.IndexByte("lrwymn", rest[0]) >= 0) {
			return rest
		}
	}
	return word
}

var vowelRoots = []string{"ubah", "ambil", "isi", "atur", "ada", "ikut", "ulang", "akses", "unduh", "unggah", "aktif", "embali", "input", "alam", "urus", "ajukan", "alih", "antar", "ucap", "upload"}
