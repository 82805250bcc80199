# SPDX-FileCopyrightText: The Commonplace contributors
# SPDX-License-Identifier: Apache-2.0

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
# Where the source of a release can be fetched: the workflows that init writes compile the program from there.
REPOSITORY ?= $(if $(GITHUB_REPOSITORY),$(GITHUB_SERVER_URL)/$(GITHUB_REPOSITORY))
LDFLAGS = -s -w -X commonplace/generator.version=$(VERSION) -X commonplace/generator.repository=$(REPOSITORY)
FUZZTIME ?= 60s
SITE ?= public

export CGO_ENABLED = 0

.PHONY: build test lint scripts bench bench-search fuzz shots release

# The program for this machine: ./commonplace
build:
	go build -trimpath -ldflags "$(LDFLAGS)" -o commonplace ./cmd/commonplace

# Everything that must hold before a change is taken. Installs what it needs on Debian.
test: lint
	.ci/install chromium npm
	npm ci --prefix e2e --ignore-scripts --no-audit --no-fund
	TEST_ALL=1 go test -count=1 ./...

lint:
	.ci/install git reuse
	test -z "$$(gofmt -l . | tee /dev/stderr)"
	go vet ./...
	GOOS=windows go vet ./...
	GOOS=darwin go vet ./...
	go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
	go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 .github/workflows/*.yaml
	.ci/govulncheck
	.ci/reuse

# The scripts that themes/default/search keeps minified, from their sources in themes/default/_search.
scripts:
	.ci/install npm
	npm ci --prefix e2e --ignore-scripts --no-audit --no-fund
	node e2e/scripts.mjs

# How fast it is; docs/figures.md says how the figures there were measured.
bench:
	go test -run '^$$' -bench . -benchmem ./...

# The search of a built site beside Pagefind, MiniSearch and Lunr: how well each finds, and what a query makes a reader load. make bench-search SITE=public
bench-search:
	.ci/install chromium npm
	npm ci --prefix e2e/bench --ignore-scripts --no-audit --no-fund
	node --max-old-space-size=12000 e2e/bench/quality.mjs $(SITE)
	node --max-old-space-size=12000 e2e/bench/bytes.mjs $(SITE)

# Every fuzz target in turn, FUZZTIME each.
fuzz:
	.ci/fuzz $(FUZZTIME)

# The pictures in docs/shots/, taken of the site that this repository holds; in dist/shots/ those to look at after a change of the theme.
shots:
	.ci/install chromium npm
	npm ci --prefix e2e --ignore-scripts --no-audit --no-fund
	.ci/shots docs/shots dist/shots

# Archives of the program for every system, in dist/. The same commit gives the same bytes.
release:
	.ci/release $(VERSION) "$(LDFLAGS)"
