#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# reader.t with 2,000 commits beside each stopped reader.
commits=2000
. "${0%/*}/reader.t"
