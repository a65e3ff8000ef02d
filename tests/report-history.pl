#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# A random history on the desk of $TK_DB, made with the tools alone, and reports to ask for.
#
#     report-history.pl SEED STEPS NOW-FILE >lines
#
# It runs through the days around both changes of the clocks and around the year ends 2020/21 and
# 2026/27.  NOW-FILE gets the TK_NOW at which to report; a line is a tk-report, TABs between words.
use strict;
use warnings;
use POSIX ();
use Time::Local qw(timegm);

my ($seed, $steps, $now_file) = @ARGV;
srand $seed;

sub pick   { return $_[ int rand @_ ] }
sub chance { return rand() < $_[0] }

my @windows = (
    [timegm(0, 0, 6, 28, 11, 2020), 9],     # 2020 has a week 53, too
    [timegm(0, 0, 6, 24, 2, 2026), 9],      # clocks go forward: Jerusalem 27 March, Prague 29 March
    [timegm(0, 0, 6, 21, 9, 2026), 9],      # and back: both on 25 October
    [timegm(0, 0, 6, 26, 11, 2026), 12],    # 2026-W53
);
my ($now, $tickets, $ready) = ($windows[0][0], 0, 0);

sub iso { return POSIX::strftime('%Y-%m-%dT%H:%M:%SZ', gmtime shift) }

# Runs a tool.  It may refuse (65 to 67): not every step is possible.
sub run {
    my ($input, @command) = @_;
    $ENV{TK_NOW} = iso($now);
    my $pid = open(my $tool, '|-') // die "fork: $!";
    if (!$pid) {
        open STDOUT, '>', '/dev/null';
        open STDERR, '>', "$now_file.err";
        exec @command or die "$command[0]: $!";
    }
    print $tool $input;
    close $tool;
    my $status = $? >> 8;
    return if grep { $_ == $status } 0, 65, 66, 67;
    system 'cat', "$now_file.err";
    die "seed $seed: @command: exit status $status\n$input";
}

sub ask {
    my ($sql) = @_;
    my @rows = split /\n/, qx(sqlite3 -batch "\$TK_DB" "$sql");
    return map { [split /\|/] } @rows;
}

sub quote { my ($s) = @_; $s =~ s/'/'\\''/g; return "'$s'" }
sub some_ids { return join ' ', map { 1 + int rand $tickets } 1 .. 1 + int rand 2 }

my @customers = ('Ana <ana@example.com>', 'zoe@example.pl', '+420 777 123 456', 'Bo, jr. <bo@example.com>');

sub new_line {
    my @words = ('new', '-m', "'It is broken.'", 'Broken');
    push @words, '-r', quote(pick(@customers)) if chance(0.8);
    push @words, '-Q', pick(qw(support billing sales)), '-p', pick(qw(low normal high urgent));
    push @words, '-a', pick(qw(ann bob carl)) if chance(0.6);
    push @words, '-t', pick('vip', 'slow', 'vip,slow', 'vip,slow,odd') if chance(0.5);
    push @words, '--lang', pick(qw(cs he)) if chance(0.4);
    push @words, '--category', pick(qw(login printing)) if chance(0.4);
    push @words, '--channel', pick(qw(mail phone)) if chance(0.5);
    push @words, '--set', 'x.size=' . pick(10, 9, 2.5, -1) if chance(0.5);
    $tickets++;
    return join ' ', @words;
}

sub work_line {
    my $ids = some_ids();
    return pick(
        "reply -m ok $ids", "reply -m ok $ids", "reply -m ok --status pending $ids", "reply -m ok --status solved $ids",
        "reply --note -m hm $ids", "reply --note -m hm $ids",
        (map { "set status=$_ $ids" } qw(open pending hold solved solved)), "close $ids", "close --resolution spam $ids",
        "reopen $ids", "reopen $ids", "assign " . pick(qw(ann bob carl)) . " $ids", "assign --release $ids",
        "set queue=" . pick(qw(support billing sales)) . " $ids", "set priority=" . pick(qw(low urgent)) . " $ids",
        "tag " . pick(qw(+vip -vip +odd -slow)) . " $ids", "set x.csat=" . pick(1 .. 5, 2.5, '') . " $ids",
        "set x.csat=" . pick(1 .. 5) . " $ids", "set x.room=" . pick('B1', "'a,b'", 'c', '') . " $ids",
        "set x.size=" . pick(10, 9, 2.5, -1) . " $ids", "set x.impact=" . pick(qw(small large)) . " $ids",
        "set lang=pl $ids", "set customer=" . pick('zoe@example.pl', 'none') . " $ids",
    );
}

sub combine {
    my ($a, $b) = map { 1 + int rand $tickets } 1 .. 2;
    my $what = int rand 5;
    return run('', 'tk-merge', '-q', $a, $b) if $what < 2;
    if ($what == 2) {
        my ($merged) = ask('SELECT id FROM ticket WHERE merged IS NOT NULL ORDER BY id * ' . int(rand 997) . ' % 997 LIMIT 1');
        return run('', 'tk-merge', '-q', '--undo', $merged ? $merged->[0] : $a);
    }
    my ($m) = ask('SELECT m.ticket, m.id FROM message m JOIN ticket t ON t.id = m.ticket AND t.gone = 0 WHERE m.gone = 0 AND m.kind '
            . ($what == 3 ? '<> 1' : '> 0') . ' ORDER BY m.id * ' . int(rand 997) . ' % 997 LIMIT 1');
    run('', 'tk-split', '-q', ($what == 3 ? () : '--copy'), @$m) if $m;
    ($tickets) = map { $_->[0] } ask('SELECT max(id) FROM ticket');
}

# The latest change set or another one; or an undo is undone.
sub take_back {
    my $which = pick("undoes IS NULL AND at > $now * 1000 - 86400000", 'undoes IS NULL', 'undoes IS NOT NULL');
    my ($change) = ask("SELECT id FROM change WHERE $which AND id > $ready ORDER BY id * " . int(rand 997) . ' % 997 LIMIT 1');
    run('', 'tk-undo', '-q', '-y', $change->[0]) if $change;
}

sub advance {
    my ($window) = @_;
    my $step = pick(0, 0, 61, 600 + int rand 3000, 3600, 7200 + int rand 30000, 50000, 86400);
    $now += $step;
    $now -= $now % 3600 if chance(0.3);      # the beginnings of days and hours
    $now -= 1800 if chance(0.05);            # clocks are set back by people, too
}

run('', 'tk-agent', 'add', $_) for qw(ann bob carl);
run('', 'tk-queue', 'add', $_) for qw(billing sales);
run('', 'tk-field', 'add', $_, '--type', 'number') for qw(csat size);
run('', 'tk-field', 'add', 'room');
run('', 'tk-field', 'add', 'impact', '--choices', 'small,large');
run(join('', map { new_line() . "\n" } 1 .. 5), 'tk-batch', '-q');
run('', 'tk-customer', 'set', 'ana@example.com', 'org=ACME');
($ready) = map { $_->[0] } ask('SELECT max(id) FROM change');
run('', 'tk-customer', 'set', 'zoe@example.pl', 'org=Umbrella');

for my $window (@windows) {
    $now = $window->[0] + int rand 40000;
    for my $step (1 .. $steps) {
        last if $now > $window->[0] + $window->[1] * 86400;
        my $what = rand;
        if ($what < 0.15) { combine() }
        elsif ($what < 0.27) { take_back() }
        else {
            my @lines = map { chance(0.25) ? new_line() : work_line() } 1 .. 1 + int rand 5;
            run(join('', map { "$_\n" } @lines), 'tk-batch', '-q', '-k', '--as', pick(qw(ann bob carl)));
        }
        advance($window);
    }
}

# The mail is to bring what customers write on; here every second note is that.
system 'sqlite3', '-batch', $ENV{TK_DB}, 'UPDATE message SET kind = 2, agent = NULL WHERE kind = 4 AND id % 2;
    UPDATE ticket SET customer_msgs = (SELECT count(*) FROM message WHERE ticket = ticket.id AND kind = 2 AND gone = 0)';

$now += pick(0, 3600, 86400 * 20);
open my $file, '>', $now_file or die;
print $file iso($now);
close $file;

# --- what to ask

my @facts = qw(created solved closed reopened first_response first_response_p50 first_response_p90 first_response_p95
    next_response next_response_p50 next_response_p90 next_response_p95 resolution resolution_p50 resolution_p90
    resolution_p95 resolution_km fcr one_touch replies contacts transfers people reopen_rate after_hours csat csat_rate
    wait_us wait_us_p50 wait_us_p90 wait_us_p95 wait_customer wait_customer_p50 wait_customer_p90 wait_customer_p95
    wait_third wait_third_p50 wait_third_p90 wait_third_p95 sent received);
my @stock = qw(backlog flow load age age_p50 age_p90 age_p95);
my @present = qw(queue agent status resolution priority channel category tag lang customer org age x.room x.size x.impact);
my @coarse  = qw(year quarter month week);
my @zones   = qw(Europe/Prague Asia/Jerusalem UTC America/New_York Asia/Kathmandu America/Sao_Paulo);

sub line { print join("\t", @_), "\n" }
sub date_in {
    my ($w) = @_;
    return $w->[0] + int rand($w->[1] * 86400);
}
sub time_text {
    my ($at) = @_;
    return POSIX::strftime(pick('%Y-%m-%d', '%Y-%m-%d', '%Y-%m-%dT%H:%MZ', '%G-W%V'), gmtime $at);
}
sub shuffled { my @l = @_; for my $i (reverse 1 .. $#l) { my $j = int rand($i + 1); @l[$i, $j] = @l[$j, $i] } return @l }

line('-M', join(',', @facts, @stock));
line('-M', join(',', @facts, @stock), '--total', '--by', $_) for @present, @coarse;
line('-M', join(',', @facts), '--total', '--by', $_) for ('weekday', 'hour', 'hour,weekday');
for my $w (@windows) { # days around each window in some zone
    my @range = ('--from', POSIX::strftime('%Y-%m-%d', gmtime $w->[0]), '--to', POSIX::strftime('%Y-%m-%d', gmtime $w->[0] + 10 * 86400));
    line('-M', join(',', @facts, @stock), '--by', 'day', '--total', @range, '--tz', $_) for (shuffled(@zones))[0, 1];
}
for (1 .. 45) {
    my @dims = (shuffled(@present))[0 .. int rand 2.6];
    pop @dims if chance(0.3);
    my ($w, @range) = pick(@windows);
    my $at = date_in($w);
    @range = ('--from', time_text($at)) if chance(0.6);
    @range = (@range, '--to', time_text(chance(0.8) ? date_in($w) : $windows[-1][0] + 9e6)) if chance(0.5);
    @range = ('--from', pick(qw(10d 3w 40d 0d 52w))) if chance(0.15);
    my $short = "@range" =~ /--from \d{4}-.*--to 202/;
    push @dims, (shuffled(@coarse, $short ? 'day' : ()))[0 .. pick(0, 0, 1)] if chance(0.6);
    my $cyclic = chance(0.15);
    push @dims, pick('weekday', 'hour') if $cyclic;
    my %unique = map { $_ => 1 } @dims;
    @dims = shuffled(sort keys %unique);
    my @metrics = (shuffled(@facts, $cyclic && chance(0.9) ? () : (@stock, @stock)))[0 .. int rand 6];
    my %once;
    my @words = ('-M', join ',', grep { !$once{$_}++ } @metrics);
    push @words, '--by', join ',', @dims if @dims;
    push @words, @range;
    push @words, '--tz', pick(@zones) if chance(0.6);
    push @words, '--days', pick(0, 1, 2, 3, 30) if chance(0.3);
    push @words, '--hours', pick('sun-thu 08:00-16:00', 'fri-mon 09:30-23:59', 'wed 00:00-12:00') if chance(0.3);
    push @words, '--total' if chance(0.5);
    push @words, pick('queue:billing', 'queue:billing,sales', 'priority:low', '+vip', 'queue:support') if chance(0.3);
    line(@words);
}
for (1 .. 25) { # the tickets behind a cell
    my $dim = pick(qw(queue priority tag lang));
    my $week = POSIX::strftime('%G-W%V', gmtime date_in(pick(@windows)));
    my @value = (queue => pick(qw(support billing sales)), priority => pick(qw(low urgent)), tag => pick('vip', 'slow', ''), lang => pick('cs', ''));
    my %value = @value;
    my @words = ('-M', pick(@facts, 'backlog', 'backlog', 'backlog', 'load', 'age'), '--by', "week,$dim", '--ids');
    push @words, '--cell', "week=$week" if chance(0.6);
    push @words, '--cell', "$dim=$value{$dim}" if chance(0.6);
    line(@words);
}
