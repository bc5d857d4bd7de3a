package redact

import (
	"net/netip"
	"strings"

	"frontdesk/knowledge/pattern"
)

var (
	email = pattern.Of(`[\pL\pN._%+'&=/{}~^-]*[\pL\pN_%+-]@(?:[\pL\pN](?:[\pL\pN-]*[\pL\pN])?\.)+(?:\pL[\pL-]*\pL)`)
	// spelled is an address that is spelled out to hide it from machines.
	spelled = pattern.Of(`(?i)[\pL\pN._%+-]*[\pL\pN]\s*(?:[\[({]\s*(?:at|@)\s*[\])}]|\s@\s)\s*[\pL\pN-]+(?:\s*(?:\.|[\[({]\s*(?:dot|punkt|point)\s*[\])}])\s*[\pL\pN-]+)*\s*(?:\.|[\[({]\s*(?:dot|punkt|point)\s*[\])}])\s*\pL{2,10}\b` +
		`|[\pL\pN._%+-]*[\pL\pN] (?:at|@) [\pL\pN-]+ (?:dot|punkt|point) (?:com|org|net|de|at|ch|fr|uk|eu|io|nl|it|es)\b`)
)

func emails(text string) (out []span) {
	if strings.ContainsRune(text, '@') {
		out = all(email, text)
	}
	return append(out, all(spelled, text)...)
}

// all are the places where an expression matches.
func all(re *pattern.Pattern, text string) (out []span) {
	for _, at := range re.FindAllStringIndex(text, -1) {
		out = append(out, span{at[0], at[1]})
	}
	return out
}

var (
	ipv4 = pattern.Of(`\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}`)
	ipv6 = pattern.Of(`(?i)[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}`)
	// release stands before the number of a release, which looks like an address.
	release = pattern.Of(`(?i)\b(?:v|version|release|firmware|build|app|ios|android|windows)\.? ?$`)
)

// ips finds IP addresses; what cannot be one, such as 12:30:45 or the number of a release, is none.
func ips(text string) (out []span) {
	for _, s := range all(ipv4, text) {
		joined := s.end < len(text) && text[s.end] == '.' && s.end+1 < len(text) && text[s.end+1] >= '0' && text[s.end+1] <= '9'
		if _, err := netip.ParseAddr(text[s.start:s.end]); err == nil && standsAlone(text, s) && !joined && !release.MatchString(text[max(0, s.start-16):s.start]) {
			out = append(out, s)
		}
	}
	for _, s := range all(ipv6, text) {
		addr := text[s.start:s.end]
		if len(strings.ReplaceAll(addr, ":", "")) < 3 || !standsAlone(text, s) {
			continue
		}
		if _, err := netip.ParseAddr(addr); err == nil {
			out = append(out, s)
		}
	}
	return out
}
