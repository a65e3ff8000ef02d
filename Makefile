# SPDX-License-Identifier: GPL-3.0-or-later
# tk: help desk ticketing as Unix filters.  `make help` lists the targets.
#
# All is found by wildcard: a new tool is cmd/tk-x.c, man/tk-x.1, tests/tk-x.t and a line in README.
# asan, cover, clang and fuzz are variants: named beside other targets they choose how these are
# built, in a directory of their own (`make asan test` runs all tests on the sanitizer build).

VERSION = 0.1.0
PREFIX ?= /usr/local
CFLAGS ?= -O2 -g
WERROR  = $(if $(CI),-Werror)
JOBS    = $(shell nproc)

VARIANT := $(firstword $(filter asan cover clang fuzz,$(MAKECMDGOALS:fuzz-%=fuzz)))
B       := build$(addprefix /,$(VARIANT:fuzz=fuzzer))

ifeq ($(VARIANT),asan)
CFLAGS  = -O1 -g
EXTRA   = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
else ifeq ($(VARIANT),cover)
CFLAGS  = -O0 -g
EXTRA   = --coverage
else ifeq ($(VARIANT),clang)
CC      = clang
else ifeq ($(VARIANT),fuzz)
CC      = clang
CFLAGS  = -O1 -g
EXTRA   = -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
else
EXTRA   = -fstack-protector-strong $(if $(filter -O1 -O2 -O3 -Os,$(CFLAGS)),$(FORTIFY))
FORTIFY = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
endif

WARN    = -Wall -Wextra -Wpedantic -Wshadow -Wmissing-prototypes $(WERROR)
DEFINES = -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 \
          -DTK_VERSION=\"$(VERSION)\" -DTK_DATADIR=\"$(PREFIX)/share/tk\"
COMPILE = $(CC) -std=c11 -Ilib $(DEFINES) $(CPPFLAGS) $(WARN) \
          -fPIE -ffunction-sections -fdata-sections $(EXTRA) $(CFLAGS)
LINK    = $(CC) $(EXTRA) $(CFLAGS) -pie -Wl,--as-needed,--gc-sections,-z,relro,-z,now $(LDFLAGS)
LDLIBS  = -lsqlite3 -lcsv -lutf8proc -lsodium -ljansson -lreadline -lm

# What there is, and what becomes of it.
objects = $(patsubst %.c,$B/%.o,$(wildcard $1))
LIB     = $(call objects,lib/*/*.c)
TOOLS   = $(patsubst cmd/%.c,%,$(wildcard cmd/tk*.c))
BIN     = $(TOOLS:%=$B/bin/%)
UNIT    = $(patsubst tests/unit/%.c,$B/unit/%,$(wildcard tests/unit/*.c))
BENCH   = $(patsubst tests/bench/%.c,$B/bench/%,$(wildcard tests/bench/*.c))
FUZZ    = $(patsubst tests/fuzz/%_fuzz.c,%,$(wildcard tests/fuzz/*_fuzz.c))
REPLAY  = $(FUZZ:%=$B/fuzz/%-replay)
FUZZERS = $(FUZZ:%=$B/%-fuzzer)
OBJECTS = $(call objects,lib/*/*.c cmd/*.c tests/unit/*.c tests/bench/*.c tests/fuzz/*.c)

.PHONY: all everything deps demo test quick soak asan cover clang lint format bench fuzz \
        install uninstall dist clean help FORCE
.SECONDARY: $(OBJECTS)

all: $(BIN) ## the tools, in build/bin

everything: all $(UNIT) $(REPLAY) $(BENCH) ## and all test programs

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

say = $(if $V,,@echo '  $@' && )# V=1 shows whole commands

# Objects follow changed flags as they follow changed sources.
$B/flags: FORCE | $(filter clean deps,$(MAKECMDGOALS))
	@mkdir -p $(@D)
	@echo '$(filter-out -W%,$(COMPILE))' | cmp -s - $@ || \
	 echo '$(filter-out -W%,$(COMPILE))' >$@

$B/%.o: %.c $B/flags
	@mkdir -p $(@D)
	$(say)$(COMPILE) -MMD -MP -c -o $@ $<

$B/libtk.a: $(LIB)
	$(say)rm -f $@ && $(AR) rcs $@ $^

define link
@mkdir -p $(@D)
$(say)$(LINK) -o $@ $^ $(LDLIBS)
endef
$B/bin/%: $B/cmd/%.o $B/libtk.a
	$(link)
$B/unit/%: $B/tests/unit/%.o $B/libtk.a
	$(link)
$B/bench/%: $B/tests/bench/%.o $B/libtk.a
	$(link)
$B/fuzz/%-replay: $B/tests/fuzz/%_fuzz.o $B/tests/fuzz/replay.o $B/libtk.a
	$(link)
$B/%-fuzzer: EXTRA := $(EXTRA) -fsanitize=fuzzer
$B/%-fuzzer: $B/tests/fuzz/%_fuzz.o $B/libtk.a
	$(link)

-include $(OBJECTS:.o=.d)

# Tests: scripts and compiled unit tests side by side, each with a time limit.
PROVE   = TK_BIN=$(CURDIR)/$B/bin prove -j$(JOBS) --timer --exec 'timeout -k 9 $(LIMIT)'
LIMIT   = 600
SLOW    = $(wildcard tests/slow-*.t)
SOAK    = $(wildcard tests/soak-*.t)
T       = $(SLOW) $(filter-out $(SLOW) $(SOAK),$(wildcard tests/*.t)) $(UNIT)

test: everything ## all tests but the soaks (T=tests/x.t: these only)
	$(PROVE) $T

quick: everything ## the tests without the slow ones
	$(PROVE) $(filter-out $(SLOW),$T)

soak: everything ## the tests that take hours
	$(PROVE) $(SOAK)
soak: LIMIT = 14400

asan: all ## beside another target: on a build with address and undefined-behaviour sanitizers

clang: all ## beside another target: on a build by clang

cover: test ## the tests on a build that counts, then what they reached
	gcovr -r . --object-directory $B -f lib -f cmd -s --html-details $B/report.html

FUZZ_SECONDS = 60
fuzz: $(FUZZ:%=fuzz-%) ## each for FUZZ_SECONDS; what it finds belongs into tests/fuzz/corpus/X
fuzz-%: $B/%-fuzzer
	@mkdir -p $B/corpus/$*
	$< -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=$B/$*- -close_fd_mask=3 \
	    $(addprefix -dict=,$(wildcard tests/fuzz/$*.dict)) \
	    $B/corpus/$* $(wildcard tests/fuzz/corpus/$*)

bench: all $(BENCH) ## measures, and prints ratios to the floor programs
	@set -e; for b in $(wildcard tests/bench/*.sh); do PATH=$(CURDIR)/$B/bin:$$PATH $$b; done

demo: all ## a walk through a sample desk
	PATH=$(CURDIR)/$B/bin:$$PATH lib/data/demo.sh

deps: ## installs the Debian packages of .ci/packages that are missing
	@.ci/deps

lint: ## formatting, layers, shell, man pages, warnings of two compilers
	@.ci/lint

format: ## clang-format on all C
	clang-format -i $(wildcard cmd/*.c lib/*/*.[ch] tests/*/*.[ch])

# Installed files: the list is the plan of both install and uninstall.
D         = $(DESTDIR)$(PREFIX)
SECTIONS  = 1 5 7 8
INSTALLED = $(TOOLS:%=$D/bin/%) \
    $(foreach s,$(SECTIONS),$(patsubst man/%,$D/share/man/man$s/%,$(wildcard man/*.$s))) \
    $(patsubst lib/data/%,$D/share/tk/%,$(shell find lib/data -type f)) \
    $(patsubst %,$D/share/doc/tk/%,$(wildcard README.md LICENSE)) \
    $(if $(wildcard completions/tk.bash),$(TOOLS:%=$D/share/bash-completion/completions/%)) \
    $(if $(wildcard completions/tk.fish),$(TOOLS:%=$D/share/fish/vendor_completions.d/%.fish)) \
    $(patsubst completions/%,$D/share/zsh/site-functions/%,$(wildcard completions/_*))

put  = install -D -m $1 $< $@
keep = $(call put,$(if $(shell test -x $< && echo x),755,644))
$D/bin/%: $B/bin/% FORCE
	$(call put,755)
$D/share/tk/%: lib/data/% FORCE
	$(keep)
$D/share/doc/tk/%: % FORCE
	$(call put,644)
$D/share/bash-completion/completions/%: completions/tk.bash FORCE
	$(call put,644)
$D/share/fish/vendor_completions.d/%.fish: completions/tk.fish FORCE
	$(call put,644)
$D/share/zsh/site-functions/%: completions/% FORCE
	$(call put,644)
define man-section
$D/share/man/man$1/%: man/% FORCE
	$$(call put,644)
endef
$(foreach s,$(SECTIONS),$(eval $(call man-section,$s)))

install: $(INSTALLED) ## under $(DESTDIR)$(PREFIX)

uninstall: ## removes what install put there, and the directories of our own that it leaves empty
	rm -f $(INSTALLED)
	-find $D/share/tk $D/share/doc/tk -depth -type d -empty -delete 2>/dev/null

dist: ## tarball of HEAD, the same bytes on every machine
	@mkdir -p build
	git archive --format=tar --prefix=tk-$(VERSION)/ HEAD | gzip -9n >build/tk-$(VERSION).tar.gz

clean: ## removes build/
	rm -rf build
