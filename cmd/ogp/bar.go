package main

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"

	"ogp/cmd/ogp/console"
)

// bar shows how far a stage is, on a terminal; elsewhere it logs a line now and
// then.
type bar struct {
	app    *app
	stage  string
	bar    *progressbar.ProgressBar
	total  int // of the bar that is drawn; unknownTotal while the stage cannot tell
	logged time.Time
}

// logEvery is how often progress is logged where there is no terminal.
const logEvery = time.Minute

// unknownTotal makes a bar that only shows that something is going on.
const unknownTotal = -1

func (a *app) newBar(stage string) *bar { return &bar{app: a, stage: stage, logged: a.now()} }

// newShareBar begins a stage that counts in parts of no meaning, or does not
// count at all: the terminal shows it at once, and then its share in per cent.
func (a *app) newShareBar(stage string) *bar {
	b := a.newBar(stage)
	if a.terminal() {
		b.draw(unknownTotal)
	}
	return b
}

// At shows that so much of the stage is done.
func (b *bar) At(done, total int) {
	if b.app.terminal() {
		switch {
		case b.bar == nil:
			b.draw(total, progressbar.OptionShowCount())
		case b.total == unknownTotal:
			b.Close()
			b.draw(total)
		}
		_ = b.bar.Set(done) // a bar that cannot be drawn is no failure of the run
		return
	}
	if now := b.app.now(); now.Sub(b.logged) >= logEvery {
		b.logged = now
		b.app.log.Warn(fmt.Sprintf("%s: %d of %d", b.stage, done, total))
	}
}

func (b *bar) draw(total int, more ...progressbar.Option) {
	b.total = total
	b.bar = progressbar.NewOptions(total, append(more, progressbar.OptionSetWriter(b.app.stderr.To),
		progressbar.OptionSetDescription(console.Line(b.stage)), progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetRenderBlankState(true))...)
}

// Close takes the bar away.
func (b *bar) Close() {
	if b.bar != nil {
		_ = b.bar.Finish()
	}
}
