package main

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"
)

// bar shows how far a stage is, on a terminal; elsewhere it logs a line now and
// then.
type bar struct {
	app    *app
	stage  string
	bar    *progressbar.ProgressBar
	logged time.Time
}

// logEvery is how often progress is logged where there is no terminal.
const logEvery = time.Minute

func (a *app) newBar(stage string) *bar { return &bar{app: a, stage: stage, logged: a.now()} }

func (b *bar) at(done, total int) {
	if b.app.terminal() {
		if b.bar == nil {
			b.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(b.app.stderr),
				progressbar.OptionSetDescription(b.stage), progressbar.OptionShowCount(),
				progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
		}
		_ = b.bar.Set(done) // a bar that cannot be drawn is no failure of the run
		return
	}
	if now := b.app.now(); now.Sub(b.logged) >= logEvery {
		b.logged = now
		b.app.log.Warn(fmt.Sprintf("%s: %d of %d", b.stage, done, total))
	}
}

func (b *bar) close() {
	if b.bar != nil {
		_ = b.bar.Finish()
	}
}
