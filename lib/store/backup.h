// SPDX-License-Identifier: GPL-3.0-or-later
// A consistent copy of a database while others write to it.
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "store/db.h"

// VACUUM INTO a temporary file beside `path`, quick_check of it, fsync, rename over `path`, fsync
// of the directory: the copy is whole or not there.  The anchor of the copy ("id:hash" of its last
// change), owned.  Dies with EXIT_CANTCREATE when path cannot be made, is no regular file, or is a
// database in use (this one, or one with a WAL beside it); EXIT_IO when the copy does not check,
// EXIT_TEMP when the disk is full.
char *backup_to(struct db *db, const char *path);

#endif
