# Every target works on a fresh machine with Go, gcc, g++, make and git.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

.PHONY: build demo test race test-readers test-browser vendor-search golden docs bench bench-import bench-store bench-export forms fuzz archives nights torture audit clean install dist

build:
	@mkdir -p bin
	@[ -x bin/ogp ] || echo "Building bin/ogp. The first time, this downloads some hundred MB of modules and takes a minute or two."
	@go build -o bin/ogp ./cmd/ogp

# The whole way, on the built-in demo site: fetch, archive, read, export.
demo: build
	@mkdir -p demo
	bin/ogp import --demo --db demo/ogp.duckdb
	bin/ogp export --db demo/ogp.duckdb --out demo/out
	@echo
	@bin/ogp show MXMEX0009 --db demo/ogp.duckdb
	@echo
	@ls -l demo/ogp.duckdb demo/out

# Where goroutines share anything; the race detector makes tests some ten times
# slower, so the others go without. `make race` has those that link DuckDB, too, which
# takes a minute or two more.
CONCURRENT := ./scrape ./scrape/archives ./scrape/wire
SHORT ?= -short
TEST := go test $(if $(SHORT),$(SHORT),-shuffle=on) -timeout 12m

# What must pass for every change: some two minutes on two cores, once all is compiled;
# packages that a change does not touch are not run again. `make test SHORT=` runs all
# of them, in any order, with the long tests, which repeat with other orders, kills and
# sources what the short ones try once; `make fuzz` and `make torture` try far more cases.
test:
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { echo "gofmt these files: $$unformatted"; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	$(TEST) $$(go list ./... | grep -vxF "$$(go list $(CONCURRENT))")
	$(TEST) -race $(CONCURRENT)

race:
	$(TEST) -race $(CONCURRENT) ./cmd/ogp/ingest ./export/html

# The nights on which a site loses labels, pages or its sitemap, and what becomes of
# the archive and of what is published.
nights:
	@go test ./cmd/ogp -run 'TestNights$$' -count=1 -v -nights.table | sed -n '/^night  /,/^[^a-z0-9]/p; /^\(FAIL\|ok\)/p'

# Rewrites the expected readings and schemas; review the diff like code.
golden:
	go test ./parse ./store ./store/objects -run 'Fixtures|Version|DerivedSchema|PrintedViews' -update

# Writes the reference of commands at the end of docs/cli.md.
docs:
	go test ./cmd/ogp -run ReferenceIsCurrent -count 1 -update

# The parser beside html.Parse on the same pages, on one core.
bench:
	go test ./parse -run '^$$' -bench . -cpu 1 -count 5

# The parser on real descriptions, where OGP's database lies beside the project.
forms:
	go test ./parse -run RealDescriptions -v -count 1

# Far more cases than make test tries: property tests with many checks (the flag
# -rapid.checks), then every fuzz test for a while.
FUZZTIME ?= 30s
fuzz:
	go test $$(grep -rl --include='*_test.go' pgregory.net/rapid . | xargs dirname | sort -u) -count 1 -timeout 30m -rapid.checks=500
	@grep -ro --include='*_test.go' '^func Fuzz[A-Za-z0-9]*' . | while IFS=: read -r file name; do \
	  echo "$$(dirname "$$file"): $${name#func }"; \
	  go test "$$(dirname "$$file")" -run '^$$' -fuzz "^$${name#func }\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 5s || exit 1; done

# What fetching a page costs beside bare net/http, and the whole import beside a
# Scrapy spider (skipped where Scrapy is missing), both in CPU time.
bench-import:
	go test ./scrape -run '^$$' -bench Fetch -benchtime 20x
	go test ./cmd/ogp -run '^$$' -bench Import -benchtime 1x -v

# Known vulnerabilities in what the program calls (skipped where their database
# cannot be reached), the modules as their authors published them, and the licences
# of what is linked.
GOVULNCHECK ?= v1.9.0
audit:
	go mod verify
	go test . -run ThirdParty -count 1 -update
	@GOBIN=$(CURDIR)/.audit go install golang.org/x/vuln/cmd/govulncheck@$(GOVULNCHECK)
	@.audit/govulncheck ./... 2> .audit/errors || { code=$$?; cat .audit/errors >&2; \
	  grep -q 'fetching vulnerabilities' .audit/errors || exit $$code; echo "Known vulnerabilities were not looked up." >&2; }

# The commands for web archives against doubles of the Wayback Machine and Common
# Crawl: what they would fetch, an import from each, and the history of a page.
archives: build
	@mkdir -p demo && rm -f demo/archives.duckdb
	@go run ./fixtures/serve fixtures/serve/show.sh

# An import of 2,000 pages, and one of ten captures of each from a web archive, killed
# ten times at any moment: nothing is lost, doubled, or requested again but for what
# was in flight. An export killed ten times leaves the old folder.
torture:
	go test ./cmd/ogp -run 'TestTorture$$|TestTortureOfArchives|TestKilledExport' -count=1 -timeout 10m -v -torture.pages 2000 -torture.kills 10

# The archive's figures beside its goals; takes some minutes.
PAGES ?= 6000 20000
bench-store:
	@mkdir -p bin
	@go test -c -o bin/bench.test ./cmd/ogp
	@for n in $(PAGES); do (cd cmd/ogp && PAGES=$$n ../../bin/bench.test -test.run '^$$' -test.bench '^BenchmarkStore$$' -test.benchtime 1x) | grep -v '^Bench\|^goos\|^goarch\|^pkg\|^cpu\|^PASS\|^ok'; done

clean:
	rm -rf bin demo dist

# Lets LibreOffice, pandas, R's readxl, ExcelJS and a validator of data packages
# read an export; installs them where it can, and skips those that are missing.
# READERS=light installs neither LibreOffice nor R, which take minutes.
test-readers:
	export/readers/install.sh $(CURDIR)/.readers $(READERS)
	OGP_READERS=$(CURDIR)/.readers go test ./export -run TestReaders -count=1 -v

# Uses a website in headless Chromium: search, filters, links, download, no request
# to the outside, accessibility. Screenshots are in .browser/screenshots.
test-browser:
	export/html/browser/install.sh $(CURDIR)/.browser
	OGP_BROWSER=$(CURDIR)/.browser go test ./export/html -run TestBrowser -count=1 -v

# Brings the website's search library from its npm package; only this target needs node.
MINISEARCH ?= 7.2.0
vendor-search:
	@dir=$$(mktemp -d) && cd $$dir && npm pack --silent minisearch@$(MINISEARCH) >/dev/null && tar xzf minisearch-*.tgz && cd $(CURDIR)/export/html/vendor && \
	  sed '/sourceMappingURL/d' $$dir/package/dist/umd/index.js > minisearch.js && cp $$dir/package/LICENSE.txt minisearch-LICENSE.txt && \
	  echo "MiniSearch $(MINISEARCH)" > minisearch-VERSION.txt && rm -rf $$dir

# Exports of 10,000 and 100,000 synthetic commitments beside bare writers of the
# same rows, with the peak memory of the program. What takes two seconds varies by
# a tenth, and is measured five times.
bench-export: build
	OGP_BIN=$(CURDIR)/bin/ogp go test ./cmd/ogp -run '^$$' -bench 'Export/10000' -benchtime 5x
	OGP_BIN=$(CURDIR)/bin/ogp go test ./cmd/ogp -run '^$$' -bench 'Export/100000' -benchtime 1x -timeout 30m

# For this machine: PREFIX=$HOME/.local puts it into a home directory.
PREFIX ?= /usr/local
install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 bin/ogp $(DESTDIR)$(PREFIX)/bin/ogp

# For machines without Go: an archive of the program and the licences, with the hashes
# of the archives beside it. What it needs of the system is printed last.
dist:
	@mkdir -p dist
	go build -trimpath -ldflags '-s -w' -o dist/ogp ./cmd/ogp
	@version=$$(dist/ogp version 2>/dev/null | sed -n '1s/ogp //p'); name=ogp_$${version}_linux_$$(go env GOARCH); \
	rm -rf dist/$$name; mkdir dist/$$name; mv dist/ogp dist/$$name/; cp LICENSE README.md THIRD_PARTY.md dist/$$name/; \
	tar -C dist --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -czf dist/$$name.tar.gz $$name; rm -r dist/$$name; \
	(cd dist && sha256sum *.tar.gz > SHA256SUMS); cat dist/SHA256SUMS; \
	tar -xOf dist/$$name.tar.gz $$name/ogp > dist/ogp; \
	echo "needs glibc $$(objdump -T dist/ogp | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1 | sed 's/GLIBC_//') or newer, and libstdc++"; rm dist/ogp
