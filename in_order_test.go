package ogp_test

import (
	"runtime"
	"slices"
	"testing"

	"ogp"
)

// The first result is the last to come; they are in order all the same, and all values
// are let go where the loop ends early.
func TestInOrderKeepsTheOrder(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	const values = 1000
	second := make(chan struct{})
	double := func(n int) int {
		switch n {
		case 0:
			<-second
		case 1:
			close(second)
		}
		return 2 * n
	}
	var want, got []int
	for n := range values {
		want = append(want, 2*n)
	}
	if got = slices.Collect(ogp.InOrder(count(values, nil), double)); !slices.Equal(got, want) {
		t.Errorf("%d results: %v", len(got), got[:min(9, len(got))])
	}
	released := false
	for n := range ogp.InOrder(count(values, &released), func(n int) int { return n }) {
		if n == 3 {
			break
		}
	}
	if !released {
		t.Error("the values were not let go when the loop ended")
	}
}

// count yields the numbers below n; released, where it is not nil, is set at its end.
func count(n int, released *bool) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				break
			}
		}
		if released != nil {
			*released = true
		}
	}
}
