# Weir: builds, checks and measures. `make help` lists what there is.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# What a workload is measured with: `make bench WORKLOAD=Workloads/x.yaml ARGS='--seed 7'`.
WORKLOAD ?= Workloads/quick.yaml
ARGS ?=

# Debian and Ubuntu packages.
BUILD_PACKAGES := libjemalloc-dev libisal-dev liblz4-dev libzstd-dev pkg-config
# What draws the plots of report.html, which comes without them where this is missing.
PLOT_PACKAGES := gnuplot-nox
TEST_PACKAGES := $(BUILD_PACKAGES) $(PLOT_PACKAGES) python3 python3-kafka python3-lz4 \
	python3-zstandard strace

# Swift from the search path, else from where it is usually installed.
SWIFT_FOLDERS := /opt/swift/usr/bin $(HOME)/.local/share/swiftly/bin /usr/share/swift/usr/bin
SWIFT := $(or $(shell command -v swift 2>/dev/null),$(firstword $(wildcard $(addsuffix /swift,$(SWIFT_FOLDERS)))))

# The release build of weir, for recipes.
WEIR = "$$($(SWIFT) build -c release --show-bin-path)/weir"

SWIFT_CHECKED := --explicit-target-dependency-import-check error

# Where `make shapes` leaves its results, and a folder on a disk, where a sync costs something.
SHAPES ?= Results/shapes-$(shell date +%Y%m%d-%H%M%S)
DISK ?= /var/tmp

# How many histories `make simulate` explores, and for how long `make torture` goes on.
SEEDS ?= 1000
FOR ?= 10min

# What `make compare` compares: `make compare VARY=producers.linger.ms=0,5 SET=`.
COMPARED ?= Workloads/acks.yaml
VARY ?= producers.acks=1,all
SET ?= --set topic.partitions=6 --set topic.replication.factor=3

# The CPU on which `make compare-check` runs.
CPU ?= 0

.PHONY: help bench compare compare-check test lint sanitize simulate torture mutants pitfalls \
	shapes microbench ci clean \
	setup setup-test swift plots release smoke same-trace sanitize-thread sanitize-address

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

bench: release plots ## Measure: WORKLOAD=Workloads/quick.yaml ARGS='--seed 7'
	@echo 'weir bench $(WORKLOAD) $(ARGS)'
	@$(WEIR) bench $(WORKLOAD) $(ARGS)

compare: release plots ## Compare acks=1 with acks=all in pairs, in 90 s: VARY=producers.acks=1,all ARGS='--pairs 16'
	@$(WEIR) compare $(COMPARED) --vary $(VARY) $(SET) $(ARGS)

compare-check: release ## See how far comparisons can be trusted here, in about 10 minutes; goes on after Ctrl-C
	@taskset -c $(CPU) $(WEIR) compare-check Workloads/checks/compare.yaml --results Results/compare-check $(ARGS)

test: setup-test ## Run all tests
	@echo 'Building the tests; the first build takes about 4 minutes on 2 cores'
	@$(call quietly,$(SWIFT) build --build-tests $(SWIFT_CHECKED))
	@echo 'Testing'
	@$(SWIFT) test --skip-build --disable-xctest $(ARGS)

lint: swift ## Check the layout of the Swift code
	@echo 'Linting'
	@$(SWIFT) format lint --strict --recursive --parallel Sources Tests Package.swift

sanitize: sanitize-thread sanitize-address ## Run all tests under the thread and address sanitizers

simulate: release ## Explore faults in virtual time: SEEDS=1000 ARGS='--first-seed 5000'
	@$(WEIR) simulate --seeds $(SEEDS) $(ARGS)

torture: release ## Explore seeds that nobody has seen, for a time: FOR=10min
	@$(WEIR) simulate --for $(FOR) \
		--first-seed "$$(date +%s)000" $(ARGS)

mutants: setup ## See that each planted bug is caught by the name of what it breaks
	@echo 'Building weir (release, with planted bugs)'
	@$(call quietly,$(SWIFT) build -c release --product weir --scratch-path .build-mutants \
		-Xswiftc -DPLANTED_BUGS)
	@.build-mutants/release/weir simulate --mutants $(ARGS)

pitfalls: release ## Show each pitfall in numbers, with its fix
	@$(WEIR) pitfalls $(ARGS)

shapes: release plots ## Measure the shapes that others have published: SHAPES=Results/mine DISK=/var/tmp
	@for shape in acks-gap partition-peak fsync knee in-flight; do \
		directory=''; \
		if [ "$$shape" = fsync ]; then directory='--data-dir $(DISK)'; fi; \
		$(WEIR) bench "Workloads/shapes/$$shape.yaml" --results "$(SHAPES)/$$shape" $$directory $(ARGS); \
	done

microbench: setup ## Measure single operations
	@echo 'Building weir-microbench (release)'
	@$(call quietly,$(SWIFT) build -c release --product weir-microbench)
	@$(SWIFT) run -c release --skip-build weir-microbench $(ARGS)

ci: lint smoke simulate same-trace ## Lint, measure briefly, explore 1,000 seeds, then test
	@$(MAKE) test

clean: ## Remove what builds leave
	@echo 'Removing builds'
	@rm -rf .build .build-tsan .build-asan .build-mutants

# Below: parts of the targets above.

setup: swift
	@$(call install,$(BUILD_PACKAGES))

setup-test: swift
	@$(call install,$(TEST_PACKAGES))

plots:
	@( $(call install,$(PLOT_PACKAGES)) ) || echo 'Going on: report.html will lack its plots' >&2

swift:
	@if [ -z '$(SWIFT)' ]; then \
		echo 'Swift 6.2 or later was not found: install it with swiftly, see https://www.swift.org/install/linux' >&2; \
		exit 1; \
	fi

release: setup
	@echo 'Building weir (release); the first build takes about 3 minutes on 2 cores'
	@$(call quietly,$(SWIFT) build -c release --product weir)

# A benchmark from end to end, as small as it gets: its results must be there afterwards.
smoke: setup
	@results=$$(mktemp -d); \
	trap 'rm -rf "$$results"' EXIT; \
	$(MAKE) bench WORKLOAD=Workloads/quick.yaml ARGS="--quick --results $$results/run"; \
	if [ ! -s "$$results/run/runs.csv" ]; then \
		echo "weir bench left no runs.csv in $$results/run" >&2; \
		exit 1; \
	fi

# The same seed gives the same history, byte for byte, in builds for debugging and for release.
same-trace: release
	@$(call quietly,$(SWIFT) build --product weir)
	@traces=$$(mktemp -d); \
	trap 'rm -rf "$$traces"' EXIT; \
	for seed in 3 14 159; do \
		for build in debug release; do \
			"$$($(SWIFT) build -c $$build --show-bin-path)/weir" simulate --seed $$seed --trace --no-shrink \
				> "$$traces/$$build"; \
		done; \
		cmp "$$traces/debug" "$$traces/release" || exit 1; \
	done; \
	echo 'Traces of debug and release builds are the same'

sanitize-thread: setup-test
	@echo 'Testing under the thread sanitizer'
	@$(call quietly,$(SWIFT) build --build-tests --sanitize=thread --scratch-path .build-tsan)
	@$(SWIFT) test --skip-build --disable-xctest --sanitize=thread --scratch-path .build-tsan \
		$(ARGS)

sanitize-address: setup-test
	@echo 'Testing under the address sanitizer'
	@$(call quietly,$(SWIFT) build --build-tests --sanitize=address --scratch-path .build-asan)
	@ASAN_OPTIONS=detect_leaks=0 \
		$(SWIFT) test --skip-build --disable-xctest --sanitize=address --scratch-path .build-asan \
		$(ARGS)

# Runs $(1): on a terminal in full view, elsewhere showing what it printed only where it failed.
quietly = if [ -t 1 ]; then $(1); exit; fi; \
	log=$$(mktemp); \
	trap 'rm -f "$$log"' EXIT; \
	$(1) > "$$log" 2>&1 || { cat "$$log" >&2; exit 1; }

# Installs those of the packages $(1) that are missing, or says in one line what to install.
define install
missing=''; \
if ! command -v dpkg > /dev/null; then \
	echo 'This is no Debian or Ubuntu: the equivalents of $(1) are taken to be installed' >&2; \
	exit 0; \
fi; \
for package in $(1); do \
	dpkg -s "$$package" 2> /dev/null | grep -q '^Status: install ok installed$$' \
		|| missing="$$missing $$package"; \
done; \
if [ -z "$$missing" ]; then exit 0; fi; \
fail() { echo "$$1: please install$$missing" >&2; exit 1; }; \
command -v apt-get > /dev/null || fail 'There is no apt-get here'; \
root=''; \
if [ "$$(id -u)" != 0 ]; then \
	command -v sudo > /dev/null || fail 'Installing needs root, and there is no sudo'; \
	root='sudo'; \
	if [ ! -t 0 ]; then root='sudo -n'; fi; \
	$$root true 2> /dev/null || fail 'Installing needs root, which sudo does not give'; \
fi; \
echo "Installing$$missing"; \
log=$$(mktemp); \
trap 'rm -f "$$log"' EXIT; \
$$root apt-get update -qq > "$$log" 2>&1 || true; \
$$root env DEBIAN_FRONTEND=noninteractive \
	apt-get install -y -qq --no-install-recommends $$missing >> "$$log" 2>&1 \
	|| fail "apt-get failed ($$(grep '^E:' "$$log" | head -n 1))"
endef
