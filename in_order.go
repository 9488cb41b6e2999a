package ogp

import (
	"iter"
	"runtime"
)

// aheadOfUse is how many values for each core InOrder has at once: enough for the cores
// to have work while one result takes long, or is being stored.
const aheadOfUse = 8

// InOrder does something with each value, on all cores, and yields the results in the
// order of the values. Another goroutine takes the values, a few ahead; it has ended when
// the loop over the results has.
func InOrder[V, R any](values iter.Seq[V], do func(V) R) iter.Seq[R] {
	return func(yield func(R) bool) {
		cores := runtime.GOMAXPROCS(0)
		busy := make(chan struct{}, cores)
		results := make(chan chan R, aheadOfUse*cores)
		stop := make(chan struct{})
		go func() {
			defer close(results)
			for value := range values {
				result := make(chan R, 1)
				select {
				case <-stop:
					return
				case results <- result:
				}
				busy <- struct{}{}
				go func() {
					result <- do(value)
					<-busy
				}()
			}
		}()
		defer func() {
			close(stop)
			for range results { // until the values are let go
			}
		}()
		for result := range results {
			if !yield(<-result) {
				return
			}
		}
	}
}
