#!/usr/bin/env perl
# SPDX-License-Identifier: GPL-3.0-or-later
# What tk-report must print, computed slowly and obviously: every metric by its definition, ticket
# by ticket and event by event, every statistic from the list of its values.
#
#     report-oracle.pl DB [-M metric,...] [--by dim,...] [--from T] [--to T] [--tz ZONE] [--days N]
#                         [--hours SPEC] [--total] [--ids] [--cell DIM=VALUE]... [QUERY]
#     report-oracle.pl DB --many DIR <lines     a line: words with TABs between; DIR/1, DIR/2 ...
#
# A query is words of the form queue:NAME, priority:WORD, +TAG.  Times are dates, months, weeks,
# years, minutes in UTC (2026-03-29T01:00Z), or days and weeks ago (10d, 12w).  An error that
# tk-report must make, too, is "usage" and exit 64 (with --many: the line "64").
use strict;
use warnings;
use POSIX ();
use Time::Local qw(timegm);

use constant { NEW => 1, OPEN => 2, PENDING => 3, HOLD => 4, SOLVED => 5, CLOSED => 6 };
use constant { REQUEST => 1, MESSAGE => 2, REPLY => 3 };
use constant DAY => 86_400_000;

my @STATUS     = qw(- new open pending hold solved closed);
my @PRIORITY   = qw(- low normal high urgent);
my @WEIGHT     = (0, 1, 2, 4, 8);
my @RESOLUTION = qw(- fixed answered workaround duplicate declined unreproducible no-reply spam);
my @CHANNEL    = qw(tool mail web chat phone);
my @WEEKDAY    = qw(mon tue wed thu fri sat sun);
my @AGE = ([1, 'under 1d'], [3, '1d-3d'], [7, '3d-7d'], [30, '7d-30d'], [90, '30d-90d'],
    [9**9, 'over 90d']);
my @UNITS = qw(day week month quarter year);    # from fine to coarse

# What a metric's value is made of its facts' values.
my %KIND = (
    (map { $_ => 'count' } qw(created solved closed reopened sent received)),
    (map { $_ => 'share' } qw(fcr one_touch reopen_rate after_hours csat_rate)),
    (map { $_ => 'number' } qw(replies contacts transfers people csat)),
    (map { $_ => 'stock' } qw(backlog flow load)),
    resolution_km => 'km',
);
for my $time (qw(first_response next_response resolution age wait_us wait_customer wait_third)) {
    $KIND{$time} = 'mean';
    $KIND{"${time}_p$_"} = "p$_" for 50, 90, 95;
}

# --- the desk

my $db = shift // die "no database\n";

# The rows of a SELECT; cells come as hex, so that no text can look like two cells.
sub rows {
    my ($columns, $rest) = @_;
    my $cells = join " || ' ' || ", map { "iif($_ IS NULL, '-', hex($_))" } @$columns;
    open my $in, '-|', 'sqlite3', '-batch', '-readonly', $db, "SELECT $cells $rest" or die;
    my @rows;
    while (<$in>) {
        chomp;
        my @cells = map { $_ eq '-' ? undef : pack 'H*', $_ } split / /, $_, -1;
        push @rows, { map { $columns->[$_] => $cells[$_] } 0 .. $#$columns };
    }
    close $in or die "sqlite3 failed\n";
    return @rows;
}

my %meta    = map { $_->{key}  => $_->{value} } rows(['key', 'value'], "FROM meta WHERE key IN ('tz', 'hours')");
my %queue   = map { $_->{id}   => $_->{name} } rows(['id', 'name'], 'FROM queue');
my %agent   = map { $_->{id}   => $_->{login} } rows(['id', 'login'], 'FROM agent');
my %org     = map { $_->{id}   => $_->{name} } rows(['id', 'name'], 'FROM org');
my %person  = map { $_->{id}   => $_->{org} } rows(['id', 'org'], 'FROM customer');
my %address = map { $_->{customer} => $_->{address} } rows(['customer', 'address'], 'FROM contact WHERE rank = 0');
my %tag     = map { $_->{id}   => $_->{name} } rows(['id', 'name'], 'FROM tag');
my %field   = map { $_->{name} => $_ } rows(['name', 'id', 'type'], 'FROM field WHERE gone IS NULL');

# A change set that was undone does not count, unless the undo was undone; an undo never does.
my @changes = rows(['id', 'undoes'], 'FROM change');
my (%is_undo, %undone_by);
for my $c (grep { defined $_->{undoes} } @changes) {
    $is_undo{ $c->{id} } = 1;
    push @{ $undone_by{ $c->{undoes} } }, $c->{id};
}
sub is_undone {
    my ($change) = @_;
    for my $undo (@{ $undone_by{$change} // [] }) {
        return 1 if !is_undone($undo);
    }
    return 0;
}
sub counts { my ($change) = @_; return !$is_undo{$change} && !is_undone($change) }

my @columns = qw(id status priority queue assignee customer created solved resolution channel lang
    category merged transfers agent_msgs customer_msgs);
my %ticket = map { $_->{id} => { %$_, events => [], merges => [], messages => [], tags => [], x => {} } }
    rows(\@columns, 'FROM ticket WHERE gone = 0');

my ($first_event, $last_event);
for my $e (rows([qw(id change thing field at old new)],
    'FROM event WHERE field > 0 ORDER BY at, id')) {
    $first_event //= $e->{at};
    $last_event = $e->{at};
    my $t = $ticket{ $e->{thing} } or next;
    push @{ $t->{events} }, $e if $e->{field} == 2;
    push @{ $t->{merges} }, $e if $e->{field} == 18;
}
for my $m (rows([qw(id ticket at kind agent)], 'FROM message WHERE gone = 0 ORDER BY at, id')) {
    my $t = $ticket{ $m->{ticket} } or next;
    push @{ $t->{messages} }, $m;
}
for my $g (rows([qw(ticket tag)], 'FROM ticket_tag')) {
    push @{ $ticket{ $g->{ticket} }{tags} }, $tag{ $g->{tag} } if $ticket{ $g->{ticket} };
}
for my $v (rows([qw(ticket field value typeof(value))], 'FROM value')) {
    $ticket{ $v->{ticket} }{x}{ $v->{field} } = $v if $ticket{ $v->{ticket} };
}
my @tickets = map { $ticket{$_} } sort { $a <=> $b } keys %ticket;

sub now {
    my ($y, $mo, $d, $h, $mi, $s) = ($ENV{TK_NOW} // '') =~ /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)Z$/
        or die "TK_NOW is to be YYYY-MM-DDTHH:MM:SSZ\n";
    return timegm($s, $mi, $h, $d, $mo - 1, $y) * 1000;
}

# --- time in a zone

my ($zone, %midnight);

sub use_zone {
    $zone = shift;
    $ENV{TZ} = $zone;
    POSIX::tzset();
    %midnight = ();
}

# Year, month, day, weekday (0 Monday), hour, minute.
sub local_parts {
    my ($at) = @_;
    my @t = localtime(POSIX::floor($at / 1000));
    return ($t[5] + 1900, $t[4] + 1, $t[3], ($t[6] + 6) % 7, $t[2], $t[1]);
}

# A date some days away.
sub add_days {
    my ($y, $m, $d, $n) = @_;
    my @t = gmtime(timegm(0, 0, 12, $d, $m - 1, $y) + $n * 86_400);
    return ($t[5] + 1900, $t[4] + 1, $t[3]);
}

# The first moment of a date: clocks change on quarters of an hour.
sub midnight {
    my ($y, $m, $d) = @_;
    my $date = sprintf '%04d-%02d-%02d', $y, $m, $d;
    return $midnight{$date} //= do {
        my $at = (timegm(0, 0, 0, $d, $m - 1, $y) - 16 * 3600) * 1000;
        $at += 900_000 while sprintf('%04d-%02d-%02d', (local_parts($at))[0 .. 2]) lt $date;
        $at;
    };
}

# When the period that `at` falls in begins; and the first moment behind it.
sub period_of {
    my ($unit, $at) = @_;
    my ($y, $m, $d, $weekday) = local_parts($at);
    if ($unit eq 'day') {
        return (midnight($y, $m, $d), midnight(add_days($y, $m, $d, 1)));
    }
    if ($unit eq 'week') {
        my @monday = add_days($y, $m, $d, -$weekday);
        return (midnight(@monday), midnight(add_days(@monday, 7)));
    }
    my $months = $unit eq 'month' ? 1 : $unit eq 'quarter' ? 3 : 12;
    my $first  = $m - ($m - 1) % $months;
    my $next   = $first + $months;
    return (midnight($y, $first, 1), midnight($next > 12 ? ($y + 1, $next - 12, 1) : ($y, $next, 1)));
}

sub label_of {
    my ($unit, $at) = @_;
    my ($y, $m, $d, $weekday) = local_parts($at);
    return sprintf '%04d-%02d-%02d', $y, $m, $d if $unit eq 'day';
    return sprintf '%04d-%02d', $y, $m if $unit eq 'month';
    return sprintf '%04d-Q%d', $y, POSIX::ceil($m / 3) if $unit eq 'quarter';
    return sprintf '%04d', $y if $unit eq 'year';
    my @thursday = add_days($y, $m, $d, 3 - $weekday);    # the week is of the year of its Thursday
    my $days = (timegm(0, 0, 12, $thursday[2], $thursday[1] - 1, $thursday[0])
            - timegm(0, 0, 12, 1, 0, $thursday[0])) / 86_400;
    return sprintf '%04d-W%02d', $thursday[0], int($days / 7) + 1;
}

# A time as it was typed: from, to, and whether it was so long ago.
sub read_time {
    my ($s) = @_;
    if ($s =~ /^(\d+)([dw])$/) {
        my @t = localtime(now() / 1000);
        my $at = POSIX::mktime($t[0], $t[1], $t[2], $t[3] - $1 * ($2 eq 'w' ? 7 : 1), $t[4], $t[5], 0, 0, -1);
        return ($at * 1000, $at * 1000 + 1000, 1);
    }
    if ($s =~ /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)Z$/) {
        my $at = timegm(0, $5, $4, $3, $2 - 1, $1) * 1000;
        return ($at, $at + 60_000);
    }
    if ($s =~ /^(\d{4})-W(\d\d)$/) {
        my @monday = add_days($1, 1, 4, 7 * ($2 - 1) - (POSIX::strftime('%u', gmtime timegm(0, 0, 12, 4, 0, $1)) - 1));
        return period_of('week', midnight(@monday));
    }
    return period_of('day',   midnight($1, $2, $3)) if $s =~ /^(\d{4})-(\d\d)-(\d\d)$/;
    return period_of('month', midnight($1, $2, 1)) if $s =~ /^(\d{4})-(\d\d)$/;
    return period_of('year',  midnight($1, 1, 1)) if $s =~ /^(\d{4})$/;
    die "cannot read the time $s\n";
}

# "mon-fri 09:00-17:00": days may go over the end of the week.
sub is_working_time {
    my ($spec, $at) = @_;
    my ($from_day, $to_day, $from_h, $from_m, $to_h, $to_m) =
        $spec =~ /^(\w{3})(?:-(\w{3}))? (\d\d):(\d\d)-(\d\d):(\d\d)$/ or die "hours: $spec\n";
    my %number = map { $WEEKDAY[$_] => $_ } 0 .. 6;
    my ($weekday, $hour, $minute) = (local_parts($at))[3 .. 5];
    my $day = $number{$from_day};
    my $on  = 0;
    while (1) {
        $on = 1 if $day == $weekday;
        last if $day == $number{ $to_day // $from_day };
        $day = ($day + 1) % 7;
    }
    my $clock = $hour * 60 + $minute;
    return $on && $clock >= $from_h * 60 + $from_m && $clock < $to_h * 60 + $to_m;
}

# --- what happened to one ticket

sub is_live { my ($status) = @_; return $status < SOLVED }

sub solves {
    my ($t) = @_;
    return grep { counts($_->{change}) && defined $_->{old} && is_live($_->{old}) && !is_live($_->{new}) } @{ $t->{events} };
}

sub reopenings {
    my ($t) = @_;
    return grep { counts($_->{change}) && defined $_->{old} && !is_live($_->{old}) && is_live($_->{new}) } @{ $t->{events} };
}

sub closings {
    my ($t) = @_;
    return grep { counts($_->{change}) && defined $_->{old} && $_->{old} != CLOSED && $_->{new} == CLOSED } @{ $t->{events} };
}

# Was it reopened within so many days after this event?
sub reopened_after {
    my ($t, $e, $days) = @_;
    return scalar grep {
        ($_->{at} <=> $e->{at} || $_->{id} <=> $e->{id}) > 0 && $_->{at} <= $e->{at} + $days * DAY
    } reopenings($t);
}

sub replies { my ($t) = @_; return grep { $_->{kind} == REPLY } @{ $t->{messages} } }

# Its status just before a moment if it was in the backlog then; else undef.
sub backlog_status {
    my ($t, $moment) = @_;
    my ($status, $merged);
    for my $e (@{ $t->{events} }) {
        $status = $e->{new} if $e->{at} < $moment;
    }
    for my $e (@{ $t->{merges} }) {
        $merged = $e->{new} if $e->{at} < $moment;
    }
    return defined $status && is_live($status) && !defined $merged ? $status : undef;
}

# How long it was in these statuses before its standing solve.
sub time_in {
    my ($t, @statuses) = @_;
    my $sum = 0;
    for my $i (0 .. $#{ $t->{events} }) {
        my ($e, $next) = @{ $t->{events} }[$i, $i + 1];
        my $until = $next && $next->{at} < $t->{solved} ? $next->{at} : $t->{solved};
        $sum += $until - $e->{at} if $until > $e->{at} && grep { $_ == $e->{new} } @statuses;
    }
    return $sum;
}

# --- the facts of one metric: at, ticket, value; of messages also the author

sub standing {
    my ($value) = @_;
    return map { { at => $_->{solved}, ticket => $_, value => $value->($_) } } grep { defined $_->{solved} } @_[1 .. $#_];
}

sub facts {
    my ($metric, $o, @of) = @_;
    (my $base = $metric) =~ s/_p\d\d$//;
    my $csat = $field{csat};
    my %how = (
        created  => sub { map { { at => $_->{created}, ticket => $_ } } @of },
        solved   => sub { map { my $t = $_; map { { at => $_->{at}, ticket => $t } } solves($t) } @of },
        closed   => sub { map { my $t = $_; map { { at => $_->{at}, ticket => $t } } closings($t) } @of },
        reopened => sub { map { my $t = $_; map { { at => $_->{at}, ticket => $t } } reopenings($t) } @of },
        first_response => sub {
            map {
                my ($t, $reply) = ($_, replies($_));
                !$reply ? () : { at => $reply->{at}, ticket => $t, author => $reply->{agent},
                    value => $reply->{at} - $t->{created} };
            } @of;
        },
        next_response => sub { map { next_responses($_) } @of },
        resolution    => sub { standing(sub { $_[0]{solved} - $_[0]{created} }, @of) },
        resolution_km => sub {
            map { { at => $_->{created}, ticket => $_, value => lifetime($_, $o->{E}) } } @of;
        },
        fcr => sub {
            map {
                my $t = $_;
                my ($solve) = solves($t);
                !$solve ? () : { at => $solve->{at}, ticket => $t,
                    value => (grep({ $_->{at} <= $solve->{at} } replies($t)) == 1
                        && !reopened_after($t, $solve, $o->{days})) };
            } @of;
        },
        one_touch => sub { standing(sub { my @r = replies($_[0]); @r <= 1 }, @of) },
        replies   => sub { standing(sub { $_[0]{agent_msgs} }, @of) },
        contacts  => sub { standing(sub { 1 + $_[0]{customer_msgs} }, @of) },
        transfers => sub { standing(sub { $_[0]{transfers} }, @of) },
        people    => sub {
            standing(sub { my %who = map { $_->{agent} => 1 } grep { defined $_->{agent} } replies($_[0]); scalar keys %who }, @of);
        },
        reopen_rate => sub {
            map {
                my $t = $_;
                map { { at => $_->{at}, ticket => $t, value => reopened_after($t, $_, $o->{days}) } } solves($t);
            } @of;
        },
        after_hours => sub {
            map { { at => $_->{created}, ticket => $_, value => !is_working_time($o->{hours}, $_->{created}) } } @of;
        },
        csat => sub {
            my @rated = grep { $csat && $_->{x}{ $csat->{id} } && $_->{x}{ $csat->{id} }{'typeof(value)'} =~ /integer|real/ } @of;
            standing(sub { $_[0]{x}{ $csat->{id} }{value} }, @rated);
        },
        csat_rate     => sub { !$csat ? () : standing(sub { defined $_[0]{x}{ $csat->{id} } }, @of) },
        wait_us       => sub { standing(sub { time_in($_[0], NEW, OPEN) }, @of) },
        wait_customer => sub { standing(sub { time_in($_[0], PENDING) }, @of) },
        wait_third    => sub { standing(sub { time_in($_[0], HOLD) }, @of) },
        sent => sub {
            map { my $t = $_; map { { at => $_->{at}, ticket => $t, author => $_->{agent} } } replies($t) } @of;
        },
        received => sub {
            map {
                my $t = $_;
                map { { at => $_->{at}, ticket => $t } } grep { $_->{kind} == REQUEST || $_->{kind} == MESSAGE } @{ $t->{messages} };
            } @of;
        },
    );
    my @facts = grep { $_->{at} >= $o->{F} && $_->{at} < $o->{E} } $how{$base}->();
    # a duration below 0 is no value
    @facts = grep { $_->{value} >= 0 } @facts if $KIND{$metric} =~ /^(mean|p\d\d)$/;
    return @facts;
}

# From the first customer's message after a reply to the next reply.
sub next_responses {
    my ($t) = @_;
    my ($replied, $since, @facts) = (0);
    for my $m (@{ $t->{messages} }) {
        if ($m->{kind} == MESSAGE) {
            $since //= $m->{at} if $replied;
        } elsif ($m->{kind} == REPLY) {
            push @facts, { at => $m->{at}, ticket => $t, author => $m->{agent}, value => $m->{at} - $since }
                if defined $since;
            ($replied, $since) = (1, undef);
        }
    }
    return @facts;
}

# Kaplan-Meier: whole seconds, and whether it was solved then or only seen so far.
sub lifetime {
    my ($t, $E) = @_;
    if (defined $t->{solved} && $t->{solved} < $E) {
        return { time => POSIX::floor(($t->{solved} - $t->{created}) / 1000), solved => 1 };
    }
    my $end = $E;
    if (defined $t->{merged}) {
        my ($last) = reverse grep { defined $_->{new} } @{ $t->{merges} };
        $end = $last->{at} if $last->{at} < $E;
    }
    return { time => POSIX::floor(($end - $t->{created}) / 1000), solved => 0 };
}

# --- statistics of a list of values

sub half_up { my ($n, $by) = @_; return POSIX::floor((2 * $n + $by) / (2 * $by)) }

# Without zeros at the end.
sub decimals { my ($s) = @_; $s =~ s/\.?0+$// if $s =~ /\./; return $s }

sub km_median {
    my (@lives) = @_;
    my $survives = 1;
    my %times = map { $_->{time} => 1 } @lives;
    for my $time (sort { $a <=> $b } keys %times) {
        my $at_risk = grep { $_->{time} >= $time } @lives;
        my $solved  = grep { $_->{time} == $time && $_->{solved} } @lives;
        $survives *= 1 - $solved / $at_risk;
        return $time if $survives <= 0.5 + 1e-9;
    }
    return undef;
}

sub statistic {
    my ($kind, @values) = @_;
    return scalar @values if $kind eq 'count';
    return undef if !@values;
    return km_median(@values) if $kind eq 'km';
    my $sum = 0;
    if ($kind eq 'share') {
        $sum += $_ ? 1 : 0 for @values;
        return decimals(sprintf '%.4f', half_up($sum * 10_000, scalar @values) / 10_000);
    }
    if ($kind =~ /^p(\d+)$/) {
        my @sorted = sort { $a <=> $b } @values;
        my $rank = POSIX::ceil($1 * @sorted / 100);
        return POSIX::floor($sorted[$rank - 1] / 1000);
    }
    $sum += $_ for @values;
    return half_up($sum, 1000 * @values) if $kind eq 'mean';
    return decimals(sprintf '%.2f', half_up($sum * 100, scalar @values) / 100);
}

# --- dimensions: a value is [what it is sorted by, what is printed]; absent ones come last

sub enumeration { my ($i, @words) = @_; return defined $i ? [sprintf('%02d', $i), $words[$i]] : ["\xff", ''] }
sub name        { my ($s) = @_; return defined $s ? ["a$s", $s] : ["\xff", ''] }

sub age_of {
    my ($ms) = @_;
    for my $i (0 .. $#AGE) {
        return [$i, $AGE[$i][1]] if $ms < $AGE[$i][0] * DAY;
    }
}

sub x_value {
    my ($t, $name) = @_;
    my $f = $field{$name} or die "no field $name\n";
    my $v = $t->{x}{ $f->{id} } or return ["\xff", ''];
    return name($v->{value}) if $v->{'typeof(value)'} eq 'text';
    my $text = $f->{type} == 4 ? ($v->{value} ? 'yes' : 'no') : decimals($v->{value});
    return [sprintf('%040.6f', 1e12 + $v->{value}), $text];
}

# The values of a dimension (tags: several) at a moment; `over` replaces present ones.
sub values_of {
    my ($dim, $t, $at, $over) = @_;
    return enumeration($over->{status} // $t->{status}, @STATUS) if $dim eq 'status';
    return enumeration($t->{priority},   @PRIORITY)   if $dim eq 'priority';
    return enumeration($t->{resolution}, @RESOLUTION) if $dim eq 'resolution';
    return enumeration($t->{channel},    @CHANNEL)    if $dim eq 'channel';
    return name($queue{ $t->{queue} }) if $dim eq 'queue';
    if ($dim eq 'agent') {
        my $who = exists $over->{author} ? $over->{author} : $t->{assignee};
        return name(defined $who ? $agent{$who} : undef);
    }
    return name($t->{$dim}) if $dim eq 'category' || $dim eq 'lang';
    return @{ $t->{tags} } ? map { name($_) } @{ $t->{tags} } : name(undef) if $dim eq 'tag';
    return name(defined $t->{customer} ? $address{ $t->{customer} } : undef) if $dim eq 'customer';
    if ($dim eq 'org') {
        my $org = defined $t->{customer} ? $person{ $t->{customer} } : undef;
        return name(defined $org ? $org{$org} : undef);
    }
    return age_of($at - $t->{created}) if $dim eq 'age';
    if ($dim eq 'weekday') { my $d = (local_parts($at))[3]; return [$d, $WEEKDAY[$d]] }
    if ($dim eq 'hour') { my $h = sprintf '%02d', (local_parts($at))[4]; return [$h, $h] }
    return x_value($t, $1) if $dim =~ /^x\.(.+)/;
    die "no dimension $dim\n";
}

# Every combination of one value of each dimension.
sub combinations {
    my ($dims, @how) = @_;
    my @all = ([]);
    for my $dim (@$dims) {
        my @values = values_of($dim, @how);
        @all = map { my $head = $_; map { [@$head, $_] } @values } @all;
    }
    return @all;
}

# --- one report

sub usage { die "usage\n" }

sub read_options {
    my (@words) = @_;
    my %o = (days => 7, tz => $meta{tz} // 'UTC', hours => $meta{hours} // 'mon-fri 09:00-17:00', cell => []);
    while (@words) {
        my $w = shift @words;
        if ($w =~ /^(-M|--by|--from|--to|--tz|--days|--hours)$/) { (my $k = $w) =~ s/^-+//; $o{$k} = shift @words }
        elsif ($w eq '--cell') { push @{ $o{cell} }, [split /=/, shift @words, 2] }
        elsif ($w =~ /^--(total|ids)$/) { $o{$1} = 1 }
        else { push @{ $o{query} }, $w }
    }
    $o{metrics} = [split /,/, $o{M}];
    $o{dims} = [split /,/, $o{by} // ''];
    $KIND{$_} or die "no metric $_\n" for @{ $o{metrics} };
    return \%o;
}

sub matches {
    my ($t, $o) = @_;
    for (@{ $o->{query} // [] }) {
        if (/^queue:(.+)/) { return 0 if !grep { $queue{ $t->{queue} } eq $_ } split /,/, $1 }
        elsif (/^priority:(.+)/) { return 0 if $PRIORITY[$t->{priority}] ne $1 }
        elsif (/^\+(.+)/) { my $tag = $1; return 0 if !grep { $_ eq $tag } @{ $t->{tags} } }
        else { die "no query: $_\n" }
    }
    return 1;
}

sub is_stock { my ($metric) = @_; return $KIND{$metric} eq 'stock' || $metric =~ /^age/ }

sub range {
    my ($o, $unit) = @_;
    my $known = now() > $last_event ? now() : $last_event;
    my ($F, $E) = ($first_event, defined $o->{from} ? $known + 1 : $last_event + 1);
    if (defined $o->{from}) {
        my $ago;
        ($F, undef, $ago) = read_time($o->{from});
        ($F) = period_of($unit, $F) if $ago && $unit;
    }
    if (defined $o->{to}) {
        (undef, $E) = read_time($o->{to});
        $E = $known + 1 if $E > $known + 1;
    }
    usage() if $F >= $E;
    return ($F, $E);
}

# [begin, end) cut to the range, and the true beginning.
sub periods {
    my ($o, $unit) = @_;
    return ({ begin => $o->{F}, end => $o->{E}, true => $o->{F} }) if !$unit;
    my ($at, @periods) = ($o->{F});
    while ($at < $o->{E}) {
        my ($begin, $end) = period_of($unit, $at);
        push @periods, { begin => $at, end => $end < $o->{E} ? $end : $o->{E}, true => $begin };
        $at = $end;
    }
    return @periods;
}

# The tickets in the backlog at a moment, with the dimensions that are of that moment.
sub stock {
    my ($moment, @of) = @_;
    return grep { defined $_->{status} }
        map { { ticket => $_, at => $moment, status => backlog_status($_, $moment) } } @of;
}

sub stock_value {
    my ($metric, $begin, $end) = @_;
    my $moment_age = sub { map { $_->{at} - $_->{ticket}{created} } @$end };
    return scalar @$end if $metric eq 'backlog';
    return @$end - @$begin if $metric eq 'flow';
    if ($metric eq 'load') {
        my $sum = 0;
        $sum += $WEIGHT[ $_->{ticket}{priority} ] for @$end;
        return $sum;
    }
    return statistic($KIND{$metric}, $moment_age->());
}

sub quoted { my ($s) = @_; $s //= ''; $s =~ s/"/""/g, $s = "\"$s\"" if $s =~ /[",\r\n]/; return $s }

# One record; an empty one of one cell would be an empty line, so it is quoted.
sub record { return (@_ == 1 && !length($_[0] // '') ? '""' : join(',', map { quoted($_) } @_)) . "\n" }
sub key { return join "\0", map { $_->[1] } @_ }

sub report {
    my ($o) = @_;
    use_zone($o->{tz});
    my @dims = @{ $o->{dims} };
    my %is_dim = map { $_ => 1 } @dims;
    my ($unit) = grep { $is_dim{$_} } @UNITS;
    my @cyclic = grep { $_ eq 'weekday' || $_ eq 'hour' } @dims;
    my @other = grep { my $d = $_; !grep { $_ eq $d } @UNITS, @cyclic } @dims;
    my @metrics = @{ $o->{metrics} };
    usage() if @cyclic && grep { is_stock($_) } @metrics;
    ($o->{F}, $o->{E}) = range($o, $unit);
    my @of = grep { matches($_, $o) } @tickets;
    my @periods = periods($o, $unit);

    # cell{metric}{period}{cyclic values}{other values}: facts; of stock: {begin} and {end}
    my (%cell, %combination);
    for my $metric (grep { !is_stock($_) } @metrics) {
        for my $f (facts($metric, $o, @of)) {
            my ($p) = grep { $f->{at} >= $periods[$_]{begin} && $f->{at} < $periods[$_]{end} } 0 .. $#periods;
            my $over = exists $f->{author} ? { author => $f->{author} } : {};
            my ($cycle) = combinations(\@cyclic, $f->{ticket}, $f->{at}, $over);
            for my $other (combinations(\@other, $f->{ticket}, $f->{at}, $over)) {
                $combination{ key(@$other) } = $other;
                push @{ $cell{$metric}{$p}{ key(@$cycle) }{ key(@$other) } }, $f;
            }
        }
    }
    my %stock;
    if (grep { is_stock($_) } @metrics) {
        for my $p (0 .. $#periods) {
            for my $side ('begin', 'end') {
                for my $s (stock($periods[$p]{$side}, @of)) {
                    for my $other (combinations(\@other, $s->{ticket}, $s->{at}, { status => $s->{status} })) {
                        $combination{ key(@$other) } = $other;
                        push @{ $stock{$p}{$side}{ key(@$other) } }, $s;
                    }
                }
            }
        }
    }
    return ids($o, \@periods, \@cyclic, \@other, $cell{ $metrics[0] }, \%stock) if $o->{ids};

    $combination{''} = [] if !@other;
    my @cycles = ([]);
    for my $dim (@cyclic) {
        my @values = $dim eq 'hour' ? map { my $h = sprintf '%02d', $_; [$h, $h] } 0 .. 23
            : map { [$_, $WEEKDAY[$_]] } 0 .. 6;
        @cycles = map { my $head = $_; map { [@$head, $_] } @values } @cycles;
    }
    my @rows;
    for my $p (0 .. $#periods) {
        for my $cycle (@cycles) {
            for my $other (values %combination) {
                my %value;
                @value{@cyclic} = @$cycle;
                @value{@other}  = @$other;
                for (grep { $is_dim{$_} } @UNITS) {
                    my $label = label_of($_, $periods[$p]{true});
                    $value{$_} = [$label, $label];
                }
                my @cells = map {
                    is_stock($_) ? stock_value($_, $stock{$p}{begin}{ key(@$other) } // [], $stock{$p}{end}{ key(@$other) } // [])
                        : statistic($KIND{$_}, map { $_->{value} } @{ $cell{$_}{$p}{ key(@$cycle) }{ key(@$other) } // [] })
                } @metrics;
                push @rows, [[@value{@dims}], @cells];
            }
        }
    }
    @rows = sort {
        my $order = 0;
        for my $i (0 .. $#dims) { $order ||= $a->[0][$i][0] cmp $b->[0][$i][0] }
        $order
    } @rows;
    my $out = record(@dims, @metrics);
    for my $r (@rows) {
        my ($values, @cells) = @$r;
        $out .= record((map { $_->[1] } @$values), @cells);
    }
    return $out if !$o->{total} || !@dims;
    my @total = map {
        is_stock($_) ? stock_value($_, [stock($o->{F}, @of)], [stock($o->{E}, @of)])
            : statistic($KIND{$_}, map { $_->{value} } facts($_, $o, @of))
    } @metrics;
    return $out . record('total', (map { '' } @dims[1 .. $#dims]), @total);
}

# The tickets behind the cells named.
sub ids {
    my ($o, $periods, $cyclic, $other, $cell, $stock) = @_;
    my %id;
    my $is_in = sub {
        my ($p, $cycle, $others) = @_;
        my %value;
        @value{@$cyclic} = split /\0/, $cycle, -1;
        @value{@$other}  = split /\0/, $others, -1;
        $value{$_} = label_of($_, $periods->[$p]{true}) for @UNITS;
        return !grep { ($value{ $_->[0] } // '') ne $_->[1] } @{ $o->{cell} };
    };
    if (is_stock($o->{metrics}[0])) {
        my $named = grep { my $d = $_->[0]; grep { $_ eq $d } @UNITS } @{ $o->{cell} };
        for my $p ($named ? 0 .. $#$periods : $#$periods) {
            my $side = $stock->{$p}{end} // {};
            for my $others (keys %$side) {
                $id{ $_->{ticket}{id} } = 1 for grep { $is_in->($p, '', $others) } @{ $side->{$others} };
            }
        }
    } else {
        for my $p (keys %$cell) {
            for my $cycle (keys %{ $cell->{$p} }) {
                for my $others (keys %{ $cell->{$p}{$cycle} }) {
                    $id{ $_->{ticket}{id} } = 1 for grep { $is_in->($p, $cycle, $others) } @{ $cell->{$p}{$cycle}{$others} };
                }
            }
        }
    }
    return join '', map { "$_\n" } sort { $a <=> $b } keys %id;
}

# What it prints, or "64".
sub answer {
    my $out = eval { report(read_options(@_)) };
    return $out if defined $out;
    die $@ if $@ ne "usage\n";
    return "64\n";
}

if (@ARGV && $ARGV[0] eq '--many') {
    my ($dir, $n) = ($ARGV[1], 0);
    while (my $line = <STDIN>) {
        chomp $line;
        open my $file, '>', "$dir/" . ++$n or die;
        print $file answer(split /\t/, $line);
        close $file or die;
    }
} else {
    my $out = answer(@ARGV);
    print $out eq "64\n" ? '' : $out;
    exit 64 if $out eq "64\n";
}
