//go:build !race

package desk_test

// detector says that the race detector looks on, under which everything takes ten times as long.
const detector = false
