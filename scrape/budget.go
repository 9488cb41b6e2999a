package scrape

import "sync"

const (
	// fullBudget is how many repetitions a run may make before it has earned
	// any; it is also the most that can be saved up.
	fullBudget = 60
	// earned is what an answer that needs no repetition adds.
	earned = 0.2
)

// budget bounds the repetitions of a run as a whole. Three for each request are
// fine while few requests need them; a site that fails on every second request
// would otherwise be asked four times as often as a healthy one.
type budget struct {
	mu   sync.Mutex
	left float64
}

func newBudget() *budget { return &budget{left: fullBudget} }

// earn notes a request that was answered.
func (b *budget) earn() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left = min(b.left+earned, fullBudget)
}

// spend takes one repetition, and reports whether there was one left.
func (b *budget) spend() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}
