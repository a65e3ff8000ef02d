#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# race.t with 64 processes of 50 commands each.
processes=64 rounds=50
. "${0%/*}/race.t"
